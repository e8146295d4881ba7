"""The coverage of a story: documents go into a ledger, and what became of each comes back."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from sayso.comparing import Comparing
from sayso.engine import cores, read_all
from sayso.fetch import Fetcher, FetchOptions
from sayso.gather import pages
from sayso.inputs import Limits
from sayso.ledger import Ledger as StoredLedger
from sayso.pipeline import Outcome, Reader
from sayso.records import Given, Page, Rejected


@dataclass(frozen=True, slots=True)
class AddOptions:
    """How to add: ``jobs`` processes (0: all cores), how to fetch, what the user says of the
    documents (title, outlet, published), which outranks what the pages say; and how much is read."""

    jobs: int = 0
    fetch: FetchOptions = field(default_factory=FetchOptions)
    given: Given = field(default_factory=Given)
    limits: Limits = field(default_factory=Limits)


def add(
    ledger: StoredLedger,
    inputs: Iterable[str],
    stdin: BinaryIO,
    options: AddOptions,
    comparing: Comparing | None = None,
) -> Iterator[Outcome]:
    """Read ``inputs`` (files, folders, addresses, ``-``) into ``ledger``; yield what became of each.

    Each document is stored, or its refusal noted, and what it states is compared with what is there,
    before its outcome is yielded, so that a stop loses nothing; what the ledger has already read is
    not read again. ``comparing`` compares; one of its own by default.
    """
    comparing = comparing or Comparing(ledger)
    comparing.finish()
    known: list[Outcome] = []

    def new_pages() -> Iterator[Page | Rejected]:
        for found in pages(inputs, stdin, fetcher, options.limits):
            page = found if isinstance(found, Rejected) else _told(found, options.given)
            if isinstance(page, Page) and ledger.seen(page):
                known.append(Outcome(page.origin, new=False))
            else:
                yield page

    with closing(Fetcher(options.fetch)) as fetcher:
        for outcome in read_all(Reader.outcome, new_pages(), options.jobs or cores()):
            yield from known
            known.clear()
            kept = store(ledger, outcome)
            comparing.finish()
            yield kept
    yield from known


def _told(page: Page, told: Given) -> Page:
    """What the user says on the command line goes over what came with the page."""
    given = page.given
    return replace(
        page,
        given=Given(
            told.title or given.title,
            told.byline or given.byline,
            told.outlet or given.outlet,
            told.published or given.published,
            told.modified or given.modified,
        ),
    )


def store(ledger: StoredLedger, outcome: Outcome) -> Outcome:
    """Keep a reading or note a refusal; return the outcome, with whether the article is new."""
    if outcome.reading is not None:
        return replace(outcome, new=ledger.store(outcome.reading))
    if outcome.rejected is not None:
        ledger.reject(outcome.rejected)
    return outcome


class Ledger(StoredLedger):
    """A story's ledger that reads documents itself::

    with sayso.Ledger("story.db") as ledger:
        for outcome in ledger.add("coverage/", "https://news.example/story"):
            print(outcome.subject, outcome.rejected)
    """

    def add(self, *inputs: str | Path, options: AddOptions | None = None) -> tuple[Outcome, ...]:
        """Read files, folders and addresses into the ledger; return what became of each document."""
        return tuple(
            add(self, [str(given) for given in inputs], io.BytesIO(), options or AddOptions())
        )
