"""Sitemaps, news sitemaps and indexes of sitemaps -> the addresses they list. Nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from sayso.errors import ReadError
from sayso.inputs import Link, LinkKind, date_time, instant, part_of
from sayso.records import Given
from sayso.text import clean

_START = re.compile(
    rb"(?:\xef\xbb\xbf)?+(?:\s|<!--.*?-->|<\?[^>]*>|<!DOCTYPE[^>\[]*+(?:\[[^\]]*+\]\s*)?>)*+"
    rb"<(?:[\w.-]+:)?(?:urlset|sitemapindex)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_MOST = 50_000  # entries: the most that the format allows


def is_sitemap(head: bytes) -> bool:
    """Tell whether bytes are the beginning of a sitemap or an index of sitemaps."""
    return _START.match(head) is not None


def read_sitemap(body: bytes, origin: str) -> Iterator[Link]:
    """Yield the addresses of a sitemap, in its order, with what a news sitemap says of each.

    The entries of an index lead to sitemaps. No entity is expanded and nothing is
    loaded. Raises ``ReadError`` when it comes to where the XML is broken, and for a sitemap that
    lists nothing or more than 50,000 addresses.
    """
    count = 0
    try:
        events = etree.iterparse(
            BytesIO(body), events=("end",), resolve_entities=False, no_network=True, load_dtd=False
        )
        for _, node in events:
            name = _name(node)
            if name in ("url", "sitemap"):
                if link := _link(node, origin, name == "sitemap"):
                    count += 1
                    yield link
                node.clear()
                while node.getprevious() is not None:
                    del node.getparent()[0]
            if count >= _MOST:
                raise ReadError(f"the sitemap lists more than {_MOST} addresses")
    except etree.LxmlError as error:
        raise ReadError(f"the sitemap is broken: {error}") from error
    if not count:
        raise ReadError("the sitemap lists no addresses")


def _link(node: etree._Element, origin: str, index: bool) -> Link | None:
    found: dict[str, str] = {}
    for inner in node.iter():
        # An image or a translation has a <loc> or a name of its own, deeper down.
        name = _name(inner)
        if name == "loc" and inner.getparent() is not node:
            continue
        if inner.text and inner.text.strip():
            found.setdefault(name, clean(inner.text).strip())
    url = found.get("loc", "")
    if not url:
        return None
    changed = found.get("lastmod", "")
    kind = LinkKind.SITEMAP if index else LinkKind.PAGE
    published = date_time(found.get("publication_date", ""))
    given = Given(title=found.get("title", ""), outlet=found.get("name", ""), published=published)
    return Link(part_of(origin, url), url, given, instant(changed or published), kind=kind)


def _name(node: etree._Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
