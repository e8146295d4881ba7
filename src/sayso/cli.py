"""The command line. Data goes to standard output, progress and refusals to standard error.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but something was refused, 130 interrupted.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from sayso import __version__, errors
from sayso.cli_bulk import load, run
from sayso.cli_claims import claims, conflicts
from sayso.cli_compare import compare
from sayso.cli_evaluate import evaluate
from sayso.cli_export import export
from sayso.cli_follow import follow
from sayso.cli_history import timeline, watch
from sayso.cli_judge import judge, judgements, undo
from sayso.cli_mcp import mcp
from sayso.cli_serve import serve
from sayso.cli_sources import sources
from sayso.cli_versions import versions
from sayso.terminal import (
    AS_JSON,
    EVERYTHING,
    JOBS,
    LEDGER,
    LIMIT,
    most,
    paint,
    progress,
    tell,
    tell_outcome,
)

FAILED, PARTLY, INTERRUPTED = 1, 3, 130


class Commands(click.Group):
    """Turns the errors of sayso into one line and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; see the class."""
        try:
            return super().invoke(ctx)
        except errors.SaysoError as error:
            click.echo(f"sayso: {error}", err=True)
            sys.exit(FAILED)
        except KeyboardInterrupt:
            click.echo("sayso: interrupted; run the same command again to carry on", err=True)
            sys.exit(INTERRUPTED)
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(FAILED)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sayso")
def main() -> None:
    """Who said what in the coverage of a running story, with the exact words."""


@main.command()
@LEDGER
@click.argument("inputs", nargs=-1, required=True)
@click.option("--outlet", default="", help="Who published them.")
@click.option("--published", default="", metavar="DATE", help="When they were published.")
@click.option("--title", default="", help="Their title.")
@click.option("--delay", default=1.0, help="Seconds between two requests to one host.")
@click.option("--allow-private", is_flag=True, help="Also fetch private and local addresses.")
@click.option("--limit", default=100, help="Most pages to fetch for one feed or sitemap.")
@JOBS
@AS_JSON
def add(ledger: Path, inputs: tuple[str, ...], as_json: bool, **told: Any) -> None:
    """Read files, folders, web addresses or - (standard input) into a ledger.

    Files may be pages, texts, feeds, JSON, web archives; of a feed or sitemap given as an address
    the pages it names are fetched.
    """
    from sayso import as_json as form
    from sayso.fetch import FetchOptions
    from sayso.inputs import Limits
    from sayso.records import Given
    from sayso.story import AddOptions, Ledger
    from sayso.story import add as add_all

    fetching = FetchOptions(delay_s=told["delay"], allow_private=told["allow_private"])
    given = Given(title=told["title"], outlet=told["outlet"], published=told["published"])
    options = AddOptions(told["jobs"], fetching, given, Limits(max_links=told["limit"]))
    counts = {"added": 0, "known": 0, "refused": 0}
    with Ledger(ledger) as book, watch(book, as_json) as comparing:
        for outcome in progress(add_all(book, inputs, sys.stdin.buffer, options, comparing)):
            became = form.outcome(outcome)
            counts[became["status"]] += 1
            tell_outcome(became, as_json)
    click.echo(", ".join(f"{count} {name}" for name, count in counts.items()), err=True)
    sys.exit(PARTLY if counts["refused"] else 0)


@main.command()
@LEDGER
@click.argument("article", required=False)
@LIMIT
@EVERYTHING
@AS_JSON
def show(
    ledger: Path, article: str | None, limit: int | None, everything: bool, as_json: bool
) -> None:
    """Show an article with its statements marked; without ARTICLE, list the articles, the latest last.

    ARTICLE is its number in the list, the start of its id, its address, its file or its title.
    """
    from sayso import as_json as form
    from sayso import show as look
    from sayso.claims import story_of
    from sayso.facts import voice_of
    from sayso.ledger import Ledger
    from sayso.understand import understand
    from sayso.versions import withdrawn

    with Ledger(ledger, readonly=True) as book:
        if article is None:
            listed = book.articles(most(limit, everything, as_json))
            of, count = story_of(book), book.last()
            lines = look.listed_lines(listed, of)
            tell(
                [{**form.listed(one), "story": of.get(one.number)} for one in listed],
                lines,
                as_json,
            )
            click.echo(look.more_line(len(listed), count, "article"), err=True, nl=False)
            return
        found = book.find(article)
        said = book.attributions(found.id)
        same = book.versions(found.url)
        gone = withdrawn(book.rejections(), found.url)
    statements, voice = understand(found, said), voice_of(found.text, said, found.published)
    if as_json:
        numbers = [one.article.number for one in same]
        more = {"versions": numbers, "withdrawn": form.refusal(gone) if gone else None}
        click.echo(form.dumps({**form.article(found, statements, voice), **more}))
        return
    for told in filter(None, (look.versions_line(found, same), look.withdrawn_line(gone))):
        click.echo(told)
    paint(look.marked(found, said, voice))
    click.echo()
    for number, statement in enumerate(statements, start=1):
        paint(look.statement_lines(found.text, number, statement))
    paint(look.voice_lines(found.text, voice))
    if found.dropped:
        click.echo(f"{len(found.dropped)} blocks of the page were set aside: sayso why", err=True)


main.add_command(claims)
main.add_command(conflicts)
main.add_command(timeline)
main.add_command(judge)
main.add_command(undo)
main.add_command(judgements)
main.add_command(sources)
main.add_command(versions)
main.add_command(serve)
main.add_command(follow)
main.add_command(run)
main.add_command(load)
main.add_command(export)
main.add_command(mcp)
main.add_command(compare)
main.add_command(evaluate)


@main.command()
@LEDGER
@click.argument("article", required=False)
@LIMIT
@EVERYTHING
@AS_JSON
def why(
    ledger: Path, article: str | None, limit: int | None, everything: bool, as_json: bool
) -> None:
    """List what was dropped from pages, the latest last, or from one ARTICLE's, and what was refused;
    and why."""
    from sayso import as_json as form
    from sayso import show as look
    from sayso.ledger import Ledger

    with Ledger(ledger, readonly=True) as book:
        listed = book.articles(most(limit, everything, as_json)) if article is None else ()
        count = book.last() if article is None else 0
        keys = [str(one.number) for one in listed] if article is None else [article]
        articles = [book.find(key) for key in keys]
        refused = book.rejections() if article is None else ()
    if as_json:
        dropped = [
            {"article": one.id, "title": one.title, "dropped": list(map(form.dropped, one.dropped))}
            for one in articles
        ]
        refusals = [form.refusal(one) for one in refused]
        click.echo(form.dumps({"articles": dropped, "refused": refusals}))
        return
    for one in articles:
        if one.dropped:
            click.echo(f"{look.line(one.title or one.origin)}: {len(one.dropped)} blocks set aside")
            for block in one.dropped:
                click.echo(look.dropped_line(block))
    click.echo(f"{len(refused)} refused" if refused else "nothing was refused")
    for refusal in refused:
        click.echo("  " + look.refusal_line(refusal))
    click.echo(look.more_line(len(articles), count, "article"), err=True, nl=False)


@main.command()
@click.argument("inputs", nargs=-1)
@click.option("--jsonl", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE",
              help="Read JSON lines {\"id\", \"text\"} instead; write one line for each.")  # fmt: skip
@JOBS
@AS_JSON
def attribute(inputs: tuple[str, ...], jsonl: Path | None, jobs: int, as_json: bool) -> None:
    """Print the statements of files, folders, addresses or standard input (-, the default)."""
    from sayso import statements
    from sayso.fetch import FetchOptions

    if jsonl is not None and inputs:
        raise click.UsageError("give either --jsonl FILE or documents, not both")
    if jsonl is not None:
        told = statements.of_lines(jsonl, jobs)
    else:
        told = statements.of_documents(inputs or ("-",), FetchOptions(), jobs)
    refused = 0
    for one in progress(told):
        if one.refusal:
            refused += 1
            click.echo(one.refusal, err=True)
        if not (as_json or jsonl is not None):
            paint(one.pieces)
        elif one.as_json:
            click.echo(one.as_json)
    sys.exit(PARTLY if refused else 0)
