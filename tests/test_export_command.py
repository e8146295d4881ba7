"""``sayso export``: what is written, what is told, what is refused."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from harbour import harbour
from sayso import cli_export
from sayso.across.relation import Status
from sayso.cli import main
from sayso.export import cells
from sayso.export.formats import Format


@pytest.fixture
def story(tmp_path: Path) -> Path:
    harbour(tmp_path / "story.db")
    return tmp_path / "story.db"


def _run(*arguments: str) -> tuple[int, str, str]:
    told = CliRunner().invoke(main, ["export", *arguments])
    return told.exit_code, told.stdout, told.stderr


def test_the_command_writes_a_file_and_tells_how_many_rows(story: Path, tmp_path: Path) -> None:
    out = tmp_path / "claims.csv"
    told = _run(str(story), "--format", "csv", "--out", str(out), "--no-unnamed")
    assert told == (0, "", "4 rows of 4 claims\nleft out, by unnamed sources: 1 mention\n")
    assert len(list(cells.read(io.BytesIO(out.read_bytes())))) == 4
    assert out.stat().st_mode & 0o777 == 0o644 & ~cli_export._mask()
    code, shown, _ = _run(str(story), "--format", "jsonl", "--status", "separate origins")
    assert (code, shown.count("\n")) == (0, 2)


def test_a_failed_export_leaves_the_file_that_was_there(
    story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "claims.csv"
    out.write_text("older")

    def fails(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sayso.export.cells.write", fails)
    code, _, told = _run(str(story), "--format", "csv", "--out", str(out))
    assert (code, told) == (1, f"sayso: {out} cannot be written: No space left on device\n")
    assert out.read_text() == "older"
    assert sorted(one.name for one in tmp_path.iterdir() if "claims" in one.name) == ["claims.csv"]


def test_the_ledger_is_never_written_over(story: Path) -> None:
    before = story.read_bytes()
    code, _, told = _run(str(story), "--format", "csv", "--out", str(story))
    assert (code, told) == (
        1,
        f"sayso: {story} is the ledger itself: give another name to write to\n",
    )
    assert story.read_bytes() == before


def test_a_missing_library_is_one_clear_sentence(
    story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    code, _, told = _run(str(story), "--format", "parquet")
    assert code == 1
    assert told.endswith("need pyarrow, which is not installed: pip install 'sayso[parquet]'\n")


def test_options_that_do_not_fit_are_refused(story: Path) -> None:
    assert _run(str(story), "--format", "html", "--bom")[0] == 2
    assert _run(str(story), "--format", "webannotation", "--full-text")[0] == 2
    assert _run(str(story), "--format", "html", "--context", "5000")[0] == 2


def test_the_command_knows_every_format_and_status() -> None:
    assert tuple(Format) == cli_export._FORMATS
    assert tuple(Status) == cli_export._STATUSES
