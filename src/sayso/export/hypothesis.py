"""The file that the Hypothesis client imports: its own form of annotations, with the W3C's selectors.

It attaches an annotation to an address; a row whose page has none is named by the hash of the page, as in
``webannotation``, and stands beside no page. The client keeps ``uri``, ``document``, ``text``, ``tags`` and
``target``, and passes over the whole ``row``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import IO

from sayso.errors import ReadError
from sayso.export.about import About
from sayso.export.marked import line
from sayso.export.row import Json, Row, dumps, from_json, to_json
from sayso.export.webannotation import description, selectors, source


def write(rows: Iterable[Row], out: IO[bytes], about: About) -> int:
    """Write the rows to ``out``; return how many."""
    head = {"export_date": about.made, "client_version": "sayso"}
    out.write(f'{dumps(head)[:-1]}, "annotations": ['.encode())
    count = 0
    for row in rows:
        out.write(f"{',' if count else ''}\n{dumps(annotation(row))}".encode())
        count += 1
    out.write(b"\n]}\n")
    return count


def annotation(row: Row) -> Json:
    """A row as the client has it; its text is Markdown there."""
    address = source(row)
    return {
        "uri": address,
        "document": {"title": [row.title]},
        "text": "\n\n".join(map(line, description(row).split("\n"))),
        "tags": list(row.statuses),
        "target": [{"source": address, "selector": selectors(row)}],
        "row": to_json(row),
    }


def read(raw: IO[bytes]) -> Iterator[Row]:
    """Yield the rows of a file that ``write`` made. Raises ``ReadError`` for any other."""
    try:
        for one in json.load(raw)["annotations"]:
            (target,) = one["target"]
            quoted, place = target["selector"]
            found = {"words": quoted["exact"], "start": place["start"], "end": place["end"]}
            yield from_json({**one["row"], **found})
    except (KeyError, TypeError, ValueError) as error:
        raise ReadError(f"this is no file that sayso exported: {error}") from error
