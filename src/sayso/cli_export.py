"""The command ``sayso export``: the claims of a ledger as a file for other tools."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from sayso.errors import LedgerError, SaysoError
from sayso.terminal import LEDGER

_FORMATS = ("csv", "jsonl", "parquet", "webannotation", "hypothesis", "html", "markdown")
_STATUSES = (
    "one origin",
    "repeated",
    "separate origins",
    "disputed",
    "denied by subject",
    "corrected or withdrawn",
    "superseded",
    "unclear",
)


@click.command()
@LEDGER
@click.option("--format", "form", type=click.Choice(_FORMATS), required=True, help="What to write.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write FILE, all of it or nothing; without it, to standard output.")  # fmt: skip
@click.option("--full-text", is_flag=True, help="And the whole articles; mind their copyright.")
@click.option("--no-unnamed", is_flag=True, help="Leave out what unnamed sources say.")
@click.option("--context", type=click.IntRange(0, 1000), default=80, show_default=True,
              help="Characters to give on each side of a mention.")  # fmt: skip
@click.option("--status", type=click.Choice(_STATUSES), help="Only claims of this status.")
@click.option("--story", type=click.IntRange(1), help="Only of the story with this number.")
@click.option("--bom", is_flag=True, help="CSV with a byte order mark, for some spreadsheets.")
def export(
    ledger: Path,
    form: str,
    out: Path | None,
    full_text: bool,
    no_unnamed: bool,
    context: int,
    status: str | None,
    story: int | None,
    bom: bool,
) -> None:
    """Write the claims to a file for other tools, one row for each mention of a claim.

    A denial stands beside what it denies in every format, whoever makes it.
    """
    from sayso.across.relation import Status
    from sayso.export.formats import Format
    from sayso.export.formats import export as write
    from sayso.export.gather import Wanted
    from sayso.ledger import Ledger

    if bom and form != "csv":
        raise click.UsageError("--bom is for --format csv")
    if full_text and form in ("webannotation", "hypothesis"):
        raise click.UsageError("an annotation points at its page: it has no --full-text")
    wanted = Wanted(
        Status(status) if status else None, story or 0, not no_unnamed, context, full_text
    )
    with Ledger(ledger, readonly=True) as book, _opened(out, ledger, form == "parquet") as file:
        told = write(book, Format(form), file, wanted, bom=bom)
    click.echo(_told(told.rows, told.claims), err=True)
    if told.left_out:
        click.echo(f"left out, by unnamed sources: {_many(told.left_out, 'mention')}", err=True)


def _told(rows: int, claims: int) -> str:
    return f"{_many(rows, 'row')} of {_many(claims, 'claim')}"


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


@contextmanager
def _opened(path: Path | None, ledger: Path, binary: bool) -> Iterator[IO[bytes]]:
    """The file to write, put in its place when all of it is there; or standard output."""
    if path is None:
        if binary and sys.stdout.isatty():
            raise SaysoError("Parquet is nothing for a terminal: give --out FILE")
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if path.exists() and path.samefile(ledger):
        raise LedgerError(f"{path} is the ledger itself: give another name to write to")
    try:
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as file:
            made = Path(file.name)
            try:
                yield file
                file.flush()
                os.fchmod(file.fileno(), 0o666 & ~_mask())
                made.replace(path)
            except BaseException:
                made.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise SaysoError(f"{path} cannot be written: {error.strerror or error}") from error


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
