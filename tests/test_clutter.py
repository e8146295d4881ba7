"""What stands around an article in text without markup goes with a reason; the article stays."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.clutter import paragraphs_of, sift

CASES = tomllib.loads((Path(__file__).parent / "data/clutter/sifted.toml").read_text("utf-8"))[
    "case"
]
# Pieces that set off the rules, mixed with ones that do not.
LINES = st.sampled_from(
    [
        "in ,",
        "Share this article",
        "Report",
        "What do you think?",
        "Notify of",
        "View all comments",
        "By Jane Doe",
        "2 May 2020",
        "Council Votes to Close the Old Bridge",
        "The council voted nine to four to close the bridge, and the mayor said it came too late.",
        "The views expressed in this column are the author's own and not necessarily this site's.",
        "—",
        "“No,” she said.",
    ]
)
TEXTS = st.lists(LINES | st.text(max_size=90), max_size=14)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_hard_cases(case: dict[str, object]) -> None:
    paragraphs = case["paragraphs"]
    assert isinstance(paragraphs, list)
    sifted = sift(paragraphs, str(case.get("known_title", "")))
    assert list(sifted.kept) == case["keep"]
    assert [[entry.text, entry.reason] for entry in sifted.dropped] == case["dropped"]
    assert sifted.title_line == case.get("title", "")
    assert sifted.byline == case.get("byline", "")
    assert sifted.published == case.get("published", "")


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.booleans())
def test_every_paragraph_is_kept_or_dropped_or_a_head_line(
    lines: list[str], flattened: bool
) -> None:
    paragraphs = paragraphs_of("\n\n".join(lines))
    sifted = sift(paragraphs, flattened=flattened)
    head = [sifted.title_line] if sifted.title_line else []
    found = Counter([*sifted.kept, *(entry.text for entry in sifted.dropped), *sifted.lines, *head])
    assert found == Counter(paragraphs)
    assert all(entry.reason for entry in sifted.dropped)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["a", "storm", "“No,”", "she", "said.", "\n", "\n\n", "   "])))
def test_laying_out_changes_white_space_only(words: list[str]) -> None:
    text = " ".join(words)
    assert " ".join(paragraphs_of(text)).split() == text.split()


def test_lines_wrapped_at_a_width_are_one_paragraph() -> None:
    text = (
        "The engineers who walked the dam on Friday told the mayors of the\n"
        "valley that it would hold, and that the two cracks they had found\n"
        "above the spillway were old ones.\n"
        "\n"
        "Water will be let out until the lake stands three metres lower than\n"
        "it does today, they said, and the fishing season will open late.\n"
    )
    assert paragraphs_of(text) == [
        "The engineers who walked the dam on Friday told the mayors of the valley that it would"
        " hold, and that the two cracks they had found above the spillway were old ones.",
        "Water will be let out until the lake stands three metres lower than it does today, they"
        " said, and the fishing season will open late.",
    ]


def test_wrapped_paragraphs_without_empty_lines_end_at_a_short_line_or_an_indent() -> None:
    text = (
        "   The engineers who walked the dam on Friday told the mayors of\n"
        "the valley that it would hold, and that the cracks they had found\n"
        "above the spillway were old and, as far as they could tell, dry.\n"
        "   Water will be let out until the lake stands three metres lower\n"
        "than it does today, they said, and the fishing season opens late.\n"
    )
    assert [paragraph.split()[0] for paragraph in paragraphs_of(text)] == ["The", "Water"]


def test_one_paragraph_a_line_stays_so() -> None:
    lines = [
        "The first night train in nine years left for the coast on Friday with every berth sold.",
        "“I have waited for this,” said one passenger.",
        "A second train will follow in June if the track between the tunnels is mended in time, the"
        " company said, and a third may follow in autumn.",
        "It did not say at what price.",
    ]
    assert paragraphs_of("\n".join(lines)) == lines
    assert paragraphs_of("\r\n\r\n".join(lines)) == lines


def test_short_lines_of_their_own_are_not_taken_for_wrapped_ones() -> None:
    lines = [
        "The jury named four prizes.",
        "It sat for two hours longer than it had meant to on Saturday night.",
        "Nobody was pleased.",
        "The first prize went to a book about salt.",
        "“It is dull,” one said.",
    ]
    assert paragraphs_of("\n".join(lines)) == lines


def test_unseen_characters_and_odd_spaces_are_made_plain() -> None:
    assert paragraphs_of("\ufeffSaid\u00a0 so\u200b,\tand\u00ad went.\x00") == [
        "Said so, and went."
    ]
