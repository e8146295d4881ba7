"""How many claims have which status: a bar for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sayso.across.relation import Status

_LEFT, _WIDEST, _ROW = 170, 300, 26
WIDTH = 540
CLASHES = (Status.DISPUTED, Status.DENIED)


@dataclass(frozen=True, slots=True)
class Bar:
    """A status, how many claims have it, and its bar."""

    status: Status
    claims: int
    y: float
    width: float
    clashes: bool


@dataclass(frozen=True, slots=True)
class Spread:
    """The picture, ``width`` by ``height``; ``left`` is where the bars start."""

    bars: tuple[Bar, ...]
    left: int
    width: int
    height: int


def spread(claims: Mapping[Status, int]) -> Spread:
    """Return the picture of how many claims have each status; those that none has are left out."""
    found = [(status, count) for status, count in claims.items() if count]
    most = max((count for _, count in found), default=1)
    bars = tuple(
        Bar(status, count, _ROW * at, max(2.0, round(_WIDEST * count / most, 1)), status in CLASHES)
        for at, (status, count) in enumerate(found)
    )
    return Spread(bars, _LEFT, WIDTH, _ROW * len(bars))
