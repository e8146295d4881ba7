"""Is a ledger's file as it was stored? Everything that can be computed again is, and compared."""

from __future__ import annotations

from collections.abc import Iterator

from sayso import sql
from sayso.database import Database
from sayso.errors import LedgerError, SpanError
from sayso.records import check_spans, content_id
from sayso.rows import article_of, attributions_of, roles, unpacked


def problems(file: Database) -> Iterator[str]:
    """Yield what is wrong with ``file``, a line each; damage ends one part and the next goes on.

    The full-text index can be checked only in a file that was opened for writing.
    """
    for part in (_file, _words, _pages, _articles, _mentions, _sources, _speakers, _identities):
        try:
            yield from part(file)
        except LedgerError as error:
            yield str(error)


def _file(file: Database) -> Iterator[str]:
    for (said,) in file.each(sql.CHECK_FILE):
        if said != "ok":
            yield f"SQLite says: {said}"
    for table, row, other, _ in file.each(sql.CHECK_KEYS):
        yield f"row {row} of {table} leads to nothing in {other}"


def _words(file: Database) -> Iterator[str]:
    if file.readonly:
        return
    try:
        file.run(sql.CHECK_WORDS)
    except LedgerError:
        yield "the full-text index does not fit the articles"


def _pages(file: Database) -> Iterator[str]:
    for digest, length, packed in file.each(sql.LIST_PAGES):
        body = unpacked(digest, length, packed)
        if body is None or len(body) != length:
            yield f"page {digest}: its bytes are not those that were stored"


def _articles(file: Database) -> Iterator[str]:
    for number, article_id, statements in file.rows(sql.LIST_IDS):
        article = article_of(file, number)
        if article.id != article_id:
            yield f"article {number}: its text, address, name or outlet is not what was stored"
        found = list(attributions_of(file, sql.OF_ARTICLE, number))
        if len(found) != statements:
            yield f"article {number}: {len(found)} statements, but {statements} are noted"
        copies = file.rows(sql.LIST_COPIES, number)
        for place, (one_id, *words) in zip(found, copies, strict=True):
            one, name = place.attribution, f"article {number}, statement {place.number}"
            try:
                for _, spans in roles(one):
                    check_spans(spans, len(article.text))
            except SpanError as error:
                yield f"{name}: {error}"
                continue
            if one.id(article_id) != one_id:
                yield f"{name}: its spans are not those that were stored"
            if words != [article.quote(one.source), article.quote(one.cue)]:
                yield f"{name}: the copy of its words is not what stands in the text"


def _mentions(file: Database) -> Iterator[str]:
    """What the articles state, and whether every mention belongs to a claim that is there."""
    for number, key, article, start, end in file.each(sql.LIST_MENTIONS):
        if content_id("mention", article, repr((start, end))) != key:
            yield f"mention {number}: its span is not what was stored"
    for (number,) in file.each(sql.UNCLAIMED):
        yield f"mention {number} belongs to no claim"


def _sources(file: Database) -> Iterator[str]:
    for (words,) in file.each(sql.CHECK_SOURCES):
        yield f'the counts of the source "{words}" are not those of its statements'


def _speakers(file: Database) -> Iterator[str]:
    for (number,) in file.each(sql.CHECK_SPEAKERS):
        yield f"article {number}: not every statement has its row in speaker"


def _identities(file: Database) -> Iterator[str]:
    for (key,) in file.each(sql.CHECK_IDENTITIES):
        yield f"identity {key}: its count is not that of its statements"
