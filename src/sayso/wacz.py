"""WACZ, a ZIP file of web archives -> the HTML pages in its WARC files."""

from __future__ import annotations

import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from sayso.archives import need_library, read_warc
from sayso.errors import ReadError
from sayso.inputs import Limits, limited, refusal, shown, size
from sayso.records import Page, Rejected
from sayso.warc_bytes import BLOCK, GZIP

_WARC_NAME = re.compile(r"\.warc(?:\.gz)?$", re.IGNORECASE)
_IN_ZIP = re.compile(rb"\.warc(?:\.gz)?|datapackage\.json")
_MOST_FILES = 1000  # in one WACZ
ZIP = b"PK\x03\x04"


def is_wacz(file: BinaryIO) -> bool:
    """Tell whether a file that begins as a ZIP archive is a WACZ, whole or broken."""
    try:
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            return any(_WARC_NAME.search(name) for name in archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError):
        file.seek(0)
        return _IN_ZIP.search(file.read(BLOCK)) is not None


def read_wacz(file: BinaryIO, origin: str, limits: Limits) -> Iterator[Page | Rejected]:
    """Yield the HTML responses of the WARC files in a WACZ file, in the order of its list.

    The origin of a page is ``origin!archive/name:offset``. Raises ``ReadError`` for a broken ZIP
    file, or one without a WARC file; a member that is broken is refused, and the next is read.
    """
    need_library()
    try:
        with zipfile.ZipFile(file) as archive:
            names = [name for name in archive.namelist() if _WARC_NAME.search(name)]
            if not names:
                raise ReadError("a ZIP archive without a WARC file, no WACZ")
            if len(names) > _MOST_FILES:
                raise ReadError(f"the WACZ holds more than {_MOST_FILES} WARC files")
            for name in names:
                yield from _member(archive, name, f"{origin}!{shown(name)}", limits)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError) as error:
        raise ReadError(f"the WACZ is broken: {error}") from error


def _member(
    archive: zipfile.ZipFile, name: str, origin: str, limits: Limits
) -> Iterator[Page | Rejected]:
    try:
        with archive.open(name) as file, tempfile.TemporaryFile() as copy:
            reason = f"unpacked, it is larger than {size(limits.max_expanded)}"
            for block in limited(iter(lambda: file.read(BLOCK), b""), limits.max_expanded, reason):
                copy.write(block)
            copy.seek(0)
            packed = copy.read(len(GZIP)) == GZIP
            yield from read_warc(copy, origin, limits, packed)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        yield refusal(origin, f"the file in the WACZ is broken: {error}")
    except ReadError as error:
        yield refusal(origin, str(error))
