"""Rows of claims as the records of ``across.views``: mentions with their words, claims, conflicts."""

from __future__ import annotations

import json
from typing import NamedTuple

from sayso import sql_claims as sql
from sayso.across.relation import Kind, Relation, Status
from sayso.across.views import (
    ClaimView,
    ConflictLine,
    ConflictView,
    Denial,
    LinkView,
    MentionView,
    Side,
    StatusRow,
)
from sayso.database import Database
from sayso.errors import LedgerError
from sayso.ledger import Listed
from sayso.mentioned import chain_of
from sayso.records import Polarity
from sayso.spoken import speaker


class MentionRow(NamedTuple):
    """The columns of ``sql_claims.GET_MENTION``."""

    number: int
    id: str
    article: int
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    statement: int | None
    polarity: str
    chain: str


class ClaimRow(NamedTuple):
    """The columns of ``sql_claims.GET_CLAIM``."""

    number: int
    id: str
    words: str
    story: int
    statuses: str
    mentions: int
    reports: int
    outlets: int
    origins: int
    conflicts: int
    first: str
    last: str
    polarity: str


class ConflictRow(NamedTuple):
    """The columns of ``sql_claims.GET_CONFLICT``."""

    number: int
    id: str
    left_claim: int
    right_claim: int
    left: int
    right: int
    relation: str
    kind: str
    score: float
    reasons: str
    judge: str
    pairs: int
    answers: str
    article: int
    added: str


class Views:
    """Makes views out of rows, reading each article and claim once. For one look at a ledger.

    Every method raises ``LedgerError`` where a row is damaged.
    """

    def __init__(self, file: Database) -> None:
        self.file = file
        self._articles: dict[int, tuple[Listed, str]] = {}
        self._claims: dict[int, ClaimView] = {}

    def article(self, number: int) -> Listed:
        """Return the article of that number."""
        return self._article(number)[0]

    def _article(self, number: int) -> tuple[Listed, str]:
        if number not in self._articles:
            listed = Listed(*self.file.rows(sql.GET_LISTED, number)[0])
            self._articles[number] = listed, self.file.one(sql.GET_TEXT, number)
        return self._articles[number]

    def mention(self, number: int) -> MentionView:
        """Return the mention of that number."""
        return self.mention_of(MentionRow(*self.file.rows(sql.GET_MENTION, number)[0]))

    def mention_of(self, row: MentionRow) -> MentionView:
        """Return the mention of a row."""
        listed, text = self._article(row.article)
        said = None if row.statement is None else speaker(self.file, row.article, row.statement)
        return MentionView(
            row.id,
            listed,
            (row.start, row.end),
            (row.sentence_start, row.sentence_end),
            text[row.start : row.end],
            text[row.sentence_start : row.sentence_end],
            row.statement,
            said.source if said is not None else "",
            said.speaker if said is not None else None,
            tuple(one.name for one in chain_of(row.chain)),
            self._polarity(row.polarity),
        )

    def _polarity(self, raw: str) -> Polarity:
        try:
            return Polarity(raw)
        except ValueError as error:
            raise LedgerError(f"{self.file.path} is damaged: {error}") from error

    def words(self, mention: int) -> str:
        """Return the words of the mention of that number."""
        row = MentionRow(*self.file.rows(sql.GET_MENTION, mention)[0])
        return self._article(row.article)[1][row.start : row.end]

    def claim(self, number: int) -> ClaimView:
        """Return the claim of that number, with who denies it."""
        if number not in self._claims:
            self.claim_of(ClaimRow(*self.file.rows(sql.GET_CLAIM, number)[0]))
        return self._claims[number]

    def claim_of(self, row: ClaimRow) -> ClaimView:
        """Return the claim of a row, with who denies it."""
        rows = self.file.rows(sql.DENIALS, row.number) if row.conflicts else []
        view = ClaimView(
            row.id,
            row.words,
            row.story,
            statuses(self.file, row.statuses),
            *(row.mentions, row.reports, row.outlets, row.origins, row.conflicts),
            *(row.first, row.last),
            tuple(self._denial(row.number, ConflictRow(*one)) for one in rows),
            self._polarity(row.polarity),
        )
        self._claims[row.number] = view
        return view

    def _denial(self, denied: int, row: ConflictRow) -> Denial:
        left = row.left_claim == denied
        said = self.mention(row.right if left else row.left)
        return Denial(
            row.id,
            self.file.one(sql.GET_MENTION_ID, row.right_claim if left else row.left_claim),
            said.id,
            said.words,
            said.chain[-1] if said.chain else "",
            said.article.outlet,
            said.article.published,
        )

    def conflict_of(self, row: ConflictRow) -> ConflictView:
        """Return the conflict of a row, with both sides' words."""
        return ConflictView(
            row.id,
            Relation(row.relation),
            Kind(row.kind),
            self.mention(row.left),
            self.mention(row.right),
            self.claim(row.left_claim),
            self.claim(row.right_claim),
            row.score,
            tuple(json.loads(row.reasons)),
            row.judge,
            row.pairs,
            Side(row.answers) if row.answers else None,
            row.article,
            row.added,
        )

    def line_of(self, row: ConflictRow) -> ConflictLine:
        """Return the conflict of a row, as one line tells it."""
        return ConflictLine(
            row.id,
            Relation(row.relation),
            Kind(row.kind),
            self.words(row.left),
            self.words(row.right),
            self.file.one(sql.GET_MENTION_ID, row.left_claim),
            self.file.one(sql.GET_MENTION_ID, row.right_claim),
            row.article,
        )


def statuses(file: Database, raw: str) -> tuple[Status, ...]:
    """Read a list of statuses. Raises ``LedgerError`` where it is damaged."""
    try:
        return tuple(Status(one) for one in json.loads(raw))
    except (ValueError, TypeError) as error:
        raise LedgerError(f"{file.path} is damaged: {error}") from error


def status_row(file: Database, number: int, claim: str, raw: str, *rest: int | str) -> StatusRow:
    """Return a row of the history, whose further columns are those of the record."""
    return StatusRow(number, claim, statuses(file, raw), *rest)  # type: ignore[arg-type]


def link_of(
    key: str, left: str, right: str, relation: str, kind: str, score: float, *rest: str
) -> LinkView:
    """Return a link of a row; its mentions by their identifiers."""
    reasons, judge, added = rest
    told = tuple(json.loads(reasons))
    return LinkView(key, left, right, Relation(relation), Kind(kind), score, told, judge, added)
