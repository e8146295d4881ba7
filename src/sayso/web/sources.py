"""The pages of sources: who speaks, what one of them said, and who relies on whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sayso.across.identity import Identity, IdentityMention, Merge
from sayso.beside import Contradiction, contradictions
from sayso.ledger import Ledger, Listed, Statement
from sayso.web.ask import Ask, Moved, Sheet, Shown, cut, filled, sheet
from sayso.web.pictures.reliance import Reliance, reliance
from sayso.web.site import Site, Who

_PER_PAGE = 50
_STATEMENTS = 25  # of a source, on one page
_CONTRADICTIONS = 10


@dataclass(frozen=True, slots=True)
class Sources:
    """The list of sources, how much the first of all says, and the picture of who relies on whom.

    ``beside`` is the source for which another name is looked for, to be merged with it.
    """

    sheet: Sheet[Identity]
    wanted: str
    most: int
    unclear: int
    picture: Reliance
    beside: Identity | None


@dataclass(frozen=True, slots=True)
class Joined:
    """Why two speakers of articles are one source, with the articles."""

    merge: Merge
    left: Listed
    right: Listed


@dataclass(frozen=True, slots=True)
class Group:
    """What a source said in one article."""

    article: Listed
    said: tuple[tuple[IdentityMention, Statement], ...]


@dataclass(frozen=True, slots=True)
class OneSource:
    """A source, what it said, how often in which outlet, and why it is one."""

    who: Identity
    sheet: Sheet[tuple[IdentityMention, Statement]]
    groups: tuple[Group, ...]
    outlets: tuple[tuple[str, int], ...]
    against: Sheet[Contradiction]
    joined: tuple[Joined, ...]


@dataclass(frozen=True, slots=True)
class Against:
    """A source, and what stands against what it said."""

    who: Identity
    sheet: Sheet[Contradiction]


def listing(site: Site, book: Ledger, ask: Ask) -> Shown:
    """The sources, those with most statements first; ``q`` are words of their names."""
    who = site.who(book)
    words = ask.text("q").casefold().split()
    everyone = who.found.identities
    found = tuple(one for one in everyone if _fits(one, words)) if words else everyone
    most = max((len(one.mentions) for one in everyone), default=0)
    page = Sources(
        cut(ask, found, _PER_PAGE),
        ask.text("q"),
        most,
        len(who.found.unclear),
        reliance(found) if words else who.reliance,
        who.identity(ask.text("with")) if ask.text("with") else None,
    )
    return Shown("sources.html", "Sources", page, "sources")


def one(site: Site, book: Ledger, ask: Ask) -> Shown:
    """A source: what it said, by day of publication, and by what rules it is one."""
    everyone = site.who(book)
    who, articles = everyone.identity(ask.text("id")), everyone.articles

    def when(mention: IdentityMention) -> tuple[str, int]:
        listed = articles[mention.article]
        return listed.published[:10], listed.number

    part = cut(ask, sorted(who.mentions, key=when), _STATEMENTS)
    said = filled(part, _said(book, articles, part.items))
    outlets = Counter(one.outlet for one in who.mentions if one.outlet).most_common()
    joined = [
        Joined(merge, articles[merge.left.article], articles[merge.right.article])
        for merge in who.merges
    ]
    page = OneSource(
        who,
        said,
        _groups(said.items),
        tuple(outlets),
        _against(book, Ask(ask.path), everyone, who, _CONTRADICTIONS),
        tuple(joined),
    )
    return Shown("source.html", who.name, page, "sources")


def against(site: Site, book: Ledger, ask: Ask) -> Shown:
    """What stands against what a source said: all of it, in parts."""
    everyone = site.who(book)
    who = everyone.identity(ask.text("id"))
    page = Against(who, _against(book, ask, everyone, who, _PER_PAGE))
    return Shown("against.html", f"Against {who.name}", page, "sources")


def of_statement(site: Site, book: Ledger, ask: Ask) -> Moved | Shown:
    """The source of a statement of an article, wherever its page is."""
    listed = book.listed(ask.number("article"))
    key = (listed.id, ask.number("statement"))
    found = site.who(book).by_statement.get(key)
    return Moved(f"/sources/{found.id}" if found else f"/articles/{listed.number}#t{key[1]}")


def _against(
    book: Ledger, ask: Ask, everyone: Who, who: Identity, size: int
) -> Sheet[Contradiction]:
    statements = [(everyone.articles[one.article].number, one.statement) for one in who.mentions]
    total, found = contradictions(book, statements, size, (ask.page - 1) * size)
    return sheet(ask, found, size, total)


def _said(
    book: Ledger, articles: dict[str, Listed], mentions: Sequence[IdentityMention]
) -> Iterator[tuple[IdentityMention, Statement]]:
    for key, part in groupby(mentions, key=lambda one: one.article):
        article, statements = book.find(str(articles[key].number)), book.attributions(key)
        for mention in part:
            one = statements[mention.statement - 1]
            words = (article.quote(spans) for spans in (one.source, one.cue, one.content))
            yield mention, Statement(articles[key], mention.statement, one, *words)


def _groups(said: Sequence[tuple[IdentityMention, Statement]]) -> tuple[Group, ...]:
    by_article = groupby(said, key=lambda pair: pair[1].article)
    return tuple(Group(article, tuple(pairs)) for article, pairs in by_article)


def _fits(one: Identity, words: Sequence[str]) -> bool:
    told = " ".join((*one.names, *one.roles, *one.speaks_for)).casefold()
    return all(word in told for word in words)
