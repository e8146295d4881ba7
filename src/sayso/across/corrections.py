"""Corrections that an article spells out: "An earlier version said X. It is Y." Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sayso.across.relation import Kind, Link, Relation
from sayso.across.stated import Stated

RULES = "corrections 1"
_SAYS = re.compile(
    r"\b(?:an? )?(?:earlier|previous|original) (?:version|report|edition|headline|story)s?\b"
    r"(?: of)?[^.]{0,60}\b(?:said|stated|reported|gave|put|misstated|wrongly|incorrectly|identified)\b|"
    r"\bwe (?:wrongly|incorrectly|mistakenly) (?:said|stated|reported|wrote)\b",
    re.I,
)
_CERTAIN = 0.9  # the article says so itself


def corrections(stated: Sequence[Stated]) -> Iterator[Link]:
    """Yield the corrections among what one article states, in order.

    A sentence that says what an earlier version of the article had is taken back by the sentence
    after it.
    """
    for one, other in pairwise(stated):
        said = _SAYS.search(one.sentence_words)
        follows = 0 <= other.sentence[0] - one.sentence[1] <= 2
        if said and follows and not _SAYS.search(other.sentence_words):
            reasons = (f"“{said.group()}”: the article takes it back in its next sentence",)
            yield Link(one.id, other.id, Relation.CORRECTION, Kind.OTHER, _CERTAIN, reasons, RULES)
