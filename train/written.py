"""Invented stories as text: sentences with a marked proposition, the claims they state, how claims relate.

    # story: what it is about
    a | The harbour office said [[two people died when the ferry struck the pier]].
    b | A doctor put it otherwise: [[three of the passengers had died]], she said.
    - | Nobody would say whether [[the crew had been warned]].
    ! a b number        claims a and b cannot both hold
    ~ c d status        d came about as the world moved on from c, or corrects it

A line's letters are the claims that its sentence as a whole puts forward about the marked words; ``-``:
none. Claims without a line of their own are compatible.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_RELATES = re.compile(r"([!~])\s*([A-Za-z])\s+([A-Za-z])\s+\w+\s*$")
_STATES = re.compile(r"([A-Za-z]{1,3}|-)\s*\|\s*(.*)\[\[(.*)\]\](.*)$")


@dataclass(frozen=True)
class Line:
    """A sentence, the marked proposition (characters of ``text``) and the claims it states."""

    text: str
    span: tuple[int, int]
    claims: frozenset[str]


@dataclass
class Written:
    """A story: its lines, and the pairs of claims that conflict or that the world moved between."""

    lines: list[Line] = field(default_factory=list)
    differ: set[frozenset[str]] = field(default_factory=set)

    def differs(self, left: Line, right: Line) -> bool:
        """Whether claims of two lines conflict, or the world moved on between them."""
        return any(frozenset((a, b)) in self.differ for a in left.claims for b in right.claims)


def read_written(file: Path) -> Iterator[Written]:
    """Yield the stories of a file. Raises ``ValueError`` naming a line that is none of the above."""
    story: Written | None = None
    for number, raw in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        line = raw.strip()
        if line.startswith("#"):
            if story:
                yield story
            story = Written()
        elif line and story is None:
            raise ValueError(f"{file.name}, line {number}: before the first story")
        elif line and story is not None:
            if match := _RELATES.match(line):
                story.differ.add(frozenset(match.group(2, 3)))
            elif match := _STATES.match(line):
                before, words, after = match.group(2, 3, 4)
                span = (len(before), len(before) + len(words))
                claims = frozenset(match.group(1)) - {"-"}
                story.lines.append(Line(before + words + after, span, claims))
            else:
                raise ValueError(f"{file.name}, line {number}: not understood")
    if story:
        yield story
