"""Who is who in a ledger, worked out of all its articles, and what they said. See ``who_kept``."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sayso import spoken, sql
from sayso.across.identities import Pairs, identify
from sayso.across.identity import Cast, Identified, Identity, IdentityMention
from sayso.decisions import speakers_decided
from sayso.ledger import Ledger, Statement
from sayso.rows import article_of, attributions_of

Said = tuple[IdentityMention, Statement]


def who_is_who(ledger: Ledger, joined: Pairs = (), parted: Pairs = ()) -> Identified:
    """Return the identities of all that speak in ``ledger``, as its judgements have them.

    ``joined`` and ``parted`` are further pairs of identifiers that a person decided on; see
    ``identify``. Raises ``LedgerError``.
    """
    by_hand, apart = speakers_decided(ledger.file)
    with _uncollected():
        return identify(_casts(ledger), (*by_hand, *joined), (*apart, *parted))


@contextmanager
def _uncollected() -> Iterator[None]:
    """What is made meanwhile all stays: the collector would look through millions of records in vain,
    which takes as long as making them."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _casts(ledger: Ledger) -> list[Cast]:
    speakers = ledger.speakers()
    listed = {one.number: one for one in ledger.articles()}
    return [
        Cast(
            listed[one.article].id,
            listed[one.article].outlet,
            listed[one.article].url,
            one.spoken,
            one.acronyms,
        )
        for one in speakers
    ]


def said_by(ledger: Ledger, identity: Identity) -> tuple[Said, ...]:
    """Return what ``identity`` said, with the exact words, by day of publication and order of adding.

    Raises ``LedgerError``.
    """
    places: dict[int, list[int]] = {}
    numbers = {
        key: ledger.file.one(sql.GET_NUMBER, key) for key in {p.article for p in identity.parts}
    }
    for mention in identity.mentions:
        places.setdefault(numbers[mention.article], []).append(mention.statement)
    days = {number: ledger.listed(number).published[:10] for number in places}
    order = sorted(places, key=lambda number: (days[number], number))
    return tuple(said for number in order for said in said_in(ledger, number, places[number]))


def said_in(ledger: Ledger, article: int, statements: Iterable[int]) -> Iterator[Said]:
    """Yield the ``statements`` of an article, by its number and theirs in it, each with its speaker.

    Raises ``LedgerError``.
    """
    file, listed = ledger.file, ledger.listed(article)
    text, speakers = article_of(file, article), spoken.spoken_in(file, article)
    said = [place.attribution for place in attributions_of(file, sql.OF_ARTICLE, article)]
    for number in statements:
        one, who = said[number - 1], speakers[number - 1]
        words = (text.quote(spans) for spans in (one.source, one.cue, one.content))
        yield (
            IdentityMention(listed.id, listed.outlet, number, who.speaker, who.polarity),
            Statement(listed, number, one, *words),
        )
