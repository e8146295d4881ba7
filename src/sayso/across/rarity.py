"""The words two mentions share, weighed by how rare they are in the story."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from math import log

_WORD = re.compile(r"[^\W_]+")
_STEM = 6  # letters that a word is told by: "agreed" and "agreement" share them
_LATEST = 512  # mentions with a word that are looked at, so that a common word costs no more
_COMMON = frozenset(
    "the a an of to in on at and or but for with by from as is are was were be been it its he his she "
    "her they their that this which who had has have not said says would will".split()
)


@dataclass(frozen=True, slots=True)
class Shared:
    """How much two mentions share: ``weight`` of the common words (about 1 for a common word of the
    story to 8 for a rare one), their ``part`` of all words of both, and of those of the shorter."""

    weight: float
    of_both: float
    of_shorter: float
    words: tuple[str, ...]


def stems(words: str) -> frozenset[str]:
    """Return the beginnings of the words of ``words``, without the commonest."""
    found = (match.group().lower()[:_STEM] for match in _WORD.finditer(words))
    return frozenset(stem for stem in found if stem not in _COMMON)


class Rarity:
    """Knows in which mentions of a story each word occurs."""

    def __init__(self) -> None:
        self._mentions = 0
        self._with: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, words: frozenset[str]) -> None:
        """Count the words of one more mention."""
        for word in words:
            self._with[word].append(self._mentions)
        self._mentions += 1

    def shared(self, left: frozenset[str], right: frozenset[str]) -> Shared:
        """Return what two mentions share; words nobody counted yet are as rare as can be."""
        common = left & right
        ranked = sorted(common, key=lambda word: (-self._weight(word), word))
        weight = self._sum(common)
        both, shorter = self._sum(left | right), min(self._sum(left), self._sum(right))
        return Shared(weight, weight / (both + 1e-6), weight / (shorter + 1e-6), tuple(ranked))

    def sharing(self, words: frozenset[str], most: int) -> list[int]:
        """Return the numbers (in the order of adding, from 0) of up to ``most`` mentions that share
        the heaviest words with ``words``.

        Of a word in more than 512 mentions only the latest are looked at.
        """
        weights: defaultdict[int, float] = defaultdict(float)
        for word in sorted(words):
            weight = self._weight(word)
            for number in self._with.get(word, ())[-_LATEST:]:
                weights[number] += weight
        return sorted(weights, key=lambda number: (-weights[number], number))[:most]

    def _sum(self, words: frozenset[str]) -> float:
        return sum(map(self._weight, words))

    def _weight(self, word: str) -> float:
        return log(max(self._mentions, 1) / max(len(self._with.get(word, ())), 1))
