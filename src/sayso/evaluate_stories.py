"""Scores of related pairs against labelled stories: conflicts, updates, same claims.

A predicted mention stands for a labelled one when the two share at least half of the words of the
shorter. A predicted conflict is right when its sides stand for two claims of a labelled conflict or
correction; a pair that says the same is right when its sides stand for one claim. Pairs of which a
side stands for no labelled mention count against conflicts, and are left out of the same-claim score,
because labels list the claims that matter and not all there are.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from sayso.errors import ReadError
from sayso.labels import read_lines

_WORD = re.compile(r"\w+")
Words = frozenset[int]


@dataclass(frozen=True, slots=True)
class Place:
    """A side of a pair: characters ``start`` to ``end`` of the article called ``article``."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Related:
    """A predicted pair; ``relation`` is same, conflict, update or correction."""

    left: Place
    right: Place
    relation: str


@dataclass(frozen=True, slots=True)
class LabelledStory:
    """A labelled story: its texts, the places of each claim, and what two claims are to each other."""

    name: str
    texts: dict[str, str]
    claims: dict[str, tuple[Place, ...]]
    relations: dict[frozenset[str], str]


@dataclass(frozen=True, slots=True)
class StoryScore:
    """Counts over stories; they add up. ``called_other``: labelled updates that were only called
    conflicts; ``alarms``: stories without a labelled conflict in which one was predicted."""

    conflicts_right: int = 0
    conflicts_predicted: int = 0
    conflicts_found: int = 0
    conflicts_gold: int = 0
    updates_found: int = 0
    updates_gold: int = 0
    called_other: int = 0
    same_right: int = 0
    same_predicted: int = 0
    same_outside: int = 0
    same_found: int = 0
    same_gold: int = 0
    alarms: int = 0
    quiet: int = 0

    def __add__(self, other: StoryScore) -> StoryScore:
        return StoryScore(*(getattr(self, n) + getattr(other, n) for n in self.__slots__))

    @property
    def same_f1(self) -> float:
        """The harmonic mean of precision and recall of same-claim pairs."""
        return _f1(self.same_right, self.same_predicted, self.same_found, self.same_gold)

    @property
    def conflict_f1(self) -> float:
        """The harmonic mean of precision and recall of conflicts."""
        counts = (self.conflicts_right, self.conflicts_predicted)
        return _f1(*counts, self.conflicts_found, self.conflicts_gold)


def _f1(right: int, predicted: int, found: int, gold: int) -> float:
    precision = right / predicted if predicted else 0.0
    recall = found / gold if gold else 0.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def read_labelled_stories(folder: Path) -> tuple[LabelledStory, ...]:
    """Read the ``*.json`` of ``folder``: {"story", "articles": [{"id", "text"}], "claims": [{"id",
    "mentions": [{"article", "start", "end"}]}], "conflicts": [{"left", "right", "relation"}]}.

    Raises ``ReadError`` naming the file and what is wrong.
    """
    files = sorted(folder.glob("*.json"))
    if not files:
        raise ReadError(f"{folder}: holds no labelled story (*.json)")
    return tuple(_labelled(file) for file in files)


def _labelled(file: Path) -> LabelledStory:
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
        claims = {c["id"]: tuple(_place(m) for m in c["mentions"]) for c in raw["claims"]}
        relations = {
            frozenset((x["left"], x["right"])): str(x["relation"]) for x in raw["conflicts"]
        }
        texts = {str(one["id"]): str(one["text"]) for one in raw["articles"]}
        return LabelledStory(str(raw["story"]), texts, claims, relations)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReadError(f"{file}: not a labelled story ({error})") from error


def _place(raw: Any) -> Place:
    return Place(str(raw["article"]), int(raw["start"]), int(raw["end"]))


def read_related(file: Path) -> dict[str, tuple[Related, ...]]:
    """Read what ``sayso compare`` writes, by story. Raises ``ReadError``."""

    def story(raw: Any) -> tuple[str, tuple[Related, ...]]:
        pairs = (
            Related(_place(one["left"]), _place(one["right"]), str(one["relation"]))
            for one in raw["pairs"]
        )
        return str(raw["story"]), tuple(pairs)

    return dict(told for _, told in read_lines(file, story))


def score_stories(
    gold: Sequence[LabelledStory], predicted: dict[str, tuple[Related, ...]]
) -> StoryScore:
    """Return the counts over all of ``gold``; a story without a prediction counts as empty."""
    return sum((score(one, predicted.get(one.name, ())) for one in gold), StoryScore())


def score(story: LabelledStory, pairs: Sequence[Related]) -> StoryScore:
    """Return the counts of one story."""
    known = [
        (claim, place.article, _words(story, place))
        for claim, places in story.claims.items()
        for place in places
    ]

    def claims_at(place: Place) -> set[str]:
        held = _words(story, place)
        return {
            c for c, article, words in known if article == place.article and stands_for(held, words)
        }

    sides = [(claims_at(one.left), claims_at(one.right), one) for one in pairs]
    total = StoryScore()
    found: dict[frozenset[str], set[str]] = defaultdict(set)
    for left, right, one in sides:
        if one.relation != "same":
            total += _apart(story, left, right, one.relation, found)
    return total + _relations(story, found, pairs) + _same(story, sides)


def _apart(
    story: LabelledStory,
    left: set[str],
    right: set[str],
    relation: str,
    found: dict[frozenset[str], set[str]],
) -> StoryScore:
    hits = [h for a in left for b in right if (h := frozenset((a, b))) in story.relations]
    called = "update" if relation == "update" else "conflict"
    for hit in hits:
        found[hit].add(called)
    if called == "update":
        return StoryScore()
    right_one = any(story.relations[hit] != "update" for hit in hits)
    return StoryScore(conflicts_right=int(right_one), conflicts_predicted=1)


def _relations(
    story: LabelledStory, found: dict[frozenset[str], set[str]], pairs: Sequence[Related]
) -> StoryScore:
    total = StoryScore()
    for pair, relation in story.relations.items():
        called = found.get(pair, set())
        if relation == "update":
            other = int(bool(called) and "update" not in called)
            total += StoryScore(
                updates_found=int("update" in called), updates_gold=1, called_other=other
            )
        else:
            total += StoryScore(conflicts_found=int("conflict" in called), conflicts_gold=1)
    if not total.conflicts_gold:
        alarm = any(one.relation not in ("same", "update") for one in pairs)
        total += StoryScore(alarms=int(alarm), quiet=1)
    return total


def _same(story: LabelledStory, sides: Sequence[tuple[set[str], set[str], Related]]) -> StoryScore:
    total = StoryScore()
    joined: dict[str, set[frozenset[str]]] = defaultdict(set)
    for left, right, one in sides:
        if one.relation != "same":
            continue
        if not left or not right:
            total += StoryScore(same_outside=1)
            continue
        total += StoryScore(same_right=int(bool(left & right)), same_predicted=1)
        for claim in left & right:
            joined[claim].add(frozenset((one.left.article, one.right.article)))
    for claim, places in story.claims.items():
        for pair in combinations(sorted({place.article for place in places}), 2):
            total += StoryScore(same_found=int(frozenset(pair) in joined[claim]), same_gold=1)
    return total


def _words(story: LabelledStory, place: Place) -> Words:
    return words_at(story.texts.get(place.article, ""), place.start, place.end)


def words_at(text: str, start: int, end: int) -> Words:
    """Return the words of ``text`` from ``start`` to ``end``, each by where it begins."""
    return frozenset(match.start() for match in _WORD.finditer(text, start, end))


def stands_for(one: Words, other: Words) -> bool:
    """Whether two mentions share at least half of the words of the shorter."""
    return bool(one and other) and len(one & other) / min(len(one), len(other)) >= 0.5


def table(found: StoryScore) -> str:
    """The scores as lines for people, in per cent, each with what it was counted over."""
    return "\n".join(_lines(found))


def _lines(found: StoryScore) -> Iterator[str]:
    def share(name: str, part: int, whole: int) -> str:
        figure = f"{100 * part / whole:5.1f}" if whole else "  n/a"
        return f"{name:<38}{figure}   ({part} of {whole})"

    yield share("conflicts: precision", found.conflicts_right, found.conflicts_predicted)
    yield share("conflicts: recall", found.conflicts_found, found.conflicts_gold)
    yield share("updates found", found.updates_found, found.updates_gold)
    yield share("updates called conflicts", found.called_other, found.updates_gold)
    yield share("stories without conflict: alarms", found.alarms, found.quiet)
    outside = f"; {found.same_outside} more on claims nobody labelled"
    yield share("same claim: precision", found.same_right, found.same_predicted) + outside
    yield share("same claim: recall", found.same_found, found.same_gold)
    yield f"{'same claim: F1':<38}{100 * found.same_f1:5.1f}"
    yield f"{'conflicts: F1':<38}{100 * found.conflict_f1:5.1f}"
