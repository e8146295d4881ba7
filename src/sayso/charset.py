"""The characters of a page: which encoding its bytes are in, decided as a browser would.

The one difference is that UTF-8 comes before what is declared: bytes that happen to be sound UTF-8
are UTF-8, whatever an old template says of them.
"""

from __future__ import annotations

import codecs
import re

from sayso.errors import ReadError
from sayso.records import MediaType, Page

_SAMPLE = 1 << 18
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Browsers read a label as the larger encoding that pages under it are really in (WHATWG Encoding);
# what is not listed is no encoding of the web, and Python's stranger codecs stay out.
_READ_AS = {
    "utf-8": "utf-8",
    "utf-16": "utf-16-le",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "shift_jis": "cp932",
    "cp932": "cp932",
    "euc_kr": "cp949",
    "cp949": "cp949",
    "euc_jp": "euc_jp",
    "iso2022_jp": "iso2022_jp",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "cp866": "cp866",
    "cp874": "cp874",
    "mac-roman": "mac-roman",
    "mac-cyrillic": "mac-cyrillic",
    **{f"cp{number}": f"cp{number}" for number in range(1250, 1259)},
    **{f"iso8859-{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
}
# Old, rare encodings look so much like the common ones that a guess would take the wrong one.
_RARE = ("utf", "iso", "mac")
_GUESSES = sorted({codec for codec in _READ_AS.values() if not codec.startswith(_RARE)})
# These are made of bytes that are sound UTF-8 too; the mark shows that they are really used.
_LOOKS_LIKE_UTF8 = {"utf-16-le": b"\0", "utf-16-be": b"\0", "iso2022_jp": b"\x1b"}
_META = re.compile(
    rb"<meta\b[^>]*?\bcharset\s*=[\s\"']*([\w.:-]+)"
    rb"|<\?xml\b[^>]*?\bencoding\s*=[\s\"']*([\w.:-]+)",
    re.I,
)
_COMMENT = re.compile(rb"<!--.*?-->", re.S)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f]")


def decode(page: Page) -> str:
    """Return the characters of ``page``, without a byte order mark.

    In this order: the byte order mark; UTF-8, if the bytes are sound UTF-8; what the transport
    declared (``page.charset``), or for HTML the page itself (``<meta charset>``, the XML
    declaration), in the sense that browsers give it; UTF-8 with a few broken bytes; a guess from
    the bytes. Bytes that the encoding does not know become U+FFFD, as do the NULs of HTML.
    ``ReadError`` names the page whose bytes are text in no encoding.
    """
    text = _decoded(page)
    if text is None or len(_CONTROL.findall(text, 0, _SAMPLE)) * 100 > min(len(text), _SAMPLE):
        raise ReadError(f"{page.origin}: its bytes are text in no known encoding")
    return text.replace("\0", "\ufffd") if page.media_type is MediaType.HTML else text


def _decoded(page: Page) -> str | None:
    body = page.body
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace")
    declared = _declared(page)
    if declared in _LOOKS_LIKE_UTF8 and _LOOKS_LIKE_UTF8[declared] in body:
        return body.decode(declared, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if declared and declared != "utf-8":
        text = body.decode(declared, "replace")
        if text.count("\ufffd") * 100 <= len(text):
            return text
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    # Text in another encoding almost never forms sound UTF-8 sequences by chance.
    return text if beyond_ascii > 2 * broken else _guessed(body)


def _declared(page: Page) -> str:
    """Return Python's name of the encoding that is declared, or nothing."""
    codec = _codec(page.charset)
    if codec or page.media_type is not MediaType.HTML:
        return codec
    found = _META.search(_COMMENT.sub(b"", page.body[:4096]))
    if not found:
        return ""
    codec = _codec((found[1] or found[2]).decode("ascii", "replace"))
    # A declaration that can be read byte by byte does not stand in UTF-16.
    return "utf-8" if codec.startswith("utf-16") else codec


def _codec(label: str) -> str:
    try:
        return _READ_AS.get(codecs.lookup(label.strip().lower()).name, "")
    except (LookupError, ValueError):
        return ""


def _guessed(body: bytes) -> str | None:
    # Imported here: few pages need it, and it is slow to load.
    from charset_normalizer import from_bytes

    matches = from_bytes(body[:_SAMPLE], cp_isolation=_GUESSES)
    best = matches.best()
    if best is None:
        return None
    codec = best.encoding
    for match in matches:
        tied = (match.chaos, match.coherence) == (best.chaos, best.coherence)
        # Where a Western text is as good in several code pages, browsers take Windows-1252.
        if tied and "cp1252" in match.could_be_from_charset:
            codec = "cp1252"
    return body.decode(codec, "replace")
