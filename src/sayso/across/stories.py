"""Which articles tell the same story, so that only what belongs together is compared.

An article goes to the story of the article it shares most names and rare words with, or begins one of
its own; where it shares much with two stories, they are one. Articles are found through their words,
never tried one by one: the time grows with the articles, not with their pairs.
"""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

# Chosen on labelled stories (docs/claims.md): likeness is the cosine of weighted words.
_JOINS = 0.13  # to go to a story
_UNITES = 0.2  # to make two stories one

_WORD = re.compile(r"[A-Za-z][\w’'-]*\w")
_NAME = re.compile(r"(?<=[a-z,;:’'\"”] )[A-Z][\w’'-]*\w|(?<=[a-z] [“\"(])[A-Z]\w+")
_COMMON = 3000  # places in the vocabulary; more frequent words tell nothing of a story
_NAMED = 0.6  # the least weight of a name
_KEPT = 100  # words of an article, the heaviest
_LATEST = 30  # articles that a word leads to
_WIDE = 10  # stories; a word in more leads nowhere
_POOL = 40  # articles that are looked at closely
_PRIOR = 4  # stories that are thought to be there before the first


@dataclass(frozen=True, slots=True)
class Topic:
    """A name or rare word of an article, in small letters, and how much it tells, above 0."""

    word: str
    weight: float


@dataclass(frozen=True, slots=True)
class Placed:
    """The ``story`` of an article, numbered from 1 by first articles, and the stories that the article
    shows to be the same: they are part of ``story`` from now on."""

    story: int
    united: tuple[int, ...] = ()


def topics(text: str) -> tuple[Topic, ...]:
    """Return the words of an article that tell what it is about, by weight and then by letters."""
    names = {_plain(match.group()) for match in _NAME.finditer(text)}
    found = []
    for word in {_plain(match.group()) for match in _WORD.finditer(text)}:
        weight = 2 * max(_rarity(word), _NAMED / 2) if word in names else _rarity(word)
        if weight > 0 and word not in _calendar():
            found.append(Topic(word, round(weight, 3)))
    return tuple(sorted(found, key=lambda one: (-one.weight, one.word))[:_KEPT])


def stories(texts: Iterable[str]) -> tuple[int, ...]:
    """Return the number of the story of each article, in their order."""
    known = Stories()
    for text in texts:
        known.add(topics(text))
    return known.placed


class Stories:
    """The stories so far. Articles are added in their order; nothing but their topics is kept."""

    def __init__(self) -> None:
        self._topics: list[Mapping[str, float]] = []
        self._of: list[int] = []
        self._live: set[int] = set()
        self._latest: defaultdict[str, deque[int]] = defaultdict(lambda: deque(maxlen=_LATEST))
        self._bearers: defaultdict[str, set[int]] = defaultdict(set)

    @property
    def placed(self) -> tuple[int, ...]:
        """The number of the story that each article belongs to now, in their order."""
        return tuple(self._of)

    def add(self, found: Sequence[Topic]) -> Placed:
        """Place the next article by its topics."""
        likeness = self._likeness({one.word: one.weight for one in found})
        close = sorted(likeness, key=lambda story: (-likeness[story], story))
        if not close or likeness[close[0]] < _JOINS:
            placed = Placed(max(self._live, default=0) + 1)
        else:
            same = [one for one in close[1:] if likeness[one] >= _UNITES]
            story = min(close[0], *same) if same else close[0]
            placed = Placed(story, tuple(sorted({close[0], *same} - {story})))
        self.assign(found, placed)
        return placed

    def assign(self, found: Sequence[Topic], placed: Placed) -> None:
        """Add the next article where it was placed in an earlier run."""
        if placed.united:
            self._unite(placed.story, set(placed.united))
        self._live.add(placed.story)
        for one in found:
            self._latest[one.word].append(len(self._of))
            self._bearers[one.word].add(placed.story)
        self._of.append(placed.story)
        self._topics.append({one.word: one.weight for one in found})

    def _unite(self, story: int, others: set[int]) -> None:
        self._of = [story if one in others else one for one in self._of]
        self._live -= others
        for bearers in self._bearers.values():
            if not bearers.isdisjoint(others):
                bearers.difference_update(others)
                bearers.add(story)

    def _likeness(self, found: Mapping[str, float]) -> dict[int, float]:
        """How like an article is to the likest of each story."""
        mine = self._weighted(found)
        shared: defaultdict[int, float] = defaultdict(float)
        for word, weight in mine.items():
            if len(self._bearers.get(word, ())) <= _WIDE:
                for article in self._latest.get(word, ()):
                    shared[article] += weight
        best: dict[int, float] = {}
        pool = sorted(shared, key=lambda article: (-shared[article], article))[:_POOL]
        for article in pool:
            other = self._weighted(self._topics[article])
            story = self._of[article]
            best[story] = max(best.get(story, 0.0), _cosine(mine, other))
        return best

    def _weighted(self, found: Mapping[str, float]) -> dict[str, float]:
        """Words by how much they tell: less where many stories have them."""
        there = len(self._live) + 1 + _PRIOR
        return {
            word: weight * math.log(there / (len(self._bearers.get(word, ())) + 0.5))
            for word, weight in found.items()
        }


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    dot = sum(weight * other[word] for word, weight in one.items() if word in other)
    return dot / (_length(one) * _length(other)) if dot else 0.0


def _length(one: Mapping[str, float]) -> float:
    return math.sqrt(sum(weight * weight for weight in one.values()))


def _plain(word: str) -> str:
    return re.sub(r"['’]s$", "", word.casefold())


@cache
def _calendar() -> frozenset[str]:
    return frozenset(
        "monday tuesday wednesday thursday friday saturday sunday january february march april may"
        " june july august september october november december".split()
    )


@cache
def _vocabulary() -> Mapping[str, int]:
    """The words the encoder was made with, numbered from the most frequent to the rarest."""
    path = resources.files("sayso").joinpath("models/attributions/tokenizer.json")
    words: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))["model"]["vocab"]
    return words


def _rarity(word: str) -> float:
    """How rare a word is in English: 0 for common ones, 1 for those that no vocabulary lists."""
    words = _vocabulary()
    if word not in words:
        return 1.0
    span = math.log(len(words) / _COMMON)
    return max(0.0, math.log(max(words[word], 1) / _COMMON) / span)
