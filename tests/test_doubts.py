"""Claims of a ledger where the comparer is in doubt, and what is quoted of nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from judges import ByWords
from readings import clock, tamper
from sayso.across.relate import weights
from sayso.across.relation import Found, Relation, Unlike
from sayso.across.stated import Stated
from sayso.across.vectors import Floats
from sayso.claims import claim, claims, conflicts
from sayso.comparing import Comparing
from sayso.decisions import decisions
from sayso.errors import LedgerError
from sayso.ledger import Ledger
from sayso.regroup import regroup
from sayso.show_claims import who_line
from sayso.states import When
from told import COVERAGE, DENIED, SHUT, article, tell


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "story.db"
    tell(path, *COVERAGE)
    return path


class Doubting(ByWords):
    """A comparer that is not sure of two in the same words, and takes the first and third for unlike."""

    def compare(self, stated: Sequence[Stated], vectors: Floats) -> Found:
        found = super().compare(stated, vectors)
        first = self.known[0].id
        links = [replace(one, score=0.6) for one in found.links]
        unlike = [Unlike(one.left, one.right, 0.05) for one in links if one.left == first]
        if len(self.known) < 3:
            return Found(tuple(links))
        return Found(tuple(one for one in links if one.left != first), tuple(unlike))


def test_what_was_compared_and_is_unlike_keeps_a_claim_apart(tmp_path: Path) -> None:
    told = [
        article("courier", "The Courier", "2031-03-01", SHUT),
        article("lantern", "The Lantern", "2031-03-02", SHUT),
        article("herald", "The Herald", "2031-03-03", SHUT),
    ]
    path = tmp_path / "doubts.db"
    for one in told:  # a writer each, so that what an earlier one found is read from the ledger
        with Ledger(path, clock=clock) as book:
            book.store(one)
            Comparing(book, Doubting).finish()
    with Ledger(path, readonly=True) as book:
        assert [one.mentions for one in claims(book).items] == [2, 1]
    tamper(path, "DELETE FROM unlike")
    with Ledger(path, clock=clock) as book, book.file.transaction():
        mentions = [row[0] for row in book.file.rows("SELECT number FROM mention")]
        regroup(book.file, decisions(book.file), mentions, [], When(3, "2031-03-04"))
    with Ledger(path, readonly=True) as book:
        assert [one.mentions for one in claims(book).items] == [3]


def test_a_damaged_row_of_what_is_unlike_is_named(path: Path) -> None:
    tamper(path, "UPDATE unlike SET before = '[[1]]'")
    with Ledger(path, clock=clock) as book:
        book.store(article("globe", "The Globe", "2031-03-05", SHUT))
        comparing = Comparing(book, ByWords)
        with pytest.raises(LedgerError, match="damaged"):
            comparing.finish()


class Unsure(ByWords):
    """A comparer to whom every conflict is only a sign."""

    def compare(self, stated: Sequence[Stated], vectors: Floats) -> Found:
        sign = weights().least_conflict - 0.01
        found = super().compare(stated, vectors)
        links = (
            replace(one, score=sign) if one.relation is Relation.CONFLICT else one
            for one in found.links
        )
        return replace(found, links=tuple(links))


def test_a_sign_says_nothing_until_another_joins_it(tmp_path: Path) -> None:
    told = [
        article("courier", "The Courier", "2031-03-01", SHUT),
        article("lantern", "The Lantern", "2031-03-02", DENIED),
        article("herald", "The Herald", "2031-03-03", DENIED),
        article("globe", "The Globe", "2031-03-04", DENIED),
    ]
    seen = []
    with Ledger(tmp_path / "signs.db", clock=clock) as book:
        comparing = Comparing(book, Unsure)
        for one in told:
            book.store(one)
            comparing.finish()
            seen.append([(c.id, c.article, c.pairs) for c in conflicts(book).items])
    assert seen[:2] == [[], []]
    ((_, article_number, pairs),) = seen[2]
    assert (article_number, pairs) == (3, 2)
    assert [one[:2] for one in seen[3]] == [one[:2] for one in seen[2]]


def test_what_is_quoted_of_nobody_is_not_the_articles_own_word(path: Path) -> None:
    words = "“We have waited for three weeks and nobody has come to us.”"
    tell(path, article("globe", "The Globe", "2031-03-06", f"The hall was full by noon. {words}"))
    with Ledger(path, readonly=True) as book:
        (found,) = [one for one in claims(book).items if one.words == words]
        (mention,) = claim(book, found.id).mentions
        (shown,) = book.file.rows(
            "SELECT source FROM mentions_readable WHERE mention = ?", mention.id
        )
    assert (mention.statement, mention.speaker, mention.who) == (None, None, "nobody named")
    assert who_line(mention).startswith("nobody named")
    assert shown == ("nobody named",)
