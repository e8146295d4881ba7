"""Shares of a whole: "two-thirds of the boats", "one in five voters", "four out of five"."""

from __future__ import annotations

from typing import NamedTuple

from sayso.tokens import Tokens

_PARTS = {"thirds": 3, "quarters": 4, "fifths": 5, "sixths": 6, "eighths": 8, "tenths": 10}
_COUNTS = {
    word: number
    for number, word in enumerate("one two three four five six seven eight nine ten".split(), 1)
}


_MOST = 100


class Share(NamedTuple):
    """A share in per cent, and the number of the token after it."""

    percent: float
    end: int


def share_at(tokens: Tokens, at: int) -> Share | None:
    """Return the share that starts with token ``at``, or nothing.

    "Three in the morning" and "one in ten thousand pieces" are none: after "in" and "out of" must
    stand a larger count up to a hundred, and nothing that makes it greater.
    """
    few = _count(tokens.word(at))
    if few is None:
        return None
    after = at + 2 if tokens.word(at + 1) == "-" else at + 1
    parts = _PARTS.get(tokens.word(after))
    if parts and few < parts:
        return Share(100 * few / parts, after + 1)
    middle = at + 1
    if tokens.word(middle) == "out" and tokens.word(middle + 1) == "of":
        middle += 1
    elif tokens.word(middle) != "in" or few != 1:
        return None
    many = _count(tokens.word(middle + 1))
    greater = tokens.word(middle + 2) in ("hundred", "thousand", "million", "billion", "-", "to")
    if many is None or not few < many <= _MOST or greater:
        return None
    return Share(100 * few / many, middle + 2)


def _count(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) < 4 else _COUNTS.get(word)
