"""Which mentions are one claim, and what can be said of it: the pure parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.across.claimed import Ties, claimed
from sayso.across.mention import Source
from sayso.across.relation import Kind, Relation, Status
from sayso.across.statuses import Against, Stance, by_subject, later_side, statuses_of
from sayso.records import Polarity, SpeakerType

SURE = 0.9

PAIRS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=8)


def linked(*pairs: tuple[int, int]) -> list[tuple[int, int, float]]:
    """The pairs, each as sure as a good link is."""
    return [(*pair, SURE) for pair in pairs]


@pytest.mark.parametrize(
    ("ties", "wanted"),
    [
        (Ties(same=linked((1, 2), (2, 3))), [[1, 2, 3], [4]]),
        (Ties(same=linked((1, 2), (2, 3)), apart=[(1, 3)]), [[1, 2], [3], [4]]),
        (Ties(same=linked((2, 3), (1, 2)), apart=[(1, 3)]), [[1], [2, 3], [4]]),
        (Ties(same=linked((1, 2), (2, 3), (3, 4)), parted=[(1, 4)]), [[1, 2, 3], [4]]),
        (Ties(apart=[(1, 2)], joined=[(1, 2)]), [[1, 2], [3], [4]]),
        (Ties(joined=[(1, 2)], parted=[(2, 1)]), [[1], [2], [3], [4]]),
        (Ties(same=linked((1, 2)), apart=[(2, 3)], joined=[(3, 1)]), [[1, 2, 3], [4]]),
        (Ties(same=linked((1, 9), (9, 2))), [[1], [2], [3], [4]]),
    ],
)
def test_a_person_outranks_the_model_and_conflicts_part(
    ties: Ties, wanted: list[list[int]]
) -> None:
    assert claimed([1, 2, 3, 4], ties) == wanted


def test_a_chain_of_doubtful_links_is_no_claim() -> None:
    doubtful = [(1, 2, 0.55), (2, 3, 0.55), (3, 4, 0.55)]
    assert claimed([1, 2, 3, 4], Ties(same=doubtful)) == [[1, 2], [3, 4]]


def test_two_groups_are_one_when_enough_links_join_them() -> None:
    within = [(1, 2, 0.9), (3, 4, 0.9)]
    one, three = [(2, 3, 0.7)], [(2, 3, 0.7), (1, 3, 0.7), (2, 4, 0.7)]
    assert claimed([1, 2, 3, 4], Ties(same=[*within, *one])) == [[1, 2], [3, 4]]
    assert claimed([1, 2, 3, 4], Ties(same=[*within, *three])) == [[1, 2, 3, 4]]


def test_what_was_compared_and_is_unlike_keeps_groups_apart() -> None:
    joined = [(1, 2, 0.8), (2, 3, 0.8)]
    assert claimed([1, 2, 3], Ties(same=joined)) == [[1, 2, 3]]
    assert claimed([1, 2, 3], Ties(same=joined, unlike=[(1, 3, 0.1)])) == [[1, 2], [3]]


@given(PAIRS, PAIRS, PAIRS, PAIRS)
def test_what_a_person_parted_is_never_one(
    same: list[tuple[int, int]],
    apart: list[tuple[int, int]],
    joined: list[tuple[int, int]],
    parted: list[tuple[int, int]],
) -> None:
    groups = claimed(range(8), Ties(linked(*same), (), apart, joined, parted))
    assert sorted(one for group in groups for one in group) == list(range(8))
    of = {one: number for number, group in enumerate(groups) for one in group}
    assert all(of[a] != of[b] for a, b in parted if a != b)
    if not joined:
        assert all(of[a] != of[b] for a, b in apart if a != b)


def side(
    words: str = "", who: str = "", polarity: Polarity = Polarity.ASSERTED, day: str = ""
) -> Stance:
    chain = (Source(who, SpeakerType.PERSON),) if who else ()
    return Stance(polarity, " not " in words, chain, day, words)


@pytest.mark.parametrize(
    ("relation", "left", "right", "wanted"),
    [
        (Relation.CONFLICT, side(), side(polarity=Polarity.DENIED), "right"),
        (Relation.CONFLICT, side("it is not so"), side("it is so"), "left"),
        (Relation.CONFLICT, side("it is so"), side("it is so"), ""),
        (Relation.UPDATE, side(day="2031-01-01"), side(day="2031-01-02"), "right"),
        (Relation.UPDATE, side(day="2031-01-03"), side(day="2031-01-02"), "left"),
        (Relation.CORRECTION, side(), side(), "right"),
        (Relation.SAME, side("not"), side(), ""),
    ],
)
def test_which_side_answers_the_other(
    relation: Relation, left: Stance, right: Stance, wanted: str
) -> None:
    assert later_side(relation, Kind.DENIAL, left, right) == wanted


def test_a_denial_is_by_the_subject_where_the_words_name_the_denier() -> None:
    denied = side("the mayor Ada Quill took the money of Tarn Ltd")
    assert by_subject(side(who="Ada Quill"), denied)
    assert by_subject(side(who="Quill"), denied)
    assert not by_subject(side(who="Police"), denied)
    assert not by_subject(side(), denied)
    spokesman = Stance(
        Polarity.DENIED, False, (Source("Jon Reed", SpeakerType.PERSON, "Tarn Ltd"),), "", ""
    )
    assert by_subject(spokesman, denied)


def against(relation: Relation, answers: bool, subject: bool = False) -> Against:
    return Against(relation, Kind.DENIAL, answers, subject)


@pytest.mark.parametrize(
    ("reports", "origins", "others", "wanted"),
    [
        (1, 1, [], [Status.ONE_ORIGIN]),
        (3, 1, [], [Status.REPEATED]),
        (3, 2, [], [Status.SEPARATE]),
        (1, 0, [], [Status.UNCLEAR]),
        (1, 1, [against(Relation.CONFLICT, True)], [Status.ONE_ORIGIN, Status.DISPUTED]),
        (1, 1, [against(Relation.CONFLICT, True, True)], [Status.ONE_ORIGIN, Status.DENIED]),
        (1, 1, [against(Relation.CONFLICT, False, True)], [Status.ONE_ORIGIN, Status.DISPUTED]),
        (1, 1, [against(Relation.UPDATE, True)], [Status.ONE_ORIGIN, Status.SUPERSEDED]),
        (1, 1, [against(Relation.UPDATE, False)], [Status.ONE_ORIGIN]),
        (1, 1, [against(Relation.CORRECTION, True)], [Status.ONE_ORIGIN, Status.WITHDRAWN]),
    ],
)
def test_statuses(reports: int, origins: int, others: list[Against], wanted: list[Status]) -> None:
    assert list(statuses_of(reports, origins, others)) == wanted
