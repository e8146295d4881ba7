"""Records to HTML: the templates, and the few things they need to know. Everything is escaped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from sayso.ledger import Listed
from sayso.show import line, safe, shorten
from sayso.web.ask import Shown

MENU = (
    ("story", "/", "Story"),
    ("claims", "/claims", "Claims"),
    ("conflicts", "/conflicts", "Conflicts"),
    ("timeline", "/timeline", "Timeline"),
    ("sources", "/sources", "Sources"),
    ("articles", "/articles", "Articles"),
    ("new", "/new", "New"),
    ("judgements", "/judgements", "Judgements"),
)
_ADDRESS = re.compile(r"https?://[^\s\\\x00-\x20\x7f-\x9f]+", re.I)


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page: the story, whether it may be judged here, the token of the
    forms, how many articles came in since the last look."""

    story: str
    read_only: bool
    token: str
    unseen: int = 0


def render(shown: Shown, frame: Frame) -> str:
    """Return the HTML of a page."""
    template = _templates().get_template(shown.template)
    return template.render(
        page=shown.page, title=shown.title, section=shown.section, frame=frame, menu=MENU
    )


@cache
def _templates() -> Environment:
    # Autoescaping holds for every template, whatever its name, and nothing here marks a text as safe.
    found = Environment(
        loader=PackageLoader("sayso.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {
        "address": address,
        "count": count,
        "day": day,
        "days": days,
        "line": line,
        "plain": safe,
        "short": lambda text, most: shorten(line(text), most),
        "title_of": title_of,
        "percent": lambda part, whole: f"{100 * part / whole:.1f}" if whole else "0",
    }
    return found


def address(url: str) -> str:
    """Return ``url`` where a link may lead there, that is by http or https; else nothing."""
    return url if _ADDRESS.fullmatch(url) else ""


def count(number: int, what: str) -> str:
    """Return a number with its noun: ``1 claim``, ``1,200 claims``, ``2 stories``."""
    if number == 1:
        return f"1 {what}"
    many = f"{what[:-1]}ies" if what[-1:] == "y" else f"{what}s"
    return f"{number:,} {many}"


def day(published: str) -> str:
    """Return the day of an ISO 8601 time for people, or what stands there if it is no whole day."""
    try:
        found = date.fromisoformat(published[:10])
    except ValueError:
        return line(published)
    return f"{found.day} {found:%b} {found.year}"


def days(first: str, last: str) -> str:
    """Return two days as people write a span of time: ``1–3 Mar 2024``, ``30 Mar – 2 Apr 2024``."""
    one, other = day(first), day(last)
    if one == other or not other:
        return one
    left, right = one.split(), other.split()
    if left[1:] == right[1:]:
        return f"{left[0]}–{other}"
    return f"{' '.join(left[:2])} – {other}" if left[2:] == right[2:] else f"{one} – {other}"


def title_of(article: Listed) -> str:
    """Return what to call an article: its title, or else where it was read."""
    return line(article.title or article.origin)
