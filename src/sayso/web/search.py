"""The page of a search over all articles."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.ledger import Hit, Ledger
from sayso.web.ask import Ask, Sheet, Shown, sheet
from sayso.web.site import Site

_PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, the best first."""

    wanted: str
    articles: Sheet[Hit]


def search(site: Site, book: Ledger, ask: Ask) -> Shown:
    """The articles with all words of ``q``, the best first; words in quotes must stand so."""
    wanted = ask.text("q")[:500]
    page = min(ask.page, 250)  # 5,000 are ranked
    hits = book.search(wanted, page * _PER_PAGE + 1)[(page - 1) * _PER_PAGE :]
    title = f"Search: {wanted}" if wanted else "Search"
    return Shown("search.html", title, Found(wanted, sheet(ask, hits, _PER_PAGE)), "")
