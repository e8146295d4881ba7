"""The claims, conflicts and stories of a ledger, read: lists with what fits, and one in full.

Every list comes in parts (``Page``) and is read off tables that are kept with the ledger, so opening
one does not depend on how much the ledger holds. Offsets are characters of an article's text.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sayso import sql_claims as sql
from sayso.across.relation import Kind, Relation, Status
from sayso.across.views import ClaimPage, ClaimView, ConflictView, Page, StoryView
from sayso.claim_rows import ClaimRow, ConflictRow, MentionRow, Views, link_of, status_row
from sayso.database import Database
from sayso.errors import NotFoundError
from sayso.evidence import origins_of
from sayso.ledger import Ledger
from sayso.mark import since_of
from sayso.sql import match

SHOWN = 50  # a page of a list, when nobody says how many
DISPUTES = (Relation.CONFLICT, Relation.CORRECTION)
"""What ``conflicts`` lists when nobody says which relations."""


def claims(
    book: Ledger,
    *,
    text: str = "",
    status: Status | None = None,
    since: str = "",
    story: int = 0,
    limit: int = SHOWN,
    offset: int = 0,
) -> Page[ClaimView]:
    """Return claims, those with most reports first; with ``text``, those that fit it best first.

    ``text`` are words that a claim has, ``status`` one it has, ``story`` the number of its story (0:
    all), ``since`` an article's number or a time: only claims whose state changed after it. Raises
    ``LedgerError`` for what is no time.
    """
    wanted = match(text)
    if text.strip() and not wanted:
        return Page((), 0, offset)
    after = since_of(since)
    query = sql.claims(
        sql.Wanted(
            match=wanted, status=status or "", story=story, article=after.article, time=after.time
        )
    )
    views = Views(book.file)
    rows = book.file.rows(query.rows, *query.values, limit, offset)
    total = book.file.one(query.count, *query.values)
    return Page(tuple(views.claim_of(ClaimRow(*row)) for row in rows), total, offset)


def claim(book: Ledger, key: str) -> ClaimPage:
    """Return all of the claim that ``key`` names: the identifier of any of its mentions, or the start
    of one (4 characters or more).

    Raises ``NotFoundError`` where none or several fit.
    """
    file, views = book.file, Views(book.file)
    number = claim_number(file, mention_number(file, key))
    mentions = [MentionRow(*row) for row in file.rows(sql.OF_CLAIM, number)]
    disputes = [ConflictRow(*row) for row in file.rows(sql.OF_CLAIMS_CONFLICTS, number)]
    return ClaimPage(
        views.claim(number),
        tuple(map(views.mention_of, mentions)),
        origins_of(file, [one.number for one in mentions]),
        tuple(link_of(*row) for row in file.rows(sql.LINKS_WITHIN, number)),
        tuple(map(views.conflict_of, disputes)),
        tuple(status_row(file, *row) for row in file.rows(sql.HISTORY, number)),
    )


def is_mention(book: Ledger, key: str) -> bool:
    """Whether ``key`` is the identifier of a mention, or the start of one."""
    return bool(book.file.rows(sql.FIND_MENTION, key))


def mention_number(file: Database, key: str) -> int:
    """Return the number of the mention that ``key`` names, an identifier or the start of one.

    Raises ``NotFoundError`` where none or several fit.
    """
    found = [row[0] for row in file.rows(sql.FIND_MENTION, key.strip())]
    if len(found) != 1:
        many = "several mentions" if found else "no claim or mention"
        raise NotFoundError(f'{file.path} holds {many} by the id "{key}"')
    number: int = found[0]
    return number


def claim_number(file: Database, mention: int) -> int:
    """Return the number of the claim that a mention, by its number, belongs to."""
    number: int = file.one(sql.CLAIM_OF, mention)
    return number


def conflicts(
    book: Ledger,
    *,
    since: str = "",
    kind: Kind | None = None,
    story: int = 0,
    relations: Collection[Relation] = DISPUTES,
    surest: bool = False,
    limit: int = SHOWN,
    offset: int = 0,
) -> Page[ConflictView]:
    """Return pairs of claims that stand in one of ``relations``, the latest first; ``surest``: those
    first of which the judge is surest.

    ``kind`` is what they are about, ``story`` the number of their story (0: all), ``since`` an
    article's number or a time: only what came up after it. Raises ``LedgerError`` for what is no time.
    """
    after = since_of(since)
    query = sql.conflicts(
        sql.Wanted(
            relations=tuple(relations),
            kind=kind or "",
            story=story,
            article=after.article,
            time=after.time,
            surest=surest,
        )
    )
    views = Views(book.file)
    rows = book.file.rows(query.rows, *query.values, limit, offset)
    total = book.file.one(query.count, *query.values)
    return Page(tuple(views.conflict_of(ConflictRow(*row)) for row in rows), total, offset)


def conflict(book: Ledger, key: str) -> tuple[ConflictView, ...]:
    """Return a conflict by every pair of mentions that shows it, the surest first.

    ``key`` is its identifier or the start of one (4 characters or more), or that of a link that shows
    it. Raises ``NotFoundError`` where none or several fit.
    """
    file, views = book.file, Views(book.file)
    found = file.rows(sql.FIND_CONFLICT, key.strip()) or file.rows(sql.FIND_LINKED, key.strip())
    if len(found) != 1:
        many = "several conflicts" if found else "no conflict"
        raise NotFoundError(f'{file.path} holds {many} by the id "{key}"')
    row = ConflictRow(*file.rows(sql.GET_CONFLICT, found[0][0])[0])
    whole = views.conflict_of(row)
    pairs = [whole]
    for _, left, right, *rest in file.rows(sql.LINKS_BETWEEN, row.left_claim, row.right_claim):
        if (left, right) != (row.left, row.right):
            link = link_of("", "", "", *rest)
            pairs.append(
                replace(
                    whole,
                    relation=link.relation,
                    kind=link.kind,
                    left=views.mention(left),
                    right=views.mention(right),
                    score=link.score,
                    reasons=link.reasons,
                    judge=link.judge,
                    added=link.added,
                    answers=None,
                )
            )
    return tuple(pairs)


def uncompared(book: Ledger) -> int:
    """Return how many articles are in the ledger and not compared yet. Raises ``LedgerError``."""
    return int(book.file.rows(sql.COUNT_PENDING)[0][0])


def stories(book: Ledger) -> tuple[StoryView, ...]:
    """Return the stories of a ledger in the order of their first articles."""
    return tuple(StoryView(*row) for row in book.file.each(sql.LIST_STORIES))


def story_of(book: Ledger) -> dict[int, int]:
    """Return for each article that was compared, by its number, the number of its story."""
    return dict(book.file.rows(sql.STORY_OF))
