"""A pair of propositions as wordpieces: what the pair model reads. Shared with training.

Each side is a proposition in its sentence; where it is only a part of it, two marks show which. A
long sentence is cut around the proposition. Alone, a side gives the vector that candidates are
found by; two together give how they relate.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from sayso.records import Span
from sayso.text import clean

SIDE = 62
"""Wordpieces of one side at most, its marks included."""
OPEN, CLOSE = "[unused1]", "[unused2]"

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Side:
    """The wordpieces of a proposition in its sentence, without the ends of the whole input."""

    pieces: tuple[int, ...]


class Sides:
    """Makes sides and pairs with the tokenizer of a model folder (``tokenizer.json``)."""

    def __init__(self, file: Path) -> None:
        self.tokenizer = Tokenizer.from_file(str(file))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self._first, self._last, self._open, self._close = (
            self._piece(token) for token in ("[CLS]", "[SEP]", OPEN, CLOSE)
        )

    def _piece(self, token: str) -> int:
        found = self.tokenizer.token_to_id(token)
        if found is None:
            raise ValueError(f"the tokenizer has no {token}")
        return int(found)

    def whole(self, text: str) -> Side:
        """Return ``text``, a proposition that is a sentence of its own, as a side."""
        return self.side(text, (0, len(text)), (0, len(text)))

    def side(self, text: str, span: Span, sentence: Span) -> Side:
        """Return the proposition at ``span`` of ``text``, in its ``sentence``, as a side."""
        before, words, after = (
            self._pieces(text[start:end])
            for start, end in ((sentence[0], span[0]), span, (span[1], sentence[1]))
        )
        if len(before) + len(after) < 2:  # a mark of punctuation is no context
            return Side(tuple((before + words + after)[:SIDE]))
        words = words[: SIDE - 2]
        room = SIDE - 2 - len(words)
        left = min(len(before), max(room - len(after), (2 * room + 2) // 3))
        kept = before[len(before) - left :], after[: room - left]
        return Side((*kept[0], self._open, *words, self._close, *kept[1]))

    def _pieces(self, text: str) -> list[int]:
        found: list[int] = self.tokenizer.encode(clean(text), add_special_tokens=False).ids
        return found

    def alone(self, side: Side) -> Ints:
        """Return one side as the model's input."""
        return np.array([self._first, *side.pieces, self._last], dtype=np.int64)

    def pair(self, left: Side, right: Side) -> Ints:
        """Return two sides as one input."""
        both = [self._first, *left.pieces, self._last, *right.pieces, self._last]
        return np.array(both, dtype=np.int64)
