"""From tagged windows to attributions: spans in the text, quotations that run on, form and kind.

Pure: what the network said goes in (``decode.Tagged``), statements come out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sayso.decode import Calibration, Cue, Labelling, Tagged, best
from sayso.kinds import form_of, kind_of
from sayso.records import Attribution, Span, quote
from sayso.text import runs


@dataclass(frozen=True, slots=True)
class _Draft:
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    score: float


def attribute(
    text: str, windows: Sequence[Tagged], calibration: Calibration, made_by: str
) -> tuple[Attribution, ...]:
    """Return the attributions of ``text`` in the order of their first character.

    ``windows`` is what the model said of the text (``Model.tag``), ``made_by`` the model's name.
    Spans are characters of ``text``, half open, ordered and disjoint within each role.
    """
    cues = [(window, cue) for window in windows for cue in window.cues]
    labels = best([cue.scores for _, cue in cues])
    drafts = [
        _draft(text, window, cue, label, calibration)
        for (window, cue), label in zip(cues, labels, strict=True)
        if label.content
    ]
    quoted = runs(text)
    drafts = _run_on(_settle(drafts), quoted)
    marked = [span for run in quoted for span in run]
    return tuple(
        _finish(text, draft, marked, made_by)
        for draft in sorted(drafts, key=lambda one: min(one.source + one.cue + one.content))
    )


def _draft(
    text: str, window: Tagged, cue: Cue, label: Labelling, calibration: Calibration
) -> _Draft:
    spans = lambda run: _spans(text, window.words, run)  # noqa: E731
    odds = math.log(max(cue.probability, 1e-6) / max(1 - cue.probability, 1e-6))
    bias, slope, share = calibration.weights
    logit = bias + slope * odds + share * math.log(max(label.probability, 1e-6))
    return _Draft(
        tuple(span for run in label.source for span in spans(run)[:1]),
        tuple(spans(cue.words)[:1]),
        tuple(span for run in label.content for span in spans(run)),
        1 / (1 + math.exp(-logit)),
    )


def _spans(text: str, words: Sequence[Span], run: Span) -> list[Span]:
    """The characters of a run of words; a paragraph break in it makes two spans of it."""
    found: list[Span] = []
    start = end = -1
    for first, last in words[run[0] : run[1]]:
        if first == last:
            if start >= 0:
                found.append((start, end))
            start = -1
        else:
            start, end = (first if start < 0 else start), last
    return [*found, (start, end)] if start >= 0 else found


def _settle(drafts: list[_Draft]) -> list[_Draft]:
    """Of two statements that claim the same cue, keep the likelier one."""
    kept: list[_Draft] = []
    for draft in sorted(drafts, key=lambda one: -one.score):
        if not any(_overlap(draft.cue, other.cue) for other in kept):
            kept.append(draft)
    return kept


def _overlap(one: Iterable[Span], other: Iterable[Span]) -> bool:
    other = tuple(other)
    return any(a < d and c < b for a, b in one for c, d in other)


def _run_on(drafts: list[_Draft], quoted: Sequence[Sequence[Span]]) -> list[_Draft]:
    """Give a statement whose content reaches into a quotation over several paragraphs all of them.

    A later paragraph that carries a statement of its own with the same words stays with that one.
    """
    result = list(drafts)
    for run in (run for run in quoted if len(run) > 1):
        for number, draft in enumerate(result):
            if _overlap(draft.content, run[:1]) and not _overlap(draft.cue, run):
                others = [one.content for one in result if one is not draft and not _overlap(one.cue, run)]
                added = [span for span in run if not any(_overlap([span], one) for one in others)]
                result[number] = replace(draft, content=_union([*draft.content, *added]))
                break
    return result


def _union(spans: Iterable[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _finish(text: str, draft: _Draft, quoted: Sequence[Span], made_by: str) -> Attribution:
    form = form_of(text, draft.content, quoted)
    kind = kind_of(quote(text, draft.cue), quote(text, draft.source), form)
    return Attribution(
        draft.source, draft.cue, draft.content, form, kind, round(draft.score, 4), made_by
    )
