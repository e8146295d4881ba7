"""A folder of batches: each a folder of tables in Parquet, there as a whole or not at all.

``OUT/batch=000001-…/`` holds ``articles.parquet``, ``statements.parquet``, ``propositions.parquet``,
``rejected.parquet`` and ``_SUCCESS``, whose text counts what is in them. A batch is written under
another name and renamed when it is whole and on the disk.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from sayso.bulk.columns import arrow, plain, record_of, schema_of
from sayso.bulk.tables import ArticleRow, DocumentRows, PropositionRow, StatementRow
from sayso.errors import ReadError, SaysoError
from sayso.records import Rejected

Record = TypeVar("Record")
TABLES: dict[str, type] = {
    "articles": ArticleRow,
    "statements": StatementRow,
    "propositions": PropositionRow,
    "rejected": Rejected,
}
"""The tables of a batch, and the record that each row of them is."""

SUCCESS = "_SUCCESS"
_BATCHES = "batch=*"
_UNFINISHED = ".batch=*"
_FILES_READ = 1024  # rows taken from a file at a time


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows a batch has in each table."""

    articles: int = 0
    statements: int = 0
    propositions: int = 0
    rejected: int = 0

    def plus(self, other: Counts) -> Counts:
        """The rows of both."""
        mine, theirs = asdict(self), asdict(other)
        return Counts(**{name: mine[name] + theirs[name] for name in mine})


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Make ``folder`` where it is missing, and keep other writers of sayso out of it meanwhile.

    What a killed run left unfinished is removed. Raises ``SaysoError``.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with open(folder / ".lock", "wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for left in folder.glob(_UNFINISHED):
                shutil.rmtree(left, ignore_errors=True)
            yield
    except BlockingIOError:
        raise SaysoError(f"{folder} is being written by another sayso run") from None
    except OSError as error:
        raise _unwritable(folder, error) from error


def write(folder: Path, name: str, found: Sequence[DocumentRows]) -> Counts:
    """Write the batch called ``name``, all of it or nothing; return what is in it.

    Raises ``SaysoError`` where the folder cannot be written.
    """
    rows: dict[str, list[Any]] = {
        "articles": [one.article for one in found if one.article is not None],
        "statements": [row for one in found for row in one.statements],
        "propositions": [row for one in found for row in one.propositions],
        "rejected": [one.rejected for one in found if one.rejected is not None],
    }
    counts = Counts(**{table: len(of) for table, of in rows.items()})
    unfinished = folder / f".{name}.{os.getpid()}"
    try:
        unfinished.mkdir()
        for table, of in rows.items():
            _write_table(unfinished / f"{table}.parquet", TABLES[table], of)
        (unfinished / SUCCESS).write_text(json.dumps(asdict(counts)) + "\n", encoding="ascii")
        for file in (*unfinished.iterdir(), unfinished):
            _flush(file)
        shutil.rmtree(folder / name, ignore_errors=True)  # not whole, or it would not be written
        unfinished.rename(folder / name)
        _flush(folder)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return counts


def batches_in(folder: Path) -> tuple[str, ...]:
    """Return the names of the batches in ``folder``, in order, whole or not."""
    return tuple(sorted(one.name for one in folder.glob(_BATCHES)))


def counts_of(folder: Path, name: str) -> Counts | None:
    """Return what the batch called ``name`` holds, or None where it is missing or not whole."""
    try:
        return Counts(**json.loads((folder / name / SUCCESS).read_text(encoding="ascii")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise SaysoError(f"{folder / name / SUCCESS} is not as sayso writes it") from error


def remove(folder: Path, names: Iterable[str]) -> None:
    """Remove batches. Each loses its mark first, so that half of one is never taken for whole."""
    for name in names:
        (folder / name / SUCCESS).unlink(missing_ok=True)
        shutil.rmtree(folder / name)


def read_table(folder: Path, name: str, table: str, record: type[Record]) -> Iterator[Record]:
    """Yield the rows of a table of the batch called ``name``, in order.

    Raises ``ReadError`` naming the file that is missing or is not as sayso writes it.
    """
    path = folder / name / f"{table}.parquet"
    arrow()
    from pyarrow import ArrowException
    from pyarrow.dataset import dataset

    try:
        # A folder of that name, as other engines write tables, is read like the file.
        for rows in dataset(path, format="parquet").to_batches(batch_size=_FILES_READ):
            for row in rows.to_pylist():
                yield record_of(record, row)
    except (OSError, ArrowException) as error:
        raise ReadError(f"{path} cannot be read: {str(error).splitlines()[0]}") from error
    except ReadError as error:
        raise ReadError(f"{path}: {error}") from error


def _write_table(path: Path, record: type, rows: list[Any]) -> None:
    from pyarrow.parquet import write_table

    table = arrow().Table.from_pylist([plain(row) for row in rows], schema=schema_of(record))
    write_table(table, path, compression="zstd")


def _flush(path: Path) -> None:
    """Have a file or folder written to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unwritable(folder: Path, error: OSError) -> SaysoError:
    return SaysoError(f"{folder} cannot be written: {error.strerror or error}")
