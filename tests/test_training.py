"""The loss of the linker against an oracle that tries every labelling. Skipped without torch."""

from __future__ import annotations

import itertools
import math
import sys
from pathlib import Path
from typing import Any

import pytest

torch: Any = pytest.importorskip("torch", reason="torch is for training only, and is not here")
sys.path.insert(0, str(Path(__file__).parent.parent / "train"))
crf: Any = pytest.importorskip("crf")


def every_labelling(length: int) -> list[tuple[int, ...]]:
    allowed = crf.ALLOWED.tolist()
    return [
        states
        for states in itertools.product(range(crf.STATES), repeat=length)
        if states[0] < crf.OUT_AFTER and all(allowed[a][b] for a, b in itertools.pairwise(states))
    ]


@pytest.mark.parametrize("seed", range(5))
def test_the_partition_and_the_expected_counts_are_those_of_all_labellings(seed: int) -> None:
    torch.manual_seed(seed)
    scores, lengths = torch.randn(2, 5, 6) * 2, torch.tensor([5, 3])
    total, expected = crf.log_partition(scores, lengths), crf.expected(scores, lengths)
    for row, length in enumerate(lengths.tolist()):
        labellings = torch.tensor(every_labelling(length))
        counts = crf.counts(labellings, torch.full((len(labellings),), length))
        values = (counts * scores[row, :length]).sum((1, 2))
        assert math.isclose(total[row], torch.logsumexp(values, 0), rel_tol=1e-4)
        mean = (torch.softmax(values, 0)[:, None, None] * counts).sum(0)
        assert torch.allclose(expected[row, :length], mean, atol=1e-4)
        assert not expected[row, length:].any()


def test_a_teacher_that_is_the_student_leaves_nothing_to_learn() -> None:
    torch.manual_seed(0)
    scores, lengths = torch.randn(3, 6, 6, requires_grad=True), torch.tensor([6, 4, 1])
    crf.loss(scores, crf.expected(scores, lengths), lengths).backward()
    assert torch.allclose(scores.grad, torch.zeros_like(scores), atol=1e-5)
