#!/usr/bin/env python3
"""Take the mean of the weights of several states of one training run.

    python train/mean.py OUT.pt MODEL.pt=SHARE…

Such a mean is often better than each of them (Wortsman et al., Model soups, 2022).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def state(told: str) -> tuple[Path, float]:
    """Read "FILE=SHARE"."""
    file, _, share = told.rpartition("=")
    return Path(file), float(share)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("states", type=state, nargs="+")
    chosen = parser.parse_args()
    total = sum(share for _, share in chosen.states)
    held = [
        (torch.load(file, map_location="cpu", weights_only=True), share / total)
        for file, share in chosen.states
    ]
    mean = {
        name: sum(share * one["weights"][name].float() for one, share in held).half()
        for name in held[0][0]["weights"]
    }
    torch.save({**held[0][0], "weights": mean}, chosen.out)


if __name__ == "__main__":
    main()
