"""Which statements tell something by themselves. Pure.

"The board denied the report": "the report" can be neither true nor false, so the statement tells
nothing by itself, and the clause that reports it is what can be compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.across.pieces import Page, Piece
from sayso.records import Attribution, Span


@dataclass(frozen=True, slots=True)
class Told:
    """What the statements of a text tell, by their numbers: the pieces of the content of each that no
    inner statement tells, and whether it or one inside it tells anything by itself."""

    pieces: tuple[tuple[Piece, ...], ...]
    tells: tuple[bool, ...]


def told(page: Page, statements: Sequence[Attribution], parents: Sequence[int | None]) -> Told:
    """Return what ``statements`` tell; ``parents`` gives for each the number of the one it is in."""
    pieces: list[tuple[Piece, ...]] = [()] * len(statements)
    tells = [False] * len(statements)
    inside: defaultdict[int | None, list[int]] = defaultdict(list)
    for child, above in enumerate(parents):
        inside[above].append(child)
    for number in _innermost_first(parents):
        one = statements[number]
        inner = [child for child in inside[number] if tells[child]]
        taken = [span for child in inner for span in statements[child].spans]
        found = tuple(
            piece
            for content in one.content
            for span in _without(content, taken)
            for piece in page.pieces(span)
        )
        if any(page.has_verb(piece.span) for piece in found):
            pieces[number] = found
        tells[number] = bool(inner or pieces[number])
    return Told(tuple(pieces), tuple(tells))


def _innermost_first(parents: Sequence[int | None]) -> list[int]:
    depths = [0] * len(parents)
    for number in range(len(parents)):
        at = parents[number]
        while at is not None:
            depths[number] += 1
            at = parents[at]
    return sorted(range(len(parents)), key=lambda number: -depths[number])


def _without(span: Span, taken: Sequence[Span]) -> Iterator[Span]:
    at = span[0]
    for start, end in sorted(taken):
        if start >= span[1] or end <= at:
            continue
        if start > at:
            yield at, start
        at = max(at, end)
    if at < span[1]:
        yield at, span[1]
