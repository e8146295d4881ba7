"""Quotation marks: where a quotation starts, ends, and runs on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.text import clean, paragraphs, quotations, runs


def quoted(text: str) -> list[str]:
    return [text[found.start : found.end] for found in quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “no” twice: “no way”.", ["“no”", "“no way”"]),
        ('"Come in," she said, "and sit."', ['"Come in,"', '"and sit."']),
        ("She called it ‘a farce’, he didn’t.", ["‘a farce’"]),
        ("'It's over,' he said.", ["'It's over,'"]),
        ("the dogs' bowls and the cats' beds", []),
        ("back in the ’90s, the ‘90s sound", []),
        ("“He told me ‘go’ and I went.”", ["“He told me ‘go’ and I went.”"]),
        ("«Nous partons», said the mayor", ["«Nous partons»"]),
        ("„Genug“, said the mayor", ["„Genug“"]),
        ('a 6\'2" man and a 5" pipe', []),
        ("“It goes on and on", ["“It goes on and on"]),
        ("an end” without a start", []),
        ('“We mix our marks," she said.', ['“We mix our marks,"']),
        ('"We mix them too,” he said.', ['"We mix them too,”']),
        ('“This one "holds" on and on', ['“This one "holds" on and on']),
    ],
)
def test_quotations(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


RUNNING = [
    # every paragraph opened, the last one closed
    (
        "He said:\n\n“One.\n\n“Two.\n\n“Three.”\n\n“Other.”",
        [["“One.", "“Two.", "“Three.”"], ["“Other.”"]],
    ),
    # opened once, closed much later, the mark of the end set wrong
    ("“One.\n\nTwo.\n\n[Three] four.“\n\nFive.", [["“One.", "Two.", "[Three] four.“"]]),
    # two left open: the one close belongs to the nearer
    ('"One.\n\nTwo «three.\n\nFour."', [['"One.'], ["«three.", 'Four."']]),
    # the same in single marks, with apostrophes inside
    (
        "She replied: ‘We didn’t go.\n\n‘They did.\n\n‘So it’s done.’",
        [["‘We didn’t go.", "‘They did.", "‘So it’s done.’"]],
    ),
    # never closed
    ("“One.\n\nTwo.\n\nThree.", [["“One."]]),
    ('"One.\n\n"Two," he said. "Three."', [['"One.', '"Two,"'], ['"Three."']]),
]


@pytest.mark.parametrize(("text", "expected"), RUNNING)
def test_a_quotation_runs_on_over_paragraphs(text: str, expected: list[list[str]]) -> None:
    assert [[text[a:b] for a, b in run] for run in runs(text)] == expected


MARKS = st.text(alphabet=st.sampled_from(list("“”„«»\"‘’' \n.ab")), max_size=60)


@given(MARKS)
def test_quotations_are_ordered_disjoint_and_within_a_paragraph(text: str) -> None:
    last = 0
    for found in quotations(text):
        assert last <= found.start < found.end <= len(text)
        assert "\n" not in text[found.start : found.end]
        last = found.end


@given(MARKS)
def test_runs_cover_every_quotation_once(text: str) -> None:
    spans = [span for run in runs(text) for span in run]
    assert len(spans) == len(set(spans))
    assert {(found.start, found.end) for found in quotations(text)} <= set(spans)


@given(st.text())
def test_paragraphs_hold_every_visible_character(text: str) -> None:
    kept = "".join(text[start:end] for start, end in paragraphs(text))
    assert "".join(kept.split()) == "".join(text.split())


def test_clean_replaces_lone_surrogates_only() -> None:
    assert clean("a\ud800b\U0001f600") == "a�b\U0001f600"
