"""Vectors of length 1 as bytes and back, so that what is kept and what is worked with is the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def packed(vectors: Floats) -> list[bytes]:
    """Return each row of (mentions, width) as ``width`` signed bytes, its largest number as 127."""
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=1e-9)
    return [row.tobytes() for row in np.rint(vectors / largest * 127).astype(np.int8)]


def unpacked(rows: Sequence[bytes]) -> Floats:
    """Return the rows that ``packed`` made, each of length 1 again: (mentions, width)."""
    found = np.array([np.frombuffer(row, dtype=np.int8) for row in rows], dtype=np.float32)
    length = np.linalg.norm(found, axis=-1, keepdims=True)
    made: Floats = (found / np.maximum(length, 1e-9)).astype(np.float32)
    return made
