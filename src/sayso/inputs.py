"""What every reader shares: the limits, refusals, the fields of JSON, links to be fetched."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum, auto

from sayso.errors import ReadError
from sayso.records import Given, Rejected
from sayso.text import clean

_MIB = 1 << 20
_UNNAMEABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LONGEST_NAME = 300
Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read, in bytes: one page, one JSON line, what a gzip file unpacks to, one JSON
    file that is not lines; and how many addresses of one feed or sitemap are fetched.

    A file of JSON lines or a web archive may be of any size: it is read piece by piece."""

    max_bytes: int = 20 * _MIB
    max_line: int = 20 * _MIB
    max_expanded: int = 2048 * _MIB
    max_json: int = 64 * _MIB
    max_links: int = 100


class LinkKind(Enum):
    """A feed's item, the page of a sitemap's entry, or another sitemap that an index names."""

    ITEM = auto()
    PAGE = auto()
    SITEMAP = auto()


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a feed or sitemap names, whose page it does not carry.

    ``origin`` is where it stands, ``given`` what is said of the page there, ``changed`` the ISO 8601
    time (UTC) of its last change, ``summary`` its words; each may be empty. ``kind`` says what it is.
    """

    origin: str
    url: str
    given: Given = field(default_factory=Given)
    changed: str = ""
    summary: str = ""
    kind: LinkKind = LinkKind.ITEM


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of the version it sent, to ask later whether there is another."""

    etag: str = ""
    last_modified: str = ""

    def headers(self) -> dict[str, str]:
        """The headers of a request that is answered in full only if there is another version."""
        told = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in told.items() if value}


def refusal(subject: str, reason: str) -> Rejected:
    """A refusal at the stage of reading, with a subject that any table or terminal takes."""
    return Rejected("read", shown(subject), reason)


def shown(name: str) -> str:
    """Return ``name`` on one line: a name that is not UTF-8 reaches Python with lone surrogates."""
    return _UNNAMEABLE.sub("\ufffd", name)


def part_of(origin: str, name: str) -> str:
    """Return where the part called ``name`` of the document at ``origin`` stands."""
    return f"{origin}#{shown(name)[:_LONGEST_NAME]}"


def size(count: int) -> str:
    """Return a number of bytes in words."""
    return f"{count / _MIB:g} MiB" if count >= _MIB else f"{count} bytes"


def limited(blocks: Iterable[bytes], limit: int, reason: str) -> Iterator[bytes]:
    """Pass ``blocks`` on; ``ReadError`` with ``reason`` once they are more than ``limit`` bytes."""
    total = 0
    for block in blocks:
        total += len(block)
        if total > limit:
            raise ReadError(reason)
        yield block


def load_json(raw: bytes, what: str) -> object:
    """Return the JSON value in ``raw``. ``ReadError`` begins with ``what``, such as "the line"."""
    try:
        value: object = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ReadError(f"{what} is not UTF-8 (byte {error.start + 1})") from error
    except json.JSONDecodeError as error:
        raise ReadError(f"{what} is not JSON: {error.msg} (column {error.colno})") from error
    except (ValueError, RecursionError) as error:
        raise ReadError(f"{what} is JSON, but too deep or with too long a number") from error
    return value


def told(entry: Json, *keys: str) -> str:
    """Return the first of the fields ``keys`` that holds words, with its edges trimmed."""
    for key in keys:
        value = entry.get(key)
        if isinstance(value, str) and (text := clean(value).replace("\0", "\ufffd").strip()):
            return text
    return ""


def names(value: object) -> str:
    """Return the names in a string, in objects with a "name", or in a list of these, by commas."""
    found = value if isinstance(value, list) else [value]
    told_names = [
        told(one, "name") if isinstance(one, dict) else clean(one).strip()
        for one in found
        if isinstance(one, str | dict)
    ]
    return ", ".join(dict.fromkeys(name for name in told_names if name))


def date_time(text: str) -> str:
    """Return an ISO 8601 date or date-time as it stands, or nothing where it is none."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return ""
    return text


def instant(text: str) -> str:
    """Return an ISO 8601 date or date-time as a time in UTC, to the second; or nothing.

    What states no time zone is taken for UTC, a date for its midnight.
    """
    try:
        at = datetime.fromisoformat(text.strip())
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return at.isoformat(timespec="seconds")
