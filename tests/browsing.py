"""What the tests of the pages share: a site in a thread, plain requests to it, and a browser."""

from __future__ import annotations

import http.client
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import uvicorn

from sayso.web.app import application
from sayso.web.security import Door, new_door
from sayso.web.serve import listen
from sayso.web.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
NO_CHROMIUM = "no Chromium is installed (apt-get install chromium)"
_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()


@contextmanager
def opened(ledger: Path, *, read_only: bool = False) -> Iterator[Door]:
    """Serve ``ledger`` on a free port until the block ends."""
    listening = listen(0)
    door = new_door(listening.getsockname()[1])
    app = application(Site(ledger, read_only=read_only), door)
    config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield door
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


@contextmanager
def serving(ledger: Path) -> Iterator[str]:
    """As ``opened``, with the address of the site without the last slash."""
    with opened(ledger) as door:
        yield f"http://127.0.0.1:{door.port}"


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        try:
            yield found
        finally:
            found.close()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the site. ``headers`` are by their names in small letters."""

    status: int
    headers: dict[str, str]
    text: str


def ask(
    door: Door,
    path: str,
    *,
    method: str = "GET",
    headers: dict[str, str] | None = None,
    form: dict[str, str] | None = None,
) -> Answer:
    """Send one request as given, without following where it leads."""
    connection = http.client.HTTPConnection("127.0.0.1", door.port, timeout=300)
    try:
        body = urlencode(form) if form is not None else None
        connection.request(method, path, body, headers or {})
        found = connection.getresponse()
        named = {name.lower(): value for name, value in found.getheaders()}
        return Answer(found.status, named, found.read().decode())
    finally:
        connection.close()


def post(door: Door, path: str, **form: str) -> Answer:
    """Send a form as a page of the site would."""
    origin = f"http://127.0.0.1:{door.port}"
    headers = {
        "Origin": origin,
        "Cookie": f"{door.cookie}={door.token}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    return ask(door, path, method="POST", headers=headers, form={"token": door.token, **form})
