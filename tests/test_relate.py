"""The verdict on two mentions: what is as likely the same conflicts only by what the words show."""

from __future__ import annotations

from sayso.across.rarity import Shared
from sayso.across.relate import Evidence, relate
from sayso.across.relation import Relation
from sayso.across.stated import Stated
from sayso.records import Facts, Polarity

TORN = 0.9  # a chance of the same that leaves the judge torn; beside it
DIFFER = 0.99


def said(words: str, article: str) -> Stated:
    facts = Facts(Polarity.ASSERTED, (), (), (), (), ())
    span = (0, len(words))
    return Stated(article, span, span, words, words, None, (), Polarity.ASSERTED, facts)


def verdict(left: str, right: str, same: float) -> Relation | None:
    shared = Shared(8.0, 0.5, 0.6, ("gate", "pier", "tuesda"))
    evidence = Evidence(same, DIFFER, 0.9, shared)
    found = relate(said(left, "a"), said(right, "b"), evidence, "test")
    return None if found is None else found.relation


def test_what_the_model_alone_takes_to_differ_conflicts() -> None:
    told = (
        "The gate of the pier stood open on Tuesday.",
        "The gate of the pier was shut on Tuesday.",
    )
    assert verdict(*told, same=0.03) is Relation.CONFLICT


def test_what_is_as_likely_the_same_is_no_conflict() -> None:
    told = (
        "The gate of the pier was locked on Tuesday.",
        "The gate of the pier was shut on Tuesday.",
    )
    assert verdict(*told, same=TORN) is not Relation.CONFLICT


def test_but_a_denial_is_one() -> None:
    told = (
        "The gate of the pier was locked on Tuesday.",
        "The gate of the pier was never locked on Tuesday.",
    )
    assert verdict(*told, same=TORN) is Relation.CONFLICT
