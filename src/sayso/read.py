"""Files, folders and standard input -> pages; what cannot be read is named and the batch goes on.

What a file is, its content decides first and its extension second: HTML, JSON, a feed, a web archive
or plain text, each of them perhaps packed with gzip; each kind has a reader of its own. The bytes
are kept as they came; ``charset.decode`` turns them into characters.
"""

from __future__ import annotations

import codecs
import contextlib
import json
import os
import re
import stat
import zlib
from collections.abc import Iterable, Iterator
from enum import Enum, auto
from itertools import chain
from typing import BinaryIO

from sayso.archives import read_warc
from sayso.charset import decode
from sayso.errors import ReadError
from sayso.feeds import read_feed
from sayso.inputs import Limits, Link, LinkKind, limited, refusal, shown, size
from sayso.packed import unpack
from sayso.read_json import Found, read_json, read_lines
from sayso.records import MediaType, Page, Rejected
from sayso.sitemaps import is_sitemap, read_sitemap
from sayso.wacz import ZIP, is_wacz, read_wacz
from sayso.warc_bytes import is_archive

__all__ = ["Limits", "decode", "holds_others", "read_inputs", "read_stream"]

_BLOCK = 1 << 16
_GZIP = b"\x1f\x8b"
_LINES_SUFFIXES = (".jsonl", ".ndjson")
_JSON_SUFFIXES = (".json", ".ninjs")
_HTML_SUFFIXES = (".html", ".htm", ".xhtml")
_TEXT_SUFFIXES = ("", ".txt", ".text", ".md")
# Dots occur in names too ("the U.S. today", "notes.2024"): only a short word is an extension.
_SUFFIX = re.compile(r"\.[a-z][a-z0-9]{0,9}$")

# Possessive, since a page of nothing but comments would else be tried in every grouping of them.
_BEFORE = rb"(?:\xef\xbb\xbf)?+(?:\s|<!--.*?-->|<\?xml[^>]*>)*+"
_HTML_START = re.compile(_BEFORE + rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.I | re.S)
_JSON_START = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\{\s*"|\[\s*\{\s*"|[\[{]\s*[\]}])')
_DOCTYPE = rb"(?:<!doctype\s[^\[>]*+(?:\[[^\]]*+\]\s*)?>\s*)?"
_FEED_START = re.compile(_BEFORE + _DOCTYPE + rb"<(?:rss|feed|rdf:rdf)[\s>]", re.I | re.S)
_TAG = re.compile(
    rb"</?(?:html|head|body|meta|title|p|div|span|a|ul|ol|li|h[1-6]|table|tr|td|br|img|"
    rb"section|article|header|main|figure|blockquote|em|strong|b|i)(?:\s[^<>]*)?/?>",
    re.I,
)
_LINES_START = re.compile(
    rb'(?:\xef\xbb\xbf)?\s*\{[ \t]*"(?:id|text|title|byline|outlet|url|published|modified)"[ \t]*:'
)
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"WARC/1.", "a web archive (WARC), to be given as a file"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"7z\xbc\xaf\x27", "a 7z archive"),
    (b"\xfd7zXZ\0", "packed with xz"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd"),
    (b"BZh91AY&SY", "packed with bzip2"),
)
_ZIPPED = (
    (b"word/", "a Word document"),
    (b"xl/", "an Excel workbook"),
    (b"ppt/", "a PowerPoint file"),
    (b"application/epub+zip", "an EPUB book"),
    (b"vnd.oasis.opendocument", "an OpenDocument file"),
)
# The C0 controls but for tab, line feed, form feed, carriage return and escape (ISO-2022-JP).
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27})
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


_FETCHING = "give the address it is at instead of the file to have them fetched"
_LIMITS = Limits()


class _Format(Enum):
    HTML = auto()
    TEXT = auto()
    LINES = auto()
    JSON = auto()
    FEED = auto()
    SITEMAP = auto()
    WARC = auto()
    ZIP = auto()


def read_inputs(
    inputs: Iterable[str], *, stdin: BinaryIO, limits: Limits = _LIMITS
) -> Iterator[Page | Rejected]:
    """Yield the pages of ``inputs`` in order, and a ``Rejected`` for each thing that is none.

    An input is the path of a file or of a folder, or ``-`` for ``stdin``. A folder is read to its
    depths in the order of its names, without hidden files; a folder that links lead to twice is
    read once. A file may hold many pages: JSON lines, a feed, an archive (docs/inputs.md lists all);
    what a feed or sitemap only links to is refused. Nothing is raised for bad input: the reason
    stands in the ``Rejected``, whose stage is ``read``.
    """
    for name in inputs:
        if name == "-":
            yield from _guarded(name, _without_links(read_stream(stdin, name, limits), name))
            continue
        nothing = True
        for found in _walk(name):
            nothing = False
            if isinstance(found, Rejected):
                yield found
            else:
                pages = _read_file(found, limits)
                yield from _guarded(found, _without_links(pages, found))
        if nothing:
            yield refusal(name, "the folder holds no files (hidden ones are not read)")


def _guarded(name: str, pages: Iterator[Page | Rejected]) -> Iterator[Page | Rejected]:
    try:
        yield from pages
    except ReadError as error:
        yield refusal(name, str(error))
    except OSError as error:
        yield refusal(name, _why(error))


def _why(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "there is no permission to read it"
    if isinstance(error, OSError):
        return f"it cannot be read: {error.strerror or error}"
    return f"it cannot be read: {error}"


def _walk(top: str) -> Iterator[str | Rejected]:
    """Yield the files at and under ``top``, and a refusal for what cannot be looked at."""
    seen: set[tuple[int, int]] = set()
    stack = [top]  # not recursion: a folder may be nested deeper than Python's stack
    while stack:
        path = stack.pop()
        try:
            status = os.stat(path)
            if not stat.S_ISDIR(status.st_mode):
                yield path
                continue
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            names = sorted(name for name in os.listdir(path) if not name.startswith("."))
        except (OSError, ValueError) as error:
            dangling = isinstance(error, FileNotFoundError) and os.path.islink(path)
            yield refusal(path, "a link that leads nowhere" if dangling else _why(error))
            continue
        stack += [os.path.join(path, name) for name in reversed(names)]


def _without_links(found: Iterator[Found], name: str) -> Iterator[Page | Rejected]:
    """Pass pages and refusals on. What only links is refused: nothing is fetched for a file."""
    listed = 0
    for one in found:
        if not isinstance(one, Link):
            yield one
        elif one.kind is LinkKind.ITEM:
            reason = f"the feed has no text of it, only the link {shown(one.url)}; {_FETCHING}"
            yield refusal(one.origin, reason)
        else:
            listed += 1
    if listed:
        yield refusal(name, f"a sitemap, which lists {listed} addresses; {_FETCHING}")


def _read_file(path: str, limits: Limits) -> Iterator[Found]:
    # Opening a pipe waits for its writer, and a device may never end.
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise ReadError("a pipe, socket or device, not a file; feed it to - (standard input)")
    with open(path, "rb") as stream:
        form, packed = _archive_form(stream)
        stream.seek(0)
        if form is _Format.WARC:
            yield from read_warc(stream, shown(path), limits, packed)
        elif form is _Format.ZIP:
            yield from read_wacz(stream, shown(path), limits)
        else:
            yield from read_stream(stream, path, limits)


def _archive_form(stream: BinaryIO) -> tuple[_Format, bool]:
    """Whether a file is a web archive, which is read by its offsets; and whether gzip packs it."""
    head = stream.read(_BLOCK)
    packed = head.startswith(_GZIP)
    if packed:
        with contextlib.suppress(zlib.error):
            head = zlib.decompressobj(wbits=31).decompress(head, 64)
    if is_archive(head):
        return _Format.WARC, packed
    wacz = head.startswith(ZIP) and not any(mark in head for mark, _ in _ZIPPED)
    return (_Format.ZIP if wacz and is_wacz(stream) else _Format.TEXT), packed


def read_stream(stream: BinaryIO, name: str, limits: Limits, url: str = "") -> Iterator[Found]:
    """Yield what ``stream`` holds, which is called ``name`` and came from ``url``, if known.

    Beside pages and refusals there are the links of feeds and sitemaps. Raises ``ReadError`` for
    what cannot be read at all.
    """
    origin = shown(name)
    head, blocks = _peek(iter(lambda: stream.read(_BLOCK), b""))
    # What an address ends with says little of what is there.
    base = "" if url else os.path.basename(name).lower()
    packed = head.startswith(_GZIP)
    if packed:
        base = base.removesuffix(".gz")
        reason = f"unpacked, it is larger than {size(limits.max_expanded)}"
        head, blocks = _peek(limited(unpack(blocks), limits.max_expanded, reason))
    form = _format(head, base)
    if form is _Format.LINES:
        yield from read_lines(blocks, origin, limits)
        return
    most, what = (limits.max_bytes, "page")
    if form is _Format.JSON:
        most, what = (limits.max_json, "JSON file; lines of JSON have none")
    start = "unpacked, it is" if packed else "it is"
    reason = f"{start} larger than {size(most)}, the limit for one {what}"
    body = b"".join(limited(blocks, most, reason))
    if form is _Format.FEED:
        yield from read_feed(body, origin, url)
    elif form is _Format.SITEMAP:
        yield from read_sitemap(body, origin)
    elif form is _Format.JSON:
        yield from read_json(body, origin, url)
    else:
        yield _page(body, form, origin)


def _page(body: bytes, form: _Format, origin: str) -> Page:
    if kind := _binary(body):
        raise ReadError(f"{kind}, not a page")
    if not body.removeprefix(codecs.BOM_UTF8).strip():
        raise ReadError("it is empty")
    return Page(body, MediaType.HTML if form is _Format.HTML else MediaType.TEXT, origin)


def holds_others(page: Page) -> bool:
    """Tell whether a page that was fetched is a feed, a sitemap or JSON, to be read in turn."""
    if page.media_type in (MediaType.XML, MediaType.JSON):
        return True
    return _FEED_START.match(page.body) is not None or is_sitemap(page.body[:_BLOCK])


def _peek(blocks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """Return the first ``_BLOCK`` bytes or more, or all there is; and all of ``blocks`` again."""
    head = b""
    while len(head) < _BLOCK and (block := next(blocks, b"")):
        head += block
    return head, chain([head], blocks)


def _format(head: bytes, base: str) -> _Format:
    """Return what a file is that begins with ``head`` and is called ``base`` (lower case)."""
    found = _SUFFIX.search(base)
    suffix = found.group() if found else ""
    if not head:
        raise ReadError("it is empty")
    if head.startswith(_GZIP):
        raise ReadError("packed with gzip twice, not a page")
    if kind := _magic(head):
        raise ReadError(f"{kind}, not a page")
    wide = head.startswith(_UTF16)
    if wide:
        head = head.decode("utf-16", "replace").encode("utf-8")
    if _HTML_START.match(head):
        return _Format.HTML
    if _FEED_START.match(head):
        return _Format.FEED
    if is_sitemap(head):
        return _Format.SITEMAP
    if head.lstrip(codecs.BOM_UTF8).startswith(b"<?xml"):
        raise ReadError("XML of a kind that is not read, only XHTML, feeds and sitemaps")
    if suffix in _LINES_SUFFIXES or _LINES_START.match(head):
        if wide:
            raise ReadError("JSON lines in UTF-16; only UTF-8 is read")
        return _Format.LINES
    named = suffix in _JSON_SUFFIXES
    if named or (_JSON_START.match(head) and (not suffix or _whole_lines(head))):
        if wide:
            raise ReadError("JSON in UTF-16; only UTF-8 is read")
        return _Format.LINES if _whole_lines(head) else _Format.JSON
    if kind := _binary(head):
        raise ReadError(f"{kind}, not a page")
    if suffix in _HTML_SUFFIXES:
        return _Format.HTML
    if suffix not in _TEXT_SUFFIXES:
        raise ReadError(
            f"files of the kind {suffix} are not read, only pages, text, JSON and feeds"
        )
    # Markdown may begin with a few tags and is text all the same.
    return _Format.HTML if suffix != ".md" and _many_tags(head) else _Format.TEXT


def _whole_lines(head: bytes) -> bool:
    """Whether the first line is a JSON object by itself."""
    line, feed, _ = head.lstrip(codecs.BOM_UTF8).lstrip().partition(b"\n")
    if not feed or not line.startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _many_tags(head: bytes) -> bool:
    tags = len(_TAG.findall(head))
    return tags >= 10 or (tags >= 3 and _TAG.match(head.lstrip()) is not None)


def _magic(head: bytes) -> str:
    """Return what the first bytes say a file is, where that is nothing to read; else nothing."""
    if head.startswith(b"PK\x03\x04"):
        return next((kind for mark, kind in _ZIPPED if mark in head[:_BLOCK]), "a ZIP archive")
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "a WebP picture"
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), "")


def _binary(data: bytes) -> str:
    if data.startswith(_UTF16):
        data = data.decode("utf-16", "replace").encode("utf-8")
    # Pages from the web do hold a stray NUL, which browsers pass over; texts do not.
    if b"\0" in data and not _HTML_START.match(data):
        return "binary data (it holds NUL bytes)"
    if (len(data) - len(data.translate(None, _CONTROLS))) * 100 > len(data):
        return "binary data (it holds control characters)"
    return ""
