"""The verdict on two mentions: same, conflict, update, correction, or nothing, with its reasons.

The pair model reads both in their sentences; the words they share and what they say differently
(``typed``) are weighed with it, by a logistic model whose weights are in ``data/relate.toml``.
Between the thresholds nothing is said. That two mentions may conflict is first a *sign*: whether their
claims do follows from all signs between them (``standing``). Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from math import exp, log

from sayso.across.rarity import Shared, stems
from sayso.across.relation import Kind, Link, Relation
from sayso.across.stated import Stated
from sayso.across.typed import Clash, Difference, calls_false, corrects, difference, moved_on
from sayso.lists import read_lists
from sayso.records import Polarity

_COMMON = 2  # words that two mentions must share for a clash of their numbers to count
_LITTLE = 5  # a side of fewer words says too little to be surely in conflict, if nobody denies it
_MANY = 6  # more shared words than so many do not make a conflict likelier: they are a copy
_LEAST = 1e-4  # a chance is never taken for nothing or for certain
_CAUSE = re.compile(r"\b(?:because|caused?|due to|owing to|result of|blam\w+|led to)\b", re.I)
_STATE = re.compile(r"\b(?:is|are|was|were|remains?|has been|have been|had been)\b", re.I)
_NAME = re.compile(r"(?<!^)\b[A-Z][\w’'-]+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of two mentions beside their facts: the pair model's chances that they state the
    same and that they differ, the cosine of their vectors, and the words they share."""

    same: float
    differ: float
    near: float
    shared: Shared


@dataclass(frozen=True, slots=True)
class Weights:
    """What ``data/relate.toml`` holds: a weight for each feature by name, and the thresholds: of two
    mentions that state the same, of claims that conflict, of a sign that they may, of an update, of two
    that are worth reading."""

    same: dict[str, float]
    conflict: dict[str, float]
    worth: dict[str, float]
    least_same: float
    least_conflict: float
    least_sign: float
    least_update: float
    least_worth: float


@cache
def weights() -> Weights:
    """Return the shipped weights."""
    raw = read_lists("relate")
    least = raw["least"]
    names = ("same", "conflict", "sign", "update", "worth")
    return Weights(raw["same"], raw["conflict"], raw["worth"], *(least[name] for name in names))


def worth(near: float, shared: Shared) -> float:
    """Return how likely it is, by what costs little, that two mentions state the same or conflict.

    ``near`` is the cosine of their vectors.
    """
    return _chance(weights().worth, _cheap(near, shared))


def _cheap(near: float, shared: Shared) -> dict[str, float]:
    return {
        "one": 1.0,
        "near": near,
        "of_both": shared.of_both,
        "of_shorter": shared.of_shorter,
        "names": float(min(len(shared.words), _MANY)),
    }


def features(
    left: Stated, right: Stated, evidence: Evidence, found: Difference
) -> dict[str, float]:
    """Return what is weighed, by name; ``train/fit_relate.py`` fits the weights to these."""
    return {
        **_cheap(evidence.near, evidence.shared),
        "same": _logit(evidence.same),
        "differ": _logit(evidence.differ),
        "weight": evidence.shared.weight,
        "opposed": float(found.opposed),
        "opposed_of_both": found.opposed * evidence.shared.of_both,
        "called_false": float(calls_false(left) or calls_false(right)),
        "numbers_clash": float(found.of_number),
        "one_article": float(left.article == right.article),
    }


@dataclass(frozen=True, slots=True)
class Verdict:
    """The link of two mentions, None where nothing can be said of them, and how likely they state the
    same, 0 to 1."""

    link: Link | None
    same: float


def relate(left: Stated, right: Stated, evidence: Evidence, judge: str) -> Verdict:
    """Return what can be said of two mentions.

    ``judge`` is noted in the link. A conflict whose score is below ``least_conflict`` is only a sign.
    """
    found = difference(left, right)
    held = features(left, right, evidence, found)
    same, conflict = _chance(weights().same, held), _chance(weights().conflict, held)
    return Verdict(_link(left, right, evidence, Weighed(found, same, conflict), judge), same)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What two mentions say differently, and how likely they state the same and conflict."""

    found: Difference
    same: float
    conflict: float


def _link(
    left: Stated, right: Stated, evidence: Evidence, weighed: Weighed, judge: str
) -> Link | None:
    known, found = weights(), weighed.found
    same, conflict = weighed.same, weighed.conflict
    if found.open and conflict >= same:
        return None  # what is asked, supposed or not answered contradicts nothing
    clash, common = found.clash, len(evidence.shared.words)
    sure = conflict >= known.least_conflict
    sign = conflict >= known.least_sign and conflict >= same
    if _little(left, right):
        conflict = min(conflict, known.least_conflict - _LEAST)
    if common and (sure or sign) and (found.opposed or not _same_words(left, right)):
        return _apart(left, right, evidence, clash, conflict, judge)
    if clash is not None and found.of_number and common >= _COMMON:
        moved = moved_on(left, right, clash)
        if moved and conflict >= known.least_update:
            why = (clash.reason, moved)
            score = round(conflict, 4)
            return Link(left.id, right.id, Relation.UPDATE, Kind.NUMBER, score, why, judge)
    if same >= known.least_same and not found.of_number:
        return _same(left, right, evidence, same, judge)
    return None


def _little(left: Stated, right: Stated) -> bool:
    """Whether a side says too little, and the other is no denial that says enough."""
    short = {side.polarity for side in (left, right) if len(side.words.split()) < _LITTLE}
    long = {left.polarity, right.polarity} - short
    return bool(short) and Polarity.DENIED not in long


def _same_words(left: Stated, right: Stated) -> bool:
    """Whether two differ in little words only: "I'd like to know", "I would like to know"."""
    one, other = (stems(side.words) for side in (left, right))
    return not any(len(stem) > 1 for stem in one ^ other)


def _same(left: Stated, right: Stated, evidence: Evidence, score: float, judge: str) -> Link:
    words = ", ".join(f"“{word}…”" for word in evidence.shared.words[:5])
    reasons = [f"both speak of {words}"] if words else []
    reasons.append(f"the pair model: the same at {evidence.same:.2f}")
    who = (left.id, right.id, Relation.SAME, Kind.CLAIM)
    return Link(*who, round(score, 4), tuple(reasons), judge)


def _apart(
    left: Stated, right: Stated, evidence: Evidence, clash: Clash | None, score: float, judge: str
) -> Link | None:
    reasons = [clash.reason] if clash else []
    reasons.append(f"the pair model: they differ at {evidence.differ:.2f}")
    relation = Relation.CONFLICT
    if score < weights().least_conflict:
        pass  # a sign shows that there may be a conflict, not of what sort
    elif corrects(left, right) and _one_voice(left, right):
        relation = Relation.CORRECTION
        reasons.append("one speaks of an earlier statement that is taken back")
    elif clash is None or clash.kind is not Kind.DENIAL:
        moved = moved_on(left, right, clash)
        if moved:
            relation = Relation.UPDATE
            reasons.append(moved)
    if relation is Relation.CONFLICT and _one_speaker(left, right):
        if clash is None or clash.kind is not Kind.DENIAL:
            return None  # what one source says twice is mostly two ways to say one thing
        score = min(score, weights().least_conflict - _LEAST)
    kind = clash.kind if clash else _kind(left, right)
    return Link(left.id, right.id, relation, kind, round(score, 4), tuple(reasons), judge)


def _one_voice(left: Stated, right: Stated) -> bool:
    """Whether one outlet or one speaker states both."""
    if left.article == right.article and not left.chain and not right.chain:
        return True
    if left.outlet and left.outlet == right.outlet and not left.chain and not right.chain:
        return True
    return _one_speaker(left, right)


def _one_speaker(left: Stated, right: Stated) -> bool:
    """Whether both go back to one source, by its name."""
    names = [one.chain[-1].name for one in (left, right) if one.chain]
    return len(names) > 1 and names[0] == names[1] != ""


def _kind(left: Stated, right: Stated) -> Kind:
    """What a conflict that no typed comparison explains is about, by the words of both sides."""
    if _CAUSE.search(left.words) or _CAUSE.search(right.words):
        return Kind.CAUSE
    named = [set(_NAME.findall(side.words)) for side in (left, right)]
    if named[0] - named[1] and named[1] - named[0]:
        return Kind.IDENTITY
    return Kind.STATUS if _STATE.search(left.words) and _STATE.search(right.words) else Kind.OTHER


def _logit(chance: float) -> float:
    held = min(max(chance, _LEAST), 1 - _LEAST)
    return log(held / (1 - held))


def _chance(weights: dict[str, float], held: dict[str, float]) -> float:
    logit = sum(weight * held[name] for name, weight in weights.items())
    return 1 / (1 + exp(-max(-30.0, min(30.0, logit))))
