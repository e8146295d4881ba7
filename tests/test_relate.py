"""The verdict on two mentions, and which links between two claims count."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.across.mention import Source
from sayso.across.rarity import Shared
from sayso.across.relate import Evidence, relate, weights
from sayso.across.relation import Kind, Link, Relation
from sayso.across.standing import is_sign, standing
from sayso.across.stated import Stated
from sayso.records import Facts, Polarity, SpeakerType

OPEN = "The gate of the pier stood open on Tuesday."
SHUT = "The gate of the pier was shut on Tuesday."


def said(words: str, article: str, polarity: Polarity = Polarity.ASSERTED) -> Stated:
    facts = Facts(polarity, (), (), (), (), ())
    span = (0, len(words))
    return Stated(article, span, span, words, words, None, (), polarity, facts)


def verdict(
    same: float, differ: float, polarity: Polarity = Polarity.ASSERTED, shared: int = 3
) -> Link | None:
    words = ("gate", "pier", "tuesda")[:shared]
    evidence = Evidence(same, differ, 0.6, Shared(4.0, 0.3, 0.4, words))
    return relate(said(OPEN, "a", polarity), said(SHUT, "b"), evidence, "test").link


def test_what_the_model_takes_to_differ_conflicts() -> None:
    found = verdict(same=0.01, differ=0.98)
    assert found is not None
    assert found.relation is Relation.CONFLICT
    assert not is_sign(found)


def test_what_it_takes_for_the_same_is_the_same() -> None:
    found = verdict(same=0.97, differ=0.01)
    assert found is not None
    assert found.relation is Relation.SAME


def test_in_between_it_is_a_sign_and_below_it_nothing() -> None:
    signs = [verdict(same=0.01, differ=chance / 100) for chance in range(1, 100)]
    assert any(one is not None and is_sign(one) for one in signs)
    assert verdict(same=0.01, differ=0.02) is None


def test_a_few_words_are_never_more_than_a_sign() -> None:
    evidence = Evidence(0.01, 0.99, 0.9, Shared(8.0, 0.5, 0.9, ("gate", "shut")))
    found = relate(said("the shut gate", "a"), said(OPEN, "b"), evidence, "test").link
    assert found is not None
    assert is_sign(found)
    denied = said(OPEN, "b", Polarity.DENIED)
    found = relate(said("the open gate", "a"), denied, evidence, "test").link
    assert found is not None
    assert not is_sign(found)
    little = said("the open gate", "b", Polarity.DENIED)
    found = relate(said("the shut gate", "a"), little, evidence, "test").link
    assert found is not None
    assert is_sign(found)


def test_what_one_source_says_twice_is_no_conflict_but_by_denial() -> None:
    evidence = Evidence(0.01, 0.99, 0.7, Shared(6.0, 0.4, 0.6, ("gate", "pier", "tuesda")))
    clerk, guard = (Source(name, SpeakerType.PERSON) for name in ("Ada Roe", "Ben Ito"))
    first, noon = said(OPEN, "a"), said("The gate of the pier swung at noon on Tuesday.", "b")
    denied = said("The gate of the pier never stood open on Tuesday.", "b")

    def link(one: Stated, other: Stated, who: Source) -> Link | None:
        sides = replace(one, chain=(clerk,)), replace(other, chain=(who,))
        return relate(*sides, evidence, "test").link

    by_two = link(first, noon, guard)
    assert by_two is not None
    assert not is_sign(by_two)
    assert link(first, noon, clerk) is None
    by_one = link(first, denied, clerk)
    assert by_one is not None
    assert is_sign(by_one)
    corrected = said("He apologised: the gate of the pier was shut by Tuesday.", "b")
    taken_back = link(first, corrected, clerk)
    assert taken_back is not None
    assert taken_back.relation is Relation.CORRECTION


def test_what_is_asked_or_shares_no_word_contradicts_nothing() -> None:
    assert verdict(same=0.01, differ=0.98, polarity=Polarity.ASKED) is None
    assert verdict(same=0.01, differ=0.98, shared=0) is None


def test_little_words_are_no_conflict() -> None:
    evidence = Evidence(0.15, 0.95, 0.9, Shared(8.0, 0.9, 0.9, ("know", "paid")))
    told = ("I'd like to know who paid for it.", "I would like to know who paid for it.")
    found = relate(said(told[0], "a"), said(told[1], "b"), evidence, "test").link
    assert found is None or found.relation is Relation.SAME
    denied = said("I never would like to know who paid for it.", "b")
    found = relate(said(told[0], "a"), denied, evidence, "test").link
    assert found is not None
    assert found.relation is Relation.CONFLICT


def link(relation: Relation, score: float) -> Link:
    return Link("a", "b", relation, Kind.OTHER, score, (), "test")


SURE, SIGN = weights().least_conflict + 0.1, weights().least_conflict - 0.1


def test_a_sign_alone_does_not_count_and_two_do() -> None:
    sign = link(Relation.CONFLICT, SIGN)
    assert standing([sign]) == []
    assert standing([sign, sign]) == [sign, sign]


@pytest.mark.parametrize("sure", [Relation.CONFLICT, Relation.CORRECTION])
def test_beside_a_sure_link_they_do(sure: Relation) -> None:
    links = [link(Relation.CONFLICT, SIGN), link(sure, SURE), link(Relation.CONFLICT, SIGN)]
    assert standing(links) == links


def test_beside_an_update_it_does_not() -> None:
    update = link(Relation.UPDATE, 0.15)
    assert standing([link(Relation.CONFLICT, SIGN), update]) == [update]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([Relation.CONFLICT, Relation.UPDATE, Relation.CORRECTION]),
            st.floats(0.0, 1.0),
        )
    )
)
def test_what_counts_is_kept_in_order_and_never_a_sign_alone(
    told: list[tuple[Relation, float]],
) -> None:
    links = [replace(link(*one), left=str(at)) for at, one in enumerate(told)]
    found = standing(links)
    assert found == [one for one in links if one in found]
    assert len(found) != 1 or not is_sign(found[0])
    assert standing(found) == found
