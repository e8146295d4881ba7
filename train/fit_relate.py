#!/usr/bin/env python3
"""Fit the weights of ``sayso/across/relate.py`` on labelled stories.

    python train/fit_relate.py STORIES [--model FOLDER] [--write]

The features of every compared pair go into two logistic models: of pairs that both stand for claims
that readers listed, whether they state the same; of all pairs, whether they conflict. The thresholds
are chosen by hand and stay as they are.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from sayso.across.compare import Compared, Comparer
from sayso.across.relate import features, weights
from sayso.across.stated import Stated, stated_in
from sayso.across.typed import difference
from sayso.evaluate_stories import stands_for, words_at
from sayso.pair_model import PairModel
from sayso.pipeline import Reader
from sayso.records import Article
from sayso.understand import understand

SAME = ("one", "same", "differ", "near", "weight", "of_both", "of_shorter", "opposed_of_both",
        "numbers_clash", "called_false", "one_article")  # fmt: skip
CONFLICT = ("one", "same", "differ", "of_both", "of_shorter", "names", "opposed",
            "called_false", "numbers_clash", "numbers_agree", "one_article")  # fmt: skip


@dataclass
class Story:
    """A labelled story and the pairs that were compared in it."""

    gold: dict[str, Any]
    pairs: list[Compared]


def compared(folder: Path, pairs: Path | None) -> list[Story]:
    reader, model, stories = Reader(), PairModel(pairs), []
    for file in sorted(folder.glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        comparer, found = Comparer(model), []
        for given in gold["articles"]:
            article = Article(given["text"], "", given["id"], name=given["id"],
                              outlet=given.get("outlet") or "", published=given.get("date") or "",
                              title=given.get("title") or "")  # fmt: skip
            stated = stated_in(article, understand(article, reader.statements(article.text)))
            stated = tuple(replace(one, article=given["id"]) for one in stated)
            told = comparer.compared(stated, comparer.vectors(stated))
            found += [one for one in told if one.evidence is not None]
        stories.append(Story(gold, found))
        print(file.name, len(found), flush=True)
    return stories


def labels(story: Story) -> tuple[np.ndarray, np.ndarray]:
    """For every pair: whether it states the same (-1: not known), and whether it conflicts."""
    text = {one["id"]: one["text"] for one in story.gold["articles"]}
    mentions = [
        (c["id"], m["article"], words_at(text[m["article"]], m["start"], m["end"]))
        for c in story.gold["claims"] for m in c["mentions"]
    ]  # fmt: skip
    relation = {frozenset((x["left"], x["right"])): x["relation"] for x in story.gold["conflicts"]}

    def claims(one: Stated) -> set[str]:
        held = words_at(text[one.article], *one.span)
        return {c for c, article, w in mentions if article == one.article and stands_for(held, w)}

    same, conflict = [], []
    for pair in story.pairs:
        left, right = claims(pair.left), claims(pair.right)
        same.append(int(bool(left & right)) if left and right else -1)
        hits = {relation.get(frozenset((a, b))) for a in left for b in right} - {None, "update"}
        conflict.append(int(bool(hits)))
    return np.array(same), np.array(conflict)


def fit(rows: np.ndarray, wanted: np.ndarray, penalty: float = 2.0) -> np.ndarray:
    """Logistic regression by Newton's method, on standardised features, given back unstandardised.

    The first feature is the constant one.
    """
    mean, spread = rows.mean(0), rows.std(0) + 1e-9
    mean[0], spread[0] = 0.0, 1.0
    scaled, found = (rows - mean) / spread, np.zeros(rows.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-scaled @ found))
        slope = scaled.T @ (chance - wanted) + penalty * found
        curve = (scaled.T * (chance * (1 - chance)).clip(1e-6)) @ scaled + penalty * np.eye(
            len(found)
        )
        found -= np.linalg.solve(curve, slope)
    plain = found / spread
    plain[0] -= (mean[1:] * plain[1:]).sum()
    return plain


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stories", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    stories = compared(chosen.stories, chosen.model)
    told = [
        [features(p.left, p.right, p.evidence, difference(p.left, p.right)) for p in story.pairs]
        for story in stories
    ]
    same, conflict = (np.concatenate(part) for part in zip(*map(labels, stories), strict=True))
    rows = {
        "same": np.array([[one[name] for name in SAME] for story in told for one in story]),
        "conflict": np.array([[one[name] for name in CONFLICT] for story in told for one in story]),
    }
    known = same >= 0
    found = {
        "same": fit(rows["same"][known], same[known]),
        "conflict": fit(rows["conflict"], conflict),
    }
    names = {"same": SAME, "conflict": CONFLICT}
    for part, held in found.items():
        print(part, {n: round(float(w), 3) for n, w in zip(names[part], held, strict=True)})
    if chosen.write:
        least = weights()
        lines = ["# The weights of across/relate.py, made by train/fit_relate.py.", "[least]",
                 f"same = {least.least_same}", f"conflict = {least.least_conflict}",
                 f"untyped = {least.least_untyped}", f"update = {least.least_update}"]  # fmt: skip
        for part, held in found.items():
            lines.append(f"[{part}]")
            lines += [f"{n} = {float(w):.4f}" for n, w in zip(names[part], held, strict=True)]
        place = Path(str(resources.files("sayso").joinpath("data/relate.toml")))
        place.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
