"""How long lists of claims take to open, and an article to be kept, on a large ledger made for it.

    python benchmarks/claims.py [--articles 10000]

The ledger is made of short texts of our own about many stories: 25 claims an article, some stated
again, denied or counted anew by later articles of the story. The comparer goes by equal words, so that
what is measured is the keeping and the reading, not a model.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import numpy as np

from readings import marked, page_of, reading_of
from sayso.across.relation import Found, Kind, Link, Relation, Status
from sayso.across.stated import Stated
from sayso.across.vectors import Floats
from sayso.claims import claim, claims, conflicts, stories
from sayso.comparing import Comparing
from sayso.history import changes, timeline
from sayso.ledger import Ledger
from sayso.records import Reading

STORY = 100  # articles of one story


class Exact:
    """Equal words are one claim; a denial of them conflicts. Looked up, so that it costs nothing."""

    name = "exact-1"

    def __init__(self) -> None:
        self._known: dict[str, Stated] = {}

    def vectors(self, stated: Sequence[Stated]) -> Floats:
        return np.zeros((len(stated), 384), np.float32)

    def remember(
        self, stated: Sequence[Stated], vectors: Floats, same: Sequence[tuple[str, str]]
    ) -> None:
        for one in stated:
            self._known.setdefault(one.words.removeprefix("that "), one)

    def compare(self, stated: Sequence[Stated], vectors: Floats) -> Found:
        found = []
        for one in stated:
            other = self._known.get(one.words.removeprefix("that "))
            if other is not None:
                same = one.polarity is other.polarity
                told = (Relation.SAME, Kind.CLAIM) if same else (Relation.CONFLICT, Kind.DENIAL)
                found.append(Link(other.id, one.id, *told, 0.9, ("by words",), self.name))
        self.remember(stated, vectors, ())
        return Found(tuple(found))


def reading(number: int) -> Reading:
    """The article of that number: of its 25 claims 20 are its own, 4 are stated again, 1 is denied."""
    story = number // STORY
    place = f"Qarn{story:x}ovek"
    told = []
    for at in range(20):
        told.append(f"{{Officer {at}}} [[said]] «{place} pier {number}-{at} was sound».")
    for at in range(4):
        told.append(
            f"{{Captain {number % 7}}} [[said]] «{place} ferry {(number + at) % 9} drifted»."
        )
    told.append(f"{{The {place} port}} [[denied]] «that {place} ferry {number % 9} drifted».")
    text, statements = marked(" ".join(told))
    page = page_of(
        text, f"{number}.txt", f"Paper {number % 40}", f"https://p{number % 40}.example/{number}"
    )
    return reading_of(page, f"{place} {number}", *statements)


def timed(name: str, work: Callable[[], object], rounds: int = 5) -> None:
    took = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    print(f"{name:<44}{1000 * sorted(took)[rounds // 2]:>9.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    articles = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.db"
        with Ledger(path) as book:
            comparing = Comparing(book, Exact)
            start = last = time.process_time()
            for number in range(articles):
                book.store(reading(number))
                comparing.finish()
                if (number + 1) % (articles // 4) == 0:
                    now = time.process_time()
                    each = 1000 * (now - last) / (articles // 4)
                    print(f"{number + 1:>8} articles, {each:.1f} ms of processor each")
                    last = now
            print(f"{articles} articles in {last - start:.0f} s; {path.stat().st_size >> 20} MB")
        with Ledger(path, readonly=True) as book:
            first = claims(book).items[0].id
            timed("claims", lambda: claims(book))
            timed("claims, the 100th page", lambda: claims(book, offset=5000))
            timed("claims of a status", lambda: claims(book, status=Status.DISPUTED))
            timed("claims with a word", lambda: claims(book, text="ferry drifted"))
            timed("claims since an article", lambda: claims(book, since=str(articles - 20)))
            timed("claims of a story", lambda: claims(book, story=2))
            timed("a claim", lambda: claim(book, first))
            timed("conflicts", lambda: conflicts(book))
            timed("conflicts of a kind", lambda: conflicts(book, kind=Kind.DENIAL))
            timed("timeline", lambda: timeline(book))
            timed("changes since an article", lambda: changes(book, articles - 20))
            timed("stories", lambda: stories(book))


if __name__ == "__main__":
    main()
