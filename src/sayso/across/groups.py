"""Groups of parts that grow by joining, with the reasons, and what must stay apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sayso.across.identity import Rule


@dataclass(slots=True)
class Told:
    """What is told of a part, or of a whole group: with counts, so that the most told comes first."""

    roles: Counter[str] = field(default_factory=Counter)
    speaks_for: Counter[str] = field(default_factory=Counter)
    genders: set[str] = field(default_factory=set)
    outlets: set[str] = field(default_factory=set)

    def add(self, other: Told) -> None:
        """Take in what is told of another."""
        self.roles.update(other.roles)
        self.speaks_for.update(other.speaks_for)
        self.genders |= other.genders
        self.outlets |= other.outlets


class Groups:
    """Disjoint groups of the numbers of ``told``, each with the joins that made it."""

    def __init__(self, told: Sequence[Told]) -> None:
        count = len(told)
        self._above = list(range(count))
        self._members: dict[int, list[int]] = {number: [number] for number in range(count)}
        self._told: dict[int, Told] = {}
        for number, one in enumerate(told):
            self._told[number] = Told()
            self._told[number].add(one)
        self._parted: dict[int, set[int]] = defaultdict(set)
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
        self._parted[self.root(one)].add(other)
        self._parted[self.root(other)].add(one)

    def parted(self, one: int, other: int) -> bool:
        """Whether the groups of the two hold any that must stay apart."""
        first, second = self.root(one), self.root(other)
        few, many = sorted((first, second), key=lambda root: len(self._parted[root]))
        return any(self.root(number) == many for number in self._parted[few])

    def join(self, one: int, other: int, rule: Rule, words: str) -> bool:
        """Join the groups of two, unless they are one already or must stay apart."""
        first, second = self.root(one), self.root(other)
        if first == second or self.parted(first, second):
            return False
        if len(self._members[first]) < len(self._members[second]):
            first, second = second, first
        self._above[second] = first
        self._members[first] += self._members.pop(second)
        self._told[first].add(self._told.pop(second))
        self._parted[first] |= self._parted.pop(second, set())
        self.joins.append((one, other, rule, words))
        return True

    def only(self, numbers: Iterable[int]) -> list[int]:
        """Return one number for each group that ``numbers`` are in, in order."""
        return sorted(
            {self.root(number): number for number in sorted(numbers, reverse=True)}.values()
        )
