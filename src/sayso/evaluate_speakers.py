"""How many speakers are right: pure scoring of named speakers against labelled ones.

A found statement is paired with a labelled one when their contents share at least half of the words
of their union. People's names agree by last word and no clashing first one, other names by half of
the words of the longer one; a name joined by `` & `` wants every part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.labels import read_lines
from sayso.records import Span

_WORD = re.compile(r"\w+")
_SKIP = set("the a an of s mr mrs ms dr sen rep gov president senator".split())


@dataclass(frozen=True, slots=True)
class Labelled:
    """A statement's content and who is said to speak; ``name`` is ``None`` where nobody said who."""

    content: tuple[Span, ...]
    name: str | None
    type: str


@dataclass(frozen=True, slots=True)
class SpeakerScore:
    """Counts over articles; they add up."""

    gold: int = 0
    predicted: int = 0
    paired: int = 0
    right: int = 0
    type_right: int = 0

    def __add__(self, other: SpeakerScore) -> SpeakerScore:
        return SpeakerScore(
            self.gold + other.gold,
            self.predicted + other.predicted,
            self.paired + other.paired,
            self.right + other.right,
            self.type_right + other.type_right,
        )

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall of "this content, by this speaker"."""
        return 2 * self.right / (self.gold + self.predicted) if self.gold + self.predicted else 0.0


@dataclass(frozen=True, slots=True)
class Document:
    """The labelled statements of one document; ``text`` is empty in predictions."""

    id: str
    text: str
    statements: tuple[Labelled, ...]


def read_speakers(file: Path, gold: bool) -> tuple[Document, ...]:
    """Read JSON lines ``{"id", "attributions": [{"content", "speaker"?: {"name", "type"}}], "text"?}``.

    ``gold`` files must have ``text``. Raises ``ReadError`` naming file, line and what is wrong.
    """
    return tuple(one for _, one in read_lines(file, lambda raw: _document(raw, gold)))


def _document(raw: Any, gold: bool) -> Document:
    statements = []
    for one in raw["attributions"]:
        who = one.get("speaker")
        content = tuple((int(start), int(end)) for start, end in one["content"])
        name, kind = (str(who["name"]), str(who["type"])) if who else (None, "")
        statements.append(Labelled(content, name, kind))
    return Document(str(raw["id"]), str(raw["text"]) if gold else "", tuple(statements))


def score_speakers(gold: Sequence[Document], predicted: Sequence[Document]) -> SpeakerScore:
    """Return the counts over all of ``gold``; a document without a prediction counts as empty."""
    found = {one.id: one.statements for one in predicted}
    scores = (score(one.text, one.statements, found.get(one.id, ())) for one in gold)
    return sum(scores, SpeakerScore())


def table(found: SpeakerScore) -> str:
    """The scores as lines for people, in per cent."""

    def share(part: int, whole: int) -> float:
        return 100 * part / whole if whole else 0.0

    return "\n".join(
        [
            f"right speaker  {share(found.right, found.paired):5.1f}"
            f"   ({found.right} of {found.paired} paired statements)",
            f"right type     {share(found.type_right, found.paired):5.1f}",
            f"end to end     P {share(found.right, found.predicted):5.1f}"
            f"  R {share(found.right, found.gold):5.1f}  F1 {100 * found.f1:5.1f}",
        ]
    )


def score(text: str, gold: Sequence[Labelled], predicted: Sequence[Labelled]) -> SpeakerScore:
    """Return the counts for one article; spans are characters of ``text``."""
    wanted = [(_words(text, one.content), one) for one in gold if one.name is not None]
    extra = [_words(text, one.content) for one in gold if one.name is None]
    used: set[int] = set()
    total = SpeakerScore(gold=len(wanted))
    for one in predicted:
        own = _words(text, one.content)
        hits = [
            (share, n)
            for n, (words, _) in enumerate(wanted)
            if n not in used and (share := _share(words, own)) >= 0.5
        ]
        if not hits:
            # A statement that is labelled without a source is not counted against the prediction.
            spared = any(_share(words, own) >= 0.5 for words in extra)
            total += SpeakerScore(predicted=0 if spared else 1)
            continue
        best = max(hits)[1]
        used.add(best)
        label = wanted[best][1]
        right = names_agree(label.name or "", one.name or "", label.type)
        total += SpeakerScore(0, 1, 1, int(right), int(label.type == one.type))
    return total


def names_agree(gold: str, given: str, kind: str) -> bool:
    """Whether two names say the same speaker; ``kind`` is the type of the labelled one."""
    wanted, found = gold.split(" & "), given.split(" & ")
    return len(wanted) == len(found) and all(
        any(_one_agrees(one, other, kind) for other in found) for one in wanted
    )


def _one_agrees(gold: str, given: str, kind: str) -> bool:
    one, other = _bag(gold), _bag(given)
    if not one or not other or one == other:
        return one == other
    if kind != "person":
        return len(set(one) & set(other)) / max(len(set(one)), len(set(other))) >= 0.5
    first = one[0] == other[0] or (one[0][0] == other[0][0] and 1 in (len(one[0]), len(other[0])))
    return one[-1] == other[-1] and (1 in (len(one), len(other)) or first)


def _bag(name: str) -> list[str]:
    return [word for word in _WORD.findall(name.lower()) if word not in _SKIP]


def _words(text: str, spans: Sequence[Span]) -> frozenset[int]:
    return frozenset(m.start() for start, end in spans for m in _WORD.finditer(text, start, end))


def _share(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
