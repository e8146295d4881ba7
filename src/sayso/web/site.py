"""The ledger that a site shows, and what is remembered of it between two requests."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from sayso.across.identity import Identified, Identity
from sayso.errors import NotFoundError, SaysoError
from sayso.ledger import Ledger
from sayso.who import who_is_who

Statement = tuple[str, int]
"""The identifier of an article, and the number of a statement in it, from 1."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who is who in a ledger as it stood at ``state``, and by which statement to find them."""

    state: tuple[int, ...]
    found: Identified
    by_id: dict[str, Identity]
    by_statement: dict[Statement, Identity]

    def identity(self, key: str) -> Identity:
        """Return the identity with that identifier; raise ``NotFoundError`` if there is none."""
        if key not in self.by_id:
            raise NotFoundError(f'nobody with the id "{key}" speaks in these articles')
        return self.by_id[key]


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
        """Return who is who in ``book``: made once, and again after articles were added.

        It takes some milliseconds for each article. One thread makes it while others wait.
        """
        counts = book.counts()
        state = (counts.articles, counts.attributions)
        with self._making:
            if self._who is None or self._who.state != state:
                self._who = _who(book, state)
            return self._who

    def warm(self) -> None:
        """Make what takes long before somebody asks for it. A ledger that fails says so to them."""
        with contextlib.suppress(SaysoError), Ledger(self.path, readonly=True) as book:
            self.who(book)


def _who(book: Ledger, state: tuple[int, ...]) -> Who:
    found = who_is_who(book)
    by_statement = {
        (mention.article, mention.statement): one
        for one in found.identities
        for mention in one.mentions
    }
    return Who(state, found, {one.id: one for one in found.identities}, by_statement)
