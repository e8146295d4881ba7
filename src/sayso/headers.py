"""What an HTML page says of itself: title, byline, outlet, address, dates. Pure over the tree."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from urllib.parse import urlsplit

from lxml.html import HtmlElement
from trafilatura.metadata import extract_metadata

from sayso.tidy import tidy, tidy_lines

_DATES = {"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d"}
_ARTICLE = re.compile(r"article|blogposting|report$", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Headers:
    """What a page says of itself, each field empty where it says nothing.

    ``published`` and ``modified`` are ISO 8601 dates. ``body`` holds the paragraphs of the
    article that the page carries as data (``articleBody``) beside what it shows.
    """

    title: str = ""
    byline: str = ""
    outlet: str = ""
    url: str = ""
    published: str = ""
    modified: str = ""
    body: tuple[str, ...] = ()


def headers_of(tree: HtmlElement, url: str = "") -> Headers:
    """Return what the page ``tree`` says of itself; ``url`` is its address, if known.

    The tree is left as it was. Nothing is guessed from the address but the outlet's host, last.
    """
    found = extract_metadata(tree, url or None, dict(_DATES), False)
    data = next(_articles(tree), {})
    address = url or _address(tree)
    outlet = _meta(tree, "og:site_name") or _name(data.get("publisher")) or found.sitename or ""
    published = (
        iso_date(_string(data.get("datePublished")))
        or iso_date(_meta(tree, "article:published_time"))
        or iso_date(found.date or "")
    )
    modified = iso_date(_string(data.get("dateModified"))) or iso_date(
        _meta(tree, "article:modified_time", "og:updated_time")
    )
    return Headers(
        title=tidy(found.title or ""),
        byline=tidy(found.author or ""),
        outlet=tidy(outlet) or host_of(address),
        url=address,
        published=published,
        modified=modified,
        body=_body(_string(data.get("articleBody"))),
    )


def iso_date(text: str) -> str:
    """Return the date an ISO 8601 date or date-time begins with, or an empty string."""
    head = text.strip()[:10]
    try:
        return date.fromisoformat(head).isoformat() if len(head) == 10 else ""
    except ValueError:
        return ""


def host_of(url: str) -> str:
    """Return the host of an address without ``www.``, or an empty string."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _address(tree: HtmlElement) -> str:
    """The canonical address, if it is a whole one: a relative one needs a base we do not know."""
    links = [
        node.get("href") or ""
        for node in tree.iter("link")
        if "canonical" in (node.get("rel") or "").lower().split()
    ]
    for candidate in (*links, _meta(tree, "og:url")):
        address = candidate.strip()
        if address.startswith(("http://", "https://")) and host_of(address):
            return address
    return ""


def _meta(tree: HtmlElement, *names: str) -> str:
    for name in names:
        for node in tree.iter("meta"):
            if name in (node.get("property"), node.get("name")) and node.get("content"):
                return tidy(unescape(node.get("content") or ""))
    return ""


def _articles(tree: HtmlElement) -> Iterator[dict[str, object]]:
    """Yield the JSON-LD nodes that describe an article, in the page's order."""
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            loaded: object = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue  # broken data is common; the page's other words still count
        for node in _nodes(loaded, _DEEPEST):
            kinds = node.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(name, str) and _ARTICLE.search(name) for name in names):
                yield node


def _nodes(value: object, depth: int) -> Iterator[dict[str, object]]:
    if depth and isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth - 1)
    elif depth and isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nodes(value.get(key), depth - 1)


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _name(value: object) -> str:
    if isinstance(value, list):
        return _name(value[0]) if value else ""
    named = value.get("name") if isinstance(value, dict) else value
    return unescape(_string(named)) if not isinstance(named, list) else _name(named)


def _body(text: str) -> tuple[str, ...]:
    lines = tidy_lines(unescape(_TAG.sub("\n", unescape(text)))).split("\n")
    return tuple(line for line in map(tidy, lines) if line)
