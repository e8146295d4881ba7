"""Words and sentences of a text, with offsets, for the rules that read facts."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from sayso.records import Span
from sayso.text import paragraphs

# A contraction of "not" stays whole, any other apostrophe stands alone: the noun before it counts.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?<=n)['’]t\b|[^\W\d_]+|\S")
# Possessive, and only at the head of a run of marks: a page of question marks costs one pass.
_END = re.compile(r"(?<![.?!…])[.?!…]++[”\"’'»)\]]*+(?=\s)")
_SHORT = frozenset(
    "mr mrs ms dr prof sen rep gov gen col lt sgt capt st jr sr vs no etc inc ltd corp co rev hon "
    "jan feb mar apr jun jul aug sep sept oct nov dec u.s u.k u.n a.m p.m e.g i.e d.c".split()
)

_HOUR = ("a.m", "p.m")
_AFTER_HOUR = frozenset(  # words in capitals that go on from "at 10 a.m."
    "est edt et cst cdt ct mst mdt mt pst pdt pt gmt utc bst cet eastern central mountain pacific "
    "greenwich monday tuesday wednesday thursday friday saturday sunday january february march april "
    "may june july august september october november december mon tue wed thu fri sat sun".split()
)
_WHOLE = 8  # words; fewer than these before an hour's end are the beginning of what is to be told
_CAPITAL = re.compile(r"\s+[“\"‘']?([A-Z][\w’']*)")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words and marks of ``text`` in order: ``lower`` their lower-cased form, and their spans."""

    text: str
    lower: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def at(self, offset: int) -> int:
        """Return the number of the first token that starts at ``offset`` or after it."""
        return bisect_left(self.starts, offset)

    def capital(self, number: int) -> bool:
        """Whether the token is there and starts with a capital letter."""
        return 0 <= number < len(self.lower) and self.text[self.starts[number]].isupper()

    def word(self, number: int) -> str:
        """Return the lower-cased token, or an empty string beyond either end."""
        return self.lower[number] if 0 <= number < len(self.lower) else ""

    def opens(self, number: int) -> bool:
        """Whether the token is the first word of a sentence or of a quotation."""
        before = self.word(number - 1)
        return not before or before in ".?!:“\"‘'(—–" or "\n" in self.gap(number)

    def gap(self, number: int) -> str:
        """Return the white space between a token and the one before it."""
        start = self.ends[number - 1] if number else 0
        return self.text[start : self.starts[number]]


def tokens_of(text: str) -> Tokens:
    """Return the tokens of ``text``: numerals, words, and every other visible character alone."""
    found = [match.span() for match in _TOKEN.finditer(text)]
    return Tokens(
        text,
        tuple(text[start:end].lower() for start, end in found),
        tuple(start for start, _ in found),
        tuple(end for _, end in found),
    )


def sentences(text: str) -> list[Span]:
    """Return the spans of the sentences of ``text``, in order; none reaches over a line break.

    A full stop after an abbreviation or a single capital ends no sentence, nor does one before a
    lower-case letter; one after an hour ("10 a.m.") does where enough is said before it and no zone
    or day follows.
    """
    found: list[Span] = []
    for start, end in paragraphs(text):
        first = start
        for match in _END.finditer(text, start, end):
            if _ends(text, (first, match.start()), match.end(), end):
                found.append((first, match.end()))
                first = match.end()
                while first < end and text[first].isspace():
                    first += 1
        if first < end:
            found.append((first, end))
    return found


def _ends(text: str, so_far: Span, after: int, end: int) -> bool:
    """Whether the marks from the end of ``so_far``, the sentence up to here, to ``after`` end it."""
    first, dot = so_far
    follows = text[after : min(end, after + 40)].lstrip()[:1]
    if not follows or follows.islower() or follows in ".":
        return False
    if text[dot] != "." or after > dot + 1:
        return True
    before = re.search(r"[\w.]{1,12}\Z", text[max(0, dot - 12) : dot])
    word = before.group() if before else ""
    if word.lower() in _HOUR:
        capital = _CAPITAL.match(text, after, end)
        goes_on = capital is None or capital.group(1).lower() in _AFTER_HOUR
        return not goes_on and len(text[first:dot].split()) >= _WHOLE
    return word.lower() not in _SHORT and not (len(word) == 1 and word.isupper())
