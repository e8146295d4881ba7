"""Exports for readers, read back: the places that a page or notes show, with their words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import html
from markdown_it import MarkdownIt

_PLACE = re.compile(r"characters (\d+)–(\d+)")


@dataclass(frozen=True, slots=True)
class Shown:
    """A mention as an export shows it: its identifier, place, words, and the denials beside it."""

    mention: str
    start: int
    end: int
    words: str
    denials: tuple[str, ...]


def of_html(raw: bytes) -> list[Shown]:
    page: Any = html.document_fromstring(raw, html.HTMLParser(encoding="utf-8"))
    found = []
    for claim in page.xpath("//*[@data-claim]"):
        denials = tuple(_text(one) for one in claim.xpath("./*[@data-denial]/blockquote"))
        for one in claim.xpath("./*[@data-mention]"):
            (words,) = one.xpath("./blockquote/mark")
            start, end = int(one.get("data-start")), int(one.get("data-end"))
            found.append(Shown(one.get("data-mention"), start, end, _text(words), denials))
    return found


def _text(element: Any) -> str:
    return "".join(str(one) for one in element.itertext())


def of_markdown(raw: bytes) -> list[Shown]:
    claims = raw.decode().partition("\n## Claims\n")[2].partition("\n## Conflicts")[0]
    found: list[Shown] = []
    denied: tuple[str, ...] = ()
    quoted, words = False, ""
    for token in MarkdownIt("commonmark").parse(claims):
        if token.type == "heading_open":
            denied, words = (), ""
        quoted = (quoted or token.type == "blockquote_open") and token.type != "blockquote_close"
        if token.type != "inline" or token.children is None:
            continue
        told = "".join(one.content for one in token.children if one.type != "html_inline")
        marks = [n for n, one in enumerate(token.children) if one.content in ("<mark>", "</mark>")]
        if quoted and marks:
            words = "".join(one.content for one in token.children[marks[0] + 1 : marks[-1]])
        elif quoted:
            denied = (*denied, told)
        elif words and (place := _PLACE.search(told)):
            key = token.children[-1].content
            found.append(Shown(key, int(place[1]), int(place[2]), words, denied))
            words = ""
    return found
