"""From the network's scores to labelled words: which words are a cue, its source, its content.

The scores of one cue form a linear-chain conditional random field (Lafferty et al., 2001) over the
words of a window with five states, so that a cue has at most one source, in one run of words, and
any number of contents. ``best`` is Viterbi's algorithm for it, with the probability of what it
found from the forward algorithm. ``train/crf.py`` is the matching loss.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sayso.records import Span

Floats = npt.NDArray[np.float32]

OUT, CONTENT, SOURCE, OUT_AFTER, CONTENT_AFTER = range(5)
_NEVER = np.float32(-1e4)
_STEP = np.where(
    np.array(
        [
            # to: out, content, source, out after, content after
            [1, 1, 1, 0, 0],
            [1, 1, 1, 0, 0],
            [0, 0, 1, 1, 1],
            [0, 0, 0, 1, 1],
            [0, 0, 0, 1, 1],
        ]
    ),
    np.float32(0),
    _NEVER,
)
_OTHER = 1 - np.eye(5, dtype=np.float32)
_SOURCES = np.array([0, 0, 1, 0, 0], dtype=np.float32)
_CONTENTS = np.array([0, 1, 0, 0, 1], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Settings of a model: cues under ``threshold`` are not statements; ``weights`` are those of a
    logistic regression (bias, logit of the cue, log of the labelling) that gives the score."""

    threshold: float
    weights: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Cue:
    """A possible cue: its words in the window (half open), its probability, and the (words, 6)
    scores of the window's words in its eyes (see ``best``)."""

    words: Span
    probability: float
    scores: Floats


@dataclass(frozen=True, slots=True)
class Tagged:
    """What the network says of one window: the characters of its words, and its cues in order."""

    words: tuple[Span, ...]
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Labelling:
    """The best labelling of a window's words in the eyes of one cue: word numbers, half open runs.

    ``probability`` is that of this labelling among all, 0 to 1.
    """

    source: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]
    probability: float


def best(scores: list[Floats]) -> list[Labelling]:
    """Return the best labelling for each cue; ``scores`` holds a (words, 6) array for each.

    The six: belongs to the source, to the content, a source starts, ends, a content starts, ends.
    """
    if not scores:
        return []
    lengths = np.array([len(one) for one in scores])
    padded = np.zeros((len(scores), int(lengths.max()) + 1, 6), dtype=np.float32)
    for row, one in enumerate(scores):
        padded[row, : len(one)] = one
    past = np.arange(padded.shape[1])[None] >= lengths[:, None]
    states, probability = _viterbi(padded, past)
    return [
        Labelling(
            _runs(row[:length] == SOURCE),
            _runs((row[:length] == CONTENT) | (row[:length] == CONTENT_AFTER)),
            float(share),
        )
        for row, length, share in zip(states, lengths, probability, strict=True)
    ]


def _potentials(scores: Floats, past: npt.NDArray[np.bool_]) -> tuple[Floats, Floats, Floats]:
    """Scores (cues, words, 5) of being in, starting and ending a state; past the end only "out"."""
    inside, start, end = (
        scores[..., source, None] * _SOURCES + scores[..., content, None] * _CONTENTS
        for source, content in ((0, 1), (2, 4), (3, 5))
    )
    inside[past] = _NEVER * (_SOURCES + _CONTENTS)
    return inside, start, end


def _viterbi(
    scores: Floats, past: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    inside, start, end = _potentials(scores, past)
    cues, words = scores.shape[:2]
    step = (end[:, :-1, :, None] + start[:, 1:, None, :]) * _OTHER + _STEP
    alpha = inside[:, 0] + start[:, 0] + np.array([0, 0, 0, _NEVER, _NEVER])
    total = alpha.astype(np.float64)
    back = np.zeros((words, cues, 5), dtype=np.int64)
    for word in range(1, words):
        reached = alpha[:, :, None] + step[:, word - 1]
        back[word] = reached.argmax(1)
        alpha = reached.max(1) + inside[:, word]
        summed = total[:, :, None] + step[:, word - 1]
        top = summed.max(1)
        total = np.log(np.exp(summed - top[:, None]).sum(1)) + top + inside[:, word]
    states = np.zeros((cues, words), dtype=np.int64)
    states[:, -1] = alpha.argmax(1)
    for word in range(words - 1, 0, -1):
        states[:, word - 1] = np.take_along_axis(back[word], states[:, word, None], 1)[:, 0]
    top = total.max(1)
    log_sum = np.log(np.exp(total - top[:, None]).sum(1)) + top
    return states, np.exp(np.minimum(alpha.max(1) - log_sum, 0.0))


def _runs(chosen: npt.NDArray[np.bool_]) -> tuple[tuple[int, int], ...]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], chosen, [False])).astype(np.int8)))
    return tuple(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
