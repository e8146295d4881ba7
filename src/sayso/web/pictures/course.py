"""How a story went: for each article, in the order of adding, what it brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.across.relation import Relation
from sayso.across.views import Event

WIDTH, _HIGH, _TOP, _LEFT = 960, 110, 36, 70
_WIDEST = 44  # of a column
_LABEL = 84.0  # the room that a day's name takes


@dataclass(frozen=True, slots=True)
class Column:
    """An article in the picture, with the claims that it brought, that it changed, and disputes."""

    number: int
    title: str
    day: str
    x: float
    width: float
    y: float
    height: float
    new: int
    changed: int
    conflicts: int
    updates: int
    starts_day: bool
    day_fits: bool


@dataclass(frozen=True, slots=True)
class Course:
    """The picture, ``width`` by ``height``; new claims stand on the line at ``base``."""

    columns: tuple[Column, ...]
    base: float
    width: int
    height: float


def course(events: Sequence[Event]) -> Course:
    """Return the picture of ``events``, the earliest first."""
    base = _TOP + _HIGH
    step = min(_WIDEST, (WIDTH - _LEFT) / max(1, len(events)))
    most = max((_new(event) for event in events), default=1) or 1
    columns = []
    day, labelled = "", -_LABEL
    for at, event in enumerate(events):
        new = _new(event)
        disputes = [one.relation for one in event.changes.conflicts]
        updates = disputes.count(Relation.UPDATE)
        height = round(_HIGH * new / most, 1)
        published = event.article.published[:10]
        x = round(_LEFT + step * at, 1)
        fits = published != day and x - labelled >= _LABEL
        labelled = x if fits else labelled
        columns.append(
            Column(
                event.article.number,
                event.article.title or event.article.origin,
                published,
                x,
                round(step * 0.72, 1),
                base - height,
                height,
                new,
                len(event.changes.claims) - new,
                len(disputes) - updates,
                updates,
                published != day,
                fits,
            )
        )
        day = published
    return Course(tuple(columns), base, WIDTH, base + 84)


def _new(event: Event) -> int:
    return sum(one.is_new for one in event.changes.claims)
