"""The identities of a ledger: who speaks across its articles, looked up by name, with what they said."""

from __future__ import annotations

import re

from sayso.across.identities import Pairs, identify
from sayso.across.identity import Cast, Identified, Identity, IdentityMention
from sayso.across.likeness import person_tokens
from sayso.decisions import speakers_decided
from sayso.errors import NotFoundError
from sayso.ledger import Ledger, Statement
from sayso.mentions import lexicon

_SHOWN = 5  # candidates that an error names


def who_is_who(ledger: Ledger, joined: Pairs = (), parted: Pairs = ()) -> Identified:
    """Return the identities of all that speak in ``ledger``, as its judgements have them.

    ``joined`` and ``parted`` are further pairs of identifiers that a person decided on; see
    ``identify``. Raises ``LedgerError``.
    """
    by_hand, apart = speakers_decided(ledger.file)
    listed = {one.number: one for one in ledger.articles()}
    casts = [
        Cast(
            listed[one.article].id,
            listed[one.article].outlet,
            listed[one.article].url,
            one.spoken,
            one.acronyms,
        )
        for one in ledger.speakers()
    ]
    return identify(casts, (*by_hand, *joined), (*apart, *parted))


def pick(found: Identified, name: str) -> Identity:
    """Return the identity that ``name`` means: a name it bears, the start of its id (4 characters or
    more), or words of its name, of which titles do not count ("Mr Aldane").

    Raises ``NotFoundError`` where none fits, or naming some where several do.
    """
    wanted = name.strip()
    plain = _plain(wanted)
    words = {word for word in person_tokens(wanted) if word not in lexicon().titles} - {"the"}
    for fits in (
        lambda one: (
            len(wanted) > 3 and re.fullmatch("[0-9a-f]+", wanted) and one.id.startswith(wanted)
        ),
        lambda one: plain in map(_plain, one.names),
        lambda one: words and any(words <= set(person_tokens(called)) for called in one.names),
    ):
        chosen = [one for one in found.identities if fits(one)]
        if len(chosen) == 1:
            return chosen[0]
        if chosen:
            shown = "; ".join(f"{one.name} ({one.id[:8]}, {one.type})" for one in chosen[:_SHOWN])
            more = "; …" if len(chosen) > _SHOWN else ""
            raise NotFoundError(f'"{name}" names {len(chosen)} sources: {shown}{more}')
    raise NotFoundError(f'nobody by the name "{name}" speaks in these articles')


def _plain(name: str) -> str:
    return re.sub(r"^the ", "", name.strip().casefold())


def said_by(ledger: Ledger, identity: Identity) -> tuple[tuple[IdentityMention, Statement], ...]:
    """Return what ``identity`` said, with the exact words, by day of publication and order of adding.

    Raises ``LedgerError``.
    """
    listed = {one.id: one for one in ledger.articles()}
    by_article: dict[str, list[IdentityMention]] = {}
    for mention in identity.mentions:
        by_article.setdefault(mention.article, []).append(mention)
    found: list[tuple[IdentityMention, Statement]] = []
    for key in sorted(by_article, key=lambda one: (listed[one].published[:10], listed[one].number)):
        article, said = ledger.find(key), ledger.attributions(key)
        for mention in by_article[key]:
            one = said[mention.statement - 1]
            words = (article.quote(spans) for spans in (one.source, one.cue, one.content))
            statement = Statement(listed[key], mention.statement, one, *words)
            found.append((mention, statement))
    return tuple(found)
