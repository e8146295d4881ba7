#!/usr/bin/env python3
"""Export a part of a trained pair network to a model folder: ONNX, int8, tokenizer, manifest.

python train/export_pairs.py OUT/model.pt FOLDER --part pairs --version 1
    [--fp32 | --packed --tokenizer FEWER.json]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import Tensor, nn

from bases import minilm
from export import quantize
from packing import pack_network
from sayso.pair_model import WEIGHTS
from sayso.sides import SIDE
from train_pairs import open_pairs

PLACES = 2 * SIDE + 3  # wordpieces of two sides with their marks: what is ever read


class Part(nn.Module):
    """The network as ``sayso.pair_model`` calls it: the chances of pairs, or vectors of length 1."""

    def __init__(self, network: nn.Module, part: str) -> None:
        super().__init__()
        self.network, self.part = network, part

    def forward(self, pieces: Tensor) -> Tensor:
        scores, vectors = self.network(pieces)
        return vectors if self.part == "vectors" else torch.softmax(scores, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", choices=("pairs", "vectors"), default="pairs")
    parser.add_argument("--version", default="0")
    parser.add_argument("--fp32", action="store_true")
    parser.add_argument("--packed", action="store_true", help="four bits a weight")
    parser.add_argument("--tokenizer", type=Path, help="the one it was trained with, if another")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    trained = open_pairs(chosen.weights)
    trained.places = nn.Embedding.from_pretrained(trained.places.weight[:PLACES])
    network = Part(trained, chosen.part).eval()
    file = f"{chosen.part}.onnx"
    pieces = torch.randint(1000, trained.shape.vocabulary, (3, 40))
    pieces[:, 20], pieces[:, 39], pieces[1, 30:] = 102, 102, 0
    with tempfile.TemporaryDirectory() as place:
        plain = Path(place) / file
        torch.onnx.export(
            network, (pieces,), str(plain), input_names=["pieces"],
            output_names=[chosen.part], opset_version=17, dynamo=False,
            dynamic_axes={"pieces": {0: "n", 1: "p"}, chosen.part: {0: "n"}},
        )  # fmt: skip
        session = onnxruntime.InferenceSession(str(plain), providers=["CPUExecutionProvider"])
        with torch.no_grad():
            ours = network(pieces)
        theirs = session.run(None, {"pieces": pieces.numpy()})[0]
        far = float(np.abs(ours.numpy() - theirs).max())
        print(f"torch and ONNX, both fp32, differ by at most {far:.1e}")
        if chosen.packed:
            pack_network(plain, chosen.folder, file)
        else:
            (shutil.copy if chosen.fp32 else quantize)(plain, chosen.folder / file)
    tokenizer = chosen.tokenizer or minilm() / "tokenizer.json"
    shutil.copy(tokenizer, chosen.folder / "tokenizer.json")
    files = {
        name: hashlib.sha256((chosen.folder / name).read_bytes()).hexdigest()
        for name in (file, "tokenizer.json", *([WEIGHTS] if chosen.packed else []))
    }
    manifest = {"format": 1, "name": chosen.part, "version": chosen.version, "files": files}
    (chosen.folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main()
