"""From tagged windows to attributions: spans in the text, quotations that run on, form and kind.

Pure: what the network said goes in (``decode.Tagged``), statements come out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import chain

from sayso.decode import Calibration, Cue, Labelling, Tagged, best
from sayso.drafts import Draft, led_in, overlap, run_on, settle
from sayso.kinds import form_of, kind_of
from sayso.nominal import nominal
from sayso.records import Attribution, Span, quote
from sayso.text import runs


def attributions_of(
    text: str, windows: Sequence[Tagged], calibration: Calibration, made_by: str
) -> tuple[Attribution, ...]:
    """Return the attributions of ``text`` in the order of their first character.

    ``windows`` is what the model said of the text (``Model.tag``), ``made_by`` the model's name.
    Spans are characters of ``text``, half open, ordered and disjoint within each role.
    """
    cues = [(window, cue) for window in windows for cue in window.cues]
    labels = best([cue.scores for _, cue in cues])
    drafts = settle(
        [
            Draft(*_roles(window, cue, label), _score(cue, label, calibration), made_by)
            for (window, cue), label in zip(cues, labels, strict=True)
        ]
    )
    quoted = runs(text)
    drafts = [draft for draft in run_on(led_in(text, drafts, quoted), quoted) if draft.content]
    drafts += nominal(text, drafts)
    marked = list(chain.from_iterable(quoted))
    found = (_finish(text, draft, marked) for draft in drafts)
    return tuple(sorted(found, key=lambda one: (one.start, one.cue)))


def _score(cue: Cue, label: Labelling, calibration: Calibration) -> float:
    odds = math.log(max(cue.probability, 1e-6) / max(1 - cue.probability, 1e-6))
    bias, slope, share = calibration.weights
    logit = bias + slope * odds + share * math.log(max(label.probability, 1e-6))
    return 1 / (1 + math.exp(-logit))


def _roles(
    window: Tagged, cue: Cue, label: Labelling
) -> tuple[tuple[Span, ...], tuple[Span, ...], tuple[Span, ...]]:
    def spans(run: Span) -> list[Span]:
        return _spans(window.words[run[0] : run[1]])

    source = [span for run in label.source for span in spans(run)]
    content = [span for run in label.content for span in spans(run)]
    # A source or a cue that reaches over a paragraph break ends with its first paragraph.
    return tuple(source[:1]), tuple(spans(cue.words)[:1]), tuple(content)


def _spans(words: Sequence[Span]) -> list[Span]:
    """The characters of a run of words; a paragraph break in it makes two spans of it."""
    found: list[Span] = []
    start = end = -1
    for first, last in words:
        if first == last:
            if start >= 0:
                found.append((start, end))
            start = -1
        else:
            start, end = (first if start < 0 else start), last
    return [*found, (start, end)] if start >= 0 else found


def _finish(text: str, draft: Draft, quoted: Sequence[Span]) -> Attribution:
    # Inside a quotation, "she hopes that …" quotes nobody: only marks opened after its cue count.
    own = [span for span in quoted if not overlap([span], draft.cue)]
    form = form_of(text, draft.content, own)
    kind = kind_of(quote(text, draft.cue), quote(text, draft.source), form)
    roles = (draft.source, draft.cue, draft.content)
    return Attribution(*roles, form, kind, round(draft.score, 4), draft.made_by)
