"""What an article states, piece by piece."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.across.propositions import propositions
from sayso.across.stated import stated_in
from sayso.across.typed import Parity, parity
from sayso.chains import parents
from sayso.records import Article, Attribution, Form, Kind, Polarity, Span
from sayso.understand import understand


def pieces(text: str) -> list[str]:
    return [text[slice(*one.span)] for one in propositions(text, (), ())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bridge was closed, and the ferry sailed at noon.",
         ["The bridge was closed", "the ferry sailed at noon."]),
        ("The bridge and the ferry were closed.", ["The bridge and the ferry were closed."]),
        ("It was a low point between Mr. Roe and Mrs. Ito and has touched off weeks of talk.",
         ["It was a low point between Mr. Roe and Mrs. Ito and has touched off weeks of talk."]),
        ("They were two letters that Mrs. Ito had kept and a photograph, and the board burned them.",
         ["They were two letters that Mrs. Ito had kept and a photograph", "the board burned them."]),
        ("The bridge was closed; nobody was hurt in the fall.",
         ["The bridge was closed", "nobody was hurt in the fall."]),
        ("MERRIN, May 4 (TNA)\n\nThe bridge was closed.", ["The bridge was closed."]),
        ("", []),
    ],
)  # fmt: skip
def test_a_sentence_of_two_propositions_gives_two(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


def test_inner_words_are_counted_once() -> None:
    text = "The paper reported that the clerk said the bridge was closed on Monday."
    outer = Attribution(((0, 9),), ((10, 18),), ((19, 70),), Form.INDIRECT, Kind.SPEECH, 1.0)
    inner = Attribution(((24, 33),), ((34, 38),), ((39, 70),), Form.INDIRECT, Kind.SPEECH, 1.0)
    found = propositions(text, (outer, inner), (None, 0))
    assert [(one.statement, text[slice(*one.span)]) for one in found] == [
        (1, "the bridge was closed on Monday")
    ]


@given(st.text(alphabet="ab .,;\n“”Tthewas1", max_size=200))
def test_pieces_are_in_order_and_stand_in_their_sentences(text: str) -> None:
    found = propositions(text, (), ())
    for one in found:
        assert one.sentence[0] <= one.span[0] < one.span[1] <= one.sentence[1]
    assert [one.span for one in found] == sorted(one.span for one in found)


def statement(text: str, source: str, cue: str, content: str) -> Attribution:
    """A statement whose parts are these words, where they first stand in ``text``."""

    def place(words: str) -> tuple[Span, ...]:
        at = text.index(words)
        return ((at, at + len(words)),)

    parts = (place(source), place(cue), place(content))
    return Attribution(*parts, Form.INDIRECT, Kind.SPEECH, 1.0)


def found(text: str, *statements: Attribution) -> list[tuple[str, int | None]]:
    """The words of each proposition, and the statement whose source they go back to."""
    placed = propositions(text, statements, parents(text, statements))
    return [(text[slice(*one.span)], one.statement) for one in placed]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "expected"),
    [
        ("The board denied the report.", "The board", "denied", "the report",
         [("The board denied the report.", 0)]),
        ("The board announced a second ferry to the islands on Friday.", "The board", "announced",
         "a second ferry to the islands",
         [("The board announced a second ferry to the islands on Friday.", 0)]),
        ("The board said the ferry would sail on Friday.", "The board", "said",
         "the ferry would sail on Friday", [("the ferry would sail on Friday", 0)]),
        ("The plan set off a long quarrel in the town, from dockers praising the pier to owners.",
         "dockers", "praising", "the pier",
         [("The plan set off a long quarrel in the town, from dockers praising the pier to owners.", None)]),
        ("The clerk, who had left the board in May, said the pier was safe.",
         "The clerk, who had left the board in May", "said", "the pier was safe",
         [("The clerk, who had left the board in May", None), ("the pier was safe", 0)]),
        ("Ada Roe, the clerk’s sister, said the pier was safe.", "Ada Roe, the clerk’s sister", "said",
         "the pier was safe", [("the pier was safe", 0)]),
    ],
)  # fmt: skip
def test_what_is_too_little_to_compare_is_told_with_who_said_it(
    text: str, source: str, cue: str, content: str, expected: list[tuple[str, int | None]]
) -> None:
    assert found(text, statement(text, source, cue, content)) == expected


def test_a_silent_statement_inside_another_is_told_in_its_words() -> None:
    text = "The clerk said on Monday that the owners rejected the account."
    outer = statement(text, "The clerk", "said", "that the owners rejected the account")
    inner = statement(text, "the owners", "rejected", "the account")
    (place,) = propositions(text, (outer, inner), (None, 0))
    assert text[slice(*place.span)] == "that the owners rejected the account"
    assert (place.said_in, place.told_of, place.outside) == (0, 1, None)


QUOTED = "“We have waited for three weeks and nobody has come to us.”"


def test_a_quotation_that_no_statement_has_is_somebodys() -> None:
    text = f"The hall was full by noon. {QUOTED} Then the doors were shut."
    places = propositions(text, (), ())
    assert [text[slice(*one.span)] for one in places if one.quoted] == [QUOTED]
    assert sum(not one.quoted for one in places) == 2


def test_a_quotation_of_a_statement_is_not_nobodys() -> None:
    text = "The owners spoke of “an old and worn and altogether rotten wooden pier” on Monday."
    silent = statement(
        text, "The owners", "spoke of", "“an old and worn and altogether rotten wooden pier”"
    )
    assert found(text, silent) == [(text, 0)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Harbour Board Will Close The Old Pier In May", 1),
        ("HARBOUR BOARD WILL CLOSE THE OLD PIER IN MAY", 1),
        ("Photo By Ada Roe, Merrin Press Agency", 0),
        ("Merrin, Lantern Quay, Tuesday", 0),
        ("More to come.", 0),
        ("With a report from Ada Roe and the desk in Merrin", 0),
        (">> Follow Ada Roe (@adaroe) on Twitter", 0),
        ("Reporting by Ada Roe, who was in the town", 0),
    ],
)
def test_a_headline_is_a_report_and_a_credit_is_none(text: str, count: int) -> None:
    assert len(pieces(text)) == count


def test_no_piece_ends_in_a_word_that_leads_on() -> None:
    assert pieces("The pier was shut in May, when") == ["The pier was shut in May"]


def test_what_is_quoted_of_nobody_rests_on_somebody_unnamed() -> None:
    article = Article(f"The hall was full by noon. {QUOTED}", "", "hall")
    own, somebody = stated_in(article, ())
    assert own.chain == ()
    assert [one.name for one in somebody.chain] == [""]
    assert (own.statement, somebody.statement) == (None, None)


def test_what_tells_of_a_denial_asserts_that_it_was_made() -> None:
    text = "The board denied the report."
    article = Article(text, "", "board")
    said = statement(text, "The board", "denied", "the report")
    (one,) = stated_in(article, understand(article, (said,)))
    assert [source.name for source in one.chain] == ["the board"]
    assert one.polarity is Polarity.ASSERTED
    assert parity(one) is Parity.NEGATES
