"""The loss of the linker: a conditional random field over the words of a window, one for each cue.

A word is in one of five states: outside before the source was seen, content before, in the source,
outside after, content after. So a cue has at most one source, one run of words, and any number of
contents. Scores: belonging, plus a start and an end score where a run starts and ends.
``sayso.decode`` finds the best labelling under the same scores.

The score of a labelling is linear in its *counts*: for each word, whether it belongs to the source,
to the content, and whether a run starts or ends with it. So a teacher's whole distribution over
labellings enters the loss through the counts it expects, exactly (see ``expected``).
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
_STEP = torch.where(ALLOWED, 0.0, _NEVER)
_OTHER = 1.0 - torch.eye(STATES)
_FIRST = torch.tensor([0.0, 0.0, 0.0, _NEVER, _NEVER])


def potentials(scores: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Turn the linker's (cues, words, 6) into scores of being in, starting and ending a state."""
    spread = lambda source, content: (
        scores[..., source, None] * _IS_SOURCE + scores[..., content, None] * _IS_CONTENT
    )
    return spread(0, 1), spread(2, 4), spread(3, 5)


def log_partition(scores: Tensor, lengths: Tensor) -> Tensor:
    """Return, for each cue, the log of the sum over all labellings; words past ``lengths`` are
    ignored."""
    inside, start, end = potentials(scores)
    steps = end[:, :-1, :, None] * _OTHER + _STEP + start[:, 1:, None, :] * _OTHER
    steps = steps + inside[:, 1:, None, :]
    alpha = inside[:, 0] + start[:, 0] + _FIRST
    reached = [alpha]
    for step in steps.unbind(1):
        alpha = torch.logsumexp(alpha[:, :, None] + step, 1)
        reached.append(alpha)
    last = (lengths - 1)[:, None, None].expand(-1, 1, STATES)
    final = torch.stack(reached, 1).gather(1, last)[:, 0] + end.gather(1, last)[:, 0]
    return torch.logsumexp(final, 1)


def counts(states: Tensor, lengths: Tensor) -> Tensor:
    """Return the counts (cues, words, 6) of labellings ``states`` (cues, words): ones and zeros."""
    present = torch.arange(states.shape[1])[None] < lengths[:, None]
    found = []
    for inside in (states == SOURCE, (states == CONTENT) | (states == CONTENT_AFTER)):
        edge = torch.nn.functional.pad(inside & present, (1, 1))
        start, end = edge[:, 1:-1] & ~edge[:, :-2], edge[:, 1:-1] & ~edge[:, 2:]
        found.append((edge[:, 1:-1], start, end))
    (source, *source_edges), (content, *content_edges) = found
    return torch.stack([source, content, *source_edges, *content_edges], 2).float()


def expected(scores: Tensor, lengths: Tensor) -> Tensor:
    """Return the counts that ``scores`` expect, over all labellings: the gradient of their log
    partition."""
    given = scores.detach().float().requires_grad_()
    with torch.enable_grad():
        (found,) = torch.autograd.grad(log_partition(given, lengths).sum(), given)
    return found


def loss(scores: Tensor, wanted: Tensor, lengths: Tensor) -> Tensor:
    """The mean cross-entropy, per cue, of the labellings whose (expected) counts are ``wanted``."""
    return (log_partition(scores, lengths) - (scores * wanted).sum((1, 2))).mean()
