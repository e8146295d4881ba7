"""Ledgers with claims put into their tables by hand, for the tests of what reads them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from readings import clock, page_of, reading_of, said
from sayso.ledger import Ledger
from sayso.records import Reading, content_id

Link = tuple[str, str, str]
"""A source in a chain: name, type, whom it speaks for."""


@dataclass(frozen=True, slots=True)
class Stated:
    """``words`` of the article ``article`` (from 1), the statement that says them (0: the article
    itself), its chain, and a number in them with its bounds and what is counted."""

    article: int
    words: str
    statement: int = 0
    chain: tuple[Link, ...] = ()
    polarity: str = "asserted"
    number: str = ""
    low: float | None = None
    high: float | None = None
    counted: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """Mentions that state the same, with the claim's statuses and how many origins it has."""

    stated: tuple[Stated, ...]
    statuses: tuple[str, ...] = ("one origin",)
    origins: int = 1


@dataclass(frozen=True, slots=True)
class Denial:
    """The claim ``by`` denies the claim ``of``; both count from 0."""

    of: int
    by: int
    reason: str = "one says no"


def claimed(
    path: Path, readings: Sequence[Reading], claims: Sequence[Claim], denials: Sequence[Denial] = ()
) -> None:
    """Write a ledger of ``readings`` with ``claims`` at ``path``."""
    with Ledger(path, clock=clock) as book:
        for one in readings:
            book.store(one)
    with closing(sqlite3.connect(path)) as file, file:
        for number in range(1, len(readings) + 1):
            _add(file, "compared", article=number, story=1, made_by="hand", added="2024-05-31")
        firsts = [_claim(file, one, at, denials) for at, one in enumerate(claims)]
        for number, denial in enumerate(denials, start=1):
            _conflict(file, number, firsts[denial.of], firsts[denial.by], denial.reason)


def _claim(file: sqlite3.Connection, claim: Claim, at: int, denials: Sequence[Denial]) -> int:
    numbers = [_mention(file, one) for one in claim.stated]
    first = numbers[0]
    (key,) = file.execute("SELECT id FROM mention WHERE number = ?", (first,)).fetchone()
    articles = {one.article for one in claim.stated}
    _add(
        file,
        "claim",
        number=first,
        id=key,
        words=claim.stated[0].words,
        story=1,
        mentions=len(numbers),
        reports=len(articles),
        outlets=len(articles),
        origins=claim.origins,
        statuses=json.dumps(claim.statuses),
        conflicts=sum(at in (one.of, one.by) for one in denials),
        first="2024-05-30",
        last="2024-05-30",
        article=max(articles),
        changed="2024-05-31T12:00:00+00:00",
    )
    for number in numbers:
        _add(file, "claim_mention", mention=number, claim=first)
    for status in ("", *claim.statuses):
        _add(file, "claim_status", status=status, fewer=-len(articles), claim=first)
    file.execute(
        "INSERT INTO claim_words (rowid, words) VALUES (?, ?)", (first, claim.stated[0].words)
    )
    return first


def _mention(file: sqlite3.Connection, one: Stated) -> int:
    row = file.execute("SELECT id, text FROM article WHERE number = ?", (one.article,)).fetchone()
    article, text = row
    start = text.index(one.words)
    end = start + len(one.words)
    numbers = []
    if one.number:
        at = text.index(one.number, start)
        counts = text.index(one.counted, at) if one.counted else None
        spans = [at, at + len(one.number)], counts and [counts, counts + len(one.counted)]
        numbers = [[spans[0], one.low, one.high, "", spans[1], False]]
    added = _add(
        file,
        "mention",
        id=content_id("mention", article, repr((start, end))),
        article=one.article,
        start=start,
        end=end,
        sentence_start=start,
        sentence_end=end,
        statement=one.statement or None,
        polarity=one.polarity,
        chain=json.dumps(one.chain),
        facts=json.dumps([[], [], [], [], numbers]),
    )
    return added


def _conflict(file: sqlite3.Connection, number: int, left: int, right: int, reason: str) -> None:
    told = {
        "relation": "conflict",
        "kind": "denial",
        "score": 0.9,
        "reasons": json.dumps([reason]),
        "judge": "hand-1",
        "added": "2024-05-31T12:00:00+00:00",
    }
    key = content_id("link", str(left), str(right))
    _add(file, "link", id=key, left=left, right=right, **told)
    _add(
        file,
        "conflict",
        number=number,
        id=key,
        left_claim=left,
        right_claim=right,
        left=left,
        right=right,
        pairs=1,
        answers="right",
        story=1,
        article=2,
        **told,
    )


def _add(file: sqlite3.Connection, table: str, **values: object) -> int:
    """Insert a row; columns that the table has not are left out, so that it may change a little."""
    known = {row[1]: row for row in file.execute(f"PRAGMA table_info({table})")}
    for name, (_, _, kind, needed, default, _) in known.items():
        if needed and default is None and name not in values and kind == "TEXT":
            values[name] = "[]"
    named = [name for name in values if name in known]
    marks = ", ".join("?" for _ in named)
    cursor = file.execute(
        f"INSERT INTO {table} ({', '.join(named)}) VALUES ({marks})",
        [values[name] for name in named],
    )
    return int(cursor.lastrowid or 0)


def harbour(path: Path) -> None:
    """A ledger of four short articles: a toll in two reports, one of them by somebody unnamed, its
    denial, and something the article says itself."""
    claimed(path, _harbour(), _HARBOUR, [Denial(of=0, by=1)])


_MAYOR = ("Ada Roe", "person", "")
_OFFICIAL = ("an official", "unnamed", "")
_PORT = ("Ben Ito", "person", "Port Authority")
_HARBOUR = (
    Claim(
        (
            Stated(1, "at least 40 people were hurt", 1, (_MAYOR,), "asserted", "at least 40", 40,
                   None, "people"),
            Stated(2, "40 people were hurt", 1, (("The Courier", "outlet", ""), _OFFICIAL),
                   "asserted", "40", 40, 40, "people"),
        ),
        ("separate origins", "disputed", "denied by subject"),
        2,
    ),
    Claim((Stated(3, "nobody was hurt", 1, (_PORT,), "denied"),), ("one origin", "disputed")),
    Claim((Stated(4, "The quay is closed",),)),
)  # fmt: skip


def _harbour() -> list[Reading]:
    texts = (
        "Fire broke out at dawn. Ada Roe said at least 40 people were hurt. Crews came.",
        "The Courier quoted an official as saying 40 people were hurt in the fire.",
        "Ben Ito denied it and insisted that nobody was hurt at the quay.",
        "The quay is closed until Monday 🚢.",
    )
    quoted = (
        ("Ada Roe", "said", "at least 40 people were hurt"),
        ("an official", "saying", "40 people were hurt"),
        ("Ben Ito", "insisted", "that nobody was hurt"),
    )
    outlets = ("The Beacon", "The Mirror", "The Courier", "The Beacon")
    readings = []
    for number, text in enumerate(texts):
        url = f"https://news.example/{number + 1}" if number < 3 else ""
        page = page_of(text, f"harbour/{number + 1}.txt", outlets[number], url)
        parts = [said(text, *quoted[number])] if number < len(quoted) else []
        readings.append(reading_of(page, f"Fire at the quay, {number + 1}", *parts))
    return readings
