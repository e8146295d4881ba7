"""``sayso run`` and ``sayso load``: many documents into tables, and on into a ledger. See ``cli``."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sayso.terminal import JOBS, LEDGER

if TYPE_CHECKING:
    from sayso.bulk.run import Progress

_PARTLY = 3
_QUIET_S = 30  # seconds between two lines of progress where standard error is no terminal
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="IN…")
@click.option("--out", "folder", type=_FOLDER, required=True, help="The folder of the tables.")
@click.option("--pages/--no-pages", default=True, help="Keep the pages' bytes, as load needs them.")
@click.option("--batch", "size", default=200, type=click.IntRange(1), help="Documents in a batch.")
@click.option("--replace", is_flag=True, help="Remove batches that the inputs no longer give.")
@JOBS
def run(inputs: tuple[str, ...], folder: Path, **told: Any) -> None:
    """Read many files into tables (Parquet): articles, statements, propositions, what was refused.

    IN are files and folders of any kind that sayso reads. Stopped at any moment and started again,
    it carries on: nothing is lost and nothing is there twice.
    """
    from sayso.bulk.run import RunOptions
    from sayso.bulk.run import run as run_all

    options = RunOptions(told["jobs"], told["pages"], told["size"], told["replace"])
    line = _Line()
    began = time.monotonic()
    for progress in run_all(inputs, folder, options):
        line.tell(_told(progress, time.monotonic() - began))
    line.end()
    counts = progress.counts
    click.echo(
        f"{counts.articles} articles, {counts.statements} statements, {counts.rejected} refused",
        err=True,
    )
    sys.exit(_PARTLY if counts.rejected else 0)


@click.command()
@LEDGER
@click.argument("folder", type=_FOLDER)
@click.option("--compare/--no-compare", default=True,
              help="Compare what the articles state; else the next sayso add does.")  # fmt: skip
def load(ledger: Path, folder: Path, compare: bool) -> None:
    """Put what `sayso run` wrote to FOLDER into a ledger. Loading twice is loading once."""
    from sayso import who_kept
    from sayso.bulk.load import load as load_all
    from sayso.comparing import Comparing
    from sayso.ledger import Ledger

    line = _Line()
    new = known = rejected = 0
    unfinished = []
    with Ledger(ledger) as book:
        comparing = Comparing(book)
        for one in load_all(book, folder):
            if compare:
                comparing.finish()
            if not one.whole:
                unfinished.append(one.name)
            new, known = new + one.new, known + one.documents - one.new
            rejected += one.rejected
            line.tell(f"{new + known} articles")
        who_kept.bring_up(book)  # once, and not when somebody waits for a list
    line.end()
    click.echo(f"{new} added, {known} known, {rejected} refused", err=True)
    for name in unfinished:
        click.echo(
            f"passed over {folder / name}: it is not whole; finish sayso run first", err=True
        )
    sys.exit(_PARTLY if rejected or unfinished else 0)


def _told(progress: Progress, elapsed_s: float) -> str:
    left = progress.remaining(elapsed_s)
    when = "how long is not known yet" if left is None else f"{_duration(left)} left"
    return f"{progress.done:,} of {progress.documents:,} documents, {when}"


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"


class _Line:
    """A line on standard error that is written over; where that is no terminal, one now and then."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._last = time.monotonic()

    def tell(self, text: str) -> None:
        now = time.monotonic()
        if self._terminal:
            click.echo(f"\r{text}\x1b[K", nl=False, err=True)
        elif now - self._last >= _QUIET_S:
            click.echo(text, err=True)
            self._last = now

    def end(self) -> None:
        if self._terminal:
            click.echo(err=True)
