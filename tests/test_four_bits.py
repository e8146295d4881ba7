"""Packed matrices: what they unpack to, how far that is from what was packed, files that are none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import ModelError
from sayso.four_bits import BLOCK, Packed, pack, read_packed, write_packed


def plainly(packed: Packed) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """The oracle: one weight after the other, by the words of the module's head."""
    rows, columns = 2 * len(packed.codes), packed.codes.shape[1]
    found = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            byte = int(packed.codes[row // 2, column])
            code = (byte % 16 if row % 2 == 0 else byte // 16) - 8
            step = int(packed.steps[row // BLOCK, column])
            found[row, column] = float(packed.scale[column]) * step * code
    return found


matrices = st.builds(
    lambda seed, blocks, columns, spread: (
        np.random.RandomState(seed).normal(0, spread, (blocks * BLOCK, columns)).astype(np.float32)
    ),
    st.integers(0, 1000),
    st.integers(1, 3),
    st.integers(1, 4),
    st.floats(1e-4, 10),
)


@given(matrix=matrices)
def test_a_matrix_unpacks_to_what_its_codes_say(matrix: np.ndarray) -> None:
    packed = pack(matrix)
    assert np.allclose(packed.floats(), plainly(packed), rtol=1e-5, atol=0)


@given(matrix=matrices)
def test_no_weight_is_further_off_than_its_block_allows(matrix: np.ndarray) -> None:
    packed = pack(matrix)
    blocks = matrix.reshape(-1, BLOCK, matrix.shape[1])
    # the widest rounding that a block can need is a fifteenth of its largest weight, and the
    # least a column allows is one scale; the step of least error is off by no more all in all
    widest = np.maximum(np.abs(blocks).max(1) / 7.5, packed.scale) / 2
    off = np.square(packed.floats().reshape(blocks.shape) - blocks).sum(1)
    assert (off <= BLOCK * np.square(widest + packed.scale / 2) * 1.0001).all()


def test_packing_again_what_was_unpacked_changes_little() -> None:
    matrix = np.random.RandomState(1).normal(0, 1, (64, 8)).astype(np.float32)
    once = pack(matrix).floats()
    assert np.corrcoef(once.ravel(), matrix.ravel())[0, 1] > 0.99
    assert np.abs(pack(once).floats() - once).max() < 0.1 * np.abs(once).max()


def test_a_column_of_nothing_stays_nothing() -> None:
    assert not pack(np.zeros((BLOCK, 2), np.float32)).floats().any()


def test_rows_that_fill_no_block_are_refused() -> None:
    with pytest.raises(ValueError, match="33 rows are no multiple of 32"):
        pack(np.zeros((33, 2), np.float32))


def test_a_file_gives_back_what_was_written(tmp_path: Path) -> None:
    matrix = np.random.RandomState(2).normal(0, 1, (96, 5)).astype(np.float32)
    packed = {"a/b.c": pack(matrix), "d": pack(-matrix[:32])}
    write_packed(tmp_path / "weights.npz", packed)
    back = dict(read_packed(tmp_path / "weights.npz"))
    assert back.keys() == packed.keys()
    for name, one in packed.items():
        assert np.array_equal(back[name].whole(), one.whole())


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut"])
def test_another_file_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "weights.npz"
    file.write_bytes(content)
    with pytest.raises(ModelError, match=r"weights\.npz: not packed weights"):
        list(read_packed(file))
