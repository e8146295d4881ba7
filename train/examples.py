"""PolNeAR documents to training batches: windows cut at random places, with labels for their words."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

import crf
from sayso.records import Span
from sayso.wordpieces import SIZE, Window, Wordpieces


@dataclass(frozen=True)
class Gold:
    """One labelled attribution: spans in the document's text; the source may be empty."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True)
class Document:
    """A document and its attributions, or none known (``labelled`` is False)."""

    id: str
    text: str
    attributions: tuple[Gold, ...]
    labelled: bool = True


@dataclass(frozen=True)
class Batch:
    """What one step trains on: windows, and for each cue of theirs its ``window`` and word (``cue``).

    ``tags`` (windows, words, 3): the chance that a word is O, B or I of a cue; ``wanted`` (cues,
    words, 6): the counts of the linker's labelling (``crf.py``). ``labelled``: which windows.
    """

    pieces: Tensor
    shapes: Tensor
    first: Tensor
    lengths: Tensor
    labelled: Tensor
    tags: Tensor
    window: Tensor
    cue: Tensor
    wanted: Tensor

    @property
    def present(self) -> Tensor:
        """Which words there are (windows, words): 1 or 0."""
        return (torch.arange(self.first.shape[1])[None] < self.lengths[:, None]).long()


def read_documents(file: Path) -> list[Document]:
    """Read a JSONL file of PolNeAR's form; without ``attributions`` a document is unlabelled."""
    documents = []
    for line in file.read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        spans = lambda found: tuple((start, end) for start, end in found)
        attributions = tuple(
            Gold(*(spans(one[role]) for role in ("source", "cue", "content")))
            for one in raw.get("attributions", ())
            if one["cue"] and one["content"]
        )
        labelled = "attributions" in raw
        documents.append(Document(raw["id"], raw["text"], attributions, labelled))
    return documents


def words_in(window: Window, spans: tuple[Span, ...]) -> list[int]:
    """The numbers of the window's words that share a character with ``spans``."""
    return [
        number
        for number, (start, end) in enumerate(window.words)
        if any(start < last and end > first for first, last in spans)
    ]


def label(
    window: Window, attributions: tuple[Gold, ...]
) -> tuple[list[int], list[tuple[int, list[int]]]]:
    """Return the tag of every word, and for each cue its first word and the states of all words."""
    tags = [0] * len(window.words)
    links: list[tuple[int, list[int]]] = []
    start, end = window.words[0][0], window.words[-1][1]
    for gold in attributions:
        if not start <= gold.cue[0][0] < end:
            continue
        cue = words_in(window, gold.cue[:1])
        if not cue or any(tags[word] for word in cue):
            continue
        for word in cue:
            tags[word] = 2
        tags[cue[0]] = 1
        links.append((cue[0], states_of(window, gold)))
    return tags, links


def states_of(window: Window, gold: Gold) -> list[int]:
    """The state of each word of the window in the eyes of one cue."""
    source, content = words_in(window, gold.source[:1]), set(words_in(window, gold.content))
    states = []
    for word in range(len(window.words)):
        if source and source[0] <= word <= source[-1]:
            states.append(crf.SOURCE)
        elif source and word > source[-1]:
            states.append(crf.CONTENT_AFTER if word in content else crf.OUT_AFTER)
        else:
            states.append(crf.CONTENT if word in content else crf.OUT)
    return states


def collate(windows: list[tuple[Window, Document]]) -> Batch:
    """Pad windows and their labels to one batch."""
    long, many = max(len(w.pieces) for w, _ in windows), max(len(w.words) for w, _ in windows)
    size = len(windows)
    pieces, shapes = (torch.zeros(size, long, dtype=torch.long) for _ in range(2))
    first, tags = (torch.zeros(size, many, dtype=torch.long) for _ in range(2))
    links: list[tuple[int, int, list[int]]] = []
    for row, (window, document) in enumerate(windows):
        pieces[row, : len(window.pieces)] = torch.from_numpy(window.pieces)
        shapes[row, : len(window.pieces)] = torch.from_numpy(window.shapes)
        first[row, : len(window.first)] = torch.from_numpy(window.first)
        tag, link = label(window, document.attributions)
        tags[row, : len(tag)] = torch.tensor(tag)
        links += [(row, cue, states) for cue, states in link]
    states = torch.zeros(len(links), many, dtype=torch.long)
    for number, (_, _, state) in enumerate(links):
        states[number, : len(state)] = torch.tensor(state)
    lengths = torch.tensor([len(window.words) for window, _ in windows])
    rows = torch.tensor([row for row, _, _ in links], dtype=torch.long)
    return Batch(
        pieces, shapes, first, lengths,
        torch.tensor([document.labelled for _, document in windows]),
        torch.nn.functional.one_hot(tags, 3).float(), rows,
        torch.tensor([cue for _, cue, _ in links], dtype=torch.long),
        crf.counts(states, lengths[rows]),
    )  # fmt: skip


def epoch(
    documents: Iterable[Document], wordpieces: Wordpieces, size: int, chance: random.Random
) -> Iterator[Batch]:
    """Yield the batches of one epoch: windows cut at new places, in a new order, of like lengths
    together."""
    windows = [
        (window, document)
        for document in documents
        for window in wordpieces.windows(document.text, chance.randrange(SIZE // 2))
    ]
    chance.shuffle(windows)
    chunk = size * 16
    batches = []
    for at in range(0, len(windows), chunk):
        part = sorted(windows[at : at + chunk], key=lambda pair: len(pair[0].pieces))
        batches += [part[i : i + size] for i in range(0, len(part), size)]
    chance.shuffle(batches)
    for batch in batches:
        yield collate(batch)


def hide(pieces: Tensor, share: float, mask: int) -> Tensor:
    """Replace a share of the wordpieces by the mask, so that the network leans on more than one."""
    chosen = (torch.rand(pieces.shape) < share) & (pieces > 999)
    return torch.where(chosen, mask, pieces)
