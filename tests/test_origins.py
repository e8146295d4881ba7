"""Where the knowledge of a claim starts: counted with reasons, and rather too few than too many."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.across.credits import credits
from sayso.across.echoes import echoes
from sayso.across.joins import Why
from sayso.across.mention import Mention, Source
from sayso.across.origins import Judged, Origins, origins, sources
from sayso.across.united import United
from sayso.records import Article, Polarity, SpeakerType

CASES = tomllib.loads(
    (Path(__file__).parent / "data/across/origins.toml").read_text(encoding="utf-8")
)["case"]


def source(words: str) -> Source:
    kind, _, name = words.partition(": ")
    name, _, institution = name.partition(" / ")
    return Source(name, SpeakerType(kind), institution)


def mention(name: str, outlet: str, day: str = "", *chain: str, **more: Any) -> Mention:
    published = f"2031-{day}" if day else ""
    return Mention(
        name, outlet, (0, 1), tuple(map(source, chain)), outlet, published=published, **more
    )


def groups(found: Origins) -> list[str]:
    return [" ".join(sorted(one.id for one in origin.mentions)) for origin in found.origins]


def reasons(found: Origins) -> list[Why]:
    return [join.why for origin in found.origins for join in origin.joins]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_hard_cases(case: dict[str, Any]) -> None:
    found = origins([mention(*one) for one in case["mentions"]])
    assert sorted(groups(found)) == case["origins"]
    assert reasons(found) == case["why"]


LEDE = "Nine people were killed when the store blew up before dawn and set the quay on fire"


def reported(*articles: Article) -> list[Mention]:
    """A mention in the article's own voice, over the lede of each article."""
    return [
        Mention(one.outlet, one.id, (0, len(LEDE)), outlet=one.outlet, published=one.published)
        for one in articles
    ]


def test_a_reprint_is_no_second_origin() -> None:
    one = Article(f"{LEDE}.", "", "", outlet="Courier", published="2031-05-01")
    two = Article(
        f"{LEDE.replace('killed', 'dead')}, it is said.",
        "",
        "",
        outlet="Today",
        published="2031-05-01",
    )
    found = origins(reported(one, two), echoes([one, two]))
    (origin,) = found.origins
    assert [(join.why, join.words) for join in origin.joins] == [
        (Why.SAME_TEXT, "both stand in a passage of 16 equal words")
    ]


def told_by(text: str, outlet: str, *told: tuple[str, str]) -> tuple[Article, list[Mention]]:
    """An article, and a mention by each source over the words given with it."""
    article = Article(text, "", "", outlet=outlet)
    spans = [(text.index(words), text.index(words) + len(words)) for _, words in told]
    mentions = [
        Mention(f"{outlet} {who}", article.id, span, (source(who),), outlet)
        for (who, _), span in zip(told, spans, strict=True)
    ]
    return article, mentions


AIDE, NURSE = "unnamed: an aide", "unnamed: a nurse"


@pytest.mark.parametrize(
    ("left", "right", "count"),
    [
        ("person: Ilse Dravik", "person: Tomas Varnholt", 2),
        ("person: Ilse Dravik", "unnamed: an official", 2),
        ("unnamed: an official", "unnamed: an aide", 1),
        ("organisation: the ministry", "unnamed: a spokesman / ministry", 1),
    ],
)
def test_in_copied_text_an_origin_is_one_unless_it_is_named_otherwise(
    left: str, right: str, count: int
) -> None:
    one, lefts = told_by(f"{LEDE}, it was said.", "Courier", (left, LEDE))
    two, rights = told_by(f"{LEDE}, we hear.", "Today", (right, LEDE))
    assert origins([*lefts, *rights], echoes([one, two])).at_most == count


def test_what_stands_beside_the_copied_text_is_not_the_same_text() -> None:
    one, lefts = told_by(f"{LEDE}, it was said.", "Courier", (AIDE, LEDE))
    two, rights = told_by(f"{LEDE}. An aide counts nine dead.", "Today", (AIDE, "nine dead"))
    assert origins([*lefts, *rights], echoes([one, two])).at_most == 2


def test_a_shared_quotation_is_not_the_same_text() -> None:
    one, lefts = told_by(f"“{LEDE},” an aide said.", "Courier", (AIDE, LEDE))
    two, rights = told_by(f"An aide was clear: “{LEDE}.”", "Today", (AIDE, LEDE))
    shared = echoes([one, two])
    assert shared
    assert origins([*lefts, *rights], shared).at_most == 2


def test_in_copied_text_mentions_at_the_same_place_are_one() -> None:
    text = f"{LEDE}, says one who was there. Nine were found dead in the water under the old store."
    told = ((NURSE, LEDE), (AIDE, "Nine were found dead"))
    one, lefts = told_by(text, "Courier", *told)
    two, rights = told_by(text, "Today", *told)
    assert sorted(groups(origins([*lefts, *rights], echoes([one, two])))) == [
        f"Courier {NURSE} Today {NURSE}",
        f"Courier {AIDE} Today {AIDE}",
    ]


def test_two_outlets_that_credit_one_agency_are_one_origin() -> None:
    one = Article(f"KELBY (AP) - {LEDE}.", "", "", outlet="Courier", published="2031-05-01")
    two = Article(
        "Nine died.\n\nThe Associated Press contributed to this report.",
        "",
        "",
        outlet="Today",
        published="2031-05-01",
    )
    given = [credit for article in (one, two) for credit in credits(article)]
    found = origins(reported(one, two), credits=given)
    assert reasons(found) == [Why.CREDITED]
    assert [join.words for join in found.origins[0].joins] == [
        "both rest on the text of The Associated Press"
    ]


def test_whether_it_was_said_is_counted_apart_from_who_knows_it() -> None:
    one = Article(f"{LEDE}, says the fire chief.", "", "", outlet="Courier")
    two = Article(f"{LEDE}, says the fire chief.", "", "", outlet="Today")
    three = Article("The fire chief counts nine dead.", "", "", outlet="Ledger")
    chief = (source("person: the fire chief"),)
    mentions = [
        Mention(one.outlet, one.id, (0, len(LEDE)), chief, one.outlet) for one in (one, two, three)
    ]
    found = origins(mentions, echoes([one, two, three]))
    (origin,) = found.origins
    assert origin.accounts == ((one.id, two.id), (three.id,))
    assert sources(mentions) == chief
    assert origin.line == (
        "3 reports in 2 accounts, 1 origin: all rest on the fire chief, as quoted by Courier: "
        "both stand in a passage of 21 equal words; both quote the fire chief"
    )


def test_a_question_is_no_origin() -> None:
    asked = mention("a", "Courier", "05-01", polarity=Polarity.ASKED)
    said = mention("b", "Ledger", "05-02", "person: Ilse Dravik")
    found = origins([asked, said])
    assert (found.at_most, len(found.origins)) == (1, 2)
    assert found.line == "2 reports, 1 origin"


def test_one_who_was_identified_across_articles_is_one_whatever_the_name() -> None:
    named = Mention("a", "1", (0, 1), (Source("Ilse Dravik", SpeakerType.PERSON, identity="7"),))
    called = Mention("b", "2", (0, 1), (Source("the mayor", SpeakerType.PERSON, identity="7"),))
    other = Mention("c", "3", (0, 1), (Source("Ilse Dravik", SpeakerType.PERSON, identity="8"),))
    assert groups(origins([named, called, other])) == ["a b", "c"]


def test_an_identity_makes_no_unnamed_source_a_named_one() -> None:
    some = (Source("an official", SpeakerType.UNNAMED, identity="7"),)
    one, two = (Mention(name, name, (0, 1), some, outlet=name) for name in "ab")
    assert origins([one, two]).at_most == 2


def test_a_persons_judgement_outranks_the_rules() -> None:
    mentions = [
        mention("a", "Courier", "05-01", "person: Ilse Dravik"),
        mention("b", "Ledger", "05-02", "person: Ilse Dravik"),
        mention("c", "Today", "05-03", "person: Tomas Varnholt"),
    ]
    judged = Judged(joined=(("b", "c"), ("c", "gone")), parted=(("a", "b"),))
    found = origins(mentions, judged=judged)
    assert groups(found) == ["a", "b c"]
    assert reasons(found) == [Why.BY_HAND]
    assert [(one.left, one.right, one.why) for one in found.withheld] == [
        ("a", "b", Why.SAME_SPEAKER)
    ]


def test_one_without_a_source_that_is_parted_rests_on_the_next() -> None:
    mentions = [
        mention("a", "Courier", "05-01", "person: Ilse Dravik"),
        mention("b", "Ledger", "05-01", "person: Tomas Varnholt"),
        mention("c", "Today", "05-03"),
    ]
    found = origins(mentions, judged=Judged(parted=(("c", "a"),)))
    assert groups(found) == ["a", "b c"]


CHAINS = [
    (),
    ("person: Ilse Dravik",),
    ("person: Dravik",),
    ("unnamed: an official",),
    ("outlet: Courier",),
    ("outlet: Courier", "unnamed: an official"),
    ("organisation: the ministry",),
    ("unnamed: a spokesman / ministry",),
    ("group: Local media",),
    ("document: a report",),
]
some_mentions = st.lists(
    st.tuples(
        st.sampled_from(["Courier", "Ledger", "Today"]),
        st.sampled_from(["", "05-01", "05-02"]),
        st.sampled_from(CHAINS),
    ),
    max_size=8,
).map(lambda many: [mention(str(n), o, d, *chain) for n, (o, d, chain) in enumerate(many)])
pairs = st.lists(st.tuples(*[st.sampled_from("01234567")] * 2).filter(lambda p: p[0] != p[1]))


def connected(members: Sequence[str], links: Iterable[tuple[str, str]]) -> bool:
    """Whether the links lead from the first member to all of them: a plain walk."""
    reached, links = {members[0]}, list(links)
    for _ in members:
        reached |= {b for pair in links for a, b in (pair, pair[::-1]) if a in reached}
    return reached == set(members)


@given(some_mentions, pairs, pairs)
def test_every_mention_has_one_origin_and_the_joins_are_a_tree(
    mentions: list[Mention], joined: list[tuple[str, str]], parted: list[tuple[str, str]]
) -> None:
    found = origins(mentions, judged=Judged(tuple(joined), tuple(parted)))
    assert sorted(one.id for o in found.origins for one in o.mentions) == [m.id for m in mentions]
    for origin in found.origins:
        members = [one.id for one in origin.mentions]
        assert len(origin.joins) == len(members) - 1
        assert connected(members, [(join.left, join.right) for join in origin.joins])
        assert all(join.words for join in origin.joins)
        assert not any({one, other} <= set(members) for one, other in parted)
    kept_apart = [{join.left, join.right} for join in found.withheld]
    assert not kept_apart or parted


@given(some_mentions)
def test_unnamed_sources_meet_only_with_a_publisher_in_common(mentions: list[Mention]) -> None:
    for origin in origins(mentions).origins:
        roots = [
            one
            for one in origin.mentions
            if one.root is not None and one.root.name == "an official"
        ]
        for one, other in itertools.combinations(roots, 2):
            tellers = [m.chain[0].name if len(m.chain) > 1 else m.outlet for m in (one, other)]
            assert tellers[0] == tellers[1]


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9))), st.integers(0, 9), st.integers(0, 9)
)
def test_groups_grow_as_by_relabelling(links: list[tuple[int, int]], a: int, b: int) -> None:
    united, label = United(range(10)), list(range(10))
    if a != b:
        united.part(a, b)
    for one, other in links:
        merged = [label[one] if now == label[other] else now for now in label]
        allowed = label[one] != label[other] and (a == b or merged[a] != merged[b])
        assert united.join(one, other) == allowed
        label = merged if allowed else label
    assert {frozenset(group) for group in united.groups()} == {
        frozenset(n for n in range(10) if label[n] == now) for now in label
    }
