"""Which links between two claims count: a sign of a conflict does beside a sure link or another sign.

Two mentions are often only part of what two claims say, so one pair may be a weak sign where another
shows the conflict plainly; and what is no conflict is seldom taken for one twice. So a sign by itself
says nothing, and what makes a conflict makes all signs of it further pairs that show it. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from sayso.across.relate import weights
from sayso.across.relation import Relation

TOGETHER = 2  # signs between two claims that are as good as one sure link


class Linked(Protocol):
    """A link between two mentions, as far as it matters here."""

    @property
    def relation(self) -> Relation:
        """How the two mentions stand to each other."""

    @property
    def score(self) -> float:
        """The judge's estimate, 0 to 1, that it is right."""


Some = TypeVar("Some", bound=Linked)


def standing(between: Iterable[Some]) -> list[Some]:
    """Return those of the links ``between`` two claims that count, in their order.

    Those are all of them where one is surely a conflict or a correction or where two are signs of a
    conflict, else all but the sign.
    """
    links = list(between)
    signs = sum(is_sign(one) for one in links)
    sure = any(one.relation is not Relation.UPDATE and not is_sign(one) for one in links)
    return [one for one in links if sure or signs >= TOGETHER or not is_sign(one)]


def is_sign(link: Linked) -> bool:
    """Whether a link is only a sign that two claims may conflict."""
    return link.relation is Relation.CONFLICT and link.score < weights().least_conflict
