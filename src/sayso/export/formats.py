"""The formats by name, and a ledger written in one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import IO

from sayso.export import cells, hypothesis, lines, notes, pack, table, webannotation
from sayso.export.about import About
from sayso.export.gather import Claim, Wanted, claims, proof
from sayso.export.row import Row
from sayso.ledger import Ledger


class Format(StrEnum):
    """What an export can be."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"
    WEB_ANNOTATION = "webannotation"
    HYPOTHESIS = "hypothesis"
    HTML = "html"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class Exported:
    """How many ``rows`` were written, of how many ``claims``, and how many mentions were left out
    because their source has no name."""

    rows: int
    claims: int
    left_out: int


@dataclass(slots=True)
class _Tally:
    claims: int = 0
    left_out: int = 0

    def over(self, found: Iterable[Claim]) -> Iterator[Claim]:
        for one in found:
            self.claims += bool(one.rows)
            self.left_out += one.left_out
            yield one


ALL = Wanted()
"""Every claim, with a little context."""

_Writer = Callable[[Iterable[Row], IO[bytes]], int]


def export(
    book: Ledger, form: Format, out: IO[bytes], wanted: Wanted = ALL, *, bom: bool = False
) -> Exported:
    """Write the claims of ``book`` to ``out``, a row for each mention; return how many.

    Pages and notes are put together in memory, the others row by row. ``bom`` puts a byte order mark
    before CSV and changes no other format. Raises ``LedgerError``, and ``SaysoError`` where a library
    is not installed.
    """
    about = About(book.path.name, book.time(), wanted)
    tally = _Tally()
    found = tally.over(claims(book, wanted))
    if form in (Format.HTML, Format.MARKDOWN):
        write = pack.write if form is Format.HTML else notes.write
        whole = pack.contents(pack.Proven(one, proof(book, one, wanted)) for one in found)
        rows = write(whole, out, about)
    else:
        rows = _writer(form, about, bom)((row for one in found for row in one.rows), out)
    return Exported(rows, tally.claims, tally.left_out)


def _writer(form: Format, about: About, bom: bool) -> _Writer:
    writers: dict[Format, _Writer] = {
        Format.CSV: partial(cells.write, bom=bom),
        Format.JSONL: lines.write,
        Format.PARQUET: table.write,
        Format.WEB_ANNOTATION: partial(webannotation.write, about=about),
        Format.HYPOTHESIS: partial(hypothesis.write, about=about),
    }
    return writers[form]
