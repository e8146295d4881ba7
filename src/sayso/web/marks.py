"""An article's text cut at the marks on it, so that a page can show overlapping marks side by side.

HTML elements must nest and statements do not: a quotation may lie in another, a source may stand in
the middle of a content. Every piece of text therefore says for itself what it is part of.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sayso.records import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters of a text and what they are: ``kind`` is ``content``, ``source``, ``cue``,
    ``opinion`` or ``words``; ``number`` is that of the statement, from 1, or 0."""

    span: Span
    kind: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Bit:
    """Words with the same marks on all of them; ``opens`` are the statements that begin here."""

    text: str
    kinds: tuple[str, ...]
    numbers: tuple[int, ...]
    opens: tuple[int, ...]

    @property
    def classes(self) -> str:
        """The kinds and statements, as the names that the style sheet and the script know."""
        return " ".join((*self.kinds, *(f"of-{number}" for number in self.numbers)))


Paragraph = tuple[Bit, ...]


def paragraphs(text: str, marks: Iterable[Mark]) -> tuple[Paragraph, ...]:
    """Return ``text`` as paragraphs of bits. Marks beyond the text are cut off; no words are lost
    but the line breaks and the empty paragraphs."""
    marks = [one for one in marks if 0 <= one.span[0] < min(one.span[1], len(text))]
    starts, ends = defaultdict(list), defaultdict(list)
    first: dict[int, int] = {}
    for mark in marks:
        starts[mark.span[0]].append(mark)
        ends[min(mark.span[1], len(text))].append(mark)
        if mark.number:
            first[mark.number] = min(mark.span[0], first.get(mark.number, len(text)))
    breaks = {at for at, character in enumerate(text) if character == "\n"}
    edges = sorted({0, len(text), *starts, *ends, *breaks, *(at + 1 for at in breaks)})
    active: list[Mark] = []
    found: list[list[Bit]] = [[]]
    for start, end in itertools.pairwise(edges):
        active = [one for one in active if one not in ends[start]] + starts[start]
        if start in breaks:
            found.append([])
            continue
        opens = tuple(sorted(one for one, at in first.items() if at == start))
        found[-1].append(_bit(text[start:end], active, opens))
    return tuple(tuple(one) for one in found if any(bit.text.strip() for bit in one))


def _bit(text: str, active: list[Mark], opens: tuple[int, ...]) -> Bit:
    kinds = tuple(dict.fromkeys(sorted(one.kind for one in active)))
    numbers = tuple(sorted({one.number for one in active if one.number}))
    return Bit(text, kinds, numbers, opens)
