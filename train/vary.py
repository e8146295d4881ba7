"""Vary training documents in ways the corpus lacks but pages have, with the labels moved along.

PolNeAR sets a quotation in the paragraph of its cue, and in double marks. Elsewhere a lead-in ends
its paragraph and the quotation fills the next ones, each opened by a mark, or by none until the
last closes it; and British papers use single marks.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace

from examples import Document, Gold
from sayso.records import Span

_OPEN = '“"'
_SENTENCE = re.compile(r"[.!?] (?=[A-Z])")
_BRITISH = str.maketrans("“”", "‘’")


@dataclass(frozen=True)
class Edit:
    """Put ``new`` in place of the characters ``start`` to ``end``."""

    start: int
    end: int
    new: str


def vary(document: Document, chance: random.Random, share: float) -> Document:
    """Return ``document`` with about ``share`` of its suitable quotations set in another way."""
    edits: list[Edit] = []
    for gold in document.attributions:
        if chance.random() < share:
            edits += _lead_in(document.text, gold, chance)
        if chance.random() < share:
            edits += _paragraphs(document.text, gold, chance)
    varied = apply(document, sorted(edits, key=lambda edit: edit.start)) if edits else document
    if chance.random() < share / 2:
        varied = replace(varied, text=varied.text.translate(_BRITISH))
    return varied


def _lead_in(text: str, gold: Gold, chance: random.Random) -> list[Edit]:
    """Break the line before a quotation that follows its cue."""
    (start, end), cue = gold.content[0], gold.cue[-1][1]
    whole = text[start - 1] == " " and text[start] in _OPEN and text[end - 1] in '”"'
    if len(gold.content) > 1 or not whole or not 0 < start - cue < 60:
        return []
    comma = text[start - 2] in ",:"
    return [Edit(start - 1 - comma, start, chance.choice([":", "", ".", ","]) + "\n\n")]


def _paragraphs(text: str, gold: Gold, chance: random.Random) -> list[Edit]:
    """Break a quotation of several sentences into paragraphs."""
    start, end = gold.content[0]
    if len(gold.content) > 1 or text[start] not in _OPEN or text[end - 1] not in '”"':
        return []
    if any(mark in text[start + 1 : end - 1] for mark in '“”"\n'):
        return []
    mark = text[start] if chance.random() < 0.7 else ""
    breaks = [start + found.end() - 1 for found in _SENTENCE.finditer(text[start:end])]
    chosen = sorted(chance.sample(breaks, min(len(breaks), chance.randint(1, 3))))
    return [Edit(at, at + 1, "\n\n" + mark) for at in chosen]


def apply(document: Document, edits: list[Edit]) -> Document:
    """Apply ordered, disjoint edits; spans move along and are cut at new line breaks."""
    new: list[str] = []
    where: list[int] = []
    length = at = 0
    for edit in edits:
        if edit.start < at:
            continue
        where += range(length, length + edit.start - at)
        new += [document.text[at : edit.start], edit.new]
        length += edit.start - at
        where += [length] * (edit.end - edit.start)
        length += len(edit.new)
        at = edit.end
    where += range(length, length + len(document.text) - at)
    text = "".join([*new, document.text[at:]])

    def move(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        moved = [(where[start], where[end - 1] + 1) for start, end in spans]
        return tuple(
            (start + found.start(), start + found.end())
            for start, end in moved
            for found in re.finditer(r"[^\n]+", text[start:end])
        )

    moved = (
        Gold(move(one.source), move(one.cue), move(one.content)) for one in document.attributions
    )
    # a few cues of the corpus are a line break
    return Document(document.id, text, tuple(one for one in moved if one.cue and one.content))
