"""Rows as cells of a spreadsheet, and CSV: nothing in a cell can be taken for a formula.

A text that starts as a formula may (``=``, ``+``, ``-``, ``@``, a tab, a line end, or one of these
after apostrophes) gets an apostrophe before it; reading takes it off again, so that no text is changed.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import IO, Any

from sayso.errors import ReadError
from sayso.export.row import Row, dumps, from_json, to_json

# The wide forms are formulas in some countries' spreadsheets.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_PLAIN = (
    "claim claim_words claim_polarity words low high unit counted statuses reports outlets origins speaker "
    "speaker_type role speaks_for source chain polarity denied_by denial_words outlet published url "
    "title article article_id page start end before after mention"
).split()
_NUMBERS = frozenset("low high reports outlets origins article start end".split())
_EXACT = (
    "statuses",
    "chain",
    "numbers",
    "denials",
)  # lists: readable in one column, exact in another
COLUMNS = (*_PLAIN, *(f"{name}_json" for name in _EXACT), "text")
"""The columns of the table. ``text`` is empty unless the full text was asked for."""


def guarded(text: str) -> str:
    """Return ``text`` as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Return the text of a cell that ``guarded`` made."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def write(rows: Iterable[Row], out: IO[bytes], bom: bool = False) -> int:
    """Write a CSV table in UTF-8 to ``out``; return how many rows. ``bom``: with the mark by which
    some spreadsheets tell UTF-8. Lines end with CR LF (RFC 4180)."""
    text = io.TextIOWrapper(out, "utf-8-sig" if bom else "utf-8", newline="", write_through=True)
    table = csv.writer(text)
    table.writerow(COLUMNS)
    count = 0
    for row in rows:
        table.writerow(_cells(row))
        count += 1
    text.detach()
    return count


def _cells(row: Row) -> Iterator[str]:
    found = to_json(row)
    first = row.numbers[0] if row.numbers else None
    told: dict[str, Any] = {
        **found,
        "low": _number(first.low if first else None),
        "high": _number(first.high if first else None),
        "unit": first.unit if first else "",
        "counted": first.counted if first else "",
        "statuses": "; ".join(row.statuses),
        "chain": row.who if row.chain else "",
        "denied_by": "; ".join(one.who for one in row.denials),
        "denial_words": " | ".join(one.words for one in row.denials),
        "text": row.text,
    }
    exact = {f"{name}_json": dumps(found[name]) for name in _EXACT}
    for column in COLUMNS:
        cell = str({**told, **exact}[column])
        yield cell if column in _NUMBERS else guarded(cell)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if float(value).is_integer() else repr(value)


def read(source: IO[bytes]) -> Iterator[Row]:
    """Yield the rows of a table that ``write`` made. Raises ``ReadError`` for any other."""
    text = io.TextIOWrapper(source, "utf-8-sig", newline="")
    csv.field_size_limit(2**31 - 1)  # an article is longer than the library expects of a cell
    table = csv.reader(text)
    if tuple(next(table, ())) != COLUMNS:
        raise ReadError("this is not a CSV file that sayso exported: its columns are others")
    for number, cells in enumerate(table, start=1):
        try:
            told = dict(zip(COLUMNS, map(unguarded, cells), strict=True))
            yield from_json(_exact(told))
        except (KeyError, TypeError, ValueError) as error:
            raise ReadError(f"row {number} of the CSV file is damaged: {error}") from error


def _exact(told: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {name: told[name] for name in Row.__slots__ if name in told}
    for name in ("reports", "outlets", "origins", "article", "start", "end"):
        found[name] = int(told[name])
    for name in _EXACT:
        found[name] = json.loads(told[f"{name}_json"])
    return found
