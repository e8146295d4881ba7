"""What the articles of a ledger state, compared article by article, and kept with all that follows.

Each article is compared with those of its story that were stored before it, in one transaction. So a
stop at any point leaves a ledger in which some articles are not compared yet, and the next writer
goes on with the first of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sayso import sql_claims as sql
from sayso.across.copy_index import CopyIndex
from sayso.across.credits import credits
from sayso.across.echoes import Echo, echoes
from sayso.across.relation import Found, Link, Relation
from sayso.across.stated import Stated, stated_in
from sayso.across.stories import Placed, Stories, Topic, topics
from sayso.across.vectors import Floats, packed, unpacked
from sayso.decisions import Decisions, decisions
from sayso.evidence import keep_credits, keep_echo
from sayso.ledger import Ledger
from sayso.mentioned import dumps, keep_mentions, stated_of
from sayso.records import Article
from sayso.regroup import regroup
from sayso.rows import article_of, attributions_of
from sayso.sql import OF_ARTICLE
from sayso.states import When
from sayso.understand import understand
from sayso.unlike import keep_unlike


class Comparer(Protocol):
    """Compares what the articles of one story state, article by article, in the order of storing.

    What it says must not depend on whether an earlier article was compared or remembered.
    """

    @property
    def name(self) -> str:
        """The judge's name, such as "pairs-1"."""

    def vectors(self, stated: Sequence[Stated]) -> Floats:
        """Return a vector of length 1 for each statement: (statements, width)."""

    def compare(self, stated: Sequence[Stated], vectors: Floats) -> Found:
        """Return how an article's statements stand to those before it and among themselves."""

    def remember(
        self, stated: Sequence[Stated], vectors: Floats, same: Sequence[tuple[str, str]]
    ) -> None:
        """Take in an article that was compared in an earlier run, and the pairs of mentions that were
        found to say the same then, in that order."""


def shipped() -> Callable[[], Comparer]:
    """Open the shipped pair model; return what makes a comparer with it. Raises ``ModelError``."""
    from sayso.across import compare  # opens onnxruntime: only where something is compared
    from sayso.pair_model import PairModel

    model = PairModel()
    return lambda: compare.Comparer(model)


@dataclass(slots=True)
class _Memory:
    """What is remembered of one story while a ledger is written."""

    comparer: Comparer
    copies: CopyIndex = field(default_factory=CopyIndex)


class Comparing:
    """Compares the articles of a ledger that is open for writing."""

    def __init__(self, book: Ledger, comparer: Callable[[], Comparer] | None = None) -> None:
        """``comparer`` makes one for a story, by default of the shipped model, which is opened when the
        first article is compared."""
        self._book, self._file, self._comparer = book, book.file, comparer
        self._stories: Stories | None = None
        self._memories: dict[int, _Memory] = {}

    def pending(self) -> list[int]:
        """Return the numbers of the articles that are not compared yet, in order."""
        return [row[0] for row in self._file.rows(sql.PENDING)]

    def catch_up(self) -> Iterator[int]:
        """Compare every article that is not compared yet; yield the number of each when it is done.

        Raises ``LedgerError``, ``ModelError``; what was done before stands.
        """
        for number in self.pending():
            self._comparer = self._comparer or shipped()
            self._compare(number)
            yield number

    def finish(self) -> int:
        """Compare every article that is not compared yet; return how many. See ``catch_up``."""
        return sum(1 for _ in self.catch_up())

    def _compare(self, number: int) -> None:
        article = article_of(self._file, number)
        said = [one.attribution for one in attributions_of(self._file, OF_ARTICLE, number)]
        stated = stated_in(article, understand(article, said))
        about = topics(f"{article.title}\n{article.text}")
        placed = self._placed().add(about)
        memory = self._memory(placed.story)
        vectors = packed(memory.comparer.vectors(stated)) if stated else []
        found = memory.comparer.compare(stated, unpacked(vectors)) if stated else Found()
        copied = self._echoes(memory, number, article)
        decided = decisions(self._file)
        when = When(number, self._book.time())
        with self._file.transaction():
            row = (number, placed.story, _topics_json(about), memory.comparer.name, when.time)
            self._file.run(sql.ADD_COMPARED, *row)
            keep_mentions(self._file, number, stated, vectors)
            keep_credits(self._file, number, credits(article))
            self._keep(number, found, copied, decided, when)
            for other in placed.united:
                self._unite(placed.story, other, decided, when)
        if placed.united:  # in the order of storing from now on, as a later run reads them
            self._memories.pop(placed.story)

    def _keep(
        self,
        number: int,
        found: Found,
        copied: Sequence[Echo],
        decided: Decisions,
        when: When,
    ) -> None:
        """Store what was found of an article, and bring up what follows from it."""
        for echo in copied:
            keep_echo(self._file, echo)
        self._file.run_many(sql.ADD_LINK, (_link_row(one, when) for one in found.links))
        keep_unlike(self._file, found.unlike)
        fresh = {row[0] for row in self._file.rows(sql.NUMBERS_OF, number)}
        same, other = set(fresh), set[int]()
        for one in found.links:
            ends = {self._file.one(sql.NUMBER_OF, key) for key in (one.left, one.right)}
            (same if one.relation is Relation.SAME else other).update(ends)
        regroup(self._file, decided, same, other, when)

    def _unite(self, story: int, other: int, decided: Decisions, when: When) -> None:
        """Compare the articles of another story, which turned out to be this one, with it."""
        memory = self._memory(story)
        for (number,) in self._file.rows(sql.OF_STORY, other):
            stated, vectors = self._stated(number, memory.comparer)
            found = memory.comparer.compare(stated, vectors) if stated else Found()
            copied = self._echoes(memory, number, article_of(self._file, number))
            self._keep(number, found, copied, decided, when)
        for query in (sql.SET_STORY, sql.SET_CLAIM_STORY, sql.SET_CONFLICT_STORY):
            self._file.run(query, story, other)
        self._memories.pop(other, None)

    def _echoes(self, memory: _Memory, number: int, article: Article) -> list[Echo]:
        earlier = memory.copies.add(number, article.text)
        pairs = ((article_of(self._file, one), article) for one in earlier)
        return [echo for pair in pairs for echo in echoes(pair)]

    def _placed(self) -> Stories:
        """The stories of the articles compared so far."""
        if self._stories is None:
            self._stories = Stories()
            for story, raw in self._file.each(sql.LIST_COMPARED):
                found = [Topic(word, weight) for word, weight in json.loads(raw)]
                self._stories.assign(found, Placed(story))
        return self._stories

    def _memory(self, story: int) -> _Memory:
        """What is remembered of a story, read back from the ledger the first time."""
        if story not in self._memories:
            assert self._comparer is not None, "catch_up opened it"
            memory = self._memories[story] = _Memory(self._comparer())
            for (number,) in self._file.rows(sql.OF_STORY, story):
                stated, vectors = self._stated(number, memory.comparer)
                if stated:
                    memory.comparer.remember(stated, vectors, self._same(number))
                memory.copies.add(number, article_of(self._file, number).text)
        return self._memories[story]

    def _same(self, number: int) -> list[tuple[str, str]]:
        """The pairs that were found to say the same when an article was compared, in that order."""
        return [(left, right) for left, right in self._file.rows(sql.SAME_WITH, number)]

    def _stated(self, number: int, comparer: Comparer) -> tuple[tuple[Stated, ...], Floats]:
        """What an article states, and the vectors; those that were deleted are made again."""
        stated, rows = stated_of(self._file, number)
        kept = [row for row in rows if row is not None]
        return stated, unpacked(
            kept if len(kept) == len(rows) else packed(comparer.vectors(stated))
        )


def _topics_json(found: Sequence[Topic]) -> str:
    return dumps([[one.word, one.weight] for one in found])


def _link_row(one: Link, when: When) -> tuple[object, ...]:
    said = (one.relation, one.kind, one.score, dumps(one.reasons), one.judge)
    return (one.id, one.left, one.right, *said, when.time)
