"""The table ``judgement``: every row, and which of them stand."""

from __future__ import annotations

from typing import NamedTuple

from sayso import sql_claims as sql
from sayso.across.views import Judgement, Subject, Verdict
from sayso.database import Database


class _Row(NamedTuple):
    """The columns of ``sql_claims.LIST_JUDGEMENTS``."""

    number: int
    id: str
    verdict: str
    about: str
    left: str
    right: str
    author: str
    note: str
    added: str
    undoes: int | None


def all_judgements(file: Database) -> tuple[Judgement, ...]:
    """Return every judgement and every undoing, the oldest first. Raises ``LedgerError``."""
    rows = [_Row(*row) for row in file.rows(sql.LIST_JUDGEMENTS)]
    gone: set[int] = set()
    # From the last to the first: an undoing counts only where it was not itself undone.
    for one in reversed(rows):
        if one.undoes is not None and one.number not in gone:
            gone.add(one.undoes)
    return tuple(
        Judgement(
            one.number,
            one.id,
            Verdict(one.verdict),
            Subject(one.about),
            *(one.left, one.right, one.author, one.note, one.added),
            one.undoes,
            one.number not in gone,
        )
        for one in rows
    )
