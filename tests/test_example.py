"""The example story: what a reader finds in its pages (``expected.json``) is what sayso finds.

Unlike the corpora it is ours, so these floors hold everywhere.
"""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sayso.pipeline import Reader
from sayso.read import read_inputs
from sayso.records import Article, Attribution, Page, Reading, quote

STORY = Path(__file__).parent.parent / "examples" / "harbour"
EXPECTED: list[dict[str, Any]] = json.loads((STORY / "expected.json").read_text("utf-8"))[
    "articles"
]
EXPECTED_AT = {
    f"{one['file']}#{one['id']}" if "id" in one else one["file"]: one for one in EXPECTED
}
FILES = list(EXPECTED_AT)
# The share of the listed statements that must be found; docs/accuracy.md has what is reached.
FOUND_FLOOR = 0.9


@dataclass(frozen=True)
class Words:
    """A statement as words, without white space, case or marks."""

    source: Counter[str]
    cue: Counter[str]
    content: Counter[str]


def bag(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def as_words(article: Article, one: Attribution) -> Words:
    return Words(*(bag(quote(article.text, spans)) for spans in (one.source, one.cue, one.content)))


def is_found(wanted: Words, said: list[Words]) -> bool:
    """Whether a statement shares a word of the source and the cue, and four fifths of the content."""
    return any(
        bool(wanted.source) == bool(one.source)
        and (wanted.source & one.source or not wanted.source)
        and wanted.cue & one.cue
        and (wanted.content & one.content).total() >= 0.8 * (wanted.content | one.content).total()
        for one in said
    )


@cache
def readings() -> dict[str, Reading]:
    """The example's articles by their name in ``expected.json``."""
    reader = Reader()
    found = {}
    for page in read_inputs([str(STORY / "coverage")], stdin=io.BytesIO()):
        assert isinstance(page, Page)
        name = Path(page.origin).name.split(":")[0]
        found[f"{name}#{page.name}" if page.name else name] = reader.read(page)
    return found


def test_every_article_is_read() -> None:
    assert sorted(readings()) == sorted(FILES)


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("file", FILES)
def test_the_article_is_kept_and_the_clutter_set_aside(file: str) -> None:
    article = readings()[file].article
    text, wanted = flat(article.text), EXPECTED_AT[file]
    assert [words for words in wanted["must_keep"] if flat(words) not in text] == []
    assert [words for words in wanted["must_drop"] if flat(words) in text] == []


@pytest.mark.parametrize("file", FILES)
def test_title_outlet_and_day_are_those_of_the_page(file: str) -> None:
    article, wanted = readings()[file].article, EXPECTED_AT[file]
    assert flat(article.title) == wanted["title"]
    assert article.outlet in (wanted["outlet"], "")
    assert article.published[:10] in (wanted["published"], "")


@pytest.mark.parametrize("file", FILES)
def test_no_clutter_becomes_a_statement(file: str) -> None:
    reading = readings()[file]
    said = [flat(quote(reading.article.text, one.content)) for one in reading.attributions]
    for words in EXPECTED_AT[file]["must_drop"]:
        assert not any(flat(words) in one for one in said), words


def test_what_a_reader_finds_is_found() -> None:
    missed, total = [], 0
    for file in FILES:
        reading = readings()[file]
        said = [as_words(reading.article, one) for one in reading.attributions]
        for one in EXPECTED_AT[file]["statements"]:
            total += 1
            roles = (one["source"], one["cue"], " ".join(one["content"]))
            if not is_found(Words(*map(bag, roles)), said):
                missed.append(f"{file}: {roles}")
    assert total > 40
    assert 1 - len(missed) / total >= FOUND_FLOOR, "\n".join(missed)
