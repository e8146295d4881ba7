"""Numbers as stated: their value as an interval, their unit, and the words for what they count.

Rules over tokens; docs/facts.md has the table of vague words. Numerals that belong to a date, an
age, a name or an address are no quantities and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sayso.records import Number, Span
from sayso.shares import share_at
from sayso.tokens import Tokens
from sayso.unquantities import STOP, UNITS, is_named

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SMALL = {word: n for n, word in enumerate(_ONES)} | {w: 20 + 10 * n for n, w in enumerate(_TENS)}
_GREAT = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SHORT = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
_VAGUE = {
    "dozens": (24, 99), "scores": (40, 199), "hundreds": (200, 999), "thousands": (2e3, 99_999),
    "millions": (2e6, 999e6), "billions": (2e9, 999e9), "trillions": (2e12, None), "several": (3, 9),
}  # fmt: skip
_OF_THOSE = {("tens", "thousands"): (2e4, 99_999), ("hundreds", "thousands"): (2e5, 999_999),
             ("tens", "millions"): (2e7, 99_999_999), ("hundreds", "millions"): (2e8, 999e6)}  # fmt: skip
_AFTER_A = {
    "dozen": (12, 12),
    "couple": (2, 3),
    "few": (3, 9),
    "handful": (3, 9),
    "score": (20, 20),
}
_PARTS = {"half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0}
_MONEY = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB"}
_BEFORE: list[tuple[tuple[str, ...], str]] = sorted(
    [(tuple(words.split()), sense) for sense, listed in {
        "low": "at least|more than|over|above|no fewer than|no less than|not less than|upwards of|north of|"
               "as few as|in excess of|well over|a minimum of|exceeding|fully",
        "high": "at most|less than|fewer than|under|below|no more than|not more than|up to|as many as|"
                "as much as|a maximum of|well under|as high as",
        "near": "about|around|some|roughly|approximately|an estimated|estimated|close to|nearly|"
                "almost|just over|just under|circa|perhaps|more or less|in the region of",
        "same": "exactly|only|just",
    }.items() for words in listed.split("|")],
    key=lambda pair: -len(pair[0]),
)  # fmt: skip
_AFTER = {("or", "more"): "low", ("or", "so"): "near", ("or", "fewer"): "high", ("or", "less"): "high",
          ("and", "more"): "low", ("and", "counting"): "low"}  # fmt: skip
_PLURAL = frozenset("people men women children police feet teeth troops staff personnel".split())
_AROUND = 0.1  # "some 300" is taken as 270 to 330


class _Value(NamedTuple):
    low: float | None
    high: float | None
    end: int  # the token after it
    approximate: bool = False
    unit: str = ""


def numbers_of(tokens: Tokens, taken: Sequence[Span] = ()) -> tuple[Number, ...]:
    """Return the quantities of a text in order; ``taken`` are spans that are none (its times).

    Bounds are inclusive: "more than 40" is 40 or more. Spans are characters of ``tokens.text``.
    """
    found: list[Number] = []
    number = 0
    busy: set[int] = set()
    for start, end in taken:
        busy.update(range(tokens.at(start), tokens.at(end)))
    while number < len(tokens.lower):
        value = None if number in busy else _value(tokens, number)
        if value is None or is_named(tokens, number, value.end):
            number += 1
            continue
        one, number = _finish(tokens, number, value)
        if one is not None:
            found.append(one)
    return tuple(found)


def _numeral(word: str) -> float | None:
    """The value of digits as English writes them; None for what is no plain number."""
    plain = word
    if "," in word:
        if not re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", word):
            return None
        plain = word.replace(",", "")
    if plain.count(".") > 1 or len(plain) > 15:
        return None
    return float(plain)


def _value(tokens: Tokens, at: int) -> _Value | None:
    word = tokens.lower[at]
    if share := share_at(tokens, at):
        return _Value(share.percent, share.percent, share.end, unit="percent")
    if word[0].isdecimal():
        value = _numeral(word)
        return None if value is None else _scaled(tokens, value, at + 1)
    if word in _SMALL:
        return _spelt(tokens, at)
    if word in ("no", "none", "nobody"):
        if word != "no" or tokens.word(at + 1) == "one":
            return _Value(0, 0, at + (2 if word == "no" else 1))
        return None
    if word in ("a", "an") or word in _PARTS or word in ("tens", *_VAGUE):
        return _vague(tokens, at)
    return None


def _scaled(tokens: Tokens, value: float, at: int) -> _Value:
    """``value`` times the great words after it: "1.2 million", "20m", "5-thousand"."""
    while True:
        word = tokens.word(at)
        if word == "-" and tokens.word(at + 1) in _GREAT:
            word, at = tokens.word(at + 1), at + 1
        glued = at < len(tokens.lower) and not tokens.gap(at)
        factor = _GREAT.get(word) or (_SHORT.get(word) if glued else None)
        if factor is None:
            return _Value(value, value, at)
        value, at = value * factor, at + 1


def _spelt(tokens: Tokens, at: int) -> _Value | None:
    """A number in words, up to trillions: "two hundred and fifty thousand", "twenty-five"."""
    total, current, last, first = 0.0, 0.0, 1e15, at
    while True:
        word = tokens.word(at)
        joint = at > first and word in ("and", "-")
        ahead = tokens.word(at + 1)
        if joint and (
            (word == "-" and (ahead in _SMALL or ahead in _GREAT))
            or (word == "and" and ahead in _SMALL and tokens.word(at - 1) in _GREAT)
        ):
            at += 1
        elif word in _SMALL and (_SMALL[word] < last or word == "zero"):
            current += _SMALL[word]
            last = 10 if _SMALL[word] >= 20 else 0
            at += 1
        elif word in _GREAT and at > first:
            if word == "hundred":
                current, last = current * 100, 100
            else:
                total, current, last = total + current * _GREAT[word], 0, 1000
            at += 1
        else:
            break
    if at == first + 1 and tokens.lower[first] == "one" and not _one_counts(tokens, first):
        return None
    return _Value(total + current, total + current, at)


def _one_counts(tokens: Tokens, at: int) -> bool:
    """Whether "one" counts something: "one candidate", not "one of them", "this one", "one day"."""
    following = tokens.word(at + 1)
    if not following.isalpha() or following in STOP or following in ("another", "day", "thing"):
        return False
    return tokens.word(at - 1) not in (
        "the", "this", "that", "each", "every", "any", "no", "which", "another", "number", "-",
    )  # fmt: skip


def _vague(tokens: Tokens, at: int) -> _Value | None:
    word, following = tokens.lower[at], tokens.word(at + 1)
    pair = (word, tokens.word(at + 2))
    if following == "of" and pair in _OF_THOSE:
        low, high = _OF_THOSE[pair]
        return _Value(low, high, at + 3, True)
    if word in _VAGUE:
        return _Value(*_VAGUE[word], at + 1, True)
    if word in ("a", "an"):
        if following in _AFTER_A:
            low, high = _AFTER_A[following]
            return _Value(low, high, at + 2, low != high)
        if following in _GREAT:
            return _scaled(tokens, 1.0, at + 1)
        after = tokens.word(at + 2)  # "a third of them", "by a third", but not "a third man"
        part = following in _PARTS and (not after.isalpha() or after in STOP)
        part = part and (after == "of" or tokens.word(at - 1) in ("by", "than", "about", "nearly"))
        if part:
            return _Value(_PARTS[following], _PARTS[following], at + 2, unit="percent")
        unit = UNITS.get(following, "") if following in UNITS else ""
        limit = tokens.word(at - 1) in ("than", "under", "nearly", "almost", "over", "within")
        return _Value(1, 1, at + 1) if unit and limit else None
    if word == "half" and following in ("a", "an"):
        if tokens.word(at + 2) == "dozen":
            return _Value(6, 6, at + 3)
        if tokens.word(at + 2) in _GREAT:
            return _scaled(tokens, 0.5, at + 2)
        return _Value(0.5, 0.5, at + 2) if tokens.word(at + 2) in UNITS else None
    if word == "half" and following in ("of", "the", "its", "their", "his", "her"):
        return _Value(50, 50, at + 1, unit="percent")
    return None


def _finish(tokens: Tokens, first: int, value: _Value) -> tuple[Number | None, int]:
    low, high, end, approximate, unit = value
    start = first
    sense, ranged = "", False
    if tokens.word(start - 1) in _MONEY:
        unit, start = _MONEY[tokens.word(start - 1)], start - 1
        if tokens.word(start - 1) == "us" and not tokens.gap(start):
            start -= 1
    other = _second(tokens, end)
    if other is not None and low is not None and other.high is not None and low < other.high:
        if low < other.high / 1e3 and tokens.word(other.end - 1) in _GREAT:
            low *= _GREAT[tokens.word(other.end - 1)]  # "2 to 3 million"
        high, end, ranged = other.high, other.end, True
        if tokens.word(start - 1) in ("between", "from"):
            start -= 1
    if not ranged:
        start, sense = _qualified(tokens, start)
    after = _AFTER.get((tokens.word(end), tokens.word(end + 1)))
    if after and not sense:
        sense, end = after, end + 2
    elif tokens.word(end) == "+" and not tokens.gap(end):
        sense, end = "low", end + 1
    low, high, vague = _bounded(low, high, sense)
    unit, end = _unit(tokens, end, unit)
    counts = None if unit else _counted(tokens, end, one=tokens.lower[first] == "one")
    span = (tokens.starts[start], tokens.ends[end - 1])
    done = Number(span, low, high, unit, counts, approximate or vague)
    return done, max(end, first + 1)


def _second(tokens: Tokens, end: int) -> _Value | None:
    joint = tokens.word(end)
    if joint not in ("to", "-", "–", "and", "or"):
        return None
    at = end + 1
    if joint == "and" and "between" not in tokens.lower[max(0, end - 5) : end]:
        return None
    if tokens.word(at) in _MONEY:
        at += 1
    if at >= len(tokens.lower):
        return None
    word = tokens.lower[at]
    if word[0].isdecimal() or word in _SMALL:
        return _value(tokens, at)
    return None


def _qualified(tokens: Tokens, start: int) -> tuple[int, str]:
    """The words before a numeral that make it vague, and how."""
    for words, sense in _BEFORE:
        first = start - len(words)
        if first >= 0 and tokens.lower[first:start] == words:
            return (start, "") if sense == "same" else (first, _fine(words, sense))
    return start, ""


def _fine(words: tuple[str, ...], sense: str) -> str:
    if words[0] in ("nearly", "almost") or words == ("just", "under"):
        return "below"
    return "above" if words == ("just", "over") else sense


def _bounded(
    low: float | None, high: float | None, sense: str
) -> tuple[float | None, float | None, bool]:
    if sense == "low":
        return low, None, False
    if sense == "high":
        return None, high, False
    if sense in ("near", "below", "above"):
        floor = low if sense == "above" or low is None else low * (1 - _AROUND)
        roof = high if sense == "below" or high is None else high * (1 + _AROUND)
        return floor, roof, True
    return low, high, False


def _unit(tokens: Tokens, end: int, unit: str) -> tuple[str, int]:
    if unit:
        return unit, end
    word = tokens.word(end)
    if word == "-":
        ahead = tokens.word(end + 1)
        return (UNITS[ahead], end + 2) if ahead in UNITS else ("", end)
    if word == "per" and tokens.word(end + 1) == "cent":
        return "percent", end + 2
    if word in ("percentage", "square", "cubic") and tokens.word(end + 1):
        if word == "percentage":
            return "percentage point", end + 2
        return f"{word} {_singular(tokens.word(end + 1))}", end + 2
    single = _singular(word)
    known = UNITS.get(word) or UNITS.get(single)
    return (known, end + 1) if known else ("", end)


def _singular(word: str) -> str:
    return "century" if word == "centuries" else word.removesuffix("s")


def _counted(tokens: Tokens, at: int, one: bool) -> Span | None:
    """The noun phrase after the numeral, up to its first plural (or two words after "one")."""
    if tokens.word(at) == "of":
        at += 1
        while tokens.word(at) in ("the", "its", "his", "her", "their", "those", "these"):
            at += 1
    first = at
    while at < len(tokens.lower) and at - first < (2 if one else 4):
        word = tokens.lower[at]
        if not word.isalpha() or word in STOP:
            break
        at += 1
        if word in _PLURAL or (word.endswith("s") and not word.endswith("ss") and len(word) > 3):
            break
    return (tokens.starts[first], tokens.ends[at - 1]) if at > first else None
