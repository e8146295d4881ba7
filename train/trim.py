#!/usr/bin/env python3
"""Make a tokenizer of fewer wordpieces: those that a file of pairs uses most.

    python train/trim.py TOKENIZER.json PAIRS.npz OUT.json [--pieces 11000]

What a rare word loses it is put together of shorter pieces, down to letters, which are all kept. The
pieces keep their order, and the marks at the start their numbers. The pairs of the stories count as
much as all the rest.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

MARKS = 104  # the pieces at the start of BERT's list: padding, unused ones, [UNK] to [MASK]


def kept_pieces(vocabulary: dict[str, int], uses: np.ndarray, count: int) -> list[str]:
    """The marks, the letters and the most used pieces, in their old order, ``count`` in all."""
    by_number = sorted(vocabulary, key=vocabulary.__getitem__)
    kept = {
        number
        for number, piece in enumerate(by_number)
        if number < MARKS or len(piece.removeprefix("##")) == 1
    }
    for number in np.argsort(-uses, kind="stable"):
        if len(kept) >= count:
            break
        kept.add(int(number))
    return [by_number[number] for number in sorted(kept)]


def counted(file: Path, size: int) -> np.ndarray:
    """How often each piece is used: of 1, and those of stories of another 1."""
    held = np.load(file)
    pieces = held["pieces"].astype(np.int64)
    story = np.repeat(held["names"][held["origins"]] != "train", held["lengths"].astype(np.int64))
    every, stories = (np.bincount(part, minlength=size) for part in (pieces, pieces[story]))
    return every / every.sum() + stories / max(1, stories.sum())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tokenizer", type=Path)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pieces", type=int, default=11_000)
    chosen = parser.parse_args()
    tokenizer = json.loads(chosen.tokenizer.read_text(encoding="utf-8"))
    vocabulary = tokenizer["model"]["vocab"]
    kept = kept_pieces(vocabulary, counted(chosen.pairs, len(vocabulary)), chosen.pieces)
    tokenizer["model"]["vocab"] = {piece: number for number, piece in enumerate(kept)}
    chosen.out.write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")
    print(len(kept), "pieces")


if __name__ == "__main__":
    main()
