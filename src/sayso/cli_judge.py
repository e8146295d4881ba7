"""The commands ``sayso judge``, ``sayso undo`` and ``sayso judgements``: a person's word."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sayso.terminal import AS_JSON, LEDGER, tell

if TYPE_CHECKING:
    from sayso.across.views import Judgement

_VERDICTS = ("same", "not same", "conflict", "not a conflict", "merge", "split")
AUTHOR = click.option(
    "--author", default=None, metavar="NAME", help="Who decides; your login name by default."
)
NOTE = click.option("--note", default="", metavar="TEXT", help="Why.")


@click.command()
@LEDGER
@click.argument("verdict", type=click.Choice(_VERDICTS))
@click.argument("left")
@click.argument("right")
@AUTHOR
@NOTE
@AS_JSON
def judge(
    ledger: Path, verdict: str, left: str, right: str, author: str | None, note: str, as_json: bool
) -> None:
    """Decide on two claims or mentions, by their ids; it outranks the model until it is undone.

    VERDICT is same, "not same", conflict, "not a conflict", merge or split; merge and split also take
    speakers, by name or id.
    """
    from sayso.across.views import Verdict
    from sayso.judging import judge as decide
    from sayso.ledger import Ledger

    with Ledger(ledger) as book:
        _tell(decide(book, Verdict(verdict), left, right, _author(author), note), as_json)


@click.command()
@LEDGER
@click.argument("number", type=click.IntRange(1))
@AUTHOR
@NOTE
@AS_JSON
def undo(ledger: Path, number: int, author: str | None, note: str, as_json: bool) -> None:
    """Take back the judgement with NUMBER, as `sayso judgements` lists it; it stays listed."""
    from sayso.judging import undo as take_back
    from sayso.ledger import Ledger

    with Ledger(ledger) as book:
        _tell(take_back(book, number, _author(author), note), as_json)


@click.command()
@LEDGER
@AS_JSON
def judgements(ledger: Path, as_json: bool) -> None:
    """List every judgement and every undoing."""
    from sayso.claims_json import judgement
    from sayso.judging import judgements as all_of
    from sayso.ledger import Ledger
    from sayso.show_history import judgement_line

    with Ledger(ledger, readonly=True) as book:
        found = all_of(book)
    tell([judgement(one) for one in found], map(judgement_line, found), as_json)


def _tell(found: Judgement, as_json: bool) -> None:
    from sayso.as_json import dumps
    from sayso.claims_json import judgement
    from sayso.show_history import judgement_line

    click.echo(dumps(judgement(found)) if as_json else judgement_line(found))


def _author(given: str | None) -> str:
    if given is not None:
        return given
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no login name: a container without users
        return ""
