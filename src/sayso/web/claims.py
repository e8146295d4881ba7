"""The pages of claims: the list with its filters, and one claim with all that is known of it."""

from __future__ import annotations

from dataclasses import dataclass

from sayso import claims as kept
from sayso.across.relation import Status
from sayso.across.views import ClaimPage, ClaimView, MentionView, StoryView
from sayso.ledger import Ledger
from sayso.web.ask import Ask, Sheet, Shown, cut, sheet
from sayso.web.pictures.chains import Chains, chains
from sayso.web.pictures.standing import Standings, standings
from sayso.web.site import Site

_PER_PAGE = 40
_MENTIONS = 25  # of a claim, on one page
STATUSES = tuple(status.value for status in Status)


@dataclass(frozen=True, slots=True)
class Claims:
    """The list of claims, what of them was asked for, and the stories there are.

    ``beside`` is the claim for which another is looked for, to be judged with it.
    """

    sheet: Sheet[ClaimView]
    text: str
    status: str
    since: str
    story: int
    stories: tuple[StoryView, ...]
    statuses: tuple[str, ...]
    beside: ClaimView | None


@dataclass(frozen=True, slots=True)
class OneClaim:
    """A claim, its mentions in parts, and the pictures of its origins and of its history."""

    claim: ClaimPage
    mentions: Sheet[MentionView]
    chains: Chains
    standings: Standings
    by_id: dict[str, MentionView]


def listing(site: Site, book: Ledger, ask: Ask) -> Shown:
    """Claims, those with most reports first; with ``q``, those that fit it best.

    ``status``, ``since`` (an article's number or a time) and ``story`` (its number) choose among them.
    """
    text, since, story = ask.text("q")[:500], ask.text("since"), ask.number("story")
    status = ask.one_of("status", STATUSES)
    found = kept.claims(
        book,
        text=text,
        status=Status(status) if status else None,
        since=since,
        story=story,
        limit=_PER_PAGE,
        offset=(ask.page - 1) * _PER_PAGE,
    )
    beside = ask.text("with")
    page = Claims(
        sheet(ask, found.items, _PER_PAGE, found.total),
        text,
        status,
        since,
        story,
        kept.stories(book),
        STATUSES,
        kept.claim(book, beside).view if beside else None,
    )
    return Shown("claims.html", "Claims", page, "claims")


def one(site: Site, book: Ledger, ask: Ask) -> Shown:
    """A claim: who denies it, who knows it, where it stands, what it conflicts with, its history."""
    found = kept.claim(book, ask.text("id"))
    page = OneClaim(
        found,
        cut(ask, found.mentions, _MENTIONS),
        chains(found),
        standings(found.history, book.last()),
        {mention.id: mention for mention in found.mentions},
    )
    return Shown("claim.html", found.view.words, page, "claims")
