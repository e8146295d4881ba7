"""A claim's reports by origin: who knows it on the left, through whom, and where it was printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sayso.across.origins import Origin
from sayso.across.views import ClaimPage, MentionView

_REPORTS = 24  # drawn; the list of mentions holds them all
_ROW, _GAP, _TOP = 26, 14, 26
_ORIGIN, _VIA, _REPORT, WIDTH = 250, 400, 560, 860


@dataclass(frozen=True, slots=True)
class Report:
    """A mention in the picture: the height of its line of text, and the lines that lead to it."""

    mention: MentionView
    y: float
    via: tuple[str, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Box:
    """An origin in the picture, with its reports that are drawn; ``total`` counts them all."""

    name: str
    y: float
    height: float
    total: int
    reports: tuple[Report, ...]


@dataclass(frozen=True, slots=True)
class Chains:
    """The picture, ``width`` by ``height``; ``left_out`` counts the mentions that are not drawn."""

    boxes: tuple[Box, ...]
    width: int
    height: float
    left_out: int


def chains(claim: ClaimPage) -> Chains:
    """Return the picture of where the knowledge of ``claim`` starts and how it reached print."""
    mentions = {one.id: one for one in claim.mentions}
    # Each origin keeps a line before any has two, so that no origin is left out for another's reports.
    origins = claim.origins.origins[:_REPORTS]
    each = max(1, _REPORTS // max(1, len(origins)))
    boxes: list[Box] = []
    top: float = _TOP
    for origin in origins:
        shown = [mentions[one.id] for one in origin.mentions[:each] if one.id in mentions]
        boxes.append(_box(origin, shown, top))
        top += boxes[-1].height + _GAP
    drawn = sum(len(box.reports) for box in boxes)
    return Chains(tuple(boxes), WIDTH, top, len(claim.mentions) - drawn)


def _box(origin: Origin, shown: Iterable[MentionView], top: float) -> Box:
    shown = list(shown)
    height = max(len(shown) * _ROW, _ROW * 1.5)
    middle = top + height / 2
    first = middle - len(shown) * _ROW / 2 + _ROW / 2
    reports = tuple(_report(mention, first + _ROW * at, middle) for at, mention in enumerate(shown))
    return Box(origin.name, top, height, len(origin.mentions), reports)


def _report(mention: MentionView, y: float, middle: float) -> Report:
    bend = (_ORIGIN + _VIA) / 2
    path = f"M{_ORIGIN} {middle} C{bend} {middle} {bend} {y} {_VIA - 10} {y} H{_REPORT - 8}"
    return Report(mention, y, mention.chain[:-1], path)
