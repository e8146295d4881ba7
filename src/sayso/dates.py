"""Dates with parts left open, written in the Extended Date/Time Format (ISO 8601-2:2019)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_DAY = re.compile(r"(\d{4}|XXXX)-(\d\d)-(\d\d)")


@dataclass(frozen=True, slots=True)
class Clue:
    """What helps to resolve an expression: the day of publication, and whether it looks ahead."""

    published: date | None
    ahead: bool = False


def day_of(published: str) -> date | None:
    """Return the day an ISO 8601 date or date-time starts with, or None where it names none."""
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None


def moved(value: str, unit: str, count: int) -> str:
    """Return ``value`` moved by ``count`` units, no finer than the unit; empty where unknowable.

    A day without a year moves as in a common year, which is wrong only across a leap day; a move
    over the end of February without a year is therefore left open.
    """
    match = _DAY.fullmatch(value)
    if match is None:
        return _coarse(value, unit, count)
    year, month, day = match.groups()
    known = year != "XXXX"
    try:
        start = date(int(year) if known else 2001, int(month), int(day))
        days = {"day": 1, "week": 7}.get(unit)
        if days is None:
            whole = shifted(start, unit, count)
            return whole if known else ("XXXX" + whole[4:] if unit == "month" else "")
        end = start + timedelta(days * count)
    except (ValueError, OverflowError):
        return ""
    if known:
        return end.isoformat()
    leap = (start < date(2001, 3, 1)) != (end < date(2001, 3, 1))
    return "" if leap else f"XXXX-{end.month:02}-{end.day:02}"


def _coarse(value: str, unit: str, count: int) -> str:
    if re.fullmatch(r"\d{4}-\d\d", value) and unit in ("month", "year") and int(value[5:]) < 13:
        return shifted(date(int(value[:4]), int(value[5:]), 1), unit, count)
    if re.fullmatch(r"\d{4}", value) and unit == "year":
        return f"{int(value) + count:04}"
    return ""


def shifted(start: date, unit: str, count: int) -> str:
    """Return the day, week, month, year, decade or century ``count`` units away from ``start``."""
    try:
        if unit == "day":
            return (start + timedelta(count)).isoformat()
        if unit == "week":
            year, week, _ = (start + timedelta(7 * count)).isocalendar()
            return f"{year}-W{week:02}"
        if unit == "weekend":
            saturday = start - timedelta(start.weekday()) + timedelta(5 + 7 * count)
            return f"{saturday.isoformat()}/{(saturday + timedelta(1)).isoformat()}"
    except OverflowError:
        return ""
    months = start.year * 12 + start.month - 1 + count
    year = start.year + count
    by_unit = {
        "month": f"{months // 12:04}-{months % 12 + 1:02}",
        "year": f"{year:04}",
        "decade": f"{(start.year + 10 * count) // 10:03}X",
        "century": f"{(start.year + 100 * count) // 100:02}XX",
    }
    if unit == "quarter":
        quarters = start.year * 4 + (start.month - 1) // 3 + count
        return f"{quarters // 4:04}-{33 + quarters % 4}"
    found = by_unit.get(unit, "")
    return found if re.fullmatch(r"[1-9][\dX]{3}(?:-\d\d)?", found) else ""


def valid(year: str, month: int, day: int) -> bool:
    """Whether such a day exists; an unknown year ("XXXX") may be a leap year."""
    try:
        date(2000 if year == "XXXX" else int(year), month, day)
    except ValueError:
        return False
    return True


def near(month: int, day: int | None, clue: Clue) -> str:
    """Return the occurrence of a month or a day of it that is meant: the nearest to publication, or
    the next one where the sentence looks ahead."""
    tail = f"-{month:02}" + (f"-{day:02}" if day else "")
    base = clue.published
    if base is None:
        return "XXXX" + tail
    years = [year for year in (base.year - 1, base.year, base.year + 1) if 0 < year < 10_000]
    years = [year for year in years if valid(str(year), month, day or 1)]
    if not years:
        return "XXXX" + tail  # the 29th of February, and no leap year near
    if clue.ahead:
        later = [y for y in years if (y, month, day or 31) >= (base.year, base.month, base.day)]
        return f"{min(later or years):04}{tail}"

    def distance(year: int) -> float:
        return abs((year - base.year) * 365 + (month - base.month) * 30.4 + (day or 15) - base.day)

    return f"{min(years, key=distance):04}" + tail


def weekday(number: int, which: str, clue: Clue) -> str:
    """Return the Monday (0) … Sunday (6) meant: the last one up to publication, unless ``which``
    ("next", "last", …) or the sentence says otherwise."""
    base = clue.published
    if base is None:
        return f"XXXX-WXX-{number + 1}"
    back = (base.weekday() - number) % 7
    days = -back
    if which in ("next", "coming", "upcoming") or (clue.ahead and which in ("", "this") and back):
        days = 7 - back
    elif which in ("last", "past", "previous") and not back:
        days = -7
    return shifted(base, "day", days)


def season(name: str, year: str, which: str, clue: Clue) -> str:
    """Return a season in the format's numbers (21 spring … 24 winter), of ``year`` if given."""
    code = SEASONS[name]
    base = clue.published
    if year:
        return f"{year}-{code}"
    if base is None:
        return f"XXXX-{code}"
    start = {21: 3, 22: 6, 23: 9, 24: 12}[code]
    number = base.year
    if which in ("last", "past", "previous"):
        number -= start + 2 >= base.month
    elif which in ("next", "coming", "following"):
        number += start <= base.month
    return f"{number}-{code}"
