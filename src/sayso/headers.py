"""What an HTML page says of itself: title, byline, outlet, address, dates. Pure over the tree."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from html import unescape
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement
from trafilatura.metadata import extract_metadata
from trafilatura.settings import Document

from sayso.jsonld import article_data, name, string
from sayso.tidy import tidy, tidy_lines

_DATES = {"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d"}
_LONGEST = 50_000  # characters of a script
_MOST_TAGS = 500  # in it
_TAG = re.compile(r"<[^<>]*>")


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
    found = _metadata(tree, url)
    address = url or _address(tree)
    data = article_data(tree, address)
    outlet = _meta(tree, "og:site_name") or name(data.get("publisher")) or string(found.sitename)
    published = (
        iso_date(string(data.get("datePublished")))
        or iso_date(_meta(tree, "article:published_time"))
        or iso_date(string(data.get("dateCreated")))
        or iso_date(string(found.date))
    )
    modified = iso_date(string(data.get("dateModified"))) or iso_date(
        _meta(tree, "article:modified_time", "og:updated_time")
    )
    return Headers(
        title=tidy(string(found.title)),
        byline=tidy(string(found.author)),
        outlet=tidy(outlet) or host_of(address),
        url=address,
        published=published,
        modified=modified,
        body=paragraphs_in(string(data.get("articleBody"))),
    )


def _metadata(tree: HtmlElement, url: str) -> Document:
    """What trafilatura finds of a page's metadata, which may be of any type; nothing, if it fails."""
    try:
        return extract_metadata(_without_long(tree), url or None, dict(_DATES), False)
    except (etree.LxmlError, ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return Document()


def _without_long(tree: HtmlElement) -> HtmlElement:
    """The page without scripts that are too long to be data of one article, and full of tags.

    Trafilatura takes the tags out of each with an expression whose time grows with their square.
    """
    if not any(map(_too_long, tree.iter("script"))):
        return tree
    copy = deepcopy(tree)
    for script in copy.iter("script"):
        if _too_long(script):
            script.text = None
    return copy


def _too_long(script: HtmlElement) -> bool:
    return len(script.text or "") > _LONGEST and (script.text or "").count("<") > _MOST_TAGS


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
    for one in names:
        for node in tree.iter("meta"):
            if one in (node.get("property"), node.get("name")) and node.get("content"):
                return tidy(unescape(node.get("content") or ""))
    return ""


def paragraphs_in(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text that may hold markup, as JSON-LD carries it, one line each."""
    lines = tidy_lines(unescape(_TAG.sub("\n", unescape(text)))).split("\n")
    return tuple(line for line in map(tidy, lines) if line)
