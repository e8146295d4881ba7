"""What a statement is: its form by its quotation marks, its kind by its cue and source.

The kinds are told by lists (``data/cues.toml``), not by a model: no labelled data names them. About
two fifths of the cues of political news are no speech but belief, intention or evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from sayso.lists import read_lists
from sayso.records import Form, Kind, Span

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_DIRECT_FROM = 0.9  # of the letters; a direct quotation may hold an editor's word or two


@dataclass(frozen=True, slots=True)
class _Lists:
    thought: frozenset[str]
    document: frozenset[str]
    papers: frozenset[str]


@cache
def _lists() -> _Lists:
    raw = read_lists("cues")
    return _Lists(
        frozenset(form for word in raw["thought"] for form in forms(word)),
        frozenset(form for word in raw["document"] for form in forms(word)),
        frozenset(raw["papers"]),
    )


def forms(word: str) -> Iterable[str]:
    """Yield a base form and what English grammar makes of it; a few forms that do not exist do no harm."""
    yield from (word, word + "s", word + "ed", word + "ing")
    if word.endswith("e"):
        yield from (word + "d", word[:-1] + "ing")
    if word.endswith("y"):
        yield from (word[:-1] + "ies", word[:-1] + "ied")
    if re.search("[aeiou][bdgklmnprt]$", word):
        yield from (word + word[-1] + "ed", word + word[-1] + "ing")


def form_of(text: str, content: Iterable[Span], quoted: Sequence[Span]) -> Form:
    """Return how ``content`` is given; ``quoted`` are the spans of the text's quotations."""

    def letters(start: int, end: int) -> int:
        return sum(map(str.isalnum, text[start:end]))

    inside = total = 0
    for start, end in content:
        total += letters(start, end)
        inside += sum(
            letters(max(start, a), min(end, b)) for a, b in quoted if a < end and start < b
        )
    if not inside:
        return Form.INDIRECT
    return Form.DIRECT if inside >= _DIRECT_FROM * total else Form.MIXED


def kind_of(cue: str, source: str, form: Form) -> Kind:
    """Return what the cue says the source did. Words in quotation marks were spoken or written, so a
    direct statement is never a thought."""
    lists = _lists()
    cues = [word.lower() for word in _WORD.findall(cue)]
    papers = any(word.lower() in lists.papers for word in _WORD.findall(source))
    if form is not Form.DIRECT and any(word in lists.thought for word in cues) and not papers:
        return Kind.THOUGHT
    if papers or (form is not Form.DIRECT and any(word in lists.document for word in cues)):
        return Kind.DOCUMENT
    return Kind.SPEECH
