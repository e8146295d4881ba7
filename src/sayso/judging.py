"""A person's word over a ledger's claims, conflicts and speakers: given, taken back, listed.

Rows are only added. What is undone stays listed; undoing an undoing brings it back.
"""

from __future__ import annotations

import re

from sayso import sql_claims as sql
from sayso import who_kept as who
from sayso.across.views import Judgement, Subject, Verdict
from sayso.claims import mention_number
from sayso.database import Database
from sayso.decisions import decisions
from sayso.errors import LedgerError, NotFoundError
from sayso.history import last_compared
from sayso.judged import all_judgements
from sayso.ledger import Ledger
from sayso.records import content_id
from sayso.regroup import regroup
from sayso.states import When

_EITHER = (Verdict.MERGE, Verdict.SPLIT)


def judgements(book: Ledger) -> tuple[Judgement, ...]:
    """Return every judgement and every undoing, the oldest first."""
    return all_judgements(book.file)


def judge(
    book: Ledger, verdict: Verdict, left: str, right: str, author: str, note: str = ""
) -> Judgement:
    """Note what ``author`` decided of two claims, mentions or speakers, and bring the claims up.

    ``left`` and ``right`` are identifiers of mentions or claims, or starts of them (4 characters or
    more); for ``merge`` and ``split`` they may be names or identifiers of speakers. Raises
    ``NotFoundError`` for what is not there, ``LedgerError`` for what cannot be judged.
    """
    about, ends = Subject.MENTION, _mentions(book.file, left, right, verdict in _EITHER)
    if not ends:
        about, ends = Subject.SPEAKER, _speakers(book, left, right)
    if ends[0] == ends[1]:
        raise LedgerError(f'"{left}" and "{right}" are one and the same: there is nothing to judge')
    return _add(book, verdict, about, ends, author, note, None)


def undo(book: Ledger, number: int, author: str = "", note: str = "") -> Judgement:
    """Take the judgement with that number back. Raises ``NotFoundError`` where there is none that
    stands."""
    found = [one for one in all_judgements(book.file) if one.number == number]
    if not found:
        raise NotFoundError(f"{book.path} holds no judgement with the number {number}")
    one = found[0]
    if not one.stands:
        raise NotFoundError(f"the judgement {number} of {book.path} is undone already")
    return _add(book, one.verdict, one.about, (one.left, one.right), author, note, number)


def _mentions(file: Database, left: str, right: str, else_speakers: bool) -> tuple[str, ...]:
    """The identifiers of two mentions; nothing where the words may name speakers instead."""
    keys = (left.strip(), right.strip())
    if else_speakers and not all(
        re.fullmatch("[0-9a-f]{4,}", key) and file.rows(sql.FIND_MENTION, key) for key in keys
    ):
        return ()
    return tuple(file.one(sql.GET_MENTION_ID, mention_number(file, key)) for key in keys)


def _speakers(book: Ledger, left: str, right: str) -> tuple[str, ...]:
    """By the start of their identifiers, in one article, else by name, across them all."""
    who.bring_up(book)
    return tuple(who.part(book, name) or who.find(book, name).id for name in (left, right))


def _add(
    book: Ledger,
    verdict: Verdict,
    about: Subject,
    ends: tuple[str, ...],
    author: str,
    note: str,
    undoes: int | None,
) -> Judgement:
    file, added = book.file, book.time()
    count = len(all_judgements(file))
    key = content_id("judgement", str(count), verdict, *ends, author, note)
    with file.transaction():
        file.run(sql.ADD_JUDGEMENT, key, verdict, about, *ends, author, note, added, undoes)
        if about is Subject.MENTION:
            numbers = {file.one(sql.NUMBER_OF, end) for end in ends}
            decided = decisions(file)
            regroup(file, decided, numbers, numbers, When(last_compared(book), added))
    return all_judgements(file)[-1]
