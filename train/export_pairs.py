#!/usr/bin/env python3
"""Export a trained pair model to a model folder: ONNX, int8, tokenizer, manifest.

python train/export_pairs.py OUT/model.pt FOLDER --version 1 [--fp32]
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
from train_pairs import open_pairs


class Pairs(nn.Module):
    """The network as ``sayso.pair_model`` calls it: probabilities, and vectors of length 1."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor) -> tuple[Tensor, Tensor]:
        scores, vectors = self.network(pieces)
        return torch.softmax(scores, 1), vectors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--version", default="0")
    parser.add_argument("--fp32", action="store_true")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    network = Pairs(open_pairs(chosen.weights)).eval()
    pieces = torch.randint(1000, 20000, (3, 40))
    pieces[:, 20], pieces[:, 39], pieces[1, 30:] = 102, 102, 0
    with tempfile.TemporaryDirectory() as place:
        plain = Path(place) / "pairs.onnx"
        torch.onnx.export(
            network, (pieces,), str(plain), input_names=["pieces"],
            output_names=["chances", "vectors"], opset_version=17, dynamo=False,
            dynamic_axes={"pieces": {0: "n", 1: "p"}, "chances": {0: "n"}, "vectors": {0: "n"}},
        )  # fmt: skip
        session = onnxruntime.InferenceSession(str(plain), providers=["CPUExecutionProvider"])
        with torch.no_grad():
            ours = network(pieces)
        theirs = session.run(None, {"pieces": pieces.numpy()})
        far = max(float(np.abs(a.numpy() - b).max()) for a, b in zip(ours, theirs, strict=True))
        print(f"torch and ONNX, both fp32, differ by at most {far:.1e}")
        (shutil.copy if chosen.fp32 else quantize)(plain, chosen.folder / "pairs.onnx")
    shutil.copy(minilm() / "tokenizer.json", chosen.folder / "tokenizer.json")
    files = {
        name: hashlib.sha256((chosen.folder / name).read_bytes()).hexdigest()
        for name in ("pairs.onnx", "tokenizer.json")
    }
    manifest = {"format": 1, "name": "pairs", "version": chosen.version, "files": files}
    (chosen.folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main()
