"""The example story across its articles, with the shipped models: what a reporter would check first."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso.across.relation import Kind, Relation
from sayso.across.views import ClaimView, ConflictView, Verdict
from sayso.claims import claim, claims, conflict, conflicts
from sayso.judging import judge
from sayso.story import Ledger

COVERAGE = Path(__file__).parent.parent / "examples" / "harbour" / "coverage"
LAST = "09-courier-today.jsonl"


@pytest.fixture(scope="module")
def early(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The story up to its third day."""
    path = tmp_path_factory.mktemp("harbour") / "early.db"
    with Ledger(path) as book:
        book.add(*sorted(one for one in COVERAGE.iterdir() if one.name != LAST))
    return path


@pytest.fixture(scope="module")
def whole(early: Path) -> Iterator[Ledger]:
    path = early.with_name("whole.db")
    shutil.copy(early, path)
    with Ledger(path) as book:
        book.add(COVERAGE / LAST)
        yield book


def found(book: Ledger) -> list[ConflictView]:
    return list(conflicts(book, limit=100).items)


def holding(book: Ledger, words: str) -> ClaimView:
    (one,) = [one for one in claims(book, limit=500).items if words in one.words]
    return one


def told_by(book: Ledger, words: str) -> list[str]:
    """What stands against a proposition with ``words``, by every pair that shows it."""
    pairs = [pair for one in found(book) for pair in conflict(book, one.id)]
    sides = [(pair.left.words, pair.right.words) for pair in pairs]
    return [right if words in left else left for left, right in sides if words in left + right]


def test_a_denial_stands_against_what_it_denies(whole: Ledger) -> None:
    said = "Ballane owned the store"
    told = [c for c in found(whole) if said in c.left.words + c.right.words]
    assert {(one.relation, one.kind) for one in told} == {(Relation.CONFLICT, Kind.DENIAL)}
    denials = [one.left if said in one.left.words else one.right for one in told]
    assert {one.speaker.name for one in denials if one.speaker is not None} == {"Corvin Leith"}
    others = told_by(whole, said)
    assert any("Ballane was the owner of Store 14" in words for words in others)
    assert any("belongs to Ballane Chemicals" in words for words in others)


def test_the_denial_of_a_cause_stands_against_it(whole: Ledger) -> None:
    others = told_by(whole, "neither welding nor a cable had started the fire")
    assert len(others) > 1
    assert all("sparks from welding" in words for words in others)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The gate was open at all times", "The gate is locked"),
        ("at 4:10", "at 4.50am"),
        ("eight families had already accepted", "None of the ten families"),
    ],
)
def test_plain_clashes_of_two_accounts_are_found(whole: Ledger, one: str, other: str) -> None:
    assert any(other in words for words in told_by(whole, one))


def test_two_weights_of_one_store_conflict(whole: Ledger) -> None:
    told = [c for c in found(whole) if c.kind is Kind.NUMBER and "120 tonnes" in c.reasons[0]]
    words = [one.left.words + one.right.words for one in told]
    assert len(told) == 2
    assert all("120 tonnes" in both for both in words)
    assert any("40 tonnes" in both for both in words)
    assert any("38 tonnes" in both for both in words)


def test_the_growing_toll_is_an_update(whole: Ledger) -> None:
    updates = conflicts(whole, relations=[Relation.UPDATE]).items
    (one,) = [one for one in updates if "rose to nine" in one.left.words]
    assert "toll to 11" in one.right.words
    assert one.answers is not None
    assert all("nine" in one.left.words for one in updates if one.kind is Kind.NUMBER)
    assert len(updates) <= 3  # one of them a reader finds none


def test_the_corrected_pier_is_a_correction(whole: Ledger) -> None:
    ((one),) = [c for c in found(whole) if c.relation is Relation.CORRECTION]
    assert "Pier 6" in one.left.words
    assert "Pier 9" in one.right.words


def test_few_false_alarms(whole: Ledger) -> None:
    """A reader of the ten articles finds five of these seventeen no conflict; no more may come."""
    assert len(found(whole)) <= 17


def test_a_reprint_of_the_agency_is_no_second_origin(whole: Ledger) -> None:
    one = holding(whole, "No contractor of ours was on that roof")
    assert one.reports > 1
    assert one.origins == 1


def test_a_persons_word_holds_when_new_coverage_comes(early: Path) -> None:
    path = early.with_name("judged.db")
    shutil.copy(early, path)
    with Ledger(path) as book:
        one = holding(book, "No contractor of ours was on that roof")
        mentions = claim(book, one.id).mentions
        first, other = mentions[0].id, mentions[1].id
        judge(book, Verdict.NOT_SAME, first, other, author="desk", note="for the test")
        book.add(COVERAGE / LAST)
        inside = {mention.id for mention in claim(book, first).mentions}
        assert other not in inside
