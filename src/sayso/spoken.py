"""The tables ``speaker`` and ``acronym``: what is understood of each statement, kept with it.

All of it follows from the text and the rules. It is kept because reading it off again takes some
milliseconds an article, too long where the speakers of a whole ledger are wanted. The rows of an
article bear the name of the rules that made them and are made anew when the rules change.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sayso import sql
from sayso.acronyms import Acronym, acronyms
from sayso.database import Database
from sayso.errors import LedgerError
from sayso.records import Article, Attribution, Polarity, Span, Speaker, SpeakerType
from sayso.rows import article_of, attributions_of
from sayso.understand import RULES, understand

_BATCH = 50  # articles in one transaction when an older ledger is brought up


@dataclass(frozen=True, slots=True)
class Spoken:
    """Who makes one statement: its ``number`` in its article (from 1), the exact words of its
    source, the speaker, and what the statement does with its content."""

    number: int
    source: str
    speaker: Speaker
    polarity: Polarity = Polarity.ASSERTED


@dataclass(frozen=True, slots=True)
class Speakers:
    """The speakers of one article in the order of its statements, and the short names it explains.

    ``article`` is its number in the ledger.
    """

    article: int
    spoken: tuple[Spoken, ...]
    acronyms: tuple[Acronym, ...]


def keep(file: Database, number: int, article: Article, said: Sequence[Attribution]) -> None:
    """Fill in the rows of the article ``number``, whose statements ``said`` are, in their order.

    To be called within a transaction. Raises ``LedgerError``.
    """
    for query in sql.FORGET_UNDERSTOOD:
        file.run(query, number)
    rows = []
    for at, one in enumerate(understand(article, said), start=1):
        who, parent = one.speaker, None if one.parent is None else one.parent + 1
        called = (who.name, who.type, who.role, who.speaks_for, who.reason)
        lists = (json.dumps(who.named), json.dumps(who.described), _json(who.candidates))
        rows.append((number, at, *called, one.facts.polarity, parent, *lists))
    file.run_many(sql.ADD_SPEAKER, rows)
    file.run_many(
        sql.ADD_ACRONYM,
        ((number, one.start, one.short, one.long) for one in acronyms(article.text)),
    )
    file.run(sql.ADD_UNDERSTOOD, number, RULES)


def bring_up(file: Database) -> int:
    """Fill in what is missing or made by other rules; return for how many articles.

    A stop loses at most the batch it comes in. Raises ``LedgerError``.
    """
    stale = [row[0] for row in file.rows(sql.LIST_STALE, RULES)]
    for start in range(0, len(stale), _BATCH):
        with file.transaction():
            for number in stale[start : start + _BATCH]:
                keep(file, number, article_of(file, number), _said(file, number))
    return len(stale)


def speakers(file: Database) -> tuple[Speakers, ...]:
    """Return the speakers of every article that has statements, by the articles' numbers.

    What is missing or made by other rules is read off on the spot, and not kept. Raises
    ``LedgerError``.
    """
    stale = {row[0] for row in file.rows(sql.LIST_STALE, RULES)}
    spoken: dict[int, list[Spoken]] = defaultdict(list)
    short: dict[int, list[Acronym]] = defaultdict(list)
    known: dict[str, str] = {}  # the same names and offices again and again: each is kept once
    for article, number, *texts in file.each(sql.LIST_SPEAKERS):
        if article not in stale:
            row = (known.setdefault(text, text) for text in texts)
            spoken[article].append(_spoken(file, number, *row))
    for article, *row in file.each(sql.LIST_ACRONYMS):
        if article not in stale:
            short[article].append(Acronym(*row))
    for number in sorted(stale):
        article = article_of(file, number)
        spoken[number] = list(_read_off(file, article, number))
        short[number] = list(acronyms(article.text))
    return tuple(
        Speakers(number, tuple(spoken[number]), tuple(short[number]))
        for number in sorted(spoken)
        if spoken[number]
    )


def spoken_in(file: Database, article: int) -> tuple[Spoken, ...]:
    """Return who makes the statements of the article of that number, in their order, as ``speakers``
    does. Raises ``LedgerError``."""
    if file.one(sql.GET_MADE_BY, article) != RULES:
        return _read_off(file, article_of(file, article), article)
    return tuple(_spoken(file, *row[1:]) for row in file.each(sql.SPEAKERS_OF, article))


def _read_off(file: Database, article: Article, number: int) -> tuple[Spoken, ...]:
    said = understand(article, _said(file, number))
    return tuple(
        Spoken(at, article.quote(one.attribution.source), one.speaker, one.facts.polarity)
        for at, one in enumerate(said, start=1)
    )


def speaker(file: Database, article: int, statement: int) -> Spoken | None:
    """Return who makes a statement, by the numbers of its article and in it; None where that is not
    kept. Raises ``LedgerError``."""
    rows = file.rows(sql.GET_SPEAKER, article, statement)
    return _spoken(file, *rows[0][1:]) if rows else None


def _said(file: Database, number: int) -> list[Attribution]:
    return [place.attribution for place in attributions_of(file, sql.OF_ARTICLE, number)]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _spoken(file: Database, number: int, source: str, name: str, kind: str, *rest: str) -> Spoken:
    role, speaks_for, reason, polarity, named, described, candidates = rest
    try:
        who = Speaker(
            name,
            SpeakerType(kind),
            role,
            speaks_for,
            _spans(described),
            _spans(named),
            tuple(map(str, json.loads(candidates))),
            reason,
        )
        return Spoken(number, source, who, Polarity(polarity))
    except (ValueError, TypeError) as error:
        raise LedgerError(f"{file.path} is damaged: {error}") from error


def _spans(raw: str) -> tuple[Span, ...]:
    # Most lists are empty; reading JSON a million times is felt.
    return () if raw == "[]" else tuple((int(a), int(b)) for a, b in json.loads(raw))
