"""The commands over claims, as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from judges import ByWords
from sayso import comparing
from sayso.cli import main
from told import COVERAGE, MORE, tell


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def read(*arguments: str | Path) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def names(path: Path) -> set[str]:
    return {one["name"] for one in read("sources", path)["sources"]}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "story.db"
    tell(path, *COVERAGE)
    return path


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "shipped", lambda: ByWords)


def test_claims_are_listed_with_their_denials(path: Path) -> None:
    told = run("claims", path)
    assert "3 reports, at most 2 origins, 3 outlets · separate origins · disputed" in told.stdout
    assert "denied: that the north quay was shut  (the harbour master · The Lantern" in told.stdout
    assert "[denied] that the north quay was shut" in told.stdout
    assert "5 claims" in told.stderr
    assert read("claims", path)["total"] == 5
    assert "1 of 3 claims" in run("claims", path, "dockers", "--limit", "1").stderr
    assert read("claims", path, "--status", "superseded")["total"] == 2
    assert read("claims", path, "nothing of the kind")["claims"] == []


def test_a_claim_is_shown_in_full(path: Path) -> None:
    (first, *_) = read("claims", path, "quay")["claims"]
    told = run("claims", path, first["id"][:8]).stdout
    for words in (
        "The port office said ⟦the north quay was shut⟧.",
        "the port office · The Courier · 2031-03-01 · article 1",
        "who knows it: 3 reports, at most 2 separate origins",
        "the same text (both stand in a passage of 9 equal words)",
        "conflict: denial",
        "this side denies the other",
        "history",
    ):
        assert words in told
    page = read("claims", path, first["id"])
    assert len(page["stated"]) == 3
    assert page["history"]


def test_conflicts_show_both_sides_and_why(path: Path) -> None:
    told = run("conflicts", path, "--kind", "number").stdout
    assert "⟦4 dockers were hurt in the fire⟧" in told
    assert "the hospital · The Post · 2031-03-02 · article 3" in told
    assert "why: conflict: “4 dockers" in told
    (one,) = read("conflicts", path, "--kind", "denial")["conflicts"]
    assert read("conflicts", path, one["id"][:6])["total"] == 3  # with each of the three who say so
    assert read("conflicts", path, "--updates")["total"] == 2
    assert read("conflicts", path, "--since", "3")["total"] == 0


def test_the_timeline_tells_what_each_article_brought(path: Path) -> None:
    told = run("timeline", path).stdout.split("\n   ")
    assert "2 new claims" in told[0] + told[1]
    whole = run("timeline", path).stdout
    assert "conflict: (denial) the north quay was shut | that the north quay was shut" in whole
    assert "origins gained: 1 to 2: the north quay was shut" in whole
    assert "superseded: 4 dockers were hurt in the fire" in whole
    (last,) = read("timeline", path, "--since", "3")["events"]
    assert (last["article"]["number"], last["new"]) == (4, 1)


def test_a_judgement_is_given_listed_and_taken_back(path: Path) -> None:
    stated = read("claims", path, read("claims", path, "quay")["claims"][0]["id"])["stated"]
    one, other = stated[0]["id"], stated[1]["id"]
    told = run("judge", path, "not same", one[:8], other[:8], "--author", "Ann", "--note", "no")
    assert (told.exit_code, "1  not same: " in told.stdout) == (0, True)
    tell(path, *COVERAGE, MORE)
    assert read("claims", path, one)["id"] != read("claims", path, other)["id"]
    assert "Ann" in run("judgements", path).stdout
    assert run("undo", path, "1", "--author", "Bo").exit_code == 0
    assert "(undone) · Ann" in run("judgements", path).stdout
    assert read("claims", path, one)["id"] == read("claims", path, other)["id"]
    assert read("judgements", path)[1]["undoes"] == 1


def test_the_author_is_the_login_name_if_none_is_given(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "ada")
    one, other = (one["id"] for one in read("claims", path)["claims"][:2])
    assert read("judge", path, "conflict", one, other)["author"] == "ada"


def test_speakers_are_merged_and_split_by_hand(path: Path) -> None:
    assert {"Police", "the harbour master"} <= names(path)
    assert run("judge", path, "merge", "Police", "the harbour master").exit_code == 0
    assert len(names(path) & {"Police", "the harbour master"}) == 1
    assert run("undo", path, "1").exit_code == 0
    assert {"Police", "the harbour master"} <= names(path)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["claims", "--status", "true"], 2, "'true' is not one of"),
        (["claims", "--since", "yesterday"], 1, '"yesterday" is neither'),
        (["conflicts", "ffff"], 1, 'holds no conflict by the id "ffff"'),
        (["judge", "same", "ffff", "eeee"], 1, 'no claim or mention by the id "ffff"'),
        (["judge", "merge", "Nobody Here", "Police"], 1, 'nobody by the name "Nobody Here"'),
        (["judge", "true", "a", "b"], 2, "'true' is not one of"),
        (["undo", "7"], 1, "no judgement with the number 7"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    path: Path, arguments: list[str], code: int, said: str
) -> None:
    result = run(arguments[0], path, *arguments[1:])
    assert result.exit_code == code
    assert said in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.usefixtures("words")
def test_add_tells_what_changed(tmp_path: Path) -> None:
    ledger = tmp_path / "story.db"
    texts = (
        "The harbour office said on Tuesday that the Halvorsen was sound. Ingrid Solheim, captain of"
        " the Halvorsen at Brekkestad, would not speak to reporters at the gate.",
        "The harbour office denied on Tuesday that the Halvorsen was sound. Ingrid Solheim, captain"
        " of the Halvorsen at Brekkestad, had gone home early in the morning.",
    )
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    first = run("add", ledger, tmp_path / "0.txt")
    assert "what changed\n" in first.stdout
    assert "new claims" in first.stdout
    second = run("add", ledger, tmp_path / "1.txt", "--json")
    lines = [json.loads(line) for line in second.stdout.splitlines()]
    assert [next(iter(line)) for line in lines] == ["subject", "changes"]
    (conflict,) = lines[1]["changes"]["conflicts"]
    assert conflict["kind"] == "denial"
    assert lines[1]["changes"]["claims"]
    again = run("add", ledger, tmp_path / "1.txt")
    assert "what changed" not in again.stdout
