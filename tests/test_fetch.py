"""Fetching: what is refused before a connection is made, what is obeyed, what is limited.

The servers stand on 127.0.0.1, in threads; nothing outside this machine is asked.
"""

from __future__ import annotations

import gzip
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import sayso.guard
from sayso.errors import FetchError
from sayso.fetch import Clock, Fetcher, FetchOptions, is_public
from sayso.records import MediaType, Page

STORY = b"<html><body><p>The mayor said the bridge would reopen.</p></body></html>"
ENDLESS = 200  # pieces of a dripped answer, 0.05 s each: 10 s in all


@dataclass
class Site:
    """A server whose answers are given byte for byte; ``asked`` holds the requests it saw."""

    answers: dict[str, bytes] = field(default_factory=dict)
    drip_from: int | None = None
    asked: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def paths(self) -> list[str]:
        return [request.split(" ")[1] for request in self.asked]

    def answer(self, connection: socket.socket) -> None:
        request = b""
        while b"\r\n\r\n" not in request:
            request += connection.recv(4096)
            if not request:
                return
        self.asked.append(request.decode())
        path = self.paths[-1]
        data = self.answers.get(path, http(404))
        drip = self.drip_from if path != "/robots.txt" else None
        connection.sendall(data[:drip])
        for _ in range(ENDLESS if drip is not None else 0):
            connection.sendall(b"x")
            time.sleep(0.05)


def http(status: int = 200, body: bytes = b"", **headers: str) -> bytes:
    headers = {"Content_Type": "text/html", "Content_Length": str(len(body)), **headers}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items() if value]
    return "\r\n".join([f"HTTP/1.1 {status} So", *lines, "", ""]).encode("latin-1") + body


@contextmanager
def serving(site: Site, tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    listener = socket.create_server(("127.0.0.1", 0))
    site.port = listener.getsockname()[1]

    def serve() -> None:
        while True:
            try:
                plain = listener.accept()[0]
            except OSError:
                return
            with plain:
                plain.settimeout(10)
                try:
                    connection = tls.wrap_socket(plain, server_side=True) if tls else plain
                    with connection:
                        site.answer(connection)
                        connection.shutdown(socket.SHUT_WR)
                except OSError:
                    pass

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield site
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site({"/": http(body=STORY)})) as running:
        yield running


HERE = FetchOptions(delay_s=0, timeout_s=10, allow_private=True)


def fetcher() -> Fetcher:
    return Fetcher(HERE)


def refusal(url: str, options: FetchOptions = HERE) -> str:
    with pytest.raises(FetchError) as caught:
        Fetcher(options).fetch(url)
    assert str(caught.value).startswith(f"{url}: ")
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix(f"{url}: ")


def test_a_page_is_fetched_with_what_is_known_of_it(site: Site) -> None:
    site.answers["/s?a=%C3%A9%20b"] = http(
        body=STORY, Content_Type='Text/HTML; Charset="windows-1252"'
    )
    clock = Clock(now=lambda: datetime(2024, 5, 31, 12, tzinfo=UTC))
    asked = f"{site.url}/s?a=é b#end"
    page = Fetcher(HERE, clock).fetch(asked)
    assert page == Page(
        STORY,
        MediaType.HTML,
        asked,
        url=f"{site.url}/s?a=%C3%A9%20b",
        charset="windows-1252",
        fetched="2024-05-31T12:00:00+00:00",
    )
    assert re.search(r"\r\nUser-Agent: sayso/\S+ \(\+local use\)\r\n", site.asked[-1])


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (http(body=b"Plain.", Content_Type="text/plain"), b"Plain."),
        (http(body=STORY, Content_Type="application/xhtml+xml"), STORY),
        (http(body=gzip.compress(STORY * 9000), Content_Encoding="gzip"), STORY * 9000),
        (http(body=STORY, Content_Length=""), STORY),
        (
            http(
                body=b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
                Content_Length="",
                Transfer_Encoding="chunked",
            ),
            b"abcde",
        ),
    ],
)
def test_bodies(site: Site, answer: bytes, expected: bytes) -> None:
    site.answers["/"] = answer
    assert fetcher().fetch(site.url).body == expected


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (http(404, STORY), "the server answered 404"),
        (http(503, STORY), "the server answered 503"),
        (http(304), "the server answered 304"),
        (http(body=b"%PDF", Content_Type="application/pdf"), "it is application/pdf; only HTML"),
        (http(body=STORY, Content_Type=""), "no content type"),
        (http(body=b" \n"), "it is empty"),
        (http(body=b"x" * 70_000), "larger than 0.0625 MiB"),
        (http(body=b"x" * 70_000, Content_Length=""), "larger than"),
        (http(body=gzip.compress(b"x" * 9_000_000), Content_Encoding="gzip"), "larger than"),
        (http(body=gzip.compress(STORY)[:-9], Content_Encoding="gzip"), "break off"),
        (http(body=STORY, Content_Encoding="gzip"), "damaged"),
        (http(body=STORY, Content_Encoding="br"), "packed with br"),
        (http(body=STORY, Content_Length="9999"), "broken"),
        (http(body=b"5\r\nab", Content_Length="", Transfer_Encoding="chunked"), "broken"),
        (b"", "broken"),
        (b"SSH-2.0-x\r\n", "broken"),
    ],
)
def test_answers_that_are_no_page(site: Site, answer: bytes, words: str) -> None:
    site.answers["/"] = answer
    assert words in refusal(site.url, replace(HERE, max_bytes=1 << 16))


def test_a_bomb_is_not_unpacked_beyond_the_limit(site: Site) -> None:
    site.answers["/"] = http(body=gzip.compress(b"x" * (64 << 20)), Content_Encoding="gzip")
    tracemalloc.start()
    assert "larger than" in refusal(site.url, replace(HERE, max_bytes=1 << 20))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16 << 20


@pytest.mark.parametrize(
    "start",
    [b"HTTP/1.1 200 O", http()[:-4] + b"\r\nX: ", http(Content_Length="")],
    ids=["status", "headers", "body"],
)
def test_a_server_that_drips_is_left_in_time(site: Site, start: bytes) -> None:
    site.answers["/"], site.drip_from = start, len(start)
    started = time.monotonic()
    assert "took too long" in refusal(site.url, replace(HERE, timeout_s=0.4))
    assert time.monotonic() - started < 3


def test_a_name_server_that_does_not_answer_is_left_in_time(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: woken.wait(10) and [])
    started = time.monotonic()
    assert "took too long" in refusal("http://news.example/", replace(HERE, timeout_s=0.3))
    woken.set()
    assert time.monotonic() - started < 3


def test_redirects_are_followed_up_to_a_number(site: Site) -> None:
    for step in range(1, 6):
        site.answers[f"/{step}"] = http(302, Location=f"/{step - 1}" if step > 1 else site.url)
    site.answers["/6"] = http(308, Location="5")
    page = fetcher().fetch(f"{site.url}/5")
    assert (page.url, page.origin, page.body) == (f"{site.url}/", f"{site.url}/5", STORY)
    assert "redirects more than 5 times" in refusal(f"{site.url}/6")


@pytest.mark.parametrize(
    "location",
    ["http://10.0.0.1/", "file:///etc/passwd", "http://me:pass@news.example/", "http://["],
)
def test_redirects_are_judged_like_addresses(
    site: Site, location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sayso.guard, "is_public", lambda ip: ip == "127.0.0.1" or is_public(ip))
    site.answers["/go"] = http(301, Location=location)
    reason = refusal(f"{site.url}/go", replace(HERE, allow_private=False))
    assert re.search("10.0.0.1, which is not a public|only http and|password|well-formed", reason)
    assert "pass@" not in reason


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "[::1]", "0"]
)
def test_private_hosts_are_never_asked(site: Site, host: str) -> None:
    reason = refusal(f"http://{host}:{site.port}/", replace(HERE, allow_private=False))
    assert "not a public address" in reason
    assert site.asked == []


def test_every_address_of_a_host_must_be_public(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(2, 1, 6, "", (ip, 80)) for ip in ("93.184.215.14", "192.168.0.9")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert "192.168.0.9" in refusal("http://news.example/", replace(HERE, allow_private=False))


def test_the_checked_address_is_the_one_that_is_asked(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, names = socket.getaddrinfo, []

    def lookup(host: str, port: int, *args: int, **more: int) -> object:
        names.append(host)
        return real("127.0.0.1" if host == "news.example" else host, port, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    page = fetcher().fetch(f"http://news.example:{site.port}/")
    assert page.url == f"http://news.example:{site.port}/"
    assert f"\r\nHost: news.example:{site.port}\r\n" in site.asked[-1]
    assert names.count("news.example") == len(site.asked) == 2  # robots.txt and the page


def test_no_proxy_of_the_environment(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert fetcher().fetch(site.url).body == STORY


def test_no_host_and_no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    assert "no connection" in refusal(f"http://127.0.0.1:{port}/")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [])
    assert "no host called news.example" in refusal("http://news.example/")


RULES = b"User-agent: local\nDisallow: /\n\nUser-agent: x\nUser-agent: Sayso\nDisallow: /no\n"


def test_robots_txt_is_asked_once_and_obeyed(site: Site) -> None:
    site.answers |= {"/robots.txt": http(body=RULES), "/no": http(body=STORY)}
    site.answers["/go"] = http(302, Location="/no")
    ours = fetcher()
    assert ours.fetch(site.url).body == STORY
    for path in ("/no", "/go"):
        with pytest.raises(FetchError, match=r"robots.txt of 127.0.0.1 forbids it"):
            ours.fetch(site.url + path)
    assert site.paths == ["/robots.txt", "/", "/go"]


@pytest.mark.parametrize(
    ("answer", "allowed"),
    [
        (http(404), 1),
        (http(401), 1),
        (http(403), 1),
        (http(500), 0),
        (http(429), 0),
        (b"", 0),
        (http(301, Location="/elsewhere"), 0),
        (http(301, Location="/robots.txt"), 0),
    ],
)
def test_sites_without_robots_txt(site: Site, answer: bytes, allowed: int) -> None:
    site.answers |= {"/robots.txt": answer, "/elsewhere": http(body=b"User-agent: *\nDisallow: /")}
    if allowed:
        assert fetcher().fetch(site.url).body == STORY
    else:
        assert "robots.txt" in refusal(site.url)
        assert "/" not in site.paths


def test_robots_txt_cannot_fill_the_memory(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = [
        f"{name}: r{n}" for name in ("User-agent", "user  agent", "useragent") for n in range(99)
    ]
    site.answers["/robots.txt"] = http(body="\n".join([*rules, "Disallow: /"]).encode())
    parsed: list[str] = []
    monkeypatch.setattr("sayso.fetch.Protego.parse", parsed.append)
    assert fetcher().fetch(site.url).body == STORY
    assert len(set(parsed[0].splitlines())) == 2


@dataclass
class FakeTime:
    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds

    def clock(self) -> Clock:
        return Clock(monotonic=lambda: self.now, sleep=self.sleep)


@pytest.mark.parametrize(("rule", "wait"), [("", 1.0), ("0.2", 1.0), ("7", 7.0), ("9999", 30.0)])
def test_a_host_is_not_pressed(site: Site, rule: str, wait: float) -> None:
    site.answers["/robots.txt"] = http(body=f"User-agent: *\nCrawl-delay: {rule}".encode())
    fake = FakeTime()
    ours = Fetcher(replace(HERE, delay_s=1), fake.clock())
    ours.fetch(site.url)
    assert fake.slept == []
    ours.fetch(site.url)
    assert fake.slept == [wait]
    fake.now += 100
    ours.fetch(site.url)
    assert fake.slept == [wait]
    fake.now += 25 * 3600
    ours.fetch(site.url)
    assert site.paths.count("/robots.txt") == 2


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl to make a certificate")
def test_the_certificate_must_be_the_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = ["-keyout", str(tmp_path / "key"), "-out", str(tmp_path / "cert")]
    name = ["-subj", "/CN=x", "-addext", "subjectAltName=DNS:news.example"]
    making = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    subprocess.run([*making, *name, *files], check=True, capture_output=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert"))
    found = [(2, 1, 6, "", ("127.0.0.1", 0))]
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda h, *a, **k: found if h.endswith("example") else real(h, *a, **k),
    )
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(tmp_path / "cert", tmp_path / "key")
    with serving(Site({"/": http(body=STORY)}), tls) as site:
        assert fetcher().fetch(f"https://news.example:{site.port}/").body == STORY
        assert "not safe: " in refusal(f"https://other.example:{site.port}/")
        assert "not safe: " in refusal(f"https://127.0.0.1:{site.port}/")
