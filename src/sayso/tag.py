"""Open a model folder and run its network. The only file that imports onnxruntime.

A model folder holds ``manifest.json`` (names, hashes, settings, what it was trained on and how it
scores), ``encoder.onnx`` and ``linker.onnx`` (int8), and ``tokenizer.json``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime

from sayso.decode import Calibration, Cue, Floats, Tagged
from sayso.errors import ModelError
from sayso.model_folder import read_manifest
from sayso.records import Span
from sayso.wordpieces import Window, Wordpieces

FILES = ("encoder.onnx", "linker.onnx", "tokenizer.json")


@dataclass(frozen=True, slots=True)
class _Settings:
    name: str
    calibration: Calibration


class Model:
    """An opened model folder. ``tag`` may be called from one thread at a time."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """Open ``folder``; ``threads`` is how many cores one text may use.

        Raises ``ModelError`` when a file is missing or is not the one the manifest names.
        """
        settings = _settings(folder)
        self.name, self.calibration = settings.name, settings.calibration
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._encoder, self._linker = (
            onnxruntime.InferenceSession(
                str(folder / name), options, providers=["CPUExecutionProvider"]
            )
            for name in ("encoder.onnx", "linker.onnx")
        )
        self._wordpieces = Wordpieces(folder / "tokenizer.json")

    def tag(self, text: str) -> list[Tagged]:
        """Return what the network says of ``text``, window by window, in offsets of its characters."""
        return [self._window(window) for window in self._wordpieces.windows(text)]

    def _window(self, window: Window) -> Tagged:
        given = {
            "pieces": window.pieces[None],
            "shapes": window.shapes[None],
            "first": window.first[None],
        }
        words, logits = self._encoder.run(None, given)
        tags = _softmax(logits[0])
        found = _cues(tags, window.words, self.calibration.threshold)
        if not found:
            return Tagged(window.words, ())
        heads = np.array([start for start, _ in found], dtype=np.int64)
        (scores,) = self._linker.run(None, {"words": words, "cue": heads})
        cues = tuple(
            Cue(span, float(tags[span[0], 1]), score)
            for span, score in zip(found, scores, strict=True)
        )
        return Tagged(window.words, cues)


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True), dtype=np.float32)


def _cues(tags: Floats, words: Sequence[Span], threshold: float) -> list[Span]:
    """Runs of words that are a cue: one begins it, those inside follow; never over a break."""
    found: list[Span] = []
    for start in np.flatnonzero(tags[:, 1] >= threshold).tolist():
        end = start + 1
        while end < len(words) and tags[end].argmax() == 2 and words[end][0] < words[end][1]:
            end += 1
        found.append((start, end))
    return found


def _settings(folder: Path) -> _Settings:
    """Read the manifest and check the files it names."""
    manifest = read_manifest(folder, FILES)
    try:
        bias, slope, share = map(float, manifest["calibration"])
        calibration = Calibration(float(manifest["threshold"]), (bias, slope, share))
        return _Settings(f"{manifest['name']}-{manifest['version']}", calibration)
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{folder}: not a model folder ({error})") from error
