#!/usr/bin/env python3
"""Choose a model's threshold on the dev part, fit its score, and write both into its manifest.

    python train/calibrate.py FOLDER DEV.jsonl [--threshold T] [--write]

The threshold is the one with the best sum of the F1 of the three roles, linked80 and whole, or T. The
score is a logistic regression, on the cue's log-odds and the log-probability of its labelling: an
estimate of the chance that the statement is right by linked80. The manifest gets the scores too.
"""

from __future__ import annotations

import argparse
import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np

from sayso.attributions import attributions_of
from sayso.decode import Tagged, best
from sayso.evaluate import Labelled, Roles, Scores, links, read_labelled, score_attributions, table
from sayso.evaluate import words_of as roles_words
from sayso.records import Attribution
from sayso.tag import Model

LOWEST = 0.1
CHOICES = [round(0.02 * step, 2) for step in range(10, 36)]
MEASURES = ("exact source", "exact cue", "exact content", "linked80", "whole")


def at_least(windows: list[Tagged], threshold: float) -> list[Tagged]:
    """The same windows without the cues below a threshold."""
    return [
        replace(one, cues=tuple(cue for cue in one.cues if cue.probability >= threshold))
        for one in windows
    ]


def predict(
    model: Model, gold: list[Labelled], tagged: list[list[Tagged]], threshold: float
) -> Scores:
    """Score what the model says with one threshold."""
    found = [
        Labelled(one.id, "", tuple(map(as_roles, attributions_of(
            one.text, at_least(windows, threshold), model.calibration, model.name))))
        for one, windows in zip(gold, tagged, strict=True)
    ]  # fmt: skip
    return score_attributions(gold, found)


def as_roles(one: Attribution) -> Roles:
    return Roles(one.source, one.cue, one.content)


def evidence(
    model: Model, gold: list[Labelled], tagged: list[list[Tagged]]
) -> tuple[np.ndarray, np.ndarray]:
    """For every cue: (1, log-odds, log-probability), and whether its statement links to a gold one."""
    rows, right = [], []
    for one, windows in zip(gold, tagged, strict=True):
        wanted = [roles_words(one.text, roles) for roles in one.attributions]
        for window in windows:
            for cue in window.cues:
                alone = replace(window, cues=(cue,))
                found = attributions_of(one.text, [alone], model.calibration, model.name)
                said = [
                    roles_words(one.text, as_roles(x)) for x in found if x.made_by == model.name
                ]
                if said:
                    (label,) = best([cue.scores])
                    odds = math.log(cue.probability / max(1 - cue.probability, 1e-6))
                    rows.append((1.0, odds, math.log(max(label.probability, 1e-6))))
                    right.append(any(links(w, s, 0.8) for w in wanted for s in said))
    return np.array(rows), np.array(right, dtype=float)


def fit(rows: np.ndarray, right: np.ndarray) -> list[float]:
    """Logistic regression by Newton's method, with a little ridge."""
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (right - chance) - 0.1 * weights
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + 0.1 * np.eye(len(weights))
        weights += np.linalg.solve(curve, slope)
    return [round(float(one), 4) for one in weights]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("dev", type=Path)
    parser.add_argument("--threshold", type=float, help="take this one, choose none")
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    model = Model(chosen.folder)
    model.calibration = replace(model.calibration, threshold=LOWEST)
    gold = list(read_labelled(chosen.dev, gold=True))
    tagged = [model.tag(one.text) for one in gold]
    choices = [chosen.threshold] if chosen.threshold else CHOICES
    scores = {threshold: predict(model, gold, tagged, threshold) for threshold in choices}
    value = lambda found: sum(one.f1 for one in found.scores if one.name in MEASURES)
    threshold = max(choices, key=lambda one: value(scores[one]))
    weights = fit(*evidence(model, gold, [at_least(one, threshold / 2) for one in tagged]))
    print(f"threshold {threshold}, score weights {weights}")
    print(table(scores[threshold]))
    if chosen.write:
        file = chosen.folder / "manifest.json"
        manifest = json.loads(file.read_text())
        manifest |= {"threshold": threshold, "calibration": weights}
        manifest["dev"] = {one.name: round(one.f1, 1) for one in scores[threshold].scores}
        file.write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main()
