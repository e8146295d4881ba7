"""Which articles share runs of words: found through the runs, never by trying all pairs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sayso.across.wording import Wording

FEW = 8  # articles; a run of words that more share is no longer followed from each to each
ENOUGH = 2  # runs


def shared_runs(wordings: Sequence[Wording]) -> list[tuple[int, int]]:
    """Return the pairs of texts, by number, the lower first, that share at least two runs of words.

    Where at most ``FEW`` texts hold a run, each of them is paired with each. Where more do, each is
    paired with the first of them and with the one before it, so that the work grows with the texts
    and not with their pairs. Copies of one text share many runs, and so stay connected through it.
    """
    if not wordings:
        return []
    owner, gram = _distinct(wordings)
    edges = np.flatnonzero(np.diff(gram)) + 1
    starts = np.concatenate(([0], edges))
    sizes = np.diff(np.concatenate((starts, [len(gram)])))
    first, size = np.repeat(starts, sizes), np.repeat(sizes, sizes)
    place = np.arange(len(gram))
    lefts, rights = [], []
    for step in range(1, FEW):
        right = place[(place - step >= first) & ((size <= FEW) | (step == 1))]
        lefts.append(right - step)
        rights.append(right)
    many = place[(size > FEW) & (place - first > 1)]
    lefts.append(first[many])
    rights.append(many)
    return _often(owner[np.concatenate(lefts)], owner[np.concatenate(rights)], len(wordings))


def _distinct(wordings: Sequence[Wording]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Every run of every text once, sorted by the run and then by the text."""
    grams = [np.unique(one.grams) for one in wordings]
    owner = np.repeat(np.arange(len(grams)), [len(one) for one in grams])
    gram = np.concatenate(grams)
    order = np.argsort(gram, kind="stable")
    return owner[order], gram[order]


def _often(left: NDArray[np.int64], right: NDArray[np.int64], texts: int) -> list[tuple[int, int]]:
    pairs, counts = np.unique(left * texts + right, return_counts=True)
    enough = pairs[counts >= ENOUGH]
    return [(int(pair) // texts, int(pair) % texts) for pair in enough]
