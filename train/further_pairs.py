#!/usr/bin/env python3
"""Train a pair network on, for a time, on a GPU: each kind of pair drawn with a share of its own.

    python train/further_pairs.py MODEL.pt POOL.npz DEV.npz OUT.pt [--seconds 145] [--rate 7e-5]
        [--shares train/shares.json]

MODEL.pt is what ``train_pairs.py`` or ``mean.py`` wrote, POOL and DEV are files of ``pair_examples.py``.
A run takes a time and not a number of steps: its rate rises for a twentieth of it and falls to nothing as
it runs out. An epoch would read the few pairs of a rare kind too seldom or, put in more often, learn them
by heart; so what is read is drawn by chance. The shares are a list for each origin of pairs, one of each
label from 0. The network sees its weights in four bits, as it will be shipped, and means nothing without
that rounding afterwards.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import nn

from pair_network import PairNetwork
from rounded import Rounded
from train_pairs import DEVICE, Examples, open_pairs, optimizer_of, report, save_pairs, step

BATCH = 256
DRAWN = 16  # batches that are drawn and sorted by length together
WARM = 0.05  # of the time
SHARES = Path(__file__).with_name("shares.json")

Shares = dict[str, list[float]]


def batches(data: Examples, shares: Shares) -> Iterator[np.ndarray]:
    """The numbers of the examples of each batch, without end, those of like length together."""
    groups, weights = [], []
    for origin, parts in shares.items():
        for label, share in enumerate(parts):
            held = np.flatnonzero((data.origins == origin) & (data.labels == label))
            if share and len(held):
                groups.append(held)
                weights.append(share)
    chances = np.array(weights) / sum(weights)
    while True:
        each = np.random.multinomial(BATCH * DRAWN, chances)
        drawn = [np.random.choice(held, n) for held, n in zip(groups, each, strict=True)]
        found = sorted(np.concatenate(drawn), key=lambda n: len(data.pieces[n]))
        cut = [np.array(found[at : at + BATCH]) for at in range(0, len(found), BATCH)]
        yield from random.sample(cut, len(cut))


def train(network: PairNetwork, data: Examples, shares: Shares, seconds: float, rate: float) -> int:
    """Train ``network`` for so many seconds, at most at ``rate``; return the number of steps."""
    network.train()
    optimizer, rounded = optimizer_of(network, rate), Rounded(network)
    base = [group["lr"] for group in optimizer.param_groups]
    begun, steps = time.time(), 0
    for numbers in batches(data, shares):
        gone = (time.time() - begun) / seconds
        if gone >= 1:
            break
        for group, most in zip(optimizer.param_groups, base, strict=True):
            group["lr"] = most * min(gone / WARM, (1 - gone) / (1 - WARM))
        with rounded.seen():
            loss = step(network, data, numbers, trust=1.0, vectors=0.0)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        steps += 1
        if steps % 500 == 0:
            print(
                f"step {steps}, {100 * gone:.0f} % of the time, loss {loss.item():.3f}", flush=True
            )
    return steps


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("pool", type=Path)
    parser.add_argument("dev", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--shares", type=Path, default=SHARES)
    parser.add_argument("--seconds", type=float, default=145.0)
    parser.add_argument("--rate", type=float, default=7e-5)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    random.seed(chosen.seed), np.random.seed(chosen.seed), torch.manual_seed(chosen.seed)
    data, dev = Examples.read(chosen.pool), Examples.read(chosen.dev)
    network = open_pairs(chosen.model, chosen.dropout).to(DEVICE)
    shares = json.loads(chosen.shares.read_text(encoding="utf-8"))
    print(train(network, data, shares, chosen.seconds, chosen.rate), "steps", flush=True)
    save_pairs(network, "mpnet", chosen.out)
    with Rounded(network).seen():
        report(network, dev, "dev:")


if __name__ == "__main__":
    main()
