"""The characters of a page, from what its bytes are and what is declared of them."""

from __future__ import annotations

import pytest

from sayso.errors import ReadError
from sayso.read import decode
from sayso.records import MediaType, Page

QUOTED = "He said the café was “open” — that’s all. "
NAIVE = "He said the café was “open” and that’s it — nothing else for naïve people in the town."
UNDECLARED = "<meta charset=koi8-r> “No”, she said."
CYRILLIC = "Министр сказал, что мост откроют в мае. "


def html(declaration: str, body: bytes) -> bytes:
    return f"<html><head>{declaration}</head><body>".encode("ascii") + body


@pytest.mark.parametrize(
    ("body", "charset", "kind", "expected"),
    [
        (QUOTED.encode(), "", MediaType.TEXT, QUOTED),
        (QUOTED.encode("utf-8-sig"), "iso-8859-1", MediaType.TEXT, QUOTED),
        (QUOTED.encode("utf-16"), "", MediaType.TEXT, QUOTED),
        (QUOTED.encode("utf-16-be"), "utf-16be", MediaType.TEXT, QUOTED),
        (QUOTED.encode(), "windows-1252", MediaType.TEXT, QUOTED),
        (QUOTED.encode("cp1252"), "ISO-8859-1", MediaType.TEXT, QUOTED),
        (QUOTED.encode("cp1252"), "us-ascii", MediaType.TEXT, QUOTED),
        (QUOTED.encode("cp1252"), "", MediaType.TEXT, QUOTED),
        (QUOTED.encode("cp1252"), "utf-8", MediaType.TEXT, QUOTED),
        (QUOTED.encode("cp1252"), "no-such-charset", MediaType.TEXT, QUOTED),
        (NAIVE.encode("cp1252"), "", MediaType.TEXT, NAIVE),
        (b"<meta charset=koi8-r> \x93No\x94, she said.", "", MediaType.TEXT, UNDECLARED),
        (("a" * 300 + "’").encode("cp1252"), "us-ascii", MediaType.TEXT, "a" * 300 + "’"),
        (QUOTED.encode("cp1252"), "euc-jp", MediaType.TEXT, QUOTED),
        (QUOTED.encode("cp1252"), "unicode_escape", MediaType.TEXT, QUOTED),
        (CYRILLIC.encode("koi8-r"), "koi8-r", MediaType.TEXT, CYRILLIC),
        (CYRILLIC.encode("cp1251") * 5, "", MediaType.TEXT, CYRILLIC * 5),
        (
            "橋は五月に開く。".encode("iso2022_jp"),
            "iso-2022-jp",
            MediaType.TEXT,
            "橋は五月に開く。",
        ),
        (QUOTED.encode() + b"\xe2\x80", "", MediaType.TEXT, QUOTED + "\ufffd"),
        (b"a\0b" + b"c" * 200, "", MediaType.HTML, "a\ufffdb" + "c" * 200),
    ],
)
def test_characters(body: bytes, charset: str, kind: MediaType, expected: str) -> None:
    assert decode(Page(body, kind, "here", charset=charset)) == expected


@pytest.mark.parametrize(
    ("declaration", "codec"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ("<META http-equiv=Content-Type content='text/html; charset=KOI8-R'>", "koi8-r"),
        ("<!-- <meta charset=koi8-r> --><meta charset = cp1251 >", "cp1251"),
    ],
)
def test_a_page_may_declare_its_own_characters(declaration: str, codec: str) -> None:
    body = html(declaration, CYRILLIC.encode(codec))
    assert CYRILLIC in decode(Page(body, MediaType.HTML, "here"))
    # The transport outranks the page.
    told = decode(Page(body, MediaType.HTML, "here", charset="cp866"))
    assert told == body.decode("cp866")


@pytest.mark.parametrize("body", [bytes(range(256)) * 4, b"\x01\x02\x03abc"])
def test_bytes_that_are_no_text_name_their_page(body: bytes) -> None:
    with pytest.raises(ReadError, match=r"^where/it/is: "):
        decode(Page(body, MediaType.TEXT, "where/it/is"))
