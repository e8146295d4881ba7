"""Mentions of a ledger as rows and back: what an article states, kept so that nothing is read off twice."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from sayso import sql_claims as sql
from sayso.across.mention import Source
from sayso.across.stated import Stated
from sayso.database import Database
from sayso.errors import LedgerError
from sayso.records import (
    Concerns,
    Facts,
    Number,
    Place,
    PlaceKind,
    Polarity,
    Span,
    SpeakerType,
    Time,
)
from sayso.rows import article_of


def dumps(value: object) -> str:
    """JSON as the tables keep it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def chain_json(chain: Iterable[Source]) -> str:
    """The sources of a mention as the column ``chain`` has them."""
    return dumps([[one.name, one.type.value, one.speaks_for] for one in chain])


def chain_of(raw: str) -> tuple[Source, ...]:
    """Read the column ``chain``. Raises ``LedgerError`` where it is damaged."""
    try:
        return tuple(
            Source(str(name), SpeakerType(kind), str(speaks_for))
            for name, kind, speaks_for in json.loads(raw)
        )
    except (ValueError, TypeError) as error:
        raise LedgerError(f"the ledger is damaged: {error} in the sources of a mention") from error


def facts_json(facts: Facts) -> str:
    """Facts without their polarity, as the column ``facts`` has them; empty lists at the end left out."""
    times = [
        [one.span, one.value, one.resolved, one.concerns.value, one.anchor] for one in facts.times
    ]
    places = [
        [one.span, one.names, one.kind.value, one.relation, one.concerns.value]
        for one in facts.places
    ]
    numbers = [
        [one.span, one.low, one.high, one.unit, one.counts, one.approximate]
        for one in facts.numbers
    ]
    lists: list[Any] = [facts.marks, facts.negation, times, places, numbers]
    while lists and not lists[-1]:
        lists.pop()
    return dumps(lists)


def facts_of(polarity: Polarity, raw: str) -> Facts:
    """Read the column ``facts``. Raises ``LedgerError`` where it is damaged."""
    try:
        lists: list[Any] = json.loads(raw)
        lists += [[]] * (5 - len(lists))
        marks, negation, times, places, numbers = lists
        return Facts(
            polarity,
            _spans(marks),
            _spans(negation),
            tuple(Time(_span(a), b, c, Concerns(d), _maybe(e)) for a, b, c, d, e in times),
            tuple(
                Place(_span(a), _spans(b), PlaceKind(c), d, Concerns(e)) for a, b, c, d, e in places
            ),
            tuple(Number(_span(a), b, c, d, _maybe(e), f) for a, b, c, d, e, f in numbers),
        )
    except (ValueError, TypeError) as error:
        raise LedgerError(f"the ledger is damaged: {error} in the facts of a mention") from error


def _span(raw: Any) -> Span:
    start, end = raw
    return int(start), int(end)


def _spans(raw: Any) -> tuple[Span, ...]:
    return tuple(map(_span, raw))


def _maybe(raw: Any) -> Span | None:
    return None if raw is None else _span(raw)


def keep_mentions(
    file: Database, article: int, stated: Sequence[Stated], vectors: Sequence[bytes | None]
) -> None:
    """Store what the article of that number states; a vector for each. Raises ``LedgerError``."""
    file.run_many(
        sql.ADD_MENTION,
        (
            (
                *(one.id, article, *one.span, *one.sentence),
                None if one.statement is None else one.statement + 1,
                *(one.polarity, chain_json(one.chain), facts_json(one.facts), vector),
            )
            for one, vector in zip(stated, vectors, strict=True)
        ),
    )


def stated_of(file: Database, article: int) -> tuple[tuple[Stated, ...], tuple[bytes | None, ...]]:
    """Return what the article of that number states, as it was stored, and the vectors."""
    text = article_of(file, article)
    domain = urlsplit(text.url).hostname or ""
    stated, vectors = [], []
    for _, start, end, first, last, statement, polarity, chain, facts, vector in file.rows(
        sql.OF_ARTICLE, article
    ):
        held = Polarity(polarity)
        stated.append(
            Stated(
                text.id,
                (start, end),
                (first, last),
                text.text[start:end],
                text.text[first:last],
                None if statement is None else statement - 1,
                chain_of(chain),
                held,
                facts_of(held, facts),
                *(text.outlet, domain, text.published),
            )
        )
        vectors.append(vector)
    return tuple(stated), tuple(vectors)
