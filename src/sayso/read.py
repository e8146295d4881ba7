"""Files, folders and standard input -> pages; what cannot be read is named and the batch goes on.

What a file is, its content decides first and its extension second: HTML, JSON lines, or plain text,
each of them perhaps packed with gzip. The bytes are kept as they came; ``charset.decode`` turns
them into characters.
"""

from __future__ import annotations

import codecs
import json
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from itertools import chain
from typing import BinaryIO, NamedTuple

from sayso.charset import decode
from sayso.errors import ReadError
from sayso.packed import unpack
from sayso.records import Given, MediaType, Page, Rejected, content_id
from sayso.text import clean

__all__ = ["Limits", "decode", "read_inputs"]

_MIB = 1 << 20
_BLOCK = 1 << 16
_GZIP = b"\x1f\x8b"
_LINES_SUFFIXES = (".jsonl", ".ndjson")
_HTML_SUFFIXES = (".html", ".htm", ".xhtml")
_TEXT_SUFFIXES = ("", ".txt", ".text", ".md")
# Dots occur in names too ("the U.S. today", "notes.2024"): only a short word is an extension.
_SUFFIX = re.compile(r"\.[a-z][a-z0-9]{0,9}$")
_UNNAMEABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

# Possessive, since a page of nothing but comments would else be tried in every grouping of them.
_BEFORE = rb"(?:\xef\xbb\xbf)?+(?:\s|<!--.*?-->|<\?xml[^>]*>)*+"
_HTML_START = re.compile(_BEFORE + rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.I | re.S)
_FEED_START = re.compile(_BEFORE + rb"<(?:rss|feed|rdf:rdf)[\s>]", re.I | re.S)
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
    (b"WARC/1.", "a web archive (WARC)"),
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


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read, in bytes: one page, one JSON line, and what a gzip file unpacks to.

    A file of JSON lines may be of any size: it is read line by line."""

    max_bytes: int = 20 * _MIB
    max_line: int = 20 * _MIB
    max_expanded: int = 2048 * _MIB


_LIMITS = Limits()


class _Format(Enum):
    HTML = auto()
    TEXT = auto()
    LINES = auto()


class _Line(NamedTuple):
    """One line of a file, counted from 1; ``raw`` is empty where the line was ``too_long``."""

    number: int
    raw: bytes
    too_long: bool


def read_inputs(
    inputs: Iterable[str], *, stdin: BinaryIO, limits: Limits = _LIMITS
) -> Iterator[Page | Rejected]:
    """Yield the pages of ``inputs`` in order, and a ``Rejected`` for each thing that is none.

    An input is the path of a file or of a folder, or ``-`` for ``stdin``. A folder is read to its
    depths in the order of its names, without hidden files; a folder that links lead to twice is
    read once. A file of JSON lines gives a page for each line, ``{"id", "text"}`` and perhaps
    ``"title", "byline", "outlet", "url", "published", "modified"``. Nothing is raised for bad
    input: the reason stands in the ``Rejected``, whose stage is ``read``.
    """
    for name in inputs:
        if name == "-":
            yield from _guarded(name, _read_stream(stdin, name, limits))
            continue
        nothing = True
        for found in _walk(name):
            nothing = False
            if isinstance(found, Rejected):
                yield found
            else:
                yield from _guarded(found, _read_file(found, limits))
        if nothing:
            yield _refusal(name, "the folder holds no files (hidden ones are not read)")


def _guarded(name: str, pages: Iterator[Page | Rejected]) -> Iterator[Page | Rejected]:
    try:
        yield from pages
    except ReadError as error:
        yield _refusal(name, str(error))
    except OSError as error:
        yield _refusal(name, _why(error))


def _refusal(subject: str, reason: str) -> Rejected:
    return Rejected("read", _shown(subject), reason)


def _shown(path: str) -> str:
    # A name that is not UTF-8 reaches Python with lone surrogates, which no table or file takes.
    return _UNNAMEABLE.sub("\ufffd", path)


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
            yield _refusal(path, "a link that leads nowhere" if dangling else _why(error))
            continue
        stack += [os.path.join(path, name) for name in reversed(names)]


def _read_file(path: str, limits: Limits) -> Iterator[Page | Rejected]:
    # Opening a pipe waits for its writer, and a device may never end.
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise ReadError("a pipe, socket or device, not a file; feed it to - (standard input)")
    with open(path, "rb") as stream:
        yield from _read_stream(stream, path, limits)


def _read_stream(stream: BinaryIO, name: str, limits: Limits) -> Iterator[Page | Rejected]:
    origin = _shown(name)
    head, blocks = _peek(iter(lambda: stream.read(_BLOCK), b""))
    base = os.path.basename(name).lower()
    packed = head.startswith(_GZIP)
    if packed:
        base = base.removesuffix(".gz")
        reason = f"unpacked, it is larger than {_size(limits.max_expanded)}"
        head, blocks = _peek(_limited(unpack(blocks), limits.max_expanded, reason))
    form = _format(head, base)
    if form is _Format.LINES:
        yield from _read_lines(blocks, origin, limits)
        return
    start = "unpacked, it is" if packed else "it is"
    reason = f"{start} larger than {_size(limits.max_bytes)}, the limit for one page"
    body = b"".join(_limited(blocks, limits.max_bytes, reason))
    if kind := _binary(body):
        raise ReadError(f"{kind}, not a page")
    if not body.removeprefix(codecs.BOM_UTF8).strip():
        raise ReadError("it is empty")
    yield Page(body, MediaType.HTML if form is _Format.HTML else MediaType.TEXT, origin)


def _peek(blocks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """Return the first ``_BLOCK`` bytes or more, or all there is; and all of ``blocks`` again."""
    head = b""
    while len(head) < _BLOCK and (block := next(blocks, b"")):
        head += block
    return head, chain([head], blocks)


def _limited(blocks: Iterator[bytes], limit: int, reason: str) -> Iterator[bytes]:
    """Pass ``blocks`` on; ``ReadError`` once they are more than ``limit`` bytes."""
    total = 0
    for block in blocks:
        total += len(block)
        if total > limit:
            raise ReadError(reason)
        yield block


def _size(count: int) -> str:
    return f"{count / _MIB:g} MiB" if count >= _MIB else f"{count} bytes"


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
    if suffix in _LINES_SUFFIXES or _LINES_START.match(head):
        if wide:
            raise ReadError("JSON lines in UTF-16; only UTF-8 is read")
        return _Format.LINES
    if kind := _binary(head):
        raise ReadError(f"{kind}, not a page")
    if suffix in _HTML_SUFFIXES:
        return _Format.HTML
    if suffix not in _TEXT_SUFFIXES:
        raise ReadError(f"files of the kind {suffix} are not read, only HTML, JSON lines and text")
    # Markdown may begin with a few tags and is text all the same.
    return _Format.HTML if suffix != ".md" and _many_tags(head) else _Format.TEXT


def _many_tags(head: bytes) -> bool:
    tags = len(_TAG.findall(head))
    return tags >= 10 or (tags >= 3 and _TAG.match(head.lstrip()) is not None)


def _magic(head: bytes) -> str:
    """Return what the first bytes say a file is, where that is nothing to read; else nothing."""
    if head.startswith(b"PK\x03\x04"):
        return next((kind for mark, kind in _ZIPPED if mark in head[:_BLOCK]), "a ZIP archive")
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "a WebP picture"
    if _FEED_START.match(head):
        return "a feed (RSS or Atom)"
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


def _lines(blocks: Iterable[bytes], limit: int) -> Iterator[_Line]:
    """Yield the lines of ``blocks`` without their ends; no line over ``limit`` bytes is held."""
    held = bytearray()
    number, too_long = 1, False
    for block in blocks:
        for index, piece in enumerate(block.split(b"\n")):
            if index:  # a line feed stood before this piece
                yield _Line(number, bytes(held), too_long)
                held.clear()
                number, too_long = number + 1, False
            if too_long or len(held) + len(piece) > limit:
                too_long = True
                held.clear()
            else:
                held += piece
    yield _Line(number, bytes(held), too_long)


def _read_lines(blocks: Iterable[bytes], origin: str, limits: Limits) -> Iterator[Page | Rejected]:
    seen: dict[str, int] = {}  # a hash of each id, since ids may be long and lines many
    nothing = True
    for line in _lines(blocks, limits.max_line):
        where = f"{origin}:{line.number}"
        raw = line.raw.removeprefix(codecs.BOM_UTF8) if line.number == 1 else line.raw
        if not raw.strip() and not line.too_long:
            continue
        nothing = False
        try:
            if line.too_long:
                raise ReadError(f"the line is longer than {_size(limits.max_line)}")
            page = _line_page(raw, where, str(line.number))
            first = seen.setdefault(content_id(page.name), line.number)
            if first != line.number:
                raise ReadError(f'the id "{page.name[:80]}" stands in line {first} already')
        except ReadError as error:
            yield Rejected("read", where, str(error))
        else:
            yield page
    if nothing:
        raise ReadError("it is empty")


def _line_page(raw: bytes, where: str, default_name: str) -> Page:
    try:
        entry: object = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ReadError(f"the line is not UTF-8 (byte {error.start + 1})") from error
    except json.JSONDecodeError as error:
        raise ReadError(f"the line is not JSON: {error.msg} (column {error.colno})") from error
    except (ValueError, RecursionError) as error:
        raise ReadError("the line is JSON, but too deep or with too long a number") from error
    if not isinstance(entry, dict):
        raise ReadError("the line is not a JSON object")
    if "text" not in entry:
        raise ReadError('the line has no "text"')
    text = _string(entry, "text").replace("\0", "\ufffd")
    if not text.strip():
        raise ReadError('"text" is empty')
    name = entry.get("id")
    if isinstance(name, bool) or not isinstance(name, str | int | None):
        raise ReadError('"id" is neither a string nor a whole number')
    given = Given(
        title=_string(entry, "title"),
        byline=_string(entry, "byline"),
        outlet=_string(entry, "outlet"),
        published=_date(entry, "published"),
        modified=_date(entry, "modified"),
    )
    name = default_name if name is None else clean(str(name)).strip() or default_name
    body, url = text.encode("utf-8"), _string(entry, "url")
    return Page(body, MediaType.TEXT, where, url, name, charset="utf-8", given=given)


def _string(entry: dict[str, object], key: str) -> str:
    value = entry.get(key)
    if value is None and key != "text":
        return ""
    if not isinstance(value, str):
        raise ReadError(f'"{key}" is not a string')
    return clean(value)


def _date(entry: dict[str, object], key: str) -> str:
    value = _string(entry, key).strip()
    try:
        if value:
            datetime.fromisoformat(value)
    except ValueError as error:
        raise ReadError(f'"{key}" is not an ISO 8601 date such as 2024-05-31') from error
    return value
