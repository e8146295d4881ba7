"""The first page: what is known on how many origins, what is disputed, what changed last."""

from __future__ import annotations

from dataclasses import dataclass

from sayso import claims as kept
from sayso import history
from sayso.across.identity import Identity
from sayso.across.relation import Status
from sayso.across.views import ClaimView, ConflictView, Event, Page, StoryView
from sayso.ledger import Counts, Ledger
from sayso.web.ask import Ask, Shown
from sayso.web.changes import telling
from sayso.web.pictures.spread import Spread, spread
from sayso.web.site import Site

_CLAIMS, _CONFLICTS, _EVENTS, _SPEAKERS = 6, 3, 4, 10


@dataclass(frozen=True, slots=True)
class Overview:
    """The first page: how much there is, and the first of each kind. ``sources`` is None while it is
    not known yet who is who."""

    counts: Counts
    stories: tuple[StoryView, ...]
    story: StoryView | None
    claims: int
    spread: Spread
    known: Page[ClaimView]
    repeated: Page[ClaimView]
    conflicts: Page[ConflictView]
    events: tuple[Event, ...]
    speakers: tuple[Identity, ...]
    sources: int | None


def overview(site: Site, book: Ledger, ask: Ask) -> Shown:
    """A story at a glance (``story`` is its number, where the ledger holds several); every count
    leads to its list."""
    chosen = ask.number("story")
    stories = kept.stories(book)
    who = site.who_if_made(book)
    standing = {
        status: kept.claims(book, status=status, story=chosen, limit=_CLAIMS) for status in Status
    }

    page = Overview(
        book.counts(),
        stories,
        next((one for one in stories if one.number == chosen), None),
        kept.claims(book, story=chosen, limit=1).total,
        spread({status: found.total for status, found in standing.items()}),
        standing[Status.SEPARATE],
        standing[Status.REPEATED],
        kept.conflicts(book, story=chosen, surest=True, limit=_CONFLICTS),
        telling(history.timeline(book, story=chosen, limit=_EVENTS).items[::-1]),
        who.found.identities[:_SPEAKERS] if who else (),
        len(who.found.identities) if who else None,
    )
    return Shown("story.html", site.name, page, "story")
