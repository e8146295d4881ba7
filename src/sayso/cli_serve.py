"""The command ``sayso serve``: the ledger's pages in a browser on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from sayso.terminal import LEDGER


@click.command()
@LEDGER
@click.option("--port", type=click.IntRange(1024, 65535), help="The port; without it a free one.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.option("--read-only", is_flag=True, help="Show the ledger and let nobody judge in it.")
def serve(ledger: Path, port: int | None, no_browser: bool, read_only: bool) -> None:
    """Show the ledger in a browser, at an address that only this machine reaches; Ctrl-C ends it."""
    from sayso.web.serve import serve as run

    def tell(address: str) -> None:
        click.echo(address)
        click.echo("Ctrl-C ends it", err=True)

    run(ledger, port or 0, read_only=read_only, browser=not no_browser, tell=tell)
