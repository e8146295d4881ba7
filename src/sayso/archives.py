"""Web archives (WARC) -> the HTML pages in them; what is broken is named by its offset.

The reader, fastwarc, stops at the first thing it cannot read and ends without a word where a file
is cut short. So the records are taken one by one, their lengths compared with what they claim, and
reading goes on at the next place where a record begins.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from sayso.errors import ReadError
from sayso.inputs import Limits, instant, limited, refusal, shown, size
from sayso.packed import unpack
from sayso.records import MediaType, Page, Rejected
from sayso.warc_bytes import (
    BLOCK,
    GZIP,
    OTHER,
    Blocks,
    Part,
    end_of,
    holds_more,
    is_packed_whole,
    next_record,
)

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_MOST_BROKEN = 1000
_HTML = ("text/html", "application/xhtml+xml")
# What damaged data make fastwarc raise; a panic of its Rust code is no ``Exception``.
_FAILURES = (OSError, ValueError, OverflowError, UnicodeError, RuntimeError)


def read_warc(
    file: BinaryIO, origin: str, limits: Limits, packed: bool = False
) -> Iterator[Page | Rejected]:
    """Yield the HTML responses of a WARC file, plain or packed with gzip, in its order.

    ``file`` can be sought and stands at its beginning; ``packed`` says that it is a gzip file. The
    origin of a page is ``origin:offset``, its offset in the file in bytes; in a file packed as one
    whole, in the unpacked bytes. Requests, revisits, redirects, errors and what is no HTML are
    passed over in silence. A record that is broken, cut short or too large is refused by its offset
    and the next is read. Raises ``ReadError`` where fastwarc is not installed.
    """
    if packed and is_packed_whole(file):
        yield from _read_whole(file, origin, limits)
        return
    start: int | None = 0
    broken = 0
    while start is not None:
        if broken > _MOST_BROKEN:
            raise ReadError(f"more than {_MOST_BROKEN:,} records are broken; the rest is not read")
        last: _Read | None = None
        for last in _from(file, start, limits):
            yield from last.found(origin)
        if last is None:
            last = _Read(start, problem="the file is cut short", broken=True)
            yield from last.found(origin)
        if last.broken:
            broken += 1
            start = next_record(file, last.at + 1, packed)
            continue
        end = end_of(file, last.at, last.length, packed)
        if not holds_more(file, end):
            return
        start = next_record(file, end, packed)
        if start != end:
            broken += 1
            yield refusal(f"{origin}:{end}", "what stands here is no record that can be read")


def _read_whole(file: BinaryIO, origin: str, limits: Limits) -> Iterator[Page | Rejected]:
    """A file packed as one whole is read once, from its beginning: it has no places to start."""
    reason = f"unpacked, it is larger than {size(limits.max_expanded)}"
    file.seek(0)
    blocks = iter(lambda: file.read(BLOCK), b"")
    stream = Blocks(limited(unpack(blocks), limits.max_expanded, reason))
    for one in _records(stream, 0, limits):
        yield from one.found(origin)
    if stream.error is not None:
        yield refusal(origin, str(stream.error))
    elif stream.read(1):
        yield refusal(f"{origin}:{stream.tell()}", "from here on it cannot be read")


@dataclass(frozen=True, slots=True)
class _Read:
    """What became of the record at the offset ``at``: a page, a problem, or nothing to keep.

    ``length`` is what its block claims to have, in bytes. ``broken``: where the next record begins
    is not known.
    """

    at: int
    length: int = 0
    page: Page | None = None
    problem: str = ""
    broken: bool = False

    def found(self, origin: str) -> Iterator[Page | Rejected]:
        where = f"{origin}:{self.at}"
        if self.problem:
            yield refusal(where, self.problem)
        elif self.page is not None:
            yield replace(self.page, origin=where)


def _from(file: BinaryIO, start: int, limits: Limits) -> Iterator[_Read]:
    """The records from the offset ``start`` on, as far as they follow one another."""
    file.seek(start)
    yield from _records(Part(file, start), start, limits)


def _records(stream: io.RawIOBase, start: int, limits: Limits) -> Iterator[_Read]:
    iterator = _iterator(stream)
    read: _Read | None = None
    while True:
        record = _guarded(lambda: next(iterator, None))
        if read is not None:
            swallowed = read.page is not None and OTHER.search(read.page.body)
            if swallowed and isinstance(record, _Failure):
                # A page may well speak of records; what cannot be read after it tells them apart.
                reason = "the record's length is wrong: another record begins in it"
                read = _Read(read.at, problem=reason, broken=True)
            yield read
            if read.broken:
                return
        if record is None:
            return
        if isinstance(record, _Failure):
            # Where the record that could not be read begins is known only if it is the first.
            if read is None:
                yield _Read(start, problem=f"the record is broken: {record.reason}", broken=True)
            return
        at = start + record.stream_pos
        read = _guarded(partial(_taken, record, at, limits))
        if isinstance(read, _Failure):
            read = _Read(at, problem=f"the record is broken: {read.reason}", broken=True)


class _Failure(NamedTuple):
    reason: str


def _guarded(work: Callable[[], Any]) -> Any:
    """Return what ``work`` returns, or the failure of the archive's reader as a record."""
    try:
        return work()
    except ReadError:
        return _Failure("what it is packed in is damaged")
    except _FAILURES as error:
        return _Failure(str(error).rstrip(".") or type(error).__name__)
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        return _Failure("the reader gave up on it")


def need_library() -> None:
    """Raise ``ReadError``, one clear sentence, where fastwarc is not installed."""
    _iterator(io.BytesIO())


def _iterator(stream: BinaryIO | io.RawIOBase) -> Iterator[WarcRecord]:
    try:
        from fastwarc.warc import ArchiveIterator
    except ImportError as error:
        raise ReadError(
            "web archives are read with fastwarc, which is not installed: pip install 'sayso[warc]'"
        ) from error
    return iter(ArchiveIterator(stream))


def _taken(record: WarcRecord, at: int, limits: Limits) -> _Read:
    """Read one record: a page where it is an HTML response, a problem where it is broken."""
    length = record.headers.get("Content-Length") or ""
    if not (length.isascii() and length.isdigit() and len(length) < 19):
        return _Read(at, problem="the record is broken: it states no length", broken=True)
    claimed, whole = record.content_length, int(length)
    wanted = _wanted(record)
    fits = claimed <= limits.max_bytes
    body = record.reader.read(claimed + 1) if wanted and fits else b""
    read = len(body) + record.reader.consume()
    if read < claimed:
        reason = f"the record breaks off: {read} of {claimed} bytes"
        return _Read(at, whole, problem=reason, broken=True)
    if not wanted:
        return _Read(at, whole)
    if not fits:
        return _Read(at, whole, problem=f"the page is larger than {size(limits.max_bytes)}")
    try:
        body = _decoded(body, record, limits)
    except ReadError as error:
        return _Read(at, whole, problem=f"the page cannot be unpacked: {error}")
    if not body.strip():
        return _Read(at, whole, problem="the page is empty")
    url = shown((record.headers.get("WARC-Target-URI") or "").strip("<> "))
    fetched = instant(record.headers.get("WARC-Date") or "")
    charset = record.http_charset or ""
    page = Page(body, MediaType.HTML, "", url, charset=charset, fetched=fetched)
    return _Read(at, whole, page)


def _wanted(record: WarcRecord) -> bool:
    if str(record.record_type) != "response" or not record.is_http_parsed:
        return False
    status: object = record.http_headers.status_code  # a string, where the line is no HTTP
    kind = (record.http_content_type or "").lower()
    return isinstance(status, int) and 200 <= status < 300 and kind in _HTML


def _decoded(body: bytes, record: WarcRecord, limits: Limits) -> bytes:
    """The page without the transfer's chunks and packing. Raises ``ReadError``."""
    headers = record.http_headers
    coding = (headers.get("Transfer-Encoding") or "").strip().lower()
    packing = (headers.get("Content-Encoding") or "").strip().lower()
    if coding == "chunked":
        body = _unchunked(body)
    if packing in ("gzip", "x-gzip") and body.startswith(GZIP[:2]):
        reason = f"unpacked, it is larger than {size(limits.max_bytes)}"
        body = b"".join(limited(unpack([body]), limits.max_bytes, reason))
    elif packing == "deflate":
        body = _inflated(body, limits.max_bytes)
    elif packing == "br":
        body = _unbrotlied(body, limits.max_bytes)
    return body


def _unchunked(body: bytes) -> bytes:
    """Archivers often store the page whole and leave the header: then it is no chunks."""
    out, at = bytearray(), 0
    while found := re.compile(rb"([0-9a-fA-F]{1,8})[^\r\n]{0,100}\r\n").match(body, at):
        length = int(found[1], 16)
        if not length:
            return bytes(out)
        out += body[found.end() : found.end() + length]
        at = found.end() + length + 2
    return body


def _unbrotlied(body: bytes, limit: int) -> bytes:
    from fastwarc.stream_io import BrotliReader

    try:
        out = BrotliReader(io.BytesIO(body)).read(limit + 1)
    except OSError as error:
        raise ReadError("its Brotli data are damaged") from error
    if len(out) > limit:
        raise ReadError(f"unpacked, it is larger than {size(limit)}")
    return out


def _inflated(body: bytes, limit: int) -> bytes:
    for bits in (15, -15):  # with and without the header of zlib, as servers send both
        try:
            out = zlib.decompressobj(bits).decompress(body, limit + 1)
        except zlib.error:
            continue
        if len(out) > limit:
            raise ReadError(f"unpacked, it is larger than {size(limit)}")
        return out
    return body
