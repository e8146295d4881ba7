#!/usr/bin/env python3
"""`sayso run` and `sayso load` against the number of articles: rows a second, memory, sizes, queries.

    python benchmarks/scale.py FOLDER [--articles 100000] [--jobs 2] [--batch 100] [--quick]

FOLDER holds texts (*.txt) or JSON lines {"text"}. They are multiplied: copy after copy, each sentence
is left out with a chance of one in five, every number is changed by up to a half, and each name (a
word with a capital inside a sentence) is replaced, throughout the copy, by another of the same text,
so that no two articles are the same and all look like news. A quarter, a half and all of the articles
are read; then half of them by one process, for the ratio to two. ``--quick`` reads with
tests/quick_sayso.py, without the model: what all else costs.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

from throughput import Run, run

QUICK = Path(__file__).parent.parent / "tests" / "quick_sayso.py"
_SENTENCE = re.compile(r"(?<=[.!?”])\s+")
_NUMBER = re.compile(r"\b\d+\b")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")
QUERIES = (["show", "1"], ["sources"], ["sources", "--words"], ["why"])


def texts(folder: Path) -> list[str]:
    """The texts of a folder of *.txt and *.jsonl files."""
    found = [one.read_text(encoding="utf-8") for one in sorted(folder.rglob("*.txt"))]
    for file in sorted(folder.rglob("*.jsonl")):
        lines = file.read_text(encoding="utf-8").splitlines()
        found += [one["text"] for one in map(json.loads, lines) if "text" in one]
    if not found:
        raise SystemExit(f"{folder} holds no *.txt files and no lines with a text")
    return found


def varied(text: str, dice: random.Random) -> str:
    """Another text that looks like this one; see the description above."""
    kept = [one for one in _SENTENCE.split(text) if dice.random() > 0.2]
    names = sorted(set(_NAME.findall(text)))
    others = dict(zip(names, dice.sample(names, len(names)), strict=True))
    made = _NAME.sub(lambda name: others.get(name[0], name[0]), " ".join(kept))
    return _NUMBER.sub(lambda n: str(int(int(n[0]) * dice.uniform(0.5, 1.5))), made)


def articles(sources: list[str]) -> Iterator[str]:
    """Texts without end, the same on every call, one JSON line each."""
    for copy in count():
        for number, text in enumerate(sources):
            made = varied(text, random.Random(f"{copy}-{number}"))
            name = f"{copy}-{number}"
            yield (
                json.dumps({"id": name, "url": f"https://news.example/{name}", "text": made}) + "\n"
            )


def size_mb(place: Path) -> float:
    files = [place] if place.is_file() else [one for one in place.rglob("*") if one.is_file()]
    return sum(one.stat().st_size for one in files) / 1e6


def rate(what: str, articles_read: int, made: Run, place: Path) -> None:
    print(
        f"{what}: {articles_read} articles, {made.seconds:.1f} s, {articles_read / made.seconds:.1f} a"
        f" second, {made.megabytes:.0f} MB of memory, {size_mb(place):.1f} MB written"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--quick", action="store_true")
    chosen = parser.parse_args()
    sayso = [sys.executable, *([str(QUICK)] if chosen.quick else ["-m", "sayso"])]
    sources = texts(chosen.folder)
    sizes = [chosen.articles // 4, chosen.articles // 2, chosen.articles]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for size in sizes:
            source = place / f"{size}.jsonl"
            with source.open("w", encoding="utf-8") as out:
                out.writelines(islice(articles(sources), size))
            tables, story = place / f"{size}", place / f"{size}.db"
            reading = [
                *sayso,
                "run",
                str(source),
                "--batch",
                str(chosen.batch),
                "--out",
                str(tables),
            ]
            made = run([*reading, "--jobs", str(chosen.jobs)])
            rate("run", size, made, tables)
            if size == sizes[1]:
                reading[-1] = str(place / "alone")
                alone = run([*reading, "--jobs", "1"])
                print(f"{chosen.jobs} processes against one: {alone.seconds / made.seconds:.2f}")
            rate("load", size, run([*sayso, "load", str(story), str(tables)]), story)
        for query in QUERIES:
            began = time.perf_counter()
            command = [*sayso, query[0], str(story), *query[1:]]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            print(
                f"sayso {' '.join(query)}: {time.perf_counter() - began:.2f} s, start-up included"
            )


if __name__ == "__main__":
    main()
