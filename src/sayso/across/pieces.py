"""Pieces of a text that can be true or false on their own: cut at sentence ends and where a second
clause with a subject and a verb of its own begins. Pure; offsets are characters of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from sayso.records import Span
from sayso.tokens import sentences

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
    r"belongs|holds|goes|gives|lives|leaves|moves|takes|makes|comes|becomes|uses|includes|provides|needs|"
    r"leads|ends|stands|finds|brings|shows|knows|allows|follows|plays|stays|owes|owns|sees|causes|rises|"
    r"faces|serves|depends|intends|sends|spends|"
    r"[a-z]{2,}(?:ed|[^s\Ws]ies|[kmnptrl]s))\b|[’'](?:re|ve|ll|d|m)\b|"
    r"\b(?i:he|she|it|that|there|who|what|here|where|how|nobody|everybody|everyone|no one)[’']s\b"
)
_DANGLING = re.compile(  # possessive, and only at the head of a run of marks
    r"(?<![\s,;:–—-])[\s,;:–—-]++(?:and|but|or|while|whereas|although|though|after|before|because|until|since|when|where|"
    r"that|which|who|as|if|(?:in|of|on|at|by|for) which)$"
)
_NOTE = re.compile(  # to the reader, or whose work it is
    r"\W*(?:more to come|with (?:a )?(?:report|file)s? (?:from|by)|(?:additional )?report(?:ing|ed) by|"
    r"follow (?:me|him|her|them|us|the|@?[A-Z])[^.]*(?:@|twitter|facebook|updates)|click here|"
    r"watch the (?:clip|video)|photos?:|images? via)",
    re.I,
)
_SMALL = re.compile(r"\b[a-z]{2,}\b")
_HEADLINE = 6  # words
_LEAST = 3  # words; what is shorter can hardly be true or false
_CLAUSE = 4  # words on each side of a cut
_EDGES = " \t\n,;:–—-"


@dataclass(frozen=True, slots=True)
class Piece:
    """The words at ``span``, and the ``sentence`` they stand in."""

    span: Span
    sentence: Span


class Page:
    """A text, cut into sentences once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._sentences = sentences(text)
        self._starts = [start for start, _ in self._sentences]

    def pieces(self, span: Span) -> Iterator[Piece]:
        """Yield the clauses of the words at ``span``, each with its sentence, in order."""
        number = max(0, bisect_right(self._starts, span[0]) - 1)
        for sentence in self._sentences[number:]:
            if sentence[0] >= span[1]:
                break
            start, end = max(span[0], sentence[0]), min(span[1], sentence[1])
            if start < end:
                for clause in self._clauses(start, end):
                    trimmed = self._trimmed(*clause)
                    if self.has_words(trimmed, _LEAST):
                        yield Piece(trimmed, sentence)

    def has_words(self, span: Span, least: int) -> bool:
        """Whether there are at least so many words at ``span``."""
        found = islice(_WORD.finditer(self.text, *span), least)  # a span may be a whole page
        return sum(1 for _ in found) == least

    def has_verb(self, span: Span) -> bool:
        """Whether the words at ``span`` seem to hold a finite verb."""
        return bool(_FINITE.search(self.text, *span))

    def reports(self, span: Span) -> bool:
        """Whether the words at ``span`` can be a report: two of them are in small letters, or they are as
        long as a headline and hold a verb; else they are a dateline, a name or a credit."""
        if _NOTE.match(self.text, *span):
            return False
        if len(_SMALL.findall(self.text, *span)) > 1:
            return True
        small = self.text[slice(*span)].lower()
        return self.has_words(span, _HEADLINE) and bool(_FINITE.search(small))

    def _clauses(self, start: int, end: int) -> Iterator[Span]:
        joints = list(_JOINT.finditer(self.text, start, end))
        at = start
        ends = [*(one.start() for one in joints[1:]), end]
        for match, after in zip(joints, ends, strict=False):
            first, second = (at, match.start()), (match.end(), end)
            verb = self.has_verb((match.end(), after))
            if verb and self._says(first) and self._says(second) and self._begins(match):
                yield first
                at = match.end() if not _RELATIVE.match(match.group()) else match.start() + 2
        yield at, end

    def _begins(self, joint: re.Match[str]) -> bool:
        alone = joint.group().startswith(";") or _RELATIVE.match(joint.group())
        return bool(alone or _SUBJECT.match(self.text, joint.end()))

    def _says(self, span: Span) -> bool:
        return self.has_words(span, _CLAUSE) and self.has_verb(span)

    def _trimmed(self, start: int, end: int) -> Span:
        text = self.text
        while start < end and text[start] in _EDGES:
            start += 1
        while start < end and text[end - 1] in _EDGES:
            end -= 1
        dangling = _DANGLING.search(text, start, end)
        return (start, dangling.start()) if dangling else (start, end)
