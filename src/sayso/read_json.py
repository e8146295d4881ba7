"""JSON -> pages: lines, one object or a list; of our own form, of extraction tools, of agencies.

Whose output an object is, its keys tell.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sayso import ninjs
from sayso.errors import ReadError
from sayso.feeds import JSON_FEED, read_json_feed
from sayso.inputs import (
    Json,
    Limits,
    Link,
    date_time,
    instant,
    load_json,
    names,
    part_of,
    refusal,
    size,
    told,
)
from sayso.records import Given, MediaType, Page, Rejected, content_id
from sayso.text import clean

Found = Page | Link | Rejected


class _Line(NamedTuple):
    """One line of a file, counted from 1; ``raw`` is empty where the line was ``too_long``."""

    number: int
    raw: bytes
    too_long: bool


def read_lines(blocks: Iterable[bytes], origin: str, limits: Limits) -> Iterator[Found]:
    """Yield a page for each line of a file of JSON lines, or the refusal of it.

    The origin of each is ``origin:line``. Raises ``ReadError`` for a file without any line.
    """
    seen: dict[str, int] = {}  # a hash of each id, since ids may be long and lines many
    nothing = True
    for line in _lines(blocks, limits.max_line):
        where = f"{origin}:{line.number}"
        raw = line.raw.removeprefix(codecs.BOM_UTF8) if line.number == 1 else line.raw
        if not raw.strip() and not line.too_long:
            continue
        nothing = False
        try:
            if line.too_long:
                raise ReadError(f"the line is longer than {size(limits.max_line)}")
            for page in _of_line(raw, where, str(line.number)):
                _check_new(page, line.number, seen)
                yield page
        except ReadError as error:
            yield Rejected("read", where, str(error))
    if nothing:
        raise ReadError("it is empty")


def _check_new(page: Found, line: int, seen: dict[str, int]) -> None:
    # What extraction tools write has no id: two captures of one address are two versions of it.
    if isinstance(page, Page) and page.name:
        first = seen.setdefault(content_id(page.name), line)
        if first != line:
            raise ReadError(f'the id "{page.name[:80]}" stands in line {first} already')


def _of_line(raw: bytes, where: str, default_name: str) -> Iterator[Found]:
    entry = load_json(raw, "the line")
    if not isinstance(entry, dict):
        raise ReadError("the line is not a JSON object")
    reader = _reader_of(entry)
    if reader is None:
        yield _own(entry, where, default_name)
    else:
        yield from reader(entry, where)


def read_json(body: bytes, origin: str, url: str = "") -> Iterator[Found]:
    """Yield the pages of a JSON file that is one object or a list of objects.

    The origin of an object is that of the file; in a list it is ``origin#number``, from 1. ``url``
    is the file's address, if known. Raises ``ReadError`` for what is no JSON or of no known kind.
    """
    value = load_json(body, "it")
    if isinstance(value, list):
        if not value:
            raise ReadError("the JSON list is empty")
        for number, entry in enumerate(value, start=1):
            where = part_of(origin, str(number))
            try:
                yield from _of_object(entry, where, url)
            except ReadError as error:
                yield refusal(where, str(error))
        return
    yield from _of_object(value, origin, url)


def _of_object(entry: object, where: str, url: str) -> Iterator[Found]:
    if not isinstance(entry, dict):
        raise ReadError("it is not a JSON object")
    if JSON_FEED.match(told(entry, "version")):
        yield from read_json_feed(entry, where, url)
        return
    reader = _reader_of(entry)
    if reader is None and "text" not in entry:
        raise ReadError(
            "JSON of a kind that is not known: no ninjs, no JSON feed, no output of trafilatura,"
            ' newspaper4k or news-please, and no "text"'
        )
    yield from reader(entry, where) if reader else [_own(entry, where, "")]


def _reader_of(entry: Json) -> Callable[[Json, str], Iterator[Found]] | None:
    """The reader for an object of another program; None for our own form, or an unknown one."""
    if ninjs.is_ninjs(entry):
        return lambda item, where: iter([ninjs.page_of(item, where)])
    if JSON_FEED.match(told(entry, "version")):
        return read_json_feed
    if "maintext" in entry and ("source_domain" in entry or "date_publish" in entry):
        return _news_please
    if "text" in entry and ("source-hostname" in entry or "fingerprint" in entry):
        return _trafilatura
    if "text" in entry and ("publish_date" in entry or "read_more_link" in entry):
        return _newspaper
    return None


def _trafilatura(entry: Json, where: str) -> Iterator[Found]:
    given = Given(
        title=told(entry, "title"),
        byline=told(entry, "author"),
        outlet=told(entry, "sitename", "source-hostname", "hostname"),
        published=date_time(told(entry, "date")),
    )
    yield _of_tool(entry, where, "text", told(entry, "source", "url"), given)


def _newspaper(entry: Json, where: str) -> Iterator[Found]:
    given = Given(
        title=told(entry, "title"),
        byline=names(entry.get("authors")),
        outlet=told(entry, "meta_site_name"),
        published=date_time(told(entry, "publish_date")),
    )
    yield _of_tool(entry, where, "text", told(entry, "url", "canonical_link"), given)


def _news_please(entry: Json, where: str) -> Iterator[Found]:
    # Its dates are "None" where it found none.
    given = Given(
        title=told(entry, "title", "title_page", "title_rss"),
        byline=names(entry.get("authors")),
        outlet=told(entry, "source_domain"),
        published=date_time(told(entry, "date_publish")),
        modified=date_time(told(entry, "date_modify")),
    )
    page = _of_tool(entry, where, "maintext", told(entry, "url"), given)
    yield replace(page, fetched=instant(told(entry, "date_download")))


def _of_tool(entry: Json, where: str, key: str, url: str, given: Given) -> Page:
    text = told(entry, key)
    if not text:
        raise ReadError(f'"{key}" is empty: the program that wrote it found no article')
    body = text.encode("utf-8")
    return Page(body, MediaType.TEXT, where, url, charset="utf-8", given=given)


def _lines(blocks: Iterable[bytes], limit: int) -> Iterator[_Line]:
    """Yield the lines of ``blocks`` without their ends; no line over ``limit`` bytes is held."""
    held = bytearray()
    number, too_long = 1, False
    for block in blocks:
        for index, piece in enumerate(block.split(b"\n")):
            if index:  # a line feed stood before this piece
                yield _Line(number, bytes(held), too_long)
                held.clear()
                number, too_long = number + 1, False
            if too_long or len(held) + len(piece) > limit:
                too_long = True
                held.clear()
            else:
                held += piece
    yield _Line(number, bytes(held), too_long)


def _own(entry: Json, where: str, default_name: str) -> Page:
    """Our own form, which is held to: ``{"id", "text"}`` and what else is told of the text."""
    if "text" not in entry:
        raise ReadError('the line has no "text"')
    text = _string(entry, "text").replace("\0", "\ufffd")
    if not text.strip():
        raise ReadError('"text" is empty')
    name = entry.get("id")
    if isinstance(name, bool) or not isinstance(name, str | int | None):
        raise ReadError('"id" is neither a string nor a whole number')
    given = Given(
        title=_string(entry, "title"),
        byline=_string(entry, "byline"),
        outlet=_string(entry, "outlet"),
        published=_date(entry, "published"),
        modified=_date(entry, "modified"),
    )
    name = default_name if name is None else clean(str(name)).strip() or default_name
    body, url = text.encode("utf-8"), _string(entry, "url")
    return Page(body, MediaType.TEXT, where, url, name, charset="utf-8", given=given)


def _string(entry: Json, key: str) -> str:
    value = entry.get(key)
    if value is None and key != "text":
        return ""
    if not isinstance(value, str):
        raise ReadError(f'"{key}" is not a string')
    return clean(value)


def _date(entry: Json, key: str) -> str:
    value = _string(entry, key).strip()
    try:
        if value:
            datetime.fromisoformat(value)
    except ValueError as error:
        raise ReadError(f'"{key}" is not an ISO 8601 date such as 2024-05-31') from error
    return value
