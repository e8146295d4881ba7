"""Documents in batches whose names follow from what is in them, so that a re-run knows them again.

A name is the batch's number and a hash of its documents, of the version of sayso and of its model:
the same inputs give the same batches; whatever would change a row changes the name.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sayso import __version__
from sayso.gather import whole_or_parts
from sayso.pipeline import default_model
from sayso.read import read_inputs
from sayso.records import Page, Rejected, content_id
from sayso.rows import reading_id

SIZE = 200  # documents; some 20 s of work for one core, the most that a stop loses
_MOST_BYTES = 32 << 20  # a batch waits in memory, and several do
_LEAST_BYTES = 1000  # what a document weighs at least, in the remaining time

Document = Page | Rejected


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents that are read and written together. ``number`` counts from 1."""

    number: int
    documents: tuple[Document, ...]
    made_by: str

    @property
    def name(self) -> str:
        """What its folder is called."""
        parts = (_identity(one) for one in self.documents)
        return f"batch={self.number:06d}-{content_id('batch', self.made_by, *parts)}"

    @property
    def weight(self) -> int:
        """About how much work it is, in bytes."""
        return sum(weight(one) for one in self.documents)


def documents(inputs: Iterable[str]) -> Iterator[Document]:
    """Yield what the files and folders ``inputs`` hold, in order, and refusals; nothing is fetched.

    Files are read again in the same order on every call. Standard input is not: it can be read once.
    """
    for found in read_inputs(inputs, stdin=io.BytesIO()):
        yield from whole_or_parts(found)


def batches(found: Iterable[Document], size: int, made_by: str) -> Iterator[Batch]:
    """Yield ``found`` in batches of ``size`` documents, fewer where they are large.

    ``made_by`` names all else that the rows depend on (see ``maker``).
    """
    number, waiting, total = 1, list[Document](), 0
    for one in found:
        if waiting and (len(waiting) >= size or total + weight(one) > _MOST_BYTES):
            yield Batch(number, tuple(waiting), made_by)
            number, waiting, total = number + 1, [], 0
        waiting.append(one)
        total += weight(one)
    if waiting:
        yield Batch(number, tuple(waiting), made_by)


def maker(pages: bool) -> str:
    """Return what the rows depend on beside the documents: sayso's version, its shipped model, and
    whether the bytes of the ``pages`` are kept."""
    manifest = Path(default_model(), "manifest.json").read_bytes()
    return content_id("maker", __version__, manifest, str(pages))


def weight(document: Document) -> int:
    """Return about how much work a document is, in bytes."""
    return max(len(document.body), _LEAST_BYTES) if isinstance(document, Page) else 0


def _identity(document: Document) -> str:
    if isinstance(document, Page):
        return content_id(reading_id(document, document.sha256), document.fetched, document.part)
    return document.id
