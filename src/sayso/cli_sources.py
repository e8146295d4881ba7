"""The command ``sayso sources``: who speaks across the articles, what they said, and why it is they."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sayso.errors import NotFoundError
from sayso.terminal import AS_JSON, LEDGER, paint, tell

if TYPE_CHECKING:
    from sayso.ledger import Ledger

_FEW = 200  # what a person looks through


@click.command()
@LEDGER
@click.argument("name", required=False)
@click.option("--limit", type=click.IntRange(1), help=f"How many to show: {_FEW}; all of --json.")
@click.option("--all", "everything", is_flag=True, help="Show all.")
@click.option("--words", is_flag=True, help="By the articles' exact words; nothing is joined.")
@click.option("--why", is_flag=True, help="Say by what rules articles' speakers are one source.")
@AS_JSON
def sources(
    ledger: Path,
    name: str | None,
    limit: int | None,
    everything: bool,
    words: bool,
    why: bool,
    as_json: bool,
) -> None:
    """List who speaks, across articles, those who say most first; with NAME, what that source said
    everywhere, the latest last.

    NAME is a name or a part of one, or the start of an id (--json lists them).
    """
    if words and why:
        raise click.UsageError("--words joins nothing, so there is no --why")
    if everything and limit:
        raise click.UsageError("give either --limit or --all")
    if words:
        _by_words(ledger, name, as_json)
        return
    from sayso import who_kept

    most = limit or (who_kept.ALL if everything or as_json else _FEW)
    with who_kept.opened(ledger) as book:
        if name is None:
            _list(book, most, why, as_json)
        else:
            _one(book, name, most, why, as_json)


def _list(book: Ledger, most: int, why: bool, as_json: bool) -> None:
    from sayso import as_json as form
    from sayso import show_sources as look
    from sayso import who_kept

    found, total = who_kept.listing(book, most), who_kept.total(book)
    if as_json:
        told = [form.identity(one, who_kept.merges(book, one.id)) for one in found]
        click.echo(form.dumps({"sources": told, "unclear": total.unclear}))
        return
    for one in found:
        click.echo(look.source_line(one))
        paint(look.why_lines(who_kept.joins(book, one.id)) if why else ())
    click.echo(look.unclear_line(total), err=True)
    if len(found) < total.identities:
        click.echo(look.more_line(len(found), total.identities, "source"), err=True)


def _one(book: Ledger, name: str, most: int, why: bool, as_json: bool) -> None:
    from sayso import as_json as form
    from sayso import show_sources as look
    from sayso import who_kept

    found = who_kept.find(book, name)
    first = 0 if most == who_kept.ALL else max(0, found.statements - most)
    said = who_kept.said(book, found.id, most, first)
    if as_json:
        click.echo(form.dumps(form.source_said(found, who_kept.merges(book, found.id), said)))
        return
    paint(look.source_lines(found, said, why))
    paint(look.why_lines(who_kept.joins(book, found.id)) if why else ())
    if first:
        click.echo(look.more_line(len(said), found.statements, "statement"), err=True)


def _by_words(ledger: Path, words: str | None, as_json: bool) -> None:
    from sayso import as_json as form
    from sayso import show as look
    from sayso.ledger import Ledger

    with Ledger(ledger, readonly=True) as book:
        if words is None:
            found = book.sources()
            tell([form.source(one) for one in found], map(look.source_line, found), as_json)
            return
        said = book.statements(words)
    if not said:
        raise NotFoundError(f'no source is called exactly "{words}" in {ledger}')
    if as_json:
        click.echo(form.dumps([form.stated(one) for one in said]))
        return
    for one in said:
        paint(look.stated_lines(one))
