"""Which mentions are one claim: those that are alike on average, except where a person or a conflict
parts them.

A chain of links, each likely by itself, would put together what has nothing in common. So two groups
become one only where their mentions are alike on average, over all pairs of one of each (average
linkage; Sokal and Michener, 1958).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.across.united import United

ALIKE = 0.5  # how alike two groups must be on average to be one claim
UNKNOWN = 0.4  # taken for two mentions that were not compared
SURE = 0.4  # of a link that says two mentions cannot be one claim: below, it parts nothing

Pair = tuple[int, int]
Likeness = tuple[int, int, float]
"""Two mentions and how likely they state the same, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Ties:
    """What is known of some mentions, by their numbers.

    ``same`` are the pairs that a model takes for one claim, the surest first, ``unlike`` those that it
    compared and did not, ``apart`` those that it takes for claims that cannot be one; ``joined`` and
    ``parted`` are the pairs a person decided on.
    """

    same: Sequence[Likeness] = ()
    unlike: Sequence[Likeness] = ()
    apart: Sequence[Pair] = ()
    joined: Sequence[Pair] = ()
    parted: Sequence[Pair] = ()


def claimed(mentions: Sequence[int], ties: Ties) -> list[list[int]]:
    """Return the claims among ``mentions``, each sorted, by their first mentions.

    A person's word outranks the model, and of a person's words the parting stands. Pairs of other
    mentions are passed over.
    """
    known = set(mentions)
    read = _Alike(ties)
    united = United(mentions)
    for one, other in (*ties.parted, *ties.apart):
        if one in known and other in known and one != other:
            united.part(one, other)
    for one, other, _ in ties.same:
        if one not in known or other not in known or united.same(one, other):
            continue
        if read.alike(united.group(one), united.group(other)):
            united.join(one, other)
    told = United(mentions)
    for one, other in ties.parted:
        if one in known and other in known and one != other:
            told.part(one, other)
    for group in united.groups():
        for member in group[1:]:
            told.join(group[0], member)
    for one, other in ties.joined:
        if one in known and other in known:
            told.join(one, other)
    return sorted(sorted(group) for group in told.groups())


class _Alike:
    """How alike groups of mentions are, by what is known of pairs of their members."""

    def __init__(self, ties: Ties) -> None:
        self._links: defaultdict[int, dict[int, float]] = defaultdict(dict)
        for one, other, score in (*ties.same, *ties.unlike):
            for here, there in ((one, other), (other, one)):
                self._links[here][there] = max(score, self._links[here].get(there, 0.0))

    def alike(self, left: Sequence[int], right: Sequence[int]) -> bool:
        """Whether two groups are alike enough, on average over all pairs of one of each."""
        few, many = sorted((left, right), key=len)
        inside = set(many)
        scores = [
            score for one in few for other, score in self._links[one].items() if other in inside
        ]
        pairs = len(few) * len(many)
        return sum(scores) + UNKNOWN * (pairs - len(scores)) >= ALIKE * pairs
