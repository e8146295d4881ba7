"""The command ``sayso compare``: related mentions of stories given as JSON lines, without a ledger."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sayso.across.relation import Relation

if TYPE_CHECKING:
    from sayso.across.given import ComparedStory, Pair
    from sayso.across.stated import Stated

PARTLY = 3


@click.command()
@click.option(
    "--jsonl",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help='Lines {"story", "articles": [{"id", "text", "outlet"?, "date"?, "title"?}]}.',
)
def compare(jsonl: Path) -> None:
    """Say of stories' articles what is the same claim, a conflict or an update; a JSON line a story.

    Each line is {"story", "pairs": [{"left": {"article", "start", "end"}, "right", "relation",
    "kind", "score", "reasons"}]}.
    """
    from sayso.across.given import StoryComparer, read_stories
    from sayso.as_json import dumps
    from sayso.terminal import progress

    stories = read_stories(jsonl)
    comparer = StoryComparer()
    refused = 0
    for found in progress(comparer.compare(story) for story in stories):
        for one in found.rejected:
            refused += 1
            click.echo(f"refused {one.subject}: {one.reason}", err=True)
        click.echo(dumps(_story(found)))
    sys.exit(PARTLY if refused else 0)


def _story(found: ComparedStory) -> dict[str, Any]:
    return {"story": found.name, "pairs": [_pair(one) for one in found.pairs]}


def _pair(found: Pair) -> dict[str, Any]:
    link = found.link
    return {
        "left": _side(found.left_name, found.left),
        "right": _side(found.right_name, found.right),
        "relation": _relation(link.relation),
        "kind": link.kind.value,
        "score": link.score,
        "reasons": list(link.reasons),
    }


def _relation(relation: Relation) -> str:
    """A correction is a conflict here: the two cannot both hold; its reasons say what it is."""
    return (Relation.CONFLICT if relation is Relation.CORRECTION else relation).value


def _side(name: str, stated: Stated) -> dict[str, Any]:
    start, end = stated.span
    return {"article": name, "start": start, "end": end}
