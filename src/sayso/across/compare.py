"""Which mentions speak of the same thing, and how they relate: candidates, the pair model, the verdict.

Mentions come article by article, in the order of storing. Each is compared with the nearest of those
before it, by the vectors of the pair model; so the number of pairs grows with the number of mentions,
not with its square.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sayso.across.corrections import corrections
from sayso.across.rarity import Rarity, stems
from sayso.across.relate import Evidence, Verdict, relate, weights, worth
from sayso.across.relation import Found, Kind, Link, Relation, Unlike
from sayso.across.stated import Stated
from sayso.across.withdrawals import withdrawals
from sayso.pair_model import Floats, PairModel, Place

OF_ARTICLE = 8  # candidates of one mention within one article, at most
OF_CLAIM = 8  # and among the mentions of one claim
IN_ALL = 16  # candidates of one mention, at most
_LOOKED_AT = 64  # nearest mentions, by vector and by words, from which candidates are chosen
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Compared:
    """Two mentions and what is known of both. ``there`` and ``here`` are their numbers, in the order
    in which they were added; the left one is the earlier. ``evidence`` is None for two in the very same
    words, of which the model was not asked."""

    there: int
    here: int
    left: Stated
    right: Stated
    evidence: Evidence | None


class Comparer:
    """Compares what articles of one story state. Not for several threads at once."""

    def __init__(self, model: PairModel | None = None) -> None:
        """Compare by ``model`` (the shipped one by default). Raises ``ModelError``."""
        self.model = model or PairModel()
        self._known: list[tuple[Stated, Place]] = []
        self._vectors = np.zeros((0, 0), np.float32)
        self._exact: dict[tuple[str, ...], int] = {}
        self._stems: list[frozenset[str]] = []
        self._rarity = Rarity()
        self._places: dict[str, int] = {}
        self._claims: list[int] = []  # for each mention the first of those that state the same

    @property
    def name(self) -> str:
        """The judge's name in the links it makes."""
        return self.model.name

    def add(self, stated: Sequence[Stated]) -> Found:
        """Return what one article's mentions are to those added before and among themselves."""
        return self.compare(stated, self.vectors(stated))

    def compare(self, stated: Sequence[Stated], vectors: Floats) -> Found:
        """As ``add``, with the mentions' vectors."""
        found = self.judged(self.compared(stated, vectors))
        return Found((*found.links, *corrections(stated), *withdrawals(stated)), found.unlike)

    def judged(self, compared: Sequence[Compared]) -> Found:
        """Return what follows from comparing; see ``compared``."""
        links, unlike = [], []
        for one in compared:
            verdict = self._verdict(one)
            same = verdict.link is not None and verdict.link.relation is Relation.SAME
            if verdict.link is not None:
                links.append(verdict.link)
            if same:
                self._join(one.there, one.here)
            else:
                unlike.append(Unlike(one.left.id, one.right.id, round(verdict.same, 3)))
        return Found(tuple(links), tuple(unlike))

    def vectors(self, stated: Sequence[Stated]) -> Floats:
        """Return a vector of length 1 for each mention: (mentions, width)."""
        return self.model.vectors([self._place(one) for one in stated])

    def remember(
        self, stated: Sequence[Stated], vectors: Floats, same: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Take in mentions that were compared in an earlier run, with their vectors.

        Called for every article in the order of adding, with the pairs (identifiers) that ``add``
        then found to say the same, it leaves the comparer as it was.
        """
        for one, vector in zip(stated, vectors, strict=True):
            self._remember(one, stems(one.words), vector)
        for left, right in same:
            self._join(self._places[left], self._places[right])

    def _join(self, there: int, here: int) -> None:
        self._claims[here] = min(self._claims[here], self._claims[there])

    def _place(self, stated: Stated) -> Place:
        start = stated.sentence[0]
        span = (stated.span[0] - start, stated.span[1] - start)
        return self.model.place(stated.sentence_words, span, (0, len(stated.sentence_words)))

    def _remember(self, stated: Stated, words: frozenset[str], vector: Floats) -> None:
        at = len(self._known)
        if at >= len(self._vectors):  # room for twice as many, so that adding stays linear
            grown = np.zeros((max(256, 2 * at), len(vector)), np.float32)
            if at:
                grown[:at] = self._vectors[:at]
            self._vectors = grown
        self._vectors[at] = vector
        self._known.append((stated, self._place(stated)))
        self._stems.append(words)
        self._rarity.add(words)
        self._claims.append(at)
        self._places[stated.id] = at
        self._exact.setdefault(_plain(stated), at)

    def compared(self, stated: Sequence[Stated], vectors: Floats) -> tuple[Compared, ...]:
        """Remember one article's mentions; return each with its candidates and what is known of both.

        ``vectors`` are those of ``stated``. The mentions come in order, a mention's candidates the
        nearest first; where one is known in the very same words, it is the only candidate.
        """
        waiting: list[tuple[int, int, float]] = []
        exact: list[tuple[int, int]] = []
        for one, vector in zip(stated, vectors, strict=True):
            here, words = len(self._known), stems(one.words)
            there = self._exact.get(_plain(one))
            if there is not None:
                exact.append((there, here))
            else:
                waiting += [(at, here, near) for at, near in self._candidates(vector, words)]
            self._remember(one, words, vector)
        read = self.model.chances([(self._known[a][1], self._known[b][1]) for a, b, _ in waiting])
        found = [self._compared(a, b, None) for a, b in exact]
        for (there, here, near), chance in zip(waiting, read, strict=True):
            shared = self._rarity.shared(self._stems[there], self._stems[here])
            evidence = Evidence(float(chance[0]), float(chance[1]), near, shared)
            found.append(self._compared(there, here, evidence))
        return tuple(sorted(found, key=lambda one: one.here))

    def _compared(self, there: int, here: int, evidence: Evidence | None) -> Compared:
        return Compared(there, here, self._known[there][0], self._known[here][0], evidence)

    def _verdict(self, one: Compared) -> Verdict:
        if one.evidence is None:
            return Verdict(_verbatim(one.left, one.right, self.name), 1.0)
        return relate(one.left, one.right, one.evidence, self.name)

    def _candidates(self, vector: Floats, words: frozenset[str]) -> Iterator[tuple[int, float]]:
        """The known mentions that are worth reading beside this one, by its vector and the words they
        share: a few of each article and claim, the likeliest first."""
        count = len(self._known)
        if not count:
            return
        near = self._vectors[:count] @ vector
        most = min(_LOOKED_AT, count)
        looked_at = set(np.argpartition(-near, most - 1)[:most].tolist())
        looked_at |= set(self._rarity.sharing(words, _LOOKED_AT))
        chance = {
            at: worth(float(near[at]), self._rarity.shared(self._stems[at], words))
            for at in looked_at
        }
        least = weights().least_worth
        articles: Counter[str] = Counter()
        claims: Counter[int] = Counter()
        for at in sorted(looked_at, key=lambda one: (-chance[one], one)):
            article, claim = self._known[at][0].article, self._claims[at]
            if chance[at] < least or articles.total() >= IN_ALL:
                return
            if articles[article] < OF_ARTICLE and claims[claim] < OF_CLAIM:
                articles[article] += 1
                claims[claim] += 1
                yield at, float(near[at])


def _plain(stated: Stated) -> tuple[str, ...]:
    """The words of a mention without case and marks, with what its speaker does with them."""
    return (stated.polarity.value, *map(str.casefold, _WORD.findall(stated.words)))


def _verbatim(left: Stated, right: Stated, judge: str) -> Link:
    reasons = ("the same words",)
    return Link(left.id, right.id, Relation.SAME, Kind.CLAIM, 1.0, reasons, judge)
