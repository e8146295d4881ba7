"""Addresses -> pages, politely and guardedly.

``guard`` sees to it that no address leads into the user's own network; here every redirect is
judged anew, sizes and times have limits, hosts are not pressed, and robots.txt is obeyed
(RFC 9309).
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from typing import TypeVar
from urllib.parse import urljoin

from protego import Protego
from urllib3.response import BaseHTTPResponse

from sayso.errors import FetchError, PassingError
from sayso.guard import Guard, Target, body_of, is_address, is_public, shown, target_of
from sayso.inputs import Validators
from sayso.records import MediaType, Page

__all__ = [
    "Clock",
    "FetchOptions",
    "Fetcher",
    "Polled",
    "Validators",
    "is_address",
    "is_public",
]

T = TypeVar("T")
_MIB = 1 << 20
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_UNCHANGED, _TOO_MANY = 304, 429
_NOT_NOW = frozenset({408, 425, _TOO_MANY})
_ROBOTS_BYTES = 512 * 1024  # RFC 9309: at least 500 KiB are read, and the rest may be left
_ROBOTS_AGE_S = 24 * 3600.0
_RETRY_ROBOTS_S = 600.0
_REMEMBERED = 1000
_TYPES = {
    "text/html": MediaType.HTML,
    "application/xhtml+xml": MediaType.HTML,
    "text/plain": MediaType.TEXT,
    **dict.fromkeys(
        ("application/json", "application/feed+json", "application/ld+json"), MediaType.JSON
    ),
    **dict.fromkeys(
        (
            *("application/xml", "text/xml", "application/rss+xml", "application/atom+xml"),
            *("application/rdf+xml", "application/gzip", "application/x-gzip"),
        ),
        MediaType.XML,
    ),
}
_CHARSET = re.compile(r"""\bcharset\s*=\s*["']?([\w.:-]+)""", re.I)
_NAMES_ROBOT = re.compile(r"user[- ]?agent\b[\s:]*")


def _default_user_agent() -> str:
    try:
        version = metadata.version("sayso")
    except metadata.PackageNotFoundError:
        version = "0"
    return f"sayso/{version} (+local use)"


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """How to fetch.

    ``delay_s`` is the least time between two requests to one host; a longer Crawl-delay is kept,
    up to ``max_delay_s``. ``timeout_s`` is for all the work on one address, without the polite
    waiting and without robots.txt, which has as long again. ``max_bytes`` counts the unpacked page.
    ``allow_private`` lets addresses of the user's own network and machine through.
    """

    user_agent: str = field(default_factory=_default_user_agent)
    delay_s: float = 1.0
    max_delay_s: float = 30.0
    timeout_s: float = 20.0
    max_bytes: int = 20 * _MIB
    max_redirects: int = 5
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the time comes from: seconds that only grow, sleeping, and the time of day (aware)."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Polled:
    """The answer to a conditional request: the page, or None where it has not changed."""

    page: Page | None
    validators: Validators


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a site's robots.txt says; where it says nothing readable, ``refusal`` tells why not."""

    parsed: Protego | None
    refusal: str
    until: float
    kind: type[FetchError] = FetchError


class Fetcher:
    """Fetches pages one at a time, and remembers each host's robots.txt and last request.

    Not for several threads at once.
    """

    def __init__(self, options: FetchOptions | None = None, clock: Clock | None = None) -> None:
        self._options = options or FetchOptions()
        self._clock = clock or Clock()
        self._rules: dict[str, _Rules] = {}
        self._free_at: dict[str, float] = {}
        user_agent, private = self._options.user_agent, self._options.allow_private
        self._guard = Guard(user_agent, allow_private=private)
        # The whole header would match the rules for a robot called "local" too.
        self._token = user_agent.split("/")[0].strip()

    def close(self) -> None:
        """Forget what is known of the hosts; no connection outlives its request."""
        self._rules.clear()
        self._free_at.clear()

    def fetch(self, url: str) -> Page:
        """Return the page at ``url``, an http or https address, after any redirects.

        ``origin`` is ``url``, ``url`` the address that answered in the end. Raises ``FetchError``,
        one line that names ``url``: not a plain address, private, forbidden by robots.txt, no
        answer, an answer of 400 and above, no HTML, text, feed or JSON, too large, too slow.
        """
        page = self.poll(url, Validators()).page
        if page is None:
            raise FetchError(f"{shown(url)}: the server answered 304 to what it was not asked")
        return page

    def poll(self, url: str, known: Validators) -> Polled:
        """As ``fetch``, but only if ``url`` has another version than the one ``known`` is of."""

        def take(target: Target, response: BaseHTTPResponse) -> Polled:
            if response.status == _UNCHANGED and known != Validators():
                return Polled(None, known)
            told = (response.headers.get(name, "") for name in ("etag", "last-modified"))
            return Polled(self._page(url, target, response), Validators(*map(_one_line, told)))

        try:
            return self._follow(target_of(url), self._admit, take, known.headers())
        except PassingError as error:
            raise PassingError(f"{shown(url)}: {error}", error.after_s) from error
        except FetchError as error:
            raise FetchError(f"{shown(url)}: {error}") from error

    def _follow(
        self,
        target: Target,
        admit: Callable[[Target], None],
        take: Callable[[Target, BaseHTTPResponse], T],
        asking: Mapping[str, str] | None = None,
    ) -> T:
        """Return what ``take`` makes of the answer at the end of the redirects from ``target``."""
        ends = self._clock.monotonic() + self._options.timeout_s
        for _ in range(self._options.max_redirects + 1):
            started = self._clock.monotonic()
            admit(target)
            ends += self._clock.monotonic() - started
            left = ends - self._clock.monotonic()
            with self._guard.exchange(target, left, asking or {}) as response:
                location = response.headers.get("location", "")
                if response.status not in _REDIRECTS or not location:
                    return take(target, response)
            try:
                target = target_of(urljoin(target.url, location))
            except FetchError as error:
                raise FetchError(f"it redirects to what cannot be fetched: {error}") from error
            except ValueError as error:
                raise FetchError("it redirects to what is no well-formed address") from error
        raise FetchError(f"it redirects more than {self._options.max_redirects} times")

    def _page(self, origin: str, target: Target, response: BaseHTTPResponse) -> Page:
        if response.status >= 500 or response.status in _NOT_NOW:
            after_s = _seconds(response.headers.get("retry-after", ""))
            raise PassingError(f"the server answered {response.status}", after_s)
        if not 200 <= response.status < 300:
            raise FetchError(f"the server answered {response.status}")
        content_type = response.headers.get("content-type", "")
        kind = content_type.partition(";")[0].strip().lower()
        if kind not in _TYPES:
            told = f"is {shown(kind)}" if kind else "has no content type"
            raise FetchError(f"it {told}; only HTML, plain text, feeds, sitemaps and JSON are read")
        limit = self._options.max_bytes
        body = body_of(response, limit)
        if len(body) > limit:
            raise FetchError(f"it is larger than {limit / _MIB:g} MiB, the limit for one page")
        if not body.strip():
            raise FetchError("it is empty")
        declared = _CHARSET.search(content_type)
        return Page(
            body,
            _TYPES[kind],
            origin,
            url=target.url,
            charset=declared[1] if declared else "",
            fetched=self._clock.now().astimezone(UTC).isoformat(timespec="seconds"),
        )

    def _admit(self, target: Target) -> None:
        """Wait until the host may be asked again; ``FetchError`` if robots.txt forbids it."""
        rules = self._robots(target)
        if rules.refusal:
            raise rules.kind(f"{rules.refusal} (when it was asked for robots.txt)")
        delay = self._options.delay_s
        if rules.parsed is not None:
            if not rules.parsed.can_fetch(target.url, self._token):
                raise FetchError(f"robots.txt of {target.host} forbids it")
            asked = rules.parsed.crawl_delay(self._token) or 0.0
            delay = max(delay, min(asked, self._options.max_delay_s))
        wait = self._free_at.pop(target.host, 0.0) - self._clock.monotonic()
        if wait > 0:
            self._clock.sleep(wait)
        _forget_oldest(self._free_at)
        self._free_at[target.host] = self._clock.monotonic() + delay

    def _robots(self, target: Target) -> _Rules:
        site = f"{target.scheme}://{target.site}"
        rules = self._rules.pop(site, None)
        now = self._clock.monotonic()
        if rules is None or rules.until < now:
            try:
                robots = target._replace(path="/robots.txt")
                rules = self._follow(robots, lambda _: None, self._parsed_robots)
            except FetchError as error:
                # RFC 9309: a site that cannot be asked is a site that forbids everything.
                rules = _Rules(None, str(error), now + _RETRY_ROBOTS_S, type(error))
        _forget_oldest(self._rules)
        self._rules[site] = rules
        return rules

    def _parsed_robots(self, target: Target, response: BaseHTTPResponse) -> _Rules:
        status, now = response.status, self._clock.monotonic()
        if status >= 500 or status == _TOO_MANY:
            raise PassingError(f"the server answered {status}")
        if not 200 <= status < 300:  # there is none, so nothing is forbidden
            return _Rules(None, "", now + _ROBOTS_AGE_S)
        text = body_of(response, _ROBOTS_BYTES)[:_ROBOTS_BYTES].decode("utf-8-sig", "replace")
        return _Rules(Protego.parse(_for_us(text, self._token.lower())), "", now + _ROBOTS_AGE_S)


def _seconds(header: str) -> float:
    """The seconds of a Retry-After; 0 for a date there, which is rare, and for anything else."""
    text = header.strip()
    return min(float(text), _ROBOTS_AGE_S) if text.isascii() and text.isdigit() else 0.0


def _one_line(header: str) -> str:
    """A header as it may be sent back: what is strange or long is left out."""
    return header if len(header) < 500 and header.isascii() and header.isprintable() else ""


def _for_us(robots: str, token: str) -> str:
    """Return ``robots`` with one name for all the robots that are not ours.

    The parser keeps every rule for every robot of a group: thousands of each fill the memory.
    """
    lines = []
    for line in robots.splitlines():
        words = " ".join(line.partition("#")[0].split()).lower()
        if found := _NAMES_ROBOT.match(words):
            name = words[found.end() :]
            name = name if name == "*" else name.replace("*", "")
            lines.append(f"User-agent: {name if name == '*' or (name and name in token) else '-'}")
        else:
            lines.append(line)
    return "\n".join(lines)


def _forget_oldest(remembered: dict[str, T]) -> None:
    while len(remembered) >= _REMEMBERED:
        remembered.pop(next(iter(remembered)))
