"""A claim's standing over time: for each status when it held, and how reports and origins grew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sayso.across.relation import Status
from sayso.across.views import StatusRow

_LEFT, _RIGHT, WIDTH = 170, 720, 860
_LANE, _TOP, _CURVES = 26, 20, 84


@dataclass(frozen=True, slots=True)
class Held:
    """That a status held, from the article with which it came up to the one before it ended."""

    x: float
    width: float
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Lane:
    """A status and when it held; ``y`` is the middle of its lane."""

    status: Status
    y: float
    held: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """A count over time, as a path of steps; ``y`` is where it ends."""

    name: str
    path: str
    y: float
    last: int


@dataclass(frozen=True, slots=True)
class Standings:
    """The picture, ``width`` by ``height``; time runs by articles from ``first`` to ``last``."""

    lanes: tuple[Lane, ...]
    curves: tuple[Curve, ...]
    rows: tuple[StatusRow, ...]
    first: int
    last: int
    left: int
    right: int
    base: float
    width: int
    height: float


def standings(history: Sequence[StatusRow], last: int) -> Standings:
    """Return the picture of a claim's ``history`` up to the article with the number ``last``.

    Of claims that became part of others only what stands now is drawn, since its own rows tell it.
    """
    now = history[-1].claim if history else ""
    rows = tuple(row for row in history if row.claim == now and not row.into)
    first = rows[0].article if rows else 0
    last = max(last, rows[-1].article) if rows else last

    def x(article: int) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * (article - first) / max(1, last + 1 - first), 1)

    ends = [*(row.article for row in rows[1:]), last + 1]
    found = [status for status in Status if any(status in row.statuses for row in rows)]
    lanes = []
    for at, status in enumerate(found):
        held: list[tuple[int, int]] = []
        for row, end in zip(rows, ends, strict=True):
            if status not in row.statuses:
                continue
            if held and held[-1][1] == row.article:
                held[-1] = (held[-1][0], end)
            else:
                held.append((row.article, end))
        drawn = tuple(Held(x(a), max(3.0, x(b) - x(a)), a, b - 1) for a, b in held)
        lanes.append(Lane(status, _TOP + _LANE * at + _LANE / 2, drawn))
    base = _TOP + _LANE * len(lanes) + _CURVES
    most = max((row.reports for row in rows), default=1) or 1
    curves = [
        _curve(
            name,
            [(x(row.article), count) for row, count in zip(rows, counts, strict=True)],
            most,
            base,
        )
        for name, counts in (
            ("report", [row.reports for row in rows]),
            ("origin", [row.origins for row in rows]),
        )
    ]
    return Standings(
        tuple(lanes), _apart(curves), rows, first, last, _LEFT, _RIGHT, base, WIDTH, base + 24
    )


def _curve(name: str, points: list[tuple[float, int]], most: int, base: float) -> Curve:
    if not points:
        return Curve(name, "", base, 0)

    def y(count: int) -> float:
        return round(base - (_CURVES - 26) * count / most, 1)

    steps = [f"M{points[0][0]} {y(points[0][1])}"]
    steps += [f"H{after[0]} V{y(after[1])}" for _, after in pairwise(points)]
    return Curve(name, " ".join([*steps, f"H{_RIGHT}"]), y(points[-1][1]), points[-1][1])


def _apart(curves: list[Curve]) -> tuple[Curve, ...]:
    """The curves with the ends of their names far enough apart to be read."""
    upper, lower = curves
    y = max(lower.y, upper.y + 15)
    return upper, Curve(lower.name, lower.path, y, lower.last)
