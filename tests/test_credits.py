"""Whom an article credits with its text."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from sayso.across.credits import Where, credits
from sayso.across.outlets import OutletKind, outlet_key
from sayso.records import Article, Dropped

CASES = tomllib.loads(
    (Path(__file__).parent / "data/across/credits.toml").read_text(encoding="utf-8")
)["case"]
REOPENED = "The bridge at Kelby has reopened."


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_hard_cases(case: dict[str, Any]) -> None:
    found = credits(Article(case["text"], "", ""))
    assert [one.name for one in found] == case["credits"]
    spans = [one.span for one in found if one.span]
    assert [case["text"][start:end] for start, end in spans] == case["at"]


def test_the_fields_beside_the_text_count() -> None:
    by = credits(Article(REOPENED, "", "", byline="Jon Vale, with Reuters"))
    assert [(one.name, one.where, one.span) for one in by] == [("Reuters", Where.BYLINE, None)]
    alone = credits(Article(REOPENED, "", "", byline="From TNA"))
    assert [(one.name, one.kind) for one in alone] == [("TNA", OutletKind.OUTLET)]
    own = credits(Article(REOPENED, "", "", outlet="AP"))
    assert [(one.name, one.where) for one in own] == [("The Associated Press", Where.OUTLET)]


def test_a_credit_in_a_block_that_was_set_aside_is_not_lost() -> None:
    block = Dropped("The Associated Press contributed to this report.", "menu or note of the site")
    (found,) = credits(Article(REOPENED, "", "", dropped=(block,)))
    assert (found.name, found.where, found.span) == ("The Associated Press", Where.DROPPED, None)


def test_agencies_are_told_from_outlets() -> None:
    text = "(Reuters) - It reopened.\n\nThis story was first published by the Northern Ledger."
    kinds = [(one.name, one.kind) for one in credits(Article(text, "", ""))]
    assert kinds == [("Reuters", OutletKind.WIRE), ("the Northern Ledger", OutletKind.OUTLET)]


@pytest.mark.parametrize(
    "names",
    [
        ("AP", "The Associated Press", "associated press", "Associated Press's"),
        ("The Northern Ledger", "northern ledger", "NorthernLedger.com", "www.northernledger.com"),
        ("CNN", "cnn.com", "https://edition.cnn.com/2031/05/bridge.html"),
    ],
)
def test_the_names_of_one_outlet_have_one_key(names: tuple[str, ...]) -> None:
    assert len({outlet_key(name) for name in names}) == 1


def test_different_outlets_have_different_keys() -> None:
    names = ["AP", "AFP", "Reuters", "The Northern Ledger", "The Republic Standard", "PA", ""]
    assert len({outlet_key(name) for name in names}) == len(names)
