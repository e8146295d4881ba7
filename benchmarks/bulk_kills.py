#!/usr/bin/env python3
"""Kill -9 at random moments: is what there is after a second start what an undisturbed run gives?

    python benchmarks/bulk_kills.py [--moments 100] [--articles 300] [--seed 1] [--what run load]

Each trial starts `sayso run` or `sayso load` on nothing, kills it at a random moment between its first
write and its end, starts it again, and compares: every file byte for byte, or the whole ledger as SQL.
The reader is that of tests/quick_sayso.py, which needs no model. For `sayso add` see kills.py.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

QUICK = Path(__file__).parent.parent / "tests" / "quick_sayso.py"
DONE = (0, 3)


def start(arguments: list[str]) -> subprocess.Popen[bytes]:
    sink = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, str(QUICK), *arguments], stdout=sink, stderr=sink)


def finish(arguments: list[str]) -> None:
    """Run a command to its end; raise ``CalledProcessError`` when it fails."""
    code = start(arguments).wait()
    if code not in DONE:
        raise subprocess.CalledProcessError(code, arguments)


def content(made: Path) -> object:
    """All that a command made: a ledger as SQL, or the files of a folder."""
    if made.is_file():
        with closing(sqlite3.connect(f"{made.as_uri()}?mode=ro", uri=True)) as database:
            return list(database.iterdump())
    found = (one for one in made.rglob("*") if one.is_file() and one.name != ".lock")
    return {str(one.relative_to(made)): one.read_bytes() for one in found}


def command(what: str, source: Path, tables: Path, made: Path) -> list[str]:
    """The command line of a trial of ``what``."""
    if what == "load":
        return ["load", str(made), str(tables)]
    return ["run", str(source), "--out", str(made), "--batch", "10", "--jobs", "2"]


def appear(made: Path, process: subprocess.Popen[bytes]) -> None:
    while not made.exists() and process.poll() is None:
        time.sleep(0.005)


def trials(what: str, place: Path, source: Path, moments: int, dice: random.Random) -> None:
    """Print how many trials of ``what`` were killed, and how many did not end as they should."""
    tables = place / "tables"
    whole = place / f"whole-{what}"
    undisturbed = start(command(what, source, tables, whole))
    appear(whole, undisturbed)
    began = time.perf_counter()
    undisturbed.wait()
    took = time.perf_counter() - began
    wanted = content(whole)
    killed = wrong = 0
    for number in range(moments):
        made = place / f"{what}-{number}"
        process = start(command(what, source, tables, made))
        appear(made, process)
        time.sleep(dice.uniform(0, took))
        killed += process.poll() is None
        process.kill()
        process.wait()
        finish(command(what, source, tables, made))
        wrong += content(made) != wanted
    print(f"{what}: {moments} trials, {killed} killed before their end, {wrong} ended differently")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moments", type=int, default=100)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--what", nargs="+", default=["run", "load"])
    chosen = parser.parse_args()
    dice = random.Random(chosen.seed)
    print(f"seed {chosen.seed}, {chosen.articles} articles")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        source = place / "articles.jsonl"
        with source.open("w", encoding="utf-8") as out:
            for number in range(chosen.articles):
                words = (
                    f"Ferry {number} is late. Brandt said that {number} were aboard. " + "x " * 25
                )
                out.write(json.dumps({"id": f"a{number}", "text": words}) + "\n")
            out.write("{broken\n")
        finish(command("run", source, place, place / "tables"))
        for what in chosen.what:
            trials(what, place, source, chosen.moments, dice)


if __name__ == "__main__":
    main()
