"""What the words of a time mean: from a match of a pattern to a value of the Extended Date/Time Format.

Each function takes a match and what is known where it stands, and returns the value with the span it
counts from, or None where the words are no time after all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from sayso import dates
from sayso.dates import Clue
from sayso.records import Span, Time
from sayso.tokens import sentences

MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|"
        "september sep sept|october oct|november nov|december dec".split("|"),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
COUNTS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
} | {"a": 1, "an": 1, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
NEAR = 500  # characters: an expression further back is no longer what "the next day" hangs on


@dataclass(frozen=True, slots=True)
class Where:
    """Where a pattern matched, and what is known there."""

    clue: Clue
    earlier: Time | None  # the last dated expression close before


Sense = Callable[["re.Match[str]", Where], "tuple[str, Span | None] | None"]


def read_iso(match: re.Match[str], place: Where) -> tuple[str, Span | None] | None:
    """A date in ISO 8601."""
    year, month, day = match["year"], int(match["m"]), int(match["day"])
    return (match.group(), None) if dates.valid(year, month, day) else None


def read_calendar(match: re.Match[str], place: Where) -> tuple[str, Span | None] | None:
    """A month with a day, a year, a second day, or none of them."""
    parts = match.groupdict()
    written = parts["month"]
    month = MONTHS[written.lower()]
    day = int(parts.get("day") or 0)
    year = parts.get("year")
    if not written[0].isupper():
        return None
    if not day:
        if year:
            return f"{year}-{month:02}", None
        return (dates.near(month, None, place.clue), None) if _is_month(match) else None
    if not dates.valid(year or "XXXX", month, day):
        return None
    value = f"{year}-{month:02}-{day:02}" if year else dates.near(month, day, place.clue)
    until = int(parts.get("until") or 0)
    if until > day and dates.valid(year or "XXXX", month, until):
        value += f"/{value[:8]}{until:02}"
    return value, None


def read_days(match: re.Match[str], place: Where) -> tuple[str, Span | None] | None:
    """Days of one month, the month after them: "3 to 5 May 2014"."""
    told, since = read_calendar(match, place), int(match["since"])
    if told is None or not 0 < since < int(match["day"]):
        return None
    return f"{told[0][:8]}{since:02}/{told[0]}", None


def read_moment(match: re.Match[str], place: Where) -> tuple[str, Span | None] | None:
    """A time of day with its date: "10:30 p.m. on 4 May 2014"."""
    day, hour = read_calendar(match, place), read_hour(match, place)
    if day is None or hour is None:
        return None
    return f"{day[0]}T{hour[0].split('T')[1]}", None


def _is_month(match: re.Match[str]) -> bool:
    """Whether a bare "May", "March" or abbreviation is a month: only after a word that says so."""
    word = match["month"]
    if word.lower() not in (
        "may",
        "march",
        "mar",
        "jan",
        "sep",
        "dec",
        "jun",
        "august",
        "april",
        "june",
    ):
        return True
    before = re.search(r"([\w-]+)\s+\Z", match.string[max(0, match.start() - 20) : match.start()])
    said = (before.group(1).lower() if before else "") in (
        "in", "since", "until", "by", "last", "next", "this", "early", "late", "mid", "of", "from",
        "during", "before", "after", "to", "mid-", "through",
    )  # fmt: skip
    follows = match.string[match.end() : match.end() + 2].strip()[:1]
    return said and not (follows.isupper() and word.lower() not in ("march",))


def read_of_year(match: re.Match[str], place: Where) -> tuple[str, Span | None] | None:
    """A year, or two; not a count of things ("2000 people")."""
    year, text = match["year"], match.string
    follows = re.match(r"\s+([a-z]+)", text[match.end() : match.end() + 30])
    before = re.search(r"([\w’']+)\s+\Z", text[max(0, match.start() - 20) : match.start()])
    said = before.group(1).lower() if before else ""
    plural = follows and follows.group(1).endswith(("s", "people", "men", "women"))
    if plural and said in (
        "",
        "than",
        "least",
        "about",
        "some",
        "over",
        "nearly",
        "to",
        "around",
        "killed",
    ):
        return None
    if re.match(
        r"\s*(?:percent|per cent|miles|feet|km|dollars)\b", text[match.end() : match.end() + 12]
    ):
        return None
    if until := match.groupdict().get("until"):
        last = int(until) if len(until) == 4 else int(year[:2] + until)
        return (f"{year}/{last}", None) if last > int(year) else (year, None)
    return year, None


def read_decade(match: re.Match[str], place: Where) -> tuple[str, Span | None] | None:
    """ "the 1990s", "the '90s"."""
    digits = match["decade"]
    return f"{digits if len(digits) == 3 else '19' + digits}X", None


def read_century(match: re.Match[str], place: Where) -> tuple[str, Span | None] | None:
    """ "the 19th century"."""
    return f"{int(match['century']) - 1:02}XX", None


def read_weekday(match: re.Match[str], place: Where) -> tuple[str, Span | None] | None:
    """A day of the week, of the week that is meant."""
    if not match["weekday"][0].isupper() or match["weekday"].lower() not in WEEKDAYS:
        return None
    number = WEEKDAYS.index(match["weekday"].lower())
    which = (match.groupdict().get("which") or "").lower()
    return dates.weekday(number, which, place.clue), None


def read_near_day(days: int) -> Sense:
    """Return the reader of "yesterday", "today", "tomorrow": so many days from publication."""

    def sense(match: re.Match[str], place: Where) -> tuple[str, Span | None]:
        base = place.clue.published
        return (dates.shifted(base, "day", days) if base else ""), None

    return sense


def read_open(match: re.Match[str], place: Where) -> tuple[str, Span | None]:
    """A time the text leaves open ("now", "at this eleventh hour")."""
    return "", None


def read_in_the_day(match: re.Match[str], place: Where) -> tuple[str, Span | None]:
    """ "Earlier in the day": the day spoken of in the same sentence, else the day of publication.

    "That day", "the same day" reach back further.
    """
    near = place.earlier
    back = re.search(r"(?i)\b(?:that|same)\b", match.group())
    if near and not back and len(list(sentences(match.string[near.span[0] : match.end()]))) > 1:
        near = None
    if near and len(near.value) == 10 and match.start() - near.span[1] < NEAR // 2:
        return near.value, near.span
    return read_near_day(0)(match, place) or ("", None)


def read_which_unit(match: re.Match[str], place: Where) -> tuple[str, Span | None] | None:
    """ "last month", "next year", "the following day"."""
    which, unit = match["which"].lower(), match["unit"].lower().replace("centurie", "century")
    if unit in ("minute", "hour"):
        return None
    step = {
        "last": -1,
        "past": -1,
        "previous": -1,
        "next": 1,
        "coming": 1,
        "following": 1,
        "upcoming": 1,
    }
    if which in ("following", "previous", "that", "same") or (
        unit == "day" and which in ("next", "following")
    ):
        if place.earlier is None:
            return "", None
        return dates.moved(place.earlier.value, unit, step.get(which, 0)), place.earlier.span
    if unit == "day":
        return None
    base = place.clue.published
    return (dates.shifted(base, unit, step.get(which, 0)) if base else ""), None


def read_which_month(match: re.Match[str], place: Where) -> tuple[str, Span | None] | None:
    """ "last March", "next June"."""
    base, month = place.clue.published, MONTHS[match["month"].lower()]
    if not match["month"][0].isupper():
        return None
    if base is None:
        return f"XXXX-{month:02}", None
    which, year = match["which"].lower(), base.year
    if which in ("last", "past", "previous"):
        year -= month >= base.month
    elif which in ("next", "coming"):
        year += month <= base.month
    return f"{year}-{month:02}", None


def read_season(match: re.Match[str], place: Where) -> tuple[str, Span | None] | None:
    """ "this summer", "the fall of 2014"."""
    parts = match.groupdict()
    which = (parts.get("which") or "").lower()
    return dates.season(match["season"].lower(), parts.get("year") or "", which, place.clue), None


def _count(words: str) -> int | None:
    word = words.lower()
    return int(word) if word.isdecimal() else COUNTS.get(word)


def read_away(match: re.Match[str], place: Where) -> tuple[str, Span | None] | None:
    """ "three weeks ago" counts from publication, "four days later" from the time before it."""
    count, unit = _count(match["count"]), match["unit"].lower().replace("centurie", "century")
    way = match["way"].lower()
    if count is None or unit == "weekend":
        return "", None
    back = -count if way in ("ago", "earlier", "before") else count
    if unit in ("minute", "hour"):
        if way != "ago":
            return "", None  # minutes after what was told: the day may be any
        unit, back = "day", 0
    if way in ("ago", "from now", "hence"):
        base = place.clue.published
        return (dates.shifted(base, unit, back) if base else ""), None
    if place.earlier is None:
        return "", None
    return dates.moved(place.earlier.value, unit, back), place.earlier.span


def read_stretch(match: re.Match[str], place: Where) -> tuple[str, Span | None] | None:
    """ "the past three weeks": an interval that ends, or begins, with the day of publication."""
    count, unit = _count(match["count"]), match["unit"].lower()
    base = place.clue.published
    if count is None or base is None or unit in ("minute", "hour", "weekend"):
        return "", None
    forward = match["which"].lower() in ("next", "coming", "following")
    other = dates.shifted(base, unit, count if forward else -count)
    here = dates.shifted(base, unit, 0)
    return (f"{here}/{other}" if forward else f"{other}/{here}") if other else "", None


def read_portion(match: re.Match[str], place: Where) -> tuple[str, Span | None] | None:
    """ "the first half of 2015", "the third quarter of 2015"."""
    year, kind = match["year"], match["portion"].lower()
    number = {"first": 1, "second": 2, "third": 3, "fourth": 4}[match["nth"].lower()]
    if kind == "quarter":
        return f"{year}-{32 + number}", None
    if number > 2:
        return None
    return f"{year}-01/{year}-06" if number == 1 else f"{year}-07/{year}-12", None


def read_hour(match: re.Match[str], place: Where) -> tuple[str, Span | None] | None:
    """A time of day, with the weekday after it if there is one."""
    parts = match.groupdict()
    hour, minute = int(parts["hour"]), parts.get("minute")
    half = (parts.get("half") or "").lower()
    if half and hour > 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    day = "XXXX-XX-XX"
    if parts.get("weekday"):
        told = read_weekday(match, place)
        if told and re.fullmatch(r"\d{4}-\d\d-\d\d", told[0]):
            day = told[0]
    return f"{day}T{hour:02}" + (f":{minute}" if minute else ""), None


def read_numeric(match: re.Match[str], place: Where) -> tuple[str, Span | None] | None:
    """ "31/12/2016"; no finer than the year where day and month may be swapped."""
    first, second, year = int(match["first"]), int(match["second"]), match["year"]
    month, day = (second, first) if first > 12 else (first, second)
    if not dates.valid(year, month, day):
        return None
    # 03/04/2016 is March or April by the writer's country: only the year is certain.
    return (
        year if first <= 12 and second <= 12 and first != second else f"{year}-{month:02}-{day:02}"
    ), None


def read_holiday(match: re.Match[str], place: Where) -> tuple[str, Span | None] | None:
    """Holidays of a fixed day."""
    month, day = {"christmas eve": (12, 24), "new year’s eve": (12, 31), "new year's eve": (12, 31),
                  "new year’s day": (1, 1), "new year's day": (1, 1)}.get(
                      " ".join(match.group().lower().split()), (12, 25))  # fmt: skip
    return dates.near(month, day, place.clue), None


def read_eleven(match: re.Match[str], place: Where) -> tuple[str, Span | None]:
    """ "9/11"."""
    return "2001-09-11", None
