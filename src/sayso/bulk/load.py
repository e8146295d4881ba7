"""The batches of a run -> a ledger, each in one transaction: whole or not at all, and once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sayso.bulk.columns import arrow
from sayso.bulk.folder import batches_in, counts_of, read_table
from sayso.bulk.tables import ArticleRow, StatementRow, reading_of
from sayso.errors import ReadError
from sayso.ledger import Ledger
from sayso.records import Reading, Rejected
from sayso.rows import unpacked


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of the batch called ``name``: ``documents`` of it were read, ``new`` articles
    came of them, ``rejected`` were refused. ``known``: it was loaded before. ``whole`` is False for
    a batch that a run has not finished, which is passed over."""

    name: str
    documents: int = 0
    new: int = 0
    rejected: int = 0
    known: bool = False
    whole: bool = True


def load(ledger: Ledger, folder: Path) -> Iterator[Loaded]:
    """Put the batches in ``folder`` into ``ledger``, in order; yield what became of each.

    Raises ``ReadError`` for a folder without batches, one written without the pages' bytes, and
    tables that are not as sayso writes them; ``LedgerError`` as ``Ledger.store`` does.
    """
    arrow()
    names = batches_in(folder)
    if not names:
        raise ReadError(f"{folder} holds no batches of sayso run")
    for name in names:
        counts = counts_of(folder, name)
        if counts is None:
            yield Loaded(name, whole=False)
        elif ledger.loads.has(name):
            yield Loaded(name, counts.articles, 0, counts.rejected, known=True)
        else:
            refused = tuple(read_table(folder, name, "rejected", Rejected))
            new = ledger.loads.add(name, _readings(folder, name), refused)
            yield Loaded(name, counts.articles, new, counts.rejected)


def _readings(folder: Path, name: str) -> list[Reading]:
    said: dict[tuple[str, str], list[StatementRow]] = {}
    for one in read_table(folder, name, "statements", StatementRow):
        said.setdefault((one.article, one.origin), []).append(one)
    return [
        _reading(folder / name, row, said.get((row.id, row.origin), []))
        for row in read_table(folder, name, "articles", ArticleRow)
    ]


def _reading(batch: Path, row: ArticleRow, said: list[StatementRow]) -> Reading:
    kept = row.page
    if kept.body is None:
        raise ReadError(
            f"{batch} was written without the pages (--no-pages), and a ledger keeps every page"
        )
    body = unpacked(kept.sha256, kept.size, kept.body)
    if body is None:
        raise ReadError(f"{batch}: the page of {row.origin} is damaged")
    reading = reading_of(row, body, said)
    if reading.article.id != row.id:
        raise ReadError(f"{batch}: the article {row.id} is damaged")
    return reading
