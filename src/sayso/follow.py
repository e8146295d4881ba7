"""Following feeds: each is asked at intervals whether it changed, and what is new is added.

What was read stands in the ledger, so a stop loses nothing and a second start doubles nothing. The
ledger is open, and locked, only while a feed is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC
from pathlib import Path

from sayso.charset import decode
from sayso.errors import FetchError, LedgerError, PassingError, SaysoError
from sayso.fetch import Clock, Fetcher, FetchOptions
from sayso.gather import inside, not_fetched, page_behind, whole_or_parts
from sayso.inputs import Limits, Link, LinkKind
from sayso.ledger import Ledger
from sayso.pipeline import Outcome, Reader
from sayso.records import Page, Rejected
from sayso.story import store

_DAY_S = 24 * 3600.0
_DOUBLINGS = 6  # an ill feed is asked ever less often, and at least once a day
_TRIES = 3  # for a page that cannot be fetched now, before it is noted as refused
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class FollowOptions:
    """How to follow: ``interval_s`` between two looks at a feed, ``match`` words of which an item's
    title or summary must hold one (none: all items are kept), how to fetch and how much."""

    interval_s: float = 900.0
    match: tuple[str, ...] = ()
    fetch: FetchOptions = field(default_factory=FetchOptions)
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Looked:
    """One look at a feed that is over. ``known`` counts items that were read before, ``passed_over``
    those without a word to match, ``later`` those to be tried again; ``problem`` says why the feed
    itself could not be read (else empty), ``next_s`` in how many seconds it is looked at again."""

    feed: str
    added: int = 0
    known: int = 0
    refused: int = 0
    passed_over: int = 0
    later: int = 0
    problem: str = ""
    next_s: float = 0.0


class Follower:
    """Follows feeds into one ledger. Not for several threads at once."""

    def __init__(
        self,
        ledger: Path,
        feeds: Sequence[str],
        options: FollowOptions,
        clock: Clock | None = None,
        reader: Callable[[], Reader] = Reader,
    ) -> None:
        """``feeds`` are addresses of feeds, sitemaps or pages; ``reader`` opens the model, when the
        first page is there to be read."""
        self._path, self._options = ledger, options
        self._feeds = list(dict.fromkeys(feeds))
        self._clock = clock or Clock()
        self._open = reader
        self._reader: Reader | None = None
        self._failures = dict.fromkeys(self._feeds, 0)
        self._tries: dict[str, int] = {}
        self._handled: dict[str, str] = {}  # addresses fetched, and when they had changed last
        self._wanted = frozenset(word.casefold() for word in options.match)

    def run(self, *, once: bool) -> Iterator[Outcome | Looked]:
        """Look at every feed, and again at its intervals for ever, or only ``once``.

        Yields what became of each new document, and a ``Looked`` after each look. Raises
        ``LedgerError`` if the ledger cannot be written at the first look; later that is a problem
        of the look.
        """
        due = dict.fromkeys(self._feeds, self._clock.monotonic())
        first = True
        with closing(Fetcher(self._options.fetch, self._clock)) as fetcher:
            while due:
                feed = min(due, key=lambda one: due[one])
                wait = due[feed] - self._clock.monotonic()
                if wait > 0:
                    self._clock.sleep(wait)
                try:
                    looked = yield from self._look(feed, fetcher)
                except LedgerError as error:
                    if first:
                        raise
                    looked = Looked(feed, problem=str(error))
                first = False
                self._failures[feed] = self._failures[feed] + 1 if looked.problem else 0
                # What the server asks for is kept, where it is longer.
                pause = 0.0 if once else max(self._pause(feed), looked.next_s)
                due[feed] = self._clock.monotonic() + pause
                if once:
                    del due[feed]
                yield replace(looked, next_s=pause)

    def _pause(self, feed: str) -> float:
        failures = min(self._failures[feed], _DOUBLINGS)
        interval = self._options.interval_s
        return max(interval, min(interval * 2.0**failures, _DAY_S))

    def _look(self, feed: str, fetcher: Fetcher) -> Generator[Outcome, None, Looked]:
        """One look at ``feed``; returns its ``Looked``."""
        with Ledger(self._path) as book:
            try:
                polled = fetcher.poll(feed, book.polls.validators(feed))
            except FetchError as error:
                after_s = error.after_s if isinstance(error, PassingError) else 0.0
                return Looked(feed, problem=str(error).removeprefix(f"{feed}: "), next_s=after_s)
            tally = _Tally()
            if polled.page is None:
                return tally.looked(feed)
            for one in self._items(polled.page):
                yield from self._take(one, book, fetcher, tally)
            # Only when all of it has been read may its server leave out what has not changed.
            if not tally.later:
                book.polls.note(feed, polled.validators)
            return tally.looked(feed)

    def _items(self, page: Page) -> Iterator[Page | Link | Rejected]:
        """What is on the page of a feed: texts and refusals as they stand, then links, newest first."""
        links: list[Link] = []
        for one in inside(page, self._options.limits):
            if not isinstance(one, Link):
                yield one
            elif one.kind is LinkKind.SITEMAP:
                reason = "an index of sitemaps is not followed: give the address of a sitemap"
                yield Rejected("read", one.url, reason)
            else:
                links.append(one)
        yield from sorted(links, key=lambda link: link.changed, reverse=True)

    def _take(
        self, item: Page | Link | Rejected, book: Ledger, fetcher: Fetcher, tally: _Tally
    ) -> Iterator[Outcome]:
        """Read one item of a feed, if it is new and wanted, and count what became of it."""
        if isinstance(item, Rejected):
            yield from self._keep(Outcome(item.subject, rejected=item), book, tally)
        elif not self._matches(item):
            tally.passed_over += 1
        elif isinstance(item, Page):
            yield from self._read(item, book, tally)
        elif self._was_read(item, book):
            tally.known += 1
        elif tally.fetched >= self._options.limits.max_links:
            tally.later += 1
        else:
            tally.fetched += 1
            try:
                page = page_behind(item, fetcher)
            except FetchError as error:
                if isinstance(error, PassingError) and self._may_try_again(item.url):
                    tally.later += 1
                    return
                refused = Outcome(item.url, rejected=not_fetched(item.url, error))
                yield from self._keep(refused, book, tally)
                return
            self._handled[item.url] = item.changed
            yield from self._read(page, book, tally)

    def _read(self, page: Page, book: Ledger, tally: _Tally) -> Iterator[Outcome]:
        for one in whole_or_parts(page):
            if isinstance(one, Rejected) or book.seen(one):
                tally.known += 1
                continue
            if self._reader is None:
                self._reader = self._open()
            yield from self._keep(self._reader.outcome(one), book, tally)

    def _keep(self, outcome: Outcome, book: Ledger, tally: _Tally) -> Iterator[Outcome]:
        if outcome.rejected is not None:
            if book.reject(outcome.rejected):  # the same refusal again is no news
                tally.refused += 1
                yield outcome
            return
        kept = store(book, outcome)
        if kept.new:
            tally.added += 1
            yield kept
        else:
            tally.known += 1

    def _was_read(self, link: Link, book: Ledger) -> bool:
        """Whether the page was read, or refused, since the feed says it changed last."""
        if self._handled.get(link.url) == link.changed:
            return True
        last = book.polls.last_read(link.url)
        now = self._clock.now().astimezone(UTC).isoformat(timespec="seconds")
        # A change in the future is no change: some feeds date their items ahead.
        return bool(last) and not last < link.changed <= now

    def _may_try_again(self, url: str) -> bool:
        self._tries[url] = self._tries.get(url, 0) + 1
        return self._tries[url] < _TRIES

    def _matches(self, item: Page | Link) -> bool:
        if not self._wanted:
            return True
        if isinstance(item, Link):
            text = f"{item.given.title} {item.summary}".strip() or item.url
        else:
            with suppress(SaysoError):
                return self._holds(f"{item.given.title} {decode(item)}")
            return True  # what cannot be read is refused, with its reason, and not passed over
        return self._holds(text)

    def _holds(self, text: str) -> bool:
        return not self._wanted.isdisjoint(word.casefold() for word in _WORD.findall(text))


@dataclass(slots=True)
class _Tally:
    """What is counted during one look; see ``Looked``."""

    added: int = 0
    known: int = 0
    refused: int = 0
    passed_over: int = 0
    later: int = 0
    fetched: int = 0

    def looked(self, feed: str) -> Looked:
        counts = (self.added, self.known, self.refused, self.passed_over, self.later)
        return Looked(feed, *counts)
