"""Stated: one place of an article that states a proposition, with all that comparing it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sayso.across.mention import Mention, Source, source_of
from sayso.across.propositions import Proposition, propositions
from sayso.facts import own_words
from sayso.records import (
    Article,
    Facts,
    OwnWords,
    Polarity,
    Span,
    SpeakerType,
    Voice,
    content_id,
)
from sayso.understand import Understood

_SOMEBODY = Source("", SpeakerType.UNCLEAR)  # whom a quotation is by that no statement has


@dataclass(frozen=True, slots=True)
class Stated:
    """A proposition where it stands.

    ``article`` is the article's identifier, ``span`` and ``sentence`` are characters of its text,
    ``words`` those at ``span`` and ``sentence_words`` those at ``sentence``. ``statement`` is the
    number of the attribution that says it, from 0; None: no statement does. ``chain`` are its sources,
    outermost first; none for the article's own voice. ``polarity`` is what the speaker does with it;
    ``facts`` holds its times, places and numbers, with offsets of the article's text.
    """

    article: str
    span: Span
    sentence: Span
    words: str
    sentence_words: str
    statement: int | None
    chain: tuple[Source, ...]
    polarity: Polarity
    facts: Facts
    outlet: str = ""
    domain: str = ""
    published: str = ""

    @property
    def id(self) -> str:
        """The identifier: the article and where the words stand in it."""
        return content_id("mention", self.article, repr(self.span))

    @property
    def mention(self) -> Mention:
        """The same, as origins are counted over it."""
        who = (self.outlet, self.domain, self.published)
        return Mention(self.id, self.article, self.span, self.chain, *who, self.polarity)


def stated_in(article: Article, understood: tuple[Understood, ...]) -> tuple[Stated, ...]:
    """Return what ``article`` states, in order: its statements' words, its own report, and what it
    quotes of somebody whom it does not name there.

    Opinions and questions of the author, and what a source was asked, state nothing.
    """
    statements = [one.attribution for one in understood]
    places = propositions(article.text, statements, [one.parent for one in understood])
    spans = sorted({place.outside for place in places if place.outside is not None})
    outside = {one.span: one for one in own_words(article.text, spans, article.published)}
    found = []
    for place in places:
        facts = _facts(place, understood, outside)
        if facts is not None:
            found.append(_stated(article, place, _sources(place, understood), facts))
    return tuple(found)


def _facts(
    place: Proposition, understood: Sequence[Understood], outside: Mapping[Span, OwnWords]
) -> Facts | None:
    """What is known of the words around ``place``; None: they are the author's opinion."""
    if place.said_in is not None:
        return understood[place.said_in].facts
    if place.outside is None:
        return None
    around = outside[place.outside]
    told = place.quoted or place.told_of is not None
    return around.facts if told or around.voice is not Voice.OPINION else None


def _sources(place: Proposition, understood: Sequence[Understood]) -> tuple[Source, ...]:
    if place.statement is not None:
        return _chain(understood[place.statement])
    return (_SOMEBODY,) if place.quoted else ()


def _stated(
    article: Article, place: Proposition, chain: tuple[Source, ...], facts: Facts
) -> Stated:
    return Stated(
        article.id,
        place.span,
        place.sentence,
        article.text[slice(*place.span)],
        article.text[slice(*place.sentence)],
        place.statement,
        chain,
        facts.polarity,
        _within(facts, place.span),
        article.outlet,
        urlsplit(article.url).hostname or "",
        article.published,
    )


def _within(facts: Facts, span: Span) -> Facts:
    """The facts whose words stand at ``span``."""

    def inside(other: Span) -> bool:
        return span[0] <= other[0] and other[1] <= span[1]

    return Facts(
        facts.polarity,
        facts.marks,
        tuple(one for one in facts.negation if inside(one)),
        tuple(one for one in facts.times if inside(one.span)),
        tuple(one for one in facts.places if inside(one.span)),
        tuple(one for one in facts.numbers if inside(one.span)),
    )


def _chain(told: Understood) -> tuple[Source, ...]:
    """The sources of a statement, outermost first; the article's author is none."""
    speakers = [link.speaker for link in told.chain] or [told.speaker]
    return tuple(source_of(one) for one in speakers if one.type is not SpeakerType.AUTHOR)
