"""What a ledger keeps of where knowledge starts: copied passages, credits, and the origins of a claim."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from sayso import sql_claims as sql
from sayso.across.credits import Credit, Where
from sayso.across.echoes import Copied, Echo, Passage
from sayso.across.likeness import domain
from sayso.across.mention import Mention
from sayso.across.origins import Origins, origins
from sayso.across.outlets import OutletKind
from sayso.database import Database
from sayso.errors import LedgerError
from sayso.mentioned import chain_of
from sayso.records import Polarity, Span
from sayso.sql import GET_NUMBER


def origins_of(file: Database, mentions: Sequence[int]) -> Origins:
    """Return the origins of a claim, given the numbers of its mentions. Raises ``LedgerError``."""
    rows = file.rows(sql.MENTIONS_WITH_ARTICLE, json.dumps(list(mentions)))
    found = [_mention(file, *row[1:]) for row in rows]
    articles = sorted({row[0] for row in rows})
    if len(articles) < 2:  # nothing is shared, and credits join only what is
        return origins(found)
    return origins(found, echoes_among(file, articles), credits_of(file, articles))


def _mention(
    file: Database, key: str, article: str, start: int, end: int, chain: str, *rest: str
) -> Mention:
    outlet, url, published, polarity = rest
    try:
        held = Polarity(polarity)
    except ValueError as error:
        raise LedgerError(f"{file.path} is damaged: {error}") from error
    return Mention(
        key, article, (start, end), chain_of(chain), outlet, domain(url), published, held
    )


def echoes_among(file: Database, articles: Iterable[int]) -> tuple[Echo, ...]:
    """Return what the articles with these numbers share; without reasons, which are for reading."""
    pairs: dict[tuple[str, str], list[Passage]] = {}
    numbers = json.dumps(sorted(articles))
    for left, right, kind, a, b, c, d, words, own, share in file.rows(sql.ECHOES_AMONG, numbers):
        passage = Passage((a, b), (c, d), words, share, own, Copied(kind))
        pairs.setdefault((left, right), []).append(passage)
    return tuple(Echo(*pair, tuple(passages), ()) for pair, passages in pairs.items())


def credits_of(file: Database, articles: Iterable[int]) -> tuple[Credit, ...]:
    """Return whom the articles with these numbers credit."""
    rows = file.rows(sql.CREDITS_OF, json.dumps(sorted(articles)))
    return tuple(
        Credit(article, name, OutletKind(kind), Where(place), _span(start, end), reason)
        for article, name, kind, place, start, end, reason in rows
    )


def keep_echo(file: Database, echo: Echo) -> None:
    """Store what two articles of the ledger share."""
    left, right = (file.one(GET_NUMBER, key) for key in (echo.left, echo.right))
    file.run_many(
        sql.ADD_ECHO,
        (
            (left, right, one.kind, *one.left, *one.right, one.words, one.own, one.share)
            for one in echo.passages
        ),
    )


def keep_credits(file: Database, article: int, found: Sequence[Credit]) -> None:
    """Store whom an article credits."""
    file.run_many(
        sql.ADD_CREDIT,
        (
            (article, at, one.name, one.kind, one.where, *(one.span or (None, None)), one.reason)
            for at, one in enumerate(found, start=1)
        ),
    )


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else (start, end)
