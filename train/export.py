#!/usr/bin/env python3
"""Export trained weights to a model folder: ONNX, int8, tokenizer, manifest.

    python train/export.py OUT/model.pt FOLDER --version 1 [--fp32]

The encoder and the linker become a file each. ``--fp32`` leaves out the quantising, to measure what
int8 costs. The manifest's scores and calibration are filled in by ``calibrate.py``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from bases import minilm, open_network
from network import Network


class OneWindow(nn.Module):
    """The linker on one window, as ``sayso.tag`` calls it."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.linker = network.linker

    def forward(self, words: Tensor, cue: Tensor) -> Tensor:
        present = torch.ones_like(words[:, :, 0], dtype=torch.long)
        return self.linker(words, present, torch.zeros_like(cue), cue)


def export(network: Network, folder: Path) -> None:
    """Write ``encoder.onnx`` and ``linker.onnx`` in fp32."""
    pieces = torch.randint(1000, 2000, (1, 40))
    first = torch.arange(1, 31)[None]
    encoder = network.encoder.eval()
    words, _ = encoder(pieces, torch.zeros_like(pieces), first)
    common = {"opset_version": 17, "dynamo": False}
    torch.onnx.export(
        encoder, (pieces, torch.zeros_like(pieces), first), str(folder / "encoder.onnx"),
        input_names=["pieces", "shapes", "first"], output_names=["words", "cues"],
        dynamic_axes={"pieces": {1: "p"}, "shapes": {1: "p"}, "first": {1: "w"},
                      "words": {1: "w"}, "cues": {1: "w"}}, **common,
    )  # fmt: skip
    torch.onnx.export(
        OneWindow(network).eval(), (words.detach(), torch.tensor([3, 7])),
        str(folder / "linker.onnx"), input_names=["words", "cue"], output_names=["scores"],
        dynamic_axes={"words": {1: "w"}, "cue": {0: "c"}, "scores": {0: "c", 1: "w"}}, **common,
    )  # fmt: skip


def agree(network: Network, folder: Path) -> float:
    """The largest difference between what torch and the two ONNX files say of the same words."""
    torch.manual_seed(1)
    pieces = torch.randint(1000, 20000, (1, 90))
    given = (pieces, torch.randint(0, 8, pieces.shape), torch.arange(1, 81)[None])
    with torch.no_grad():
        words, cues = network.encoder.eval()(*given)
        scores = OneWindow(network).eval()(words, torch.tensor([5, 40]))
    encoder, linker = (
        onnxruntime.InferenceSession(str(folder / name), providers=["CPUExecutionProvider"])
        for name in ("encoder.onnx", "linker.onnx")
    )
    names = ("pieces", "shapes", "first")
    theirs = encoder.run(None, {n: x.numpy() for n, x in zip(names, given, strict=True)})
    links = linker.run(None, {"words": theirs[0], "cue": np.array([5, 40])})
    pairs = ((words, theirs[0]), (cues, theirs[1]), (scores, links[0]))
    return max(float(np.abs(ours.numpy() - other).max()) for ours, other in pairs)


def quantize(
    source: Path, target: Path, kinds: Sequence[str] = ("MatMul", "Gather", "Gemm")
) -> None:
    """Turn the matrices of an ONNX file to int8, per channel: those that ``kinds`` of node take."""
    with tempfile.TemporaryDirectory() as place:
        ready = Path(place) / "ready.onnx"
        quant_pre_process(str(source), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            str(ready), str(target), per_channel=True, weight_type=QuantType.QInt8,
            op_types_to_quantize=list(kinds),
        )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--name", default="attributions")
    parser.add_argument("--version", default="0")
    parser.add_argument("--threshold", type=float, default=0.5)
    parser.add_argument("--fp32", action="store_true")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    network = open_network(chosen.weights)
    with tempfile.TemporaryDirectory() as place:
        export(network, Path(place))
        print(f"torch and ONNX, both fp32, differ by at most {agree(network, Path(place)):.1e}")
        for name in ("encoder.onnx", "linker.onnx"):
            move = shutil.copy if chosen.fp32 else quantize
            move(Path(place) / name, chosen.folder / name)
    shutil.copy(minilm() / "tokenizer.json", chosen.folder / "tokenizer.json")
    files = {
        name: hashlib.sha256((chosen.folder / name).read_bytes()).hexdigest()
        for name in ("encoder.onnx", "linker.onnx", "tokenizer.json")
    }
    manifest = {
        "format": 1, "name": chosen.name, "version": chosen.version, "files": files,
        "threshold": chosen.threshold, "calibration": [0.0, 1.0, 0.0],
    }  # fmt: skip
    (chosen.folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main()
