"""Scores of related pairs: by hand on a small story, and against the scorer beside the data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sayso.cli import main
from sayso.errors import ReadError
from sayso.evaluate_stories import read_labelled_stories, read_related, score_stories

ONE = "The ferry sank off the cape. Twelve people died, police said."
TWO = "A ferry went down near the cape. Fifteen people died, the coast guard said."


def gold(folder: Path) -> Path:
    def mention(article: str, text: str, words: str) -> dict[str, object]:
        start = text.index(words)
        return {"article": article, "start": start, "end": start + len(words)}

    story = {
        "story": "ferry",
        "articles": [{"id": "a", "text": ONE}, {"id": "b", "text": TWO}],
        "claims": [
            {"id": "c1", "mentions": [mention("a", ONE, "The ferry sank off the cape"),
                                      mention("b", TWO, "A ferry went down near the cape")]},
            {"id": "c2", "mentions": [mention("a", ONE, "Twelve people died")]},
            {"id": "c3", "mentions": [mention("b", TWO, "Fifteen people died")]},
        ],
        "conflicts": [{"left": "c2", "right": "c3", "kind": "number", "relation": "conflict"}],
    }  # fmt: skip
    (folder / "00.json").write_text(json.dumps(story), encoding="utf-8")
    return folder


def predicted(file: Path, *pairs: tuple[tuple[int, int], tuple[int, int], str]) -> Path:
    told = [
        {
            "left": {"article": "a", "start": left[0], "end": left[1]},
            "right": {"article": "b", "start": right[0], "end": right[1]},
            "relation": relation,
        }
        for left, right, relation in pairs
    ]
    file.write_text(json.dumps({"story": "ferry", "pairs": told}) + "\n", encoding="utf-8")
    return file


FIRST, SECOND = (0, 28), (29, 61)
ITS_FIRST, ITS_SECOND = (0, 32), (33, 75)


def test_right_pairs_count_and_wrong_ones_cost(tmp_path: Path) -> None:
    stories = read_labelled_stories(gold(tmp_path))
    file = predicted(
        tmp_path / "p",
        (FIRST, ITS_FIRST, "same"),
        (SECOND, ITS_SECOND, "conflict"),
        (FIRST, ITS_FIRST, "conflict"),
        (FIRST, ITS_SECOND, "same"),
    )
    found = score_stories(stories, read_related(file))
    assert (found.conflicts_right, found.conflicts_predicted) == (1, 2)
    assert (found.conflicts_found, found.conflicts_gold) == (1, 1)
    assert (found.same_right, found.same_predicted) == (1, 2)
    assert (found.same_found, found.same_gold) == (1, 1)


def test_a_conflict_called_an_update_is_not_found(tmp_path: Path) -> None:
    stories = read_labelled_stories(gold(tmp_path))
    file = predicted(tmp_path / "p", (SECOND, ITS_SECOND, "update"))
    found = score_stories(stories, read_related(file))
    assert (found.conflicts_found, found.conflicts_predicted) == (0, 0)


def test_a_story_without_a_prediction_counts_as_empty(tmp_path: Path) -> None:
    found = score_stories(read_labelled_stories(gold(tmp_path)), {})
    assert (found.conflicts_gold, found.same_gold, found.same_f1) == (1, 1, 0.0)


def test_the_command_prints_what_it_counts_over(tmp_path: Path) -> None:
    folder = gold(tmp_path)
    file = predicted(tmp_path / "p", (SECOND, ITS_SECOND, "conflict"))
    told = CliRunner().invoke(main, ["evaluate", "stories", str(folder), str(file)])
    assert told.exit_code == 0
    assert "conflicts: precision                  100.0   (1 of 1)" in told.output


def test_broken_labels_are_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no labelled story"):
        read_labelled_stories(tmp_path)
    (tmp_path / "01.json").write_text("{", encoding="utf-8")
    with pytest.raises(ReadError, match=r"01\.json"):
        read_labelled_stories(tmp_path)
    (tmp_path / "p").write_text('{"story": "x"}\n', encoding="utf-8")
    with pytest.raises(ReadError, match="p:1"):
        read_related(tmp_path / "p")
