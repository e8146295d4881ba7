"""Statements by a noun: "a claim by the company that …", "reports from the front of …".

The labelled corpus marks only the outermost statement of a sentence, and statements by a noun mostly
stand inside another one. Until a model has learnt them, a narrow pattern finds those whose source
is named with "by" or "from".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.drafts import Draft, overlap
from sayso.records import Span

MADE_BY = "rule-nominal-1"
_SCORE = 0.7  # a fixed guess: the pattern is narrow, its edges are not always right

_NOUN = (
    "accusation|account|acknowledgement|admission|allegation|announcement|assertion|assessment|"
    "assurance|claim|comment|complaint|confirmation|declaration|denial|estimate|finding|pledge|"
    "prediction|promise|proposal|remark|report|statement|suggestion|testimony|threat|warning"
)
_WORD = r"[^\W_][\w’'.&-]*"
_NO_SOURCE = r"(?!(?:of|that|about|who|which|is|was|were|are|has|had|have|and|to)\b)"
# "of the Interior" may be the rest of the source's name; "of a deal" may not.
_OF = r"of\s+(?:an?|no|another|his|her|its|their|new|more)"
_PATTERN = re.compile(
    rf"\b(?P<cue>(?i:{_NOUN})s?)\s+(?:by|from)\s+"
    rf"(?P<source>{_NO_SOURCE}{_WORD}(?:\s+{_NO_SOURCE}{_WORD}){{0,7}}?)\s+"
    rf"(?P<content>(?:that|{_OF})\s+[^\n;:?!“”\"()]+)"
)
_STOP = re.compile(r"\.(?=\s+[A-Z]|\s*$)|,(?=\s)|\s[–—-]\s")


def nominal(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the statements by a noun in ``text`` that none of ``drafts`` has found.

    The content ends with its clause, or with the content of the statement around it.
    """
    found: list[Draft] = []
    for match in _PATTERN.finditer(text):
        cue, source, start = match.span("cue"), match.span("source"), match.start("content")
        if any(
            overlap([cue], [*draft.cue, *draft.source]) or overlap([source], draft.cue)
            for draft in drafts
        ):
            continue  # "reports from the front say that …" is found as it is
        stop = _STOP.search(text, start, match.end())
        end = min(
            [stop.start() if stop else match.end(), *_around(start, drafts)],
        )
        end = start + len(text[start:end].rstrip())
        found.append(Draft((source,), (cue,), ((start, end),), _SCORE, MADE_BY))
    return found


def _around(at: int, drafts: Sequence[Draft]) -> list[int]:
    """Where the contents that hold the character ``at`` end."""
    spans: list[Span] = [span for draft in drafts for span in draft.content]
    return [end for start, end in spans if start <= at < end]
