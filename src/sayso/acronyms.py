"""Short names that a text itself explains: "the Port Workers' Union (PWU)". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SHORT = r"[A-Z][A-Z&.-]{0,8}[A-Z]\.?"
_AFTER = re.compile(rf"[  ]\(({_SHORT})\)")
_BEFORE = re.compile(rf"\b({_SHORT})[  ]\((?:the[  ])?([A-Z][^()\n,;:.]{{4,80}})\)")
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_SMALL = frozenset("of for and on the in to de des del du la le et al y e und der für a an".split())
_FAR = 12  # words before the bracket that may belong to the name


@dataclass(frozen=True, slots=True)
class Acronym:
    """A short name, where it stands in the text, and the name that the text gives for it."""

    start: int
    short: str
    long: str


def letters(name: str) -> str:
    """Return the initials of a name in capitals, without small words: "Bank of the North" → BN."""
    words = (match.group() for match in _WORD.finditer(name))
    return "".join(word[0] for word in words if word.lower() not in _SMALL).upper()


def acronyms(text: str) -> tuple[Acronym, ...]:
    """Return the short names that ``text`` explains, in order; offsets are its characters.

    The words before a bracket are its long name if their initials are its letters, or if they are a
    run of capitalised words that share its first letter.
    """
    found = []
    for match in _AFTER.finditer(text):
        short = match.group(1).replace(".", "").replace("&", "").replace("-", "")
        if long := _before(text[: match.start()], short):
            found.append(Acronym(match.start(1), short, long))
    for match in _BEFORE.finditer(text):
        short = match.group(1).replace(".", "")
        if letters(match.group(2)) == short:
            found.append(Acronym(match.start(1), short, match.group(2)))
    return tuple(sorted(found, key=lambda one: one.start))


def _before(before: str, short: str) -> str:
    line = before[max(0, len(before) - 200) :].rsplit("\n", 1)[-1]
    words = list(_WORD.finditer(line))[-_FAR:]
    run = ""
    for number in range(len(words) - 1, -1, -1):
        word, said = words[number], line[words[number].start() :]
        if re.search(r"[.;:!?“”\"()]\s", said):
            break
        if word.group()[0].isupper():
            run = said
            if len(said.split()) > 1 and letters(said) == short:
                return said
        elif word.group().lower() not in _SMALL:
            break
    return run if run[:1] == short[0] and len(run.split()) > 1 else ""
