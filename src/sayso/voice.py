"""The article's own voice: what stands outside every statement, a report or the author's judgement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from sayso.lists import read_lists
from sayso.records import Attribution, Span, Voice
from sayso.text import quotations
from sayso.tokens import sentences

_SEEMS = re.compile(r"\b(?:seem|appear)(?:s|ed|ing)?\b", re.I)
_ENOUGH = 6  # words; what is left of a sentence beside a statement must be able to say something
_QUOTED = 40  # characters; a longer quotation is nobody's title
_EDGES = " \t,;:–—-.…“”\"'’"


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    raw = read_lists("voice")
    strong, weak = (
        re.compile(
            rf"\b(?:{'|'.join(map(re.escape, sorted(raw[key], key=len, reverse=True)))})\b", re.I
        )
        for key in ("strong", "weak")
    )
    return strong, weak


def own_spans(text: str, statements: Sequence[Attribution]) -> list[Span]:
    """Return the sentences, or what is left of them, that no statement and no quotation covers."""
    said = [span for one in statements for span in covered(text, one)]
    return uncovered(text, [*said, *quoted(text)])


def covered(text: str, statement: Attribution) -> tuple[Span, ...]:
    """Return the words that are not the article's own since ``statement`` has them.

    "It seems that …" with no source is the author speaking, so such a statement covers nothing.
    """
    if not statement.source and _SEEMS.search(
        " ".join(text[start:end] for start, end in statement.cue)
    ):
        return ()
    return statement.spans


def uncovered(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the sentences, or what is left of them, that none of ``spans`` covers."""
    taken = sorted(spans)
    found: list[Span] = []
    passed = 0
    for start, end in sentences(text):
        while passed < len(taken) and taken[passed][1] <= start:
            passed += 1
        found += _left(text, start, end, taken[passed:])
    return found


def quoted(text: str) -> list[Span]:
    """Return the quotations of ``text``, with their marks, that are longer than a title may be."""
    found = quotations(text)
    return [(one.start, one.end) for one in found if one.end - one.start > _QUOTED]


def _left(text: str, start: int, end: int, taken: Sequence[Span]) -> list[Span]:
    """The parts of a sentence between the spans that are taken, if they are long enough."""
    parts, at, cut = [], start, False
    for first, last in taken:
        if first >= end:
            break
        cut = cut or last > start
        if first > at:
            parts.append((at, first))
        at = max(at, last)
    if at < end:
        parts.append((at, end))
    return [part for part in (_trimmed(text, *part, cut) for part in parts) if part]


def _trimmed(text: str, start: int, end: int, cut: bool) -> Span | None:
    if cut:
        while start < end and text[start] in _EDGES:
            start += 1
        while start < end and text[end - 1] in _EDGES:
            end -= 1
    words = len(re.findall(r"\w+", text[start:end]))
    return (start, end) if words >= (_ENOUGH if cut else 2) else None


def judged(text: str, span: Span) -> tuple[Voice, tuple[Span, ...]]:
    """Return whether the words at ``span`` report or judge, and the words that show a judgement."""
    strong, weak = _words()
    marks = [match.span() for match in strong.finditer(text, *span)]
    lesser = [match.span() for match in weak.finditer(text, *span)]
    mark = text[span[0] : span[1]].rstrip("”\"’' )")[-1:]
    asks = mark in ("?", "!") and mark != ""
    if marks or len(lesser) > 1 or asks:
        both = sorted({*marks, *lesser}) if marks or len(lesser) > 1 else []
        kept = both or [(span[1] - 1, span[1])]
        return Voice.OPINION, tuple(_disjoint(kept))
    return Voice.REPORT, ()


def _disjoint(spans: Sequence[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
