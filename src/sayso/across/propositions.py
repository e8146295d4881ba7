"""Propositions: what an article says, cut into pieces that can be true or false on their own.

A statement's content and the article's own sentences are cut at sentence ends and where a second
clause with a subject and a verb of its own begins. Pure; offsets are characters of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.records import Attribution, Span
from sayso.tokens import sentences
from sayso.voice import own_spans

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_JOINT = re.compile(
    r"(?:;|,?\s+(?:and|but|while|whereas|although|though|after|before|because|until|since)|"
    r",\s+(?:who|which|when|where))\s+",
)
_SUBJECT = re.compile(
    r"(?:he|she|it|they|we|I|you|the|an?|his|her|their|its|our|this|that|these|those|there|some|many|"
    r"several|most|all|no|two|three|four|five|six|seven|eight|nine|ten|[A-Z][\w’'-]*|\d[\d,.]*)\b"
)
_RELATIVE = re.compile(r",\s+(?:who|which|when|where)\s")
_FINITE = re.compile(
    r"\b(?:am|is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|shall|do|does|did|"
    r"isn|aren|wasn|weren|hasn|haven|hadn|won|wouldn|don|doesn|didn|"
    r"said|says|went|took|made|came|found|told|got|gave|left|began|became|saw|knew|kept|held|brought|"
    r"wrote|sent|met|ran|led|lost|won|felt|fell|rose|hit|cut|put|set|shot|spoke|stood|broke|chose|drew|"
    r"drove|flew|grew|heard|hid|paid|sold|spent|threw|wore|thought|bought|built|caught|fought|sought|"
    r"taught|died|dies|"
    r"[a-z]{2,}(?:ed|[^s\Ws]ies|[kmnptrl]s))\b|[’'](?:s|re|ve|ll|d|m)\b"
)
_SMALL = re.compile(r"\b[a-z]{2,}\b")
_LEAST = 3  # words; what is shorter can hardly be true or false
_CLAUSE = 4  # words on each side of a cut
_EDGES = " \t\n,;:–—-"


@dataclass(frozen=True, slots=True)
class Proposition:
    """The words at ``span``, the ``sentence`` they stand in, and the number of the statement (from 0)
    that says them; None: the article says them in its own voice."""

    span: Span
    sentence: Span
    statement: int | None


def propositions(
    text: str, statements: Sequence[Attribution], parents: Sequence[int | None]
) -> tuple[Proposition, ...]:
    """Return the propositions of ``text`` in order.

    ``parents`` gives for each statement the number of the one it stands inside, so that inner
    words are counted once, for the inner statement. What is too short to be checked is left out.
    """
    bounds = sentences(text)
    starts = [start for start, _ in bounds]
    found: dict[Span, Proposition] = {}
    for number, one in enumerate(statements):
        inner = [
            span
            for child, above in enumerate(parents)
            if above == number
            for span in _extent(statements[child])
        ]
        for content in one.content:
            for span in _without(content, inner):
                for piece, sentence in _pieces(text, span, bounds, starts):
                    found.setdefault(piece, Proposition(piece, sentence, number))
    for span in own_spans(text, statements):
        for piece, sentence in _pieces(text, span, bounds, starts):
            if len(_SMALL.findall(text, *piece)) > 1:  # a dateline or a credit states nothing
                found.setdefault(piece, Proposition(piece, sentence, None))
    return tuple(found[span] for span in sorted(found))


def _extent(statement: Attribution) -> list[Span]:
    return [*statement.source, *statement.cue, *statement.content]


def _without(span: Span, taken: Sequence[Span]) -> Iterator[Span]:
    at = span[0]
    for start, end in sorted(taken):
        if start >= span[1] or end <= at:
            continue
        if start > at:
            yield at, start
        at = max(at, end)
    if at < span[1]:
        yield at, span[1]


def _pieces(
    text: str, span: Span, bounds: Sequence[Span], starts: Sequence[int]
) -> Iterator[tuple[Span, Span]]:
    """The clauses of the words at ``span``, each with its sentence."""
    number = max(0, bisect_right(starts, span[0]) - 1)
    for sentence in bounds[number:]:
        if sentence[0] >= span[1]:
            break
        start, end = max(span[0], sentence[0]), min(span[1], sentence[1])
        if start < end:
            for clause in _clauses(text, start, end):
                trimmed = _trimmed(text, *clause)
                if _words(text, *trimmed) >= _LEAST:
                    yield trimmed, sentence


def _clauses(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for match in _JOINT.finditer(text, start, end):
        first, second = (at, match.start()), (match.end(), end)
        if _says(text, *first) and _says(text, *second) and _begins(text, match):
            yield first
            at = match.end() if not _RELATIVE.match(match.group()) else match.start() + 2
    yield at, end


def _begins(text: str, joint: re.Match[str]) -> bool:
    alone = joint.group().startswith(";") or _RELATIVE.match(joint.group())
    return bool(alone or _SUBJECT.match(text, joint.end()))


def _says(text: str, start: int, end: int) -> bool:
    return _words(text, start, end) >= _CLAUSE and bool(_FINITE.search(text, start, end))


def _words(text: str, start: int, end: int) -> int:
    return sum(1 for _ in _WORD.finditer(text, start, end))


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    return start, end
