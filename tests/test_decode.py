"""The decoder against an oracle that tries every labelling."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from sayso.decode import CONTENT, CONTENT_AFTER, OUT, OUT_AFTER, SOURCE, Floats, best

ALLOWED = {
    OUT: {OUT, CONTENT, SOURCE},
    CONTENT: {OUT, CONTENT, SOURCE},
    SOURCE: {SOURCE, OUT_AFTER, CONTENT_AFTER},
    OUT_AFTER: {OUT_AFTER, CONTENT_AFTER},
    CONTENT_AFTER: {OUT_AFTER, CONTENT_AFTER},
}
ROLE = {OUT: None, OUT_AFTER: None, SOURCE: 0, CONTENT: 1, CONTENT_AFTER: 1}


def score(scores: Floats, path: tuple[int, ...]) -> float:
    total = 0.0
    for word, state in enumerate(path):
        role = ROLE[state]
        if role is None:
            continue
        total += float(scores[word, role])
        if word == 0 or path[word - 1] != state:
            total += float(scores[word, 2 + 2 * role])
        if word == len(path) - 1 or path[word + 1] != state:
            total += float(scores[word, 3 + 2 * role])
    return total


def every_path(length: int) -> list[tuple[int, ...]]:
    return [
        path
        for path in itertools.product(range(5), repeat=length)
        if path[0] in ALLOWED[OUT]
        and all(after in ALLOWED[before] for before, after in itertools.pairwise(path))
    ]


@pytest.mark.parametrize("seed", range(20))
def test_best_is_the_best_of_all_labellings(seed: int) -> None:
    random = np.random.default_rng(seed)
    batch = [
        random.normal(size=(length, 6)).astype(np.float32) * 3
        for length in random.integers(1, 6, size=3)
    ]
    for scores, found in zip(batch, best(batch), strict=True):
        paths = every_path(len(scores))
        totals = [score(scores, path) for path in paths]
        winner = paths[int(np.argmax(totals))]
        source = {word for start, end in found.source for word in range(start, end)}
        content = {word for start, end in found.content for word in range(start, end)}
        assert source == {word for word, state in enumerate(winner) if ROLE[state] == 0}
        assert content == {word for word, state in enumerate(winner) if ROLE[state] == 1}
        share = math.exp(max(totals)) / sum(map(math.exp, totals))
        assert found.probability == pytest.approx(share, rel=1e-3)


def test_a_cue_has_at_most_one_source_however_strong_the_scores() -> None:
    scores = np.zeros((5, 6), dtype=np.float32)
    scores[:, 0] = [5, -5, 5, -5, 5]
    (found,) = best([scores])
    assert len(found.source) == 1


def test_nothing_in_nothing_out() -> None:
    assert best([]) == []
