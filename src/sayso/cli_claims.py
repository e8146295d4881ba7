"""The commands ``sayso claims`` and ``sayso conflicts``."""

from __future__ import annotations

import re
from pathlib import Path

import click

from sayso.terminal import AS_JSON, LEDGER, paint

SINCE = click.option(
    "--since",
    default="",
    metavar="WHEN",
    help="Only what changed after an article's number or a time.",
)
STORY = click.option(
    "--story", type=click.IntRange(1), default=None, help="Only of the story with this number."
)
LIMIT = click.option("--limit", type=click.IntRange(1), default=50, help="How many to show.")
OFFSET = click.option("--offset", type=click.IntRange(0), default=0, help="How many to pass over.")

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
_KINDS = "denial number identity time place status cause other".split()


@click.command()
@LEDGER
@click.argument("what", required=False, default="", metavar="[TEXT|ID]")
@click.option(
    "--status", type=click.Choice(_STATUSES), default=None, help="Only claims of this status."
)
@SINCE
@STORY
@LIMIT
@OFFSET
@AS_JSON
def claims(
    ledger: Path,
    what: str,
    status: str | None,
    since: str,
    story: int | None,
    limit: int,
    offset: int,
    as_json: bool,
) -> None:
    """List what the articles claim; with TEXT, the claims with these words; with ID, all of one.

    ID is what the list shows before a claim, or any identifier of a mention.
    """
    from sayso import claims as read
    from sayso import claims_json as form
    from sayso import show_claims as look
    from sayso.across.relation import Status
    from sayso.as_json import dumps
    from sayso.ledger import Ledger

    with Ledger(ledger, readonly=True) as book:
        if re.fullmatch("[0-9a-f]{4,16}", what) and read.is_mention(book, what):
            found = read.claim(book, what)
            if as_json:
                click.echo(dumps(form.claim_page(found)))
            else:
                paint(look.claim_page_lines(found))
            return
        listed = read.claims(
            book,
            text=what,
            status=Status(status) if status else None,
            since=since,
            story=story or 0,
            limit=limit,
            offset=offset,
        )
        waiting = read.uncompared(book)
    if as_json:
        click.echo(dumps(form.page("claims", listed, form.claim)))
        return
    for one in listed.items:
        paint(look.claim_lines(one))
    click.echo(look.shown_line(len(listed.items), listed.total, "claim", waiting), err=True)


@click.command()
@LEDGER
@click.argument("key", required=False, default="", metavar="[ID]")
@click.option("--kind", type=click.Choice(_KINDS), default=None, help="Only conflicts about this.")
@click.option("--updates", is_flag=True, help="List updates: later states, not conflicts.")
@SINCE
@STORY
@LIMIT
@OFFSET
@AS_JSON
def conflicts(
    ledger: Path,
    key: str,
    kind: str | None,
    updates: bool,
    since: str,
    story: int | None,
    limit: int,
    offset: int,
    as_json: bool,
) -> None:
    """List where accounts conflict or correct one another; with ID, one by every pair that shows it."""
    from sayso import claims as read
    from sayso import claims_json as form
    from sayso import show_claims as look
    from sayso.across.relation import Kind, Relation
    from sayso.across.views import Page
    from sayso.as_json import dumps
    from sayso.ledger import Ledger

    with Ledger(ledger, readonly=True) as book:
        if key:
            pairs = read.conflict(book, key)
            found = Page(pairs, len(pairs))
        else:
            found = read.conflicts(
                book,
                since=since,
                kind=Kind(kind) if kind else None,
                story=story or 0,
                relations=(Relation.UPDATE,) if updates else read.DISPUTES,
                limit=limit,
                offset=offset,
            )
        waiting = read.uncompared(book)
    if as_json:
        click.echo(dumps(form.page("conflicts", found, form.conflict)))
        return
    for one in found.items:
        paint(look.conflict_lines(one))
    what = "update" if updates else "pair" if key else "conflict"
    click.echo(look.shown_line(len(found.items), found.total, what, waiting), err=True)
