"""One guarded question over HTTP: the address taken apart, its host checked, the answer in time.

An address may come from anyone, so it never leads into the user's own network: the host is looked
up once, every address it has must be public, and the connection goes to the address that was
checked, under the name that was asked for.
"""

from __future__ import annotations

import contextlib
import queue
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from http.client import HTTPException
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError
from urllib3.exceptions import TimeoutError as PoolTimeoutError
from urllib3.response import BaseHTTPResponse

from sayso.errors import FetchError, PassingError, ReadError
from sayso.packed import unpack

_BLOCK = 1 << 16
_NOTHING: Mapping[str, str] = {}
_ACCEPT = (
    "text/html, application/xhtml+xml, application/xml;q=0.9, application/json;q=0.9, */*;q=0.5"
)
_PORTS = {"http": 80, "https": 443}
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.I)
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")

# IANA's special-purpose registries; of IPv6 only 2000::/3 is given out to hosts at all.
_SPECIAL_4 = tuple(
    ip_network(block)
    for block in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15"),
        *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3"),
    )
)
_UNICAST_6 = IPv6Network("2000::/3")
_SPECIAL_6 = tuple(ip_network(block) for block in ("2001::/23", "2001:db8::/32", "3fff::/20"))
_NAT64 = IPv6Network("64:ff9b::/96")


class Target(NamedTuple):
    """An address taken apart once, so that no two parsers can read it differently."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def site(self) -> str:
        """The host, and the port unless it is the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address again, without its fragment."""
        return f"{self.scheme}://{self.site}{self.path}"


def is_address(text: str) -> bool:
    """Tell whether ``text`` is an address (``scheme://...``) and not the path of a file."""
    return _ADDRESS.match(text) is not None


def is_public(address: str) -> bool:
    """Tell whether ``address``, an IP address in text, belongs to the public internet.

    An IPv6 address that carries an IPv4 address (mapped, 6to4, Teredo, NAT64) is as public as that
    one. What is private, local, reserved, multicast, or no IP address at all, is not public.
    """
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv4Address):
        return not any(ip in block for block in _SPECIAL_4)
    if ip.scope_id is not None:
        return False
    if carried := _carried(ip):
        return all(is_public(str(inner)) for inner in carried)
    return ip in _UNICAST_6 and not any(ip in block for block in _SPECIAL_6)


def _carried(ip: IPv6Address) -> tuple[IPv4Address, ...]:
    if ip.ipv4_mapped is not None:
        return (ip.ipv4_mapped,)
    if ip.sixtofour is not None:
        return (ip.sixtofour,)
    if ip.teredo is not None:
        return ip.teredo  # the relay's and the host's own: both are reached
    if ip in _NAT64:
        return (IPv4Address(int(ip) & 0xFFFFFFFF),)
    return ()


def target_of(url: str) -> Target:
    """Take ``url`` apart. Raises ``FetchError`` unless it is a plain http or https address."""
    if _FORBIDDEN.search(url):
        raise FetchError("the address holds control characters")
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
        if ":" not in host:
            host = host.encode("idna").decode("ascii").lower()
        port = _PORTS.get(parts.scheme, 0) if parts.port is None else parts.port
    except ValueError as error:
        raise FetchError("it is not a well-formed address") from error
    if parts.scheme not in _PORTS:
        raise FetchError("only http and https addresses are fetched")
    if "@" in parts.netloc:
        raise FetchError("an address with a user name or a password in it is not fetched")
    if not _HOST.fullmatch(host) or not port:
        raise FetchError("it is not a well-formed address")
    path = parts.path or "/"
    if parts.query:
        path += f"?{parts.query}"
    return Target(parts.scheme, host, port, quote(path, safe="%/:?@!$&'()*+,;=~[]"))


class Guard:
    """Asks for one address at a time, each over a connection of its own."""

    def __init__(self, user_agent: str, *, allow_private: bool) -> None:
        """``user_agent`` is the robot's name; ``allow_private`` lets local addresses through."""
        self._user_agent = user_agent
        self._allow_private = allow_private
        self._tls: ssl.SSLContext | None = None

    @contextlib.contextmanager
    def exchange(
        self, target: Target, seconds: float, asking: Mapping[str, str] = _NOTHING
    ) -> Iterator[BaseHTTPResponse]:
        """Give the answer of ``target`` to the block, which has ``seconds`` for all of it.

        ``asking`` are headers to send beside the usual ones, such as If-None-Match.
        Redirects are not followed and the body is not read (see ``body_of``). Raises
        ``FetchError``: not public, no connection, not safe, no HTTP, or not in time.
        """
        ends = time.monotonic() + seconds
        expired = threading.Event()
        with contextlib.ExitStack() as stack:
            try:
                connection = self._connect(target, ends)
                stack.callback(connection.close)
                # A socket's timeout starts again with each byte; a server may drip for ever.
                watchdog = threading.Timer(_left(ends), _cut, (connection.sock, expired))
                watchdog.daemon = True
                stack.callback(watchdog.cancel)
                watchdog.start()
                connection.timeout = _left(ends)
                self._ask(connection, target, asking)
                response = connection.getresponse()
                stack.callback(response.close)
                yield response
                if expired.is_set():  # the cut looks like the end of a page without a length
                    raise TimeoutError
            except (ReadError, HTTPError, HTTPException, OSError, ValueError) as error:
                if expired.is_set() or _too_long(error):
                    raise PassingError("it took too long") from error
                if isinstance(error, FetchError):
                    raise
                if isinstance(error, ReadError):
                    raise FetchError(str(error)) from error
                raise PassingError(_why(error)) from error

    def _ask(self, connection: HTTPConnection, target: Target, asking: Mapping[str, str]) -> None:
        connection.request(
            "GET",
            target.path,
            headers={
                "Host": target.site,
                "User-Agent": self._user_agent,
                "Accept": _ACCEPT,
                "Accept-Encoding": "gzip",
                "Connection": "close",
                **asking,
            },
            preload_content=False,
            decode_content=False,
        )

    def _connect(self, target: Target, ends: float) -> HTTPConnection:
        """Return an open connection to the first address of ``target`` that takes one."""
        addresses = _lookup(target, _left(ends))
        if not addresses:
            raise FetchError(f"there is no host called {target.host}")
        for address in addresses:
            if not self._allow_private and not is_public(address):
                raise FetchError(f"{target.host} is at {address}, which is not a public address")
        for index, address in enumerate(addresses):
            # One dead address must not use up the time of those after it.
            connection = self._connection(target, address, _left(ends) / (len(addresses) - index))
            try:
                connection.connect()
                break
            except (HTTPError, OSError):
                connection.close()
                if address == addresses[-1]:
                    raise
        return connection

    def _connection(self, target: Target, address: str, seconds: float) -> HTTPConnection:
        if target.scheme == "http":
            return HTTPConnection(address, target.port, timeout=seconds)
        if self._tls is None:  # made once, since loading the certificates takes a while
            self._tls = ssl.create_default_context()
        # The connection goes to the checked address, the certificate must be the name's.
        return HTTPSConnection(
            address,
            target.port,
            timeout=seconds,
            ssl_context=self._tls,
            server_hostname=target.host,
        )


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _cut(sock: socket.socket, expired: threading.Event) -> None:
    expired.set()
    with contextlib.suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)  # TLS has a shutdown of its own, which waits


def _lookup(target: Target, seconds: float) -> list[str]:
    """Return the IP addresses of a host; ``TimeoutError`` if no answer comes in time."""
    answers: queue.SimpleQueue[list[str]] = queue.SimpleQueue()

    def ask() -> None:
        found: list[str] = []
        with contextlib.suppress(OSError, UnicodeError):
            for info in socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM):
                found.append(str(info[4][0]))
        answers.put(list(dict.fromkeys(found)))

    # getaddrinfo knows no timeout, and a name server may be as slow as any other.
    threading.Thread(target=ask, daemon=True).start()
    try:
        return answers.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError from None


def _too_long(error: Exception) -> bool:
    # urllib3 counts a refused connection among the timeouts.
    late = isinstance(error, TimeoutError | PoolTimeoutError)
    return late and not isinstance(error, NewConnectionError)


def _why(error: Exception) -> str:
    if isinstance(error, NewConnectionError | ConnectionError):
        return "there is no connection to the server, or it was broken off"
    if isinstance(error, ssl.SSLError):
        reason = getattr(error, "verify_message", "") or error.reason or "no handshake"
        return f"the connection is not safe: {reason}"
    return f"the answer is broken ({type(error).__name__})"


def body_of(response: BaseHTTPResponse, limit: int) -> bytes:
    """Return the unpacked body, or a beginning of it that is longer than ``limit`` bytes.

    To be called within the block of ``Guard.exchange``. Raises ``FetchError`` where the body is
    packed in a way that was not asked for, and ``ReadError`` where the packing is damaged.
    """
    packing = response.headers.get("content-encoding", "").strip().lower()
    pieces = iter(lambda: response.read1(_BLOCK, decode_content=False), b"")
    if packing in ("gzip", "x-gzip"):
        pieces = unpack(pieces)
    elif packing not in ("", "identity"):
        raise FetchError(f"it is packed with {shown(packing)}, which was not asked for")
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > limit:
            break
    return bytes(body)


def shown(text: str) -> str:
    """Return ``text`` fit for a message: one line, not long, and without a password."""
    return re.sub(r"//[^/?#]*@", "//…@", _FORBIDDEN.sub("\ufffd", text))[:300]
