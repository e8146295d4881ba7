"""What an article states, piece by piece."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.across.propositions import propositions
from sayso.records import Attribution, Form, Kind


def pieces(text: str) -> list[str]:
    return [text[slice(*one.span)] for one in propositions(text, (), ())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bridge was closed, and the ferry sailed at noon.",
         ["The bridge was closed", "the ferry sailed at noon."]),
        ("The bridge and the ferry were closed.", ["The bridge and the ferry were closed."]),
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
