"""Parquet: a table whose lists and records are such. Needs pyarrow, the extra ``parquet``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO

from sayso.bulk.columns import arrow, plain, record_of, schema_of
from sayso.errors import ReadError
from sayso.export.row import Row

_BATCH = 5_000  # rows held in memory and written as one group


def write(rows: Iterable[Row], out: IO[bytes]) -> int:
    """Write the rows to ``out`` in groups; return how many.

    Raises ``ReadError`` where pyarrow is not installed.
    """
    library, schema = arrow(), schema_of(Row)
    from pyarrow import parquet

    count, found = 0, iter(rows)
    with parquet.ParquetWriter(out, schema, compression="zstd") as table:
        while batch := [plain(row) for row in islice(found, _BATCH)]:
            table.write_table(library.Table.from_pylist(batch, schema))
            count += len(batch)
    return count


def read(source: IO[bytes]) -> Iterator[Row]:
    """Yield the rows of a table that ``write`` made. Raises ``ReadError`` for any other."""
    library = arrow()
    from pyarrow import parquet

    try:
        for batch in parquet.ParquetFile(source).iter_batches(_BATCH):
            for found in batch.to_pylist():
                yield record_of(Row, found)
    except library.ArrowException as error:
        raise ReadError(f"this is no Parquet table: {error}") from error
