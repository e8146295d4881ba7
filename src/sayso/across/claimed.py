"""Which mentions are one claim: those that links join, except where a person or a conflict parts them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.across.united import United

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Ties:
    """What is known of some mentions, by their numbers.

    ``same`` are the pairs that a model takes for one claim, the surest first, ``apart`` those that it
    takes for claims that cannot be one; ``joined`` and ``parted`` are the pairs a person decided on.
    """

    same: Sequence[Pair] = ()
    apart: Sequence[Pair] = ()
    joined: Sequence[Pair] = ()
    parted: Sequence[Pair] = ()


def claimed(mentions: Sequence[int], ties: Ties) -> list[list[int]]:
    """Return the claims among ``mentions``, each sorted, by their first mentions.

    A person's word outranks the model, and of a person's words the parting stands. Pairs of other
    mentions are passed over.
    """
    known = set(mentions)
    read = United(mentions)
    for one, other in (*ties.parted, *ties.apart):
        if one in known and other in known and one != other:
            read.part(one, other)
    for one, other in ties.same:
        if one in known and other in known:
            read.join(one, other)
    told = United(mentions)
    for one, other in ties.parted:
        if one in known and other in known and one != other:
            told.part(one, other)
    for group in read.groups():
        for member in group[1:]:
            told.join(group[0], member)
    for one, other in ties.joined:
        if one in known and other in known:
            told.join(one, other)
    return sorted(sorted(group) for group in told.groups())
