"""The state of a claim, kept in ``claim`` as it is now and in ``status`` as it was at any time."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sayso import sql_claims as sql
from sayso.across.likeness import domain
from sayso.across.outlets import outlet_key
from sayso.across.relation import Kind, Relation, Status
from sayso.across.statuses import Against, statuses_of
from sayso.database import Database
from sayso.evidence import origins_of
from sayso.mentioned import dumps

_ORIGINS = 4  # the column of ``sql_claims.LAST_STATUS``
_SEARCHED = 20  # wordings of a claim that a search looks through, the first


@dataclass(frozen=True, slots=True)
class When:
    """A moment of a ledger: the number of the last article compared, and the time, ISO 8601 in UTC."""

    article: int
    time: str


@dataclass(frozen=True, slots=True)
class _State:
    """What the history tells of a claim."""

    statuses: tuple[Status, ...]
    mentions: int
    reports: int
    outlets: int
    origins: int
    conflicts: int

    @property
    def row(self) -> tuple[object, ...]:
        counts = (self.mentions, self.reports, self.outlets, self.origins, self.conflicts)
        return (dumps(self.statuses), *counts)


def keep_state(file: Database, claim: int, when: When, *, regrouped: bool = True) -> None:
    """Work out the state of a claim and keep it; where it is another, the history gets a row.

    ``regrouped`` is False where its mentions are those of its last state: its origins stay then. To be
    called within a transaction, when its mentions and conflicts are brought up. Raises ``LedgerError``.
    """
    mentions = [row[0] for row in file.rows(sql.MENTIONS_OF, json.dumps([claim]))]
    articles = [_Report(*row) for row in file.rows(sql.ARTICLES_OF, json.dumps(mentions))]
    against = [
        Against(Relation(relation), Kind(kind), bool(answers), bool(subject))
        for relation, kind, answers, subject in file.rows(sql.AGAINST, claim)
    ]
    last = file.rows(sql.LAST_STATUS, claim)
    known = last[0][_ORIGINS] if last and not regrouped else None
    origins = origins_of(file, mentions).at_most if known is None else known
    state = _State(
        statuses_of(len(articles), origins, against),
        len(mentions),
        len(articles),
        len({one.publisher for one in articles if one.publisher}),
        origins,
        sum(one.relation is Relation.CONFLICT for one in against),
    )
    if not last or last[0] != (*state.row, None):
        file.run(sql.ADD_STATUS, claim, *state.row, None, when.article, when.time)
    _keep_claim(file, claim, mentions, articles, state)


def end_claim(file: Database, claim: int, became: int, when: When) -> None:
    """Note that a claim is part of another from now on."""
    _forget(file, claim)
    nothing = _State((), 0, 0, 0, 0, 0)
    file.run(sql.ADD_STATUS, claim, *nothing.row, became, when.article, when.time)


@dataclass(frozen=True, slots=True)
class _Report:
    """An article of a claim."""

    number: int
    outlet: str
    url: str
    published: str
    added: str
    story: int

    @property
    def publisher(self) -> str:
        """What is the same for all articles of one outlet; empty where nothing tells."""
        return outlet_key(self.outlet) or domain(self.url)

    @property
    def day(self) -> str:
        return (self.published or self.added)[:10]


def _keep_claim(
    file: Database, claim: int, mentions: list[int], articles: list[_Report], state: _State
) -> None:
    wordings = file.rows(sql.WORDINGS, json.dumps(mentions[:_SEARCHED]))
    key, words, polarity = wordings[0]
    days = [one.day for one in articles]
    seen = (articles[0].story, *state.row, min(days), max(days))
    lists = _lists(file, claim)
    file.run(
        sql.SET_CLAIM, claim, key, words, polarity, *seen, *file.rows(sql.LAST_CHANGE, claim)[0]
    )
    now = {("", -state.reports, claim), *((one, -state.reports, claim) for one in state.statuses)}
    file.run_many(sql.DROP_STATUSES, sorted(lists - now))
    file.run_many(sql.ADD_STATUSES, sorted(now - lists))
    searched = "\n".join(dict.fromkeys(words for _, words, _ in wordings))
    if file.one(sql.GET_WORDS, claim) != searched:
        file.run(sql.DROP_WORDS, claim)
        file.run(sql.ADD_WORDS, claim, searched)


def _lists(file: Database, claim: int) -> set[tuple[str, int, int]]:
    """The rows of ``claim_status`` that a claim has."""
    return {
        (status, -reports, claim)
        for raw, reports in file.rows(sql.GET_LISTS, claim)
        for status in ("", *json.loads(raw))
    }


def _forget(file: Database, claim: int) -> None:
    file.run_many(sql.DROP_STATUSES, sorted(_lists(file, claim)))
    file.run(sql.DROP_WORDS, claim)
    file.run(sql.DROP_CLAIM, claim)
