"""``sayso follow``: feeds looked at again and again, and what is new in them added."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sayso.terminal import AS_JSON, LEDGER, tell_outcome

if TYPE_CHECKING:
    from sayso.follow import Looked

_PARTLY = 3


@click.command()
@LEDGER
@click.argument("feeds", nargs=-1, required=True, metavar="FEED…")
@click.option("--interval", default=900, type=click.IntRange(60), help="Seconds between two looks.")
@click.option("--once", is_flag=True, help="Look once and end.")
@click.option("--match", default="", metavar="WORDS", help="Only items that hold one of the words.")
@click.option("--limit", default=100, type=click.IntRange(1), help="Most pages to fetch in a look.")
@click.option("--delay", default=1.0, help="Seconds between two requests to one host.")
@click.option("--allow-private", is_flag=True, help="Also fetch private and local addresses.")
@AS_JSON
def follow(ledger: Path, feeds: tuple[str, ...], as_json: bool, **told: Any) -> None:
    """Add what is new in feeds, sitemaps or pages to a ledger, until Ctrl-C is pressed.

    Each FEED is an address. It is asked whether it changed, what it links to is fetched, what was
    read before is not read again. An ill server is asked ever less often. WORDS are looked for in an
    item's title and summary.
    """
    from sayso import as_json as form
    from sayso.fetch import FetchOptions, is_address
    from sayso.follow import Follower, FollowOptions, Looked
    from sayso.inputs import Limits

    if files := [feed for feed in feeds if not is_address(feed)]:
        raise click.UsageError(f"{files[0]} is no address; a file is read with sayso add")
    options = FollowOptions(
        interval_s=told["interval"],
        match=tuple(re.findall(r"\w+", told["match"])),
        fetch=FetchOptions(delay_s=told["delay"], allow_private=told["allow_private"]),
        limits=Limits(max_links=told["limit"]),
    )
    partly = False
    for news in Follower(ledger, feeds, options).run(once=told["once"]):
        if isinstance(news, Looked):
            partly = partly or bool(news.problem or news.refused or news.later)
            click.echo(_line(news), err=True)
        else:
            tell_outcome(form.outcome(news), as_json)
    sys.exit(_PARTLY if partly else 0)


def _line(looked: Looked) -> str:
    from sayso.show import line

    counts = [f"{looked.added} added", f"{looked.known} known", f"{looked.refused} refused"]
    if looked.passed_over:
        counts.append(f"{looked.passed_over} without the words")
    if looked.later:
        counts.append(f"{looked.later} to be tried again")
    told = f"not read: {looked.problem}" if looked.problem else ", ".join(counts)
    again = f"; next look in {looked.next_s / 60:.0f} min" if looked.next_s else ""
    return line(f"{looked.feed}: {told}{again}")
