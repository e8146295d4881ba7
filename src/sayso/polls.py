"""What a ledger knows of the feeds that are followed, and of the addresses they name."""

from __future__ import annotations

from collections.abc import Callable

from sayso import sql
from sayso.database import Database
from sayso.inputs import Validators


class Polls:
    """The followed feeds of one ledger; ``time`` gives the ISO 8601 time to note."""

    def __init__(self, file: Database, time: Callable[[], str]) -> None:
        self._file, self._time = file, time

    def validators(self, feed: str) -> Validators:
        """Return what was noted last of ``feed``; empty, if nothing. Raises ``LedgerError``."""
        rows = self._file.rows(sql.GET_POLL, feed)
        return Validators(*rows[0]) if rows else Validators()

    def note(self, feed: str, validators: Validators) -> None:
        """Note that all of this version of ``feed`` has been read. Raises ``LedgerError``."""
        if validators != self.validators(feed):
            with self._file.transaction():
                told = (validators.etag, validators.last_modified)
                self._file.run(sql.ADD_POLL, feed, *told, self._time())

    def last_read(self, url: str) -> str:
        """Return when ``url`` was last read or refused, an ISO 8601 time in UTC; empty: never."""
        return self._file.one(sql.LAST_READ, url) or ""
