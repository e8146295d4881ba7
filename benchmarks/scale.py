#!/usr/bin/env python3
"""`sayso run` and `sayso load` against the number of articles: rows a second, memory, sizes, queries.

    python benchmarks/scale.py FOLDER [--articles 100000] [--parts 4] [--jobs 2] [--batch 100] [--keep 0.8]
        [--quick]

FOLDER holds texts (*.txt) or JSON lines {"text"}. They are multiplied: copy after copy, each sentence
is kept with a chance of ``--keep``, every number is changed by up to a half, and each name (a
word with a capital inside a sentence) is replaced, throughout the copy, by another of the same text,
so that no two articles are the same and all look like news. An archive grows by a part at a time; each
part is read and loaded with the commands that a user would give again, so that what a line tells is
what the next so many articles cost when the others are there. Nothing is compared (see growth.py).
``--quick`` reads with tests/quick_sayso.py, without the model: what all else costs. That reader knows
"X said that Y." only, so every third sentence is made one.
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
_SENTENCE = re.compile(r"(?<=[.!?”])(\s+)")
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


def _sentences(text: str) -> list[str]:
    """The sentences of a text, each with the space or the empty line after it."""
    parts = _SENTENCE.split(text)
    return ["".join(parts[at : at + 2]) for at in range(0, len(parts), 2)]


def varied(text: str, dice: random.Random, keep: float = 0.8) -> str:
    """Another text that looks like this one; see the description above."""
    kept = [one for one in _sentences(text) if dice.random() < keep]
    names = sorted(set(_NAME.findall(text)))
    others = dict(zip(names, dice.sample(names, len(names)), strict=True))
    made = _NAME.sub(lambda name: others.get(name[0], name[0]), "".join(kept))
    return _NUMBER.sub(lambda n: str(int(int(n[0]) * dice.uniform(0.5, 1.5))), made)


def spoken(text: str) -> str:
    """A text in which every third sentence is a statement, in plain words, of somebody whose name is
    made of two of its names, so that people recur from copy to copy."""
    names = sorted(set(_NAME.findall(text))) or ["Brandt"]
    people = [" ".join(names[at : at + 2]) for at in range(0, len(names), 2)]
    sentences = _sentences(text)
    for at in range(0, len(sentences), 3):
        sentences[at] = f"{people[at // 3 % len(people)]} said that {sentences[at]}"
    return "".join(sentences)


def articles(sources: list[str], keep: float, quick: bool) -> Iterator[str]:
    """Texts without end, the same on every call, one JSON line each."""
    for copy in count():
        for number, text in enumerate(sources):
            made = varied(text, random.Random(f"{copy}-{number}"), keep)
            made = spoken(made) if quick else made
            name = f"{copy}-{number}"
            yield (
                json.dumps({"id": name, "url": f"https://news.example/{name}", "text": made}) + "\n"
            )


def size_mb(place: Path) -> float:
    files = [place] if place.is_file() else [one for one in place.rglob("*") if one.is_file()]
    return sum(one.stat().st_size for one in files) / 1e6


def rate(what: str, articles_read: int, made: Run, place: Path) -> None:
    print(
        f"{what}: {articles_read} more articles, {made.seconds:.0f} s, of one core {made.worked:.0f} s:"
        f" {articles_read / made.worked:.1f} a second; {made.megabytes:.0f} MB of memory,"
        f" {size_mb(place):.1f} MB on the disk",
        flush=True,
    )


def ask(sayso: list[str], story: Path) -> None:
    """Print what each of ``QUERIES`` takes on a ledger."""
    for query in QUERIES:
        began = time.perf_counter()
        command = [*sayso, query[0], str(story), *query[1:]]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        told = " ".join(query)
        print(f"sayso {told}: {time.perf_counter() - began:.2f} s, start-up included", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--parts", type=int, default=4)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--keep", type=float, default=0.8, help="the share of sentences kept")
    parser.add_argument("--quick", action="store_true")
    chosen = parser.parse_args()
    sayso = [sys.executable, *([str(QUICK)] if chosen.quick else ["-m", "sayso"])]
    lines = articles(texts(chosen.folder), chosen.keep, chosen.quick)
    part = chosen.articles // chosen.parts
    with tempfile.TemporaryDirectory() as folder:
        archive, tables, story = (Path(folder) / one for one in ("archive", "tables", "story.db"))
        archive.mkdir()
        options = ["--out", str(tables), "--batch", str(chosen.batch), "--jobs", str(chosen.jobs)]
        for number in range(1, chosen.parts + 1):
            with (archive / f"{number:03}.jsonl").open("w", encoding="utf-8") as out:
                out.writelines(islice(lines, part))
            print(f"{number * part} articles", flush=True)
            made = run([*sayso, "run", str(archive), "--replace", *options])
            rate("run", part, made, tables)
            made = run([*sayso, "load", str(story), str(tables), "--no-compare"])
            rate("load", part, made, story)
            ask(sayso, story)


if __name__ == "__main__":
    main()
