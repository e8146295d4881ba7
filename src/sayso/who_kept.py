"""Who is who in a ledger, kept in its tables, so that a list or one of it is there at once.

What is kept holds until articles are added, speakers are judged or the rules are others; then all of
it is made anew by whoever asks next. Who may not write, or must wait for another who does, is answered
all the same, from tables of his own that are gone when he closes the ledger.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from sayso import sql
from sayso import sql_who as queries
from sayso.across import identities
from sayso.across.identity import Candidate, Identified, Identity, Merge, Part, Profile, Rule
from sayso.across.likeness import person_tokens
from sayso.database import Database
from sayso.errors import LedgerError, NotFoundError
from sayso.ledger import Ledger
from sayso.mentions import lexicon
from sayso.records import SpeakerType
from sayso.understand import RULES
from sayso.who import Said, said_in, who_is_who

ALL = -1
"""As a limit: none."""

_RULES = f"{RULES}, {identities.RULES}"
_SHOWN = 5  # candidates that an error names


class State(NamedTuple):
    """What who is who depends on, beside the rules: the last article, the last judgement on speakers."""

    article: int
    judgement: int


class Made(NamedTuple):
    """Who is who in a ledger as it stood at ``state``."""

    state: State
    found: Identified


class Total(NamedTuple):
    """How many identities there are, how many statements are theirs, and how many are nobody's."""

    identities: int
    statements: int
    unclear: int


@dataclass(frozen=True, slots=True)
class Joined:
    """Why two speakers of articles are one, with the numbers of their articles."""

    merge: Merge
    left: int
    right: int


@contextmanager
def opened(path: Path) -> Iterator[Ledger]:
    """Open the ledger at ``path`` for reading, with who is who at hand; keep that where it is new.

    The ledger is locked only while what was made is written. Raises ``LedgerError``.
    """
    made = _made(path)
    # The writer closes last, or SQLite would leave what he wrote in the journal.
    kept = made is None or _kept(path, made)
    with Ledger(path, readonly=True) as book:
        if made is not None and not kept:
            _keep_aside(book.file, made)
        del made  # it is large
        yield book


def bring_up(book: Ledger) -> None:
    """Make the tables anew, unless they hold; in a ledger opened for reading, tables of its own.

    Raises ``LedgerError``.
    """
    if (made := _made_of(book)) is not None:
        (_keep_aside if book.file.readonly else _keep)(book.file, made)


def _made(path: Path) -> Made | None:
    with Ledger(path, readonly=True) as book:
        return _made_of(book)


def _made_of(book: Ledger) -> Made | None:
    """Who is who, made anew; None where the tables hold."""
    state = _state(book.file)
    if book.file.one(queries.HOLDS, *state, _RULES, RULES) is not None:
        return None
    return Made(state, who_is_who(book))


def _state(file: Database) -> State:
    return State(*file.rows(queries.STATE)[0])


def _kept(path: Path, made: Made) -> bool:
    """Whether the ledger could be written, and was still as it was when ``made`` was made of it."""
    with suppress(LedgerError), Ledger(path) as book:
        if _state(book.file) == made.state:
            _keep(book.file, made)
            return True
    return False


def _keep_aside(file: Database, made: Made) -> None:
    for query in queries.TEMPORARY:
        file.run(query)
    _keep(file, made)


def _keep(file: Database, made: Made) -> None:
    found = made.found
    numbers = {key: number for number, key, _ in file.each(sql.LIST_IDS)}
    with file.transaction():
        for query in queries.FORGET:
            file.run(query)
        numbered = list(enumerate(found.identities, start=1))
        file.run_many(queries.ADD_IDENTITY, (_row(at, one) for at, one in numbered))
        file.run_many(queries.ADD_PART, (
            (at, number, part.id, numbers[part.article], part.name)
            for at, one in numbered for number, part in enumerate(one.parts, start=1)
        ))  # fmt: skip
        file.run_many(queries.ADD_JOIN, (row for at, one in numbered for row in _joins(at, one)))
        file.run_many(queries.ADD_STATEMENT, (
            (at, number, numbers[said.article], said.statement)
            for at, one in numbered for number, said in enumerate(one.mentions, start=1)
        ))  # fmt: skip
        names = sorted({(_plain(name), at) for at, one in numbered for name in one.names})
        file.run_many(queries.ADD_NAME, names)
        words = {(word, name) for name, _ in names for word in person_tokens(name)}
        file.run_many(queries.ADD_WORD, sorted(words))
        statements = sum(len(one.mentions) for one in found.identities)
        counts = (len(found.identities), statements, len(found.unclear))
        file.run(queries.ADD_IDENTIFIED, *made.state, _RULES, *counts)


def _row(number: int, one: Identity) -> tuple[object, ...]:
    counts = (len(one.mentions), one.articles)
    may_be = [(other.id, other.name, other.reason) for other in one.candidates]
    lists = (one.names, one.roles, one.speaks_for, one.outlets, may_be)
    told = (json.dumps(each, ensure_ascii=False) for each in lists)
    return (number, one.id, one.name, one.type, *counts, *told)


def _joins(number: int, one: Identity) -> Iterator[tuple[object, ...]]:
    places = {part.id: at for at, part in enumerate(one.parts, start=1)}
    for at, merge in enumerate(one.merges, start=1):
        ends = (places[merge.left.id], places[merge.right.id])
        yield (number, at, *ends, merge.rule, merge.words)


# Asking. Each needs ``opened`` or ``bring_up`` before.


def total(book: Ledger) -> Total:
    """Return how many there are. Raises ``LedgerError``."""
    return Total(*book.file.rows(queries.TOTAL)[0])


def listing(book: Ledger, limit: int = ALL, offset: int = 0) -> tuple[Profile, ...]:
    """Return the identities, those with most statements first. Raises ``LedgerError``."""
    rows = book.file.each(queries.LIST_IDENTITIES, limit, offset)
    return tuple(_profile(book.file, *row) for row in rows)


def find(book: Ledger, name: str) -> Profile:
    """Return the identity that ``name`` means: the start of its id (4 characters or more), a name it
    bears, or words of one of its names, of which titles do not count ("Mr Aldane").

    Raises ``NotFoundError`` where none fits, or naming some where several do; ``LedgerError``.
    """
    wanted = name.strip().encode("utf-8", "replace").decode("utf-8")
    words = {word for word in person_tokens(wanted) if word not in lexicon().titles} - {"the"}
    ways = (
        (queries.BY_ID, wanted),
        (queries.BY_NAME, _plain(wanted)),
        (queries.BY_WORDS, json.dumps(sorted(words))),
    )
    for query, value in ways:
        if rows := book.file.rows(query, value):
            break
    else:
        raise NotFoundError(f'nobody by the name "{name}" speaks in these articles')
    fits = [_profile(book.file, *book.file.rows(queries.GET_IDENTITY, at)[0]) for at, _ in rows]
    count = rows[0][1]
    if count > 1:
        shown = "; ".join(f"{one.name} ({one.id[:8]}, {one.type})" for one in fits)
        more = "; …" if count > len(fits) else ""
        raise NotFoundError(f'"{name}" names {count} sources: {shown}{more}')
    return fits[0]


def part(book: Ledger, key: str) -> str:
    """Return the identifier of the only speaker of an article whose identifier starts with ``key`` (4
    characters or more); empty where there is none or several. Raises ``LedgerError``."""
    rows = book.file.rows(queries.PART_IDS, key.strip())
    return str(rows[0][0]) if len(rows) == 1 else ""


def joins(book: Ledger, identity: str) -> tuple[Joined, ...]:
    """Return by what rules the parts of the identity of that id are one. Raises ``LedgerError``."""
    found = []
    for *ends, rule, words, left, right in book.file.each(queries.JOINS, identity):
        merge = Merge(Part(*ends[:3]), Part(*ends[3:]), Rule(rule), words)
        found.append(Joined(merge, left, right))
    return tuple(found)


def merges(book: Ledger, identity: str) -> tuple[Merge, ...]:
    """Return the merges that made the identity of that id. Raises ``LedgerError``."""
    return tuple(one.merge for one in joins(book, identity))


def said(book: Ledger, identity: str, limit: int = ALL, offset: int = 0) -> tuple[Said, ...]:
    """Return what the identity of that id said, with the exact words, by day of publication and order
    of adding. Raises ``LedgerError``."""
    places = book.file.rows(queries.STATEMENTS, identity, limit, offset)
    by_article = groupby(places, key=lambda place: place[0])
    return tuple(
        one
        for article, rows in by_article
        for one in said_in(book, article, [statement for _, statement in rows])
    )


def _plain(name: str) -> str:
    return re.sub(r"^the ", "", name.strip().casefold())


def _profile(
    file: Database, key: str, name: str, kind: str, statements: int, articles: int, *lists: str
) -> Profile:
    try:
        *texts, may_be = map(json.loads, lists)
        names, roles, speaks_for, outlets = (tuple(map(str, one)) for one in texts)
        candidates = tuple(Candidate(*map(str, one)) for one in may_be)
        told = (names, roles, speaks_for, outlets, candidates)
        return Profile(key, name, SpeakerType(kind), statements, articles, *told)
    except (ValueError, TypeError) as error:
        raise LedgerError(f"{file.path} is damaged: {error}") from error
