"""The scores: known values, properties, agreement with an independent scorer, broken files."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from sayso.cli import main
from sayso.errors import ReadError
from sayso.evaluate import NAMES, Labelled, Roles, Scores, read_labelled, score_attributions

SHARED = Path(__file__).parent.parent.parent / "shared"
TEXT = "The mayor said that the quay was closed. Nobody, she added, was hurt."
GOLD = Labelled(
    "a",
    TEXT,
    (
        Roles(((0, 9),), ((10, 14),), ((15, 39),)),
        Roles(((49, 52),), ((53, 58),), ((41, 47), (60, 68))),
    ),
)


def f1(scores: Scores, name: str) -> float:
    return next(one.f1 for one in scores.scores if one.name == name)


def test_a_perfect_prediction_scores_100_on_everything() -> None:
    scores = score_attributions([GOLD], [GOLD])
    assert {one.f1 for one in scores.scores} == {100.0}
    assert {(one.low, one.high) for one in scores.scores} == {(100.0, 100.0)}


def test_no_prediction_scores_0_and_is_said() -> None:
    scores = score_attributions([GOLD], [])
    assert {one.f1 for one in scores.scores} == {0.0}
    assert scores.missing == ("a",)


def test_a_missing_piece_is_not_exact_but_may_link() -> None:
    first, second = GOLD.attributions
    cut = Labelled("a", "", (first, Roles(second.source, second.cue, second.content[1:])))
    scores = score_attributions([GOLD], [cut])
    assert f1(scores, "exact content") == 50.0
    assert f1(scores, "linked50") == 100.0
    assert f1(scores, "linked80") == 50.0
    assert f1(scores, "exact source") == 100.0


def test_punctuation_at_the_edges_does_not_count() -> None:
    first, second = GOLD.attributions
    wider = Labelled("a", "", (Roles(first.source, first.cue, ((15, 40),)), second))
    assert f1(score_attributions([GOLD], [wider]), "whole") == 100.0


def test_a_source_where_there_is_none_breaks_the_link() -> None:
    gold = Labelled("a", TEXT, (Roles((), ((10, 14),), ((15, 39),)),))
    assert (
        f1(score_attributions([gold], [Labelled("a", "", GOLD.attributions[:1])]), "linked50") == 0
    )


SPANS = st.integers(0, 60).flatmap(
    lambda start: st.integers(start + 1, 68).map(lambda end: ((start, end),))
)
ATTRIBUTIONS = st.lists(st.builds(Roles, SPANS, SPANS, SPANS), max_size=4).map(tuple)


@given(ATTRIBUTIONS, ATTRIBUTIONS, st.randoms())
def test_scores_do_not_depend_on_order_and_stay_in_range(
    gold: tuple[Roles, ...], predicted: tuple[Roles, ...], chance: random.Random
) -> None:
    mixed = tuple(chance.sample(predicted, len(predicted)))
    one, other = (
        score_attributions([Labelled("a", TEXT, gold)], [Labelled("a", "", found)])
        for found in (predicted, mixed)
    )
    exact = [
        name for name in NAMES if "linked" not in name
    ]  # linking is greedy, so order may count
    assert [f1(one, name) for name in exact] == [f1(other, name) for name in exact]
    assert all(0 <= score.low <= score.high <= 100 for score in one.scores)


def scorer() -> Any:
    file = SHARED / "tools" / "score_attributions.py"
    if not file.exists():
        pytest.skip("the independent scorer is not here")
    spec = importlib.util.spec_from_file_location("score_attributions", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def disturb(document: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Drop, shift, cut and double the labels of a document."""
    found = []
    for one in document["attributions"]:
        if chance.random() < 0.2:
            continue
        moved = {
            role: [
                [
                    max(0, start + chance.choice([0, 0, 0, -4, 5])),
                    max(start + 6, end + chance.choice([0, 0, 9])),
                ]
                for start, end in one[role]
                if chance.random() < 0.95
            ]
            for role in ("source", "cue", "content")
        }
        found += [moved] * (1 + (chance.random() < 0.05))
    return {"id": document["id"], "attributions": found}


@pytest.mark.parametrize("seed", [1, 2])
def test_the_independent_scorer_agrees(seed: int, tmp_path: Path) -> None:
    theirs = scorer()
    lines = (SHARED / "data/polnear/dev.jsonl").read_text(encoding="utf-8").splitlines()[:30]
    gold = [json.loads(line) for line in lines]
    chance = random.Random(seed)
    predicted = [disturb(one, chance) for one in gold]
    files = tmp_path / "gold.jsonl", tmp_path / "predicted.jsonl"
    for file, rows in zip(files, (gold, predicted), strict=True):
        file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    ours = score_attributions(read_labelled(files[0], True), read_labelled(files[1], False))
    expected = theirs.score(gold, predicted)
    for one in ours.scores:
        assert (one.precision, one.recall, one.f1) == pytest.approx(expected[one.name])


BROKEN = [
    ("{", "Expecting"),
    ("[]", "not a JSON object"),
    ('{"id": "a", "attributions": []}', "no 'text'"),
    ('{"id": "a", "text": 5, "attributions": []}', "no string"),
    ('{"id": "a", "text": "abc", "attributions": [{"source": [], "cue": []}]}', "no 'content'"),
    (
        '{"id": "a", "text": "abc", "attributions": [{"source": [[0, 4]], "cue": [], "content": []}]}',
        "does not fit",
    ),
    (
        '{"id": "a", "text": "abc", "attributions": [{"source": [[2, 1]], "cue": [], "content": []}]}',
        "no span",
    ),
    ('{"id": "a", "text": "", "attributions": []}\n' * 2, "earlier line"),
]


@pytest.mark.parametrize(("content", "reason"), BROKEN)
def test_a_broken_file_is_named_with_its_line(content: str, reason: str, tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ReadError, match=reason) as caught:
        read_labelled(file, True)
    assert f"{file}:" in str(caught.value)


def test_a_prediction_for_no_gold_document_is_refused() -> None:
    with pytest.raises(ReadError, match='"b"'):
        score_attributions([GOLD], [Labelled("b", "", ())])


def test_the_command_prints_scores_and_json(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    roles = [
        {r: [list(s) for s in getattr(one, r)] for r in ("source", "cue", "content")}
        for one in GOLD.attributions
    ]
    file.write_text(json.dumps({"id": "a", "text": TEXT, "attributions": roles}), encoding="utf-8")
    arguments = ["evaluate", "attributions", str(file), str(file)]
    shown = CliRunner().invoke(main, arguments)
    assert shown.exit_code == 0
    assert "whole           100.0" in shown.output
    told = json.loads(CliRunner().invoke(main, [*arguments, "--json"]).output)
    assert {one["f1"] for one in told["scores"]} == {100.0}
