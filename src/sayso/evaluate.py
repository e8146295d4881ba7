"""Scores of predicted attributions against labelled ones, with intervals.

Spans are compared as sets of words, so that punctuation and white space at their edges do not count;
the marks : ? ! and dashes count as words, since they can be cues. The measures:

- *words*: a word carries the role, anywhere in the document;
- *exact*: the words of one role of one attribution, all of its pieces, are those of a gold one;
- *linked50*, *linked80*: one attribution whole: the cues overlap, the sources overlap (or both are
  empty), the contents share at least that part of their union;
- *whole*: source, cue and content are all exact.

The interval is the percentile bootstrap over documents (Efron, 1979), seeded: the same input gives
the same interval.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sayso.errors import ReadError
from sayso.labels import read_lines
from sayso.records import Span

ROLES = ("source", "cue", "content")
NAMES = (
    *(f"words {role}" for role in ROLES),
    *(f"exact {role}" for role in ROLES),
    "linked50",
    "linked80",
    "whole",
)
RESAMPLES = 1000
_WORD = re.compile(r"\w+|[:?!–—-]")

Words = frozenset[int]
Counts = tuple[int, int, int]
"""Right, predicted, gold."""


@dataclass(frozen=True, slots=True)
class Roles:
    """The spans of one attribution, in the order of ``ROLES``."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document's attributions; ``text`` is empty in predictions."""

    id: str
    text: str
    attributions: tuple[Roles, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """A measure in per cent; ``low`` and ``high`` bound its F1 at 95 %."""

    name: str
    precision: float
    recall: float
    f1: float
    low: float
    high: float
    right: int
    predicted: int
    gold: int


@dataclass(frozen=True, slots=True)
class Scores:
    """All measures; ``missing`` names gold documents without a prediction (counted as empty)."""

    scores: tuple[Score, ...]
    documents: int
    missing: tuple[str, ...]


def read_labelled(file: Path, gold: bool) -> tuple[Labelled, ...]:
    """Read JSON lines ``{"id", "attributions": [{"source", "cue", "content"}], "text"?}``.

    ``gold`` files must have ``text``. Raises ``ReadError`` naming file, line and what is wrong.
    """
    found: dict[str, Labelled] = {}
    for number, one in read_lines(file, lambda raw: _labelled(raw, gold)):
        if one.id in found:
            raise ReadError(f'{file}:{number}: the id "{one.id}" stands in an earlier line')
        found[one.id] = one
    return tuple(found.values())


def _labelled(raw: object, gold: bool) -> Labelled:
    if not isinstance(raw, dict):
        raise TypeError("not a JSON object")
    text = raw["text"] if gold else ""
    if not isinstance(text, str):
        raise TypeError("the text is no string")
    attributions = tuple(
        Roles(*(_spans(one[role], len(text) if gold else None) for role in ROLES))
        for one in raw["attributions"]
    )
    return Labelled(str(raw["id"]), text, attributions)


def _spans(raw: object, length: int | None) -> tuple[Span, ...]:
    if not isinstance(raw, list):
        raise TypeError("spans are no list")
    found: list[Span] = []
    for pair in raw:
        start, end = pair
        if not (type(start) is int and type(end) is int) or not 0 <= start <= end:
            raise ValueError(f"{pair} is no span")
        if length is not None and end > length:
            raise ValueError(f"the span {start}-{end} does not fit a text of {length} characters")
        found.append((start, end))
    return tuple(found)


def score_attributions(gold: Sequence[Labelled], predicted: Sequence[Labelled]) -> Scores:
    """Return every measure of ``predicted`` over the documents of ``gold``.

    Raises ``ReadError`` when a prediction is for no gold document.
    """
    given = {one.id: one for one in predicted}
    strangers = given.keys() - {one.id for one in gold}
    if strangers:
        raise ReadError(f'a prediction for "{min(strangers)}", which is not in the gold file')
    counts = np.array([_count(one, given.get(one.id)) for one in gold], dtype=np.int64).reshape(
        len(gold), len(NAMES), 3
    )
    low, high = _interval(counts)
    total = counts.sum(0)
    scores = tuple(
        Score(name, *_f1(*map(int, row)), float(low[at]), float(high[at]), *map(int, row))
        for at, (name, row) in enumerate(zip(NAMES, total, strict=True))
    )
    return Scores(scores, len(gold), tuple(one.id for one in gold if one.id not in given))


def _f1(right: int, predicted: int, gold: int) -> tuple[float, float, float]:
    precision = right / predicted if predicted else 0.0
    recall = right / gold if gold else 0.0
    both = precision + recall
    return 100 * precision, 100 * recall, 200 * precision * recall / both if both else 0.0


def _count(gold: Labelled, predicted: Labelled | None) -> list[Counts]:
    """Right, predicted and gold of one document for each of ``NAMES``."""
    wanted = [words_of(gold.text, one) for one in gold.attributions]
    found = [words_of(gold.text, one) for one in predicted.attributions] if predicted else []
    rows: list[Counts] = []
    for role in range(3):
        one, other = (frozenset().union(*(x[role] for x in xs)) for xs in (wanted, found))
        rows.append((len(one & other), len(other), len(one)))
    for role in range(3):
        rows.append(
            _same((x[role] for x in wanted if x[role]), (x[role] for x in found if x[role]))
        )
    rows += [(_linked(wanted, found, share), len(found), len(wanted)) for share in (0.5, 0.8)]
    rows.append(_same(wanted, found))
    return rows


def words_of(text: str, one: Roles) -> tuple[Words, Words, Words]:
    """The numbers of the words of ``text`` that the spans of each role touch."""
    starts, ends = _places(text)

    def inside(spans: Iterable[Span]) -> Words:
        return frozenset(
            number
            for first, last in spans
            if first < last
            for number in range(bisect_right(ends, first), bisect_left(starts, last))
        )

    return inside(one.source), inside(one.cue), inside(one.content)


@lru_cache(maxsize=8)
def _places(text: str) -> tuple[list[int], list[int]]:
    """Where the words of a text start and where they end."""
    found = list(_WORD.finditer(text))
    return [match.start() for match in found], [match.end() for match in found]


def _same(wanted: Iterable[object], found: Iterable[object]) -> Counts:
    one, other = Counter(wanted), Counter(found)
    return (one & other).total(), other.total(), one.total()


def _linked(
    wanted: Sequence[tuple[Words, Words, Words]],
    found: Sequence[tuple[Words, Words, Words]],
    share: float,
) -> int:
    """How many gold attributions have a prediction of their own that links to them."""
    free = list(found)
    for one in wanted:
        hit = next((other for other in free if links(one, other, share)), None)
        if hit is not None:
            free.remove(hit)
    return len(found) - len(free)


def links(one: tuple[Words, Words, Words], other: tuple[Words, Words, Words], share: float) -> bool:
    """Whether two attributions are one: cues and sources overlap (or neither has a source), and
    the contents share at least ``share`` of their union."""
    sources = bool(one[0] & other[0]) if one[0] else not other[0]
    union = one[2] | other[2]
    return (
        sources
        and bool(one[1] & other[1])
        and bool(union)
        and len(one[2] & other[2]) / len(union) >= share
    )


def _interval(counts: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.float64], ...]:
    """The 2.5 and 97.5 percentiles of each F1 over resampled documents."""
    if not len(counts):
        return np.zeros(len(NAMES)), np.zeros(len(NAMES))
    drawn = np.random.default_rng(0).multinomial(
        len(counts), np.full(len(counts), 1 / len(counts)), size=RESAMPLES
    )
    sums = np.einsum("rd,dmc->rmc", drawn, counts).astype(float)
    both = sums[..., 1] + sums[..., 2]
    f1 = np.divide(200 * sums[..., 0], both, out=np.zeros_like(both), where=both > 0)
    return np.percentile(f1, 2.5, axis=0), np.percentile(f1, 97.5, axis=0)


def table(found: Scores) -> str:
    """The scores as lines for people."""
    lines = [f"{found.documents} documents", f"{'':14}      P      R     F1   95 % of F1"]
    lines += [
        f"{one.name:14} {one.precision:6.1f} {one.recall:6.1f} {one.f1:6.1f}   "
        f"{one.low:.1f}–{one.high:.1f}   ({one.right} right of {one.predicted}; gold {one.gold})"
        for one in found.scores
    ]
    if found.missing:
        lines.append(f"{len(found.missing)} documents have no prediction and count as empty")
    return "\n".join(lines)
