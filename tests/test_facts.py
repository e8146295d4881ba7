"""What a statement says: times, places, numbers, polarity, and the article's own voice."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.facts import facts_of, voice_of
from sayso.numbers import numbers_of
from sayso.places import places_of
from sayso.records import Attribution, Concerns, Facts, Form, Kind, Span, Voice, quote
from sayso.times import times_of
from sayso.tokens import sentences, tokens_of

CASES = Path(__file__).parent / "data" / "facts"


def cases(name: str) -> list[Any]:
    listed: list[Any] = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    return listed


@pytest.mark.parametrize("case", cases("times"), ids=lambda case: case["text"][:40])
def test_times(case: dict[str, Any]) -> None:
    text = case["text"]
    found = times_of(tokens_of(text), case.get("published", "2016-12-12"))
    assert [[quote(text, [one.span]), one.value] for one in found] == case["times"]
    assert all(one.resolved == (bool(one.value) and "XXXX" not in one.value) for one in found)


@pytest.mark.parametrize("case", cases("numbers"), ids=lambda case: case["text"][:40])
def test_numbers(case: dict[str, Any]) -> None:
    text = case["text"]
    tokens = tokens_of(text)
    found = numbers_of(tokens, [time.span for time in times_of(tokens)])
    told = [
        [quote(text, [n.span]), *("" if v is None else pytest.approx(v) for v in (n.low, n.high)), n.unit]
        for n in found
    ]  # fmt: skip
    assert told == case["numbers"]


def marked(text: str) -> tuple[str, Attribution]:
    """A text with {source}, [cue] and <content>, as plain text and a statement."""
    spans: dict[str, list[Span]] = {"{": [], "[": [], "<": []}
    plain, start = "", 0
    for character in text:
        if character in "{[<":
            start, kind = len(plain), character
        elif character in "}]>":
            spans[kind].append((start, len(plain)))
        else:
            plain += character
    source, cue, content = (tuple(spans[kind]) for kind in "{[<")
    return plain, Attribution(source, cue, content, Form.INDIRECT, Kind.SPEECH, 0.9)


def only(text: str, published: str = "2016-12-12") -> tuple[str, Facts]:
    plain, statement = marked(text)
    (facts,) = facts_of(plain, [statement], published)
    return plain, facts


@pytest.mark.parametrize("case", cases("polarity"), ids=lambda case: case[0][:60])
def test_polarity(case: list[str]) -> None:
    text, facts = only(case[0])
    assert facts.polarity == case[1]
    assert quote(text, facts.marks) == case[2]
    assert quote(text, facts.negation) == case[3]
    assert facts.negated is bool(case[3])


@pytest.mark.parametrize("case", cases("places"), ids=lambda case: case[0][:40])
def test_places(case: list[Any]) -> None:
    text = case[0]
    found = places_of(tokens_of(text))
    assert [[quote(text, [p.span]), p.kind.value, p.relation] for p in found] == case[1]
    assert all(p.span[0] <= name[0] and name[1] <= p.span[1] for p in found for name in p.names)


def test_a_time_counts_from_the_one_before_it() -> None:
    text = "It was agreed on December 2. But four days later it was off."
    first, second = times_of(tokens_of(text), "2016-12-12")
    assert second.anchor == first.span
    assert first.anchor is None


def test_the_time_of_the_statement_is_not_that_of_what_it_speaks_of() -> None:
    text, facts = only(
        "{The mayor} [said] on Monday in Oslo that <the quay burned in 2009 in Bergen>."
    )
    told = [(quote(text, [time.span]), time.concerns) for time in facts.times]
    assert told == [("Monday", Concerns.STATEMENT), ("2009", Concerns.CONTENT)]
    where = [(quote(text, [place.span]), place.concerns) for place in facts.places]
    assert where == [("Oslo", Concerns.STATEMENT), ("Bergen", Concerns.CONTENT)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{The union} [called for] <a strike on Friday>.", "2016-12-16"),
        ("{The union} [demanded] <a vote on Friday>.", "2016-12-16"),
        ("{The union} [promised] <an answer on Friday>.", "2016-12-16"),
        ("{The union} [called for] <calm> on Friday.", "2016-12-09"),
        ("{The union} [asked] <why the quay burned on Friday>.", "2016-12-09"),
        ("{The union} [demanded] <pay for the work of last Friday>.", "2016-12-09"),
    ],
)
def test_the_friday_of_a_demand_is_the_next_one(text: str, value: str) -> None:
    _, facts = only(text)  # published on a Monday
    assert [time.value for time in facts.times] == [value]


def test_what_is_counted_has_its_words() -> None:
    text, facts = only("{The mayor} [said] <some 300 fishing boats sank off the coast>.")
    (number,) = facts.numbers
    assert number.counts is not None
    assert quote(text, [number.counts]) == "fishing boats"
    assert number.approximate


def test_the_article_speaks_where_nobody_else_does() -> None:
    text, statement = marked(
        "{The mayor} [said] <the quay burned>. The fire began at noon. It seems that time has run out."
    )
    told = [(quote(text, [own.span]), own.voice) for own in voice_of(text, [statement])]
    assert told == [
        ("The fire began at noon.", Voice.REPORT),
        ("It seems that time has run out.", Voice.OPINION),
    ]


def test_the_author_who_sees_a_seeming_is_the_author() -> None:
    text, statement = marked(
        "<The council and the port> [seem] <no longer in any mood to talk of it>."
    )
    (own,) = voice_of(text, [statement])
    assert own.voice is Voice.OPINION
    assert own.facts.polarity == "hedged"


def test_a_quotation_is_not_the_articles_voice() -> None:
    text = "“The quay must be rebuilt by the people who burned it down.” The fire is out."
    assert [quote(text, [own.span]) for own in voice_of(text, [])] == ["The fire is out."]


@pytest.mark.parametrize(
    "published", ["", "soon", "2016", "2016-13-45", "9999-12-31", "0001-01-01"]
)
def test_any_day_of_publication_is_taken(published: str) -> None:
    text = "Yesterday, last month, next year, next week, May 3, last summer, 100 years ago."
    for time in times_of(tokens_of(text), published):
        assert text[slice(*time.span)]


WORDS = st.lists(
    st.sampled_from(
        "May 3 the day before later 30 February 2016 $ half a dozen million - to between and near Mount "
        "Rome . , “ ” ' not last next week said 1,200 % ago Tuesday 3:30 p.m. since one ? \n "
        "if might 9/11 ² १२".split(" ")
    ),
    max_size=40,
).map(" ".join)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(), WORDS), st.sampled_from(["", "2016-12-12", "2016-02-29"]))
def test_every_span_lies_in_the_text_and_shows_words(text: str, published: str) -> None:
    third = len(text) // 3
    cuts = ((0, third), (third, 2 * third), (2 * third, len(text)))
    source, cue, content = (((a, b),) if a < b else () for a, b in cuts)
    statement = Attribution(source, cue, content, Form.INDIRECT, Kind.SPEECH, 0.5)
    told = [
        *facts_of(text, [statement], published),
        *(o.facts for o in voice_of(text, [], published)),
    ]
    for facts in told:
        spans = [*facts.marks, *facts.negation, *(p.span for p in facts.places)]
        spans += [time.span for time in facts.times] + [n.span for n in facts.numbers]
        spans += [n.counts for n in facts.numbers if n.counts]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(text[start:end].strip() == text[start:end] for start, end in spans)
        for number in facts.numbers:
            assert number.low is None or number.high is None or number.low <= number.high
            assert re.search(r"\w", text[slice(*number.span)])


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The ferry left the old quay shortly before 10 a.m. Dockers waved from the pier.", 2),
        ("The ferry left the old quay shortly before 10 a.m. Eastern time.", 1),
        ("The ferry left the old quay shortly before 10 a.m. Monday.", 1),
        ("The ferry left the old quay shortly before 10 a.m. and sank.", 1),
        ("At 10 a.m. Ada Roe left the quay.", 1),
    ],
)
def test_an_hour_ends_a_sentence_that_said_enough(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@given(st.text())
def test_sentences_are_in_order_and_hold_every_visible_character(text: str) -> None:
    found = sentences(text)
    assert all(a[1] <= b[0] for a, b in pairwise(found))
    assert "".join("".join(text[a:b].split()) for a, b in found) == "".join(text.split())


@pytest.mark.parametrize(
    "piece",
    ["a", "1", "1,", "the ", "last the ", "two and ", "between 1 and ", "“", ". ", "if could ", "Mount ",
     "n't ", "had not ", "one hundred ", "9", "in A", "Rome, ", "could x", "\n", "is not ", "?"],
)  # fmt: skip
def test_hostile_texts_come_to_an_end(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    statement = Attribution((), ((0, 1),), ((1, len(text)),), Form.INDIRECT, Kind.SPEECH, 0.5)
    assert len(facts_of(text, [statement], "2016-12-12")) == 1
    assert voice_of(text, [statement]) is not None


SEED = Path(__file__).parent.parent.parent / "shared" / "seed"


@pytest.mark.skipif(not SEED.is_dir(), reason="the document that started sayso is not in ../shared")
@pytest.mark.parametrize(
    ("published", "dates"),
    [
        ("2016-12-12", ["2016-12-12", "2016-12-02", "2016-12-06"]),
        ("", ["", "XXXX-12-02", "XXXX-12-06"]),
    ],
)
def test_the_dates_of_the_seed_document(published: str, dates: list[str]) -> None:
    (file,) = SEED.glob("*.txt")
    text = file.read_text(encoding="utf-8")
    found = {quote(text, [time.span]): time for time in times_of(tokens_of(text), published)}
    words = ("Earlier in the day", "December 2", "four days later")
    assert [found[word].value for word in words] == dates
    assert all(found[word].resolved is bool(published) for word in words)
    assert not found["at this eleventh hour"].resolved
    judged = [o for o in voice_of(text, [], published) if o.voice is Voice.OPINION]
    assert any("bankruptcy" in quote(text, [own.span]) for own in judged)
