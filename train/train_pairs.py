#!/usr/bin/env python3
"""Train the pair model, or a teacher for it. Stops and resumes at any epoch.

    python train/train_pairs.py TRAIN.npz DEV.npz OUT [--base minilm] [--weights FILE]
        [--epochs 3] [--finish 2] [--teacher OUT2/model.pt]

The files are made by ``pair_examples.py``. The first epochs read everything, the finishing ones the
stories alone. Beside the relation of two sides, the vectors of single sides are trained: the two
sides of a pair that speaks of one thing should be nearer each other than any two of the batch. With
``--teacher``, what the teacher says of every pair is learned beside the labels.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from bases import SHAPES, load_base, minilm, pieces_of
from pair_network import SEP, Kept, PairNetwork
from rounded import Rounded

SAME, DIFFER, NEITHER, NOT_DIFFER, UNKNOWN = range(5)
CONTRASTED = 192  # pairs of a batch whose vectors are compared
NEAR = 0.05  # the temperature of the vectors' loss
SAVE = 500  # steps
POOL = 50  # batches that are sorted by length together
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


@dataclass
class Examples:
    """The pairs of a file; ``story``: from labelled or unlabelled stories; ``taught``: a teacher's
    probabilities, a row each."""

    pieces: list[np.ndarray]
    labels: np.ndarray
    origins: np.ndarray
    story: np.ndarray
    taught: np.ndarray | None = None

    @staticmethod
    def read(file: Path) -> Examples:
        held = np.load(file)
        ends = np.cumsum(held["lengths"].astype(np.int64))
        pieces = np.split(held["pieces"], ends[:-1])
        origins = held["names"][held["origins"]]
        story = ~np.isin(
            origins, ("train", "nli", "mnli-matched", "vitaminc-real", "sim_news", "base_news")
        )
        return Examples(pieces, held["labels"].astype(np.int64), origins, story)


def padded(rows: list[np.ndarray]) -> Tensor:
    width = -(-max(map(len, rows)) // 8) * 8
    out = np.zeros((len(rows), width), np.int64)
    for at, row in enumerate(rows):
        out[at, : len(row)] = row
    return torch.from_numpy(out).to(DEVICE, non_blocking=True)


def parted(row: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The two sides of a pair, each as an input of its own."""
    cut = int(np.flatnonzero(row == SEP)[0]) + 1
    return row[:cut], np.concatenate([row[:1], row[cut:]])


def swapped(row: np.ndarray) -> np.ndarray:
    left, right = parted(row)
    return np.concatenate([right, left[1:]])


def batches(data: Examples, chosen: np.ndarray, size: int, shuffle: bool) -> Iterator[np.ndarray]:
    """The numbers of the examples of each batch, those of like length together."""
    order = np.random.permutation(chosen) if shuffle else chosen
    for start in range(0, len(order), size * POOL):
        pool = sorted(order[start : start + size * POOL], key=lambda n: len(data.pieces[n]))
        cut = [np.array(pool[at : at + size]) for at in range(0, len(pool), size)]
        yield from random.sample(cut, len(cut)) if shuffle else cut


def relation_loss(scores: Tensor, labels: Tensor, taught: Tensor | None, trust: float) -> Tensor:
    log = torch.log_softmax(scores.float(), 1)
    told = -log.gather(1, labels.clamp(max=NEITHER)[:, None])[:, 0]
    half = -torch.log1p(-log[:, DIFFER].exp().clamp(max=0.999))
    loss = torch.where(labels <= NEITHER, told, torch.where(labels == NOT_DIFFER, half, 0.0))
    if taught is None:
        return loss.mean()
    alone = taught.isnan().any(1)  # put to 0 before it meets a gradient
    theirs = -(taught.nan_to_num() * log).sum(1)
    share = torch.where(labels == UNKNOWN, 0.0, trust)
    share = torch.where(alone, 1.0, share)
    return (share * loss + (1 - share) * theirs).mean()


def vector_loss(network: PairNetwork, rows: list[np.ndarray]) -> Tensor:
    left, right = zip(*map(parted, rows), strict=True)
    a, b = network(padded([*left, *right]))[1].chunk(2)
    near = a @ b.T / NEAR
    wanted = torch.arange(len(rows), device=near.device)
    return (F.cross_entropy(near, wanted) + F.cross_entropy(near.T, wanted)) / 2


@torch.no_grad()
def judge(network: PairNetwork, data: Examples, chosen: np.ndarray, size: int = 512) -> np.ndarray:
    """The probabilities of each example, in order."""
    network.eval()
    out = np.zeros((len(data.pieces), 3), np.float32)
    for numbers in batches(data, chosen, size, shuffle=False):
        with torch.autocast(DEVICE, torch.bfloat16):
            scores, _ = network(padded([data.pieces[n] for n in numbers]))
        out[numbers] = torch.softmax(scores.float(), 1).cpu().numpy()
    network.train()
    return out


def average_precision(wanted: np.ndarray, scores: np.ndarray) -> float:
    hit = wanted[np.argsort(-scores, kind="stable")]
    return (
        float((np.cumsum(hit) / np.arange(1, len(hit) + 1))[hit > 0].mean()) if hit.any() else 0.0
    )


def report(network: PairNetwork, dev: Examples, name: str) -> None:
    chance = judge(network, dev, np.arange(len(dev.pieces)))
    told = []
    for origin in sorted(set(dev.origins)):
        held = dev.origins == origin
        if not dev.story[held].any():
            right = (chance[held].argmax(1) == dev.labels[held]).mean()
            told.append(f"{origin} {100 * right:.1f}")
            continue
        known = held & (dev.labels <= NEITHER)
        same = average_precision(dev.labels[known] == SAME, chance[known, SAME])
        differ = average_precision(dev.labels[held] == DIFFER, chance[held, DIFFER])
        told.append(f"{origin}: same AP {100 * same:.1f}, differ AP {100 * differ:.1f}")
    print(name, "; ".join(told), flush=True)


def optimizer_of(network: PairNetwork, rate: float) -> torch.optim.Optimizer:
    groups: list[dict[str, object]] = []
    for head in (False, True):
        for flat in (False, True):
            held = [
                value
                for name, value in network.named_parameters()
                if (name.startswith(("pool", "relation", "sides")) == head)
                and ((value.ndim == 1) == flat)
            ]
            decay = 0.0 if flat else 0.01
            groups.append({"params": held, "lr": rate * (5 if head else 1), "weight_decay": decay})
    return torch.optim.AdamW(groups, fused=True)


def step(
    network: PairNetwork, data: Examples, numbers: np.ndarray, trust: float, vectors: float
) -> Tensor:
    rows = [
        swapped(data.pieces[n]) if data.story[n] and random.random() < 0.5 else data.pieces[n]
        for n in numbers
    ]
    labels = torch.from_numpy(data.labels[numbers]).to(DEVICE)
    taught = None if data.taught is None else torch.from_numpy(data.taught[numbers]).to(DEVICE)
    with torch.autocast(DEVICE, torch.bfloat16):
        scores, _ = network(padded(rows))
        loss = relation_loss(scores, labels, taught, trust)
        if not vectors:
            return loss
        near = [
            row for row, n in zip(rows, numbers, strict=True) if data.labels[n] in (SAME, DIFFER)
        ]
        random.shuffle(near)
        if len(near) > 1:
            loss = loss + vectors * vector_loss(network, near[:CONTRASTED])
    return loss


def weighed(data: Examples, chosen: np.ndarray, times: dict[str, float]) -> np.ndarray:
    """The examples of an epoch: those of an origin so many times, or a share of them by chance."""
    found = []
    for origin in sorted(set(data.origins[chosen])):
        held = np.random.permutation(chosen[data.origins[chosen] == origin])
        whole, part = divmod(times.get(origin, 1.0), 1.0)
        found += [held] * int(whole) + [held[: round(part * len(held))]]
    return np.concatenate(found)


def origin_times(told: str) -> tuple[str, float]:
    origin, _, number = told.partition("=")
    return origin, float(number)


def train(network: PairNetwork, data: Examples, dev: Examples, chosen: argparse.Namespace) -> None:
    optimizer = optimizer_of(network, chosen.rate)
    useful = (data.labels != UNKNOWN) | (data.taught is not None)
    story = np.flatnonzero(data.story & useful)
    everything = weighed(data, np.flatnonzero(useful), dict(chosen.times))
    plan = [everything] * chosen.epochs + [story] * chosen.finish
    total = sum(-(-len(one) // chosen.batch) for one in plan)
    warm, done, begun, start = max(1, total // 20), 0, time.time(), 0
    last, rounded = chosen.out / "last.pt", Rounded(network) if chosen.rounded else None
    if last.exists():
        saved = torch.load(last, map_location=DEVICE, weights_only=True)
        network.load_state_dict(saved["weights"])
        optimizer.load_state_dict(saved["optimizer"])
        start, done = saved["epoch"], saved["done"]
    base = [group["lr"] for group in optimizer.param_groups]
    for epoch in range(start, len(plan)):
        losses = []
        for numbers in batches(data, plan[epoch], chosen.batch, shuffle=True):
            done += 1
            scale = min(done / warm, max(0.0, (total - done) / max(1, total - warm)))
            for group, rate in zip(optimizer.param_groups, base, strict=True):
                group["lr"] = rate * scale
            with rounded.seen() if rounded else nullcontext():
                loss = step(network, data, numbers, chosen.trust, chosen.vectors)
                optimizer.zero_grad(set_to_none=True)
                loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            losses.append(loss.detach())
            if done % SAVE == 0:
                print(f"step {done}/{total} {time.time() - begun:.0f} s", flush=True)
                save_pairs(network, chosen.base, chosen.out / "model.pt")
        mean = float(torch.stack(losses).mean())
        print(
            f"epoch {epoch + 1}/{len(plan)} loss {mean:.4f} {time.time() - begun:.0f} s", flush=True
        )
        report(network, dev, "  dev:")
        save_pairs(network, chosen.base, chosen.out / "model.pt")
        if chosen.keep:
            state = {"weights": network.state_dict(), "optimizer": optimizer.state_dict()}
            torch.save({**state, "epoch": epoch + 1, "done": done}, last)


def save_pairs(network: PairNetwork, base: str, file: Path) -> None:
    """Write what ``open_pairs`` opens; half precision is plenty for what becomes int8 or less."""
    weights = {name: value.to("cpu", torch.float16) for name, value in network.state_dict().items()}
    kept = [(one.heads, one.inner) for one in network.kept]
    torch.save({"base": base, "weights": weights, "kept": kept}, file)


def open_pairs(file: Path, dropout: float = 0.1) -> PairNetwork:
    """Open what ``save_pairs`` wrote: the base's name, what is left of its layers, and the weights."""
    saved = torch.load(file, map_location="cpu", weights_only=True)
    weights = {name: value.float() for name, value in saved["weights"].items()}
    shape = replace(SHAPES[saved["base"]], vocabulary=len(weights["words.weight"]))
    kept = [Kept(tuple(heads), inner) for heads, inner in saved.get("kept", ())]
    network = PairNetwork(shape, dropout, kept)
    network.load_state_dict(weights)
    return network


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    parser.add_argument("dev", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--base", choices=list(SHAPES), default="minilm")
    parser.add_argument("--weights", type=Path, help="the base's weights (model.safetensors)")
    parser.add_argument("--tokenizer", type=Path, help="of fewer pieces (trim.py)")
    parser.add_argument("--teacher", type=Path, nargs="*", default=[], help="trained model.pt")
    parser.add_argument("--taught", type=Path, help="taught.npy of an earlier run with --teacher")
    parser.add_argument("--start", type=Path, help="a trained model.pt to go on from")
    parser.add_argument("--trust", type=float, default=0.3, help="weight of labels over a teacher")
    parser.add_argument("--vectors", type=float, default=0.1, help="weight of the vectors' loss")
    parser.add_argument("--rounded", action="store_true", help="for weights of four bits")
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--finish", type=int, default=2, help="epochs on the stories alone")
    parser.add_argument(
        "--times", type=origin_times, nargs="*", default=[], metavar="ORIGIN=N",
        help="how often an epoch reads the pairs of a file or folder, or what share (below 1)",
    )  # fmt: skip
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="keep last.pt, to resume from")
    chosen = parser.parse_args()
    random.seed(chosen.seed), np.random.seed(chosen.seed), torch.manual_seed(chosen.seed)
    chosen.out.mkdir(parents=True, exist_ok=True)
    data, dev = Examples.read(chosen.train), Examples.read(chosen.dev)
    if chosen.start:
        network = open_pairs(chosen.start, chosen.dropout)
    else:
        pieces = pieces_of(chosen.tokenizer)
        shape = replace(SHAPES[chosen.base], vocabulary=len(pieces))
        network = PairNetwork(shape, chosen.dropout)
        load_base(network, chosen.weights or minilm() / "model.safetensors", pieces)
    network.to(DEVICE).train()
    if chosen.taught:  # a row of NaN: the teacher has not seen this pair
        data.taught = np.load(chosen.taught).astype(np.float32)
    elif chosen.teacher:
        everyone = np.arange(len(data.pieces))
        taught = [judge(open_pairs(file).to(DEVICE), data, everyone) for file in chosen.teacher]
        data.taught = np.mean(taught, axis=0)
        np.save(chosen.out / "taught.npy", data.taught.astype(np.float16))
    train(network, data, dev, chosen)


if __name__ == "__main__":
    main()
