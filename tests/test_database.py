"""The ledger's file: what is refused, who may write, and what a killed writer leaves."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from readings import clock, dump, ferry, tamper
from sayso import database, schema, sql
from sayso.errors import LedgerError
from sayso.ledger import Ledger
from sayso.records import Rejected

TESTS = Path(__file__).parent


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "story.db"


def fill(path: Path, count: int = 20) -> None:
    with Ledger(path, clock=clock) as ledger:
        ledger.store_many(map(ferry, range(count)))


def python(code: str, path: Path) -> subprocess.Popen[str]:
    """Start Python on ``code``, with the tests' helpers and ``path`` at hand."""
    paths = os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])
    start = "import os, sys, signal\nfrom readings import *\nfrom sayso.ledger import Ledger\n"
    return subprocess.Popen(
        [sys.executable, "-c", f"{start}path = Path(sys.argv[1])\n{code}", str(path)],
        env={**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        text=True,
    )


def foreign(path: Path) -> None:
    tamper(path, "CREATE TABLE recipe (name TEXT)", "INSERT INTO recipe VALUES ('soup')")


def marked(path: Path) -> None:
    tamper(path, "PRAGMA application_id = 7", "CREATE TABLE article (number INTEGER)")


def newer(path: Path) -> None:
    fill(path, 1)
    tamper(path, f"PRAGMA user_version = {schema.VERSION + 1}")


def text(path: Path) -> None:
    path.write_text("Fog closed the port.\n" * 200)


def truncated(path: Path) -> None:
    fill(path)
    os.truncate(path, path.stat().st_size // 2)


def stub(path: Path) -> None:
    fill(path)
    os.truncate(path, 50)


@pytest.mark.parametrize("readonly", [True, False])
@pytest.mark.parametrize(
    ("make", "why"),
    [
        (foreign, "is another program's database, not a ledger"),
        (marked, "is another program's database, not a ledger"),
        (
            newer,
            f"is from a newer sayso (version {schema.VERSION + 1} of the ledger; "
            f"this sayso knows {schema.VERSION}): update sayso",
        ),
        (text, "is not a ledger (not an SQLite file)"),
        (truncated, "is damaged"),
        (stub, "is damaged"),
        (Path.mkdir, "is a folder"),
        (os.mkfifo, "is no file"),
    ],
)
def test_what_is_no_ledger_is_refused_and_left_alone(
    path: Path, make: object, why: str, readonly: bool
) -> None:
    assert callable(make)
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(LedgerError) as refusal:
        Ledger(path, readonly=readonly)
    assert str(refusal.value) == f"{path} {why}"
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert not Path(f"{path}.lock").exists()


def test_a_reader_needs_a_ledger_and_a_writer_a_folder(path: Path) -> None:
    with pytest.raises(LedgerError, match="does not exist"):
        Ledger(path, readonly=True)
    assert not path.exists()
    with pytest.raises(LedgerError, match="there is no such folder"):
        Ledger(path.parent / "nowhere" / "story.db")
    with pytest.raises(LedgerError, match="embedded null byte"):
        Ledger(f"{path}\0")
    path.touch()
    with pytest.raises(LedgerError, match="is empty, not a ledger yet"):
        Ledger(path, readonly=True)
    fill(path)
    with Ledger(path, readonly=True) as ledger:
        assert ledger.counts().articles == 20


def test_damage_inside_is_one_line(path: Path) -> None:
    fill(path, 200)
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\xa5" * (size // 2))
    with Ledger(path, readonly=True) as ledger:
        with pytest.raises(LedgerError, match=r"story\.db is damaged$"):
            ledger.articles()
        assert ledger.check()


@pytest.mark.parametrize("name", ["a?b.db", "a%20b.db", "a#b.db", "ä 🚢.db", ":memory:"])
def test_odd_names_are_names(tmp_path: Path, name: str) -> None:
    fill(tmp_path / name, 1)
    with Ledger(tmp_path / name, readonly=True) as ledger:
        assert ledger.counts().articles == 1
    assert (tmp_path / name).stat().st_size > 0


def test_the_file_says_what_it_is(path: Path) -> None:
    fill(path, 1)
    with closing(sqlite3.connect(path)) as file:
        told = [file.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id",)]
        told += [file.execute(f"PRAGMA {name}").fetchone()[0] for name in ("user_version",)]
        told += [file.execute("PRAGMA journal_mode").fetchone()[0]]
        tables = "\n".join(
            row[0] for row in file.execute("SELECT sql FROM sqlite_master") if row[0]
        )
    assert told == [0x53415953, schema.VERSION, "wal"]
    assert "-- statements: who said what" in tables
    with Ledger(path) as ledger:
        settings = ("foreign_keys", "synchronous", "mmap_size")
        assert [ledger._file.one(f"PRAGMA {name}") for name in settings] == [1, 1, 0]


def test_a_second_writer_is_refused_until_the_first_is_done(path: Path) -> None:
    with Ledger(path) as first:
        for other in (path, path.parent / "link.db"):
            if other != path:
                other.symlink_to(path)
            with pytest.raises(LedgerError, match=r"is being written by another sayso$"):
                Ledger(other)
        assert first.store(ferry(1))
        code = "try: Ledger(path)\nexcept Exception as error: print(error)"
        assert "is being written by another sayso" in python(code, path).communicate()[0]
    assert not Path(f"{path}.lock").exists()
    with Ledger(path) as second:
        assert not second.store(ferry(1))


def test_a_lock_that_was_removed_while_it_was_waited_for_does_not_count(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = Path(f"{path}.lock")
    flock = fcntl.flock
    removed: list[int] = []

    def slow(handle: int, operation: int) -> None:
        if not removed:  # the last writer is done just now
            lock.unlink()
            removed.append(handle)
        flock(handle, operation)

    monkeypatch.setattr(fcntl, "flock", slow)
    with Ledger(path):
        assert lock.exists()
        with pytest.raises(LedgerError, match="another sayso"):
            Ledger(path)


def test_readers_see_what_is_committed_while_it_is_written(path: Path) -> None:
    with Ledger(path) as writer, Ledger(path, readonly=True) as reader:
        assert reader.counts().articles == 0
        seen: list[int] = []

        def watched() -> Iterator[object]:
            for number in range(7):
                seen.append(reader.counts().articles)
                yield ferry(number)

        writer.store_many(watched(), batch=3)  # type: ignore[arg-type]
        assert seen == [0, 0, 0, 3, 3, 3, 6]
        assert reader.counts().articles == 7


def test_a_reader_cannot_write(path: Path) -> None:
    fill(path, 1)
    before = dump(path)
    with Ledger(path, readonly=True) as reader:
        assert reader.check() == ()
        with pytest.raises(LedgerError, match="cannot be written"):
            reader.store(ferry(2))
        with pytest.raises(LedgerError, match="cannot be written"):
            reader.reject(Rejected("read", "a.txt", "it is empty"))
    assert dump(path) == before


def test_a_closed_ledger_says_so(path: Path) -> None:
    ledger = Ledger(path)
    ledger.close()
    ledger.close()
    with pytest.raises(LedgerError, match="closed"):
        ledger.articles()


def test_another_program_that_writes_is_waited_for_and_then_named(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sql, "SETTINGS", (*sql.SETTINGS, "PRAGMA busy_timeout = 20"))
    with Ledger(path) as ledger, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match=r"is locked by another program$"):
            ledger.store(ferry(1))
        other.execute("ROLLBACK")
        assert ledger.store(ferry(1))


@pytest.mark.parametrize("room", range(16))
def test_a_full_disk_undoes_the_batch(path: Path, room: int) -> None:
    fill(path, 1)
    before = dump(path)
    with Ledger(path, clock=clock) as ledger:
        pages = ledger._file.one("PRAGMA page_count")
        ledger._file.run(f"PRAGMA max_page_count = {pages + room}")
        with pytest.raises(LedgerError, match=r"cannot be written: .*the disk (is )?full"):
            ledger.store_many(map(ferry, range(90)), batch=100)
        assert dump(path) == before
        ledger._file.run("PRAGMA max_page_count = 100000")
        assert ledger.store_many(map(ferry, range(90)), batch=100) == 89
        assert ledger.check() == ()


def test_a_migration_is_done_with_its_record_or_not_at_all(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(path, 1)
    before = dump(path)
    more = ("ALTER TABLE article ADD COLUMN mood TEXT", "CREATE TABLE page (wrong TEXT)")
    known, next_ = schema.MIGRATIONS, schema.VERSION + 1
    monkeypatch.setattr(schema, "VERSION", next_)
    monkeypatch.setattr(schema, "MIGRATIONS", (*known, more))
    with pytest.raises(LedgerError, match="from an older sayso: add to it once"):
        Ledger(path, readonly=True)
    with pytest.raises(LedgerError, match="failed at CREATE TABLE page: table page already"):
        Ledger(path)
    assert dump(path) == before
    monkeypatch.setattr(schema, "MIGRATIONS", (*known, more[:1]))
    with Ledger(path) as ledger:
        assert ledger._file.one(sql.GET_VERSION) == next_
    assert "mood" in "\n".join(dump(path))


STEPS = [
    "page",
    "article",
    "article_words",
    "dropped",
    "attribution",
    "span",
    "source",
    "speaker",
    "understood",
    "reading",
]


@pytest.mark.parametrize("step", STEPS)
def test_a_writer_killed_at_any_step_leaves_whole_articles(path: Path, step: str) -> None:
    code = f"""
from sayso.database import Database
for name in ("run", "run_many"):
    def killed(self, query, *rest, real=getattr(Database, name)):
        done = real(self, query, *rest)
        if query.split()[:3] == ["INSERT", "INTO", {step!r}]:
            killed.left -= 1
            if not killed.left:
                os.kill(os.getpid(), signal.SIGKILL)
        return done
    killed.left = 5
    setattr(Database, name, killed)
with Ledger(path, clock=clock) as ledger:
    ledger.store_many(map(ferry, range(20)), batch=3)
"""
    child = python(code, path)
    child.communicate()
    assert child.returncode == -signal.SIGKILL
    check_and_complete(path, least=3, count=20)


@pytest.mark.parametrize("lines", [1, 40, 111])
def test_a_writer_killed_at_any_time_loses_nothing_it_reported(path: Path, lines: int) -> None:
    code = """
with Ledger(path, clock=clock) as ledger:
    for number in range(100000):
        ledger.store(ferry(number))
        print(number, flush=True)
"""
    child = python(code, path)
    assert child.stdout is not None
    for _ in range(lines):
        child.stdout.readline()
    child.kill()
    child.communicate()
    check_and_complete(path, least=lines, count=400)


def check_and_complete(path: Path, least: int, count: int) -> None:
    """The file is whole and readable, and a second run makes it what one run would have."""
    with Ledger(path, readonly=True) as ledger:
        assert ledger.check() == ()
        stored = ledger.counts().articles
    count = max(count, stored)
    assert least <= stored
    with Ledger(path, clock=clock) as ledger:
        unread = [one for one in map(ferry, range(count)) if not ledger.seen(one.page)]
        assert len(unread) == count - stored
        ledger.store_many(unread)
    fill(path.parent / "whole.db", count)
    assert dump(path) == dump(path.parent / "whole.db")


def test_a_network_file_system_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = path.parent / "mounts"
    monkeypatch.setattr(database, "_MOUNTS", mounts)
    mounts.write_text(f"/dev/vda / ext4 rw 0 0\nnas:/x {path.parent} nfs4 rw 0 0\n")
    with pytest.raises(LedgerError, match=r"on a network file system \(nfs4\)"):
        Ledger(path)
    assert not path.exists()
    mounts.unlink()
    fill(path, 1)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/a/story.db", "ext4"),
        ("/mnt/my share/story.db", "cifs"),
        ("/mnt/my shares/story.db", "ext4"),
        ("/mnt/my share/local/story.db", "xfs"),
    ],
)
def test_the_deepest_mount_counts(path: str, kind: str) -> None:
    mounts = (
        "none / tmpfs rw 0 0\n/dev/vda / ext4 rw 0 0\n"
        "/dev/vdb /mnt/my\\040share/local xfs rw 0 0\n//nas/x /mnt/my\\040share cifs rw 0 0\n"
    )
    assert database.file_system(Path(path), mounts) == kind


@pytest.mark.skipif(os.geteuid() != 0, reason="another user is needed, and only root can be one")
@pytest.mark.parametrize("left", [False, True])
def test_a_folder_that_cannot_be_written_can_be_read(left: bool) -> None:
    folder = Path(tempfile.mkdtemp())
    path = folder / "story.db"
    try:
        fill(path, 3)
        if left:  # a reader leaves an empty journal
            Ledger(path, readonly=True).close()
            assert Path(f"{path}-wal").exists()
        folder.chmod(0o555)
        path.chmod(0o444)
        os.setresuid(65534, 65534, 0)
        with Ledger(path, readonly=True) as ledger:
            assert len(ledger.search("pilot")) == 3
        for mode in (0o555, 0o777):  # where the folder can be written, the file still cannot
            os.setresuid(0, 0, 0)
            folder.chmod(mode)
            os.setresuid(65534, 65534, 0)
            with pytest.raises(LedgerError, match="cannot be written: Permission denied"):
                Ledger(path)
    finally:
        os.setresuid(0, 0, 0)
        shutil.rmtree(folder)
