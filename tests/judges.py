"""Comparers for the tests of what is kept of claims: they go by words, not by a model."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from sayso.across.relation import Found, Kind, Link, Relation, Unlike
from sayso.across.stated import Stated
from sayso.across.vectors import Floats, packed, unpacked
from sayso.records import Polarity

_PLAIN = frozenset("a an the that it was is were are had has have be been not no never".split())
_NUMBER = re.compile(r"\d+")


class ByWords:
    """Statements of equal plain words are the same; where one denies, or the numbers differ, they
    conflict; a number that is said to be "now" another is an update. The rest is unlike."""

    name = "words-1"

    def __init__(self) -> None:
        self.known: list[Stated] = []

    def compare(self, stated: Sequence[Stated], vectors: Floats) -> Found:
        found, unlike = [], []
        assert len(vectors) == len(stated)
        for one in stated:
            for other in self.known:
                if link := _link(other, one):
                    found.append(link)
                else:
                    unlike.append(Unlike(other.id, one.id, 0.1))
            self.known.append(one)
        return Found(tuple(found), tuple(unlike))

    def vectors(self, stated: Sequence[Stated]) -> Floats:
        return np.array([[len(one.words), 1, 0] for one in stated], np.float32)

    def remember(
        self, stated: Sequence[Stated], vectors: Floats, same: Sequence[tuple[str, str]]
    ) -> None:
        assert np.allclose(vectors, unpacked(packed(self.vectors(stated))))
        self.known += stated


def _link(left: Stated, right: Stated) -> Link | None:
    words = [_words(one.words) for one in (left, right)]
    bare = [frozenset(_NUMBER.sub("#", word) for word in found) - {"now"} for found in words]
    if len(words[0]) < 2 or bare[0] != bare[1]:
        return None
    denies = [one.polarity is Polarity.DENIED or " not " in one.words for one in (left, right)]
    if denies[0] != denies[1]:
        kind, relation = Kind.DENIAL, Relation.CONFLICT
    elif words[0] == words[1]:
        kind, relation = Kind.CLAIM, Relation.SAME
    else:
        now = "now" in words[0] | words[1]
        kind, relation = Kind.NUMBER, Relation.UPDATE if now else Relation.CONFLICT
    reason = f"{relation}: “{left.words}” and “{right.words}”"
    return Link(left.id, right.id, relation, kind, 0.9, (reason,), ByWords.name)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold())) - _PLAIN
