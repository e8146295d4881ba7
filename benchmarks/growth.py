#!/usr/bin/env python3
"""Comparing the articles of one story: time and pairs read, against the number of articles.

    python benchmarks/growth.py FOLDER [--articles 3200] [--read 800] [--threads 2]

FOLDER holds texts about one thing (*.txt) or JSON lines {"text"}; they are multiplied with variation,
as scale.py does it. Every sentence counts as the article's own report, so that what is measured is
comparing alone. From ``--read`` articles on, pairs are counted and no longer read by the pair model.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sayso.across.compare import Comparer
from sayso.across.stated import stated_in
from sayso.pair_model import Floats, PairModel, Place
from sayso.records import Article
from scale import texts, varied

NEITHER = (0.0, 0.0, 1.0)


class Counting(PairModel):
    """The shipped model, which counts what it is asked; see ``--read``."""

    def __init__(self, threads: int) -> None:
        super().__init__(threads=threads)
        self.pairs, self.reads = 0, True

    def chances(self, pairs: Sequence[tuple[Place, Place]]) -> Floats:
        self.pairs += len(pairs)
        return super().chances(pairs) if self.reads else np.array([NEITHER] * len(pairs), "f4")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=3200)
    parser.add_argument("--read", type=int, default=800)
    parser.add_argument("--threads", type=int, default=2)
    chosen = parser.parse_args()
    sources, model = texts(chosen.folder), Counting(chosen.threads)
    comparer, mentions, began, shown = Comparer(model), 0, time.perf_counter(), 100
    print("articles  mentions     pairs  pairs a mention  seconds")
    for number in range(chosen.articles):
        model.reads = number < chosen.read
        text = varied(sources[number % len(sources)], random.Random(number))
        stated = stated_in(Article(text, "", str(number)), ())
        comparer.add(stated)
        mentions += len(stated)
        if number + 1 == shown:
            spent = time.perf_counter() - began
            each = model.pairs / mentions
            print(f"{shown:8} {mentions:9} {model.pairs:9} {each:16.2f} {spent:8.0f}", flush=True)
            shown *= 2


if __name__ == "__main__":
    main()
