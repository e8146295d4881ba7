"""The ledger that a site shows, and what is remembered of it between two requests."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from sayso import judging
from sayso.across.identity import Identified, Identity
from sayso.errors import NotFoundError, SaysoError
from sayso.ledger import Ledger, Listed
from sayso.web.pictures.reliance import Reliance, reliance
from sayso.who import who_is_who

_FEW = 300  # articles: who is who among them is made in a second or so

Statement = tuple[str, int]
"""The identifier of an article, and the number of a statement in it, from 1."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who is who in a ledger as it stood at ``state``, how to find them by identifier, statement or
    part, its articles by identifier, and the picture of who relies on whom."""

    state: tuple[int, ...]
    articles: dict[str, Listed]
    found: Identified
    reliance: Reliance
    by_id: dict[str, Identity]
    by_statement: dict[Statement, Identity]
    by_part: dict[str, Identity]

    def identity(self, key: str) -> Identity:
        """Return the identity with that identifier; raise ``NotFoundError`` if there is none."""
        if key not in self.by_id:
            raise NotFoundError(f'nobody with the id "{key}" speaks in these articles')
        return self.by_id[key]

    def part(self, key: str) -> Identity | None:
        """Return the identity that the speaker of an article with that identifier is part of now."""
        return self.by_part.get(key)


class Site:
    """The ledger at ``path``. Every request opens it anew, for reading, in its own thread."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._who: Who | None = None
        self._making = Lock()

    @property
    def name(self) -> str:
        """What the story is called: the name of its file."""
        return self.path.stem

    def who(self, book: Ledger) -> Who:
        """Return who is who in ``book``: made once, and again when something was added or judged.

        It takes some milliseconds for each article. One thread makes it while others wait.
        """
        state = _state(book)
        with self._making:
            if self._who is None or self._who.state != state:
                self._who = _who(book, state)
            return self._who

    def who_if_made(self, book: Ledger) -> Who | None:
        """Return who is who in ``book`` where that takes no waiting, else None."""
        made = self._who
        if made is not None and made.state == _state(book):
            return made
        return self.who(book) if book.last() <= _FEW else None

    def warm(self) -> None:
        """Make what takes long before somebody asks for it. A ledger that fails says so to them."""
        with contextlib.suppress(SaysoError), Ledger(self.path, readonly=True) as book:
            self.who(book)


def _state(book: Ledger) -> tuple[int, ...]:
    return book.last(), len(judging.judgements(book))


def _who(book: Ledger, state: tuple[int, ...]) -> Who:
    found = who_is_who(book)
    articles = {one.id: one for one in book.articles()}
    by_statement = {
        (mention.article, mention.statement): one
        for one in found.identities
        for mention in one.mentions
    }
    by_part = {part.id: one for one in found.identities for part in one.parts}
    by_id = {one.id: one for one in found.identities}
    picture = reliance(found.identities)
    return Who(state, articles, found, picture, by_id, by_statement, by_part)
