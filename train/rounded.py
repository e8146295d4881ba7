"""Training in the sight of four bits: a step sees the weights as ``sayso.four_bits`` would round them.

The gradient at the rounded weights moves the exact ones (a straight-through estimate: Bengio et al.,
Estimating or Propagating Gradients Through Stochastic Neurons, 2013).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from sayso.four_bits import BLOCK, HIGH, LOW, STEPS

RENEW = 100  # training steps after which the widths of rounding are taken anew


class Rounded:
    """Rounds the matrices of a network's layers, and the embeddings of its words."""

    def __init__(self, network: nn.Module) -> None:
        self._weights = [
            one.weight
            for name, one in network.named_modules()
            if name == "words" or (name.startswith("layers.") and isinstance(one, nn.Linear))
        ]
        self._widths: list[Tensor] = []
        self._steps = 0

    @contextmanager
    def seen(self) -> Iterator[None]:
        """Within it the network has the rounded weights, after it the exact ones again."""
        if self._steps % RENEW == 0:
            self._widths = [_width(weight) for weight in self._weights]
        self._steps += 1
        exact = [weight.detach().clone() for weight in self._weights]
        with torch.no_grad():
            for weight, width in zip(self._weights, self._widths, strict=True):
                blocks = weight.view(len(weight), -1, BLOCK)
                blocks.copy_((blocks / width).round_().clamp_(LOW, HIGH).mul_(width))
        try:
            yield
        finally:
            with torch.no_grad():
                for weight, kept in zip(self._weights, exact, strict=True):
                    weight.copy_(kept)


def _width(weight: Tensor) -> Tensor:
    """The width of rounding of each block of a matrix, as ``sayso.four_bits.pack`` finds it: (rows,
    blocks, 1)."""
    exact = weight.detach()  # a row of torch's is a column of ONNX's
    scale = exact.abs().amax(1, keepdim=True) / (STEPS * (HIGH + 0.5))
    scale = torch.where(scale == 0, 1.0, scale)[:, :, None]
    blocks = exact.view(len(exact), -1, BLOCK) / scale
    steps = torch.ones_like(blocks[:, :, :1])
    best = torch.full_like(steps, torch.inf)
    for step in range(1, STEPS + 1):
        tried = (blocks / step).round_().clamp_(LOW, HIGH)
        error = (tried * step - blocks).square_().sum(2, keepdim=True)
        better = error < best
        best, steps = torch.where(better, error, best), torch.where(better, float(step), steps)
    return steps * scale
