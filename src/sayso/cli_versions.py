"""``sayso versions``: what changed between the texts read at one address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sayso.terminal import AS_JSON, LEDGER

if TYPE_CHECKING:
    from sayso.versions import Difference, History


@click.command()
@LEDGER
@click.argument("article")
@AS_JSON
def versions(ledger: Path, article: str, as_json: bool) -> None:
    """Show the versions of an ARTICLE, and what was added and removed from each to the next.

    Two texts read at the same address are two versions. ARTICLE is as for show, or the address.
    """
    from sayso import as_json as form
    from sayso.ledger import Ledger
    from sayso.versions import history

    with Ledger(ledger, readonly=True) as book:
        found = history(book, article)
    if as_json:
        click.echo(form.dumps(_json(found)))
        return
    for line in _lines(found):
        click.echo(line)


def _lines(found: History) -> Iterator[str]:
    from sayso.show import line, listed_line, withdrawn_line

    count = len(found.versions)
    where = f" of {line(found.url)}" if found.url else ""
    yield f"{count} version{'s' if count > 1 else ''}{where}"
    for one in found.versions:
        yield f"{listed_line(one.article)}  {one.captured or 'capture not dated'}"
    if found.withdrawn:
        yield withdrawn_line(found.withdrawn)
    for change in found.changes:
        yield ""
        yield f"from {change.earlier} to {change.later}:"
        yield from _changed(change)


def _changed(change: Difference) -> Iterator[str]:
    from sayso.show import line

    for field in change.fields:
        yield f"  {field.field}: {line(field.before) or '(none)'} → {line(field.after) or '(none)'}"
    for edit in change.edits:
        yield f"  {'-' if edit.removed else '+'} {line(edit.text)}"
    if change.moved:
        yield f"  {change.moved} sentence{'s' if change.moved > 1 else ''} moved"
    if not (change.fields or change.edits or change.moved):
        yield "  the same words"


def _json(found: History) -> dict[str, Any]:
    from sayso import as_json as form

    return {
        "url": found.url,
        "versions": [
            {**form.listed(one.article), "captured": one.captured} for one in found.versions
        ],
        "changes": [
            {
                "from": change.earlier,
                "to": change.later,
                "fields": [asdict(field) for field in change.fields],
                "removed": _edits(change, removed=True),
                "added": _edits(change, removed=False),
                "moved": change.moved,
            }
            for change in found.changes
        ],
        "withdrawn": form.refusal(found.withdrawn) if found.withdrawn else None,
    }


def _edits(change: Difference, *, removed: bool) -> list[dict[str, Any]]:
    return [
        {"span": list(edit.span), "text": edit.text}
        for edit in change.edits
        if edit.removed is removed
    ]
