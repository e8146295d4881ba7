"""The pair network: one encoder that reads a proposition alone, or two of them side by side.

Alone it gives a vector (the mean of its words, of length 1); the nearer two vectors, the likelier
the two speak of the same thing. Together it gives three scores: same, differ, neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from network import Shape, as_mask, buckets

SEP = 102


@dataclass(frozen=True)
class Kept:
    """What is left of a layer that was pruned: its heads, by their numbers in the base, and how many
    of the neurons between its two last matrices."""

    heads: tuple[int, ...]
    inner: int


def whole(shape: Shape) -> tuple[Kept, ...]:
    """Every layer of the base as it is."""
    return (Kept(tuple(range(shape.heads)), shape.inner),) * shape.layers


class FastLayer(nn.Module):
    """One transformer layer of BERT; names as in ``network.Layer``.

    Attention is spelled out: on a CPU torch's own takes twice as long for inputs as short as these.
    """

    def __init__(self, shape: Shape, kept: Kept, dropout: float) -> None:
        super().__init__()
        width, self.size, self.heads = shape.width, shape.width // shape.heads, kept.heads
        wide = self.size * len(self.heads)
        self.query, self.key, self.value = (nn.Linear(width, wide) for _ in range(3))
        self.out = nn.Linear(wide, width)
        self.up, self.down = nn.Linear(width, kept.inner), nn.Linear(kept.inner, width)
        self.norm1 = nn.LayerNorm(width, shape.epsilon)
        self.norm2 = nn.LayerNorm(width, shape.epsilon)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor, far: Tensor | None) -> Tensor:
        """``mask`` hides what is no input; ``far`` is added for each head of the base and two places."""
        batch, length, _ = x.shape
        if far is not None:
            mask = mask + far[list(self.heads)]
        query, key, value = (
            part(x).view(batch, length, len(self.heads), self.size).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        near = query @ key.transpose(-1, -2) * self.size**-0.5 + mask
        seen = near.softmax(-1).to(value.dtype) @ value
        seen = self.out(seen.transpose(1, 2).reshape(batch, length, -1))
        x = self.norm1(x + self.drop(seen))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class PairNetwork(nn.Module):
    """See the head of this file. MiniLM or MPNet, by ``shape``; ``kept``: what is left of each layer."""

    def __init__(
        self, shape: Shape, dropout: float = 0.1, kept: Sequence[Kept] | None = None
    ) -> None:
        super().__init__()
        self.shape, self.kept = shape, tuple(kept or whole(shape))
        self.words = nn.Embedding(shape.vocabulary, shape.width)
        self.places = nn.Embedding(shape.positions, shape.width)
        self.sides = nn.Parameter(torch.zeros(2, shape.width))
        self.norm = nn.LayerNorm(shape.width, shape.epsilon)
        self.layers = nn.ModuleList(FastLayer(shape, one, dropout) for one in self.kept)
        self.far = nn.Embedding(shape.buckets, shape.heads) if shape.buckets else None
        self.drop = nn.Dropout(dropout)
        self.pool = nn.Linear(shape.width, shape.width)
        self.relation = nn.Linear(shape.width, 3)

    def encode(self, pieces: Tensor) -> Tensor:
        """Take wordpieces (batch, length; 0 where there is none) and return their vectors."""
        ends = (pieces == SEP).long()
        second = (ends.cumsum(1) - ends).clamp(max=1)  # after the first end: the second side
        x = self.words(pieces) + self.places.weight[: pieces.shape[1]] + self.sides[second]
        x = self.drop(self.norm(x))
        mask, far = as_mask(pieces != 0), None
        if self.far is not None:
            bucket = buckets(pieces.shape[1], self.far.num_embeddings).to(pieces.device)
            far = self.far(bucket).permute(2, 0, 1)
        for layer in self.layers:
            x = layer(x, mask, far)
        return x

    def forward(self, pieces: Tensor) -> tuple[Tensor, Tensor]:
        """Return the scores (batch, 3) of pairs, and the vectors (batch, width) of single sides."""
        x = self.encode(pieces)
        scores = self.relation(self.drop(torch.tanh(self.pool(self.drop(x[:, 0])))))
        present = (pieces != 0)[:, :, None].to(x.dtype)
        mean = (x * present).sum(1) / present.sum(1)
        return scores, F.normalize(mean.float(), dim=1)
