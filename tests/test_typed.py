"""The typed comparison: what two mentions say differently, and what an update is told by."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from sayso.across.relation import Kind
from sayso.across.stated import Stated, stated_in
from sayso.across.typed import corrects, difference, moved_on, numbers
from sayso.pipeline import Reader
from sayso.records import Article
from sayso.understand import understand

CASES = tomllib.loads(
    (Path(__file__).parent / "data/across/typed.toml").read_text(encoding="utf-8")
)["case"]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def last_stated(reader: Reader, text: str, published: str = "") -> Stated:
    article = Article(text, "", "test", published=published)
    found = stated_in(article, understand(article, reader.statements(text)))
    assert found, "nothing is stated in it"
    return found[-1]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_what_two_mentions_say_differently(reader: Reader, case: dict[str, str]) -> None:
    left, right = (last_stated(reader, case[side]) for side in ("left", "right"))
    found = difference(left, right).clash
    assert (found.kind.value if found else "") == case["clash"], found
    turned = difference(right, left).clash
    assert (turned.kind if turned else None) == (found.kind if found else None)


def test_a_clash_of_numbers_shows_both_words(reader: Reader) -> None:
    left = last_stated(reader, CASES[0]["left"])
    right = last_stated(reader, CASES[0]["right"])
    clash, agree = numbers(left, right)
    assert clash is not None
    assert clash.kind is Kind.NUMBER
    assert not agree
    assert "12" in clash.reason
    assert "15" in clash.reason


def test_a_later_and_higher_toll_has_moved_on(reader: Reader) -> None:
    left = last_stated(reader, CASES[0]["left"], "2021-05-03")
    right = last_stated(reader, CASES[0]["right"], "2021-05-04")
    clash, _ = numbers(left, right)
    assert "2021-05-04 after 2021-05-03" in moved_on(left, right, clash)
    same_day = replace(right, published="2021-05-03")
    assert moved_on(left, same_day, clash) == ""


def test_a_correction_says_so(reader: Reader) -> None:
    left = last_stated(reader, "The blaze began in the galley, the line said.")
    right = last_stated(reader, "The paper corrected its earlier report of a blaze in the galley.")
    assert corrects(left, right)
    assert not corrects(left, left)


def test_a_later_report_of_the_same_moment_has_not_moved_on(reader: Reader) -> None:
    left = last_stated(reader, CASES[0]["left"], "2021-05-03")
    text = "The fire had killed 15 people by 3 May 2021, the coast guard said."
    right = last_stated(reader, text, "2021-05-04")
    assert moved_on(left, right, numbers(left, right)[0]) == ""
