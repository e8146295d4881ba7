"""The command ``sayso sources``: who speaks across the articles, what they said, and why it is they."""

from __future__ import annotations

from pathlib import Path

import click

from sayso.errors import NotFoundError
from sayso.terminal import AS_JSON, LEDGER, paint, tell


@click.command()
@LEDGER
@click.argument("name", required=False)
@click.option("--words", is_flag=True, help="By the articles' exact words; nothing is joined.")
@click.option("--why", is_flag=True, help="Say by what rules articles' speakers are one source.")
@AS_JSON
def sources(ledger: Path, name: str | None, words: bool, why: bool, as_json: bool) -> None:
    """List who speaks, across articles; with NAME, what that source said everywhere.

    NAME is a name or a part of one, or the start of an id (--json lists them).
    """
    if words and why:
        raise click.UsageError("--words joins nothing, so there is no --why")
    if words:
        _by_words(ledger, name, as_json)
        return
    from sayso import as_json as form
    from sayso import show_sources as look
    from sayso.ledger import Ledger
    from sayso.who import pick, said_by, who_is_who

    with Ledger(ledger, readonly=True) as book:
        found = who_is_who(book)
        chosen = [pick(found, name)] if name else list(found.identities)
        said = said_by(book, chosen[0]) if name else ()
        articles = book.articles()
    if name and as_json:
        click.echo(form.dumps(form.source_said(chosen[0], said)))
    elif as_json:
        click.echo(form.dumps(form.who_is_who(found)))
    elif name:
        paint(look.source_lines(chosen[0], said, why))
        paint(look.why_lines(chosen[0], articles) if why else ())
    else:
        for one in chosen:
            click.echo(look.source_line(one))
            paint(look.why_lines(one, articles) if why else ())
        click.echo(look.unclear_line(found), err=True)


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
