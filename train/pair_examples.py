#!/usr/bin/env python3
"""Turn labelled stories and sentence pairs into the examples that ``train_pairs.py`` learns from.

    python train/pair_examples.py OUT.npz --nli NLI.jsonl.gz… --stories FOLDER…
        [--unlabelled FOLDER…] [--written FILE…] [--marked FILE.jsonl…]

NLI files hold lines {"premise", "hypothesis", "label"}; a story is a file of the form that
train/README.md describes: articles, claims with mentions, conflicts. The sides of a story's pairs are
the propositions that sayso itself finds, each in its sentence, so that training sees what use sees.
Written stories are those of ``written.py``; every two of their lines become a pair. Marked files hold
pairs that were read or written one by one, {"left", "right", "label"}: each side a sentence with its
proposition in [[ ]], the label one of those below.

Labels: 0 same, 1 differ (conflict, correction or update), 2 neither; 3: a pair with a side that no
reader labelled, of which we know only that it does not differ; 4: nothing is known (for a teacher).
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import random
import re
from collections import Counter
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Any

import numpy as np

from sayso.across.propositions import Proposition, propositions
from sayso.chains import parents
from sayso.evaluate_stories import stands_for, words_at
from sayso.pipeline import Reader
from sayso.sides import Sides
from written import read_written

SAME, DIFFER, NEITHER, NOT_DIFFER, UNKNOWN = range(5)
NLI = {"entailment": SAME, "contradiction": DIFFER, "neutral": NEITHER}
NEAREST = 8  # of each proposition's neighbours by words, those that become pairs
CHANCE = 1  # and so many by chance
RARE = 2  # times that a written pair is put in when it is the same or differs: most are neither
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Side:
    """A proposition of a story, its words (by offset), and the claims that readers found there."""

    text: str
    place: Proposition
    article: str
    claims: frozenset[str]


@dataclass
class Pairs:
    """What is written: pairs of wordpieces, their labels and the file each is from."""

    pieces: list[np.ndarray]
    labels: list[int]
    origins: list[str]

    def add(self, pieces: np.ndarray, label: int, origin: str) -> None:
        self.pieces.append(pieces.astype(np.uint16))
        self.labels.append(label)
        self.origins.append(origin)

    def save(self, file: Path) -> None:
        names = sorted(set(self.origins))
        np.savez_compressed(
            file,
            pieces=np.concatenate(self.pieces),
            lengths=np.array([len(one) for one in self.pieces], np.uint16),
            labels=np.array(self.labels, np.uint8),
            origins=np.array([names.index(one) for one in self.origins], np.uint16),
            names=np.array(names),
        )


def add_nli(pairs: Pairs, sides: Sides, file: Path) -> None:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            left, right = (sides.whole(one[key]) for key in ("premise", "hypothesis"))
            pairs.add(sides.pair(left, right), NLI[one["label"]], file.name.split(".")[0])


def story_sides(reader: Reader, story: dict[str, Any]) -> list[Side]:
    found = []
    mentions = [(c["id"], m) for c in story.get("claims", []) for m in c["mentions"]]
    for article in story["articles"]:
        text = article["text"]
        gold = [
            (claim, words_at(text, m["start"], m["end"]))
            for claim, m in mentions
            if m["article"] == article["id"]
        ]
        statements = reader.attribute(text)
        for place in propositions(text, statements, parents(statements)):
            held = words_at(text, *place.span)
            claims = frozenset(claim for claim, other in gold if stands_for(held, other))
            found.append(Side(text, place, article["id"], claims))
    return found


def relation(story: dict[str, Any], left: Side, right: Side) -> int | None:
    """The label of a pair; None where readers' labels say both or the same claim of one article."""
    differ = {frozenset((x["left"], x["right"])) for x in story["conflicts"]}
    hits = any(frozenset((a, b)) in differ for a in left.claims for b in right.claims)
    shared = bool(left.claims & right.claims)
    if hits and shared:
        return None
    if hits or shared:
        return DIFFER if hits else SAME
    return NEITHER if left.claims and right.claims else NOT_DIFFER


def near(sides: list[Side]) -> set[tuple[int, int]]:
    """Pairs by words they share, the rarer the better, and a few by chance."""
    bags = [
        Counter(word.lower()[:6] for word in _WORD.findall(s.text[slice(*s.place.span)]))
        for s in sides
    ]
    spread = Counter(word for bag in bags for word in bag)
    chosen = set()
    for number, bag in enumerate(bags):
        scored = sorted(
            (
                (sum(log(len(bags) / spread[w]) for w in bag.keys() & other.keys()), at)
                for at, other in enumerate(bags)
                if at != number
            ),
            reverse=True,
        )
        picked = [at for _, at in scored[:NEAREST]] + random.choices(range(len(bags)), k=CHANCE)
        chosen |= {(min(number, at), max(number, at)) for at in picked if at != number}
    return chosen


def add_story(pairs: Pairs, sides: Sides, reader: Reader, file: Path, labelled: bool) -> None:
    story = json.loads(file.read_text(encoding="utf-8"))
    found = story_sides(reader, story)
    chosen = near(found)
    if labelled:
        told = [n for n, side in enumerate(found) if side.claims]
        chosen |= {
            pair
            for pair in itertools.combinations(told, 2)
            if relation(story, found[pair[0]], found[pair[1]]) in (SAME, DIFFER)
        }
    kept = [sides.side(s.text, s.place.span, s.place.sentence) for s in found]
    for a, b in sorted(chosen):
        label = relation(story, found[a], found[b]) if labelled else UNKNOWN
        if label is not None:
            pairs.add(sides.pair(kept[a], kept[b]), label, file.parent.name)


def add_written(pairs: Pairs, sides: Sides, file: Path) -> None:
    for story in read_written(file):
        for left, right in itertools.combinations(story.lines, 2):
            differ = story.differs(left, right)
            shared = bool(left.claims & right.claims)
            if differ and shared:
                continue
            label = DIFFER if differ else SAME if shared else NEITHER
            times = 1 if label == NEITHER else RARE
            two = [sides.side(one.text, one.span, (0, len(one.text))) for one in (left, right)]
            for _ in range(times):
                pairs.add(sides.pair(*two), label, "written")


def add_marked(pairs: Pairs, sides: Sides, file: Path) -> None:
    for line in file.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        two = []
        for key in ("left", "right"):
            before, words, after = re.split(r"\[\[|\]\]", one[key])
            text, start = before + words + after, len(before)
            two.append(sides.side(text, (start, start + len(words)), (0, len(text))))
        pairs.add(sides.pair(*two), one["label"], file.stem)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--nli", type=Path, nargs="*", default=[])
    parser.add_argument("--stories", type=Path, nargs="*", default=[])
    parser.add_argument("--unlabelled", type=Path, nargs="*", default=[])
    parser.add_argument("--written", type=Path, nargs="*", default=[])
    parser.add_argument("--marked", type=Path, nargs="*", default=[])
    chosen = parser.parse_args()
    random.seed(1)
    sides, reader, pairs = Sides(chosen.tokenizer), Reader(), Pairs([], [], [])
    for file in chosen.nli:
        add_nli(pairs, sides, file)
    for folders, labelled in ((chosen.stories, True), (chosen.unlabelled, False)):
        for folder in folders:
            for file in sorted(folder.glob("*.json")):
                add_story(pairs, sides, reader, file, labelled)
    for file in chosen.written:
        add_written(pairs, sides, file)
    for file in chosen.marked:
        add_marked(pairs, sides, file)
    pairs.save(chosen.out)
    print(Counter(zip(pairs.origins, pairs.labels, strict=True)))


if __name__ == "__main__":
    main()
