"""``sayso compare``: stories as JSON lines, with the shipped models."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from sayso.cli import main

SIGNED = "signed the contract with the port of Merrin in March"
FERRY = {
    "story": "ferry",
    "articles": [
        {"id": "a", "text": f"The ferry line {SIGNED}, a clerk said.", "date": "2021-05-03"},
        {"id": "b", "text": f"The ferry line denied that it {SIGNED}.", "date": "2021-05-03"},
        {"id": "c", "text": f"The ferry line {SIGNED}."},
    ],
}


def run(tmp_path: Path, *stories: object) -> tuple[int, list[dict[str, object]], str]:
    file = tmp_path / "stories.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in stories), encoding="utf-8")
    told = CliRunner().invoke(main, ["compare", "--jsonl", str(file)])
    lines = [json.loads(line) for line in told.stdout.splitlines()]
    return told.exit_code, lines, told.stderr


def test_pairs_stand_where_their_words_stand(tmp_path: Path) -> None:
    code, (story,), _ = run(tmp_path, FERRY)
    assert code == 0
    texts = {str(one["id"]): str(one["text"]) for one in FERRY["articles"]}  # type: ignore[index]
    pairs = story["pairs"]
    assert isinstance(pairs, list)
    assert pairs
    for pair in pairs:
        for side in (pair["left"], pair["right"]):
            words = texts[side["article"]][side["start"] : side["end"]]
            assert "signed the contract" in words
        assert pair["relation"] in ("same", "conflict", "update")
        assert pair["reasons"]
    related = {(p["left"]["article"], p["right"]["article"]): p["relation"] for p in pairs}
    assert related[("a", "c")] == "same"
    assert related[("a", "b")] == "conflict"


def test_an_article_in_another_language_is_refused_and_the_rest_compared(tmp_path: Path) -> None:
    french = {
        "id": "d",
        "text": "La compagnie a signé le contrat avec le port au mois de mars, selon un employé. "
        "Elle a refusé de dire combien elle avait payé, et le maire n’a pas répondu. " * 4,
    }
    story = {**FERRY, "articles": [*FERRY["articles"], french]}
    code, lines, errors = run(tmp_path, story)
    assert code == 3
    assert "ferry: d" in errors
    assert lines[0]["pairs"]


def test_a_line_that_is_no_story_is_named(tmp_path: Path) -> None:
    file = tmp_path / "stories.jsonl"
    file.write_text('{"story": "x"}\n', encoding="utf-8")
    told = CliRunner().invoke(main, ["compare", "--jsonl", str(file)])
    assert told.exit_code == 1
    assert "stories.jsonl:1" in told.stderr
