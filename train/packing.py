"""A network's ONNX file with its large matrices packed in four bits beside it (``sayso.four_bits``)."""

from __future__ import annotations

import tempfile
from pathlib import Path

import onnx
from onnx import ModelProto, TensorProto, numpy_helper

from export import quantize
from sayso.four_bits import Packed, pack, write_packed
from sayso.pair_model import WEIGHTS, WORDS

LARGE = 100_000  # weights; a smaller matrix stays in the file


def pack_network(plain: Path, folder: Path, file: str) -> None:
    """Write ``plain`` (fp32) into ``folder`` as ``file``, int8 without its matrices, and ``WEIGHTS``."""
    with tempfile.TemporaryDirectory() as place:
        small = Path(place) / "int8.onnx"
        quantize(plain, small, ("MatMul", "Gemm"))
        network, exact = onnx.load(str(small)), onnx.load(str(plain))
    matrices = _multiplied(network, exact) | _looked_up(network)
    onnx.save(network, str(folder / file))
    write_packed(folder / WEIGHTS, matrices)


def _multiplied(network: ModelProto, exact: ModelProto) -> dict[str, Packed]:
    """Pack what is multiplied by; its scales stay in the network, its int8 weights leave it."""
    weights = {one.name: one for one in exact.graph.initializer}
    held = {one.name: one for one in network.graph.initializer}
    found = {}
    for name, tensor in held.items():
        base = name.removesuffix("_quantized")
        if base == name or base not in weights:
            continue
        matrix = numpy_helper.to_array(weights[base])
        scale = held[f"{base}_scale"]
        if matrix.size >= LARGE and matrix.shape == tuple(tensor.dims):
            found[name] = pack(matrix)
            scale.CopyFrom(numpy_helper.from_array(found[name].scale, scale.name))
            _leave(tensor)
    return found


def _looked_up(network: ModelProto) -> dict[str, Packed]:
    """Pack the embeddings of the words, a column for each word."""
    (words,) = (one for one in network.graph.initializer if one.name.endswith("words.weight"))
    packed = pack(numpy_helper.to_array(words).T)
    for node in network.graph.node:
        node.input[:] = [WORDS if name == words.name else name for name in node.input]
    words.name = WORDS
    _leave(words)
    return {WORDS: packed}


def _leave(tensor: TensorProto) -> None:
    """Empty a tensor of the network; its values come from elsewhere when it is opened."""
    for field in ("raw_data", "float_data", "int32_data"):
        tensor.ClearField(field)
    tensor.data_location = TensorProto.EXTERNAL
    where = tensor.external_data.add()
    where.key, where.value = "location", WEIGHTS
