#!/usr/bin/env python3
"""Cut the heads and neurons of a trained pair network that its loss needs least.

    python train/prune.py MODEL.pt PAIRS.npz OUT.pt [--parameters 46.5e6] [--read 1024]

How much a head or a neuron is needed is estimated by the square of the loss's gradient at a gate
in front of its output, over single pairs (Fisher information: Kwon et al., A Fast Post-Training
Pruning Framework for Transformers, 2022). Those are kept that are needed most for their size, until
the layers hold ``--parameters`` weights. Train the outcome again afterwards (``--start``).
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from pair_network import FastLayer, Kept, PairNetwork
from train_pairs import DEVICE, Examples, batches, open_pairs, padded, relation_loss, save_pairs

STEP = 64  # neurons that are kept or cut together: whole blocks of ``sayso.four_bits``
LEAST = 2  # heads that a layer keeps, and blocks of neurons
BATCH = 32


class Needs:
    """The summed squares of the gradient at a gate of each input of a matrix, over pairs."""

    def __init__(self, matrix: nn.Linear, size: int) -> None:
        """``size`` inputs that stand side by side share a gate."""
        self.size, self.total = size, torch.zeros(matrix.in_features // size, device=DEVICE)
        matrix.register_forward_pre_hook(self._watch)

    def _watch(self, matrix: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        seen = inputs[0]
        if seen.requires_grad:
            seen.register_hook(lambda slope: self._add((seen.detach() * slope).float()))

    def _add(self, part: Tensor) -> None:
        gates = part.sum(1).view(len(part), -1, self.size).sum(2)
        self.total += gates.square().sum(0)


def needs(network: PairNetwork, data: Examples, chosen: np.ndarray) -> list[tuple[Needs, Needs]]:
    """What each layer's heads and neurons are needed for the loss of the ``chosen`` pairs."""
    found = [(Needs(one.out, one.size), Needs(one.down, 1)) for one in network.layers]
    for numbers in batches(data, chosen, BATCH, shuffle=False):
        labels = torch.from_numpy(data.labels[numbers]).to(DEVICE)
        with torch.autocast(DEVICE, torch.bfloat16):
            scores, _ = network(padded([data.pieces[n] for n in numbers]))
            loss = relation_loss(scores, labels, None, 1.0) * len(numbers)
        network.zero_grad(set_to_none=True)
        loss.backward()
    return found


def choose(
    network: PairNetwork, found: list[tuple[Needs, Needs]], budget: float
) -> list[tuple[list[int], list[int]]]:
    """The heads and the neurons of each layer to keep, by their numbers in it."""
    width, size = network.shape.width, network.shape.width // network.shape.heads
    kept: list[tuple[list[int], list[int]]] = []
    offers = []  # (needed for a weight, layer, whether it is of heads, numbers)
    for layer, (heads, neurons) in enumerate(found):
        kept.append(([], []))
        for of_heads, total, step, cost in (
            (True, heads.total, 1, 4 * width * size),
            (False, neurons.total, STEP, 2 * width * STEP),
        ):
            order = torch.argsort(total, descending=True).tolist()
            for place, start in enumerate(range(0, len(order), step)):
                numbers = order[start : start + step]
                worth = float("inf") if place < LEAST else float(total[numbers].sum()) / cost
                offers.append((worth, cost, layer, of_heads, numbers))
    for _, cost, layer, of_heads, numbers in sorted(offers, key=lambda one: -one[0]):
        if budget < cost:
            break
        budget -= cost
        kept[layer][0 if of_heads else 1].extend(numbers)
    return [(sorted(heads), sorted(neurons)) for heads, neurons in kept]


def cut(network: PairNetwork, kept: list[tuple[list[int], list[int]]]) -> PairNetwork:
    """The network with only those heads and neurons in its layers."""
    left = [
        Kept(tuple(old.heads[one] for one in heads), len(neurons))
        for old, (heads, neurons) in zip(network.kept, kept, strict=True)
    ]
    small = PairNetwork(network.shape, 0.0, left)
    state = network.state_dict()
    for number, (layer, (heads, neurons)) in enumerate(zip(network.layers, kept, strict=True)):
        state.update(
            (f"layers.{number}.{name}", value) for name, value in _rows(layer, heads, neurons)
        )
    small.load_state_dict(state)
    return small


def _rows(layer: FastLayer, heads: list[int], neurons: list[int]) -> list[tuple[str, Tensor]]:
    places = [head * layer.size + at for head in heads for at in range(layer.size)]
    found = [
        ("out.weight", layer.out.weight[:, places]),
        ("down.weight", layer.down.weight[:, neurons]),
    ]
    for name, chosen in (("query", places), ("key", places), ("value", places), ("up", neurons)):
        matrix = getattr(layer, name)
        found += [(f"{name}.weight", matrix.weight[chosen]), (f"{name}.bias", matrix.bias[chosen])]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--parameters", type=float, default=46.5e6)
    parser.add_argument("--read", type=int, default=1024, help="pairs that the needs are taken of")
    chosen = parser.parse_args()
    random.seed(1), np.random.seed(1)
    data, network = Examples.read(chosen.pairs), open_pairs(chosen.weights, 0.0).to(DEVICE)
    numbers = np.random.permutation(len(data.pieces))[: chosen.read]
    kept = choose(network, needs(network, data, numbers), chosen.parameters)
    small = cut(network, kept)
    for number, one in enumerate(small.kept):
        print(number, len(one.heads), "heads", one.inner, "neurons")
    base = torch.load(chosen.weights, map_location="cpu", weights_only=True)["base"]
    save_pairs(small, base, chosen.out)


if __name__ == "__main__":
    main()
