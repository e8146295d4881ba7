"""The command ``sayso timeline``, and what ``sayso add`` tells of what changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sayso.cli_claims import OFFSET, SINCE, STORY
from sayso.terminal import AS_JSON, LEDGER, paint, progress

if TYPE_CHECKING:
    from sayso.comparing import Comparing
    from sayso.ledger import Ledger


@click.command()
@LEDGER
@SINCE
@STORY
@click.option("--limit", type=click.IntRange(1), default=100, help="How many articles, the latest.")
@OFFSET
@AS_JSON
def timeline(
    ledger: Path, since: str, story: int | None, limit: int, offset: int, as_json: bool
) -> None:
    """Show how the story changed as articles came in: what each brought, the earliest first."""
    from sayso import claims_json as form
    from sayso import history
    from sayso import show_history as look
    from sayso.as_json import dumps
    from sayso.claims import stories, uncompared
    from sayso.ledger import Ledger
    from sayso.show_claims import shown_line

    with Ledger(ledger, readonly=True) as book:
        found = history.timeline(book, since=since, story=story or 0, limit=limit, offset=offset)
        several, waiting = len(stories(book)) > 1, uncompared(book)
    if as_json:
        click.echo(dumps(form.page("events", found, form.event)))
        return
    for one in found.items:
        paint(look.event_lines(one, several))
    click.echo(shown_line(len(found.items), found.total, "article", waiting), err=True)


@contextmanager
def watch(book: Ledger, as_json: bool) -> Iterator[Comparing]:
    """Compare what is not compared yet, before the block and after; then tell what changed since.

    What changed is told as text, or as one JSON object ``{"changes": …}``; nothing, where nothing did.
    """
    from sayso import claims_json as form
    from sayso.as_json import dumps
    from sayso.comparing import Comparing
    from sayso.history import changes, last_compared
    from sayso.show_history import watch_lines

    before, comparing = last_compared(book), Comparing(book)
    _catch_up(comparing)
    yield comparing
    _catch_up(comparing)
    found = changes(book, before)
    if found and as_json:
        click.echo(dumps({"changes": form.changes(found)}))
    elif found:
        paint(watch_lines(found))


def _catch_up(comparing: Comparing) -> None:
    for _ in progress(comparing.catch_up(), "articles compared"):
        pass
