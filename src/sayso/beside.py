"""What claims say beside a text: the claims of an article, and who contradicts what a source said."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sayso import sql_claims as sql
from sayso.across.relation import Kind, Relation
from sayso.across.views import ClaimView, MentionView
from sayso.claim_rows import ClaimRow, Views
from sayso.ledger import Ledger
from sayso.records import Span


@dataclass(frozen=True, slots=True)
class Stating:
    """A place of an article that states a claim: ``span`` are characters of its text, ``statement``
    the number of the statement (from 1) that says it, None: none does; ``own``: no source is given."""

    id: str
    span: Span
    statement: int | None
    own: bool
    claim: ClaimView


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What a source said (``own``) and what stands against it, by the conflict of that identifier."""

    conflict: str
    relation: Relation
    kind: Kind
    own: MentionView
    other: MentionView


def claims_in(book: Ledger, article: int) -> tuple[Stating, ...]:
    """Return the claims that the article of that number states, in the order of its text.

    Raises ``LedgerError``.
    """
    views = Views(book.file)
    return tuple(
        Stating(key, (start, end), statement, bool(own), views.claim_of(ClaimRow(*claim)))
        for key, start, end, statement, own, *claim in book.file.rows(sql.CLAIMS_IN, article)
    )


def contradictions(
    book: Ledger, statements: Iterable[tuple[int, int]], limit: int, offset: int = 0
) -> tuple[int, tuple[Contradiction, ...]]:
    """Return how many conflicts the ``statements`` stand in, and a part of them, the latest first.

    A statement is the number of its article and its own number in it (from 1). Raises ``LedgerError``.
    """
    asked, views = json.dumps(list(statements)), Views(book.file)
    rows = book.file.rows(sql.CONTRADICTIONS, asked)
    return len(rows), tuple(
        Contradiction(key, Relation(relation), Kind(kind), views.mention(own), views.mention(other))
        for key, relation, kind, own, other in rows[offset : offset + limit]
    )
