"""Whom a statement is said to, so that "you" in it is he: "Ann told the lawyer, Karl Ostrow". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.mentions import Person
from sayso.records import Attribution

_TELLS = re.compile(
    r"\b(?:told|tells?|telling|asked|asks|asking|reminded|reminds)(?=\s)|\s(?:to|of)(?=\s)"
)
_ROOM = 12  # characters of a cue and after it in which "to" stands: "said later to"
_TO = re.compile(r"\s[^.;:“”\"\n]{0,60}?")  # "told the dockers’ lawyer, Karl Ostrow"


def addressee(text: str, one: Attribution, people: Sequence[Person]) -> Person | None:
    """Return the person of ``people`` whom ``one`` is said to, by the words after its cue.

    Spans are characters of ``text``. None if nobody is named there.
    """
    if not one.cue:
        return None
    start, end = one.cue[-1]
    tells = _TELLS.search(text, start, end + _ROOM)
    if tells is None:
        return None
    near = sorted(
        (mention, person.name, person)
        for person in people
        for mention in person.mentions
        if mention[0] - tells.end() > 0 and _TO.fullmatch(text, tells.end(), mention[0])
    )
    return near[0][2] if near else None
