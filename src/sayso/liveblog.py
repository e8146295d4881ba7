"""Live blogs: a page that carries many dated updates as data, each an article of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from sayso.headers import headers_of, iso_date, paragraphs_in
from sayso.inputs import part_of
from sayso.jsonld import Node, articles, kinds, name, string
from sayso.records import Page, content_id
from sayso.tidy import tidy

MARK = b"LiveBlogPosting"
_MOST = 2000
_NAME = re.compile(r"[\w.:-]{1,100}")


@dataclass(frozen=True, slots=True)
class Update:
    """One update of a live blog. ``name`` tells it from the others of its page, also in a later
    capture; ``published`` and ``modified`` are ISO 8601 dates or empty, ``url`` its own address."""

    name: str
    url: str
    outlet: str
    title: str
    byline: str
    published: str
    modified: str
    paragraphs: tuple[str, ...]


def updates_of(tree: HtmlElement, url: str = "") -> Iterator[Update]:
    """Yield the updates that the live blogs of a page carry as data, in its order.

    ``url`` is the page's address, if known. What the posting itself says (its introduction) comes
    first, where it has a text. An update without words is passed over, as is one given twice.
    """
    seen: set[str] = set()
    for posting in articles(tree):
        if "LiveBlogPosting" not in kinds(posting):
            continue
        headers = headers_of(tree, url)
        own = string(posting.get("url"))
        base = headers.url or (own if own.startswith(("http://", "https://")) else "")
        listed = posting.get("liveBlogUpdate")
        updates = listed if isinstance(listed, list) else [listed]
        for node in (posting, *updates[:_MOST]):
            if isinstance(node, dict):
                update = _update(node, posting, base, headers.outlet)
                if update.paragraphs and update.name not in seen:
                    seen.add(update.name)
                    yield update


def parts_of(page: Page, tree: HtmlElement) -> tuple[Page, ...]:
    """Return one page for each update on a live blog's page, or none for any other page.

    All have the bytes of ``page``; ``part`` says which update is meant, and the origin is that of
    the page, ``#`` and the update's name.
    """
    return tuple(
        replace(page, part=one.name, url=one.url, origin=part_of(page.origin, one.name))
        for one in updates_of(tree, page.url)
    )


def _update(node: Node, posting: Node, page_url: str, outlet: str) -> Update:
    own = node is posting
    paragraphs = paragraphs_in(string(node.get("articleBody")) or string(node.get("text")))
    address = string(node.get("url")) or string(node.get("@id"))
    published = string(node.get("datePublished")) or string(posting.get("datePublished"))
    title = tidy(string(node.get("headline")) or name(node))
    known = "blog" if own else _known_as(address) or content_id(published, title)
    return Update(
        name=known,
        url=_whole(page_url, "" if own else address, known),
        outlet=outlet,
        title=title or tidy(string(posting.get("headline"))),
        byline=tidy(name(node.get("author")) or name(posting.get("author"))),
        published=iso_date(published),
        modified=iso_date(string(node.get("dateModified"))),
        paragraphs=paragraphs,
    )


def _known_as(address: str) -> str:
    """What an update's address says of it: its fragment, or all of it, made short."""
    try:
        fragment = urlsplit(address).fragment
    except ValueError:
        fragment = ""
    found = fragment or address
    return found if _NAME.fullmatch(found) else content_id(found) if found else ""


def _whole(page_url: str, address: str, known: str) -> str:
    """The update's own address: two updates of one page must not seem two versions of it."""
    try:
        whole = urljoin(page_url, address)
    except ValueError:
        whole = page_url
    if not whole or whole.partition("#")[2]:
        return whole
    same = whole == page_url.partition("#")[0]
    return f"{whole}#{known}" if same else whole
