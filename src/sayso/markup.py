"""An HTML page as its reader saw it: the visible blocks, and which of them are the article.

trafilatura chooses, and its words are not taken over: it rebuilds the text and on the way may lose
a space, a link's words or a quotation mark. Its choice is laid over the blocks of the page, and
the blocks themselves are the text. So what is kept stands in the page word for word, and what is
not kept is known and can be named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura import bare_extraction

from sayso.errors import ExtractError
from sayso.headers import Headers, headers_of
from sayso.overlay import key_of, matched
from sayso.records import Dropped
from sayso.tidy import tidy, tidy_lines


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


OUTSIDE = "outside the article as the extractor sees it"
TITLE = "the title, kept as such"
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# Reasons that hold even against trafilatura's choice.
_STRANGE = (
    "subscription or promotion",
    "related headlines",
    "cookie notice",
    "share bar",
    "comments",
    "navigation",
)
_INLINE = _names(
    "a abbr acronym amp-link b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr"
    " q ruby rb s samp small span strike strong sub sup time tt u var wbr"
)
_HIDDEN = _names(
    "area audio base canvas command datalist embed frame head iframe input link map meta noframes"
    " noscript object optgroup option param progress rp rt script select source style svg math"
    " template textarea title track video img picture"
)
_UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_UNSEEN_CLASS = re.compile(
    r"(?:^|\s)(?:visually-?hidden|sr-only|screen-reader-text|off-?screen)(?:\s|$)", re.IGNORECASE
)
_TAG_REASON = {
    "nav": "navigation",
    "footer": "page footer",
    "header": "page header",
    "aside": "beside the article",
    "figure": "caption",
    "figcaption": "caption",
    "form": "form",
    "button": "button",
    "h1": "headline",
}
_CLASS_REASONS = tuple(
    (re.compile(rf"(?:^|[\s_-])(?:{words})", re.IGNORECASE), reason)
    for words, reason in (
        (r"cookie|consent|gdpr", "cookie notice"),
        (r"comments?(?:$|[\s_-])|disqus|respond(?:$|[\s_-])", "comments"),
        (
            r"related|recommend|more-(?:on|from|stories)|most-?(?:read|popular)|trending|also-like"
            r"|read-?(?:next|more)|outbrain|taboola|teaser",
            "related headlines",
        ),
        (r"shar(?:e|ing)|social|addthis", "share bar"),
        (r"newsletter|subscri|sign-?up|paywall|promo", "subscription or promotion"),
        (r"ads?(?:$|[\s_-])|advert|sponsor", "advertisement"),
        (r"caption|photo-?credit|image-?credit|credits?(?:$|[\s_-])", "caption"),
        (r"byline|author|bio(?:$|[\s_-])", "byline"),
        (r"nav(?:$|[\s_-]|bar|igation)|menu|breadcrumb|pagination", "navigation"),
        (r"tags?(?:$|[\s_-])|topics?(?:$|[\s_-])|categor", "tags"),
        (r"footer|copyright", "page footer"),
        (r"sidebar|widget|rail(?:$|[\s_-])", "beside the article"),
        (r"date(?:$|[\s_-])|timestamp|published", "date line"),
    )
)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_SENTENCE_START = re.compile(r"[\"'“‘(\[]*[A-Z0-9]")
_MOST_TAGS = 100_000  # reading so many takes some twenty seconds
_MOST_PARTS = 2000  # of one paragraph; trafilatura's time grows with their square
_FEW = 60  # words: a page that shows fewer may carry its article as data


@dataclass(frozen=True, slots=True)
class Block:
    """One visible block of a page: its words, its tag, and what its place says it is (or empty)."""

    text: str
    tag: str
    reason: str


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """An HTML page as it was read: the paragraphs of its article, what was dropped, its headers."""

    paragraphs: tuple[str, ...]
    dropped: tuple[Dropped, ...]
    headers: Headers


def read_markup(decoded: str, url: str = "") -> MarkedPage:
    """Return the article of the HTML page ``decoded``, whose address is ``url`` if known.

    Every paragraph is a visible block of the page, white space made plain and invisible characters
    removed; where the page shows next to nothing but carries its article as data, that is taken.
    Raises ``ExtractError`` when this is no HTML at all. The paragraphs may be empty.
    """
    tree = parse(decoded)
    blocks = blocks_of(tree)
    headers = headers_of(tree, url)
    chosen = _choose(tree, url)
    kept = matched([block.text for block in blocks], chosen)
    aside = _set_aside(blocks, kept, headers.title)
    kept -= set(aside)
    paragraphs = tuple(blocks[number].text for number in sorted(kept))
    if _size(paragraphs) < _FEW < _size(headers.body):
        return MarkedPage(headers.body, _dropped(blocks, set(), {}, headers.title), headers)
    return MarkedPage(paragraphs, _dropped(blocks, kept, aside, headers.title), headers)


def parse(decoded: str) -> HtmlElement:
    """Return the tree of an HTML page given as characters.

    Raises ``ExtractError`` when nothing can be parsed, or there are more than 100,000 tags.
    """
    if decoded.count("<") > _MOST_TAGS:
        raise ExtractError(f"the page has more than {_MOST_TAGS:,} tags, more than any article")
    source = decoded.lstrip("\ufeff").replace("\x00", "")
    try:
        # As bytes of a stated encoding: lxml refuses characters that declare one of their own.
        # Without comments: trafilatura loses the words behind a link that a comment stands by.
        return document_fromstring(
            source.encode("utf-8", "replace"),
            parser=HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True),
        )
    except (etree.LxmlError, ValueError) as error:
        raise ExtractError(f"no HTML that could be read: {error}") from error


def blocks_of(tree: HtmlElement) -> list[Block]:
    """Return the visible blocks of a page in its order; hidden elements give none."""
    collector = _Collector()
    body = tree.find("body")
    collector.walk(tree if body is None else body)
    return collector.blocks


class _Collector:
    """Walks a tree and cuts its visible text into blocks, as a browser's default styles would."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._frames: list[tuple[HtmlElement, str, bool]] = []

    def walk(self, root: HtmlElement) -> None:
        # By hand rather than by recursion: a hostile page may nest deeper than Python calls go.
        pending: list[tuple[HtmlElement, bool]] = [(root, False)]
        while pending:
            node, leaving = pending.pop()
            if leaving:
                self._leave(node)
            elif not isinstance(node.tag, str) or self._unseen(node):
                if isinstance(node.tag, str) and node.tag not in _HIDDEN and not _inline(node):
                    self._cut()
            else:
                self._enter(node)
                pending.append((node, True))
                pending += [(child, False) for child in reversed(node)]
                continue
            if node is not root:
                self._add(node.tail)
        self._cut()

    def _unseen(self, node: HtmlElement) -> bool:
        if node.tag in _HIDDEN:
            return True
        if node.tag in ("body", "html"):
            return False  # pages hide themselves until their scripts have run
        return (
            node.get("hidden") is not None
            or bool(_UNSEEN_STYLE.search(node.get("style") or ""))
            or bool(_UNSEEN_CLASS.search(node.get("class") or ""))
        )

    def _enter(self, node: HtmlElement) -> None:
        if node.tag == "br":
            self._parts.append("\n")
        elif node.tag == "q":
            self._parts.append("“")  # a browser draws the marks of <q>
        if not _inline(node):
            self._cut()
            inherited = self._frames[-1][1] if self._frames else ""
            self._frames.append((node, inherited or _reason(node), node.tag == "pre"))
        self._add(node.text)

    def _leave(self, node: HtmlElement) -> None:
        if node.tag == "q":
            self._parts.append("”")
        if not _inline(node):
            self._cut()
            self._frames.pop()

    def _add(self, text: str | None) -> None:
        if not text:
            return
        plain = tidy_lines(text)
        keeps_lines = bool(self._frames) and self._frames[-1][2]
        self._parts.append(plain if keeps_lines else plain.replace("\n", " "))

    def _cut(self) -> None:
        joined = "".join(self._parts)
        self._parts.clear()
        if not joined.strip():
            return
        node, reason, _ = self._frames[-1]
        for line in _lines(joined):
            self.blocks.append(Block(line, str(node.tag), reason))


def _inline(node: HtmlElement) -> bool:
    # Elements a page made up itself are drawn in the line unless a style says otherwise.
    return node.tag in _INLINE or node.tag == "br" or "-" in str(node.tag)


def _reason(node: HtmlElement) -> str:
    tag = str(node.tag)
    if tag in ("body", "main", "article"):
        return ""
    if tag in _TAG_REASON:
        return _TAG_REASON[tag]
    names = f"{node.get('class') or ''} {node.get('id') or ''}"
    return next((reason for found, reason in _CLASS_REASONS if found.search(names)), "")


def _lines(joined: str) -> list[str]:
    """The paragraphs of a block that breaks its lines itself, by an empty line or after a sentence.

    One line break alone is only a new paragraph where a sentence ends before it and another
    begins: else it is an address, a verse or a wrapped line, and reads on.
    """
    lines: list[str] = []
    fresh = True
    for raw in joined.split("\n"):
        line = tidy(raw)
        if not line:
            fresh = True
        elif fresh or (_SENTENCE_END.search(lines[-1]) and _SENTENCE_START.match(line)):
            lines.append(line)
            fresh = False
        else:
            lines[-1] += " " + line
    return lines


def _choose(tree: HtmlElement, url: str) -> list[str]:
    """The pieces of text trafilatura takes for the article, in its order."""
    copy = deepcopy(tree)
    for paragraph in [one for one in copy.iter("p") if _many_parts(one)]:
        etree.strip_tags(paragraph, "*")
    try:
        document = bare_extraction(copy, url=url or None, fast=True, include_comments=False)
    except (
        *(etree.LxmlError, ValueError, TypeError, AttributeError, LookupError, RecursionError),
    ) as error:
        raise ExtractError(f"the page could not be searched for an article: {error}") from error
    # Not from its tree: writing the text takes the links out of that, words and all.
    text = getattr(document, "text", None) or ""
    return [piece for piece in re.split(r"[\n|]", text) if piece.strip()]


def _many_parts(node: HtmlElement) -> bool:
    return next(islice(node.iter("*"), _MOST_PARTS, None), None) is not None


def _set_aside(blocks: Sequence[Block], kept: set[int], title: str) -> dict[int, str]:
    """What trafilatura took and its place on the page speaks against: block number to reason."""
    aside: dict[int, str] = {}
    order = sorted(kept)
    wanted = key_of(title)
    for number in order[:3]:
        key = key_of(blocks[number].text)
        same = bool(key and wanted) and (key in wanted or wanted in key)
        if blocks[number].tag == "h1" or (same and blocks[number].tag in _HEADINGS):
            aside[number] = TITLE
            break
    for number in reversed(order):
        if blocks[number].tag not in _HEADINGS:
            break
        aside[number] = "a heading with nothing under it"
    total = sum(len(blocks[number].text) for number in order)
    for reason in _STRANGE:
        group = [number for number in order if blocks[number].reason == reason]
        # A class may stand on what holds the whole article: then it says nothing of a part.
        if sum(len(blocks[number].text) for number in group) < 0.15 * total:
            aside.update({number: reason for number in group if number not in aside})
    return aside


def _size(paragraphs: Iterable[str]) -> int:
    return sum(len(paragraph.split()) for paragraph in paragraphs)


def _dropped(
    blocks: Sequence[Block], kept: set[int], aside: Mapping[int, str], title: str
) -> tuple[Dropped, ...]:
    wanted = key_of(title)
    dropped = []
    for number, block in enumerate(blocks):
        if number in kept:
            continue
        key = key_of(block.text)
        reason = aside.get(number) or block.reason
        if not key:
            reason = "no words"
        elif key == wanted:
            reason = TITLE
        dropped.append(Dropped(block.text, reason or OUTSIDE))
    return tuple(dropped)
