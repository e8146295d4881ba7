"""How long the pages of a ledger of many articles take: the median and the slowest tenth of each.

    python benchmarks/pages.py [--articles 10000] [--rounds 15]

The ledger is made up by tests/made.py: rows written straight into the tables, eight claims an article,
some 20,000 claims in all, each said by up to three sources in up to thirty outlets, with denials, other
counts and updates. The site runs in this process and is asked over the loop-back, one request after
another, so that a figure is what a browser waits for the HTML; the processor's own time is beside it, since
other work on the machine does not change it. Each round asks for other articles, claims, words.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from browsing import ask, opened
from made import made_ledger

WORDS = (
    "crane",
    "grain stored",
    "boats weir",
    "alarm failed",
    '"turned away"',
    "harbour",
    "culvert 77",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=15)
    told = parser.parse_args()
    chance = random.Random(3)
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "made.db"
        started = time.perf_counter()
        made_ledger(ledger, told.articles)
        size = ledger.stat().st_size / 1e6
        print(
            f"{told.articles} articles, {size:.0f} MB, made in {time.perf_counter() - started:.0f} s"
        )
        with opened(ledger) as door:
            started = time.perf_counter()
            ask(door, "/sources")
            print(f"first page that needs who is who: {time.perf_counter() - started:.1f} s, once")

            def links(where: str, start: str) -> list[str]:
                return sorted(set(re.findall(rf'href="({start}[0-9a-f]+)"', ask(door, where).text)))

            claims, conflicts = links("/claims", "/claims/"), links("/conflicts", "/conflicts/")
            claims += links("/claims?page=200", "/claims/")
            sources = links("/sources", "/sources/")

            def number() -> int:
                return chance.randint(1, told.articles)

            pages: dict[str, Callable[[], str]] = {
                "story": lambda: "/",
                "claims": lambda: f"/claims?page={chance.randint(1, 100)}",
                "claims by words": lambda: f"/claims?q={chance.choice(WORDS).replace(' ', '+')}",
                "claims by status": lambda: "/claims?status=disputed",
                "claims since": lambda: f"/claims?since={number()}",
                "claim": lambda: chance.choice(claims),
                "conflicts": lambda: f"/conflicts?page={chance.randint(1, 20)}",
                "conflict": lambda: chance.choice(conflicts),
                "timeline": lambda: f"/timeline?page={chance.randint(1, 50)}",
                "sources": lambda: f"/sources?page={chance.randint(1, 3)}",
                "source": lambda: chance.choice(sources),
                "articles": lambda: f"/articles?page={chance.randint(1, 100)}",
                "article": lambda: f"/articles/{number()}",
                "search": lambda: f"/search?q={chance.choice(WORDS).replace(' ', '+')}",
                "new": lambda: f"/new?since={number()}",
                "judgements": lambda: "/judgements",
            }
            print(f"{'':18}{'median':>8}{'p90':>8}{'CPU':>8}  milliseconds")
            for name, where in pages.items():
                times, spent = [], []
                for _ in range(told.rounds):
                    asked = where()
                    started, worked = time.perf_counter(), time.process_time()
                    answer = ask(door, asked)
                    spent.append(1000 * (time.process_time() - worked))
                    times.append(1000 * (time.perf_counter() - started))
                    if answer.status != 200:
                        print(f"{name}: {asked} answered {answer.status}")
                tenth = statistics.quantiles(times, n=10)[-1]
                half, cpu = statistics.median(times), statistics.median(spent)
                print(f"{name:18}{half:8.0f}{tenth:8.0f}{cpu:8.0f}")


if __name__ == "__main__":
    main()
