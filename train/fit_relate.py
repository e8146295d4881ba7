#!/usr/bin/env python3
"""Fit the weights of ``sayso/across/relate.py`` on labelled stories.

    python train/fit_relate.py STORIES [--model FOLDER] [--write]

The features of compared pairs go into two logistic models. Whether two mentions state the same is
learned of the pairs that both stand for claims that readers listed. Whether they conflict is learned of
claims: readers say that two claims conflict, and only some of the pairs between their mentions show it,
so of each two claims the pair that shows it best stands for them, by the weights found before, a few
times over (multiple-instance learning; Andrews et al., Support Vector Machines for Multiple-Instance
Learning, 2002, in the logistic form). The thresholds are chosen by hand and stay as they are, and so do the
weights of what is worth reading: they were fitted like those of the same on 40,000 pairs that were read
without them, of which what is compared now is a choice.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from sayso.across.claimed import SURE, Ties, claimed
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
CONFLICT = ("one", "differ", "names", "opposed", "of_both")
ROUNDS = 3  # of choosing the pair that stands for two claims


@dataclass
class Story:
    """A labelled story, the pairs that the model judged in it, and those in the very same words (by the
    numbers of their mentions)."""

    gold: dict[str, Any]
    pairs: list[Compared]
    verbatim: list[tuple[int, int]]


def compared(folder: Path, pairs: Path | None) -> list[Story]:
    reader, model, stories = Reader(), PairModel(pairs), []
    for file in sorted(folder.glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        comparer, found = Comparer(model), list[Compared]()
        for given in gold["articles"]:
            article = Article(given["text"], "", given["id"], name=given["id"],
                              outlet=given.get("outlet") or "", published=given.get("date") or "",
                              title=given.get("title") or "")  # fmt: skip
            stated = stated_in(article, understand(article, reader.statements(article.text)))
            stated = tuple(replace(one, article=given["id"]) for one in stated)
            told = comparer.compared(stated, comparer.vectors(stated))
            found += told
        judged = [one for one in found if one.evidence is not None]
        verbatim = [(one.there, one.here) for one in found if one.evidence is None]
        stories.append(Story(gold, judged, verbatim))
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


def chances(rows: np.ndarray, held: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-rows @ held))


def between(story: Story, same: np.ndarray, conflict: np.ndarray) -> list[np.ndarray]:
    """The pairs (by their places in the story) between each two claims, that could show a conflict.

    ``same`` and ``conflict`` are the chances of the story's pairs.
    """
    pairs = [(one.there, one.here) for one in story.pairs]
    parted = conflict >= SURE
    alike = (same >= weights().least_same) & ~parted
    told = [(*pair, float(chance)) for pair, chance in zip(pairs, same, strict=True)]
    joined = [one for one, yes in zip(told, alike, strict=True) if yes]
    joined += [(*pair, 1.0) for pair in story.verbatim]
    unlike = [one for one, yes in zip(told, alike, strict=True) if not yes]
    apart = [pair for pair, no in zip(pairs, parted, strict=True) if no]
    mentions = sorted({at for pair in (*pairs, *story.verbatim) for at in pair})
    ties = Ties(sorted(joined, key=lambda tie: -tie[2]), unlike, apart)
    claims = claimed(mentions, ties)
    of = {at: number for number, claim in enumerate(claims) for at in claim}
    found: defaultdict[frozenset[int], list[int]] = defaultdict(list)
    for at, one in enumerate(story.pairs):
        both = frozenset((of[one.there], of[one.here]))
        assert one.evidence is not None, "only judged pairs"
        asked = difference(one.left, one.right).open
        if len(both) > 1 and one.evidence.shared.words and not asked:
            found[both].append(at)
    return [np.array(places) for places in found.values()]


def fit_conflict(
    rows: np.ndarray, wanted: np.ndarray, same: np.ndarray, stories: list[Story]
) -> np.ndarray:
    """The weights by which the surest pair between two claims tells whether they conflict.

    ``rows`` and ``wanted`` are the features and labels of all pairs, ``same`` their chances to state the
    same.
    """
    held, groups, start = fit(rows, wanted), [], 0
    for story in stories:
        part = slice(start, start + len(story.pairs))
        found = between(story, same[part], chances(rows[part], held))
        groups += [start + places for places in found]
        start = part.stop
    told = np.array([int(wanted[places].any()) for places in groups])
    for _ in range(ROUNDS):
        score = rows @ held
        best = np.array([places[np.argmax(score[places])] for places in groups])
        held = fit(rows[best], told)
    return held


def table(stories: list[Story], names: tuple[str, ...]) -> np.ndarray:
    """The features of all pairs, one after the other: (pairs, names)."""
    found = [
        features(p.left, p.right, p.evidence, difference(p.left, p.right))
        for story in stories
        for p in story.pairs
    ]
    return np.array([[one[name] for name in names] for one in found])


def written(found: dict[str, dict[str, float]]) -> str:
    """``data/relate.toml`` with other weights."""
    held = weights()
    lines = ["# The weights of across/relate.py, made by train/fit_relate.py.", "[least]"]
    for name in ("same", "conflict", "sign", "update", "worth"):
        lines.append(f"{name} = {getattr(held, f'least_{name}')}")
    for part, names in (found | {"worth": held.worth}).items():
        lines.append(f"[{part}]")
        lines += [f"{name} = {weight:.4f}" for name, weight in names.items()]
    return "\n".join(lines) + "\n"


def fitted(stories: list[Story]) -> dict[str, dict[str, float]]:
    """The weights by part and name."""
    same, conflict = (np.concatenate(part) for part in zip(*map(labels, stories), strict=True))
    known, rows = same >= 0, table(stories, SAME)
    alike = fit(rows[known], same[known])
    apart = fit_conflict(table(stories, CONFLICT), conflict, chances(rows, alike), stories)
    return {
        part: {name: float(weight) for name, weight in zip(names, held, strict=True)}
        for part, names, held in (
            ("same", SAME, alike),
            ("conflict", CONFLICT, apart),
        )
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stories", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    found = fitted(compared(chosen.stories, chosen.model))
    print(written(found))
    if chosen.write:
        place = Path(str(resources.files("sayso").joinpath("data/relate.toml")))
        place.write_text(written(found), encoding="utf-8")


if __name__ == "__main__":
    main()
