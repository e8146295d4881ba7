"""The views of a ledger, as ``sqlite3`` and Datasette show them: words, sources and places in each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from harbour import harbour
from sayso.claims import claims, conflicts
from sayso.ledger import Ledger
from sayso.schema_views import VIEWS

TOLL = "at least 40 dockers were hurt"


@pytest.fixture
def story(tmp_path: Path) -> Path:
    harbour(tmp_path / "story.db")
    return tmp_path / "story.db"


@pytest.fixture
def file(story: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{story.as_uri()}?mode=ro", uri=True)) as opened:
        opened.row_factory = sqlite3.Row
        yield opened


def test_mentions_have_their_words_at_their_places(file: sqlite3.Connection) -> None:
    rows = file.execute("SELECT * FROM mentions_readable ORDER BY article, start").fetchall()
    assert [(row["words"], row["source"], row["polarity"]) for row in rows] == [
        ("Fire broke out at dawn.", "the article itself", "asserted"),
        (TOLL, "Ada Roe", "asserted"),
        (TOLL, "the Mirror → an official", "asserted"),
        (f"that {TOLL}", "Ben Ito", "denied"),
        ("The quay is closed until Monday 🚢.", "the article itself", "asserted"),
    ]
    assert rows[1]["sentence"] == f"Ada Roe said {TOLL}."
    assert (rows[1]["outlet"], rows[1]["url"]) == (
        "The Beacon",
        "https://beacon.example/2031-03-01",
    )


def test_claims_are_those_of_the_commands_with_their_denials(
    story: Path, file: sqlite3.Connection
) -> None:
    rows = {row["claim"]: row for row in file.execute("SELECT * FROM claims_readable")}
    with Ledger(story, readonly=True) as book:
        listed = claims(book).items
    assert len(rows) == len(listed)
    for one in listed:
        row = rows[one.id]
        assert (row["words"], row["statuses"]) == (one.words, ", ".join(one.statuses))
        counts = (row["reports"], row["outlets"], row["origins"], row["conflicts"])
        assert counts == (one.reports, one.outlets, one.origins, one.conflicts)
        denied = " | ".join(f"{no.speaker} ({no.outlet}): {no.words}" for no in one.denials)
        assert (row["denied_by"] or "") == denied
    assert any(row["denied_by"] for row in rows.values())


def test_conflicts_have_both_sides_with_words_outlets_and_addresses(
    story: Path, file: sqlite3.Connection
) -> None:
    (row,) = file.execute("SELECT * FROM conflicts_readable")
    with Ledger(story, readonly=True) as book:
        (one,) = conflicts(book).items
    assert (row["conflict"], row["kind"], row["answers"]) == (one.id, "denial", one.answers)
    for side, name in ((one.left, "left"), (one.right, "right")):
        assert row[f"{name}_words"] == side.words
        assert row[f"{name}_source"] == " → ".join(side.chain)
        assert row[f"{name}_outlet"] == side.article.outlet
        assert row[f"{name}_url"] == side.article.url


def test_the_views_explain_themselves(file: sqlite3.Connection) -> None:
    told = [row[0] for row in file.execute("SELECT sql FROM sqlite_master WHERE type = 'view'")]
    for view in VIEWS:
        assert any("  -- " in one and one.split("\n")[0] in view for one in told)
