"""The loss of the linker: a conditional random field over the words of a window, one for each cue.

A word is in one of five states: outside before the source was seen, content before, in the source,
outside after, content after. So a cue has at most one source, one run of words, and any number of
contents. Scores: belonging, plus a start and an end score where a run starts and ends.
``sayso.decode`` finds the best labelling under the same scores.
"""

from __future__ import annotations

import torch
from torch import Tensor

STATES = 5
OUT, CONTENT, SOURCE, OUT_AFTER, CONTENT_AFTER = range(STATES)
ALLOWED = torch.tensor(
    # to:  out, content, source, out after, content after
    [
        [1, 1, 1, 0, 0],
        [1, 1, 1, 0, 0],
        [0, 0, 1, 1, 1],
        [0, 0, 0, 1, 1],
        [0, 0, 0, 1, 1],
    ],
    dtype=torch.bool,
)
_NEVER = -1e4
_IS_SOURCE = torch.tensor([0.0, 0, 1, 0, 0])
_IS_CONTENT = torch.tensor([0.0, 1, 0, 0, 1])


def potentials(scores: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Turn the linker's (cues, words, 6) into scores of being in, starting and ending a state."""
    spread = lambda source, content: (
        scores[..., source, None] * _IS_SOURCE + scores[..., content, None] * _IS_CONTENT
    )
    return spread(0, 1), spread(2, 4), spread(3, 5)


def _leave(end: Tensor, allowed: Tensor) -> Tensor:
    """(cues, 5) end scores -> (cues, 5, 5): the cost of going from one state to another."""
    other = 1.0 - torch.eye(STATES)
    return end[:, :, None] * other + allowed


def log_partition(scores: Tensor, lengths: Tensor) -> Tensor:
    """Return, for each cue, the log of the sum over all labellings; words past ``lengths`` are
    ignored."""
    be, start, end = potentials(scores)
    allowed = torch.where(ALLOWED, 0.0, _NEVER)
    other = 1.0 - torch.eye(STATES)
    first = torch.tensor([0.0, 0.0, 0.0, _NEVER, _NEVER])
    alpha = be[:, 0] + start[:, 0] + first
    result = alpha + end[:, 0]
    final = torch.logsumexp(result, 1)
    for word in range(1, int(lengths.max())):
        step = _leave(end[:, word - 1], allowed) + start[:, word, None] * other
        alpha = torch.logsumexp(alpha[:, :, None] + step, 1) + be[:, word]
        here = torch.logsumexp(alpha + end[:, word], 1)
        final = torch.where(lengths == word + 1, here, final)
    return final


def path_score(scores: Tensor, states: Tensor, lengths: Tensor) -> Tensor:
    """Return the score of the labelling ``states`` (cues, words)."""
    be, start, end = (part.gather(2, states[:, :, None])[:, :, 0] for part in potentials(scores))
    word = torch.arange(states.shape[1])
    present = (word[None] < lengths[:, None]).float()
    changed = (states[:, 1:] != states[:, :-1]).float()
    starts = torch.cat([torch.ones_like(changed[:, :1]), changed], 1)
    ends = torch.cat([changed, torch.ones_like(changed[:, :1])], 1)
    ends = torch.where(word[None] == lengths[:, None] - 1, 1.0, ends)
    return ((be + start * starts + end * ends) * present).sum(1)


def loss(scores: Tensor, states: Tensor, lengths: Tensor) -> Tensor:
    """The mean negative log-likelihood of ``states``, per cue."""
    return (log_partition(scores, lengths) - path_score(scores, states, lengths)).mean()
