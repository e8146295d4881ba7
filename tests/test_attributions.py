"""Statements from scores: spans, quotations that run on, form and kind. No model is run here."""

from __future__ import annotations

import re

import numpy as np
import pytest

from sayso.attributions import attributions_of
from sayso.decode import Calibration, Cue, Tagged
from sayso.kinds import form_of, kind_of
from sayso.records import Attribution, Form, Kind, Span
from sayso.text import quotations

CALIBRATION = Calibration(threshold=0.5, weights=(0.0, 1.0, 0.0))


def tagged(text: str, cue: str, source: str, content: str, probability: float = 0.9) -> Tagged:
    """A window in which the network is sure of one statement, given by its words."""
    words = tuple(match.span() for match in re.finditer(r"\w+|[^\w\s]", text))

    def numbers(wanted: str) -> set[int]:
        at = text.index(wanted) if wanted else 0
        return {n for n, (a, b) in enumerate(words) if a < at + len(wanted) and b > at}

    scores = np.full((len(words), 6), -4.0, dtype=np.float32)
    for column, chosen in ((0, numbers(source)), (1, numbers(content))):
        scores[list(chosen), column] = 9.0
    said = numbers(cue)
    return Tagged(words, (Cue((min(said), max(said) + 1), probability, scores),))


def only(text: str, *windows: Tagged) -> Attribution:
    (found,) = attributions_of(text, windows, CALIBRATION, "test")
    return found


def words(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [text[a:b] for a, b in spans]


def test_a_statement_carries_its_exact_words() -> None:
    text = "The pumps failed twice, Ana Ruiz told the council on Monday."
    found = only(text, tagged(text, "told", "Ana Ruiz", "The pumps failed twice"))
    assert words(text, found.source) == ["Ana Ruiz"]
    assert words(text, found.cue) == ["told"]
    assert words(text, found.content) == ["The pumps failed twice"]
    assert (found.form, found.kind, found.made_by) == (Form.INDIRECT, Kind.SPEECH, "test")
    assert found.score == pytest.approx(0.9, abs=0.001)


def test_a_missing_source_is_empty() -> None:
    text = "It was reported that the quay had burned."
    assert only(text, tagged(text, "was reported", "", "that the quay had burned")).source == ()


def test_a_cue_without_content_is_no_statement() -> None:
    text = "The mayor said."
    assert attributions_of(text, [tagged(text, "said", "The mayor", "")], CALIBRATION, "test") == ()


def test_a_quotation_over_paragraphs_is_one_statement() -> None:
    text = "The mayor said: “We waited.\n\n“Nobody came.\n\n“We left.”\n\nThe harbour is closed."
    found = only(text, tagged(text, "said", "The mayor", "“We waited."))
    assert words(text, found.content) == ["“We waited.", "“Nobody came.", "“We left.”"]
    assert found.form is Form.DIRECT


def test_a_quotation_closed_paragraphs_later_is_one_statement() -> None:
    text = "The mayor said this\n\n“We waited.\n\nNobody [from the port] came.\n\nWe left.”\n\nIt rained."
    found = only(text, tagged(text, "said", "The mayor", "“We waited."))
    assert words(text, found.content) == [
        "“We waited.",
        "Nobody [from the port] came.",
        "We left.”",
    ]


def test_a_statement_inside_a_quotation_quotes_nobody() -> None:
    text = "“I hope it rains and they fear that it will snow,” said Bo."
    (hope,) = attributions_of(
        text, [tagged(text, "fear", "they", "that it will snow")], CALIBRATION, "test"
    )
    assert (hope.form, hope.kind) == (Form.INDIRECT, Kind.THOUGHT)


def test_statements_come_in_the_order_of_the_text() -> None:
    text = "“No,” said Bo. Ida thinks it rained."
    windows = [
        tagged(text, "thinks", "Ida", "it rained"),
        tagged(text, "said", "Bo", "“No,”"),
    ]
    found = attributions_of(text, windows, CALIBRATION, "test")
    assert [words(text, one.source) for one in found] == [["Bo"], ["Ida"]]


FORMS = [
    ("She said “never again”.", "“never again”", Form.DIRECT),
    (
        "She said it was “beyond doubt” that he knew.",
        "it was “beyond doubt” that he knew",
        Form.MIXED,
    ),
    ("She said that he knew.", "that he knew", Form.INDIRECT),
    ("‘Never,’ she said.", "‘Never,’", Form.DIRECT),
]


@pytest.mark.parametrize(("text", "content", "expected"), FORMS)
def test_form(text: str, content: str, expected: Form) -> None:
    at = text.index(content)
    marks = [found[:2] for found in quotations(text)]
    assert form_of(text, [(at, at + len(content))], marks) is expected


KINDS = [
    ("said", "the minister", Form.INDIRECT, Kind.SPEECH),
    ("wants", "the minister", Form.INDIRECT, Kind.THOUGHT),
    ("was planning to", "the minister", Form.INDIRECT, Kind.THOUGHT),
    ("believes", "the minister", Form.DIRECT, Kind.SPEECH),
    ("shows", "it", Form.INDIRECT, Kind.DOCUMENT),
    ("said", "The inspectors’ report", Form.INDIRECT, Kind.DOCUMENT),
    ("found", "a survey", Form.INDIRECT, Kind.DOCUMENT),
    ("gurgled", "the minister", Form.INDIRECT, Kind.SPEECH),
]


@pytest.mark.parametrize(("cue", "source", "form", "expected"), KINDS)
def test_kind(cue: str, source: str, form: Form, expected: Kind) -> None:
    assert kind_of(cue, source, form) is expected
