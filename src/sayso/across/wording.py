"""The words of articles as numbers, with their spans and whether they stand in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sayso.records import Span
from sayso.text import runs

_WORD = re.compile(r"\w+")
_FIRST_PERSON = frozenset("i me my mine myself we us our ours ourselves".split())
GRAM = 5  # words; the shortest run that two writers seldom hit upon by chance
_STEP = np.uint64(0x9E3779B97F4A7C15)  # odd, so that every word of a run counts in its number


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one text in order.

    ``numbers`` stand for the words in lower case (equal words, equal numbers, over all texts read
    together), ``spans`` are where they stand, ``quoted`` whether within quotation marks, ``plain``
    whether they begin with a small letter, ``first_person`` whether they are "I" or "we", and ``grams``
    are a number for each run of ``GRAM`` words, by its first word.
    """

    numbers: tuple[int, ...]
    spans: tuple[Span, ...]
    quoted: tuple[bool, ...]
    plain: tuple[bool, ...]
    first_person: tuple[bool, ...]
    grams: NDArray[np.uint64]

    def span(self, first: int, end: int) -> Span:
        """Return the characters from the word ``first`` to the word before ``end``."""
        return self.spans[first][0], self.spans[end - 1][1]


def wordings(texts: Iterable[str]) -> list[Wording]:
    """Return the words of each text; their numbers hold for these texts only."""
    known: dict[str, int] = {}
    return [_wording(text, known) for text in texts]


def grams_of(text: str, known: dict[str, int]) -> NDArray[np.uint64]:
    """Return a number for each run of ``GRAM`` words of ``text``, by its first word.

    ``known`` numbers the words; it is added to, and equal for all texts that are compared.
    """
    words = (match.group().casefold() for match in _WORD.finditer(text))
    return _grams([known.setdefault(word, len(known) + 1) for word in words])


def _wording(text: str, known: dict[str, int]) -> Wording:
    spans = [match.span() for match in _WORD.finditer(text)]
    numbers = [known.setdefault(text[start:end].casefold(), len(known) + 1) for start, end in spans]
    plain = tuple(text[start].islower() for start, _ in spans)
    first = tuple(text[start:end].casefold() in _FIRST_PERSON for start, end in spans)
    quoted = _quoted(text, spans)
    return Wording(tuple(numbers), tuple(spans), quoted, plain, first, _grams(numbers))


def _quoted(text: str, spans: list[Span]) -> tuple[bool, ...]:
    inside = sorted(span for run in runs(text) for span in run)
    found, passed = [], 0
    for start, _ in spans:
        while passed < len(inside) and inside[passed][1] <= start:
            passed += 1
        found.append(passed < len(inside) and inside[passed][0] <= start)
    return tuple(found)


def _grams(numbers: list[int]) -> NDArray[np.uint64]:
    words = np.array(numbers, dtype=np.uint64)
    count = max(0, len(words) - GRAM + 1)
    made = np.zeros(count, dtype=np.uint64)
    for at in range(GRAM):
        made = made * _STEP + words[at : at + count]
    return made
