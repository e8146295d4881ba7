"""How a story changed as articles came in: what each brought, and what is new since a point in time."""

from __future__ import annotations

from sayso import sql_claims as sql
from sayso.across.views import Changes, ClaimChange, Event, Page, StatusRow
from sayso.claim_rows import ConflictRow, Views, status_row
from sayso.database import Database
from sayso.ledger import Ledger
from sayso.mark import since_of

SHOWN = 100  # events, when nobody says how many
NEW = 50  # new claims that are told in full; the rest are counted


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
        Event(views.article(number), of, _changes(views, number - 1, number, NEW))
        for number, of in reversed(rows)
    ]
    return Page(tuple(events), book.file.one(sql.COUNT_COMPARED, *asked), offset)


def changes(book: Ledger, after_article: int, new: int = NEW) -> Changes:
    """Return what changed since the article with that number was compared (0: everything), with at
    most ``new`` of the new claims in full."""
    return _changes(Views(book.file), after_article, last_compared(book), new)


def last_compared(book: Ledger) -> int:
    """Return the number of the last article that was compared; 0 where none was."""
    number: int = book.file.one(sql.LAST_COMPARED)
    return number


def _changes(views: Views, after: int, until: int, most: int) -> Changes:
    found: list[ClaimChange] = []
    new = 0
    for claim, last, before, ended in views.file.rows(sql.MOVED, after, until):
        if before is None and ended:  # it came and went in between
            continue
        new += before is None
        if before is not None or new <= most:
            change = _change(views, claim, before, last)
            if before is None or _state(change.before) != _state(change.after):
                found.append(change)
    lines = [
        views.line_of(ConflictRow(*row))
        for row in views.file.rows(sql.CONFLICTS_AFTER, after, until)
    ]
    return Changes(after, until, tuple(found), tuple(lines), new)


def _change(views: Views, claim: int, before: int | None, last: int) -> ClaimChange:
    was = None if before is None else _row(views.file, before)
    now = _row(views.file, last)
    return ClaimChange(now.claim, views.words(claim), was, now)


def _row(file: Database, number: int) -> StatusRow:
    return status_row(file, *file.rows(sql.GET_STATUS, number)[0])


def _state(row: StatusRow | None) -> tuple[object, ...]:
    assert row is not None
    return (row.statuses, row.reports, row.outlets, row.origins, row.conflicts, row.into)
