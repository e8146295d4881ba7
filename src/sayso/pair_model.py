"""The two networks that compare propositions: a vector for one, and how two of them relate.

A model folder holds ``manifest.json``, a network (ONNX, int8) and ``tokenizer.json``. Besides ``tag``
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

BATCH = 32  # inputs of like length that are run together

Floats = npt.NDArray[np.float32]


def shipped(name: str) -> Path:
    """The folder of a model shipped with the package: "vectors" or "pairs"."""
    return Path(str(resources.files("sayso").joinpath(f"models/{name}")))


class _Network:
    """An opened network that takes wordpieces and gives one row of numbers for each input."""

    def __init__(self, folder: Path, file: str, threads: int) -> None:
        manifest = read_manifest(folder, (file, "tokenizer.json"))
        self.name = f"{manifest['name']}-{manifest['version']}"
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / file), options, providers=["CPUExecutionProvider"]
        )
        self._width = int(self._session.get_outputs()[0].shape[-1])

    def run(self, inputs: Sequence[Ints]) -> Floats:
        """Return the rows of ``inputs``, in their order."""
        order = sorted(range(len(inputs)), key=lambda at: len(inputs[at]))
        found = np.zeros((len(inputs), self._width), np.float32)
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            pieces = np.zeros((len(chosen), len(inputs[chosen[-1]])), dtype=np.int64)
            for row, at in zip(pieces, chosen, strict=True):
                row[: len(inputs[at])] = inputs[at]
            found[chosen] = self._session.run(None, {"pieces": pieces})[0]
        return found


class PairModel:
    """The opened networks, for one thread at a time."""

    def __init__(
        self, pairs: Path | None = None, vectors: Path | None = None, threads: int = 1
    ) -> None:
        """Open the folders ``pairs`` and ``vectors`` (those shipped, by default).

        Both networks read the wordpieces of one tokenizer. Raises ``ModelError``.
        """
        pairs, vectors = pairs or shipped("pairs"), vectors or shipped("vectors")
        self._pairs = _Network(pairs, "pairs.onnx", threads)
        self._vectors = _Network(vectors, "vectors.onnx", threads)
        self.name = self._pairs.name
        self.sides = Sides(pairs / "tokenizer.json")

    def vectors(self, sides: Sequence[Side]) -> Floats:
        """Return a vector of length 1 for each side: (sides, width)."""
        return self._vectors.run([self.sides.alone(side) for side in sides])

    def chances(self, pairs: Sequence[tuple[Side, Side]]) -> Floats:
        """Return for each pair the chances that its sides say the same, differ, or do neither.

        A pair is read one way only, the left side first; training turns pairs round at random.
        """
        return self._pairs.run([self.sides.pair(left, right) for left, right in pairs])
