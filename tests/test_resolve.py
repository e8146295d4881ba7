"""Speakers within an article: the hard cases of tests/data/speakers, chains, the inner pass."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readings import marked
from sayso.chains import parents
from sayso.records import Attribution, Form, Kind, Span, SpeakerType
from sayso.resolve import resolve

FILES = sorted((Path(__file__).parent / "data" / "speakers").glob("*.toml"))
CASES: list[dict[str, Any]] = [
    case for file in FILES for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_hard_cases(case: dict[str, Any]) -> None:
    text, attributions = marked(case["text"])
    speakers = [one.speaker for one in resolve(text, attributions)]
    assert [one.name for one in speakers] == case["who"]
    assert [one.type for one in speakers] == case["type"]
    for speaker, wanted in zip(speakers, case.get("for", []), strict=False):
        assert speaker.speaks_for == wanted
    for speaker in speakers:
        assert speaker.reason
        assert speaker.named or speaker.type is SpeakerType.UNCLEAR


def test_two_who_fit_are_candidates() -> None:
    text, attributions = marked(
        "Alan Birch and Simon Alder came in. Nobody spoke of it. {He} [[said]] «so»."
    )
    (said,) = resolve(text, attributions)
    assert said.speaker.type in (SpeakerType.UNCLEAR, SpeakerType.PERSON)
    assert said.speaker.name in ("", "Alan Birch", "Simon Alder")


def test_the_description_and_the_office_are_the_articles_words() -> None:
    text, attributions = marked(
        "{The Lakeside Observatory, a private body that has long backed the dam,} [[said]] «it holds». "
        "{Interior Minister Pavel Novak} [[said]] «it leaks»."
    )
    body, minister = (one.speaker for one in resolve(text, attributions))
    assert [text[a:b] for a, b in body.described] == ["a private body that has long backed the dam"]
    assert minister.role == "Interior Minister"


def test_statements_inside_statements_have_a_parent_and_no_ring() -> None:
    text = "The Valley Post reports that Anna Reuter said the dam had burst."
    outer = Attribution(((0, 15),), ((16, 23),), ((24, 63),), Form.INDIRECT, Kind.SPEECH, 0.9)
    inner = Attribution(((29, 40),), ((41, 45),), ((46, 63),), Form.INDIRECT, Kind.SPEECH, 0.9)
    assert parents(text, [outer, inner]) == (None, 0)
    assert parents(text, [inner, outer]) == (1, None)
    assert [one.parent for one in resolve(text, [outer, inner])] == [None, 0]


PIECES = [
    "Ana Ruiz",
    " said ",
    "he",
    "they",
    "the ",
    "“",
    "”",
    "’s ",
    ", ",
    " and ",
    ".",
    "\n\n",
    "X",
    " ",
]


@given(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.lists(st.tuples(st.integers(0, 90), st.integers(1, 12)), max_size=4),
)
def test_any_text_gives_a_speaker_whose_spans_lie_in_it(text: str, places: list[Span]) -> None:
    spans = [(at, at + size) for at, size in places if at + size <= len(text)]
    statements = [Attribution((s,), (s,), (s,), Form.INDIRECT, Kind.SPEECH, 0.9) for s in spans]
    for one in resolve(text, statements):
        for start, end in (*one.speaker.named, *one.speaker.described):
            assert 0 <= start < end <= len(text)


def test_who_says_an_indirect_statement_without_a_source_is_left_open() -> None:
    text = "Ruth Amadi said so. It was feared that the dam had burst."
    said = Attribution(((0, 10),), ((11, 15),), ((16, 18),), Form.INDIRECT, Kind.SPEECH, 0.9)
    feared = Attribution((), ((23, 33),), ((34, 56),), Form.INDIRECT, Kind.THOUGHT, 0.9)
    assert [one.speaker.type for one in resolve(text, [said, feared])] == ["person", "unclear"]
