"""Passages of two texts that say the same in the same order with nearly the same words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from sayso.across.wording import GRAM, Wording

GAP = 12  # words; a rewriter's swap, insertion or deletion is seldom longer
_OFTEN = 20  # times; a run that one text repeats more often is a list's or a table's


@dataclass(frozen=True, slots=True)
class Block:
    """``size`` words that are equal: from the word ``left`` of one text and ``right`` of the other."""

    left: int
    right: int
    size: int


Passage = tuple[tuple[int, int], ...]
"""The words that are equal: the number of each in the left and in the right text, in both orders."""


def passages(left: Wording, right: Wording) -> list[Passage]:
    """Return the passages that two texts share, in the order of the right one.

    Each grows from runs of at least five equal words: runs at most ``GAP`` words apart in both texts
    are one passage, and shorter runs between and beside them are taken up. No word is in two
    passages: the longer has it.
    """
    chains = [_filled(left, right, chain) for chain in _chained(_runs(left, right))]
    lefts, rights = set[int](), set[int]()
    kept: list[Passage] = []
    for chain in sorted(map(_words, chains), key=len, reverse=True):
        free = tuple((a, b) for a, b in chain if a not in lefts and b not in rights)
        if len(free) < GRAM:
            continue
        kept.append(free)
        lefts.update(a for a, _ in free)
        rights.update(b for _, b in free)
    return sorted(kept, key=lambda chain: chain[0][1])


def _words(blocks: Iterable[Block]) -> Passage:
    return tuple((one.left + at, one.right + at) for one in blocks for at in range(one.size))


def _runs(left: Wording, right: Wording) -> list[Block]:
    """The longest runs of equal words, of five at least, by where they end in the right text."""
    where: defaultdict[int, list[int]] = defaultdict(list)
    for at, gram in enumerate(left.grams.tolist()):
        where[gram].append(at)
    open_runs: dict[int, Block] = {}  # by the distance of the two places
    found = []
    for at, gram in enumerate(right.grams.tolist()):
        places = where.get(gram, ())
        for other in places if len(places) <= _OFTEN else ():
            run = open_runs.get(other - at)
            if run is not None and run.right + run.size - GRAM + 1 == at:
                open_runs[other - at] = Block(run.left, run.right, run.size + 1)
                continue
            if run is not None:
                found.append(run)
            open_runs[other - at] = Block(other, at, GRAM)
    return sorted([*found, *open_runs.values()], key=lambda run: (run.right, run.left))


def _chained(found: Iterable[Block]) -> list[list[Block]]:
    """Runs that follow one another closely in both texts, as chains."""
    chains: list[list[Block]] = []
    for run in found:
        best: tuple[int, list[Block], Block] | None = None
        for chain in chains[-20:]:
            part = _after(chain[-1], run)
            if part is None:
                continue
            far = max(part.left - _ends(chain[-1])[0], part.right - _ends(chain[-1])[1])
            if far <= GAP and (best is None or far < best[0]):
                best = far, chain, part
        if best is None:
            chains.append([run])
        else:
            best[1].append(best[2])
    return chains


def _ends(block: Block) -> tuple[int, int]:
    return block.left + block.size, block.right + block.size


def _after(last: Block, run: Block) -> Block | None:
    """What of ``run`` lies behind ``last`` in both texts: two runs may share words at a repetition."""
    left, right = _ends(last)
    cut = max(0, left - run.left, right - run.right)
    return Block(run.left + cut, run.right + cut, run.size - cut) if cut < run.size else None


def _filled(left: Wording, right: Wording, chain: Sequence[Block]) -> tuple[Block, ...]:
    """The chain with the equal words between its runs, and those close before and after them."""
    filled = [chain[0]]
    for run in chain[1:]:
        start, end = _ends(filled[-1]), (run.left, run.right)
        filled += [*_equal(left, right, start, end), run]
    start, end = (filled[0].left, filled[0].right), _ends(filled[-1])
    before = _equal(left, right, (max(0, start[0] - GAP), max(0, start[1] - GAP)), start)
    far = (min(len(left.numbers), end[0] + GAP), min(len(right.numbers), end[1] + GAP))
    return (*_near(before, start), *filled, *_close(_equal(left, right, end, far), end))


def _equal(
    left: Wording, right: Wording, start: tuple[int, int], end: tuple[int, int]
) -> list[Block]:
    if start[0] >= end[0] or start[1] >= end[1]:
        return []
    one, two = left.numbers[start[0] : end[0]], right.numbers[start[1] : end[1]]
    blocks = SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
    return [Block(start[0] + a, start[1] + b, size) for a, b, size in blocks if size]


_EDGE = 2  # words; a single equal word at the edge of a passage is as likely chance


def _near(blocks: list[Block], start: tuple[int, int]) -> list[Block]:
    """Those of ``blocks`` before a passage that lie close to it or to one another."""
    kept: list[Block] = []
    for block in reversed(blocks):
        left, right = _ends(block)
        far = max(start[0] - left, start[1] - right)
        if block.size < _EDGE or far > 2 * block.size:
            break
        kept.insert(0, block)
        start = block.left, block.right
    return kept


def _close(blocks: list[Block], end: tuple[int, int]) -> list[Block]:
    """Those of ``blocks`` after a passage that lie close to it or to one another."""
    kept: list[Block] = []
    for block in blocks:
        far = max(block.left - end[0], block.right - end[1])
        if block.size < _EDGE or far > 2 * block.size:
            break
        kept.append(block)
        end = _ends(block)
    return kept
