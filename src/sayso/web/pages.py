"""Which address is which page."""

from __future__ import annotations

from collections.abc import Callable

from sayso.ledger import Ledger
from sayso.web import articles, changes, claims, conflicts, judgements, search, sources, story
from sayso.web.ask import Ask, Moved, Shown
from sayso.web.site import Site

Page = Callable[[Site, Ledger, Ask], Shown | Moved]
"""A page: what it shows of a ledger for a request, or where that is to be found."""

Deed = Callable[[Ledger, Ask], Moved]
"""What a form does to a ledger opened for writing, and which page shows it."""

PAGES: tuple[tuple[str, Page], ...] = (
    ("/", story.overview),
    ("/claims", claims.listing),
    ("/claims/{id}", claims.one),
    ("/conflicts", conflicts.listing),
    ("/conflicts/{id}", conflicts.one),
    ("/timeline", changes.timeline),
    ("/new", changes.news),
    ("/judgements", judgements.listing),
    ("/judge", judgements.asked),
    ("/sources", sources.listing),
    ("/sources/{id}", sources.one),
    ("/sources/{id}/against", sources.against),
    ("/sources/of/{article:int}/{statement:int}", sources.of_statement),
    ("/articles", articles.listing),
    ("/articles/{number:int}", articles.one),
    ("/refused", articles.refused),
    ("/search", search.search),
)
DEEDS: tuple[tuple[str, Deed], ...] = (
    ("/judge", judgements.judge),
    ("/undo", judgements.undo),
)
