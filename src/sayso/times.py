"""Times as stated, resolved against the day of publication or an earlier time in the text.

Rules of our own: of the libraries that may be used, ms-recognizers takes a second per ten articles
and counts "four days later" from the day of publication, and dateparser finds a sixth of the times
of TempEval-3. Patterns are tried only at words that can begin a time (``_STARTS``), are anchored
there and bounded, so a text costs time in proportion to its length.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from sayso import dates
from sayso.dates import Clue
from sayso.records import Time
from sayso.senses import (
    COUNTS,
    MONTHS,
    NEAR,
    WEEKDAYS,
    Sense,
    Where,
    read_away,
    read_calendar,
    read_century,
    read_days,
    read_decade,
    read_eleven,
    read_holiday,
    read_hour,
    read_in_the_day,
    read_iso,
    read_moment,
    read_near_day,
    read_numeric,
    read_of_year,
    read_open,
    read_portion,
    read_season,
    read_stretch,
    read_weekday,
    read_which_month,
    read_which_unit,
)
from sayso.tokens import Tokens

# The dot of "Dec. 2", not the full stop after "in October."
_DOT = r"(?:(?:(?<=jan)|(?<=feb)|(?<=mar)|(?<=apr)|(?<=aug)|(?<=sep)|(?<=sept)|(?<=oct)|(?<=nov)|(?<=dec))\.(?=\s*[\d,]))?"
_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b" + _DOT
_DAYNAME = "(?P<weekday>" + "|".join(WEEKDAYS) + r")s?\b"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)(?![\d%]|,\d)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b(?![:%]|[.,]\d)"
_TO = r"(?:\s?[-–]\s?|\s+(?:to|and|through|until)\s+)"
_N = (
    r"(?P<count>\d{1,3}|"
    + "|".join(COUNTS)
    + r"|several|many|few|couple\s+of|a\s+few|a\s+couple\s+of)"
)
_UNIT = r"(?P<unit>minute|hour|day|week|weekend|month|quarter|year|decade|century|centurie)s?\b"
_PART = r"(?:\s+(?:morning|afternoon|evening|night|noon|midnight))?\b"
_SEASON = "(?P<season>spring|summer|autumn|fall|winter)"
_WHICH = r"(?P<which>last|next|this|past|previous|coming|upcoming|following|that|same)"
_CLOCK = r"(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?"
_ZONE = r"(?:\s+(?:GMT|EST|EDT|PT|ET|PST|BST|UTC))?"
_DAY_MONTH = _DAY + r"\s+(?:of\s+)?" + _MONTH + r"(?:,?\s+" + _YEAR + ")?"
_CLOCK_ON = _CLOCK + r"(?:\s?(?P<half>[ap])\.?m\b\.?|(?<=:\d\d)\b)" + _ZONE + r",?\s+(?:on\s+)?"


def times_of(tokens: Tokens, published: str = "") -> tuple[Time, ...]:
    """Return the times of a text in order; ``published`` is an ISO 8601 date, or empty if unknown.

    Every time is taken to concern the content; ``facts`` knows better. Spans are characters of
    ``tokens.text``. A ``published`` that is no date counts as unknown.
    """
    base = dates.day_of(published)
    found: list[Time] = []
    number = 0
    while number < len(tokens.lower):
        word = tokens.lower[number]
        rules = _STARTS.get(word) or (_DIGITS if word[0].isdecimal() else ())
        hit = _first(tokens, number, rules, base, found) if rules else None
        if hit is None:
            number += 1
            continue
        found.append(hit)
        number = max(tokens.at(hit.span[1]), number + 1)
    return tuple(found)


def _first(
    tokens: Tokens, number: int, rules: tuple[tuple[re.Pattern[str], Sense], ...],
    base: date | None, found: list[Time],
) -> Time | None:  # fmt: skip
    text, start = tokens.text, tokens.starts[number]
    if number and not tokens.gap(number) and tokens.word(number - 1) in "$€£#@/_.&=":
        return None
    for pattern, sense in rules:
        match = pattern.match(text, start)
        if match is None:
            continue
        place = Where(Clue(base, _ahead(tokens, number)), _earlier(text, start, found))
        told = sense(match, place)
        if told is None:
            continue
        value, anchor = told
        time = Time((start, match.end()), value, bool(value) and "XXXX" not in value, anchor=anchor)
        return _bounded(tokens, number, time, found)
    return None


_AHEAD = frozenset("will shall upcoming expected scheduled due planned plans".split())
# "It will reopen, she said on Monday": the day is that of the saying.
_SPOKE = frozenset(
    "said told added announced reported confirmed denied warned tweeted wrote".split()
)


def _ahead(tokens: Tokens, number: int) -> bool:
    """Whether the words before in the same sentence, back to a verb of saying, look ahead."""
    for back in range(number - 1, max(-1, number - 25), -1):
        word = tokens.lower[back]
        if word in _SPOKE or word in ".?!;":
            return False
        if word in _AHEAD:
            return True
    return False


def _earlier(text: str, start: int, found: list[Time]) -> Time | None:
    for time in reversed(found):
        if start - time.span[1] > NEAR:
            return None
        if re.fullmatch(r"(?:\d{4}|XXXX)-\d\d(?:-\d\d)?|\d{4}", time.value):
            return time
    return None


def _bounded(tokens: Tokens, number: int, time: Time, found: list[Time]) -> Time:
    """The interval that "since", "until", "before" or "after" makes of a time."""
    before = tokens.word(number - 1)
    if (
        not time.value
        or "/" in time.value
        or before not in ("since", "until", "till", "before", "after")
    ):
        return time
    value = f"{time.value}/.." if before in ("since", "after") else f"../{time.value}"
    return replace(time, value=value, span=(tokens.starts[number - 1], time.span[1]))


_PLAIN_DAY = re.compile(rf"{_DAYNAME}{_PART}", re.IGNORECASE)


def coming(text: str, time: Time, published: str) -> Time:
    """Return ``time`` as the one to come, if it is a bare day of the week: that of a demand."""
    match = _PLAIN_DAY.fullmatch(text, *time.span)
    place = Where(Clue(dates.day_of(published), ahead=True), None)
    told = read_weekday(match, place) if match else None
    return replace(time, value=told[0]) if told else time


_OPENERS = r"(?:now|recently|currently|soon(?:\s+after(?:wards)?)?|at\s+(?:present|the\s+moment|this\s+(?:eleventh|late)\s+hour|the\s+eleventh\s+hour)|these\s+days|in\s+(?:recent|the\s+(?:coming|past)|coming)\s+(?:days|weeks|months|years|decades))\b"
_AT_MODIFIER = (
    r"(?:(?:early|late|later|earlier|mid)[\s-]+(?:on\s+|in\s+|this\s+|next\s+|last\s+)?)?"
)
_RULES: list[tuple[str, str, Sense]] = [
    ("#", r"(?P<year>\d{4})-(?P<m>\d\d)-(?P<day>\d\d)\b", read_iso),
    ("#", r"(?P<first>\d\d?)/(?P<second>\d\d?)/" + _YEAR, read_numeric),
    ("#", r"9/11\b", read_eleven),
    ("#", r"(?P<decade>(?:1[5-9]|20)\d)0['’]?s\b", read_decade),
    ("#", r"(?P<century>1\d|2[01]|[3-9])(?:st|nd|rd|th)[\s-]+century\b", read_century),
    ("#", r"(?P<since>[0-3]?\d)(?:st|nd|rd|th)?(?:\s?[-–]\s?|\s+(?:to|through|until)\s+)" + _DAY_MONTH, read_days),
    ("#", _CLOCK_ON + r"(?:" + _DAYNAME + r",?\s+)?" + _DAY_MONTH, read_moment),
    ("#", _CLOCK_ON + r"(?:" + _DAYNAME + r",?\s+)?" + _MONTH + r"\s+" + _DAY + r"(?:,?\s+" + _YEAR + ")?", read_moment),
    ("#", _DAY_MONTH, read_calendar),
    ("#", _CLOCK + r"\s?(?P<half>[ap])\.?m\b\.?" + _ZONE + r"(?:,?\s+(?:on\s+)?" + _DAYNAME + ")?", read_hour),
    ("#", r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)\b(?!:?\d)", read_hour),
    ("#", r"(?P<hour>\d\d?)\s+o['’]clock\b", read_hour),
    ("#", _YEAR + r"(?:\s?[-–]\s?(?P<until>(?:19|20)?\d\d)\b)?(?!['’]?s\b|[-–]\w)", read_of_year),
    ("M", _MONTH + r"\s+" + _DAY + "(?:" + _TO + r"(?P<until>[0-3]?\d)(?:st|nd|rd|th)?\b)?(?:,?\s+" + _YEAR + ")?", read_calendar),
    ("M", _MONTH + r",?\s+(?:of\s+)?" + _YEAR, read_calendar),
    ("M", _MONTH, read_calendar),
    ("early late mid", _AT_MODIFIER + _MONTH + r"(?:,?\s+" + _YEAR + ")?", read_calendar),
    ("early late mid", r"(?:early|late|mid)[\s-]+(?:in\s+)?" + _YEAR, read_of_year),
    ("W", _DAYNAME + r",?\s+" + _MONTH + r"\s+" + _DAY + r"(?:,?\s+" + _YEAR + ")?", read_calendar),
    ("W", _DAYNAME + _PART, read_weekday),
    ("early late earlier", _AT_MODIFIER + _DAYNAME + _PART, read_weekday),
    ("last next this past coming previous following", _WHICH + r"\s+" + _DAYNAME + _PART, read_weekday),
    ("last next this past coming previous", _WHICH + r"\s+" + _MONTH, read_which_month),
    ("last next this past coming previous following", _WHICH + r"\s+" + _SEASON + r"\b", read_season),
    ("the last next past coming previous following", r"(?:the\s+)?" + _WHICH + r"\s+" + _N + r"\s+" + _UNIT, read_stretch),
    ("earlier later early late", r"(?:earlier|later|early|late)\s+(?:in|on|that|the\s+same)\s*(?:the\s+)?(?:same\s+)?day\b", read_in_the_day),
    ("later earlier the that", r"(?:(?:later|earlier)\s+)?(?:the\s+same|that\s+same|that)\s+day\b", read_in_the_day),
    ("the", r"the\s+day\s+before\s+yesterday\b", read_near_day(-2)),
    ("the", r"the\s+day\s+after\s+tomorrow\b", read_near_day(2)),
    ("the a an that last next this past coming previous following earlier later early late", r"(?:(?:the|that)\s+)?(?:(?:earlier|later|early|late)\s+)?" + _WHICH + r"\s+" + _UNIT, read_which_unit),
    ("earlier later the this last", r"(?:(?:earlier|later)\s+)?(?:today|this\s+(?:morning|afternoon|evening))\b", read_near_day(0)),
    ("last", r"last\s+(?:night|evening)\b", read_near_day(-1)),
    ("yesterday", r"yesterday" + _PART, read_near_day(-1)),
    ("today tonight", r"(?:today|tonight)\b", read_near_day(0)),
    ("tomorrow", r"tomorrow" + _PART, read_near_day(1)),
    ("N", _N + r"\s+" + _UNIT + r"\s+(?P<way>ago|later|earlier|before|after(?:wards?)?|from\s+now|hence)\b", read_away),
    ("the", r"the\s+(?P<nth>first|second|third|fourth)\s+(?P<portion>half|quarter)\s+of\s+" + _YEAR, read_portion),
    ("S in the", r"(?:in\s+)?(?:the\s+)?" + _SEASON + r"(?:\s+(?:of\s+)?)" + _YEAR, read_season),
    ("in the", r"(?:in\s+)?the\s+" + _SEASON + r"\b(?!\s+(?:of|in|from|and)\b)", read_season),
    ("the ' ’", r"(?:the\s+)?['’](?P<decade>[2-9])0s\b", read_decade),
    ("earlier later", r"(?P<which>earlier|later)\s+in\s+the\s+(?P<unit>week|month|year)\b", read_which_unit),
    ("christmas", r"Christmas(?:\s+(?:Eve|Day))?\b", read_holiday),
    ("new", r"New\s+Year['’]s\s+(?:Eve|Day)\b", read_holiday),
    ("now recently currently soon at these in", _OPENERS, read_open),
]  # fmt: skip


def _starts() -> dict[str, tuple[tuple[re.Pattern[str], Sense], ...]]:
    classes = {"M": [*MONTHS], "W": [*WEEKDAYS, *(d + "s" for d in WEEKDAYS)],
               "S": [*dates.SEASONS], "N": [*COUNTS, "several", "many", "few", "couple"], "#": ["#"]}  # fmt: skip
    table: dict[str, list[tuple[re.Pattern[str], Sense]]] = {}
    for firsts, pattern, sense in _RULES:
        compiled = re.compile(pattern, re.IGNORECASE)
        words = [word for first in firsts.split() for word in classes.get(first, [first])]
        for word in words:
            table.setdefault(word, []).append((compiled, sense))
    away = next(rule for rule in table["several"])
    table["#"].insert(0, away)
    return {word: tuple(rules) for word, rules in table.items()}


_STARTS = _starts()
_DIGITS = _STARTS.pop("#")
