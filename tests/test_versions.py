"""Versions: other texts at the same address, what changed between them, and what is withdrawn."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from readings import page_of, reading_of
from samples import MORE, NINJS, WORDS, dumped, html, record
from sayso.cli import main
from sayso.ledger import Ledger, Listed, Version
from sayso.records import Article
from sayso.tokens import sentences
from sayso.versions import compare

LAST = "On Wednesday the port said the quay would reopen within a week."
URL = "https://post.example/1"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two captures of one page in an archive, the later one first; and another page."""
    folder = tmp_path_factory.mktemp("versions")
    later = record(URL, html(MORE, "Quay to reopen")).replace(b"2024-03-13T06", b"2024-03-14T06")
    (folder / "a.warc").write_bytes(later + record(URL, html()) + record("https://post.example/2"))
    assert run("add", folder / "story.db", folder / "a.warc").exit_code == 0
    return folder / "story.db"


def test_an_article_says_that_there_are_other_versions(story: Path) -> None:
    assert run("show", story, "1").stdout.startswith(
        "other versions of it are kept: earlier 2 (sayso"
    )
    assert run("show", story, "2").stdout.startswith(
        "other versions of it are kept: later 1 (sayso"
    )
    assert "versions" not in run("show", story, "3").stdout
    assert json.loads(run("show", story, "2", "--json").stdout)["versions"] == [2, 1]


@pytest.mark.parametrize("key", ["1", URL])
def test_what_changed_is_shown_in_the_order_of_the_captures(story: Path, key: str) -> None:
    told = run("versions", story, key).stdout
    assert told.splitlines()[0] == f"2 versions of {URL}"
    assert "from 2 to 1:" in told
    assert "title: Quay stays shut → Quay to reopen" in told
    assert f"+ {LAST}" in told
    assert "  - " not in told


def test_the_json_has_spans_that_lead_to_the_words(story: Path) -> None:
    found = json.loads(run("versions", story, "1", "--json").stdout)
    assert [one["captured"] for one in found["versions"]] == [
        "2024-03-13T06:00:00+00:00",
        "2024-03-14T06:00:00+00:00",
    ]
    (change,) = found["changes"]
    assert (change["from"], change["to"], change["removed"], change["moved"]) == (2, 1, [], 0)
    (added,) = change["added"]
    text = json.loads(run("show", story, "1", "--json").stdout)["text"]
    assert text[slice(*added["span"])] == added["text"] == LAST


def test_an_article_alone_is_its_only_version(story: Path) -> None:
    assert run("versions", story, "3").stdout.startswith("1 version of https://post.example/2")
    assert run("versions", story, "no such").exit_code == 1


def test_what_the_publisher_withdrew_is_kept_and_said_to_be_withdrawn(tmp_path: Path) -> None:
    first, gone = tmp_path / "1.json", tmp_path / "2.json"
    first.write_bytes(dumped(NINJS))
    gone.write_bytes(dumped({**NINJS, "pubStatus": "canceled", "version": "3"}))
    other = tmp_path / "3.json"
    other.write_bytes(dumped({**NINJS, "uri": "https://wire.example/items/7"}))
    assert run("add", tmp_path / "s.db", first, other).exit_code == 0
    assert run("add", tmp_path / "s.db", gone).exit_code == 3
    uri = NINJS["uri"]
    reason = f"withdrawn: its publisher withdrew it (pubStatus canceled): {uri}, version 3"
    assert reason in run("show", tmp_path / "s.db", "1").stdout
    assert reason in run("versions", tmp_path / "s.db", "1").stdout
    assert "withdrew" not in run("show", tmp_path / "s.db", "2").stdout
    assert "withdrew" not in run("versions", tmp_path / "s.db", "2").stdout


def test_a_later_version_of_an_agencys_item_is_a_version(tmp_path: Path) -> None:
    both = [NINJS, {**NINJS, "version": "3", "bodies": [{"value": MORE}]}]
    (tmp_path / "a.json").write_bytes(dumped(both))
    assert run("add", tmp_path / "s.db", tmp_path / "a.json").exit_code == 0
    told = run("versions", tmp_path / "s.db", str(NINJS["uri"])).stdout
    assert told.startswith("2 versions")
    assert f"+ {LAST}" in told


def article(text: str, title: str = "") -> Article:
    return Article(text, "p", "o", title=title)


def version(number: int) -> Version:
    return Version(Listed(number, "", "", "", "", "", "", 0, ""), "")


BEFORE, AFTER = version(1), version(2)


def test_sentences_that_moved_are_counted_and_not_shown() -> None:
    old = article("One came. Two went.\n\nThree stayed. Four left.")
    new = article("Three stayed. Four left.\n\nOne came. Two went. Five slept.")
    change = compare(old, new, BEFORE, AFTER)
    assert [(edit.removed, edit.text) for edit in change.edits] == [(False, "Five slept.")]
    assert change.moved == 2


def test_a_changed_sentence_is_one_gone_and_one_come() -> None:
    old = article("Four died, police said. The road is shut.", title="Four dead")
    new = article("Nine died, police said.  The road is shut.", title="Nine dead")
    change = compare(old, new, BEFORE, AFTER)
    assert [(edit.removed, edit.text) for edit in change.edits] == [
        (True, "Four died, police said."),
        (False, "Nine died, police said."),
    ]
    assert [(one.field, one.before, one.after) for one in change.fields] == [
        ("title", "Four dead", "Nine dead")
    ]


TEXTS = st.lists(
    st.lists(
        st.sampled_from(["Aa b.", "Cc d.", "Ee f.", "“Gg h.”", "Ii?"]), min_size=1, max_size=4
    ),
    max_size=6,
).map(lambda blocks: "\n\n".join(" ".join(block) for block in blocks))


@given(TEXTS, TEXTS)
def test_every_sentence_is_kept_moved_or_shown(old: str, new: str) -> None:
    change = compare(article(old), article(new), BEFORE, AFTER)
    shown = []
    for edit in change.edits:
        text = old if edit.removed else new
        assert text[slice(*edit.span)] == edit.text
        assert "\n" not in edit.text
        shown += [(edit.removed, edit.text[a:b]) for a, b in sentences(edit.text)]
    gone = {words for removed, words in shown if removed}
    come = {words for removed, words in shown if not removed}
    assert not gone & come
    old_words = {old[a:b] for a, b in sentences(old)}
    new_words = {new[a:b] for a, b in sentences(new)}
    assert old_words - new_words <= gone
    assert new_words - old_words <= come


def test_a_failed_fetch_takes_nothing_away(tmp_path: Path) -> None:
    with Ledger(tmp_path / "s.db") as book:
        reading = reading_of(page_of(WORDS, "x", url="http://127.0.0.1:9/x"), "Quay")
        book.store(reading)
    assert run("add", "--allow-private", tmp_path / "s.db", "http://127.0.0.1:9/x").exit_code == 3
    assert run("versions", tmp_path / "s.db", "1").stdout.startswith("1 version of http://127")
