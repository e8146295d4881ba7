"""Windows: every word once, in order, none too long, whatever the text."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.pipeline import default_model
from sayso.wordpieces import SHAPES, SIZE, Window, Wordpieces


@cache
def wordpieces() -> Wordpieces:
    return Wordpieces(default_model() / "tokenizer.json")


def words(text: str, windows: list[Window]) -> list[str]:
    return [text[a:b] for window in windows for a, b in window.words if a < b]


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet=st.sampled_from(list('ab C.?!“”"\n\t é中\U0001f600‘’-\ud800')), max_size=900)
)
def test_windows_hold_every_word_once_and_in_order(text: str) -> None:
    windows = list(wordpieces().windows(text))
    spans = [span for window in windows for span in window.words if span[0] < span[1]]
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    kept = "".join(words(text, windows))
    seen = [one.replace("\ud800", "") for one in (text, kept)]  # BERT drops what has no meaning
    assert "".join(seen[0].split()) == "".join(seen[1].split())
    for window in windows:
        assert len(window.pieces) == len(window.shapes) <= SIZE
        assert len(window.first) == len(window.words)
        assert window.shapes.max() < SHAPES


def test_a_long_paragraph_is_cut_at_the_end_of_a_sentence() -> None:
    text = "The pumps were old and nobody had looked at them for years. " * 60
    cuts = [
        text[window.words[-1][0] : window.words[-1][1]] for window in wordpieces().windows(text)
    ]
    assert len(cuts) > 3
    assert set(cuts) == {"."}


def test_a_word_without_end_still_passes() -> None:
    text = "a" * 100_000 + " said no."
    assert words(text, list(wordpieces().windows(text)))[-2:] == ["no", "."]


def test_windows_hold_whole_paragraphs() -> None:
    text = "\n\n".join(f"Paragraph {number} says a thing or two. " * 4 for number in range(30))
    for window in wordpieces().windows(text):
        assert text[window.words[0][0] :].startswith("Paragraph")


def test_shapes_tell_capitals_and_quotations_apart() -> None:
    (window,) = wordpieces().windows("Mayor ABEL said “Yes”")
    shape = {
        "Mayor ABEL said “Yes”"[a:b]: window.shapes[piece]
        for (a, b), piece in zip(window.words, window.first, strict=True)
    }
    assert shape["said"] == 0
    assert shape["Mayor"] == 1
    assert shape["ABEL"] == 2
    assert shape["Yes"] == 1 + SHAPES // 2


def test_an_empty_text_has_no_window() -> None:
    assert list(wordpieces().windows(" \n ")) == []
