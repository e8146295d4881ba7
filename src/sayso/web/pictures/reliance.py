"""Who relies on whom: outlets on the left, the sources they quote on the right, a line for each pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.across.identity import Identity

_OUTLETS, _SOURCES = 10, 14  # drawn; the table below the picture says what is left out
_STEP, _TOP = 30, 34
_WIDEST = 9.0  # of a line
_LEFT, _RIGHT, WIDTH = 236, 464, 760


@dataclass(frozen=True, slots=True)
class Node:
    """A name in the picture, the height of its line of text, and what it stands for."""

    name: str
    key: str
    y: float
    statements: int


@dataclass(frozen=True, slots=True)
class Line:
    """An outlet that quotes a source: from where to where, how wide, how often."""

    outlet: str
    source: str
    path: str
    width: float
    statements: int


@dataclass(frozen=True, slots=True)
class Reliance:
    """The picture, ``width`` by ``height``; ``left_out`` counts the pairs that are not drawn."""

    outlets: tuple[Node, ...]
    sources: tuple[Node, ...]
    lines: tuple[Line, ...]
    width: int
    height: int
    left_out: int


def reliance(everyone: Sequence[Identity]) -> Reliance:
    """Return the picture of those sources that say most, in the outlets that quote most."""
    pairs: Counter[tuple[str, int]] = Counter()
    for number, one in enumerate(everyone):
        for mention in one.mentions:
            if mention.outlet:
                pairs[mention.outlet, number] += 1
    by_outlet: Counter[str] = Counter()
    by_source: Counter[int] = Counter()
    for (outlet, number), times in pairs.items():
        by_outlet[outlet] += times
        by_source[number] += times
    outlets = [outlet for outlet, _ in by_outlet.most_common(_OUTLETS)]
    numbers = [number for number, _ in by_source.most_common(_SOURCES)]
    drawn = {
        pair: times for pair, times in pairs.items() if pair[0] in outlets and pair[1] in numbers
    }
    numbers = _untangled(numbers, outlets, drawn)
    height = _TOP + _STEP * max(len(outlets), len(numbers), 1)
    left = {outlet: _y(at, len(outlets), height) for at, outlet in enumerate(outlets)}
    right = {number: _y(at, len(numbers), height) for at, number in enumerate(numbers)}
    most = max(drawn.values(), default=1)
    lines = tuple(
        Line(
            outlet,
            everyone[number].name,
            _curve(left[outlet], right[number]),
            round(1 + (_WIDEST - 1) * times / most, 1),
            times,
        )
        for (outlet, number), times in sorted(drawn.items(), key=lambda pair: -pair[1])
    )
    return Reliance(
        tuple(Node(outlet, outlet, left[outlet], by_outlet[outlet]) for outlet in outlets),
        tuple(
            Node(everyone[one].name, everyone[one].id, right[one], by_source[one])
            for one in numbers
        ),
        lines,
        WIDTH,
        height,
        len(pairs) - len(drawn),
    )


def _untangled(
    numbers: list[int], outlets: list[str], drawn: dict[tuple[str, int], int]
) -> list[int]:
    """The sources in the order of the outlets that quote them, so that fewer lines cross."""

    def middle(number: int) -> float:
        heights = [(at, drawn.get((outlet, number), 0)) for at, outlet in enumerate(outlets)]
        return sum(at * times for at, times in heights) / sum(times for _, times in heights)

    connected = [one for one in numbers if any((outlet, one) in drawn for outlet in outlets)]
    return sorted(connected, key=middle)


def _y(at: int, many: int, height: int) -> float:
    """The height of the name at that place, when ``many`` share the picture evenly."""
    return round(_TOP + (height - _TOP) * (at + 0.5) / many, 1)


def _curve(start: float, end: float) -> str:
    middle = (_LEFT + _RIGHT) / 2
    return f"M{_LEFT} {start} C{middle} {start} {middle} {end} {_RIGHT} {end}"
