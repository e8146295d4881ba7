"""Sentences, clauses and the names of sources after a preposition, by patterns. Pure; offsets as given."""

from __future__ import annotations

import re

from sayso.innerwords import either, inner_words
from sayso.mentions import lexicon
from sayso.records import Span
from sayso.text import NO_END, quotations

STOP = re.compile(rf"{NO_END}[.!?](?=[”\"’]?\s+[A-Z“\"‘']|[”\"’]?\s*$)|[;\n]")
"""Where a sentence ends, or a part of it that stands alone."""

_NAME = r"(?:(?:[A-Z]\.)+(?=\s[A-Z])|[^\W\d_a-zß-ÿ](?:[\w.&’'/-]*[\w’'])?)"
NAMES = (
    rf"(?:[Tt]he\s)?{_NAME}(?:\s(?:(?:of|the|and|de|van|von|al|bin|for)\s){{0,2}}{_NAME}){{0,6}}"
)
"""A name of several words."""
HOST = r"[\w-]+(?:\.\w{2,4}){1,2}\b"
"""An outlet called by its address: "canada.example"."""
_ARTICLE = r"(?:an?|the|his|her|their|its|one|two|some|several|many|multiple|unnamed|anonymous)"
_known = lexicon()
_NOUNS = rf"(?:{either(_known.person | _known.document | _known.organisation | _known.outlet)})s?"
_NO_NOUN = inner_words().joins | inner_words().breaks | inner_words().helpers
_ENDS = (
    rf"(?=\s*$|[^\w\s’'-]|\s(?:{either(_NO_NOUN)})\b|"
    r"\s(?:to|into|over|during|inside|within|earlier|last|this|what)\b|\s(?:\w+(?:ed|ing|ly)|said|says)\b)"
)
_OF = r"(?:inside|within|at|in|from|with|of|near|close\sto|familiar\swith)"
SOURCE = (
    rf"(?P<source>{HOST}|{_ARTICLE}\s(?!as\b)(?:[a-z’'-]+\s){{0,4}}?"
    rf"(?:(?:{_NOUNS})\b(?!\s(?:{_NOUNS}|[A-Z]\w+)\b|[’'-])|[a-z-]+{_ENDS})|{_ARTICLE}\s(?!as\b)(?:[\w’'-]+\s){{0,4}}?(?:{NAMES}|[\w’'-]+)|"
    rf"{NAMES}\s(?:{either(inner_words().plurals)})\b(?!\s[a-z]+\s[A-Z])|"
    rf"{NAMES}(?:(?:\s[a-z]+){{1,3}}\s{NAMES})?|"
    rf"(?:{either(inner_words().offices | lexicon().person)})\s(?:{_OF}\s)?{NAMES}|"
    rf"(?:[a-z-]+\s){{0,2}}?(?:{either(inner_words().plurals)})(?:\s{_OF}\s{NAMES})?|"
    rf"(?:he|she|they|him|her|them)\b|[a-z-]+\s{_NAME}\s{_NAME})"
)
"""A source after a preposition or a verb, as the group ``source``."""

_NEAR = 4  # characters between a cue and the quotation that it leads in
_LEAST = 5  # characters; a content is longer


def clause(text: str, area: Span, start: int) -> Span | None:
    """Return what follows ``start``, to the end of its sentence or its quotation, within ``area``."""
    stop = STOP.search(text, start, area[1])
    end = stop.start() if stop else area[1]
    for quotation in quotations(text, start, area[1]):
        if quotation.start - start < _NEAR:
            start, end = quotation.start, max(end, quotation.end)
    return trimmed(text, start, min(end, area[1]))


def trimmed(text: str, start: int, end: int) -> Span | None:
    """Return the span without marks at its edges, if enough is left."""
    said = text[start:end]
    start += len(said) - len(said.lstrip(" ,:—–-”"))
    end -= len(said) - len(said.rstrip(" ,:—–-"))
    return (start, end) if end - start > _LEAST else None


def sentence(text: str, first: int, last: int) -> Span:
    """Return the sentence or sentences that hold the characters from ``first`` to ``last``."""
    start = text.rfind("\n", 0, first) + 1
    for stop in STOP.finditer(text, start, first):
        start = stop.end()
    after = STOP.search(text, last)
    return start, after.start() if after else len(text)
