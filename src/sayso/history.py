"""How a story changed as articles came in: what each brought, and what is new since a point in time."""

from __future__ import annotations

from collections.abc import Sequence

from sayso import sql_claims as sql
from sayso.across.views import Changes, ClaimChange, Event, Page, StatusRow
from sayso.claim_rows import ConflictRow, Views, status_row
from sayso.database import Database
from sayso.ledger import Ledger
from sayso.mark import since_of

SHOWN = 100  # events, when nobody says how many


def timeline(
    book: Ledger, *, since: str = "", story: int = 0, limit: int = SHOWN, offset: int = 0
) -> Page[Event]:
    """Return what each article changed when it was added, the latest ``limit`` articles after
    ``offset`` newer ones, in the order of adding.

    ``story`` is the number of a story (0: all), ``since`` an article's number or a time. What a person
    decided counts to the article before it. Raises ``LedgerError`` for what is no time.
    """
    after, views = since_of(since), Views(book.file)
    asked = (after.article, after.time, story)
    rows = book.file.rows(sql.COMPARED, *asked, limit, offset)
    events = [
        Event(views.article(number), of, _changes(views, number - 1, number))
        for number, of in reversed(rows)
    ]
    return Page(tuple(events), book.file.one(sql.COUNT_COMPARED, *asked), offset)


def changes(book: Ledger, after_article: int) -> Changes:
    """Return what changed since the article with that number was compared (0: everything)."""
    return _changes(Views(book.file), after_article, last_compared(book))


def last_compared(book: Ledger) -> int:
    """Return the number of the last article that was compared; 0 where none was."""
    number: int = book.file.one(sql.LAST_COMPARED)
    return number


def _changes(views: Views, after: int, until: int) -> Changes:
    rows: dict[int, list[StatusRow]] = {}
    for row in views.file.rows(sql.STATUS_AFTER, after, until):
        rows.setdefault(row[-1], []).append(status_row(views.file, *row[:-1]))
    found = [_change(views, claim, states) for claim, states in rows.items()]
    lines = [
        views.line_of(ConflictRow(*row))
        for row in views.file.rows(sql.CONFLICTS_AFTER, after, until)
    ]
    return Changes(after, until, tuple(filter(None, found)), tuple(lines))


def _change(views: Views, claim: int, states: Sequence[StatusRow]) -> ClaimChange | None:
    """What became of a claim; None where it came and went in between, or is as it was."""
    first, last = states[0], states[-1]
    before = _before(views.file, claim, first.number)
    if last.into and (before is None or before.into):
        return None
    if before is not None and _state(before) == _state(last):
        return None
    return ClaimChange(last.claim, views.words(claim), before, last)


def _before(file: Database, claim: int, number: int) -> StatusRow | None:
    rows = file.rows(sql.STATUS_BEFORE, claim, number)
    return status_row(file, *rows[0][:-1]) if rows else None


def _state(row: StatusRow) -> tuple[object, ...]:
    return (row.statuses, row.reports, row.outlets, row.origins, row.conflicts, row.into)
