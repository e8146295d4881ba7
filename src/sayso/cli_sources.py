"""The command ``sayso sources``: who speaks across the articles, what they said, and why it is they."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sayso.errors import NotFoundError
from sayso.terminal import AS_JSON, EVERYTHING, LEDGER, LIMIT, most, paint, tell

if TYPE_CHECKING:
    from sayso.ledger import Ledger


@click.command()
@LEDGER
@click.argument("name", required=False)
@LIMIT
@EVERYTHING
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
    shown = most(limit, everything, as_json)
    if words:
        _by_words(ledger, name, shown, as_json)
        return
    from sayso import who_kept

    with who_kept.opened(ledger) as book:
        if name is None:
            _list(book, shown, why, as_json)
        else:
            _one(book, name, shown, why, as_json)


def _list(book: Ledger, limit: int, why: bool, as_json: bool) -> None:
    from sayso import as_json as form
    from sayso import show_sources as look
    from sayso import who_kept
    from sayso.show import more_line

    found, total = who_kept.listing(book, limit), who_kept.total(book)
    if as_json:
        told = [form.identity(one, who_kept.merges(book, one.id)) for one in found]
        click.echo(form.dumps({"sources": told, "unclear": total.unclear}))
        return
    for one in found:
        click.echo(look.source_line(one))
        paint(look.why_lines(who_kept.joins(book, one.id)) if why else ())
    click.echo(look.unclear_line(total), err=True)
    click.echo(more_line(len(found), total.identities, "source"), err=True, nl=False)


def _one(book: Ledger, name: str, limit: int, why: bool, as_json: bool) -> None:
    from sayso import as_json as form
    from sayso import show_sources as look
    from sayso import who_kept
    from sayso.show import more_line

    found = who_kept.find(book, name)
    first = 0 if limit == who_kept.ALL else max(0, found.statements - limit)
    said = who_kept.said(book, found.id, limit, first)
    if as_json:
        click.echo(form.dumps(form.source_said(found, who_kept.merges(book, found.id), said)))
        return
    paint(look.source_lines(found, said, why))
    paint(look.why_lines(who_kept.joins(book, found.id)) if why else ())
    click.echo(more_line(len(said), found.statements, "statement"), err=True, nl=False)


def _by_words(ledger: Path, words: str | None, limit: int, as_json: bool) -> None:
    from sayso import as_json as form
    from sayso import show as look
    from sayso.ledger import Ledger

    with Ledger(ledger, readonly=True) as book:
        if words is None:
            found = book.sources()
            few = found if limit < 0 else found[:limit]
            tell([form.source(one) for one in few], map(look.source_line, few), as_json)
            click.echo(look.more_line(len(few), len(found), "source"), err=True, nl=False)
            return
        said = book.statements(words)
        count, said = len(said), said if limit < 0 else said[-limit:]
    if not said:
        raise NotFoundError(f'no source is called exactly "{words}" in {ledger}')
    if as_json:
        click.echo(form.dumps([form.stated(one) for one in said]))
        return
    for one in said:
        paint(look.stated_lines(one))
    click.echo(look.more_line(len(said), count, "statement"), err=True, nl=False)
