"""The table ``conflict``: for each pair of claims the surest link that says how one stands to the other.

Links that are only signs make no row by themselves; see ``across.standing``."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sayso import sql_claims as sql
from sayso.across.relation import Kind, Relation
from sayso.across.standing import standing
from sayso.across.statuses import Stance, by_subject, later_side
from sayso.claim_rows import ConflictRow
from sayso.database import Database
from sayso.decisions import Decided, Decisions
from sayso.mentioned import chain_of, dumps, facts_of
from sayso.records import Polarity


@dataclass(frozen=True, slots=True)
class _Said:
    """A link between two mentions of two claims, by their numbers."""

    id: str
    left: int
    right: int
    relation: Relation
    kind: Kind
    score: float
    reasons: tuple[str, ...]
    judge: str
    added: str
    left_claim: int
    right_claim: int

    @property
    def pair(self) -> frozenset[int]:
        return frozenset((self.left_claim, self.right_claim))


def bring_up_conflicts(file: Database, decided: Decisions, claims: Collection[int]) -> set[int]:
    """Bring up the rows of all conflicts of ``claims``; return every claim whose conflicts may be others.

    To be called within a transaction. Raises ``LedgerError``.
    """
    old = [ConflictRow(*row) for row in file.rows(sql.CONFLICTS_TOUCHING, _json(claims))]
    mentions = [row[0] for row in file.rows(sql.MENTIONS_OF, _json(claims))]
    cleared = {frozenset(_claims_of(file, one)) for one in decided.cleared}
    pairs: dict[frozenset[int], list[_Said]] = {}
    for one in (*_linked(file, mentions), *_by_hand(file, decided, claims)):
        if len(one.pair) == 2 and one.pair not in cleared:
            pairs.setdefault(one.pair, []).append(one)
    stand = [(_maker(said), counted) for said in pairs.values() if (counted := standing(said))]
    kept = {maker.id for maker, _ in stand}
    for row in old:
        if row.id not in kept:
            file.run(sql.DROP_CONFLICT, row.id)
    for maker, counted in stand:
        _keep(file, maker, counted)
    touched = {claim for maker, _ in stand for claim in maker.pair}
    return touched | {claim for row in old for claim in (row.left_claim, row.right_claim)}


def _json(numbers: Iterable[int]) -> str:
    return json.dumps(sorted(numbers))


def _claims_of(file: Database, one: Decided) -> tuple[int, int]:
    left, right = (file.one(sql.CLAIM_OF, number) for number in one.pair)
    return left, right


def _linked(file: Database, mentions: Collection[int]) -> Iterator[_Said]:
    for key, left, right, relation, kind, score, reasons, *rest in file.rows(
        sql.DISPUTES_OF, _json(mentions)
    ):
        told = (Relation(relation), Kind(kind), score, tuple(json.loads(reasons)))
        yield _Said(key, left, right, *told, *rest)


def _by_hand(file: Database, decided: Decisions, claims: Collection[int]) -> Iterator[_Said]:
    for one in decided.conflicts:
        left, right = _claims_of(file, one)
        if left in claims or right in claims:
            said = one.judgement
            reasons = (said.note,) if said.note else (f"{said.author or 'a person'} says so",)
            yield _Said(
                said.id,
                *one.pair,
                Relation.CONFLICT,
                Kind.OTHER,
                1.0,
                reasons,
                said.author or "a person",
                said.added,
                left,
                right,
            )


@dataclass(frozen=True, slots=True)
class _Side:
    """A mention of a conflict, the number of its article and that of its story."""

    stance: Stance
    article: int
    story: int


def _side(file: Database, mention: int) -> _Side:
    polarity, facts, chain, day, words, article, story = file.rows(sql.SIDE, mention)[0]
    held = Polarity(polarity)
    negated = facts_of(held, facts).negated
    return _Side(Stance(held, negated, chain_of(chain), day[:10], words), article, story)


def _maker(said: Sequence[_Said]) -> _Said:
    """The link with which two claims came to stand against each other; it gives the conflict its name."""
    return next(one for n, one in enumerate(said, 1) if standing(said[:n]))


def _keep(file: Database, maker: _Said, said: Sequence[_Said]) -> None:
    """Store what stands between two claims, as the surest of the links that count (``said``) says."""
    best = max(said, key=lambda one: one.score)
    left, right = _side(file, best.left), _side(file, best.right)
    answers = later_side(best.relation, best.kind, left.stance, right.stance)
    sides = (left, right) if answers == "left" else (right, left)
    subject = bool(answers) and by_subject(sides[0].stance, sides[1].stance)
    kind = best.kind
    if kind is Kind.OTHER:  # a person's word says that they conflict, not in what
        kind = next((one.kind for one in said if one.kind is not Kind.OTHER), kind)
    came = max(_side(file, mention).article for mention in (maker.left, maker.right))
    file.run(
        sql.SET_CONFLICT,
        *(maker.id, best.left_claim, best.right_claim, best.left, best.right),
        *(best.relation, kind, best.score, dumps(best.reasons), best.judge),
        *(len(said), answers, came, maker.added, subject, left.story),
    )
