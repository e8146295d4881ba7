"""A chosen text laid over the blocks of its page: which of the blocks are it. Pure over strings."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from unicodedata import normalize

_LONG = 60  # characters: a text this long does not stand twice on a page by chance
_MOST = 16  # places of one text that are tried
_SHORT = 25  # and one below this may well be found inside another


def matched(texts: Sequence[str], pieces: Sequence[str]) -> set[int]:
    """Return the numbers of the ``texts`` whose words are those of ``pieces``, in the same order.

    ``texts`` are the blocks of a page, ``pieces`` the lines that an extractor took from it. Where
    a text stands on the page several times, the order decides which one is meant: the heaviest
    chain of matches that runs forward in both. A long text outside the chain still counts, for
    extractors sometimes move one; so does a text most of whose words were taken.
    """
    target, edges, whole = _joined(pieces)
    keys = [key_of(text) for text in texts]
    chain = _filled(_chain(keys, target, edges, whole), keys, target, edges)
    kept = {number for number, _ in chain}
    covered = bytearray(len(target))
    for number, start in chain:
        covered[start : start + len(keys[number])] = b"\1" * len(keys[number])
    for number, key in enumerate(keys):
        at = target.find(key) if number not in kept and len(key) >= _LONG else -1
        if at >= 0 and sum(covered[at : at + len(key)]) < len(key) / 2:
            kept.add(number)
            covered[at : at + len(key)] = b"\1" * len(key)
    return kept | _partly(texts, pieces, kept, covered)


def key_of(text: str) -> str:
    """The letters and digits of a text: what remains when spacing and marks are set differently."""
    return "".join(filter(str.isalnum, normalize("NFC", text).lower()))


def _joined(pieces: Iterable[str]) -> tuple[str, set[int], dict[str, list[int]]]:
    """The keys of the pieces as one, where the pieces meet, and where each stands by itself."""
    keys: list[str] = []
    edges, length = {0}, 0
    whole: dict[str, list[int]] = {}
    for piece in pieces:
        keys.append(key_of(piece))
        whole.setdefault(keys[-1], []).append(length)
        length += len(keys[-1])
        edges.add(length)
    return "".join(keys), edges, whole


def _chain(
    keys: Sequence[str], target: str, edges: set[int], whole: Mapping[str, list[int]]
) -> list[tuple[int, int]]:
    """The heaviest forward chain of (block number, place in ``target``)."""
    ends, weights = [0], [0]  # the best weight reachable by each end; both only grow
    links = [-1]  # of each end: the match it is reached by
    matches: list[tuple[int, int, int]] = []  # block, place, the match before
    for number, key in enumerate(keys):
        new: list[tuple[int, int, int]] = []
        places = whole[key][:_MOST] if key and key in whole else _places(key, target, edges)
        for start in places:
            before = bisect_right(ends, start) - 1
            matches.append((number, start, links[before]))
            new.append((start + len(key), weights[before] + len(key), len(matches) - 1))
        for end, weight, index in new:
            at = bisect_left(ends, end)
            if weights[bisect_right(ends, end) - 1] >= weight:
                continue
            stop = at
            while stop < len(ends) and weights[stop] <= weight:
                stop += 1
            ends[at:stop], weights[at:stop] = [end], [weight]
            links[at:stop] = [index]
    chain: list[tuple[int, int]] = []
    index = links[-1]
    while index >= 0:
        number, start, index = matches[index]
        chain.append((number, start))
    return chain[::-1]


def _filled(
    chain: list[tuple[int, int]], keys: Sequence[str], target: str, edges: set[int]
) -> list[tuple[int, int]]:
    """The chain and, between its links, the short blocks too common for it: a table's cells."""
    full: list[tuple[int, int]] = []
    number = place = 0
    for anchor, start in [*chain, (len(keys), len(target))]:
        for between in range(number, anchor):
            key = keys[between]
            at = _piece(key, target, (place, start), edges)
            if at >= 0:
                full.append((between, at))
                place = at + len(key)
        if anchor < len(keys):
            full.append((anchor, start))
            place = start + len(keys[anchor])
        number = anchor + 1
    return full


def _piece(key: str, target: str, room: tuple[int, int], edges: set[int]) -> int:
    """Where a block stands in ``room`` as a piece of its own, among its first places; or -1."""
    at = target.find(key, *room) if key else -1
    for _ in range(_MOST):
        if at < 0 or (at in edges and at + len(key) in edges):
            return at
        at = target.find(key, at + 1, room[1])
    return -1


def _places(key: str, target: str, edges: set[int]) -> list[int]:
    """Where a block may stand in the chosen text; a short one only as a piece of its own."""
    places: list[int] = []
    at = target.find(key) if key else -1
    while at >= 0 and len(places) < _MOST:
        if len(key) >= _SHORT or (at in edges and at + len(key) in edges):
            places.append(at)
        at = target.find(key, at + 1)
    return places


def _partly(
    texts: Sequence[str], pieces: Sequence[str], kept: set[int], covered: bytearray
) -> set[int]:
    """Blocks not matched as a whole, of which trafilatura took most of the words."""
    free: Counter[str] = Counter()
    at = 0
    for piece in pieces:
        size = len(key_of(piece))
        if not any(covered[at : at + size]):
            free.update(piece.lower().split())
        at += size
    more: set[int] = set()
    for number, text in enumerate(texts):
        if number in kept or len(text) < _LONG or not free:
            continue
        words = Counter(text.lower().split())
        shared = words & free
        if shared.total() >= 0.7 * words.total():
            more.add(number)
            free -= shared
    return more
