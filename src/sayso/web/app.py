"""The application: requests to records, records to HTML, errors to words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from sayso.errors import NotFoundError, SaysoError
from sayso.ledger import Ledger
from sayso.web.ask import Ask, AskedWrongly, Moved, Shown
from sayso.web.look import Frame, render
from sayso.web.pages import DEEDS, PAGES, Deed, Page
from sayso.web.security import Door, Guarded
from sayso.web.site import Site

_LARGEST_FORM = 64 * 1024  # bytes
_YEAR = 365 * 24 * 3600  # seconds


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, in words, with the number of its kind in HTTP."""

    status: int
    words: str


def application(site: Site, door: Door) -> Guarded:
    """Return the application that shows ``site`` to those who come through ``door``."""
    served = _Served(site, door)
    routes = [
        *(Route(path, served.page(page), methods=["GET"]) for path, page in PAGES),
        *(Route(path, served.deed(deed), methods=["POST"]) for path, deed in DEEDS),
        Route("/seen", served.look_noted, methods=["POST"]),
        Mount("/static", _Static(packages=[("sayso.web", "static")])),
    ]
    return Guarded(Starlette(routes=routes, exception_handlers={404: served.nowhere}), door)


class _Static(StaticFiles):
    """Files of the package; a browser asks each time whether they changed, as an update does."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        answer.headers["Cache-Control"] = "no-cache"
        return answer


class _Served:
    """The functions that answer, for one site and one door."""

    def __init__(self, site: Site, door: Door) -> None:
        self._site = site
        self._door = door
        place = str(site.path.resolve()).encode("utf-8", "surrogateescape")
        self._seen = f"sayso-seen-{sha256(place).hexdigest()[:12]}"

    def page(self, page: Page) -> Callable[[Request], Response]:
        """Return the function that answers with ``page``, in a thread and with a ledger of its own."""

        def answer(request: Request) -> Response:
            try:
                with Ledger(self._site.path, readonly=True) as book:
                    last = book.last()
                    ask = self._ask(request, dict(request.query_params))
                    found = page(self._site, book, ask)
                    if isinstance(found, Moved):
                        return RedirectResponse(found.address, 303)
                    return self._send(found, unseen=max(0, last - ask.seen))
            except SaysoError as error:
                return self._problem(error)

        return answer

    def deed(self, deed: Deed) -> Callable[[Request], Awaitable[Response]]:
        """Return the function that does ``deed`` to the ledger and leads to the page that shows it."""

        def do(ask: Ask) -> Response:
            try:
                with Ledger(self._site.path) as book:
                    return RedirectResponse(deed(book, ask).address, 303)
            except SaysoError as error:
                return self._problem(error)

        async def answer(request: Request) -> Response:
            if self._site.read_only:
                return self._told(403, "This ledger was opened for reading only.")
            form = await self._form(request)
            if isinstance(form, Problem):
                return self._told(form.status, form.words)
            return await run_in_threadpool(do, self._ask(request, form))

        return answer

    async def look_noted(self, request: Request) -> Response:
        """Note in a cookie up to which article the reader has looked; the ledger is left alone."""
        form = await self._form(request)
        if isinstance(form, Problem):
            return self._told(form.status, form.words)
        try:
            last = Ask("/seen", form).number("last")
        except AskedWrongly as error:
            return self._problem(error)
        answer = RedirectResponse("/new", 303)
        answer.set_cookie(self._seen, str(last), max_age=_YEAR, httponly=True, samesite="strict")
        return answer

    async def nowhere(self, request: Request, error: Exception) -> Response:
        """Say that there is no such page."""
        return self._told(404, f"There is no page {request.url.path} here.")

    def _ask(self, request: Request, fields: dict[str, str]) -> Ask:
        path = {name: str(value) for name, value in request.path_params.items()}
        seen = request.cookies.get(self._seen, "")
        number = int(seen[:9]) if seen.isascii() and seen.isdigit() else 0
        return Ask(request.url.path, {**fields, **path}, number)

    async def _form(self, request: Request) -> dict[str, str] | Problem:
        """The fields of a form of ours, or why it is none."""
        body = b""
        async for piece in request.stream():
            body += piece
            if len(body) > _LARGEST_FORM:
                return Problem(413, "That is more than a form of this site can hold.")
        try:
            form = dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=50))
        except ValueError:
            return Problem(400, "That is no form of this site.")
        if not self._door.fits(form.pop("token", ""), request.cookies.get(self._door.cookie, "")):
            return Problem(403, "The page is from an earlier run of sayso serve: load it anew.")
        return form

    def _problem(self, error: SaysoError) -> Response:
        kinds = ((NotFoundError, 404), (AskedWrongly, 400))
        status = next((number for kind, number in kinds if isinstance(error, kind)), 503)
        return self._told(status, str(error))

    def _told(self, status: int, words: str) -> Response:
        shown = Shown(
            "problem.html", "Not found" if status == 404 else "Not done", Problem(status, words)
        )
        return self._send(shown, status=status)

    def _send(self, shown: Shown, *, status: int = 200, unseen: int = 0) -> Response:
        frame = Frame(self._site.name, self._site.read_only, self._door.token, unseen)
        answer = HTMLResponse(render(shown, frame), status)
        answer.set_cookie(
            self._door.cookie, self._door.token, httponly=True, samesite="strict", path="/"
        )
        return answer
