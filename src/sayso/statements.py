"""Statements without a ledger: what ``sayso attribute`` prints for documents and for JSON lines."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sayso import as_json, show
from sayso.engine import cores, read_all
from sayso.errors import SaysoError
from sayso.facts import voice_of
from sayso.fetch import Fetcher, FetchOptions
from sayso.gather import pages
from sayso.headers import iso_date
from sayso.pipeline import Outcome, Reader
from sayso.read import read_inputs
from sayso.records import Page, Rejected
from sayso.understand import understand, understand_text


@dataclass(frozen=True, slots=True)
class Told:
    """What is printed of one document: its JSON, its lines for people, or the line of a refusal.

    ``as_json`` is empty for what was refused before it had a name.
    """

    as_json: str = ""
    pieces: tuple[show.Piece, ...] = ()
    refusal: str = ""


def of_documents(inputs: Iterable[str], fetching: FetchOptions, jobs: int) -> Iterator[Told]:
    """Yield the statements of files, folders, addresses and ``-``, article by article, in order.

    ``jobs`` is how many processes to use, 0 for one a core. Offsets are those of the article's
    text, which the JSON carries.
    """
    with closing(Fetcher(fetching)) as fetcher:
        found = pages(inputs, sys.stdin.buffer, fetcher)
        for outcome in read_all(Reader.outcome, found, jobs or cores()):
            yield _of_outcome(outcome)


def of_lines(file: Path, jobs: int) -> Iterator[Told]:
    """Yield the statements of each line ``{"id", "text"}`` of ``file`` (``-``: standard input).

    Offsets are characters of exactly the text given. A line that cannot be read is refused; a text
    in another language gets a line without statements that says so.
    """
    found = read_inputs([str(file)], stdin=sys.stdin.buffer)
    yield from read_all(_read_line, found, jobs or cores())


def _of_outcome(outcome: Outcome) -> Told:
    if outcome.rejected is not None:
        reason = f"refused {outcome.subject}: {outcome.rejected.reason}"
        return Told(as_json.dumps(as_json.outcome(outcome)), refusal=show.line(reason))
    assert outcome.reading is not None, "an outcome is a reading or a refusal"
    article, said = outcome.reading.article, outcome.reading.attributions
    understood = understand(article, said)
    pieces = list(show.heading(article))
    for number, one in enumerate(understood, start=1):
        pieces += show.statement_lines(article.text, number, one)
    voice = voice_of(article.text, said, article.published)
    told = as_json.article(article, understood, voice)
    return Told(as_json.dumps(told), (*pieces, show.Piece("\n")))


def _read_line(reader: Reader, found: Page | Rejected) -> Told:
    if isinstance(found, Rejected):
        return Told(refusal=show.line(f"refused {found.subject}: {found.reason}"))
    if not found.name:
        return Told(refusal=show.line(f'refused {found.origin}: no JSON line {{"id", "text"}}'))
    text = found.body.decode("utf-8")
    try:
        said = understand_text(text, reader.statements(text), iso_date(found.given.published))
    except SaysoError as error:
        told = as_json.dumps({"id": found.name, "attributions": [], "refused": str(error)})
        return Told(told, refusal=show.line(f"refused {found.origin}: {error}"))
    return Told(as_json.dumps(as_json.labelled(found.name, said)))
