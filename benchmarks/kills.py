"""Kill ``sayso add`` at random moments, run it again, and compare with a run that nobody disturbed.

    python benchmarks/kills.py [--kills 100] [--seed 1] [COVERAGE]

The kills come one after another on one ledger until it is complete, then on a fresh one, so that they
hit every stage: the start, the catching up, reading, storing, comparing. Prints how many kills struck
and whether every ledger came out the same, but for the times at which its rows were added.
"""

from __future__ import annotations

import argparse
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

EXAMPLE = Path(__file__).parent.parent / "examples" / "harbour" / "coverage"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")
LONGEST_S = 4.0


def command(ledger: Path, coverage: Path) -> list[str]:
    return [sys.executable, "-m", "sayso", "add", str(ledger), str(coverage), "--jobs", "1"]


def exported(ledger: Path) -> list[str]:
    with closing(sqlite3.connect(f"{ledger.as_uri()}?mode=ro", uri=True)) as file:
        return [TIME.sub("at a time", line) for line in file.iterdump()]


def struck(ledger: Path, coverage: Path, after_s: float) -> bool:
    """Start an add and kill it; False: it was done before."""
    child = subprocess.Popen(
        command(ledger, coverage), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(after_s)
    child.kill()
    return child.wait() == -signal.SIGKILL


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("coverage", nargs="?", type=Path, default=EXAMPLE)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.db"
        subprocess.run(command(whole, options.coverage), check=True, stdout=subprocess.DEVNULL)
        wanted, kills, ledgers, wrong = exported(whole), 0, 0, 0
        while kills < options.kills:
            ledger = Path(folder) / f"{ledgers}.db"
            while kills < options.kills and struck(
                ledger, options.coverage, chance.uniform(0, LONGEST_S)
            ):
                kills += 1
            subprocess.run(command(ledger, options.coverage), check=True, stdout=subprocess.DEVNULL)
            ledgers += 1
            wrong += exported(ledger) != wanted
    print(f"seed {options.seed}: {kills} kills, {ledgers} ledgers, {wrong} not as they should be")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
