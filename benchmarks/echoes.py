"""Echoes measured: against labelled stories, by pair of articles; and the time, as articles grow.

    python benchmarks/echoes.py FOLDER       precision and recall on FOLDER/*.json
    python benchmarks/echoes.py --growth     seconds for 100 to 3,200 articles made by variation

A labelled story is {"articles": [{"id", "text"}], "echoes": [{"articles": [id, …]}]}: every two articles
of a label are a pair. A pair is called an echo where
``Echo.copied`` says so.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sayso.across.echoes import Echo, echoes
from sayso.records import Article

Pair = frozenset[str]


def found_in(articles: dict[str, Article]) -> dict[Pair, Echo]:
    """Return the echoes of articles, given by their identifiers, by the pair of their names."""
    return {
        frozenset((articles[echo.left].name, articles[echo.right].name)): echo
        for echo in echoes(list(articles.values()))
    }


def labelled(story: dict[str, Any]) -> set[Pair]:
    """Return the pairs of articles that the labels call echoes."""
    groups = [echo["articles"] for echo in story["echoes"]]
    return {frozenset(pair) for group in groups for pair in itertools.combinations(group, 2)}


def score(folder: Path, tell: bool) -> None:
    """Print precision and recall by pair of articles, and with ``tell`` the pairs that differ."""
    right = called = gold = quoted = 0
    for file in sorted(folder.glob("*.json")):
        story = json.loads(file.read_text(encoding="utf-8"))
        read = [Article(one["text"], "", "", name=one["id"]) for one in story["articles"]]
        articles = {one.id: one for one in read}
        found = found_in(articles)
        ours = {pair for pair, echo in found.items() if echo.copied}
        theirs = labelled(story)
        right, called, gold = right + len(ours & theirs), called + len(ours), gold + len(theirs)
        quoted += len(found) - len(ours)
        for pair in (ours ^ theirs) if tell else ():
            print("wrong" if pair in ours else "missed", file.name, *sorted(pair))
            for one in found[pair].passages if pair in found else ():
                words = articles[found[pair].left].text[slice(*one.left)]
                print(f"    {one.kind} {one.words} {one.share:.2f} {words!r:.160}")
    p, r = right / max(called, 1), right / max(gold, 1)
    print(f"precision {right}/{called} = {p:.3f}, recall {right}/{gold} = {r:.3f}", end=", ")
    print(f"F1 {2 * p * r / max(p + r, 1e-9):.3f}; {quoted} further pairs share less or quotations")


def made_up(count: int, chance: random.Random) -> Iterator[Article]:
    """Yield articles of 400 words: a tenth of them light rewrites of one of 20 wire texts."""
    vocabulary = [f"w{number}" for number in range(20_000)]

    def fresh(words: int) -> list[str]:
        return [vocabulary[int(len(vocabulary) * chance.random() ** 3)] for _ in range(words)]

    wires = [fresh(200) for _ in range(20)]
    for number in range(count):
        words = fresh(200)
        copied = chance.choice(wires) if number % 10 == 0 else fresh(200)
        words += [word if chance.random() > 0.05 else fresh(1)[0] for word in copied]
        yield Article(" ".join(words), "", "", name=str(number))


def growth() -> None:
    """Print the seconds for ever more articles."""
    for count in (100, 200, 400, 800, 1600, 3200):
        articles = list(made_up(count, random.Random(1)))
        began = time.process_time()
        found = echoes(articles)
        spent = time.process_time() - began
        print(
            f"{count:5} articles {spent:6.2f} s {1000 * spent / count:5.2f} ms each {len(found)} echoes"
        )


def main() -> None:
    """Score a folder, or show how the time grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--tell", action="store_true", help="print the pairs that differ")
    options = parser.parse_args()
    if options.growth:
        growth()
    elif options.folder is not None:
        score(options.folder, options.tell)
    else:
        parser.error("give a folder of stories, or --growth")


if __name__ == "__main__":
    main()
