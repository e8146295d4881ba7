"""One SQLite file, opened with care: where it may stand, who may write it, and its errors as words.

Writers hold a file lock beside it, because SQLite before 3.51.3 can damage a WAL file that two
connections write or checkpoint at once.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import sqlite3
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from sayso import schema, sql
from sayso.errors import LedgerError

_MOUNTS = Path("/proc/self/mounts")
_REMOTE = frozenset(("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "fuse.sshfs", "afs"))
_WHY = {
    "NOTADB": "is not a ledger (not an SQLite file)",
    "CORRUPT": "is damaged",
    "BUSY": "is locked by another program",
    "LOCKED": "is locked by another program",
    "FULL": "cannot be written: the disk is full",
    "READONLY": "cannot be written",
    "CANTOPEN": "cannot be opened",
    "PERM": "cannot be opened",
}


class Database:
    """A ledger's file. Every method turns SQLite's errors into ``LedgerError``, in one line."""

    def __init__(self, path: Path, *, readonly: bool) -> None:
        """Open the file at ``path``; a writer creates it and brings it to this version.

        Raises ``LedgerError`` for what is not a ledger, is damaged, is from a newer sayso, cannot
        be opened or written, is on a network file system, or is being written by another sayso.
        """
        self.path = path
        self.readonly = readonly
        if sqlite3.sqlite_version_info < schema.OLDEST_SQLITE:
            oldest = ".".join(map(str, schema.OLDEST_SQLITE))
            raise LedgerError(f"SQLite {sqlite3.sqlite_version} is too old: {oldest} is needed")
        real = _real_place(path, readonly)
        self._lock = None if readonly else _Lock(path, real)
        self._connection: sqlite3.Connection | None = None
        self._inside = False  # a transaction that should be open
        try:
            self._connect(real)
            self._check_kind()
            if not readonly:
                self._migrate()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the file and let the next writer in. Closing twice is closing once."""
        if self._connection is not None:
            self._connection.close()
        if self._lock is not None:
            self._lock.release()

    def run(self, query: str, *values: object) -> sqlite3.Cursor:
        """Execute one statement."""
        connection = self._ready()
        try:
            return connection.execute(query, values)
        except (sqlite3.Error, UnicodeEncodeError) as error:
            self._refuse(query, error)

    def run_many(self, query: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Execute one statement for each of ``rows``."""
        connection = self._ready()
        try:
            connection.executemany(query, rows)
        except (sqlite3.Error, UnicodeEncodeError) as error:
            self._refuse(query, error)

    def each(self, query: str, *values: object) -> Iterator[Any]:
        """Yield the rows of a query, one at a time."""
        cursor = self.run(query, *values)
        try:
            yield from cursor
        except sqlite3.Error as error:
            self._refuse(query, error)

    def rows(self, query: str, *values: object) -> list[Any]:
        """Return the rows of a query."""
        return list(self.each(query, *values))

    def one(self, query: str, *values: object) -> Any:
        """Return the first column of the first row of a query, or None."""
        rows = self.rows(query, *values)
        return rows[0][0] if rows else None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what the block writes when it ends, or undo all of it when it raises."""
        self.run(sql.BEGIN)
        self._inside = True
        try:
            yield
            self.run(sql.COMMIT)
        except BaseException:
            if not self._ended():
                self.run(sql.ROLLBACK)
            raise
        finally:
            self._inside = False

    def _ended(self) -> bool:
        return self._connection is None or not self._connection.in_transaction

    def _ready(self) -> sqlite3.Connection:
        assert self._connection is not None, "only a failed __init__ leaves no connection"
        # SQLite 3.40 may undo a transaction on a full disk and report no error, when the full-text
        # index is written at the end of another statement. What follows would then be committed.
        if self._inside and self._ended():
            raise LedgerError(f"{self.path} cannot be written: SQLite gave up (is the disk full?)")
        return self._connection

    def _connect(self, real: Path) -> None:
        # The file is never opened but by SQLite: closing it elsewhere in this process would drop
        # the locks SQLite holds on it (POSIX).
        options = "mode=ro" if self.readonly else "mode=rwc"
        if self.readonly and _is_sealed(real):
            options += "&immutable=1"
        try:
            self._connection = sqlite3.connect(
                f"{real.as_uri()}?{options}", uri=True, isolation_level=None
            )
        except sqlite3.Error as error:
            self._refuse("open", error)
        for setting in sql.SETTINGS:
            self.run(setting)

    def _check_kind(self) -> None:
        version = self.one(sql.GET_VERSION)
        if self.one(sql.GET_APPLICATION_ID) != schema.APPLICATION_ID:
            if version or self.one(sql.COUNT_OBJECTS):
                raise LedgerError(f"{self.path} is another program's database, not a ledger")
            if self.readonly:
                raise LedgerError(f"{self.path} is empty, not a ledger yet")
        if version > schema.VERSION:
            raise LedgerError(
                f"{self.path} is from a newer sayso (version {version} of the ledger; this sayso "
                f"knows {schema.VERSION}): update sayso"
            )
        if self.readonly and version < schema.VERSION:
            raise LedgerError(f"{self.path} is from an older sayso: add to it once to update it")

    def _migrate(self) -> None:
        if self.one(sql.SET_WAL) != "wal":
            raise LedgerError(
                f"{self.path} is on a file system where SQLite can keep no WAL journal"
            )
        version = self.one(sql.GET_VERSION)
        for number, statements in enumerate(schema.MIGRATIONS[version:], start=version + 1):
            with self.transaction():
                for statement in (*statements, sql.set_version(number)):
                    self.run(statement)

    def _refuse(self, query: str, error: sqlite3.Error | UnicodeEncodeError) -> NoReturn:
        if isinstance(error, UnicodeEncodeError):
            raise LedgerError(
                f"{self.path} cannot keep half a character (a lone surrogate)"
            ) from error
        # Errors of the Python module itself ("closed database") carry no code of SQLite's.
        code: str = getattr(error, "sqlite_errorname", "").removeprefix("SQLITE_").split("_")[0]
        what = " ".join(query.split()[:3])
        raise LedgerError(
            f"{self.path} {_WHY.get(code) or f'failed at {what}: {error}'}"
        ) from error


class _Lock:
    """The writer's lock: ``story.db.lock`` beside ``story.db``, gone when the writer is."""

    def __init__(self, path: Path, real: Path) -> None:
        self._name = f"{real}.lock"
        while True:
            try:
                self._handle: int | None = os.open(self._name, os.O_RDONLY | os.O_CREAT, 0o666)
            except OSError as error:
                raise LedgerError(f"{path} cannot be written: {error.strerror}") from error
            try:
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                # The last writer may have removed the file between our opening and our locking it.
                if os.path.samestat(os.fstat(self._handle), os.stat(self._name)):
                    return
            except FileNotFoundError:
                pass
            except OSError as error:
                os.close(self._handle)
                busy = isinstance(error, BlockingIOError)
                why = "is being written by another sayso" if busy else f"cannot be locked: {error}"
                raise LedgerError(f"{path} {why}") from error
            os.close(self._handle)

    def release(self) -> None:
        """Remove the lock, while it is held, and let go of it."""
        if self._handle is not None:
            with contextlib.suppress(OSError):
                os.unlink(self._name)
            os.close(self._handle)
            self._handle = None


def _real_place(path: Path, readonly: bool) -> Path:
    """Return the place of ``path`` without links, or refuse it."""
    try:
        real = Path(os.path.realpath(path))
        mode = os.stat(real).st_mode
    except FileNotFoundError:
        if readonly:
            raise LedgerError(f"{path} does not exist") from None
        if not real.parent.is_dir():
            raise LedgerError(f"{path} cannot be created: there is no such folder") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise LedgerError(f"{path} cannot be opened: {why}") from error
    else:
        if not stat.S_ISREG(mode):
            raise LedgerError(f"{path} is {'a folder' if stat.S_ISDIR(mode) else 'no file'}")
        if not os.access(real, os.R_OK):
            raise LedgerError(f"{path} cannot be opened: Permission denied")
        # SQLite would open it for reading then, and fail only at the first article.
        if not readonly and not os.access(real, os.W_OK):
            raise LedgerError(f"{path} cannot be written: Permission denied")
    kind = file_system(real, _mounts())
    if kind in _REMOTE:
        raise LedgerError(
            f"{path} is on a network file system ({kind}), where SQLite may damage it: "
            "keep it on a local disk"
        )
    return real


def _mounts() -> str:
    try:
        return _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:  # not Linux: nothing is known, and nothing refused
        return ""


def file_system(path: Path, mounts: str) -> str:
    """Return the type of the file system that ``path`` (absolute, no links) is on, or nothing.

    ``mounts`` is the text of ``/proc/mounts``; of several that hold the path, the deepest counts,
    and of these the last.
    """
    best, found = -1, ""
    for line in mounts.splitlines():
        columns = line.split(" ")
        if len(columns) < 3:
            continue
        at = Path(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), columns[1]))
        if path.is_relative_to(at) and len(at.parts) >= best:
            best, found = len(at.parts), columns[2]
    return found


def _is_sealed(real: Path) -> bool:
    """Return whether a reader can keep no journal beside the file and none with content is there:
    then SQLite opens it only when told that it does not change."""
    if os.access(real.parent, os.W_OK):
        return False
    try:
        return os.stat(f"{real}-wal").st_size == 0
    except OSError:
        return True
