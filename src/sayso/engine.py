"""Many documents at once: the reader in several processes, results in the order of the documents.

The first few documents are read in this process; others are started only when more come, so that
a small job does not wait for them. Each process holds one model on one core, and ends when the one
that started it ends, however that is.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing.connection import Connection
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
    first = waiting if jobs <= 1 else islice(waiting, ALONE)
    yield from _here(work, first, model)
    more = list(islice(waiting, 1))
    if more:
        yield from _in_processes(work, chain(more, waiting), jobs, jobs * _AHEAD, model)


def read_large(
    work: Work[Item, Result], items: Iterable[Item], jobs: int, model: Path | None = None
) -> Iterator[Result]:
    """As ``read_all``, for items that are much work and much memory each: with several ``jobs``
    none is read in this process, and no more are at hand than one in work and one to come for each.
    """
    if jobs <= 1:
        yield from _here(work, items, model)
    else:
        yield from _in_processes(work, items, jobs, jobs * 2, model)


def _here(work: Work[Item, Result], items: Iterable[Item], model: Path | None) -> Iterator[Result]:
    reader = Reader(model)
    for item in items:
        yield work(reader, item)


def _in_processes(
    work: Work[Item, Result], items: Iterable[Item], jobs: int, ahead: int, model: Path | None
) -> Iterator[Result]:
    context = multiprocessing.get_context("spawn")
    # Nothing is ever sent: the reading end is at its end when the writing one is closed, here or by
    # the death of this process. A pool's processes would else wait for work for ever.
    alive, hold = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(jobs, context, initializer=_start, initargs=(model, alive))
    running: deque[Future[Result]] = deque()
    try:
        for item in items:
            running.append(pool.submit(_run, work, item))
            if len(running) >= ahead:
                yield _next(running)
        while running:
            yield _next(running)
    except BrokenProcessPool:
        raise SaysoError(
            "a reading process was killed (out of memory?); run again to carry on"
        ) from None
    finally:
        if running:  # given up: what is in work is not waited for
            hold.close()
        pool.shutdown(wait=True, cancel_futures=True)
        hold.close()
        alive.close()


def _next(running: deque[Future[Result]]) -> Result:
    result = running[0].result()  # stays in the queue while it is awaited
    running.popleft()
    return result


def _start(model: Path | None, alive: Connection) -> None:
    """Prepare a process: it leaves Ctrl-C to the one that started it, and ends with it."""
    global _reader  # noqa: PLW0603  one reader a process, made by its initializer
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(alive,), daemon=True).start()
    _reader = Reader(model)


def _end_with(alive: Connection) -> None:
    alive.poll(None)
    os._exit(1)


def _run(work: Work[Item, Result], item: Item) -> Result:
    assert _reader is not None, "the process was not started by _in_processes"
    return work(_reader, item)
