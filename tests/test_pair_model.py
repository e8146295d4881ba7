"""The shipped pair model and what it reads: sides, pairs, folders that are not what they say."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import ModelError
from sayso.pair_model import PairModel, Place, shipped
from sayso.sides import SIDE, Sides


@pytest.fixture(scope="module")
def model() -> PairModel:
    return PairModel()


@pytest.fixture(scope="module")
def sides() -> Sides:
    return Sides(shipped("pairs") / "tokenizer.json")


def whole(model: PairModel, text: str) -> Place:
    return model.place(text, (0, len(text)), (0, len(text)))


def test_vectors_have_length_one_and_like_sides_lie_near(model: PairModel) -> None:
    texts = (
        "The harbour master closed the swing bridge on Monday.",
        "On Monday the swing bridge was closed by the harbour master.",
        "A choir of forty sang in the old fish market.",
    )
    found = model.vectors([whole(model, text) for text in texts])
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-3)
    assert found[0] @ found[1] > found[0] @ found[2]


def test_chances_add_up_and_tell_a_denial_from_a_rewording(model: PairModel) -> None:
    said = whole(model, "The company signed the contract in March.")
    again = whole(model, "In March the contract was signed by the company.")
    denied = whole(model, "The company did not sign the contract in March.")
    found = model.chances([(said, again), (said, denied)])
    assert found.shape == (2, 3)
    assert np.allclose(found.sum(1), 1, atol=1e-3)
    assert found[0, 0] > found[1, 0]
    assert found[1, 1] > found[0, 1]


def test_nothing_to_read_gives_nothing(model: PairModel) -> None:
    assert model.vectors([]).shape[0] == 0
    assert model.chances([]).shape == (0, 3)


@given(
    text=st.text(max_size=400)
    | st.lists(st.sampled_from(["he", "the report", "sank", "."])).map(" ".join),
    cut=st.tuples(*[st.integers(0, 400)] * 4),
)
def test_a_side_never_outgrows_its_room(
    sides: Sides, text: str, cut: tuple[int, int, int, int]
) -> None:
    first, start, end, last = sorted(min(at, len(text)) for at in cut)
    side = sides.side(text, (start, end), (first, last))
    assert len(side.pieces) <= SIDE


def test_a_part_of_a_sentence_is_marked(sides: Sides) -> None:
    text = "The mayor resigned, and the council met at noon."
    whole, part = sides.whole(text), sides.side(text, (24, 48), (0, len(text)))
    assert len(part.pieces) == len(whole.pieces) + 2


def test_a_folder_with_another_file_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "pairs"
    shutil.copytree(shipped("pairs"), folder)
    (folder / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match=r"tokenizer\.json: not the file"):
        PairModel(folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / "manifest.json").write_text(json.dumps({**manifest, "format": 9}), encoding="utf-8")
    with pytest.raises(ModelError, match="format 9"):
        PairModel(folder)
    with pytest.raises(ModelError, match="nowhere"):
        PairModel(tmp_path / "nowhere")
    with pytest.raises(ModelError, match="nowhere"):
        PairModel(vectors=tmp_path / "nowhere")
