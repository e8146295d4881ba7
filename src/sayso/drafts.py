"""Statements in the making: which of them stand, and what a quotation adds to them.

The network looks at a window at a time and rarely over the end of a paragraph; what newspapers do
there follows rules, and the rules are here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sayso.records import Span

_ENDS = re.compile(r"[.!?][”\"’')\]]*$")


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before it is finished: spans of its roles (any but the cue may be empty), the
    estimate that it is right, and who made it."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    score: float
    made_by: str


def overlap(one: Iterable[Span], other: Iterable[Span]) -> bool:
    """Whether a span of ``one`` shares a character with a span of ``other``."""
    other = tuple(other)
    return any(a < d and c < b for a, b in one for c, d in other)


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same characters as ordered, disjoint spans."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def settle(drafts: Sequence[Draft]) -> list[Draft]:
    """Of two statements that claim the same cue, keep the likelier one.

    "It was reported that" is at times found twice, by "it" and by "was reported", with the same
    content: that is one cue cut in two, and the longer piece is kept.
    """
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda one: (-_length(one.cue), -one.score)):
        if not any(_cut_in_two(draft, other) for other in kept):
            kept.append(draft)
    likely: list[Draft] = []
    for draft in sorted(kept, key=lambda one: -one.score):
        if not any(overlap(draft.cue, other.cue) for other in likely):
            likely.append(draft)
    return sorted(likely, key=lambda one: one.cue)


def _length(spans: Iterable[Span]) -> int:
    return sum(end - start for start, end in spans)


def _cut_in_two(one: Draft, other: Draft) -> bool:
    """Whether two say the same by cues that stand side by side, neither with a source."""
    if one.source or other.source or not one.content or one.content != other.content:
        return False
    (first, second) = sorted((one.cue, other.cue))
    return 0 <= second[0][0] - first[-1][1] <= 1


def led_in(text: str, drafts: Sequence[Draft], quoted: Sequence[Sequence[Span]]) -> list[Draft]:
    """Give a quotation that opens a paragraph, and that nobody has, to the lead-in before it.

    A lead-in is the paragraph just before, if it ends with a colon or with no mark at all; its last
    cue is the one that leads in. What stood as its content after the cue was only the topic ("made
    this statement about the port"), so the quotation takes its place.
    """
    result = list(drafts)
    for run in quoted:
        start = run[0][0]
        before = text[:start].rstrip()
        opens = "\n" in text[len(before) : start]
        taken = any(overlap(run, d.content) for d in result if not overlap(run, d.cue))
        if taken or not opens or _ENDS.search(before[-4:]):
            continue
        paragraph = before.rfind("\n") + 1
        leading = [n for n, d in enumerate(result) if paragraph <= d.cue[0][0] < len(before)]
        if leading:
            last = result[leading[-1]]
            kept = (span for span in last.content if span[0] < last.cue[0][0])
            result[leading[-1]] = replace(last, content=union([*kept, *run]))
    return result


def run_on(drafts: Sequence[Draft], quoted: Sequence[Sequence[Span]]) -> list[Draft]:
    """Give a statement whose content reaches into a quotation over several paragraphs all of them.

    A later paragraph with a cue outside the quotation ("…," she added) stays with that cue.
    """
    result = list(drafts)
    for run in (run for run in quoted if len(run) > 1):
        outside = [n for n, d in enumerate(result) if not overlap(d.cue, run)]
        first = next((n for n in outside if overlap(result[n].content, run[:1])), None)
        if first is None:
            continue
        taken = [span for n in outside if n != first for span in result[n].content]
        added = [span for span in run if not overlap([span], taken)]
        result[first] = replace(result[first], content=union([*result[first].content, *added]))
    return result
