"""What can be said of a claim: its statuses, from its origins and from what stands against it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sayso.across.mention import Source, institution_key, name_key
from sayso.across.relation import Kind, Relation, Status
from sayso.mentions import words_of
from sayso.records import Polarity


@dataclass(frozen=True, slots=True)
class Stance:
    """One side of two mentions: what it does with its words, whether these are in the negative, its
    sources, outermost first, the day of publication (empty if unknown), and the words."""

    polarity: Polarity
    negated: bool
    chain: tuple[Source, ...]
    day: str
    words: str


@dataclass(frozen=True, slots=True)
class Against:
    """What stands against a claim: ``answers`` where the other claim denies, updates or corrects it,
    ``by_subject`` where someone says so whom the claim speaks of."""

    relation: Relation
    kind: Kind
    answers: bool
    by_subject: bool


def later_side(relation: Relation, kind: Kind, left: Stance, right: Stance) -> str:
    """Return which side answers the other, "left" or "right"; empty: neither does.

    Of a denial that is the side that denies, else the one in the negative; of an update or a
    correction the one published later, else the right one, which was stored or stands later.
    """
    if relation in (Relation.UPDATE, Relation.CORRECTION):
        return "left" if right.day and left.day > right.day else "right"
    if relation is not Relation.CONFLICT or kind is not Kind.DENIAL:
        return ""
    for denies in (_denies, lambda one: one.negated):
        sides = (denies(left), denies(right))
        if sides[0] != sides[1]:
            return "left" if sides[0] else "right"
    return ""


def _denies(one: Stance) -> bool:
    return one.polarity is Polarity.DENIED


def by_subject(denier: Stance, denied: Stance) -> bool:
    """Whether the denier's source is named in the words that it denies, by its name or that of the body
    it speaks for: "the mayor took money", denied by the mayor."""
    if not denier.chain:
        return False
    root, words = denier.chain[-1], set(words_of(denied.words))
    for key in (name_key(root.name), institution_key(root)):
        told = [word for word in key if len(word) > 2]
        if told and (told[-1] in words or told[0] in words):
            return True
    return False


def statuses_of(reports: int, origins: int, against: Iterable[Against]) -> tuple[Status, ...]:
    """Return the statuses of a claim with so many reports and, at most, separate origins."""
    found = set()
    if not origins:
        found.add(Status.UNCLEAR)
    elif origins > 1:
        found.add(Status.SEPARATE)
    else:
        found.add(Status.REPEATED if reports > 1 else Status.ONE_ORIGIN)
    for one in against:
        if one.relation is Relation.CONFLICT:
            found.add(Status.DENIED if one.answers and one.by_subject else Status.DISPUTED)
        elif one.answers:
            corrected = one.relation is Relation.CORRECTION
            found.add(Status.WITHDRAWN if corrected else Status.SUPERSEDED)
    return tuple(status for status in Status if status in found)
