"""A point in the history of a ledger, as a person names it: an article's number or a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sayso.errors import LedgerError


@dataclass(frozen=True, slots=True)
class Since:
    """What came after the article with this number (0: any), and not before ``time`` (ISO 8601 in UTC;
    empty: any)."""

    article: int = 0
    time: str = ""


def since_of(words: str) -> Since:
    """Return the point that ``words`` name: the number of an article, or a date or time of ISO 8601.

    A time without a zone is UTC, as the ledger's own are; nothing is everything. Raises
    ``LedgerError`` for what is neither.
    """
    wanted = words.strip()
    if not wanted:
        return Since()
    if wanted.isdecimal() and len(wanted) < 8:
        return Since(article=int(wanted))
    try:
        time = datetime.fromisoformat(wanted)
    except ValueError:
        raise LedgerError(
            f'"{words}" is neither the number of an article nor a time such as 2024-05-31 or'
            " 2024-05-31T18:00"
        ) from None
    time = time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    return Since(time=time.isoformat(timespec="seconds"))
