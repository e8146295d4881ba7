"""Cut a text into windows of wordpieces, with the words they belong to. Shared with training.

A window holds whole paragraphs, as many as fit; a paragraph that is too long is cut at the end of a
sentence. Between two paragraphs stands a break (``[unused0]``), which counts as a word without
characters. The encoder is uncased, so each wordpiece also carries a *shape*: the case of its word,
and whether it stands inside a quotation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from sayso.records import Span
from sayso.text import clean, paragraphs, quotations

SIZE = 256
"""Wordpieces in a window at most, its two ends included."""
BREAK = "[unused0]"
SHAPES = 8
"""Shapes of a wordpiece: lower, title, upper, other; twice, outside and inside a quotation."""
_ENDS = frozenset(".!?")
_AFTER = frozenset("\"”’')")

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Window:
    """A window: ``pieces`` and ``shapes`` of its wordpieces; for each word its first wordpiece
    (``first``) and its characters in the text (``words``; empty at a paragraph break)."""

    pieces: Ints
    shapes: Ints
    first: Ints
    words: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    pieces: tuple[int, ...]
    shape: int
    ends: bool = False  # whether a sentence may end here


class Wordpieces:
    """The tokenizer of a model folder (``tokenizer.json``), and the windows it cuts."""

    def __init__(self, file: Path) -> None:
        self.tokenizer = Tokenizer.from_file(str(file))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self._first = self._piece("[CLS]")
        self._last = self._piece("[SEP]")
        self._break = self._piece(BREAK)

    def _piece(self, token: str) -> int:
        found = self.tokenizer.token_to_id(token)
        if found is None:
            raise ValueError(f"the tokenizer has no {token}")
        return int(found)

    def windows(self, text: str, lead: int = 0) -> Iterator[Window]:
        """Yield the windows of ``text`` in order; every word with a character is in exactly one.

        ``lead`` makes the first window shorter by so many wordpieces (training moves the cuts).
        """
        text = clean(text)
        room = SIZE - 2 - lead
        held: list[list[_Word]] = []
        used = 0
        for block in self._blocks(text):
            cost = sum(len(word.pieces) for word in block) + 1
            if held and used + cost > room:
                yield self._window(held)
                held, used, room = [], 0, SIZE - 2
            held.append(block)
            used += cost
        if held:
            yield self._window(held)

    def _blocks(self, text: str) -> Iterator[list[_Word]]:
        spans = paragraphs(text)
        encoded = self.tokenizer.encode_batch(
            [text[start:end] for start, end in spans], add_special_tokens=False
        )
        for (start, end), encoding in zip(spans, encoded, strict=True):
            inside = _inside(text, start, end)
            words = _words(text, start, inside, encoding.ids, encoding.offsets, encoding.word_ids)
            yield from _cut(words, SIZE - 4)

    def _window(self, blocks: Sequence[list[_Word]]) -> Window:
        pieces, shapes, first = [self._first], [0], []
        words: list[Span] = []
        for number, block in enumerate(blocks):
            edge = blocks[number - 1][-1].end
            gap = [_Word(edge, edge, (self._break,), 0)] if number else []
            for word in [*gap, *block]:
                first.append(len(pieces))
                words.append((word.start, word.end))
                pieces += word.pieces
                shapes += [word.shape] * len(word.pieces)
        return Window(
            np.array([*pieces, self._last], dtype=np.int64),
            np.array([*shapes, 0], dtype=np.int64),
            np.array(first, dtype=np.int64),
            tuple(words),
        )


def _inside(text: str, start: int, end: int) -> npt.NDArray[np.bool_]:
    inside = np.zeros(end - start, dtype=np.bool_)
    for quotation in quotations(text, start, end):
        inside[quotation.start - start : quotation.end - start] = True
    return inside


def _words(
    text: str,
    start: int,
    inside: npt.NDArray[np.bool_],
    pieces: Sequence[int],
    offsets: Sequence[Span],
    numbers: Sequence[int | None],
) -> list[_Word]:
    """Join the wordpieces of one paragraph to words."""
    found: list[_Word] = []
    at = 0
    while at < len(pieces):
        last = at + 1
        while last < len(pieces) and numbers[last] == numbers[at]:
            last += 1
        first_char, last_char = offsets[at][0], offsets[last - 1][1]
        word = text[start + first_char : start + last_char]
        shape = _case(word) + (SHAPES // 2) * bool(inside[first_char])
        gap = text[start + last_char : start + last_char + 1].isspace()
        after = word in _AFTER and bool(found) and text[found[-1].start] in _ENDS
        ends = gap and (word in _ENDS or after)
        span = (start + first_char, start + last_char)
        found.append(_Word(*span, tuple(pieces[at:last]), shape, ends))
        at = last
    return found


def _case(word: str) -> int:
    if not any(character.isalpha() for character in word):
        return 3
    if word.islower() or not word[0].isupper():
        return 0
    return 2 if word.isupper() and len(word) > 1 else 1


def _cut(words: list[_Word], room: int) -> Iterator[list[_Word]]:
    """Cut one paragraph into runs of at most ``room`` wordpieces, at the end of a sentence if one is
    in the second half of the run."""
    while words:
        used = count = 0
        for word in words:
            used += len(word.pieces)
            if used > room:
                break
            count += 1
        if count < len(words):
            sentences = (n for n in range(count, count // 2, -1) if words[n - 1].ends)
            count = next(sentences, max(count, 1))
        yield words[:count]
        words = words[count:]
