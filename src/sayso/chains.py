"""Chains: which statement stands inside which. Pure; indices of the sequence that comes in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.records import Attribution, Span
from sayso.text import NO_END


def parents(text: str, attributions: Sequence[Attribution]) -> tuple[int | None, ...]:
    """Return for every attribution the index of the one whose content it stands in, else ``None``.

    A statement stands in another if its cue does, and of several that hold it, the smallest is the
    parent. Two statements that hold each other (inverted sentences) make no ring: the parent is
    always the one with the larger content.
    """
    links: list[int | None] = []
    found = [_parent(text, number, attributions) for number in range(len(attributions))]
    for number, above in enumerate(found):
        seen, at = {number}, above
        while at is not None and at not in seen:
            seen.add(at)
            at = links[at] if at < len(links) else found[at]
        # A ring of three or more is broken where it would close.
        links.append(above if at is None else None)
    return tuple(links)


def chain(start: int, links: Sequence[int | None]) -> tuple[int, ...]:
    """Return the indices from the outermost statement to the one at ``start``."""
    found = [start]
    while (above := links[found[-1]]) is not None and above not in found:
        found.append(above)
    return tuple(reversed(found))


_NEXT = 3  # characters between a cue and what it says
_REACH = 400  # characters; no statement stands inside one that is farther off


def _end(attribution: Attribution) -> int:
    spans = (attribution.source, attribution.cue, attribution.content)
    return max((found[-1][1] for found in spans if found), default=0)


def _size(attribution: Attribution) -> int:
    return sum(end - start for start, end in attribution.content)


def _inside(inner: Sequence[Span], outer: Sequence[Span]) -> bool:
    return bool(inner) and all(any(a <= s and e <= b for a, b in outer) for s, e in inner)


def _closes(outer: Attribution, child: Attribution) -> bool:
    """Whether ``outer`` names its source after what it says and takes in what the child says.

    "Two men say …, the paper reports": the paper's content is often found without its opening words.
    """
    if not outer.content or not child.content or not outer.cue or not child.cue:
        return False
    cue = outer.cue[0][0]
    after = outer.content[-1][1] <= cue and child.cue[-1][1] <= child.content[0][0] < cue
    shared = any(a < d and c < b for a, b in outer.content for c, d in child.content)
    next_to = 0 <= outer.content[0][0] - child.cue[-1][1] < _NEXT
    return after and (shared or next_to) and not _inside(outer.cue, child.content)


_STOP = re.compile(rf"{NO_END}[.!?][”\"’']?\s+[A-Z“\"‘']|\n")
_CREDIT = re.compile(r"(?i)according to|citing|as reported by")


_AS = re.compile(r"(?:^|[.!?\n]”?\s*)As\s(?:first\s)?$")


def _as_reported(text: str, one: Attribution) -> bool:
    """Whether ``one`` opens its sentence as a credit: "As the Gazette reported, she said …"."""
    if not one.source or not one.cue or one.source[0][0] > one.cue[0][0]:
        return False
    return _AS.search(text, max(0, one.source[0][0] - 20), one.source[0][0]) is not None


def _credits(text: str, outer: Attribution, child: Attribution) -> bool:
    """Whether ``outer`` names the source of the whole sentence, at its end or before it all.

    "The mayor denied it, the paper reports": the paper's content is often found without the mayor.
    "According to the paper, he said: …" holds what he said, whoever the content was given to.
    """
    if _as_reported(text, outer):
        return bool(child.cue) and not _STOP.search(text, outer.cue[0][1], child.cue[0][0])
    named = outer.source and child.source and child.cue
    if not (named and outer.content and child.content):
        return False
    own = sorted((*outer.source, *outer.cue))
    first, last = own[0][0], own[-1][1]
    starts = min(child.source[0][0], child.cue[0][0])
    if _CREDIT.match(text, first) and 0 <= starts - last < _NEXT:
        return True
    after = max(end for _, end in outer.content) <= first and child.cue[-1][1] < first
    comma = text[:first].rstrip(" ”\"’'")[-1:] in ",?!"
    ends = re.match(r"[^\n.]{0,40}(?:[.\n]|$)", text[last:]) is not None
    return after and comma and ends and not _STOP.search(text, starts, first)


_IS_CITED = re.compile(r"(?i)citing|quoting|based on|quoted by")


def is_cited(text: str, cue: Span) -> bool:
    """Whether a cue names a source of somebody else's statement: "citing", "based on"."""
    return _IS_CITED.match(text, cue[0]) is not None


def _rests(text: str, outer: Attribution, child: Attribution) -> bool:
    """Whether ``outer`` is stated with ``child`` for its source: "the paper said, citing a memo"."""
    if not (outer.cue and child.cue and child.source) or not is_cited(text, child.cue[0]):
        return False
    if is_cited(text, outer.cue[0]) or not outer.source:
        return False
    first, last = sorted((outer.cue[0][0], child.cue[0][0]))
    return not _STOP.search(text, first, last)


_TAKES_UP = re.compile(
    r"(?i)(?:an?|the|that|this)\s(?:point|contention|claim|charge|allegation|assertion|accusation|"
    r"statement|suggestion|report|characterization|view|notion)"
)


def _takes_up(text: str, outer: Attribution, child: Attribution) -> bool:
    """Whether ``outer`` is about what ``child`` says: "she owes money, a claim the firm denied"."""
    if len(outer.content) != 1 or not child.content or not outer.cue or not child.cue:
        return False
    start, end = outer.content[0]
    gap = text[child.content[-1][1] : start] if child.content[-1][1] <= start else None
    return (
        gap is not None
        and len(gap) < _NEXT + 3
        and "," in gap + text[child.content[-1][1] - 2 : start]
        and "\n" not in gap
        and _TAKES_UP.fullmatch(text[start:end]) is not None
    )


_CITES = re.compile(r"(?i)\b(?:cit(?:ed|es|ing|e)|quot(?:ed|es|ing|e))$")
_APPOSED = 60  # characters: "quoted an eyewitness, Ann Lee, saying"


def _cites(text: str, outer: Attribution, child: Attribution) -> bool:
    """Whether ``outer`` cites or quotes the source of ``child``."""
    if not (outer.cue and child.source and child.cue):
        return False
    first, last = outer.cue[-1]
    gap = text[last : child.source[0][0]] if last <= child.source[0][0] else None
    return (
        gap is not None
        and len(gap) < _APPOSED
        and _CITES.search(text[first:last]) is not None
        and not _STOP.search(gap)
        and not any(word in gap for word in (" that ", " said", ":"))
    )


def _parent(text: str, number: int, attributions: Sequence[Attribution]) -> int | None:
    child = attributions[number]
    # The cue's colon or comma need not be within the content around it.
    cue = tuple((a, a + len(text[a:b].rstrip(" :,")) or b) for a, b in child.cue)
    at = child.cue[0][0] if child.cue else child.start
    holding = [
        n
        for n, one in enumerate(attributions)
        if n != number
        and one.start - _REACH < at < _end(one) + _REACH
        and (not _inside(one.cue, child.content) or _as_reported(text, one))
        and not _as_reported(text, child)
        and (
            (_inside(cue, one.content) and (_size(one), -n) > (_size(child), -number))
            or _closes(one, child)
            or _credits(text, one, child)
            or _cites(text, one, child)
            or _rests(text, one, child)
            or _takes_up(text, one, child)
        )
    ]
    return min(holding, key=lambda n: (_size(attributions[n]), n), default=None)
