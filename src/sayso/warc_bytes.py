"""A WARC file as bytes: where records begin and end, so that reading can go on after a broken one."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from sayso.errors import ReadError

BLOCK = 1 << 16
GZIP = b"\x1f\x8b\x08"
OTHER = re.compile(rb"\r\n\r\nWARC/1\.[01]\r\n")
_BEGIN = re.compile(rb"WARC/1\.[01]\r?\n")


def is_archive(head: bytes) -> bool:
    """Tell whether bytes, unpacked, are the beginning of a WARC file."""
    return _BEGIN.match(head) is not None


def is_packed_whole(file: BinaryIO) -> bool:
    """Whether the first gzip member of ``file`` holds more than one record."""
    file.seek(0)
    unpacker = zlib.decompressobj(wbits=31)
    held = b""
    first = True
    while block := file.read(BLOCK):
        data = block
        while data and not unpacker.eof:
            try:
                out = unpacker.decompress(data, BLOCK)
            except zlib.error:
                return False
            data = unpacker.unconsumed_tail
            # The end of what came before may hold half of a beginning.
            if OTHER.search(held + (out[1:] if first else out)):
                return True
            first = False
            held = out[-16:]
        if unpacker.eof:
            return False
    return False


def end_of(file: BinaryIO, at: int, length: int, packed: bool) -> int:
    """Return the offset behind the record at ``at`` and the empty lines after it.

    ``length`` is that of its block, in bytes; a packed record ends with its gzip member.
    """
    file.seek(at)
    if packed:
        unpacker = zlib.decompressobj(wbits=31)
        while not unpacker.eof and (block := file.read(BLOCK)):
            while block and not unpacker.eof:
                try:
                    unpacker.decompress(block, BLOCK)
                except zlib.error:  # its checksum is wrong, which fastwarc does not ask for
                    return at + 1
                block = unpacker.unconsumed_tail
        return file.tell() - len(unpacker.unused_data)
    head = file.read(BLOCK)
    file.seek(at + head.find(b"\r\n\r\n") + 4 + length)
    after = file.read(4)
    return file.tell() - len(after.lstrip(b"\r\n"))


def holds_more(file: BinaryIO, start: int) -> bool:
    """Whether anything but empty lines and NULs stands in ``file`` from ``start`` on."""
    file.seek(start)
    return any(block.strip(b"\0\r\n") for block in iter(lambda: file.read(BLOCK), b""))


def next_record(file: BinaryIO, start: int, packed: bool) -> int | None:
    """Return the offset, from ``start`` on, where the next record seems to begin."""
    mark = GZIP if packed else b"WARC/1."
    file.seek(start)
    at, held = start, b""
    while block := file.read(BLOCK):
        held += block
        found = held.find(mark)
        while found >= 0:
            if _begins(file, at + found, packed):
                return at + found
            found = held.find(mark, found + 1)
        kept = held[-(len(mark) - 1) :]  # it may hold half of a mark
        at += len(held) - len(kept)
        held = kept
        file.seek(at + len(kept))
    return None


def _begins(file: BinaryIO, at: int, packed: bool) -> bool:
    file.seek(at)
    head = file.read(4096)
    if packed:
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, 64)
        except zlib.error:
            return False
    return is_archive(head)


class Part(io.RawIOBase):
    """A file from an offset on, which is the beginning for who reads it."""

    def __init__(self, file: BinaryIO, start: int) -> None:
        super().__init__()
        self._file, self._start = file, start

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Return up to ``size`` bytes."""
        return self._file.read(size)

    def tell(self) -> int:
        """How many bytes were read."""
        return self._file.tell() - self._start


class Blocks(io.RawIOBase):
    """Blocks as a file that can only be read on; ``error`` is what ended them, if not their end."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        super().__init__()
        self._blocks, self._held, self._at = blocks, b"", 0
        self.error: ReadError | None = None

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Return up to ``size`` bytes."""
        try:
            while not self._held and (block := next(self._blocks, b"")):
                self._held = block
        except ReadError as error:
            self.error = error
        out = self._held[: size if size >= 0 else None]
        self._held = self._held[len(out) :]
        self._at += len(out)
        return out

    def tell(self) -> int:
        """How many bytes were read."""
        return self._at
