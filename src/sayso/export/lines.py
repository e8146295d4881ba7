"""JSON lines: a row on each, with the names of ``Row``'s fields."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import IO

from sayso.errors import ReadError
from sayso.export.row import Row, dumps, from_json, to_json


def write(rows: Iterable[Row], out: IO[bytes]) -> int:
    """Write the rows to ``out``; return how many."""
    count = 0
    for row in rows:
        out.write(f"{dumps(to_json(row))}\n".encode())
        count += 1
    return count


def read(source: IO[bytes]) -> Iterator[Row]:
    """Yield the rows of a file that ``write`` made. Raises ``ReadError`` for any other."""
    for number, line in enumerate(source, start=1):
        try:
            yield from_json(json.loads(line))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ReadError(f"line {number} is no row that sayso exported: {error}") from error
