"""Chains of sources: the cases of tests/data/chains, the second reading, and what holds of any text."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readings import marked, spans
from sayso.chained import chained
from sayso.chains import chain, parents
from sayso.nest import nest
from sayso.pipeline import Reader
from sayso.records import Attribution, Form, Kind, Span, check_spans, quote
from sayso.resolve import resolve
from test_resolve import PIECES

FILES = sorted((Path(__file__).parent / "data" / "chains").glob("*.toml"))
CASES: list[dict[str, Any]] = [
    case for file in FILES for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
]


def nothing(text: str) -> list[Attribution]:
    return []


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_chains_of_sources(
    case: dict[str, Any], reader: Reader, request: pytest.FixtureRequest
) -> None:
    if case.get("missed"):
        request.applymarker(pytest.mark.xfail(strict=True, reason="the model misses it"))
    text, outermost = marked(case["text"])
    added = nest(text, outermost, reader.within)
    assert [[quote(text, one.source), quote(text, one.cue)] for one in added] == case["inner"]
    assert all(one.inner for one in added)
    found = chained(text, [*outermost, *added])
    above = {one.parent for one in found}
    chains = [[link.speaker.name for link in one.chain] for one in found]
    assert [names for n, names in enumerate(chains) if n not in above] == case["chains"]
    for one in found:
        assert all(link.reason and link.source for link in one.chain)
        assert one.chain[-1].speaker == one.speaker


def statement(text: str, *words: str) -> Attribution:
    source, cue, content = (((text.index(w), text.index(w) + len(w)),) for w in words)
    return Attribution(source, cue, content, Form.INDIRECT, Kind.SPEECH, 0.9, "model")


def test_a_second_reading_speaks_in_the_coordinates_of_the_whole_text() -> None:
    text = "The board said that the cook muttered the soup was cold."
    outer = statement(text, "The board", "said", "that the cook muttered the soup was cold")

    def reads(piece: str) -> list[Attribution]:
        return [statement(piece, "the cook", "muttered", "the soup was cold")]

    (inner,) = nest(text, [outer], reads)
    assert quote(text, inner.source) == "the cook"
    assert quote(text, inner.content) == "the soup was cold"
    assert (inner.made_by, inner.inner, outer.inner) == ("model+inner", True, False)
    assert [one.parent for one in chained(text, [outer, inner])] == [None, 0]
    assert [one.parent for one in chained(text, [inner, outer])] == [1, None]


def test_what_the_first_reading_found_is_not_found_again() -> None:
    text = "The board said that the cook muttered the soup was cold."
    outer = statement(text, "The board", "said", "that the cook muttered the soup was cold")
    inner = statement(text, "the cook", "muttered", "the soup was cold")

    def reads(piece: str) -> list[Attribution]:
        return [statement(piece, "the cook", "muttered", "the soup was cold")]

    assert nest(text, [outer, inner], reads) == ()


def test_a_content_is_read_as_one_where_a_clause_stands_in_it() -> None:
    text = "Tests, the mayor said, showed that the quay was sinking."
    parts = (*spans(text, "Tests"), *spans(text, "showed that the quay was sinking"))
    outer = replace(statement(text, "the mayor", "said", "Tests"), content=parts)

    def reads(piece: str) -> list[Attribution]:
        assert piece.split() == "Tests showed that the quay was sinking".split()
        return [statement(piece, "Tests", "showed", "that the quay was sinking")]

    (inner,) = nest(text, [outer], reads)
    assert (quote(text, inner.source), quote(text, inner.cue)) == ("Tests", "showed")
    assert quote(text, inner.content) == "that the quay was sinking"


def test_what_stands_between_the_parts_of_a_content_is_no_part_of_a_statement_in_it() -> None:
    text = "Tests showed, the mayor said, that the quay was sinking."
    parts = (*spans(text, "Tests showed"), *spans(text, "that the quay was sinking"))
    outer = replace(statement(text, "the mayor", "said", "Tests"), content=parts)

    def reads(piece: str) -> list[Attribution]:
        whole = ((0, len(piece)),)
        return [replace(statement(piece, "Tests", "showed", "that"), content=whole)]

    (inner,) = nest(text, [outer], reads)
    assert inner.content == parts


def test_what_is_its_own_is_of_whoever_speaks() -> None:
    text = "The board drafted a letter of its own condemning the noise at the quay."
    content = "a letter of its own condemning the noise at the quay"
    outer = statement(text, "The board", "drafted", content)

    def reads(piece: str) -> list[Attribution]:
        return [statement(piece, "its", "condemning", "the noise at the quay")]

    assert nest(text, [outer], reads) == ()


def test_rumours_are_their_own_source() -> None:
    text = "The board denied rumours that the quay had sunk."
    outer = statement(text, "The board", "denied", "rumours that the quay had sunk")

    def reads(piece: str) -> list[Attribution]:
        return [
            replace(statement(piece, "rumours", "rumours", "that the quay had sunk"), source=())
        ]

    (inner,) = nest(text, [outer], reads)
    assert quote(text, inner.source) == "rumours"


def test_what_stands_in_an_inner_statement_must_be_likely_and_say_something() -> None:
    text = "The board said that the cook claimed the maid spoke of the soup and the pots."
    outer = statement(
        text, "The board", "said", "that the cook claimed the maid spoke of the soup and the pots"
    )

    def added(score: float, content: str) -> int:
        def reads(piece: str) -> list[Attribution]:
            first = statement(
                piece, "the cook", "claimed", "the maid spoke of the soup and the pots"
            )
            return [first, replace(statement(piece, "the maid", "spoke of", content), score=score)]

        return len(nest(text, [outer], reads))

    assert added(0.6, "the soup and the pots") == 2
    assert added(0.6, "the soup") == 1
    assert added(0.4, "the soup and the pots") == 1


def test_what_the_first_reading_found_by_another_cue_is_not_found_again() -> None:
    text = "The board denied a bold claim by the cook that the soup was cold."
    outer = statement(
        text, "The board", "denied", "a bold claim by the cook that the soup was cold"
    )
    claim = statement(text, "the cook", "claim", "that the soup was cold")

    def reads(piece: str) -> list[Attribution]:
        return [statement(piece, "the cook", "bold", "the soup was cold")]

    assert nest(text, [outer, claim], reads) == ()


def test_a_second_reading_finds_no_plans() -> None:
    text = "The board said that the cook plans to serve the soup cold."
    outer = statement(text, "The board", "said", "that the cook plans to serve the soup cold")

    def reads(piece: str) -> list[Attribution]:
        return [statement(piece, "the cook", "plans", "to serve the soup cold")]

    assert nest(text, [outer], reads) == ()


def test_whoever_is_cited_first_says_what_the_sentence_says() -> None:
    text = "Citing unnamed sources inside the port, the mayor says the quay was sold."
    citing = statement(text, "the mayor", "Citing", "unnamed sources inside the port")
    says = statement(text, "the mayor", "says", "the quay was sold")
    (inner,) = nest(text, [citing, says], nothing)
    assert quote(text, inner.source) == "unnamed sources"
    assert quote(text, inner.content) == "the quay was sold"


def test_a_credit_at_the_start_of_a_sentence_is_for_all_of_it() -> None:
    text = "As the Harbour Gazette reported, the quay had sunk, a spokesman said."
    said = statement(
        text, "a spokesman", "said", "As the Harbour Gazette reported, the quay had sunk"
    )
    paper = statement(text, "the Harbour Gazette", "reported", "the quay had sunk")
    assert parents(text, [said, paper]) == (1, None)


def test_initials_end_no_sentence_that_opens_with_a_credit() -> None:
    text = (
        "As the Harbour Gazette reported, the quay had sunk, an N.O. Port Service spokesman said."
    )
    said = statement(
        text,
        "an N.O. Port Service spokesman",
        "said",
        "As the Harbour Gazette reported, the quay had sunk",
    )
    paper = statement(text, "the Harbour Gazette", "reported", "the quay had sunk")
    assert parents(text, [said, paper]) == (1, None)


@pytest.mark.parametrize(("words", "above"), [("a claim", 1), ("which", None)])
def test_only_what_is_called_a_claim_is_taken_up(words: str, above: int | None) -> None:
    text = f"The cook said the soup was kept in the hall, {words} the board refused."
    cook = statement(text, "The cook", "said", "the soup was kept in the hall")
    board = statement(text, "the board", "refused", words)
    assert parents(text, [cook, board]) == (above, None)


def test_in_quoted_words_he_is_neither_the_speaker_nor_whom_he_speaks_to(reader: Reader) -> None:
    text = "Karl Ostrow left. Piet Brandsma told Jan Visser: “I believe he is honest -- he says he is.”"
    outer = statement(text, "Piet Brandsma", "told", "“I believe he is honest -- he says he is.”")
    (inner,) = nest(text, [outer], reader.within)
    assert chained(text, [outer, inner])[1].speaker.name == "Karl Ostrow"


def test_statements_inside_others_leave_the_speakers_around_them_as_they_are(
    reader: Reader,
) -> None:
    text = "Two guards came. They said that the cooks claimed the soup was cold. They left early, they said."
    first = statement(text, "They", "said", "that the cooks claimed the soup was cold")
    last = statement(text, "they", "said.", "They left early")
    alone = [one.speaker for one in resolve(text, [first, last])]
    added = nest(text, [first, last], reader.within)
    assert added
    assert [one.speaker for one in chained(text, [first, last, *added])][:2] == alone


def test_a_credit_at_the_end_of_a_sentence_is_for_all_of_it() -> None:
    text = "Two guards say the gate was open, the Harbour Gazette reports."
    guards = statement(text, "Two guards", "say", "the gate was open")
    paper = statement(text, "the Harbour Gazette", "reports", "the gate was open")
    assert parents(text, [guards, paper]) == (1, None)


def test_a_credit_in_the_next_sentence_is_not() -> None:
    text = "Two guards say the gate was open. It was late, the Harbour Gazette reports."
    guards = statement(text, "Two guards", "say", "the gate was open")
    paper = statement(text, "the Harbour Gazette", "reports", "It was late")
    assert parents(text, [guards, paper]) == (None, None)


def test_a_claim_that_is_disputed_stands_inside_the_dispute() -> None:
    text = "The cook said the soup was warm, a claim the guests denied."
    cook = statement(text, "The cook", "said", "the soup was warm")
    guests = statement(text, "the guests", "denied", "a claim")
    assert parents(text, [cook, guests]) == (1, None)


MORE = [
    *PIECES,
    " was told ",
    " by ",
    "according to ",
    " citing ",
    "The Post",
    "told ",
    ": ",
    "reports",
]


@given(
    st.lists(st.sampled_from(MORE), max_size=30).map("".join),
    st.lists(st.integers(0, 200), min_size=6, max_size=6),
)
def test_spans_fit_and_chains_end_whatever_comes_in(text: str, cuts: list[int]) -> None:
    spans: list[Span] = []
    at = 0
    for cut in sorted(cuts):
        if at < min(cut, len(text)):
            spans.append((at, min(cut, len(text))))
            at = min(cut, len(text))
    if len(spans) < 3:
        return
    source, cue, content = ((span,) for span in spans[:3])
    one = Attribution(source, cue, content, Form.INDIRECT, Kind.SPEECH, 0.5)
    statements = [one, *nest(text, [one], nothing)]
    for each in statements:
        for role in (each.source, each.cue, each.content):
            check_spans(role, len(text))
    found = chained(text, statements)
    links = [told.parent for told in found]
    for number, told in enumerate(found):
        assert len(chain(number, links)) <= len(statements)
        for link in told.chain:
            check_spans(link.source, len(text))
            check_spans(link.cue, len(text))
