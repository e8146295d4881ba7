"""Rows of a ledger's file as records, and what is computed from records to find them again."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any, NamedTuple

from sayso import sql
from sayso.database import Database
from sayso.errors import LedgerError
from sayso.records import (
    Article,
    Attribution,
    Dropped,
    Form,
    Kind,
    Page,
    Reading,
    Span,
    check_spans,
    content_id,
)


class Place(NamedTuple):
    """An attribution with the number of its article, and its own number in it (from 1)."""

    article: int
    number: int
    attribution: Attribution


def reading_id(page: Page, digest: str) -> str:
    """Return the identifier of reading ``page``, whose SHA-256 is ``digest``.

    It holds all that the article may depend on, so that another ``outlet`` given by the user is
    another reading; and the origin, so that a copy elsewhere is noted as read.
    """
    given = page.given
    where = (page.origin, page.url, page.name)
    said = (given.title, given.byline, given.outlet, given.published, given.modified)
    return content_id("reading", digest, page.media_type, page.charset, *where, *said)


def article_texts(article: Article) -> tuple[str, ...]:
    """Return the fields of ``article`` in the order of ``sql.GET_ARTICLE``."""
    names = (article.url, article.name, article.outlet, article.title, article.byline)
    dates = (article.published, article.modified)
    return (article.text, article.page, article.origin, *names, *dates, article.language)


def roles(one: Attribution) -> tuple[tuple[str, tuple[Span, ...]], ...]:
    """Return the spans of ``one`` by the names that the table ``span`` has for them."""
    return (("source", one.source), ("cue", one.cue), ("content", one.content))


def article_of(file: Database, number: int) -> Article:
    """Return the article of that number, which must exist. Raises ``LedgerError``."""
    row = file.rows(sql.GET_ARTICLE, number)[0]
    dropped = tuple(Dropped(*block) for block in file.each(sql.GET_DROPPED, number))
    return replace(Article(*row), dropped=dropped)


def attributions_of(file: Database, queries: tuple[str, str], value: object) -> Iterator[Place]:
    """Yield the attributions that ``queries`` find for ``value``, by article and number.

    ``queries`` is ``sql.OF_ARTICLE`` or ``sql.OF_SOURCE``. Raises ``LedgerError``.
    """
    attributions, spans = queries
    found: dict[tuple[int, int, str], list[Span]] = {}
    for article, number, role, start, end in file.each(spans, value):
        found.setdefault((article, number, role), []).append((start, end))
    for row in file.rows(attributions, value):
        yield _place(file, found, *row)


def _place(
    file: Database,
    spans: dict[tuple[int, int, str], list[Span]],
    article: int,
    number: int,
    *facts: Any,
) -> Place:
    form, kind, score, made_by = facts
    source, cue, content = (
        tuple(spans.get((article, number, role), ())) for role in ("source", "cue", "content")
    )
    try:
        one = Attribution(source, cue, content, Form(form), Kind(kind), score, made_by)
    except ValueError as error:
        raise LedgerError(f"{file.path} is damaged: {error}") from error
    return Place(article, number, one)


def check_reading(reading: Reading) -> None:
    """Refuse a reading whose parts do not belong together, before anything of it is written.

    Raises ``LedgerError`` or ``SpanError``.
    """
    if reading.article.page != reading.page.sha256:
        raise LedgerError(f"the article of {reading.page.origin} was read out of another page")
    for one in reading.attributions:
        for _, spans in roles(one):
            check_spans(spans, len(reading.article.text))


def unpacked(digest: str, length: int, packed: bytes) -> bytes | None:
    """Return the bytes of a page, or None where they are not those that were stored."""
    try:
        # One byte more than it should have is enough to know, so that no page can fill the memory.
        body = zlib.decompressobj().decompress(packed, length + 1)
    except (zlib.error, ValueError):
        return None
    return body if sha256(body).hexdigest() == digest else None
