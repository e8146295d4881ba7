"""Identifiers and spans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import SpanError
from sayso.records import Article, Attribution, Form, Kind, check_spans, content_id, quote


@given(st.lists(st.text(max_size=4), max_size=4), st.lists(st.text(max_size=4), max_size=4))
def test_ids_tell_apart_what_differs(one: list[str], other: list[str]) -> None:
    assert (content_id(*one) == content_id(*other)) == (one == other)


def test_ids_are_the_same_on_every_machine() -> None:
    assert content_id("article", "a", "") == "e6e71ec90388f089"


@pytest.mark.parametrize("spans", [[(2, 2)], [(3, 2)], [(0, 2), (1, 3)], [(0, 11)], [(-1, 2)]])
def test_spans_that_do_not_fit_are_refused(spans: list[tuple[int, int]]) -> None:
    with pytest.raises(SpanError):
        check_spans(spans, 10)


def test_spans_that_fit_pass() -> None:
    check_spans([(0, 2), (2, 3), (5, 10)], 10)


def test_an_article_is_known_by_where_it_stands_and_what_it_says() -> None:
    one = Article("words", "hash", "a.html", url="https://a.example/1")
    moved = Article("words", "other hash", "b.html", url="https://a.example/1")
    reprint = Article("words", "hash", "a.html", url="https://b.example/1")
    assert one.id == moved.id
    assert one.id != reprint.id


def test_quote_joins_pieces() -> None:
    assert quote("“No,” she said, “never.”", [(0, 5), (16, 24)]) == "“No,” … “never.”"


def test_a_statement_starts_at_its_first_word() -> None:
    statement = Attribution(((10, 12),), ((13, 17),), ((0, 9),), Form.DIRECT, Kind.SPEECH, 0.9)
    assert statement.start == 0
