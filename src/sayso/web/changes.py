"""The pages of what changed: the timeline, and what is new since the last look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sayso import claims as kept
from sayso import history
from sayso.across.views import ClaimChange, ClaimView, ConflictView, Event, Page, StoryView
from sayso.ledger import Ledger, Listed
from sayso.web.ask import Ask, Sheet, Shown, sheet
from sayso.web.pictures.course import Course, course
from sayso.web.site import Site

_EVENTS = 30
_SHOWN = 10  # of each kind, on the page of what is new


@dataclass(frozen=True, slots=True)
class Timeline:
    """What each article brought, the latest first, and a picture of it, the earliest first."""

    sheet: Sheet[Event]
    picture: Course
    since: str
    story: int
    stories: tuple[StoryView, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What came in after the article ``since``, up to ``last``; the first of each kind."""

    since: int
    last: int
    articles: tuple[Listed, ...]
    claims: Page[ClaimView]
    conflicts: Page[ConflictView]


def timeline(site: Site, book: Ledger, ask: Ask) -> Shown:
    """What each article changed when it was added; ``since`` and ``story`` choose among them."""
    since, story = ask.text("since"), ask.number("story")
    offset = (ask.page - 1) * _EVENTS
    found = history.timeline(book, since=since, story=story, limit=_EVENTS, offset=offset)
    shown = sheet(ask, telling(found.items[::-1]), _EVENTS, found.total)
    page = Timeline(shown, course(found.items), since, story, kept.stories(book))
    return Shown("timeline.html", "Timeline", page, "timeline")


def telling(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return ``events`` with the claims in each that changed most first: denied, another status, new."""

    def weight(change: ClaimChange) -> tuple[bool, bool, bool]:
        before = change.before.statuses if change.before else ()
        other = not change.is_new and before != change.after.statuses
        return not change.denied, not other, not change.is_new

    return tuple(
        replace(
            one, changes=replace(one.changes, claims=tuple(sorted(one.changes.claims, key=weight)))
        )
        for one in events
    )


def news(site: Site, book: Ledger, ask: Ask) -> Shown:
    """What is new since the reader's last look, or since the article with the number ``since``."""
    last = book.last()
    since = min(ask.number("since", ask.seen), last)
    newest = range(last, max(since, last - _SHOWN), -1)
    page = News(
        since,
        last,
        tuple(map(book.listed, newest)),
        kept.claims(book, since=str(since), limit=_SHOWN),
        kept.conflicts(book, since=str(since), limit=_SHOWN),
    )
    return Shown("new.html", "New", page, "new")
