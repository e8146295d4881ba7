"""Documents -> tables on Spark: read, attribute, resolve, facts as one map over rows of documents."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from pyspark import StorageLevel
from pyspark.sql import functions as f
from pyspark.sql.pandas.types import from_arrow_schema

from sayso.bulk.batches import documents as documents_in
from sayso.bulk.batches import maker
from sayso.bulk.columns import arrow, plain, record_of, schema_of
from sayso.bulk.folder import SUCCESS, TABLES, Counts
from sayso.bulk.tables import DocumentRows, rows_of
from sayso.pipeline import Reader
from sayso.records import Page, Rejected, content_id

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

Opener = Callable[[], Reader]
_AT_ONCE = 20  # documents; the rows of so many are handed to Spark together


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document to be read, or the reason why there is none."""

    page: Page | None = None
    rejected: Rejected | None = None


def documents(spark: SparkSession, files: Sequence[str]) -> DataFrame:
    """Return a row for each document in ``files`` and folders, of any kind that sayso reads.

    The paths are opened where the rows are made, so every worker must reach them. A file is read by
    one task: of many small ones give folders, a large JSONL file is best cut beforehand.
    """
    paths = spark.createDataFrame([(one,) for one in files], "path string")
    spread = paths.repartition(max(1, len(files)))
    return spread.mapInArrow(_documents, from_arrow_schema(schema_of(DocumentRow)))


def read(found: DataFrame, pages: bool = True, opener: Opener = Reader) -> DataFrame:
    """Return the rows of each document of ``found``, which has the columns of ``documents``.

    The columns are those of ``DocumentRows``; ``tables`` takes them apart. With ``pages`` the bytes
    of the pages are among them. ``opener``, a function of a module that the workers have, opens the
    reader once for each of Spark's Python processes.
    """
    work = partial(_rows, pages=pages, opener=opener)
    return found.mapInArrow(work, from_arrow_schema(schema_of(DocumentRows)))


def tables(rows: DataFrame) -> dict[str, DataFrame]:
    """Return the tables of what ``read`` gave, by name, with the columns of those of `sayso run`.

    Each is computed from ``rows`` anew: keep or write ``rows`` first.
    """
    single = {"articles": "article", "rejected": "rejected"}
    return {
        name: rows.where(f.col(single[name]).isNotNull()).select(f"{single[name]}.*")
        if name in single
        else rows.select(f.explode(name).alias("row")).select("row.*")
        for name in TABLES
    }


def write(rows: DataFrame, folder: str, name: str) -> None:
    """Write the tables of what ``read`` gave as the batch called ``name``, and mark it as whole.

    ``folder`` may be on any file system that Spark writes to. What is there unmarked is replaced.
    """
    kept = rows.persist(StorageLevel.DISK_ONLY)
    try:
        for table, of in tables(kept).items():
            of.write.mode("overwrite").parquet(f"{folder}/{name}/{table}.parquet")
        sizes = [f.count("article"), f.sum(f.size("statements"))]
        sizes += [f.sum(f.size("propositions")), f.count("rejected")]
        counts = Counts(*(value or 0 for value in kept.agg(*sizes).collect()[0]))
        system, mark = _mark(rows.sparkSession, folder, name)
        out = system.create(mark, True)
        out.write(bytearray(json.dumps(asdict(counts)) + "\n", "ascii"))
        out.close()
    finally:
        kept.unpersist()


def run(
    spark: SparkSession,
    batches: Iterable[Sequence[str]],
    folder: str,
    pages: bool = True,
    opener: Opener = Reader,
) -> Iterator[str]:
    """Read each of ``batches``, a list of files or folders, into ``folder``; yield its name.

    A batch that is marked as whole is passed over, so that a job that was stopped is started again
    with the same call. Its name follows from the paths, not from what is in the files.
    """
    made_by = maker(pages)
    for number, files in enumerate(batches, start=1):
        name = f"batch={number:06d}-{content_id('files', made_by, *map(os.fspath, files))}"
        system, mark = _mark(spark, folder, name)
        if not system.exists(mark):
            write(read(documents(spark, files), pages, opener), folder, name)
        yield name


def _documents(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    paths = (row["path"] for batch in batches for row in batch.to_pylist())
    found = (one for path in paths for one in documents_in([path]))
    yield from _in_batches(
        DocumentRow,
        (DocumentRow(one) if isinstance(one, Page) else DocumentRow(None, one) for one in found),
    )


def _rows(
    batches: Iterator[pa.RecordBatch], pages: bool, opener: Opener
) -> Iterator[pa.RecordBatch]:
    reader = _opened(opener)
    found = (record_of(DocumentRow, row) for batch in batches for row in batch.to_pylist())
    given = (one.page or one.rejected for one in found)
    yield from _in_batches(
        DocumentRows, (rows_of(reader.outcome(one), pages) for one in given if one is not None)
    )


@cache
def _opened(opener: Opener) -> Reader:
    return opener()


def _in_batches(record: type, rows: Iterable[Any]) -> Iterator[pa.RecordBatch]:
    waiting: list[Any] = []
    for row in rows:
        waiting.append(plain(row))
        if len(waiting) >= _AT_ONCE:
            yield arrow().RecordBatch.from_pylist(waiting, schema=schema_of(record))
            waiting = []
    if waiting:
        yield arrow().RecordBatch.from_pylist(waiting, schema=schema_of(record))


def _mark(spark: SparkSession, folder: str, name: str) -> tuple[Any, Any]:
    """The file system, as Hadoop has it, and the path of a batch's mark on it."""
    jvm: Any = spark._jvm
    path = jvm.org.apache.hadoop.fs.Path(f"{folder}/{name}/{SUCCESS}")
    return path.getFileSystem(spark._jsc.hadoopConfiguration()), path
