"""Many documents at once: the reader in several processes, results in the order of the documents.

The first few documents are read in this process; others are started only when more come, so that
a small job does not wait for them. Each process holds one model on one core.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from pathlib import Path
from typing import TypeVar

from sayso.errors import SaysoError
from sayso.pipeline import Reader

Item = TypeVar("Item")
Result = TypeVar("Result")
Work = Callable[[Reader, Item], Result]

ALONE = 6  # documents; starting two processes takes about as long as reading these
_AHEAD = 8  # documents in flight for each process: enough to keep it busy, little memory

_reader: Reader | None = None


def cores() -> int:
    """How many processes to use when nobody says: the cores this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_all(
    work: Work[Item, Result], items: Iterable[Item], jobs: int, model: Path | None = None
) -> Iterator[Result]:
    """Yield ``work(reader, item)`` for each item, in order, with ``jobs`` processes.

    ``work`` is a module-level function that returns its failures rather than raising them. Raises
    ``SaysoError`` when a process dies (killed, out of memory); what was yielded before stands.
    """
    waiting = iter(items)
    reader = Reader(model)
    first = waiting if jobs <= 1 else islice(waiting, ALONE)
    for item in first:
        yield work(reader, item)
    more = list(islice(waiting, 1))
    if more:
        del reader
        yield from _in_processes(work, more, waiting, jobs, model)


def _in_processes(
    work: Work[Item, Result],
    more: list[Item],
    waiting: Iterator[Item],
    jobs: int,
    model: Path | None,
) -> Iterator[Result]:
    pool = ProcessPoolExecutor(
        jobs, multiprocessing.get_context("spawn"), initializer=_start, initargs=(model,)
    )
    running: deque[Future[Result]] = deque(pool.submit(_run, work, item) for item in more)
    try:
        for item in waiting:
            running.append(pool.submit(_run, work, item))
            if len(running) >= jobs * _AHEAD:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
    except BrokenProcessPool:
        raise SaysoError(
            "a reading process was killed (out of memory?); run again to carry on"
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _start(model: Path | None) -> None:
    """Prepare a process: it leaves Ctrl-C to the one that started it."""
    global _reader  # noqa: PLW0603  one reader a process, made by its initializer
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _reader = Reader(model)


def _run(work: Work[Item, Result], item: Item) -> Result:
    assert _reader is not None, "the process was not started by _in_processes"
    return work(_reader, item)
