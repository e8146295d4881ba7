"""The network: a BERT encoder, a head that tags cues, and a head that links words to a cue.

The encoder reads a window of wordpieces once. The first head says of each word whether it begins a
cue, is inside one, or neither. The second looks at the window once for each cue: every word is told
which word the cue is and how far away it stands, one small transformer layer lets the words see one
another in that light, and each word gets six scores: that it belongs to the source or the content
of this cue, and that a source or a content starts or ends with it. ``sayso.decode`` turns the
scores into spans; ``crf.py`` is the matching loss.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

REACH = 100  # words; a cue further away than this looks equally far


@dataclass(frozen=True)
class Shape:
    """Sizes of the network. ``buckets``: relative distances that the attention tells apart, if any;
    ``epsilon`` keeps the encoder's norms from dividing by nothing."""

    width: int
    layers: int
    inner: int
    buckets: int
    epsilon: float
    vocabulary: int = 30522
    positions: int = 512
    heads: int = 12
    shapes: int = 8
    link_width: int = 192
    link_heads: int = 4
    link_layers: int = 2


class Layer(nn.Module):
    """One transformer layer, normalised after (as BERT) or before (as the linker)."""

    def __init__(
        self, width: int, heads: int, inner: int, epsilon: float = 1e-12, before: bool = False
    ) -> None:
        super().__init__()
        self.heads, self.before = heads, before
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm1, self.norm2 = nn.LayerNorm(width, epsilon), nn.LayerNorm(width, epsilon)

    def attend(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, width = x.shape
        split = lambda y: y.view(batch, length, self.heads, -1).transpose(1, 2)
        query, key, value = split(self.query(x)), split(self.key(x)), split(self.value(x))
        scores = query @ key.transpose(2, 3) * (width // self.heads) ** -0.5
        seen = torch.softmax(scores + mask.to(scores.dtype), 3) @ value
        return self.out(seen.transpose(1, 2).reshape(batch, length, width))

    def feed(self, x: Tensor) -> Tensor:
        return self.down(F.gelu(self.up(x)))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        if self.before:
            x = x + self.attend(self.norm1(x), mask)
            return x + self.feed(self.norm2(x))
        x = self.norm1(x + self.attend(x, mask))
        return self.norm2(x + self.feed(x))


def as_mask(present: Tensor) -> Tensor:
    """Turn (batch, length) of 1 and 0 into what is added to attention scores."""
    return (1.0 - present[:, None, None, :].float()) * -1e4


def buckets(length: int, count: int) -> Tensor:
    """Number the distance between every two of ``length`` places as T5 and MPNet do: half of the
    ``count`` buckets for each direction, exact at first, then on a logarithmic scale up to 128."""
    place = torch.arange(length)
    far = place[:, None] - place[None]
    half, near = count // 2, count // 4
    wide = torch.log(far.abs().clamp(min=1) / near) / math.log(128 / near) * (half - near)
    wide = (near + wide.long()).clamp(max=half - 1)
    return (far < 0) * half + torch.where(far.abs() < near, far.abs(), wide)


class Encoder(nn.Module):
    """BERT or MPNet, with an embedding for the shape of a word; gives one vector for each word."""

    def __init__(self, shape: Shape, dropout: float = 0.0) -> None:
        super().__init__()
        self.words = nn.Embedding(shape.vocabulary, shape.width)
        self.places = nn.Embedding(shape.positions, shape.width)
        self.kinds = nn.Parameter(torch.zeros(shape.width))
        self.shapes = nn.Embedding(shape.shapes, shape.width)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(shape.width, shape.epsilon)
        self.layers = nn.ModuleList(
            Layer(shape.width, shape.heads, shape.inner, shape.epsilon) for _ in range(shape.layers)
        )
        self.far = nn.Embedding(shape.buckets, shape.heads) if shape.buckets else None
        self.drop = nn.Dropout(dropout)
        self.cues = nn.Linear(shape.width, 3)

    def forward(self, pieces: Tensor, shapes: Tensor, first: Tensor) -> tuple[Tensor, Tensor]:
        """Take wordpieces and shapes (batch, pieces) and each word's first piece (batch, words; 0
        where there is none). Return the words' vectors and the cue scores (O, B, I)."""
        place = self.places.weight[: pieces.shape[1]]
        x = self.drop(self.norm(self.words(pieces) + place + self.kinds + self.shapes(shapes)))
        mask = as_mask(pieces != 0)
        if self.far is not None:
            bucket = buckets(pieces.shape[1], self.far.num_embeddings)
            mask = mask + self.far(bucket).permute(2, 0, 1)[None]
        for layer in self.layers:
            x = layer(x, mask)
        index = first[:, :, None].expand(-1, -1, x.shape[2])
        x = self.drop(torch.gather(x, 1, index))
        return x, self.cues(x)


class Linker(nn.Module):
    """Scores every word of a window against one cue of it."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width = shape.link_width
        self.word, self.cue = nn.Linear(shape.width, width), nn.Linear(shape.width, width)
        self.gate = nn.Linear(shape.width, width)
        self.distance = nn.Embedding(2 * REACH + 1, width)
        nn.init.normal_(self.distance.weight, std=0.02)
        self.layers = nn.ModuleList(
            Layer(width, shape.link_heads, 2 * width, before=True) for _ in range(shape.link_layers)
        )
        self.norm = nn.LayerNorm(width, 1e-12)
        self.out = nn.Linear(width, 6)

    def forward(self, words: Tensor, present: Tensor, window: Tensor, cue: Tensor) -> Tensor:
        """Take word vectors (batch, words, width), which words there are (batch, words), and for
        each cue its window and its word. Return (cues, words, 6): belongs to the source, to the
        content; a source starts, ends; a content starts, ends."""
        said = words[window, cue]
        x = self.word(words)[window]
        x = x * (1 + torch.tanh(self.gate(said)))[:, None] + self.cue(said)[:, None]
        place = torch.arange(words.shape[1], device=words.device)
        far = (place[None] - cue[:, None]).clamp(-REACH, REACH) + REACH
        x = x + self.distance(far)
        mask = as_mask(present[window])
        for layer in self.layers:
            x = layer(x, mask)
        return self.out(self.norm(x))


class Network(nn.Module):
    """The encoder and the linker together; see the head of this file."""

    def __init__(self, shape: Shape, dropout: float = 0.0) -> None:
        super().__init__()
        self.encoder = Encoder(shape, dropout)
        self.linker = Linker(shape)
