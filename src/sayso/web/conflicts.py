"""The pages of conflicts: the list, and one with every pair of places that shows it."""

from __future__ import annotations

from dataclasses import dataclass

from sayso import claims as kept
from sayso.across.relation import Kind, Relation
from sayso.across.views import ConflictView, StoryView
from sayso.ledger import Ledger
from sayso.web.ask import Ask, Sheet, Shown, cut, sheet
from sayso.web.site import Site

_PER_PAGE = 20
RELATIONS = {
    "": kept.DISPUTES,
    "update": (Relation.UPDATE,),
    "correction": (Relation.CORRECTION,),
}
KINDS = tuple(kind.value for kind in Kind if kind is not Kind.CLAIM)


@dataclass(frozen=True, slots=True)
class Conflicts:
    """The list of conflicts (or updates, or corrections) and what of them was asked for."""

    sheet: Sheet[ConflictView]
    kind: str
    relation: str
    since: str
    story: int
    stories: tuple[StoryView, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OneConflict:
    """A conflict by its surest pair of places, and the other pairs in parts."""

    first: ConflictView
    others: Sheet[ConflictView]


def listing(site: Site, book: Ledger, ask: Ask) -> Shown:
    """Conflicts, the latest first; ``relation`` asks for updates or corrections instead.

    ``kind``, ``since`` (an article's number or a time) and ``story`` (its number) choose among them.
    """
    kind = ask.one_of("kind", KINDS)
    relation = ask.one_of("relation", tuple(RELATIONS))
    since, story = ask.text("since"), ask.number("story")
    found = kept.conflicts(
        book,
        since=since,
        kind=Kind(kind) if kind else None,
        story=story,
        relations=RELATIONS[relation],
        limit=_PER_PAGE,
        offset=(ask.page - 1) * _PER_PAGE,
    )
    shown = sheet(ask, found.items, _PER_PAGE, found.total)
    page = Conflicts(shown, kind, relation, since, story, kept.stories(book), KINDS)
    return Shown("conflicts.html", "Conflicts", page, "conflicts")


def one(site: Site, book: Ledger, ask: Ask) -> Shown:
    """A conflict with every pair of places that shows it, the surest first."""
    first, *others = kept.conflict(book, ask.text("id"))
    title = f"{first.relation.value.capitalize()}: {first.left.words}"
    page = OneConflict(first, cut(ask, others, _PER_PAGE))
    return Shown("conflict.html", title, page, "conflicts")
