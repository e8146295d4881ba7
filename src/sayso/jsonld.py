"""The JSON-LD of a page (schema.org): the nodes that describe its article. Pure over the tree."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape

from lxml.html import HtmlElement

from sayso.text import clean

Node = dict[str, object]
_ARTICLE = re.compile(r"article|blogposting|report$", re.IGNORECASE)
# Old pages hide their scripts from old browsers, and some end them as if they were code.
_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>|;)\s*$")
_DEEPEST = 8
_HELD = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item")


def articles(tree: HtmlElement) -> Iterator[Node]:
    """Yield the JSON-LD nodes that describe an article, in the page's order."""
    for script in tree.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() != "application/ld+json":
            continue
        try:
            loaded: object = json.loads(_WRAPPING.sub("", script.text or ""), strict=False)
        except (ValueError, RecursionError):
            continue  # broken data is common; the page's other words still count
        for node in _nodes(loaded, _DEEPEST):
            if any(_ARTICLE.search(kind) for kind in kinds(node)):
                yield node


def article_data(tree: HtmlElement, url: str = "") -> Node:
    """Return the node of the page's own article: of several, the one with the page's address."""
    found = list(articles(tree))
    own = [node for node in found if url and url in _addresses(node)]
    return (own or found or [{}])[0]


def kinds(node: Node) -> list[str]:
    """Return the types of a node."""
    value = node.get("@type")
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def string(value: object) -> str:
    """Return a string of JSON-LD: as it stands, as ``@value``, or the first of a list."""
    if isinstance(value, list):
        return string(value[0]) if value and not isinstance(value[0], list) else ""
    if isinstance(value, dict):
        value = value.get("@value")
    return clean(value) if isinstance(value, str) else ""


def name(value: object) -> str:
    """Return the name in a string or a node, or the first in a list of these."""
    if isinstance(value, list):
        return name(value[0]) if value and not isinstance(value[0], list) else ""
    return unescape(string(value.get("name") if isinstance(value, dict) else value))


def _nodes(value: object, depth: int) -> Iterator[Node]:
    if depth and isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth - 1)
    elif depth and isinstance(value, dict):
        yield value
        for key in _HELD:
            yield from _nodes(value.get(key), depth - 1)


def _addresses(node: Node) -> list[str]:
    page = node.get("mainEntityOfPage")
    whole = page.get("@id") if isinstance(page, dict) else page
    return [string(one) for one in (node.get("url"), node.get("@id"), whole)]
