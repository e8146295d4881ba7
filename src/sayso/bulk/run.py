"""Files and folders -> tables in Parquet, batch by batch, in several processes; stopped at any
moment and started again, it carries on with the first batch that is not whole.

The inputs are gone through twice: first only to name the batches and to know how much there is,
which takes no thousandth of the time that reading them does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sayso.bulk.batches import SIZE, Batch, batches, documents, maker
from sayso.bulk.columns import arrow
from sayso.bulk.folder import Counts, batches_in, counts_of, held, remove, write
from sayso.bulk.tables import rows_of
from sayso.engine import cores, read_large
from sayso.errors import SaysoError
from sayso.fetch import is_address
from sayso.pipeline import Reader


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How to run: ``jobs`` processes (0: one a core), whether the bytes of the ``pages`` are kept,
    ``size`` documents a batch at most, and whether to ``replace`` batches that the inputs no longer
    give."""

    jobs: int = 0
    pages: bool = True
    size: int = SIZE
    replace: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: the documents that there are and those done, by whichever run; the rows of
    these; and the bytes of input that this run has read and those it has yet to read."""

    documents: int
    done: int
    counts: Counts
    read_bytes: int
    left_bytes: int

    def remaining(self, elapsed_s: float) -> float | None:
        """Return how many seconds are left, after ``elapsed_s`` seconds; None: not known yet."""
        if self.left_bytes == 0:
            return 0.0
        return elapsed_s / self.read_bytes * self.left_bytes if self.read_bytes else None


def run(inputs: Sequence[str], folder: Path, options: RunOptions) -> Iterator[Progress]:
    """Read the files and folders ``inputs`` into ``folder``; yield how far it is: at the start and
    after each batch.

    Batches that are whole stand and are not read again. Raises ``SaysoError`` for inputs that
    cannot be read twice (addresses, ``-``), for a folder that cannot be written, is written by
    another run, or holds batches that the inputs do not give, and when a process is killed.
    """
    arrow()
    _check(inputs, folder)
    with held(folder):
        made_by = maker(options.pages)
        progress, names = Progress(0, 0, Counts(), 0, 0), set[str]()
        for batch in batches(documents(inputs), options.size, made_by):
            names.add(batch.name)
            progress = _planned(progress, batch, counts_of(folder, batch.name))
        _clear(folder, names, options.replace)
        yield progress
        tasks = (
            _Task(folder, batch, options.pages)
            for batch in batches(documents(inputs), options.size, made_by)
            if counts_of(folder, batch.name) is None
        )
        for done in read_large(_read_batch, tasks, options.jobs or cores()):
            progress = Progress(
                progress.documents,
                progress.done + done.documents,
                progress.counts.plus(done.counts),
                progress.read_bytes + done.weight,
                max(0, progress.left_bytes - done.weight),
            )
            yield progress


@dataclass(frozen=True, slots=True)
class _Task:
    folder: Path
    batch: Batch
    pages: bool


@dataclass(frozen=True, slots=True)
class _Done:
    documents: int
    weight: int
    counts: Counts


def _read_batch(reader: Reader, task: _Task) -> _Done:
    batch = task.batch
    rows = [rows_of(reader.outcome(one), task.pages) for one in batch.documents]
    counts = write(task.folder, batch.name, rows)
    return _Done(len(batch.documents), batch.weight, counts)


def _planned(progress: Progress, batch: Batch, there: Counts | None) -> Progress:
    count = len(batch.documents)
    return Progress(
        progress.documents + count,
        progress.done + (0 if there is None else count),
        progress.counts if there is None else progress.counts.plus(there),
        0,
        progress.left_bytes + (batch.weight if there is None else 0),
    )


def _check(inputs: Sequence[str], folder: Path) -> None:
    real = os.path.realpath(folder)
    for given in inputs:
        if given == "-" or is_address(given):
            what = "standard input" if given == "-" else f"{given}, an address,"
            raise SaysoError(
                f"{what} cannot be read twice, as carrying on after a stop needs: save it as a file, "
                "or use sayso add"
            )
        if Path(real).is_relative_to(os.path.realpath(given)):
            raise SaysoError(
                f"{folder} lies in {given}, which is to be read: choose another folder"
            )


def _clear(folder: Path, names: set[str], replace: bool) -> None:
    """Remove the batches that the inputs do not give, or refuse to where that was not asked for."""
    others = [name for name in batches_in(folder) if name not in names]
    if others and not replace:
        raise SaysoError(
            f"{folder} holds {len(others)} batches that these inputs do not give with this sayso "
            f"({others[0]}, …): choose another folder, or add --replace to have them removed"
        )
    remove(folder, others)
