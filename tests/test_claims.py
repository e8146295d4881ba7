"""Claims of a ledger: what is kept as articles come in, what a person's word does, what is read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from judges import ByWords
from readings import clock, dump, tamper
from sayso import sql_claims
from sayso.across.relation import Kind, Relation, Status
from sayso.across.views import ClaimView, Side, Verdict
from sayso.claims import claim, claims, conflict, conflicts, stories
from sayso.comparing import Comparing
from sayso.decisions import decisions
from sayso.errors import LedgerError, NotFoundError
from sayso.judging import judge, judgements, undo
from sayso.ledger import Ledger
from sayso.records import Polarity
from sayso.regroup import regroup
from sayso.states import When
from told import COVERAGE, DENIED, FOUR, MORE, SHUT, SIX, article, tell

QUAY, DENIAL = "the north quay was shut", "that the north quay was shut"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "story.db"
    tell(path, *COVERAGE)
    return path


def by_words(book: Ledger) -> dict[str, ClaimView]:
    return {one.words: one for one in claims(book).items}


def test_a_claim_is_all_places_that_state_it(path: Path) -> None:
    with Ledger(path, readonly=True) as book:
        found = by_words(book)[QUAY]
        page = claim(book, found.id[:6])
    assert (found.mentions, found.reports, found.outlets, found.origins) == (3, 3, 3, 2)
    assert (found.first, found.last) == ("2031-03-01", "2031-03-03")
    assert [one.article.outlet for one in page.mentions] == [
        "The Courier",
        "The Lantern",
        "The Herald",
    ]
    assert [one.chain for one in page.mentions] == [
        ("the port office",),
        ("a union",),
        ("the port office",),
    ]
    for one in page.mentions:
        assert one.words == QUAY
        start = one.span[0] - one.sentence[0]
        assert one.sentence_words[start : start + len(QUAY)] == QUAY
        assert one.source in one.sentence_words
    assert page.origins.at_most == 2
    assert [one.relation for one in page.links] == [Relation.SAME] * 3


def test_a_denial_travels_with_what_it_denies(path: Path) -> None:
    with Ledger(path, readonly=True) as book:
        found = by_words(book)
        (only,) = found[QUAY].denials
        (told,) = conflicts(book, kind=Kind.DENIAL).items
    assert (only.words, only.speaker, only.outlet) == (DENIAL, "the harbour master", "The Lantern")
    assert (only.claim, only.conflict) == (found[DENIAL].id, told.id)
    assert Status.DISPUTED in found[QUAY].statuses
    assert found[DENIAL].polarity is Polarity.DENIED
    assert found[DENIAL].denials == ()
    assert (told.answers, told.left.words, told.right.words) == (Side.RIGHT, QUAY, DENIAL)
    assert told.left_claim == found[QUAY]


def test_a_later_number_supersedes_and_is_no_conflict(path: Path) -> None:
    with Ledger(path, readonly=True) as book:
        found = by_words(book)
        disputes = conflicts(book).items
        updates = conflicts(book, relations=[Relation.UPDATE]).items
    four = found["4 dockers were hurt in the fire"]
    assert Status.SUPERSEDED in four.statuses
    assert {one.kind for one in disputes} == {Kind.DENIAL, Kind.NUMBER}
    assert [one.right.words for one in updates] == ["now 9 dockers were hurt in the fire"] * 2
    assert Status.SUPERSEDED not in found["now 9 dockers were hurt in the fire"].statuses


def test_lists_are_searched_filtered_and_cut_into_pages(path: Path) -> None:
    with Ledger(path, readonly=True) as book:
        everything = claims(book)
        assert everything.total == len(everything.items) == 5
        assert [one.reports for one in everything.items] == [3, 1, 1, 1, 1]
        part = claims(book, limit=2, offset=1)
        assert (part.items, part.total) == (everything.items[1:3], 5)
        assert {one.words for one in claims(book, text="QUAY shut").items} == {QUAY, DENIAL}
        assert claims(book, text="- *").total == 0
        disputed = claims(book, status=Status.DISPUTED)
        assert disputed.total == 4
        found = claims(book, text="dockers", status=Status.SUPERSEDED, story=1, since="1")
        assert [one.words[0] for one in found.items] == ["4", "6"]
        assert claims(book, since="3").total == 4  # the last article touched these
        assert claims(book, since="2031-01-01").total == 0
        assert claims(book, since="2024-05-31T14:00+02:00").total == 5
        assert conflicts(book, since="2").total == 1
        assert conflicts(book, story=2).total == 0
        assert [(one.number, one.articles, one.claims) for one in stories(book)] == [(1, 4, 5)]


@pytest.mark.parametrize("when", ["soon", "12.3.2031", "99999999999"])
def test_what_is_no_time_is_named(path: Path, when: str) -> None:
    with Ledger(path, readonly=True) as book, pytest.raises(LedgerError, match=when):
        claims(book, since=when)


@pytest.mark.parametrize("key", ["", "zzzz", "abc", "0000000000000000", "'"])
def test_an_id_that_names_nothing_is_refused(path: Path, key: str) -> None:
    with Ledger(path, readonly=True) as book:
        for ask in (claim, conflict):
            with pytest.raises(NotFoundError, match="holds no"):
                ask(book, key)


def test_adding_twice_is_adding_once(path: Path) -> None:
    before = dump(path)
    tell(path, *COVERAGE)
    assert dump(path) == before


def ids(book: Ledger) -> tuple[str, str, str]:
    """The mentions of the quay: by the Courier, the Lantern, the Herald."""
    one, two, three = (one.id for one in claim(book, by_words(book)[QUAY].id).mentions)
    return one, two, three


def test_a_persons_not_same_holds_whatever_links_say_and_after_new_coverage(path: Path) -> None:
    with Ledger(path, clock=clock) as book:
        courier, lantern, herald = ids(book)
        judge(book, Verdict.NOT_SAME, courier, lantern, "Ann", "another quay")
        assert claim(book, lantern).view.id != claim(book, courier).view.id
    tell(path, MORE)  # its words link it with all three
    tell(path, *COVERAGE, MORE)
    with Ledger(path, clock=clock) as book:
        apart = {claim(book, one).view.id for one in (courier, lantern)}
        assert len(apart) == 2
        assert claim(book, herald).view.id in apart
        undo(book, 1, "Ann")
        assert claim(book, courier).view.mentions == 4
        assert [(one.number, one.stands, one.undoes) for one in judgements(book)] == [
            (1, False, None),
            (2, True, 1),
        ]
        undo(book, 2, "Bo")  # the undoing is undone
        assert claim(book, lantern).view.id != claim(book, courier).view.id
        with pytest.raises(NotFoundError, match="undone already"):
            undo(book, 2)
        with pytest.raises(NotFoundError, match="no judgement with the number 9"):
            undo(book, 9)


def test_a_persons_word_makes_and_clears_conflicts(path: Path) -> None:
    with Ledger(path, clock=clock) as book:
        found = by_words(book)
        quay, denial = found[QUAY].id, found[DENIAL].id
        judge(book, Verdict.NOT_CONFLICT, denial, quay, "Ann")
        assert by_words(book)[QUAY].denials == ()
        assert Status.DISPUTED not in by_words(book)[QUAY].statuses
        four = found["4 dockers were hurt in the fire"].id
        judge(book, Verdict.CONFLICT, quay, four, "Ann", "they cannot both be so")
        made = [one for one in conflicts(book).items if one.judge == "Ann"]
        assert [one.reasons for one in made] == [("they cannot both be so",)]
        assert Status.DISPUTED in by_words(book)[QUAY].statuses
    again = article("globe", "The Globe", "2031-03-04", f"{SHUT} {DENIED}")
    tell(path, again)  # two more mentions that the model sets against each other
    with Ledger(path, clock=clock) as book:
        assert by_words(book)[QUAY].mentions == 4
        assert by_words(book)[QUAY].denials == ()
        undo(book, 1)
        assert len(by_words(book)[QUAY].denials) == 1


def test_a_merge_joins_claims_that_the_model_sets_against_each_other(path: Path) -> None:
    with Ledger(path, clock=clock) as book:
        found = by_words(book)
        six = found["6 dockers were hurt in the fire"].id
        judge(book, Verdict.MERGE, six, found["4 dockers were hurt in the fire"].id, "Ann")
        view = claim(book, six).view
        assert view.mentions == 2
        assert {one.kind for one in conflicts(book).items} == {Kind.DENIAL}
        history = claim(book, six).history
        assert [one.into for one in history if one.into] == [view.id]
        with pytest.raises(LedgerError, match="one and the same"):
            judge(book, Verdict.SAME, six, six, "Ann")
    tell(path, MORE)
    with Ledger(path, clock=clock) as book:
        assert claim(book, six).view.mentions == 3


def roll_ups(path: Path) -> list[str]:
    """What follows from the rest, without the numbers that rows got by chance."""
    with closing(sqlite3.connect(path)) as file:
        names = "claim claim_mention claim_status claim_words".split()
        found = [repr(row) for name in names for row in file.execute(f"SELECT * FROM {name}")]
        conflicts_ = file.execute("SELECT * FROM conflict").fetchall()
        return sorted([*found, *(repr(row[1:]) for row in conflicts_)])


def rebuild(path: Path) -> None:
    """Work everything out anew, from nothing but mentions, links and judgements."""
    names = "claim claim_mention claim_status claim_words conflict".split()
    tamper(path, *(f"DELETE FROM {name}" for name in names))
    with Ledger(path, clock=clock) as book:
        mentions = [row[0] for row in book.file.rows("SELECT number FROM mention")]
        with book.file.transaction():
            when = When(book.file.one(sql_claims.LAST_COMPARED), book.time())
            regroup(book.file, decisions(book.file), mentions, mentions, when)


VERDICTS = st.tuples(st.sampled_from(list(Verdict)), st.integers(0, 9), st.integers(0, 9))


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(decided=st.lists(VERDICTS | st.integers(1, 6), max_size=8))
def test_what_is_kept_is_what_would_be_worked_out_anew(
    tmp_path_factory: pytest.TempPathFactory,
    decided: list[tuple[Verdict, int, int] | int],
) -> None:
    path = tmp_path_factory.mktemp("any") / "story.db"
    steps: Iterator[tuple[Verdict, int, int] | int] = iter(decided)
    for reading in (*COVERAGE, MORE):
        tell(path, reading)
        with Ledger(path, clock=clock) as book:
            mentions = [row[0] for row in book.file.rows("SELECT id FROM mention")]
            for _ in range(2):
                step = next(steps, None)
                try:
                    if isinstance(step, int):
                        undo(book, step)
                    elif step is not None:
                        verdict, left, right = step
                        one, other = (mentions[n % len(mentions)] for n in (left, right))
                        judge(book, verdict, one, other, "Ann")
                except LedgerError:
                    continue
    kept = roll_ups(path)
    with Ledger(path, readonly=True) as book:
        history = book.file.one("SELECT count(*) FROM status")
    rebuild(path)
    assert roll_ups(path) == kept
    with Ledger(path, readonly=True) as book:
        assert book.file.one("SELECT count(*) FROM status") == history


def test_stories_are_kept_apart_and_united(tmp_path: Path) -> None:
    path = tmp_path / "two.db"
    ferry = (
        "The Halvorsen drifted near Brekkestad, and Ingrid Solheim steered the Halvorsen ashore. "
    )
    vote = (
        "Owen Trevanion fought the Larkmoor reservoir, and Ardenshire drowned the Ashdale meadows. "
    )
    tell(
        path,
        article("a", "The Courier", "2031-03-01", ferry + FOUR),
        article("b", "The Lantern", "2031-03-01", vote + SIX),
    )
    with Ledger(path, readonly=True) as book:
        assert [one.articles for one in stories(book)] == [1, 1]
        assert conflicts(book).total == 0
    tell(path, article("c", "The Post", "2031-03-01", ferry + vote))
    with Ledger(path, readonly=True) as book:
        assert [one.articles for one in stories(book)] == [3]
        assert {one.story for one in claims(book).items} == {1}
        assert [one.kind for one in conflicts(book).items] == [Kind.NUMBER]


def test_an_older_ledger_is_compared_by_the_next_writer(path: Path) -> None:
    whole = roll_ups(path)
    fresh = path.parent / "older.db"
    with Ledger(fresh, clock=clock) as book:
        book.store_many(COVERAGE)
    with Ledger(fresh, clock=clock) as book:
        assert list(Comparing(book, ByWords).catch_up()) == [1, 2, 3, 4]
    assert roll_ups(fresh) == whole


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE mention SET end = end + 1 WHERE number = 2", "mention 2: its span"),
        ("DELETE FROM claim WHERE number = 1", "mention 1 belongs to no claim"),
        ("DELETE FROM claim_mention WHERE mention = 3", "mention 3 belongs to no claim"),
    ],
)
def test_the_check_tells_what_was_changed(path: Path, change: str, told: str) -> None:
    with Ledger(path) as book:
        assert book.check() == ()
    tamper(path, change)
    with Ledger(path) as book:
        assert told in "\n".join(book.check())


def test_vectors_that_were_deleted_are_made_again(path: Path) -> None:
    tamper(path, "UPDATE mention SET vector = NULL")
    tell(path, MORE)
    with Ledger(path, readonly=True) as book:
        assert by_words(book)[QUAY].mentions == 4


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE mention SET polarity = 'mute'",
        "UPDATE mention SET chain = '[1]'",
        "UPDATE claim SET statuses = '[\"true\"]'",
        "UPDATE claim SET polarity = 'mute'",
    ],
)
def test_damaged_rows_are_named(path: Path, wrong: str) -> None:
    tamper(path, wrong)
    with Ledger(path, readonly=True) as book:
        first = book.file.one("SELECT id FROM mention")
        with pytest.raises(LedgerError, match="damaged"):
            claim(book, first)


def test_the_surest_conflicts_can_come_first(path: Path) -> None:
    tamper(path, "UPDATE conflict SET score = 1.0 - article / 100.0")
    with Ledger(path, readonly=True) as book:
        latest = [one.article for one in conflicts(book).items]
        surest = conflicts(book, surest=True).items
    assert len(latest) > 1
    assert latest == sorted(latest, reverse=True)
    assert [one.article for one in surest] == sorted(latest)
