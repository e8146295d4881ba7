"""Matrices of a network in four bits a weight, and what they unpack to: int8, exactly.

A weight is ``scale × step × code``: a code from -8 to 7, a whole step from 1 to 16 for each block of 32
rows of one column, and a scale for each column. Step times code is an int8, so a packed matrix
unpacks without loss to what ONNX Runtime multiplies by, and takes half of its room on disk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from sayso.errors import ModelError

BLOCK = 32  # rows of a column that share a step
LOW, HIGH = -8, 7  # what a code can be
STEPS = 16  # what a step can be, from 1

Bytes = npt.NDArray[np.uint8]
Int8s = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Packed:
    """A matrix of ``2 * len(codes)`` rows.

    ``codes`` (rows / 2, columns) holds two rows in a byte, the first in the lower half, each code with
    8 added; ``steps`` (rows / 32, columns); ``scale`` (columns).
    """

    codes: Bytes
    steps: Bytes
    scale: Floats

    def whole(self) -> Int8s:
        """Return step times code of every weight: (rows, columns)."""
        half, columns = self.codes.shape
        codes = np.empty((half, 2, columns), np.int8)
        codes[:, 0], codes[:, 1] = self.codes & 15, self.codes >> 4
        blocks = codes.reshape(-1, BLOCK, columns) + np.int8(LOW)
        # -8 times 16 is -128, and 7 times 16 is 112: neither runs over
        blocks *= self.steps.astype(np.int8)[:, None]
        return blocks.reshape(2 * half, columns)

    def floats(self) -> Floats:
        """Return the weights: (rows, columns)."""
        return self.whole() * self.scale


def pack(matrix: Floats) -> Packed:
    """Pack a matrix (rows, columns) whose rows are a multiple of 32, by the least square error."""
    rows, columns = matrix.shape
    if rows % BLOCK:
        raise ValueError(f"{rows} rows are no multiple of {BLOCK}")
    scale = np.abs(matrix).max(0) / (STEPS * (HIGH + 0.5))
    scale[scale == 0] = 1.0
    blocks = (matrix / scale).reshape(-1, BLOCK, columns)
    best = np.full((len(blocks), columns), np.inf)
    steps, codes = np.ones(best.shape, np.uint8), np.zeros(blocks.shape, np.int8)
    for step in range(1, STEPS + 1):
        tried = np.clip(np.rint(blocks / step), LOW, HIGH)
        error = np.square(tried * step - blocks).sum(1)
        better = error < best
        best[better], steps[better] = error[better], step
        codes = np.where(better[:, None], tried, codes).astype(np.int8)
    halves = (codes - LOW).astype(np.uint8).reshape(rows // 2, 2, columns)
    both: Bytes = np.bitwise_or(halves[:, 0], np.left_shift(halves[:, 1], 4), dtype=np.uint8)
    return Packed(both, steps, scale.astype(np.float32))


def write_packed(file: Path, matrices: dict[str, Packed]) -> None:
    """Write matrices by name into a compressed archive of numpy arrays."""
    arrays = {
        f"{name}|{part}": getattr(packed, part)
        for name, packed in matrices.items()
        for part in ("codes", "steps", "scale")
    }
    np.savez_compressed(file, **arrays)


def read_packed(file: Path) -> Iterator[tuple[str, Packed]]:
    """Yield the matrices of ``file`` with their names. Raises ``ModelError`` where it cannot be read."""
    try:
        with file.open("rb") as handle, np.load(handle, allow_pickle=False) as held:
            names = dict.fromkeys(key.rpartition("|")[0] for key in held.files)
            for name in names:
                parts = (held[f"{name}|{part}"] for part in ("codes", "steps", "scale"))
                yield name, Packed(*parts)
    except (OSError, EOFError, ValueError, KeyError, TypeError, BadZipFile) as error:
        raise ModelError(f"{file}: not packed weights ({error})") from error
