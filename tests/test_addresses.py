"""Which texts are addresses, which IP addresses are public, and that no answer of a server and no
address of a user makes anything but a page or a refusal."""

from __future__ import annotations

import re
import socket
import threading
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sayso.errors import FetchError
from sayso.fetch import Fetcher, FetchOptions, is_address, is_public


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://news.example/a", True),
        ("HTTP://news.example", True),
        ("ftp://news.example/a", True),
        ("news.example/a", False),
        ("coverage/page.html", False),
        ("C:\\pages\\a.html", False),
        ("-", False),
        ("", False),
    ],
)
def test_addresses_and_paths(text: str, expected: bool) -> None:
    assert is_address(text) is expected


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "93.184.215.14",
        "2606:4700::6810:84e5",
        "2a00:1450:4001:829::200e",
        "172.15.255.255",
        "172.32.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "223.255.255.255",
        "::ffff:8.8.8.8",
        "2002:808:808::1",
        "64:ff9b::808:808",
        "2001:0:808:808::f7f7:f7f7",
    ],
)
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.168.1.1",
        "198.19.0.1",
        "203.0.113.9",
        "224.0.0.251",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::8.8.8.8",
        "fe80::1",
        "fe80::1%eth0",
        "2606:4700::1%eth0",
        "fec0::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "2001:db8::1",
        "2001:2::1",
        "3fff::1",
        "100::1",
        "5f00::1",
        "64:ff9b:1::808:808",
        "::ffff:10.0.0.1",
        "2002:a00:1::1",
        "64:ff9b::7f00:1",
        "2001:0:a00:1::f7f7:f7f7",
        "2001:0:808:808::f5ff:fffe",
        "",
        "localhost",
        "8.8.8",
        "8.8.8.8:80",
        "08.8.8.8",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_ipv4_agrees_with_python(address: IPv4Address) -> None:
    # Python calls multicast global, and its releases differ on 192.0.0.0/24.
    if not str(address).startswith("192.0.0."):
        assert is_public(str(address)) == (address.is_global and not address.is_multicast)


CARRIERS = [IPv6Network(net) for net in ("::ffff:0:0/96", "2002::/16", "2001::/32", "64:ff9b::/96")]
# Given out for protocols and for documents; Python's releases differ on parts of them.
APART = [IPv6Network(net) for net in ("2001::/23", "3fff::/20")]


@given(st.ip_addresses(v=6))
@example(IPv6Address("2600::1"))
@example(IPv6Address("4000::1"))
def test_ipv6_agrees_with_python(address: IPv6Address) -> None:
    if any(address in net for net in CARRIERS):
        return
    given_out = address in IPv6Network("2000::/3") and not any(address in net for net in APART)
    expected = address.is_global and not address.is_multicast and given_out
    assert is_public(str(address)) == expected


@given(st.ip_addresses(v=4))
def test_an_address_inside_an_address_decides(inner: IPv4Address) -> None:
    number, google = int(inner), int(IPv4Address("8.8.8.8"))
    carriers = [
        0xFFFF << 32 | number,
        0x2002 << 112 | number << 80 | 1,
        0x64FF9B << 96 | number,
        0x20010000 << 96 | google << 64 | (number ^ 0xFFFFFFFF),
        0x20010000 << 96 | number << 64 | (google ^ 0xFFFFFFFF),
    ]
    for carrier in carriers:
        assert is_public(str(IPv6Address(carrier))) == is_public(str(inner))


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://news.example/", "only http and https"),
        ("http://me:secret@news.example/", "password"),
        ("http:///path", "well-formed"),
        ("http://a..b/", "well-formed"),
        ("http://news.example:99999/", "well-formed"),
        ("http://news.example:0/", "well-formed"),
        ("http://news example/", "well-formed"),
        ("http://news.example\\@x/", "password"),
        ("http://news.example/\r\nX: y", "control characters"),
    ],
)
def test_what_is_no_plain_address_is_refused(url: str, words: str) -> None:
    with pytest.raises(FetchError, match=words) as caught:
        Fetcher().fetch(url)
    assert not re.search("secret|\n", str(caught.value))


@given(st.text(max_size=40), st.sampled_from(["", "http://", "https://[", "http://a@"]))
def test_no_address_raises_anything_else(text: str, start: str) -> None:
    nobody = Fetcher(FetchOptions(timeout_s=0))
    with pytest.raises(FetchError) as caught:
        nobody.fetch(start + text)
    assert len(str(caught.value).splitlines()) == 1


HEADS = ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"]
HEADS += [HEADS[2] + line for line in ("Content-Encoding: gzip\r\n\r\n", "\r\n")]
HEADS += [HEADS[2] + "Transfer-Encoding: chunked\r\n\r\n", "HTTP/1.1 302 Go\r\nLocation: "]


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(HEADS), st.binary(max_size=60))
def test_no_answer_raises_anything_else(head: str, rest: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            for answer in (b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", head.encode() + rest):
                with listener.accept()[0] as connection:
                    connection.recv(4096)
                    connection.sendall(answer)
                    connection.shutdown(socket.SHUT_WR)

        thread = threading.Thread(target=serve)
        thread.start()
        ours = Fetcher(FetchOptions(delay_s=0, timeout_s=5, max_redirects=0, allow_private=True))
        with suppress(FetchError):
            assert ours.fetch(f"http://127.0.0.1:{listener.getsockname()[1]}/").body
        thread.join()
