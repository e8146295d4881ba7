"""The command ``sayso mcp``: a ledger for assistants that speak the Model Context Protocol."""

from __future__ import annotations

from pathlib import Path

import click

from sayso.errors import SaysoError
from sayso.terminal import LEDGER


@click.command()
@LEDGER
def mcp(ledger: Path) -> None:
    """Answer an assistant's questions about the ledger (MCP, over standard input and output).

    Nothing is written, and nothing leaves the machine but what the assistant asks for.
    """
    try:
        from sayso.mcp_server import server
    except ImportError as error:
        raise SaysoError(
            "sayso mcp needs the MCP library, which is not installed: pip install 'sayso[mcp]'"
        ) from error
    server(ledger).run()
