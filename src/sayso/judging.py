"""A person's word over a ledger's claims, conflicts and speakers: given, taken back, listed.

Rows are only added. What is undone stays listed; undoing an undoing brings it back.
"""

from __future__ import annotations

from typing import NamedTuple

from sayso import sql_claims as sql
from sayso.across.views import Judgement, Subject, Verdict
from sayso.database import Database
from sayso.ledger import Ledger


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


def judgements(book: Ledger) -> tuple[Judgement, ...]:
    """Return every judgement and every undoing, the oldest first."""
    return all_judgements(book.file)


def all_judgements(file: Database) -> tuple[Judgement, ...]:
    """As ``judgements``, of the file itself."""
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


def judge(
    book: Ledger, verdict: Verdict, left: str, right: str, author: str, note: str = ""
) -> Judgement:
    """Note what ``author`` decided of two claims, mentions or speakers, and bring the claims up.

    ``left`` and ``right`` are identifiers of mentions or claims, or starts of them (4 characters or
    more); for ``merge`` and ``split`` they may be names or identifiers of speakers. Raises
    ``NotFoundError`` for what is not there, ``LedgerError`` for what cannot be judged.
    """
    raise NotImplementedError


def undo(book: Ledger, number: int, author: str = "", note: str = "") -> Judgement:
    """Take the judgement with that number back. Raises ``NotFoundError`` where there is none that
    stands."""
    raise NotImplementedError
