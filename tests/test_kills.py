"""A process that is killed at any moment leaves a ledger that the same command completes."""

from __future__ import annotations

import json
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from readings import dump
from sayso.ledger import Ledger
from told import COVERAGE, MORE, tell

HERE = Path(__file__).parent
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")
KILLS = 12


def python(code: str, path: Path) -> subprocess.CompletedProcess[str]:
    head = f"import os, signal, sys; sys.path.insert(0, {str(HERE)!r}); path = {str(path)!r}\n"
    return subprocess.run(
        [sys.executable, "-c", head + code], capture_output=True, text=True, check=False
    )


STEPS = {
    "compared": 2,
    "mention": 3,
    "link": 2,
    "unlike": 2,
    "credit": 2,
    "claim_mention": 3,
    "conflict": 2,
    "status": 5,
    "claim": 4,
    "claim_words": 4,
    "claim_status": 5,
}


@pytest.mark.parametrize("step", STEPS)
def test_a_writer_killed_at_any_step_leaves_what_the_next_completes(
    tmp_path: Path, step: str
) -> None:
    code = f"""
from pathlib import Path
from sayso.database import Database
from told import COVERAGE, MORE, tell
for name in ("run", "run_many"):
    def killed(self, query, *rest, real=getattr(Database, name)):
        done = real(self, query, *rest)
        if query.replace("OR IGNORE ", "").split()[:3] == ["INSERT", "INTO", {step!r}]:
            killed.left -= 1
            if not killed.left:
                os.kill(os.getpid(), signal.SIGKILL)
        return done
    killed.left = {STEPS[step]}
    setattr(Database, name, killed)
tell(Path(path), *COVERAGE, MORE)
"""
    path = tmp_path / "story.db"
    assert python(code, path).returncode == -signal.SIGKILL
    with Ledger(path, readonly=True) as book:
        assert book.check() == ()
    tell(path, *COVERAGE, MORE)
    tell(tmp_path / "whole.db", *COVERAGE, MORE)
    assert dump(path) == dump(tmp_path / "whole.db")


def coverage(folder: Path, articles: int) -> Path:
    """Short articles of one story: claims that are repeated, denied and counted anew."""
    lines = []
    for number in range(articles):
        text = (
            f"The harbour office of Brekkestad {'denied' if number % 3 == 1 else 'said'} on Tuesday that"
            " the Halvorsen was sound. "
            f"Captain Ingrid Solheim said {number % 4 + 2} dockers were hurt in the fire on board."
            f" A ferryman, number {number}, told reporters that he had seen the smoke at dawn."
        )
        lines.append(
            json.dumps({"id": f"a{number}", "text": text, "outlet": f"Paper {number % 5}"})
        )
    file = folder / "coverage.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def adding(ledger: Path, file: Path) -> list[str]:
    return [sys.executable, str(HERE / "adding.py"), "add", str(ledger), str(file), "--jobs", "1"]


def told(path: Path) -> list[str]:
    """Everything in the file but the times at which it was added."""
    return [TIME.sub("at a time", line) for line in dump(path)]


def test_sayso_add_killed_at_random_moments_comes_to_the_same_ledger(tmp_path: Path) -> None:
    file, chance = coverage(tmp_path, 40), random.Random(4)
    killed, path = 0, tmp_path / "killed.db"
    while killed < KILLS:
        child = subprocess.Popen(adding(path, file), stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        assert child.stdout.readline(), "it was done before it could be killed"
        time.sleep(chance.uniform(0, 0.25))
        child.kill()
        child.communicate()
        killed += child.returncode == -signal.SIGKILL
        with Ledger(path, readonly=True) as book:
            assert book.check() == ()
    for one in (path, tmp_path / "whole.db"):
        subprocess.run(adding(one, file), check=True, capture_output=True)
    assert told(path) == told(tmp_path / "whole.db")
