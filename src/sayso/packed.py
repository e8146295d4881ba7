"""Unpacks gzip block by block, so that a small file cannot fill the memory."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from sayso.errors import ReadError

_BLOCK = 1 << 16


def unpack(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what the gzip ``blocks`` hold, at most 64 KiB at a time; the caller sets the limit.

    Several gzip members in a row, and NULs after them, are read as one. Raises ``ReadError``, when
    it comes there, for data that are damaged or break off.
    """
    unpacker = zlib.decompressobj(wbits=31)
    for block in blocks:
        data = block
        # The checksum at the end is read after all output, so none is left when the input is.
        while data:
            if unpacker.eof:
                data = data.lstrip(b"\0")
                if not data:
                    break
                unpacker = zlib.decompressobj(wbits=31)
            try:
                out = unpacker.decompress(data, _BLOCK)
            except zlib.error as error:
                raise ReadError("its gzip data are damaged") from error
            if out:
                yield out
            data = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    if not unpacker.eof:
        raise ReadError("its gzip data break off before their end")
