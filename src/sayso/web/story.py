"""The first page: what is known, what is disputed, what changed last."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.across.identity import Identity
from sayso.ledger import Counts, Ledger, Listed
from sayso.web.ask import Ask, Shown
from sayso.web.site import Site

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Overview:
    """The first page."""

    counts: Counts
    sources: int
    speakers: tuple[Identity, ...]
    newest: tuple[Listed, ...]


def overview(site: Site, book: Ledger, ask: Ask) -> Shown:
    """The story at a glance; every count leads to its list."""
    who = site.who(book).found.identities
    last = book.last()
    newest = tuple(book.listed(number) for number in range(last, max(0, last - _SHOWN), -1))
    return Shown(
        "story.html", site.name, Overview(book.counts(), len(who), who[:_SHOWN], newest), "story"
    )
