"""The table ``unlike``: which mentions were compared and not taken for the same; only ever added to.

Without it a claim would grow by what was never said of its mentions: two that share their background
would seem as unknown to each other as two that were not compared.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from sayso import sql_claims as sql
from sayso.across.claimed import Likeness
from sayso.across.relation import Unlike
from sayso.database import Database
from sayso.errors import LedgerError


def keep_unlike(file: Database, found: Sequence[Unlike]) -> None:
    """Store what was found, a row for each later mention. Raises ``LedgerError``."""
    keys = {key for one in found for key in (one.left, one.right)}
    numbers = {key: file.one(sql.NUMBER_OF, key) for key in keys}
    before: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for one in found:
        before[numbers[one.right]].append((numbers[one.left], one.score))
    file.run_many(sql.ADD_UNLIKE, ((key, json.dumps(told)) for key, told in before.items()))


def unlike_among(file: Database, mentions: Collection[int]) -> Iterator[Likeness]:
    """Yield the pairs among ``mentions``, by number. Raises ``LedgerError``."""
    for mention, raw in file.rows(sql.UNLIKE_OF, json.dumps(sorted(mentions))):
        try:
            told = [(int(other), float(score)) for other, score in json.loads(raw)]
        except (ValueError, TypeError) as error:
            raise LedgerError(f"{file.path} is damaged: {error} in what is unlike") from error
        yield from ((other, mention, score) for other, score in told if other in mentions)
