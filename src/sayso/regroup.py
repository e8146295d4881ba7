"""Bringing up the tables that follow from mentions, links and judgements: only what changed is touched.

What they hold depends on those rows alone and not on the order of the work, so that a judgement that is
undone leaves no trace in them. The history (``status``) is added to, never rewritten.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable

from sayso import sql_claims as sql
from sayso.across.claimed import SURE, Ties, claimed
from sayso.database import Database
from sayso.decisions import Decisions
from sayso.disputes import bring_up_conflicts
from sayso.states import When, end_claim, keep_state
from sayso.unlike import unlike_among


def regroup(
    file: Database,
    decided: Decisions,
    mentions: Collection[int],
    disputed: Collection[int],
    when: When,
) -> None:
    """Bring up the claims of ``mentions``, by number, and the conflicts of ``disputed``.

    ``mentions`` are those that are new or whose ties changed, ``disputed`` those of which links or
    judgements say anew what stands against them. To be called within a transaction. Raises
    ``LedgerError``.
    """
    there = _claims_of(file, disputed)
    part = _connected(file, decided, set(mentions))
    before = _claims_of(file, part)
    groups = claimed(part, _ties(file, decided, part))
    after = {mention: group[0] for group in groups for mention in group}
    file.run_many(
        sql.SET_CLAIM_OF,
        ((one, claim) for one, claim in after.items() if before.get(one) != claim),
    )
    changed = _changed(before, after)
    gone = set(before.values()) - set(after.values())
    affected = changed | {after.get(one, claim) for one, claim in there.items()} - gone
    touched = bring_up_conflicts(file, decided, affected | gone)
    for claim in sorted(gone):
        end_claim(file, claim, after[claim], when)
    for claim in sorted((affected | touched) - gone):
        keep_state(file, claim, when, regrouped=claim in changed)


def _numbers(found: Iterable[int]) -> str:
    return json.dumps(sorted(found))


def _claims_of(file: Database, mentions: Iterable[int]) -> dict[int, int]:
    return dict(file.rows(sql.CLAIMS_OF, _numbers(mentions)))


def _connected(file: Database, decided: Decisions, seeds: set[int]) -> list[int]:
    """All mentions that links or a person tie to ``seeds``, whatever parts them."""
    found: set[int] = set()
    while not seeds <= found:
        found |= {row[0] for row in file.rows(sql.CONNECTED, _numbers(seeds | found))}
        seeds = decided.partners(found)
    return sorted(found)


def _ties(file: Database, decided: Decisions, part: Collection[int]) -> Ties:
    numbers = _numbers(part)
    cleared = {frozenset(one.pair) for one in decided.cleared}
    apart = [
        (left, right)
        for left, right in file.rows(sql.APART_AMONG, numbers, SURE)
        if frozenset((left, right)) not in cleared
    ]
    return Ties(
        file.rows(sql.SAME_AMONG, numbers),
        list(unlike_among(file, set(part))),
        [*apart, *(one.pair for one in decided.conflicts)],
        [one.pair for one in decided.joined],
        [one.pair for one in decided.parted],
    )


def _changed(before: dict[int, int], after: dict[int, int]) -> set[int]:
    """The claims that have other mentions than before."""
    was: defaultdict[int, set[int]] = defaultdict(set)
    now: defaultdict[int, set[int]] = defaultdict(set)
    for mention, claim in before.items():
        was[claim].add(mention)
    for mention, claim in after.items():
        now[claim].add(mention)
    return {claim for claim, mentions in now.items() if was.get(claim) != mentions}
