"""Paragraphs and quotation marks of a text, with offsets. Pure functions over strings."""

from __future__ import annotations

import re
from typing import NamedTuple

OPENING = "“„«‘"
CLOSING = {"“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’", "'": "'"}
_CLOSERS = "”“»\"’'"
_MARKS = re.compile("[“”„«»\"‘’']")
_DOUBLE = re.compile('[“”"]')
_PARAGRAPH = re.compile(r"[^\n]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LOOSE = " \t\n([{—–-/"


class Quotation(NamedTuple):
    """Characters ``start`` to ``end`` (its marks included); ``closed`` if the closing mark is there.

    An opened quotation that its paragraph does not close ends with the paragraph.
    """

    start: int
    end: int
    closed: bool


def clean(text: str) -> str:
    """Return ``text`` with every lone surrogate replaced by U+FFFD; no character moves."""
    return _SURROGATE.sub("�", text)


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the spans of the lines of ``text`` that hold more than white space, without its edges."""
    found = []
    for match in _PARAGRAPH.finditer(text):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip())
        end = match.end() - (len(line) - len(line.rstrip()))
        if start < end:
            found.append((start, end))
    return found


_SHORT = ("Mr", "Ms", "Mrs", "Dr", "Sen", "Rep", "Gov", "Gen", "Det", "St", "[A-Z]")
NO_END = "".join(rf"(?<!\b{word})" for word in _SHORT)
"""A pattern for what stands before a full stop that ends its sentence: no title, no initial."""


def quotations(text: str, start: int = 0, end: int | None = None) -> list[Quotation]:
    """Return the outermost quotations between two offsets of ``text``, one paragraph at a time.

    Curly, low, angle and straight double marks count, and single marks where they cannot be
    apostrophes. Marks inside a quotation of another kind belong to it. A paragraph that opens
    with a mark and lacks the closing one is open to its end, as newspapers print a quotation
    that runs on.
    """
    found: list[Quotation] = []
    for first, last in paragraphs(text[start:end]):
        found += _in_paragraph(text, start + first, start + last)
    return found


def _in_paragraph(text: str, start: int, end: int) -> list[Quotation]:
    found: list[Quotation] = []
    # Found once: a paragraph of a million opening marks must not be searched a million times.
    last = {mark: text.rfind(mark, start, end) for mark in _CLOSERS}
    apostrophes: set[str] = set()  # single marks that nothing closes from here on
    position = start
    while match := _MARKS.search(text, position, end):
        at = match.start()
        position = at + 1
        if text[at] in apostrophes or not _opens(text, at, start, end):
            continue
        close = _closing(text, at, end, last)
        if close is None and text[at] in "'‘" and not _leads(text, at, start):
            apostrophes.add(text[at])  # as in ’tis or ‘90s
            continue
        found.append(Quotation(at, end if close is None else close + 1, close is not None))
        position = found[-1].end
    return found


def _leads(text: str, at: int, start: int) -> bool:
    """Whether an unclosed ‘ opens speech that runs on, as British papers set it: ‘We told them …"""
    before = text[start:at].rstrip()
    return text[at] == "‘" and text[at + 1 : at + 2].isupper() and before[-1:] in ("", ":")


def _opens(text: str, at: int, start: int, end: int) -> bool:
    mark = text[at]
    if mark in "”»’":
        return False
    if mark in "“„«":
        return at + 1 < end  # at the end of a paragraph it is a closing mark set wrong
    loose = at == start or text[at - 1] in _LOOSE or text[at - 1] in "“\"‘'"
    follows = at + 1 < end and not text[at + 1].isspace()
    return follows and loose


def _closing(text: str, at: int, end: int, last: dict[str, int]) -> int | None:
    """Where the mark at ``at`` is closed before ``end``; ``last``: where each mark stands last."""
    mark = text[at]
    if mark in "'‘":
        return _closing_single(text, at, end)
    found = [text.find(one, at + 2, end) for one in CLOSING[mark] if last[one] >= at + 2]
    return min(found) if found else _closed_otherwise(text, at, end)


def _closing_single(text: str, at: int, end: int) -> int | None:
    close = at + 1
    while (close := text.find(CLOSING[text[at]], close + 1, end)) >= 0:
        inside = close + 1 < end and text[close + 1].isalnum()
        if not inside and not text[close - 1].isspace():
            return close
    return None


def _closed_otherwise(text: str, at: int, end: int) -> int | None:
    """Where a double mark is closed by one of another kind, as pages that mix them do: the next
    mark, unless it opens something."""
    match = _DOUBLE.search(text, at + 2, end)
    if match is None:
        return None
    close = match.start()
    closes = not text[close - 1].isspace() and not text[close + 1 : close + 2].isalnum()
    return close if closes else None


def runs(text: str) -> list[list[tuple[int, int]]]:
    """Return the quotations of ``text``, each as its spans: one, or one a paragraph where it runs on.

    A quotation its paragraph leaves open runs on when the next paragraph opens with a mark again
    (the newspapers' way), or when a later paragraph closes a mark that it did not open and none
    between opens one of its own (the way of many web pages). Otherwise it ends with its paragraph.
    """
    blocks = paragraphs(text)
    inside = [quotations(text, start, end) for start, end in blocks]
    found: list[list[tuple[int, int]]] = []
    taken: set[tuple[int, int]] = set()
    for number, quoted in enumerate(inside):
        for quotation in quoted:
            if quotation[:2] in taken:
                continue
            run = [(quotation.start, quotation.end)]
            if not quotation.closed:
                run += _continued(text, blocks, inside, number)
                taken.update(run)
            found.append(run)
    return found


def _continued(
    text: str, blocks: list[tuple[int, int]], inside: list[list[Quotation]], number: int
) -> list[tuple[int, int]]:
    reopened: list[tuple[int, int]] = []
    for later in range(number + 1, len(blocks)):
        first = inside[later][0] if inside[later] else None
        if first is None or first.start != blocks[later][0]:
            break
        reopened.append((first.start, first.end))
        if first.closed:
            break
    return reopened or _closed_later(text, blocks, inside, number)


_FAR = 12  # paragraphs; no quotation of a news report runs on for longer without a mark


def _closed_later(
    text: str, blocks: list[tuple[int, int]], inside: list[list[Quotation]], number: int
) -> list[tuple[int, int]]:
    passed: list[tuple[int, int]] = []
    for later in range(number + 1, min(number + 1 + _FAR, len(blocks))):
        start, end = blocks[later]
        close = _lone_close(text, start, end, inside[later])
        if close is not None:
            return [*passed, (start, close)]
        if any(one.start == start or not one.closed for one in inside[later]):
            return []  # another quotation starts here: the mark was set wrong
        passed.append((start, end))
    return []


def _lone_close(text: str, start: int, end: int, inside: list[Quotation]) -> int | None:
    """The offset after a double mark that closes what this paragraph did not open."""
    for match in re.finditer('[“”»"]', text[start:end]):
        at = start + match.start()
        if any(quotation.start <= at < quotation.end for quotation in inside):
            continue
        if not text[at - 1 : at].isspace() and at > start:
            return at + 1
    return None
