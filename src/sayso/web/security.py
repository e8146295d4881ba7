"""What keeps other sites out: checks on every request, headers on every answer.

The pages stand on this machine, but the browser that shows them has other sites open too. Such a
site may send requests here, or have its own name resolve to this machine (DNS rebinding) to read the
answers. So the Host must be ours, and what changes something must come from a page of ours: its
Origin, a token in its form, and the same token in a cookie that other sites' requests do not carry.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# "same-origin" and not "no-referrer", under which a browser hides the Origin of our own forms too.
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass(frozen=True, slots=True)
class Door:
    """Where the site stands (``port`` of this machine) and the secret of this run of it."""

    port: int
    token: str

    @property
    def hosts(self) -> tuple[str, ...]:
        """The values of the Host header that mean this site."""
        return (f"127.0.0.1:{self.port}", f"localhost:{self.port}")

    @property
    def cookie(self) -> str:
        """The name of the cookie. Cookies are shared by all ports of a machine, so it has its own."""
        return f"sayso-{self.port}"

    def fits(self, token: str, cookie: str) -> bool:
        """Return whether a form's token and the cookie sent with it are those of this run."""
        pair = (token.encode(), cookie.encode())
        return all(secrets.compare_digest(self.token.encode(), one) for one in pair)


def new_door(port: int) -> Door:
    """Return a door with a new secret."""
    return Door(port, secrets.token_urlsafe(32))


class Guarded:
    """An application behind the checks, all of whose answers bear the headers."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app = app
        self._hosts = door.hosts
        self._origins = tuple(f"http://{host}" for host in door.hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                answer.update(_HEADERS)
                answer.setdefault("Cache-Control", "no-store")
            await send(message)

        refusal = self._refusal(scope["method"], headers)
        app = PlainTextResponse(refusal, 403) if refusal else self._app
        await app(scope, receive, send_guarded)

    def _refusal(self, method: str, headers: Headers) -> str:
        if headers.getlist("host") not in [[host] for host in self._hosts]:
            return "This is not the name of this site: open it as http://127.0.0.1 with its port.\n"
        if method not in ("GET", "HEAD") and headers.get("origin") not in self._origins:
            return "Refused: this did not come from a page of this site.\n"
        return ""
