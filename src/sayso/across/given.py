"""Comparing without a ledger: stories as JSON lines in, related pairs of mentions out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from sayso.across.claimed import ALIKE, SURE, Ties, claimed
from sayso.across.compare import Comparer
from sayso.across.relation import Found, Kind, Link, Relation, Unlike
from sayso.across.standing import standing
from sayso.across.stated import Stated, stated_in
from sayso.errors import SaysoError
from sayso.headers import iso_date
from sayso.labels import read_lines
from sayso.pair_model import PairModel
from sayso.pipeline import Reader
from sayso.records import Article, Rejected
from sayso.understand import understand

_THROUGH = ("one claim through other mentions of it",)


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """An article of a story, by what its giver calls it (``name``)."""

    name: str
    article: Article


@dataclass(frozen=True, slots=True)
class Story:
    """A story as it is given: its name and its articles, in the order in which they are compared."""

    name: str
    articles: tuple[StoryArticle, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two related mentions; ``left_name`` and ``right_name`` are what the giver calls the articles."""

    left_name: str
    left: Stated
    right_name: str
    right: Stated
    link: Link


@dataclass(frozen=True, slots=True)
class ComparedStory:
    """The related pairs of a story, and which of its articles were not read, and why."""

    name: str
    pairs: tuple[Pair, ...]
    rejected: tuple[Rejected, ...]


def read_stories(file: Path) -> tuple[Story, ...]:
    """Read lines ``{"story", "articles": [{"id", "text", "outlet"?, "date"?, "title"?, "url"?}]}``.

    Raises ``ReadError`` naming file, line and what is wrong.
    """
    return tuple(story for _, story in read_lines(file, _story))


def _story(raw: Any) -> Story:
    articles = tuple(_article(one) for one in raw["articles"])
    names = [one.name for one in articles]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"two articles are called {sorted(twice)[0]!r}")
    return Story(str(raw["story"]), articles)


def _article(raw: Any) -> StoryArticle:
    name = str(raw["id"])
    if not isinstance(raw["text"], str):
        raise ValueError(f"the text of article {name!r} is no string")
    told = {key: str(raw.get(key) or "") for key in ("outlet", "title", "url", "date")}
    article = Article(
        text=raw["text"],
        page="",
        origin=name,
        url=told["url"],
        name=name,
        outlet=told["outlet"],
        title=told["title"],
        published=iso_date(told["date"]),
    )
    return StoryArticle(name, article)


class StoryComparer:
    """Opens both models once and compares story after story."""

    def __init__(self, pairs: Path | None = None) -> None:
        """Open the attribution model, and the pair model in ``pairs`` (the shipped one by default)."""
        self._reader = Reader()
        self._model = PairModel(pairs)

    def compare(self, story: Story) -> ComparedStory:
        """Return the related pairs of ``story``. Offsets are characters of exactly the texts given."""
        comparer = Comparer(self._model)
        known: dict[str, tuple[str, Stated]] = {}
        links: list[Link] = []
        unlike: list[Unlike] = []
        rejected: list[Rejected] = []
        for one in story.articles:
            try:
                stated = self._stated(one.article)
            except SaysoError as error:
                rejected.append(Rejected("compare", f"{story.name}: {one.name}", str(error)))
                continue
            known.update((mention.id, (one.name, mention)) for mention in stated)
            more = comparer.add(stated)
            links += more.links
            unlike += more.unlike
        found = _of_claims(list(known), Found(tuple(links), tuple(unlike)), comparer.name)
        pairs = tuple(Pair(*known[link.left], *known[link.right], link) for link in found)
        return ComparedStory(story.name, pairs, tuple(rejected))

    def _stated(self, article: Article) -> Sequence[Stated]:
        return stated_in(article, understand(article, self._reader.statements(article.text)))


def _same(link: Link) -> bool:
    return link.relation is Relation.SAME


def _of_claims(mentions: Sequence[str], found: Found, judge: str) -> Iterator[Link]:
    """Yield a link for every two mentions of one claim, the judge's own where there is one, and then
    the links between two claims that count."""
    number = {key: at for at, key in enumerate(mentions)}
    placed = [((number[one.left], number[one.right]), one) for one in found.links]
    direct = {pair: one for pair, one in placed if _same(one)}
    same = [(*pair, one.score) for pair, one in direct.items()]
    unlike = [(number[one.left], number[one.right], one.score) for one in found.unlike]
    apart = [pair for pair, one in placed if not _same(one) and one.score >= SURE]
    ties = Ties(sorted(same, key=lambda tie: -tie[2]), unlike, apart)
    claims = claimed(range(len(mentions)), ties)
    for claim in claims:
        for pair in combinations(claim, 2):
            left, right = (mentions[at] for at in pair)
            yield direct.get(pair) or Link(
                left, right, Relation.SAME, Kind.CLAIM, ALIKE, _THROUGH, judge
            )
    of = {at: number for number, claim in enumerate(claims) for at in claim}
    between: defaultdict[frozenset[int], list[Link]] = defaultdict(list)
    for pair, one in placed:
        both = frozenset(of[at] for at in pair)
        if not _same(one) and len(both) > 1:
            between[both].append(one)
    for told in between.values():
        yield from standing(told)
