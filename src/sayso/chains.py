"""Chains: which statement stands inside which. Pure; indices of the sequence that comes in."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.records import Attribution, Span


def parents(attributions: Sequence[Attribution]) -> tuple[int | None, ...]:
    """Return for every attribution the index of the one whose content it stands in, else ``None``.

    A statement stands in another if its cue does, and of several that hold it, the smallest is the
    parent. Two statements that hold each other (inverted sentences) make no ring: the parent is
    always the one with the larger content.
    """
    links: list[int | None] = []
    found = [_parent(number, attributions) for number in range(len(attributions))]
    for number, above in enumerate(found):
        seen, at = {number}, above
        while at is not None and at not in seen:
            seen.add(at)
            at = links[at] if at < len(links) else found[at]
        # A ring of three or more is broken where it would close.
        links.append(above if at is None else None)
    return tuple(links)


_NEXT = 3  # characters between a cue and what it says


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


def _parent(number: int, attributions: Sequence[Attribution]) -> int | None:
    child = attributions[number]
    holding = [
        n
        for n, one in enumerate(attributions)
        if n != number
        and (_inside(child.cue, one.content) or _closes(one, child))
        and not _inside(one.cue, child.content)
        and ((_size(one), -n) > (_size(child), -number) or _closes(one, child))
    ]
    return min(holding, key=lambda n: (_size(attributions[n]), n), default=None)
