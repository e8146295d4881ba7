"""The ledger: one SQLite file per story that keeps every page, article, statement and refusal.

One process writes, behind a file lock; any number read meanwhile. Rows are added and never changed
or deleted, but for the running counts of ``source`` and what rules made of the rest (``spoken``).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sayso import audit, spoken, sql
from sayso.database import Database
from sayso.errors import LedgerError, NotFoundError
from sayso.loads import Loads
from sayso.polls import Polls
from sayso.records import Article, Attribution, Page, Reading, Rejected
from sayso.rows import (
    article_of,
    article_texts,
    attributions_of,
    check_reading,
    reading_id,
    roles,
    unpacked,
)
from sayso.spoken import Speakers

_SHOWN = 5  # candidates that an error names


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as a list shows it. ``number`` counts from 1 in the order of adding,
    ``statements`` counts its attributions, ``added`` is an ISO 8601 time in UTC."""

    number: int
    id: str
    title: str
    outlet: str
    published: str
    url: str
    origin: str
    statements: int
    added: str


@dataclass(frozen=True, slots=True)
class Version:
    """An article as one of those read at its address, and when it was fetched first: an ISO 8601
    time in UTC, empty where that is not known."""

    article: Listed
    captured: str


@dataclass(frozen=True, slots=True)
class Statement:
    """An attribution of ``article``, its ``number`` in it (from 1), and the words at its spans."""

    article: Listed
    number: int
    attribution: Attribution
    source: str
    cue: str
    content: str


@dataclass(frozen=True, slots=True)
class SourceCount:
    """How often a source is quoted, by its exact ``words``; empty words: no source is named."""

    words: str
    statements: int
    articles: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something ``rejected`` at the time ``added``; ``read_since``: its subject was read later."""

    rejected: Rejected
    added: str
    read_since: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a search found, and words around the match, of its text or its title."""

    article: Listed
    excerpt: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What a ledger holds. ``rejected`` counts every refusal, ``unread`` those not read since."""

    pages: int
    articles: int
    attributions: int
    rejected: int
    unread: int
    dropped: int


def _now() -> datetime:
    return datetime.now(UTC)


class Ledger:
    """A story's ledger. Use it as a context manager, and in one thread."""

    def __init__(
        self, path: str | Path, *, readonly: bool = False, clock: Callable[[], datetime] = _now
    ) -> None:
        """Open the ledger at ``path``; a writer creates it where there is none.

        ``clock`` gives the time that is noted with what is added. Raises ``LedgerError`` for what
        is not a ledger, is damaged, is from a newer sayso, cannot be opened or written, is on a
        network file system, or is being written by another sayso. A writer also brings up what
        older rules made of the articles, some 10 ms each.
        """
        self.path = Path(path)
        self._clock = clock
        self._file = Database(self.path, readonly=readonly)
        self.polls = Polls(self._file, self.time)
        self.loads = Loads(self._file, self.time, self._store_one, self._reject)
        if not readonly:
            try:
                spoken.bring_up(self._file)
            except BaseException:
                self.close()
                raise

    @property
    def file(self) -> Database:
        """The file itself, for the modules that keep and read the tables of claims."""
        return self._file

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and let the next writer in. Closing twice is closing once."""
        self._file.close()

    # Writing

    def store(self, reading: Reading) -> bool:
        """Add a reading, all of it or nothing; return whether its article is new.

        The first reading of an article stands: where the ledger holds the article's id, only the
        page and where it was read are added. Raises ``SpanError`` for spans that do not fit the
        text, ``LedgerError`` where the reading cannot be written.
        """
        return self.store_many([reading]) == 1

    def store_many(self, readings: Iterable[Reading], batch: int = 50) -> int:
        """Add readings in transactions of up to ``batch``; return how many articles are new.

        When ``readings`` raises, or a reading's spans do not fit, or Ctrl-C is pressed while the
        next is awaited, what came before is kept. A ``LedgerError`` of the file undoes the batch it
        occurs in.
        """
        new = 0
        waiting: list[Reading] = []
        try:
            for reading in readings:
                check_reading(reading)
                waiting.append(reading)
                if len(waiting) >= batch:
                    full, waiting = waiting, []
                    new += self._store(full)
        finally:
            new += self._store(waiting)
        return new

    def _store(self, readings: list[Reading]) -> int:
        if not readings:
            return 0
        with self._file.transaction():
            return sum(self._store_one(reading) for reading in readings)

    def _store_one(self, reading: Reading) -> bool:
        page, article, digest = reading.page, reading.article, reading.article.page
        if self._file.one(sql.HAS_PAGE, digest) is None:
            self._file.run(sql.ADD_PAGE, digest, len(page.body), zlib.compress(page.body))
        article_id, added = article.id, self.time()
        number = self._file.one(sql.GET_NUMBER, article_id)
        new = number is None
        if new:
            number = self._add_article(reading, article_id, added)
        if not self._seen(page, digest):
            where = (number, digest, page.origin, page.url, page.name)
            how = (page.media_type, page.charset, page.fetched)
            self._file.run(sql.ADD_READING, reading_id(page, digest), *where, *how, added)
        return new

    def _add_article(self, reading: Reading, article_id: str, added: str) -> int:
        article, file = reading.article, self._file
        found: dict[str, Attribution] = {}
        for one in reading.attributions:  # the same spans twice are one statement
            found.setdefault(one.id(article_id), one)
        cursor = file.run(sql.ADD_ARTICLE, *article_texts(article), article_id, len(found), added)
        number = cursor.lastrowid
        assert number is not None, "an INSERT that succeeded has a row number"
        file.run(sql.ADD_WORDS, number, article.title, article.text)
        file.run_many(
            sql.ADD_DROPPED,
            ((number, at, one.text, one.reason) for at, one in enumerate(article.dropped, start=1)),
        )
        words: list[tuple[str, str]] = []
        spans: list[tuple[object, ...]] = []
        for at, one in enumerate(found.values(), start=1):
            words.append((article.quote(one.source), article.quote(one.cue)))
            for role, where in roles(one):
                spans += ((number, at, role, index, *span) for index, span in enumerate(where, 1))
        file.run_many(
            sql.ADD_ATTRIBUTION,
            (
                (number, at, one_id, one.form, one.kind, one.score, one.made_by, *words[at - 1])
                for at, (one_id, one) in enumerate(found.items(), start=1)
            ),
        )
        file.run_many(sql.ADD_SPAN, spans)
        sources = [source for source, _ in words]
        file.run_many(sql.ADD_SOURCE, ((one, sources.count(one)) for one in dict.fromkeys(sources)))
        spoken.keep(file, number, article, tuple(found.values()))
        return number

    def reject(self, rejected: Rejected) -> bool:
        """Note a refusal; return False if the same refusal is noted already and still stands.

        When its subject is read later the row stays, and is told apart (``Refusal.read_since``). A
        refusal after that is a row of its own. Raises ``LedgerError``.
        """
        with self._file.transaction():
            return self._reject(rejected)

    def _reject(self, rejected: Rejected) -> bool:
        what = (rejected.stage, rejected.subject, rejected.reason)
        cursor = self._file.run(sql.ADD_REJECTED, rejected.id, *what, self.time())
        return cursor.rowcount > 0

    def time(self) -> str:
        """Return the time that is noted with what is written now: ISO 8601 in UTC."""
        return self._clock().astimezone(UTC).isoformat(timespec="seconds")

    # Reading

    def seen(self, page: Page) -> bool:
        """Return whether this very page was read already, so that reading it again adds nothing.

        That is: the same bytes from the same origin, with the same address, name and given facts,
        and nothing from that origin was refused since. Raises ``LedgerError``.
        """
        return self._seen(page, page.sha256)

    def _seen(self, page: Page, digest: str) -> bool:
        key = reading_id(page, digest)
        return self._file.one(sql.HAS_READING, key, page.origin) is not None

    def counts(self) -> Counts:
        """Return how much the ledger holds."""
        return Counts(*self._file.rows(sql.COUNT)[0])

    def articles(self, latest: int = -1) -> tuple[Listed, ...]:
        """Return the articles in the order of adding: the ``latest`` so many; -1: all."""
        return tuple(Listed(*row) for row in self._file.each(sql.LIST_ARTICLES, latest))

    def last(self) -> int:
        """Return the number of the article that was added last; 0 where there is none."""
        return int(self._file.one(sql.GET_LAST))

    def listed(self, number: int) -> Listed:
        """Return the article of that number as a list shows it. Raises ``NotFoundError``."""
        rows = self._file.rows(sql.GET_LISTED, number)
        if not rows:
            raise NotFoundError(f"{self.path} holds no article {number}")
        return Listed(*rows[0])

    def find(self, key: str) -> Article:
        """Return the article that ``key`` names: its number, the start of its id (4 characters or
        more), its address, its file, or a part of its title that no other has.

        Raises ``NotFoundError`` where none fits, or naming some where several do.
        """
        wanted = key.strip()
        for query in sql.FIND_ARTICLE:
            if found := [row[0] for row in self._file.rows(query, wanted)]:
                break
        else:
            part = wanted.casefold()
            titles = self._file.each(sql.LIST_TITLES)
            found = [number for number, title in titles if part and part in title.casefold()]
        if not found:
            raise NotFoundError(f'{self.path} holds no article by the name "{key}"')
        if len(found) > 1:
            shown = [Listed(*self._file.rows(sql.GET_LISTED, one)[0]) for one in found[:_SHOWN]]
            names = "; ".join(f"{one.number} {one.title or one.origin}" for one in shown)
            more = "; …" if len(found) > _SHOWN else ""
            raise NotFoundError(f'"{key}" names {len(found)} articles: {names}{more}')
        return article_of(self._file, found[0])

    def versions(self, url: str) -> tuple[Version, ...]:
        """Return the articles read at the address ``url``, the earliest first; none for none."""
        return tuple(
            Version(Listed(*row[:-1]), row[-1]) for row in self._file.rows(sql.LIST_VERSIONS, url)
        )

    def attributions(self, article: str) -> tuple[Attribution, ...]:
        """Return the attributions of the article whose id is ``article``, in the order of storing.

        Offsets are characters of its text. Raises ``NotFoundError``.
        """
        number = self._file.one(sql.GET_NUMBER, article)
        if number is None:
            raise NotFoundError(f'{self.path} holds no article with the id "{article}"')
        return tuple(
            place.attribution for place in attributions_of(self._file, sql.OF_ARTICLE, number)
        )

    def speakers(self) -> tuple[Speakers, ...]:
        """Return who speaks in each article that has statements, in the order of adding.

        In a ledger opened for reading only, what older rules made is read off anew on every call.
        """
        return spoken.speakers(self._file)

    def sources(self) -> tuple[SourceCount, ...]:
        """Return the sources by their exact words, the most quoted first."""
        return tuple(SourceCount(*row) for row in self._file.each(sql.LIST_SOURCES))

    def statements(self, source: str) -> tuple[Statement, ...]:
        """Return what the source called exactly ``source`` said (empty: statements that name none),
        in the order of the articles. Offsets are characters of each article's text."""
        known: dict[int, tuple[Listed, Article]] = {}
        found: list[Statement] = []
        for number, at, one in attributions_of(self._file, sql.OF_SOURCE, source):
            if number not in known:
                listed = Listed(*self._file.rows(sql.GET_LISTED, number)[0])
                known[number] = (listed, article_of(self._file, number))
            listed, article = known[number]
            words = (article.quote(spans) for spans in (one.source, one.cue, one.content))
            found.append(Statement(listed, at, one, *words))
        return tuple(found)

    def rejections(self) -> tuple[Refusal, ...]:
        """Return every refusal, the oldest first."""
        return tuple(
            Refusal(Rejected(*row[:3]), row[3], bool(row[4]))
            for row in self._file.each(sql.LIST_REJECTED)
        )

    def page(self, digest: str) -> bytes:
        """Return the bytes of the page whose SHA-256 is ``digest``, checked against it.

        Raises ``NotFoundError``, or ``LedgerError`` where they are damaged.
        """
        rows = self._file.rows(sql.GET_PAGE, digest)
        if not rows:
            raise NotFoundError(f'{self.path} holds no page with the SHA-256 "{digest}"')
        body = unpacked(digest, *rows[0])
        if body is None:
            raise LedgerError(f"{self.path} is damaged: the page {digest} is not what was stored")
        return body

    def search(self, query: str, limit: int = 20) -> tuple[Hit, ...]:
        """Return up to ``limit`` articles with all words of ``query``, the best first.

        Words in double quotes must occur as they stand; case and accents do not matter. Of a word
        in more than 5,000 articles the newest are ranked. A query without words finds nothing.
        """
        wanted = sql.match(query)
        rows = self._file.rows(sql.SEARCH, wanted, limit) if wanted else []
        return tuple(Hit(Listed(*row[:-1]), row[-1]) for row in rows)

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the file, a line each: nothing, if all is as it was stored.

        Every page is hashed, every identifier computed again, every span and count compared. The
        full-text index is checked only where the ledger was opened for writing.
        """
        return tuple(audit.problems(self._file))
