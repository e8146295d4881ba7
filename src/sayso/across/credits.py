"""Whom an article credits with its text: agencies in datelines and bylines, "first published by"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from sayso.across.outlets import OutletKind, known, known_outlets, not_text, outlet_key
from sayso.records import Article, Span
from sayso.text import paragraphs


class Where(StrEnum):
    """Where a credit stands: in the text, in a field beside it, or in a block that was set aside."""

    TEXT = "text"
    BYLINE = "byline"
    OUTLET = "outlet"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Credit:
    """That the article with the identifier ``article`` owes its text, or part of it, to ``name``.

    ``span`` is where the words stand in the article's text, None where they stand elsewhere.
    ``reason`` says in words what shows it.
    """

    article: str
    name: str
    kind: OutletKind
    where: Where
    span: Span | None
    reason: str


def credits(article: Article) -> tuple[Credit, ...]:
    """Return whom ``article`` credits, each once, first in its fields, then through its text.

    The outlet of an agency's own article is a credit of the agency. Credits of pictures are none.
    """
    found: list[Credit] = []
    by = known(article.outlet)
    if by is not None and by.kind is OutletKind.WIRE:
        found.append(_credit(article, by.name, Where.OUTLET, None, f"published by {by.name}"))
    for name in _names(article.byline):
        found.append(_credit(article, name, Where.BYLINE, None, f"the byline: {article.byline}"))
    found += [
        _credit(article, name, Where.TEXT, span, reason)
        for name, span, reason in _in_text(article.text)
    ]
    found += [
        _credit(article, name, Where.DROPPED, None, f"{reason} (in a block that was set aside)")
        for block in article.dropped
        for name, _, reason in _sign_offs(block.text)
    ]
    once = {outlet_key(one.name): one for one in reversed(found)}
    return tuple(one for one in found if once[outlet_key(one.name)] is one)


def _credit(article: Article, name: str, where: Where, span: Span | None, reason: str) -> Credit:
    outlet = known(name)
    kind = outlet.kind if outlet else OutletKind.OUTLET
    return Credit(article.id, outlet.name if outlet else name, kind, where, span, reason)


_NAME = r"(?:[Tt]he )?[A-Z][\w’'&.-]*(?: (?:[A-Z][\w’'&.-]*|of|and|de|for|the))*"


@cache
def _agency() -> str:
    """The pattern of a known name: the long ones first, the short ones as they are written."""
    names = {name for one in known_outlets() for name in (*one.names, *one.short)}
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What credits look like in a paragraph, each with the words that tell a reader."""
    agency = rf"(?P<name>{_agency()})"
    anyone = rf"(?P<name>{_NAME})"
    piece = r"(?:article|story|report|piece|post|interview|column)"
    once = r"(?:first|originally)"
    return tuple(
        (re.compile(pattern), reason)
        for pattern, reason in (
            (rf"^(?:[A-Z]{{3}}[^()\n]{{0,60}} )?\({agency}\)(?=\s)", "the dateline"),
            (rf"^(?:[A-Z][^()\n]{{0,60}} )?\({anyone}\) ?(?:--|[-–—])", "the dateline"),
            (rf"^By [^\n]{{0,60}}\b{agency}\W*$", "the byline"),
            (rf"\b{agency}\b(?=[^\n]{{0,160}} contributed(?: \w+)? to th(?:is|e) {piece})", "a sign-off"),
            (rf"\b[Ww]ith (?:files|reporting|reports|material) (?:from|by) [^.\n]{{0,40}}?{agency}\b", "a sign-off"),
            (rf"^[\[(]?\W*(?:©|\(c\)|[Cc]opyright)\W*(?:20\d\d )?{agency}\b", "a sign-off"),
            (rf"^[-–—]+ ?{agency}\.?$", "a sign-off"),
            (rf"\b[Tt]his {piece} (?:was |has been )?{once} (?:been )?(?:published|appeared|ran|posted|printed) (?:by|in|on|at|with) {anyone}", "first published elsewhere"),
            (rf"^\W*(?:[Ff]irst|[Oo]riginally|[Rr]e-?)\s?[Pp]ublished (?:by|in|on|at|from) {anyone}", "first published elsewhere"),
            (rf"\b[Aa] version of this {piece} (?:was |has )?(?:{once} )?(?:appear(?:s|ed)|published|ran) (?:by|in|on|at) {anyone}", "a version of another's article"),
            (rf"^\W*(?:[Vv]ia|[Ss]ource):? {anyone}\W*$", "the source given at the end"),
        )
    )  # fmt: skip


def _in_text(text: str) -> Iterator[tuple[str, Span, str]]:
    """The credits of a text: datelines and bylines at its top, the rest wherever it stands."""
    for number, (start, end) in enumerate(paragraphs(text)):
        for name, (a, b), reason in _sign_offs(text[start:end]):
            if number < _TOP or reason not in ("the dateline", "the byline"):
                yield name, (start + a, start + b), reason


_TOP = 4  # paragraphs; a headline, a byline or a caption may stand before the dateline
_NOT_A_NAME = re.compile(
    r"(?:the )?(?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b",
    re.I,
)


def _sign_offs(block: str) -> Iterator[tuple[str, Span, str]]:
    """The credits of one paragraph, with their spans in it."""
    for pattern, reason in _patterns():
        for match in pattern.finditer(block):
            name = match.group("name")
            name = name if known(name) else name.rstrip(".,")
            if _NOT_A_NAME.match(name) or name.casefold().split()[0] in not_text():
                continue
            start = match.start("name")
            yield name, (start, start + len(name)), reason


_SHORT_NAME = re.compile(r"(?:(?:By|From) )?([A-Z]{2,6})")


@cache
def _in_byline() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_agency()})(?!\w)")


def _names(byline: str) -> Iterator[str]:
    """The known names in a byline, or a short name that stands there alone."""
    for match in _in_byline().finditer(byline):
        yield match.group()
    if alone := _SHORT_NAME.fullmatch(byline.strip()):
        yield alone.group(1)
