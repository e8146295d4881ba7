"""RSS, Atom and JSON feeds -> the pages they carry whole, and links to those they only name.

Pure over bytes: nothing is fetched here.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html import unescape
from io import BytesIO
from urllib.parse import urljoin

from sayso.errors import ReadError
from sayso.inputs import Json, Link, date_time, instant, names, part_of, refusal, told
from sayso.records import Given, MediaType, Page, Rejected, content_id
from sayso.text import clean

JSON_FEED = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/")
_WHOLE = 25  # words: a content element of fewer is a teaser, as is a summary of less than _LONG
_LONG = 150
_TAG = re.compile(r"<[^<>]*>")
_CUT_OFF = re.compile(
    r"(?:\[?(?:…|\.\.\.)\]?|\b(?:read (?:more|on|the rest)|continue reading)\b[^.]{0,80})[\s»>→.]*$",
    re.IGNORECASE,
)
_ITEM = re.compile(rb"<(?:[\w.-]{1,20}:)?(?:item|entry)[\s/>]", re.IGNORECASE)
_MOST_ITEMS = 10_000
_MOST_TAGS = 300_000
_HARMLESS = ("CharacterEncodingOverride", "NonXMLContentType")


def read_feed(body: bytes, origin: str, url: str = "") -> Iterator[Page | Link | Rejected]:
    """Yield what the items of an RSS or Atom feed are, in the feed's order.

    ``url`` is the feed's address, if known. An item whose full text is in the feed is a page, one
    that has only a link is a ``Link``; the origin of both is ``origin`` and ``#`` and the item's id.
    Of a broken feed, what could be read is yielded and then a refusal that says so. Raises
    ``ReadError`` for what has no item that can be read.
    """
    if body.count(b"<") > _MOST_TAGS or len(_ITEM.findall(body)) > _MOST_ITEMS:
        raise ReadError(f"the feed has more than {_MOST_ITEMS:,} items or {_MOST_TAGS:,} tags")
    import feedparser

    headers = {"content-location": url} if url else {}
    try:
        # The bytes of a page are kept as they came, so nothing of them is made safe or whole here.
        parsed = feedparser.parse(
            BytesIO(body),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ReadError(f"the feed is broken: {type(error).__name__}") from error
    problem = parsed.get("bozo_exception") if parsed.bozo else None
    broken = problem is not None and type(problem).__name__ not in _HARMLESS
    if not parsed.entries:
        raise ReadError(f"the feed is broken: {problem}" if broken else "the feed has no items")
    outlet = _plain(parsed.feed.get("title", ""))
    for number, entry in enumerate(parsed.entries, start=1):
        yield _item(entry, number, origin, url, outlet)
    if broken:
        yield refusal(origin, f"the feed is broken, what could be read of it was: {problem}")


def read_json_feed(feed: Json, origin: str, url: str = "") -> Iterator[Page | Link | Rejected]:
    """As ``read_feed``, for a JSON Feed (jsonfeed.org)."""
    items = feed.get("items")
    if not isinstance(items, list) or not items:
        raise ReadError("the feed has no items")
    if len(items) > _MOST_ITEMS:
        raise ReadError(f"the feed has more than {_MOST_ITEMS:,} items")
    outlet = told(feed, "title")
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            yield refusal(part_of(origin, str(number)), "the item is not a JSON object")
            continue
        identity = item.get("id")
        name = str(identity) if isinstance(identity, str | int) else ""
        link = _address(url, told(item, "url", "external_url"))
        html, text = told(item, "content_html"), told(item, "content_text")
        given = Given(
            title=told(item, "title"),
            byline=names(item.get("authors")) or names(item.get("author")),
            published=date_time(told(item, "date_published")),
            modified=date_time(told(item, "date_modified")),
        )
        where = part_of(origin, name or link or str(number))
        body = (html, MediaType.HTML) if html else (text, MediaType.TEXT)
        yield _made(where, link, given, outlet, body, told(item, "summary"))


def _item(
    entry: Mapping[str, object], number: int, origin: str, base: str, outlet: str
) -> Page | Link | Rejected:
    link = _address(base, _text(entry, "link"))
    title = _plain(_text(entry, "title"))
    # An item without an id is known by what it links to or says, so that its name does not change
    # when others are put before it.
    name = _text(entry, "id") or link or (content_id(title) if title else str(number))
    source = entry.get("source")
    published, updated = _time(entry, "published"), _time(entry, "updated")
    given = Given(
        title=title,
        byline=names(entry.get("authors")) or _text(entry, "author"),
        outlet=_plain(_text(source, "title")) if isinstance(source, Mapping) else "",
        published=published or updated,
        modified=updated if published else "",
    )
    summary = _text(entry, "summary")
    body = _content(entry)
    if not body[0]:
        whole = len(_plain(summary).split()) >= _LONG or not link
        body = (summary if whole else "", MediaType.HTML)
    return _made(part_of(origin, name), link, given, outlet, body, _plain(summary))


def _made(
    where: str, link: str, given: Given, outlet: str, body: tuple[str, MediaType], summary: str
) -> Page | Link | Rejected:
    """An item as what it is: whole, a link, or neither."""
    text, media_type = body
    words = _plain(text) if media_type is MediaType.HTML else text
    teaser = _CUT_OFF.search(words[-200:]) is not None or len(words.split()) < _WHOLE
    if link and (teaser or not text):
        changed = instant(given.modified or given.published)
        return Link(where, link, given, changed, summary)
    if not text.strip():
        return refusal(where, "the item has neither a text nor a link")
    named = Given(
        given.title, given.byline, given.outlet or outlet, given.published, given.modified
    )
    raw = text.encode("utf-8", "replace")
    return Page(raw, media_type, where, link, charset="utf-8", given=named)


def _content(entry: Mapping[str, object]) -> tuple[str, MediaType]:
    """The longest content element, which is where a feed puts a full text."""
    found = entry.get("content")
    best, kind = "", MediaType.HTML
    for one in found if isinstance(found, list) else []:
        value = _text(one, "value")
        if len(value) > len(best):
            plain = _text(one, "type") == "text/plain" and not _TAG.search(value)
            best, kind = value, MediaType.TEXT if plain else MediaType.HTML
    return best, kind


def _address(base: str, link: str) -> str:
    try:
        return urljoin(base, link) if link else ""
    except ValueError:
        return ""


def _text(entry: Mapping[str, object], key: str) -> str:
    value = entry.get(key)
    return clean(value).strip() if isinstance(value, str) else ""


def _plain(markup: object) -> str:
    """The words of a piece of HTML or text, on one line."""
    if not isinstance(markup, str):
        return ""
    return " ".join(unescape(_TAG.sub(" ", clean(markup))).split())


def _time(entry: Mapping[str, object], key: str) -> str:
    """A time of an item as ISO 8601 in UTC; nothing where the feed's words are no time."""
    # feedparser gives the one time for the other where it is missing, but not to ``in`` of a dict.
    parsed = dict(entry).get(f"{key}_parsed")
    try:
        seconds = calendar.timegm(parsed)  # type: ignore[arg-type]
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    except (TypeError, ValueError, OverflowError, OSError):
        return ""
