"""What the commands share: their arguments, and printing to a terminal. See ``cli``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from sayso.show import Piece

Item = TypeVar("Item")
LEDGER = click.argument("ledger", type=click.Path(dir_okay=False, path_type=Path))
FEW = 200  # what a person looks through
LIMIT = click.option(
    "--limit", type=click.IntRange(1), help=f"How many to show: {FEW}; all of --json."
)
EVERYTHING = click.option("--all", "everything", is_flag=True, help="Show all.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Write JSON.")
JOBS = click.option(
    "--jobs", type=click.IntRange(0), default=0, help="Processes to use; 0: one for each core."
)


def most(limit: int | None, everything: bool, as_json: bool) -> int:
    """Return how many of a list are shown, by what ``LIMIT``, ``EVERYTHING`` and ``AS_JSON`` gave; -1:
    all."""
    if everything and limit:
        raise click.UsageError("give either --limit or --all")
    return limit or (-1 if everything or as_json else FEW)


def tell(rows: list[dict[str, Any]], lines: Iterable[str], as_json: bool) -> None:
    """Print a list: as one line of JSON, or a line each."""
    from sayso.as_json import dumps

    if as_json:
        click.echo(dumps(rows))
        return
    for text in lines:
        click.echo(text)


def tell_outcome(became: dict[str, Any], as_json: bool) -> None:
    """Print what became of a document (``as_json.outcome``); a refusal to standard error."""
    from sayso.as_json import dumps
    from sayso.show import line

    if as_json:
        click.echo(dumps(became))
    elif became["status"] == "refused":
        click.echo(f"refused {line(became['subject'])}: {line(became['reason'])}", err=True)
    elif "title" in became:
        title = line(became["title"] or became["subject"])
        click.echo(f"{became['status']}  {title}  ({became['statements']} statements)")
    else:
        click.echo(f"known  {line(became['subject'])}")


def paint(pieces: Iterable[Piece]) -> None:
    """Print pieces to standard output, in colour on a terminal."""
    from rich.console import Console
    from rich.text import Text

    from sayso.show import STYLES

    text = Text()
    for piece in pieces:
        text.append(piece.text, STYLES[piece.style])
    if sys.stdout.isatty():
        Console(file=sys.stdout, highlight=False).print(text, end="", soft_wrap=True)
    else:
        click.echo(text.plain, nl=False)


def progress(items: Iterable[Item], what: str = "documents") -> Iterator[Item]:
    """Pass ``items`` on, with a counter of ``what`` on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn(f"{{task.completed}} {what}"), TimeElapsedColumn())
    console = Console(stderr=True)
    # What is printed meanwhile goes above the counter, if both are on the terminal.
    above = sys.stdout.isatty()
    with Progress(*columns, console=console, transient=True, redirect_stdout=above) as bar:
        task = bar.add_task("", total=None)
        for item in items:
            bar.advance(task)
            yield item
