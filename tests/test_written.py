"""How well the shipped networks tell same, conflicting and other propositions, on invented stories.

The stories of tests/data/stories were written for this and are in no training data. In per cent; a
floor is some points under what is reached, and is lowered only on purpose.
"""

from __future__ import annotations

import sys
from collections import Counter
from itertools import combinations, islice
from pathlib import Path

import pytest

from sayso.pair_model import PairModel

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "train"))

from written import Line, Written, read_written  # noqa: E402

STORIES = HERE / "data" / "stories" / "written.txt"
EVERY = 4
SAME, DIFFER, NEITHER = range(3)
FLOORS = {"same precision": 63, "same recall": 55, "differ precision": 49, "differ recall": 53}


def label(story: Written, left: Line, right: Line) -> int:
    if story.differs(left, right):
        return DIFFER
    return SAME if left.claims & right.claims else NEITHER


@pytest.fixture(scope="module")
def counts() -> Counter[tuple[int, int]]:
    """How many pairs of each label were taken for each relation."""
    model, found = PairModel(), Counter[tuple[int, int]]()
    for story in islice(read_written(STORIES), 0, None, EVERY):
        pairs = list(combinations(story.lines, 2))
        sides = {one: model.place(one.text, one.span, (0, len(one.text))) for one in story.lines}
        chances = model.chances([(sides[left], sides[right]) for left, right in pairs])
        told = chances.argmax(1).tolist()
        found.update((label(story, *pair), one) for pair, one in zip(pairs, told, strict=True))
    return found


@pytest.mark.parametrize(("relation", "name"), [(SAME, "same"), (DIFFER, "differ")])
def test_the_pair_model_holds_its_floors(
    counts: Counter[tuple[int, int]], relation: int, name: str
) -> None:
    right = counts[relation, relation]
    told = sum(counts[one, relation] for one in (SAME, DIFFER, NEITHER))
    there = sum(counts[relation, one] for one in (SAME, DIFFER, NEITHER))
    assert 100 * right / told >= FLOORS[f"{name} precision"]
    assert 100 * right / there >= FLOORS[f"{name} recall"]


@pytest.mark.parametrize("line", ["a | no marks here", "! a b", "x"])
def test_a_line_that_is_none_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "bad.txt"
    file.write_text(f"# story: one\na | [[It rained]].\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"bad\.txt, line 3"):
        list(read_written(file))


def test_a_story_is_read_with_its_marks(tmp_path: Path) -> None:
    file = tmp_path / "one.txt"
    file.write_text(
        "# story: one\na | He said [[it rained]] .\n- | [[If so]]\n! a b number\n", "utf-8"
    )
    (story,) = read_written(file)
    first, second = story.lines
    assert first.text[slice(*first.span)] == "it rained"
    assert first.claims == {"a"}
    assert second.claims == frozenset()
    assert story.differ == {frozenset("ab")}
