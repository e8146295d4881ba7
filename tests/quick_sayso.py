"""sayso with a reader that needs no model and is quick to start: for tests that kill it and start it
again, also in the processes it starts. ``python quick_sayso.py run …``

Every "X said that Y." is a statement; every document takes a few milliseconds. The clock stands
still, so that two ledgers made at different times can be compared.
"""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path

from readings import clock
from sayso import engine
from sayso.cli import main
from sayso.ledger import Ledger
from sayso.pipeline import Reader
from sayso.records import Attribution, Form, Kind

_SAID = re.compile(r"(?P<source>[A-Z]\w+(?: [A-Z]\w+)?) (?P<cue>said) (?P<content>that [^.]+)\.")
_PAUSE_S = 0.004


class QuickReader(Reader):
    def __init__(self, model: Path | None = None, threads: int = 1) -> None:
        pass

    def _statements(self, text: str) -> tuple[Attribution, ...]:
        time.sleep(_PAUSE_S)
        return super()._statements(text)

    def _attribute(self, text: str) -> tuple[Attribution, ...]:
        found = []
        for match in _SAID.finditer(text):
            source, cue, content = ((match.span(role),) for role in ("source", "cue", "content"))
            how = (Form.INDIRECT, Kind.SPEECH, 0.5, "quick")
            found.append(Attribution(source, cue, content, *how))
        return tuple(found)

    def within(self, content: str) -> tuple[Attribution, ...]:
        return self._attribute(content)


class MarkedReader(QuickReader):
    """Slower, and leaves a file that is called by the process two above: Spark's executor."""

    def _attribute(self, text: str) -> tuple[Attribution, ...]:
        above = Path(f"/proc/{os.getppid()}/stat").read_text().rsplit(")", 1)[1].split()[1]
        Path(os.environ["SAYSO_TEST_MARKS"], above).touch()
        time.sleep(0.15)
        return super()._attribute(text)


def use_quick_reader() -> None:
    setattr(engine, "Reader", QuickReader)  # noqa: B010  the type checker would mind
    (Ledger.__init__.__kwdefaults__ or {})["clock"] = clock


use_quick_reader()  # also where another process imports this file

if __name__ == "__main__":
    main(sys.argv[1:], prog_name="sayso")
