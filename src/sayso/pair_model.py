"""Open the pair model's folder and run its network: vectors of propositions, relations of two.

A model folder holds ``manifest.json``, ``pairs.onnx`` (int8) and ``tokenizer.json``. Besides ``tag``
the only file that imports onnxruntime.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from sayso.model_folder import read_manifest
from sayso.sides import Ints, Side, Sides

FILES = ("pairs.onnx", "tokenizer.json")
BATCH = 32  # inputs of like length that are run together

Floats = npt.NDArray[np.float32]


def shipped_pairs() -> Path:
    """The folder of the pair model shipped with the package."""
    return Path(str(resources.files("sayso").joinpath("models/pairs")))


class PairModel:
    """An opened pair model, for one thread at a time."""

    def __init__(self, folder: Path | None = None, threads: int = 1) -> None:
        """Open ``folder`` (the shipped model by default). Raises ``ModelError``."""
        folder = folder or shipped_pairs()
        manifest = read_manifest(folder, FILES)
        self.name = f"{manifest['name']}-{manifest['version']}"
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "pairs.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._widths = {out.name: int(out.shape[-1]) for out in self._session.get_outputs()}
        self.sides = Sides(folder / "tokenizer.json")

    def vectors(self, sides: Sequence[Side]) -> Floats:
        """Return a vector of length 1 for each side: (sides, width)."""
        return self._run([self.sides.alone(side) for side in sides], "vectors")

    def chances(self, pairs: Sequence[tuple[Side, Side]]) -> Floats:
        """Return for each pair the chances that its sides say the same, differ, or do neither.

        A pair is read one way only, the left side first; training turns pairs round at random.
        """
        return self._run([self.sides.pair(left, right) for left, right in pairs], "chances")

    def _run(self, inputs: Sequence[Ints], wanted: str) -> Floats:
        order = sorted(range(len(inputs)), key=lambda at: len(inputs[at]))
        found: list[Floats | None] = [None] * len(inputs)
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            pieces = np.zeros((len(chosen), len(inputs[chosen[-1]])), dtype=np.int64)
            for row, at in zip(pieces, chosen, strict=True):
                row[: len(inputs[at])] = inputs[at]
            (out,) = self._session.run([wanted], {"pieces": pieces})
            for at, row in zip(chosen, out, strict=True):
                found[at] = row
        return np.array(found, dtype=np.float32).reshape(len(inputs), self._widths[wanted])
