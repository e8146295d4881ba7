"""Who speaks is kept with each statement, and made anew where the rules are others."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from readings import clock, dump, ferry, page_of, reading_of, said, tamper
from sayso import schema, spoken
from sayso.acronyms import acronyms
from sayso.errors import LedgerError
from sayso.ledger import Ledger
from sayso.records import Reading, SpeakerType

TEXT = (
    "Mayor Ruth Amadi denied that the quay was closed. “It is open,” she said. "
    "The Quay Workers' Union (QWU) said so too."
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "story.db"


def quay() -> Reading:
    statements = (
        said(TEXT, "Mayor Ruth Amadi", "denied", "that the quay was closed"),
        said(TEXT, "she", "said", "It is open,"),
        said(TEXT, "The Quay Workers' Union (QWU)", "said so", "too"),
    )
    return reading_of(page_of(TEXT, "quay.txt"), "Quay", *statements)


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as file:
        return file.execute(query).fetchall()


def test_speakers_are_columns_of_the_file(path: Path) -> None:
    with Ledger(path, clock=clock) as ledger:
        ledger.store(quay())
    shown = "SELECT statement, speaker, type, polarity, source FROM statement ORDER BY statement"
    assert rows(path, shown)[:2] == [
        (1, "Ruth Amadi", "person", "denied", "Mayor Ruth Amadi"),
        (2, "Ruth Amadi", "person", "asserted", "she"),
    ]
    ((named,),) = rows(
        path,
        "SELECT substr(text, value->>0 + 1, value->>1 - value->>0) FROM speaker"
        " JOIN article ON article.number = article, json_each(named) WHERE statement = 2",
    )
    assert named == "Ruth Amadi"
    assert rows(path, "SELECT short, long FROM acronym") == [("QWU", "Quay Workers' Union")]


def test_speakers_come_back_with_the_words_of_their_sources(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.store_many([ferry(1), quay()])
        ferry_, quay_ = ledger.speakers()
    assert (ferry_.article, quay_.article) == (1, 2)
    assert [one.source for one in quay_.spoken] == [
        "Mayor Ruth Amadi",
        "she",
        "The Quay Workers' Union (QWU)",
    ]
    mayor = quay_.spoken[1].speaker
    assert (mayor.name, mayor.type, mayor.role) == ("Ruth Amadi", SpeakerType.PERSON, "Mayor")
    assert [one.short for one in quay_.acronyms] == ["QWU"]


def older(path: Path) -> None:
    """Make the file one of the first version, without any speakers."""
    first = [one for one in schema.MIGRATIONS[0] if "CREATE VIEW statement" in one]
    later = "".join(statement for step in schema.MIGRATIONS[1:] for statement in step)
    made = dict.fromkeys(re.findall(r"CREATE (?:VIRTUAL )?(TABLE|VIEW) (\w+)", later))
    added = reversed(made)  # a view may have been made anew later
    tamper(
        path, *(f"DROP {kind} {name}" for kind, name in added), *first, "PRAGMA user_version = 1"
    )


def test_an_older_ledger_is_brought_up_when_it_is_next_written(path: Path) -> None:
    with Ledger(path, clock=clock) as ledger:
        ledger.store_many([quay(), *map(ferry, range(60))])
    now = sorted(dump(path))
    older(path)
    with pytest.raises(LedgerError, match="from an older sayso: add to it once"):
        Ledger(path, readonly=True)
    with Ledger(path):
        pass
    assert sorted(dump(path)) == now


def test_other_rules_make_the_speakers_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Ledger(path, clock=clock) as ledger:
        ledger.store_many([quay(), ferry(1)])
        known = ledger.speakers()
    before = sorted(dump(path))
    tamper(
        path,
        "UPDATE speaker SET name = 'nobody'",
        "DELETE FROM acronym",
        "UPDATE understood SET made_by = 'rules of last year'",
    )
    changed = sorted(dump(path))
    with Ledger(path, readonly=True) as ledger:
        assert [one.spoken for one in ledger.speakers()] == [one.spoken for one in known]
    assert sorted(dump(path)) == changed
    with Ledger(path):
        pass
    assert sorted(dump(path)) == before


def test_bringing_up_is_done_in_batches_that_a_stop_keeps(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Ledger(path, clock=clock) as ledger:
        ledger.store_many(map(ferry, range(60)))
    tamper(path, "UPDATE understood SET made_by = 'rules of last year'")
    real, left = spoken.keep, iter(range(55))

    def keep(*values: object) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        real(*values)  # type: ignore[arg-type]

    monkeypatch.setattr(spoken, "keep", keep)
    with pytest.raises(KeyboardInterrupt):
        Ledger(path)
    assert rows(path, "SELECT count(*) FROM understood WHERE made_by = 'rules of last year'") == [
        (10,)
    ]
    monkeypatch.undo()
    with Ledger(path) as ledger:  # the lock was let go of
        assert len(ledger.speakers()) == 60


def test_a_missing_speaker_is_found(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.store(quay())
        assert ledger.check() == ()
    tamper(path, "DELETE FROM speaker WHERE statement = 3")
    with Ledger(path, readonly=True) as ledger:
        assert ledger.check() == ("article 1: not every statement has its row in speaker",)


@pytest.mark.parametrize(
    "wrong", ["type = 'ghost'", "polarity = 'mute'", "named = '[1]'", "candidates = '{'"]
)
def test_damaged_rows_are_named(path: Path, wrong: str) -> None:
    with Ledger(path) as ledger:
        ledger.store(ferry(1))
    tamper(path, f"UPDATE speaker SET {wrong}")
    with Ledger(path, readonly=True) as ledger, pytest.raises(LedgerError, match="is damaged"):
        ledger.speakers()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("the Port Workers' Union (PWU) said", [("PWU", "Port Workers' Union")]),
        ("The Bank of the North (B.N.) said", [("BN", "Bank of the North")]),
        ("PWU (the Port Workers' Union) said", [("PWU", "Port Workers' Union")]),
        ("the Fuerzas del Valle (FDV) said", [("FDV", "Fuerzas del Valle")]),
        ("the Free Army of the Coast (FRAC) said", [("FRAC", "Free Army of the Coast")]),
        ("at the hall in Oxley (UTC) said", []),
        ("a long and late meeting (BBC) said", []),
        ("He left. Nobody (OK) said", []),
    ],
)
def test_short_names_that_a_text_explains(text: str, wanted: list[tuple[str, str]]) -> None:
    found = acronyms(text)
    assert [(one.short, one.long) for one in found] == wanted
    for one in found:
        assert text[one.start :].replace(".", "").startswith(one.short)
