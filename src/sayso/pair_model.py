"""The two networks that compare propositions: a vector for one, and how two of them relate.

A model folder holds ``manifest.json``, a network (ONNX, int8), where the manifest names it
``weights.npz`` with the network's matrices (``four_bits``), and ``tokenizer.json``. Besides ``tag`` the only
file that imports onnxruntime.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from sayso.four_bits import read_packed
from sayso.model_folder import read_manifest
from sayso.records import Span
from sayso.sides import Ints, Side, Sides

WEIGHTS = "weights.npz"
WORDS = "words"  # of the packed matrices the one that is looked up, not multiplied by
CORES = min(4, os.cpu_count() or 1)  # more hardly speed up inputs as short as these
BATCH = 32  # inputs of like length that are run together

Floats = npt.NDArray[np.float32]


def shipped(name: str) -> Path:
    """The folder of a model shipped with the package: "vectors" or "pairs"."""
    return Path(str(resources.files("sayso").joinpath(f"models/{name}")))


@dataclass(frozen=True, slots=True)
class Place:
    """A proposition in its sentence as each of the two networks reads it: ``alone`` for its vector,
    ``beside`` another for how they relate."""

    alone: Side
    beside: Side


class _Network:
    """An opened network that takes wordpieces and gives one row of numbers for each input."""

    def __init__(self, folder: Path, file: str, threads: int) -> None:
        manifest = read_manifest(folder, (file, "tokenizer.json"))
        self.name = f"{manifest['name']}-{manifest['version']}"
        self.sides = Sides(folder / "tokenizer.json")
        options = onnxruntime.SessionOptions()
        if WEIGHTS in manifest["files"]:
            read_manifest(folder, (WEIGHTS,))
            # the session reads these in place: they must live as long as it does
            names, self._weights = _unpacked(folder / WEIGHTS)
            options.add_external_initializers(names, self._weights)
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
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


def _unpacked(file: Path) -> tuple[list[str], list[onnxruntime.OrtValue]]:
    """The names and the values of the matrices in ``file``, as the network takes them."""
    names, values = [], []
    for name, packed in read_packed(file):
        whole = np.ascontiguousarray(packed.floats().T) if name == WORDS else packed.whole()
        names.append(name)
        values.append(onnxruntime.OrtValue.ortvalue_from_numpy(whole))
    return names, values


class PairModel:
    """The opened networks, for one thread at a time."""

    def __init__(
        self, pairs: Path | None = None, vectors: Path | None = None, threads: int = CORES
    ) -> None:
        """Open the folders ``pairs`` and ``vectors`` (those shipped, by default).

        ``threads`` is how many cores a batch may use. Raises ``ModelError``.
        """
        pairs, vectors = pairs or shipped("pairs"), vectors or shipped("vectors")
        self._pairs = _Network(pairs, "pairs.onnx", threads)
        self._vectors = _Network(vectors, "vectors.onnx", threads)
        self.name = self._pairs.name

    def place(self, text: str, span: Span, sentence: Span) -> Place:
        """Return the proposition at ``span`` of ``text``, in its ``sentence``."""
        given = (text, span, sentence)
        return Place(self._vectors.sides.side(*given), self._pairs.sides.side(*given))

    def vectors(self, places: Sequence[Place]) -> Floats:
        """Return a vector of length 1 for each proposition: (places, width)."""
        return self._vectors.run([self._vectors.sides.alone(one.alone) for one in places])

    def chances(self, pairs: Sequence[tuple[Place, Place]]) -> Floats:
        """Return for each pair the chances that the two say the same, differ, or do neither.

        A pair is read one way only, the left one first; training turns pairs round at random.
        """
        pair = self._pairs.sides.pair
        return self._pairs.run([pair(left.beside, right.beside) for left, right in pairs])
