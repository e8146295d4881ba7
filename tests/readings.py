"""Readings to store, and what a ledger's file holds, for the tests of the ledger."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sayso.records import (
    Article,
    Attribution,
    Dropped,
    Form,
    Given,
    Kind,
    MediaType,
    Page,
    Reading,
    Span,
)

_MARK = re.compile(r"\[\[|\]\]|[{}«»]")
_OPENS = {"{": "source", "[[": "cue", "«": "content"}
NOON = datetime(2024, 5, 31, 12, tzinfo=UTC)


def clock() -> datetime:
    return NOON


def spans(text: str, words: str) -> tuple[Span, ...]:
    """The first place of ``words`` in ``text``; no words, no spans."""
    start = text.index(words)
    return ((start, start + len(words)),) if words else ()


def said(text: str, source: str, cue: str, content: str, score: float = 0.75) -> Attribution:
    parts = (spans(text, source), spans(text, cue), spans(text, content))
    return Attribution(*parts, Form.INDIRECT, Kind.SPEECH, score, "tester")


def page_of(text: str, origin: str, outlet: str = "", url: str = "") -> Page:
    return Page(text.encode(), MediaType.TEXT, origin, url, given=Given(outlet=outlet))


def reading_of(page: Page, title: str, *attributions: Attribution, text: str = "") -> Reading:
    article = Article(
        text=text or page.body.decode(),
        page=page.sha256,
        origin=page.origin,
        url=page.url,
        name=page.name,
        outlet=page.given.outlet,
        title=title,
        published="2024-05-30",
        language="en",
        dropped=(Dropped("Subscribe", "form"), Dropped("Read next", "link list")),
    )
    return Reading(page, article, attributions)


def ferry(number: int) -> Reading:
    """One of many short articles, each with a statement of the pilot and one of nobody."""
    text = (
        f"Ferry {number} ran aground 🚢, the pilot said. It was reported that {number} were aboard."
    )
    page = page_of(text, f"coverage/ferry-{number}.txt", url=f"https://port.example/{number}")
    statements = (
        said(text, "the pilot", "said", f"Ferry {number} ran aground"),
        said(text, "", "reported", f"that {number} were aboard"),
    )
    return reading_of(page, f"Ferry {number} aground", *statements)


def dump(path: Path) -> list[str]:
    """Everything in the file, as SQL, through a connection that is not sayso's."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
        return list(database.iterdump())


def tamper(path: Path, *statements: str) -> None:
    """Change the file as another program might."""
    with closing(sqlite3.connect(path)) as database, database:
        for statement in statements:
            database.execute(statement)


def marked(raw: str) -> tuple[str, list[Attribution]]:
    """The text without its marks, and a statement for every cue: {source} [[cue]] «content»."""
    text, last, start = "", 0, 0
    found: list[tuple[str, Span]] = []
    for match in _MARK.finditer(raw):
        text += raw[last : match.start()]
        last = match.end()
        if match.group() in _OPENS:
            start, role = len(text), _OPENS[match.group()]
        else:
            found.append((role, (start, len(text))))
    text += raw[last:]
    made: list[Attribution] = []
    source: tuple[Span, ...] = ()
    for n, (role, span) in enumerate(found):
        if role == "source":
            source = (span,)
        elif role == "cue":
            content = tuple(s for r, s in found[n + 1 : n + 2] if r == "content")
            made.append(Attribution(source, (span,), content, Form.DIRECT, Kind.SPEECH, 0.9))
            source = ()
    return text, made
