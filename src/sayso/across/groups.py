"""Groups of parts that grow by joining, with the reasons, and what must stay apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sayso.across.identity import Rule


@dataclass(slots=True)
class Told:
    """What is told of a part, or of a whole group: with counts, so that the most told comes first."""

    roles: Counter[str] = field(default_factory=Counter)
    speaks_for: Counter[str] = field(default_factory=Counter)
    genders: frozenset[str] = frozenset()  # a set of each part's own would take more than all else
    outlets: frozenset[str] = frozenset()

    def add(self, other: Told) -> None:
        """Take in what is told of another."""
        self.roles.update(other.roles)
        self.speaks_for.update(other.speaks_for)
        if not other.genders <= self.genders:
            self.genders |= other.genders
        if not other.outlets <= self.outlets:
            self.outlets |= other.outlets


class Groups:
    """Disjoint groups of the numbers of ``told``, each with the joins that made it."""

    def __init__(self, told: Sequence[Told]) -> None:
        count = len(told)
        self._above = list(range(count))
        self._members: dict[int, list[int]] = {number: [number] for number in range(count)}
        self._told = dict(enumerate(told))  # a part's own until another is joined to it
        self._parted: dict[int, set[int]] = {}
        self.joins: list[tuple[int, int, Rule, str]] = []

    def root(self, number: int) -> int:
        """Return the number that stands for the group of ``number``."""
        at = number
        while self._above[at] != at:
            self._above[at] = self._above[self._above[at]]
            at = self._above[at]
        return at

    def members(self, number: int) -> list[int]:
        """Return the group of ``number``, the smallest first."""
        return sorted(self._members[self.root(number)])

    def told(self, number: int) -> Told:
        """Return what is told of the group of ``number``."""
        return self._told[self.root(number)]

    def roots(self) -> Iterator[int]:
        """Yield what stands for each group, the group with the smallest number first."""
        yield from sorted(self._members, key=lambda root: min(self._members[root]))

    def part(self, one: int, other: int) -> None:
        """Keep two apart, whatever is joined later."""
        self._parted.setdefault(self.root(one), set()).add(other)
        self._parted.setdefault(self.root(other), set()).add(one)

    def parted(self, one: int, other: int) -> bool:
        """Whether the groups of the two hold any that must stay apart."""
        first, second = self.root(one), self.root(other)
        few, many = sorted((first, second), key=lambda root: len(self._parted.get(root, ())))
        return any(self.root(number) == many for number in self._parted.get(few, ()))

    def join(self, one: int, other: int, rule: Rule, words: str) -> bool:
        """Join the groups of two, unless they are one already or must stay apart."""
        first, second = self.root(one), self.root(other)
        if first == second or self.parted(first, second):
            return False
        if len(self._members[first]) < len(self._members[second]):
            first, second = second, first
        if len(self._members[first]) == 1:
            own, self._told[first] = self._told[first], Told()
            self._told[first].add(own)
        self._above[second] = first
        self._members[first] += self._members.pop(second)
        self._told[first].add(self._told.pop(second))
        if second in self._parted:
            self._parted.setdefault(first, set()).update(self._parted.pop(second))
        self.joins.append((one, other, rule, words))
        return True

    def only(self, numbers: Iterable[int]) -> list[int]:
        """Return one number for each group that ``numbers`` are in, in order."""
        return sorted(
            {self.root(number): number for number in sorted(numbers, reverse=True)}.values()
        )
