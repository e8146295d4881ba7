"""Which earlier articles a new one shares runs of words with, for articles that come one by one.

``copies`` answers the same for articles that are there together.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from sayso.across.copies import ENOUGH, FEW
from sayso.across.wording import grams_of

_SMALL = 4  # a layer is merged into the one below when it has a fourth of its runs


class CopyIndex:
    """The runs of words of the articles so far; the articles are numbered by whoever adds them.

    Runs are kept sorted in a few layers, each some times smaller than the one below, so that adding
    costs little and memory is 12 bytes a run.
    """

    def __init__(self) -> None:
        self._known: dict[str, int] = {}
        self._layers: list[tuple[NDArray[np.uint64], NDArray[np.int32]]] = []

    def add(self, number: int, text: str) -> tuple[int, ...]:
        """Add an article; return the earlier ones, in order, that share at least two runs with it.

        A run that more than ``FEW`` articles hold leads to the first and the last of them only.
        """
        grams = np.unique(grams_of(text, self._known))
        shared = Counter(other for others in self._holders(grams) for other in others)
        self._push(grams, np.full(len(grams), number, dtype=np.int32))
        return tuple(sorted(other for other, runs in shared.items() if runs >= ENOUGH))

    def _holders(self, grams: NDArray[np.uint64]) -> list[list[int]]:
        """The articles that each run leads to."""
        holders: dict[int, list[int]] = {}
        for runs, numbers in self._layers:
            first = np.searchsorted(runs, grams, "left")
            last = np.searchsorted(runs, grams, "right")
            for at in np.flatnonzero(last > first).tolist():
                found = numbers[first[at] : last[at]].tolist()
                holders.setdefault(at, []).extend(found)
        return [
            sorted(found) if len(found) <= FEW else [min(found), max(found)]
            for found in holders.values()
        ]

    def _push(self, runs: NDArray[np.uint64], numbers: NDArray[np.int32]) -> None:
        while self._layers and len(self._layers[-1][0]) < _SMALL * len(runs):
            other, its = self._layers.pop()
            runs, numbers = np.concatenate((other, runs)), np.concatenate((its, numbers))
            order = np.argsort(runs, kind="stable")
            runs, numbers = runs[order], numbers[order]
        self._layers.append((runs, numbers))
