"""What a person decided that stands, looked up for those who work the claims out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sayso import sql_claims as sql
from sayso.across.claimed import Pair
from sayso.across.views import Judgement, Subject, Verdict
from sayso.database import Database
from sayso.judged import all_judgements

_JOINS = (Verdict.SAME, Verdict.MERGE)
_PARTS = (Verdict.NOT_SAME, Verdict.SPLIT)


@dataclass(frozen=True, slots=True)
class Decided:
    """One judgement that stands, over two mentions by their numbers."""

    pair: Pair
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Decisions:
    """The judgements on mentions that stand; of several on one pair, the last."""

    joined: tuple[Decided, ...]
    parted: tuple[Decided, ...]
    conflicts: tuple[Decided, ...]
    cleared: tuple[Decided, ...]

    def partners(self, mentions: Iterable[int]) -> set[int]:
        """Return the mentions that a person joined with any of ``mentions``."""
        known = set(mentions)
        pairs = [one.pair for one in self.joined if not known.isdisjoint(one.pair)]
        return {number for pair in pairs for number in pair}


def decisions(file: Database) -> Decisions:
    """Return what a person decided of mentions. Raises ``LedgerError``."""
    same: dict[frozenset[int], Decided] = {}
    against: dict[frozenset[int], Decided] = {}
    for one in all_judgements(file):
        if not one.stands or one.undoes is not None or one.about is not Subject.MENTION:
            continue
        pair = (file.one(sql.NUMBER_OF, one.left), file.one(sql.NUMBER_OF, one.right))
        axis = same if one.verdict in (*_JOINS, *_PARTS) else against
        axis.pop(frozenset(pair), None)
        axis[frozenset(pair)] = Decided(pair, one)

    def those(axis: dict[frozenset[int], Decided], *verdicts: Verdict) -> tuple[Decided, ...]:
        return tuple(one for one in axis.values() if one.judgement.verdict in verdicts)

    return Decisions(
        those(same, *_JOINS),
        those(same, *_PARTS),
        those(against, Verdict.CONFLICT),
        those(against, Verdict.NOT_CONFLICT),
    )


def speakers_decided(file: Database) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the pairs of speakers, by identifiers, that a person joined, and those parted."""
    last: dict[frozenset[str], Judgement] = {}
    for one in all_judgements(file):
        if one.stands and one.undoes is None and one.about is Subject.SPEAKER:
            last[frozenset((one.left, one.right))] = one
    joined = [(one.left, one.right) for one in last.values() if one.verdict in _JOINS]
    parted = [(one.left, one.right) for one in last.values() if one.verdict in _PARTS]
    return joined, parted
