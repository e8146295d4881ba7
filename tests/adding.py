"""A real ``sayso add`` in a process of its own, with the comparer of ``judges``: for tests that kill it."""

from __future__ import annotations

from judges import ByWords
from sayso import comparing
from sayso.cli import main

if __name__ == "__main__":
    comparing.shipped = lambda: ByWords
    main(prog_name="sayso")
