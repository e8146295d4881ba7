"""What a ledger knows of the batches that were loaded into it: each whole or not at all, and once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sayso import sql
from sayso.database import Database
from sayso.records import Reading, Rejected
from sayso.rows import check_reading


class Loads:
    """The loaded batches of one ledger; ``time`` gives the ISO 8601 time to note, ``store`` and
    ``reject`` write one row of a transaction and return whether it is new."""

    def __init__(
        self,
        file: Database,
        time: Callable[[], str],
        store: Callable[[Reading], bool],
        reject: Callable[[Rejected], bool],
    ) -> None:
        self._file, self._time, self._store, self._reject = file, time, store, reject

    def has(self, batch: str) -> bool:
        """Return whether the batch of that name was added. Raises ``LedgerError``."""
        return self._file.one(sql.HAS_LOADED, batch) is not None

    def add(self, batch: str, readings: Sequence[Reading], refused: Sequence[Rejected]) -> int:
        """Add what a batch holds and that it was added, in one transaction; return how many
        articles are new. A batch of that name that was added before adds nothing.

        Raises ``SpanError`` and ``LedgerError`` as ``Ledger.store`` does.
        """
        for reading in readings:
            check_reading(reading)
        with self._file.transaction():
            if self.has(batch):
                return 0
            new = sum(self._store(reading) for reading in readings)
            for one in refused:
                self._reject(one)
            self._file.run(sql.ADD_LOADED, batch, self._time())
        return new
