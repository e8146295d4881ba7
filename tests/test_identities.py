"""Speakers across articles: the hard cases of tests/data/identities, and what holds for any story."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readings import marked
from sayso.acronyms import acronyms
from sayso.across.identities import identify
from sayso.across.identity import Cast, Identified, Identity, Rule
from sayso.records import Speaker, SpeakerType, content_id, quote
from sayso.resolve import resolve
from sayso.spoken import Spoken

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "data" / "identities" / "cases.toml").read_text(encoding="utf-8")
)["case"]


def cast_of(raw: str, outlet: str, url: str = "") -> Cast:
    text, said = marked(raw)
    spoken = tuple(
        Spoken(number, quote(text, one.source), found.speaker)
        for number, (one, found) in enumerate(zip(said, resolve(text, said), strict=True), 1)
    )
    return Cast(content_id(raw, outlet), outlet, url, spoken, acronyms(text))


def by_statement(found: Identified) -> dict[tuple[str, int], set[str]]:
    who: dict[tuple[str, int], set[str]] = {}
    for one in found.identities:
        for mention in one.mentions:
            who.setdefault((mention.article, mention.statement), set()).add(one.id)
    return who


def identity(found: Identified, name: str) -> Identity:
    return next(one for one in found.identities if name in one.names)


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_hard_cases(case: dict[str, Any], backwards: bool) -> None:
    told = case["articles"]
    # Two articles with the same words by one outlet are told apart by their place.
    casts = [
        cast_of(one["text"] + " " * number, one["outlet"], one.get("url", ""))
        for number, one in enumerate(told)
    ]
    found = identify(casts[::-1] if backwards else casts)
    who = by_statement(found)
    letters: dict[str, str] = {}
    for cast, row in zip(casts, case["who"], strict=True):
        wanted = re.findall(r"\w(?:\+\w)*", row)
        assert len(wanted) == len(cast.spoken)
        for spoken, label in zip(cast.spoken, wanted, strict=True):
            assert len(who[cast.article, spoken.number]) == len(label.split("+"))
            if "+" not in label:
                (one,) = who[cast.article, spoken.number]
                assert letters.setdefault(label, one) == one, spoken.speaker
    assert len(set(letters.values())) == len(letters), "what must stay apart was joined"
    rules = {merge.rule.name for one in found.identities for merge in one.merges}
    assert set(case.get("rules", [])) <= rules
    pairs = {frozenset((one.id, c.id)) for one in found.identities for c in one.candidates}
    assert pairs == {frozenset(map(letters.__getitem__, pair)) for pair in case.get("may_be", [])}
    assert set(case.get("names", [])) <= {one.name for one in found.identities}
    for each in found.identities:
        assert len(each.merges) == len(each.parts) - 1
        assert all(merge.words for merge in each.merges)


QUAY = cast_of("{Peter Smith} [[said]] «no». {Robert Hale} [[said]] «so».", "The Quay")
PIER = cast_of("It is low. {Mr Smith} [[said]] «yes». {Bob Hale} [[said]] «so».", "The Pier")
MOLE = cast_of("{Simon Smith} [[said]] «maybe».", "The Mole")


def test_what_a_person_decides_outranks_the_rules() -> None:
    found = identify([QUAY, PIER])
    smith, other = identity(found, "Peter Smith"), identity(found, "Smith")
    by_hand = identify([QUAY, PIER], joined=[(smith.id, other.id)])
    assert set(identity(by_hand, "Peter Smith").names) == {"Peter Smith", "Smith"}
    assert [one.rule for one in identity(by_hand, "Smith").merges] == [Rule.BY_HAND]
    hale = identity(found, "Bob Hale")
    left, right = hale.parts
    apart = identify([QUAY, PIER], parted=[(right.id, left.id)])
    assert identity(apart, "Bob Hale").id != identity(apart, "Robert Hale").id
    assert not identity(apart, "Bob Hale").candidates


def test_of_joined_and_parted_the_parting_stands_and_unknown_ids_are_passed_over() -> None:
    found = identify([QUAY, PIER])
    pair = (identity(found, "Peter Smith").id, identity(found, "Smith").id)
    both = identify([QUAY, PIER], joined=[pair, ("no", "such")], parted=[pair, (pair[0], "none")])
    assert identity(both, "Peter Smith").id != identity(both, "Smith").id


def test_what_is_parted_stays_so_through_a_third() -> None:
    casts = [cast_of("{Robert Hale} [[said]] «so»." + " " * n, "The Quay") for n in range(3)]
    parts = identify(casts).identities[0].parts
    found = identify(casts, parted=[(parts[0].id, parts[2].id)])
    assert sorted(len(one.parts) for one in found.identities) == [1, 2]


def test_identifiers_stay_when_articles_are_added() -> None:
    before = identify([QUAY, PIER])
    after = identify([QUAY, PIER, MOLE])
    assert {one.id for one in before.identities} < {one.id for one in after.identities}


def test_who_is_unclear_is_counted_and_no_identity() -> None:
    unclear = Speaker("", SpeakerType.UNCLEAR, candidates=("Peter Smith",), reason="two fit")
    found = identify([Cast("a", "", "", (Spoken(1, "he", unclear),))])
    assert not found.identities
    assert [one.statement for one in found.unclear] == [1]


NAMES = ["Peter Smith", "P. Smith", "Bob Hale", "Robert Hale", "Hale", "the police", "Police"]
NAMES += ["Oxley police", "the QWU", "Quay Workers' Union", "Quay Water Union", "Reuters", "a man"]
SPEAKERS = st.builds(
    Speaker,
    st.sampled_from(NAMES),
    st.sampled_from(SpeakerType),
    st.sampled_from(["", "Mayor", "a resident", "Interior Minister", "minister"]),
    st.sampled_from(["", "Reuters", "the police"]),
)
CASTS = st.lists(
    st.tuples(st.sampled_from(["", "The Quay", "The Pier"]), st.lists(SPEAKERS, max_size=4)),
    max_size=8,
)


@settings(max_examples=150, deadline=None)
@given(CASTS, st.randoms(use_true_random=False), st.integers(0, 3))
def test_any_story_is_divided_the_same_in_any_order(raw: Any, random: Any, cut: int) -> None:
    casts = [
        Cast(str(at), outlet, "", tuple(Spoken(n, "", who) for n, who in enumerate(said, 1)))
        for at, (outlet, said) in enumerate(raw)
    ]
    found = identify(casts)
    shuffled = list(casts)
    random.shuffle(shuffled)
    again = identify(shuffled)
    divided = {frozenset(part.id for part in one.parts) for one in found.identities}
    assert divided == {frozenset(part.id for part in one.parts) for one in again.identities}
    for one in found.identities:
        assert len(one.merges) == len(one.parts) - 1
        unnamed = {m.speaker.type for m in one.mentions} & {SpeakerType.UNNAMED}
        assert not unnamed or len(one.parts) == 1
    # Every statement is somewhere, and whoever is first in the story keeps the identifier.
    told = sum(len(cast.spoken) for cast in casts)
    assert sum(len(one.mentions) for one in found.identities) + len(found.unclear) == told
    firsts = {
        part.id: place for place, part in enumerate(p for o in found.identities for p in o.parts)
    }
    assert all(one.id in firsts and one.id == one.parts[0].id for one in found.identities)


def test_what_may_be_one_grows_as_the_coverage_does() -> None:
    told = ["Interior Minister Smith", "Defence Minister Smith", *["Minister Smith"] * 60]
    casts = [cast_of(f"{{{one}}} [[said]] «no»." + " " * n, "") for n, one in enumerate(told)]
    found = identify(casts).identities
    assert len(found) == len(told)
    assert sum(len(one.candidates) for one in found) <= 10 * len(told)
    assert {len(one.candidates) for one in found[:3]} != {0}
