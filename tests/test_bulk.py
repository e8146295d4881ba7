"""Many documents into tables and into a ledger: nothing lost, nothing twice, whatever stops it."""

from __future__ import annotations

import json
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import samples
from readings import dump, ferry
from sayso.bulk.batches import Batch, batches, documents
from sayso.bulk.columns import plain, record_of, schema_of
from sayso.bulk.folder import TABLES, Counts, batches_in, counts_of, read_table
from sayso.bulk.run import Progress, RunOptions, run
from sayso.bulk.tables import ArticleRow, PropositionRow, StatementRow, reading_of, rows_of
from sayso.errors import ReadError, SaysoError
from sayso.ledger import Ledger
from sayso.pipeline import Outcome
from sayso.records import MediaType, Page, Rejected

QUICK = Path(__file__).parent / "quick_sayso.py"
COUNT = 60
REST = "The island has one ferry, and when it does not sail nobody leaves the island by water."


def text(number: int) -> str:
    who = ("Brandt", "Solberg", "Aldane")[number % 3]
    said = f"{who} said that {number} people were aboard on 3 May 2031."
    return f"Ferry {number} is late. {said} {REST}"


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """Sixty short articles, and among them a line that is broken and one without text."""
    file = tmp_path / "in" / "coverage.jsonl"
    file.parent.mkdir()
    told = [json.dumps({"id": f"a{n}", "text": text(n)}) for n in range(COUNT)]
    told[20:20] = ['{"id": "broken', '{"id": "empty", "text": ""}']
    file.write_text("\n".join(told) + "\n", encoding="utf-8")
    return file


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    command = [sys.executable, str(QUICK), *map(str, arguments)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def quick(*arguments: str | Path) -> tuple[int, str]:
    process = start(*arguments)
    _, told = process.communicate(timeout=120)
    return process.returncode, told


def rows(folder: Path) -> dict[str, list[Any]]:
    """All rows of a folder, table by table, in order."""
    names = batches_in(folder)
    assert all(counts_of(folder, name) for name in names)
    found: dict[str, list[Any]] = {}
    for table, record in TABLES.items():
        found[table] = []
        for name in names:
            found[table].extend(read_table(folder, name, table, record))
    return found


def files(folder: Path) -> dict[str, bytes]:
    """Every file that is not hidden, byte for byte."""
    found = (one for one in folder.rglob("*") if one.is_file() and one.name != ".lock")
    return {str(one.relative_to(folder)): one.read_bytes() for one in found}


def test_every_document_is_a_row_or_a_refusal(lines: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code, told = quick("run", lines, "--out", out, "--batch", "25", "--jobs", "1")
    assert (code, told) == (3, "60 articles, 60 statements, 2 refused\n")
    found = rows(out)
    assert [one.name for one in found["articles"]] == [f"a{n}" for n in range(COUNT)]
    assert [one.text for one in found["articles"]] == [text(n) for n in range(COUNT)]
    assert [one.subject for one in found["rejected"]] == [f"{lines}:21", f"{lines}:22"]
    statement: StatementRow = found["statements"][1]
    assert statement.source_words == "Solberg"
    assert statement.content_words == "that 1 people were aboard on 3 May 2031"
    assert (statement.speaker.name, statement.article) == ("Solberg", found["articles"][1].id)
    assert [time.value for time in statement.times] == ["2031-05-03"]
    assert [(one.low, one.high) for one in statement.numbers] == [(1, 1)]
    stated: list[PropositionRow] = [
        one for one in found["propositions"] if one.article == found["articles"][1].id
    ]
    assert [(one.words, one.statement) for one in stated] == [
        ("Ferry 1 is late.", None),
        ("that 1 people were aboard on 3 May 2031", 1),
        (REST, None),
    ]


def test_a_run_again_does_nothing_and_two_processes_give_what_one_does(
    lines: Path, tmp_path: Path
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    assert quick("run", lines, "--out", one, "--batch", "9", "--jobs", "1")[0] == 3
    before = {name: (one / name).stat().st_mtime_ns for name in files(one)}
    assert quick("run", lines, "--out", one, "--batch", "9", "--jobs", "1")[0] == 3
    assert {name: (one / name).stat().st_mtime_ns for name in files(one)} == before
    assert quick("run", lines, "--out", two, "--batch", "9", "--jobs", "2")[0] == 3
    assert files(two) == files(one)


def test_what_was_loaded_without_comparing_says_so(lines: Path, tmp_path: Path) -> None:
    out, loaded = tmp_path / "out", tmp_path / "loaded.db"
    assert quick("run", lines, "--out", out, "--jobs", "1")[0] == 3
    assert quick("load", loaded, out, "--no-compare")[0] == 3
    for command, what in (("claims", "claim"), ("conflicts", "conflict"), ("timeline", "article")):
        told = f"0 {what}s; 60 articles not compared yet: sayso add or load does it\n"
        assert quick(command, loaded) == (0, told)


def test_a_ledger_loaded_is_the_ledger_added(lines: Path, tmp_path: Path) -> None:
    out, loaded, added = tmp_path / "out", tmp_path / "loaded.db", tmp_path / "added.db"
    # Refusals are noted batch by batch: in one batch of all, as they came between the articles.
    assert quick("run", lines, "--out", out, "--jobs", "1")[0] == 3
    assert quick("load", loaded, out) == (3, "60 added, 0 known, 2 refused\n")
    assert quick("load", loaded, out) == (3, "0 added, 60 known, 2 refused\n")
    assert quick("add", added, lines, "--jobs", "1")[0] == 3
    assert quick("sources", added)[0] == 0  # who is who is worked out at the end of load

    def content(path: Path) -> list[str]:
        # When a refusal was noted among the readings differs; which were noted does not.
        return [one for one in dump(path) if not one.startswith(('INSERT INTO "rejected"',
                'INSERT INTO "loaded"'))]  # fmt: skip

    assert content(loaded) == content(added)
    with Ledger(loaded) as one, Ledger(added) as other:
        assert one.counts() == other.counts()
        assert one.check() == ()
        assert [a.rejected for a in one.rejections()] == [b.rejected for b in other.rejections()]


def kill_somewhere(seed: int, seconds: float, *arguments: str | Path) -> None:
    """Start, and kill at a random moment, the process and not those it started."""
    process = start(*arguments)
    time.sleep(random.Random(seed).uniform(0, seconds))
    process.kill()
    process.communicate()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_run_killed_and_started_again_gives_what_one_undisturbed_does(
    lines: Path, tmp_path: Path, jobs: str
) -> None:
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    began = time.monotonic()
    arguments = ("--batch", "4", "--jobs", jobs)
    assert quick("run", lines, "--out", whole, *arguments)[0] == 3
    took = time.monotonic() - began
    for seed in range(2):
        kill_somewhere(seed, took, "run", lines, "--out", killed, *arguments)
    assert quick("run", lines, "--out", killed, *arguments)[0] == 3
    assert files(killed) == files(whole)
    assert not [one for one in killed.iterdir() if one.name.startswith(".batch")]


def test_a_load_killed_and_started_again_gives_what_one_undisturbed_does(
    lines: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    whole, killed = tmp_path / "whole.db", tmp_path / "killed.db"
    assert quick("run", lines, "--out", out, "--batch", "2", "--jobs", "1")[0] == 3
    began = time.monotonic()
    assert quick("load", whole, out)[0] == 3
    took = time.monotonic() - began
    for seed in range(2):
        kill_somewhere(seed, took, "load", killed, out)
    assert quick("load", killed, out)[0] == 3
    assert dump(killed) == dump(whole)


def test_the_processes_of_a_killed_run_end_with_it(lines: Path, tmp_path: Path) -> None:
    process = start("run", lines, "--out", tmp_path / "out", "--batch", "1", "--jobs", "2")
    out = tmp_path / "out"
    deadline = time.monotonic() + 60
    while not batches_in(out) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.kill()
    process.wait()
    while members(process.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert members(process.pid) == []
    process.communicate()


def members(group: int) -> list[int]:
    """The living processes of a process group."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, its_group = status.read_text().rsplit(")", 1)[1].split()[:3]
        except OSError:
            continue
        if int(its_group) == group and state != "Z":
            found.append(int(status.parent.name))
    return found


def test_ctrl_c_ends_a_run_at_once_and_the_next_carries_on(lines: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = start("run", lines, "--out", out, "--batch", "2", "--jobs", "2")
    while not batches_in(out):
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert told.splitlines()[-1] == "sayso: interrupted; run the same command again to carry on"
    assert quick("run", lines, "--out", out, "--batch", "2", "--jobs", "2")[0] == 3
    assert len(rows(out)["articles"]) == COUNT


def test_what_is_appended_is_read_and_the_rest_stands(lines: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    quick("run", lines.parent, "--out", out, "--batch", "10", "--jobs", "1")
    before = batches_in(out)
    more = lines.parent / "more.jsonl"
    more.write_text(json.dumps({"id": "new", "text": text(99)}) + "\n", encoding="utf-8")
    code, told = quick("run", lines.parent, "--out", out, "--batch", "10", "--jobs", "1")
    assert code == 1
    assert "holds 1 batches that these inputs do not give" in told
    assert batches_in(out) == before
    code, _ = quick("run", lines.parent, "--out", out, "--batch", "10", "--jobs", "1", "--replace")
    assert code == 3
    assert batches_in(out)[:-1] == before[:-1]
    assert [one.name for one in rows(out)["articles"]][-2:] == [f"a{COUNT - 1}", "new"]


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        (["-"], "standard input cannot be read twice"),
        (["https://post.example/1"], "https://post.example/1, an address, cannot be read twice"),
        (["."], "out lies in ., which is to be read"),
    ],
)
def test_inputs_that_cannot_be_run_are_refused(
    inputs: Sequence[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SaysoError, match=told):
        next(run(inputs, Path("out"), RunOptions()))
    assert list(tmp_path.iterdir()) == []


def test_two_runs_do_not_write_one_folder(lines: Path, tmp_path: Path) -> None:
    first = run([str(lines)], tmp_path / "out", RunOptions(jobs=1))
    next(first)
    with pytest.raises(SaysoError, match="is being written by another sayso run"):
        next(run([str(lines)], tmp_path / "out", RunOptions(jobs=1)))
    del first


def test_a_folder_that_is_not_whole_is_told(lines: Path, tmp_path: Path) -> None:
    out, story = tmp_path / "out", tmp_path / "story.db"
    code, told = quick("load", story, out)
    assert (code, told) == (1, f"sayso: {out} holds no batches of sayso run\n")
    quick("run", lines, "--out", out, "--batch", "40", "--jobs", "1", "--no-pages")
    code, told = quick("load", story, out)
    assert code == 1
    assert "was written without the pages (--no-pages)" in told
    first, second = batches_in(out)
    (out / first / "_SUCCESS").unlink()
    (out / second / "articles.parquet").write_bytes(b"PAR1 no more")
    code, told = quick("load", story, out)
    assert code == 1
    assert f"{out / second / 'articles.parquet'} cannot be read" in told
    assert told.count("\n") == 1


def test_without_pyarrow_one_sentence_says_what_to_install(
    lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ReadError, match=r"pip install 'sayso\[parquet\]'"):
        next(run([str(lines)], tmp_path / "out", RunOptions()))


def test_rows_come_back_as_the_records_they_were() -> None:
    for number in range(3):
        reading = ferry(number)
        found = rows_of(Outcome(reading.page.origin, reading), pages=True)
        assert found.article is not None
        schema = schema_of(ArticleRow)
        assert set(plain(found.article)) == set(schema.names)
        article = record_of(ArticleRow, plain(found.article))
        statements = [record_of(StatementRow, plain(one)) for one in found.statements]
        assert (article, statements) == (found.article, list(found.statements))
        back = reading_of(article, reading.page.body, statements)
        assert back == reading


def test_batches_are_named_by_what_is_in_them(lines: Path) -> None:
    def names(size: int, made_by: str = "me") -> list[str]:
        return [one.name for one in batches(documents([str(lines)]), size, made_by)]

    assert names(25) == names(25)
    assert len(names(25)) == 3
    assert not set(names(25)) & {*names(24), *names(25, "you")}
    large = [Page(b"x" * (20 << 20), MediaType.TEXT, f"p{n}") for n in range(3)]
    assert [len(one.documents) for one in batches(large, 25, "me")] == [1, 1, 1]
    refused = Batch(1, (Rejected("read", "a", "b"),), "me")
    assert refused.name != Batch(1, (Rejected("read", "a", "c"),), "me").name


def test_all_kinds_of_files_are_run(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, data in samples.ALL.items():
        (folder / name).write_bytes(data)
    found = [one for batch in batches(documents([str(folder)]), 5, "me") for one in batch.documents]
    assert all(isinstance(one, Page) for one in found)
    origins = [one.origin for one in found if isinstance(one, Page)]
    assert {Path(one.split("#")[0].split(":")[0]).name for one in origins} >= {
        "page.html", "lines.jsonl", "plain.warc", "each.warc.gz", "live.html"}  # fmt: skip


def test_the_remaining_time_is_that_of_what_is_left() -> None:
    assert Progress(100, 0, Counts(), 0, 5000).remaining(3.0) is None
    assert Progress(100, 20, Counts(), 1000, 4000).remaining(3.0) == 12.0
    assert Progress(100, 100, Counts(), 0, 0).remaining(0.1) == 0.0


def test_the_columns_are_those_of_the_documentation() -> None:
    told = (Path(__file__).parent.parent / "docs" / "bulk.md").read_text(encoding="utf-8")
    for table, record in TABLES.items():
        (line,) = [one for one in told.splitlines() if one.startswith(f"| {table},")]
        columns = re.sub(r"\([^)]*\)", "", line.split("|")[2])
        assert re.findall(r"`(\w+)`", columns) == list(schema_of(record).names)
