"""The pages of articles: the list, one with its statements marked, and what was not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.across.views import ClaimView
from sayso.beside import Stating, claims_in
from sayso.facts import voice_of
from sayso.ledger import Counts, Ledger, Listed, Refusal, Version
from sayso.records import Article, OwnWords, Span, Voice, quote
from sayso.show import how_many, when, where
from sayso.understand import Understood, understand
from sayso.versions import withdrawn
from sayso.web.ask import Ask, Sheet, Shown, cut, filled
from sayso.web.marks import Mark, Paragraph, paragraphs
from sayso.web.site import Site

_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Articles:
    """The list of articles, and how much the ledger holds."""

    sheet: Sheet[Listed]
    counts: Counts


@dataclass(frozen=True, slots=True)
class Note:
    """A statement as the margin tells it: its number in the article, its words, and its claims."""

    number: int
    found: Understood
    source: str
    cue: str
    content: tuple[str, ...]
    described: tuple[str, ...]
    facts: tuple[str, ...]
    claims: tuple[ClaimView, ...]


@dataclass(frozen=True, slots=True)
class OneArticle:
    """An article: ``paragraphs`` with all marks, the notes on them, and what else is known of it.

    ``own`` are the claims it makes in its own voice, ``quoted`` those it quotes of somebody whom no
    statement names, ``words`` what the reader came for, if anything.
    """

    listed: Listed
    article: Article
    paragraphs: tuple[Paragraph, ...]
    notes: tuple[Note, ...]
    own: tuple[Stating, ...]
    quoted: tuple[Stating, ...]
    opinions: int
    words: str
    versions: tuple[Version, ...]
    gone: Refusal | None


def listing(site: Site, book: Ledger, ask: Ask) -> Shown:
    """The articles, the newest first."""
    numbers = cut(ask, range(book.last(), 0, -1), _PER_PAGE)
    page = Articles(filled(numbers, map(book.listed, numbers.items)), book.counts())
    return Shown("articles.html", "Articles", page, "articles")


def one(site: Site, book: Ledger, ask: Ask) -> Shown:
    """An article; ``at`` (such as ``12-40``) are the characters that the reader came for."""
    number = ask.number("number")
    article, listed = book.find(str(number)), book.listed(number)
    said = understand(article, book.attributions(article.id))
    own = voice_of(article.text, [one.attribution for one in said], article.published)
    at = ask.span("at")
    claims = claims_in(book, number)
    page = OneArticle(
        listed,
        article,
        paragraphs(article.text, _marks(said, own, at)),
        tuple(_note(article.text, at, one, claims) for at, one in enumerate(said, start=1)),
        tuple(one for one in claims if one.statement is None and one.own),
        tuple(one for one in claims if one.statement is None and not one.own),
        sum(one.voice is Voice.OPINION for one in own),
        article.text[slice(*at)] if at else "",
        book.versions(article.url) if article.url else (),
        withdrawn(book.rejections(), article.url) if article.url else None,
    )
    return Shown("article.html", article.title or article.origin, page, "articles")


def refused(site: Site, book: Ledger, ask: Ask) -> Shown:
    """What could not be read, and why; the latest first."""
    found = cut(ask, tuple(reversed(book.rejections())), _PER_PAGE)
    return Shown("refused.html", "Not read", found, "articles")


def _marks(said: Sequence[Understood], own: Sequence[OwnWords], at: Span | None) -> Iterator[Mark]:
    for number, found in enumerate(said, start=1):
        one = found.attribution
        for kind, spans in (("content", one.content), ("source", one.source), ("cue", one.cue)):
            yield from (Mark(span, kind, number) for span in spans)
    yield from (Mark(one.span, "opinion") for one in own if one.voice is Voice.OPINION)
    if at is not None:
        yield Mark(at, "words")


def _note(text: str, number: int, found: Understood, claims: Sequence[Stating]) -> Note:
    one = found.attribution
    facts = (when(text, found.facts), where(text, found.facts), how_many(text, found.facts))
    return Note(
        number,
        found,
        quote(text, one.source),
        quote(text, one.cue),
        tuple(text[start:end] for start, end in one.content),
        tuple(text[start:end] for start, end in found.speaker.described),
        tuple(told for told in facts if told),
        tuple(stating.claim for stating in claims if stating.statement == number),
    )
