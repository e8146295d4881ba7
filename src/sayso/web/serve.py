"""A site on a port of this machine, until it is interrupted."""

from __future__ import annotations

import contextlib
import socket
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

import uvicorn

from sayso.errors import SaysoError
from sayso.ledger import Ledger
from sayso.web.app import application
from sayso.web.security import new_door
from sayso.web.site import Site

_HOST = "127.0.0.1"


class PortTaken(SaysoError):
    """Another program listens on the port."""


def serve(
    path: Path, port: int, *, read_only: bool, browser: bool, tell: Callable[[str], None]
) -> None:
    """Show the ledger at ``path`` on ``port`` (0: a free one) of this machine, until Ctrl-C.

    ``tell`` is given the address once the site answers; ``browser`` opens it there. Raises
    ``LedgerError`` for what is no ledger, ``PortTaken`` where the port is not free.
    """
    Ledger(path, readonly=True).close()
    listening = listen(port)
    door = new_door(listening.getsockname()[1])
    site = Site(path, read_only=read_only)
    config = uvicorn.Config(
        application(site, door),
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
    )
    server = uvicorn.Server(config)
    address = f"http://{_HOST}:{door.port}/"
    tell(address)
    if browser:
        # Connections wait in the socket that listens already, so the browser may come early.
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    threading.Thread(target=site.warm, daemon=True).start()
    with listening, contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listening])


def listen(port: int) -> socket.socket:
    """Return a socket that listens on ``port`` (0: a free one) of this machine; raise ``PortTaken``."""
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((_HOST, port))
        found.listen(128)
    except OSError as error:
        found.close()
        raise PortTaken(f"port {port} cannot be used: {error.strerror}") from error
    return found
