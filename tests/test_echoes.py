"""Copied passages: found without trying all pairs, shown with the words of both sides."""

from __future__ import annotations

import itertools
import random
import re
import tomllib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.across import aligned
from sayso.across.copies import FEW, shared_runs
from sayso.across.credits import credits
from sayso.across.echoes import Copied, Echo, echoes
from sayso.across.wording import GRAM, wordings
from sayso.charset import decode
from sayso.extract import extract
from sayso.read import read_inputs
from sayso.records import Article, Page

CASES = tomllib.loads(
    (Path(__file__).parent / "data/across/echoes.toml").read_text(encoding="utf-8")
)["case"]

EXAMPLE = Path(__file__).parent.parent / "examples/harbour/coverage"

# Phrases shorter and longer than a run of five, so that texts share runs in part, twice, in turn.
PHRASES = [
    "the old pier fell at dawn",
    "The old pier fell at dawn and nobody was hurt",
    "at dawn and nobody was hurt they said",
    "they said they said they said",
    "“nobody was hurt”",
    "“we saw the old pier fall at dawn and nobody was hurt”",
    "nobody 9",
    "dawn",
    " ".join(f"far{number}" for number in range(20)),
]
texts = st.lists(st.sampled_from(PHRASES), max_size=8).map(" ".join)
# Sentences that share no run with one another, each once, with a word of one's own here and there.
SENTENCES = [
    " ".join(f"{letter}{number}" for number in range(size))
    for letter, size in (("a", 5), ("b", 6), ("c", 9), ("d", 14), ("e", 5), ("f", 3), ("g", 1))
]
orders = st.lists(st.sampled_from(SENTENCES), unique=True).map(" ".join)


def article(text: str, name: str = "", published: str = "") -> Article:
    return Article(text, "", "", name=name, published=published)


def words(text: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"\w+", text)]


def runs_of(text: str) -> set[tuple[str, ...]]:
    said = words(text)
    return {tuple(said[at : at + GRAM]) for at in range(len(said) - GRAM + 1)}


def longest_common(left: list[str], right: list[str]) -> int:
    """The most words the two have in common in the same order: the textbook table."""
    row = [0] * (len(right) + 1)
    for one in left:
        above = row[:]
        for at, other in enumerate(right, start=1):
            row[at] = above[at - 1] + 1 if one == other else max(row[at - 1], above[at])
    return row[-1]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_hard_cases(case: dict[str, Any]) -> None:
    found = echoes([article(case["left"], "l"), article(case["right"], "r")])
    kinds = [one.kind for echo in found for one in echo.passages]
    assert any(echo.copied for echo in found) == case["copied"]
    assert kinds.count(Copied.QUOTATION) == case["quotations"]


@given(st.lists(texts, max_size=FEW))
def test_of_few_texts_every_pair_with_two_common_runs_is_found(few: list[str]) -> None:
    common = [
        (a, b)
        for a, b in itertools.combinations(range(len(few)), 2)
        if len(runs_of(few[a]) & runs_of(few[b])) >= 2
    ]
    assert shared_runs(wordings(few)) == common


def test_of_many_copies_each_is_compared_with_the_first_and_not_with_all() -> None:
    chance = random.Random(4)
    wire = [f"word{chance.randrange(900)}" for _ in range(150)]
    many = [
        " ".join(w if chance.random() > 0.05 else f"new{chance.random()}" for w in wire)
        for _ in range(200)
    ]
    pairs = shared_runs(wordings(many))
    assert {(0, copy) for copy in range(1, 200)} <= set(pairs)
    assert len(pairs) < 10 * len(many)


@given(texts, texts)
def test_words_said_to_be_equal_are_equal_and_in_order(left: str, right: str) -> None:
    one, two = wordings([left, right])
    for passage in aligned.passages(one, two):
        assert all(words(left)[a] == words(right)[b] for a, b in passage)
        assert [a for a, _ in passage] == sorted({a for a, _ in passage})
        assert [b for _, b in passage] == sorted({b for _, b in passage})


@given(orders, orders)
def test_no_run_of_five_equal_words_is_passed_over(left: str, right: str) -> None:
    equal = {pair for passage in aligned.passages(*wordings([left, right])) for pair in passage}
    one, two = words(left), words(right)
    for a, b in itertools.product(range(len(one) - GRAM + 1), range(len(two) - GRAM + 1)):
        if one[a : a + GRAM] == two[b : b + GRAM]:
            assert (a, b) in equal


@given(texts, texts)
def test_the_share_is_that_of_the_words_shown(left: str, right: str) -> None:
    for echo in echoes([article(left, "l"), article(right, "r")]):
        for one in echo.passages:
            a, b = words(left[slice(*one.left)]), words(right[slice(*one.right)])
            assert 0 < one.words <= longest_common(a, b)
            assert one.share == one.words / max(len(a), len(b))
            assert one.own <= one.words


def test_the_left_article_is_the_earlier_one_and_twice_counts_once() -> None:
    text = "The pumps had been out of order since the storm and nobody came to mend them before the flood."
    late, early = article(text, "late", "2031-05-02"), article(text, "early", "2031-05-01")
    undated = article(text, "undated")
    pairs = [(e.left, e.right) for e in echoes([undated, late, early, late])]
    assert pairs == [(early.id, late.id), (early.id, undated.id), (late.id, undated.id)]


def test_an_echo_says_in_words_how_much_is_shared() -> None:
    text = "The pumps had been out of order since the storm and nobody came to mend them before the flood."
    (echo,) = echoes([article(text, "one"), article(f"“{text}” Said who?", "two")])
    assert isinstance(echo, Echo)
    assert echo.reasons == ("19 words in 1 passage are the same, 100 % of the shorter article",)


def test_in_the_example_story_the_reprint_is_the_only_copy_and_credits_its_agency() -> None:
    pages = [
        page for page in read_inputs([str(EXAMPLE)], stdin=BytesIO()) if isinstance(page, Page)
    ]
    articles = {one.id: one for one in (extract(page, decode(page)) for page in pages)}
    copies = [echo for echo in echoes(list(articles.values())) if echo.copied]
    assert [(articles[e.left].outlet, articles[e.right].outlet) for e in copies] == [
        ("Trans-Caldrian News Agency", "Caldria Today")
    ]
    assert "TNA" in [credit.name for credit in credits(articles[copies[0].right])]


def test_a_copied_text_is_cut_where_a_quotation_begins_and_ends() -> None:
    before = "Nobody from the company came to the hall where the widows had waited since noon"
    said = "We warned the company three times that the pumps were too old"
    after = "the mayor said while the water rose over the steps of the hall and the lights went out"
    (echo,) = echoes([article(f"{before}. “{said},” {after}.", name) for name in "lr"])
    assert [(f"{before}. “{said},” {after}."[slice(*p.left)], p.kind) for p in echo.passages] == [
        (before, Copied.COPY),
        (said, Copied.QUOTATION),
        (after, Copied.COPY),
    ]


def test_copies_far_apart_are_two_passages() -> None:
    one = "the pumps had been out of order since the storm"
    two = "nobody came to mend them before the flood was there"
    left, right = (f"{one} {' '.join(f'{own}{n}' for n in range(40))} {two}" for own in "lr")
    (echo,) = echoes([article(left), article(right)])
    assert [(left[slice(*p.left)], right[slice(*p.right)]) for p in echo.passages] == [
        (one, one),
        (two, two),
    ]


def test_a_table_of_one_word_is_no_passage() -> None:
    assert echoes([article("nil " * 5000, "a"), article("nil " * 4000, "b")]) == ()
