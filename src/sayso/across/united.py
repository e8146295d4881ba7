"""Groups that grow by joining, each join with its reason, and pairs that must stay apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

Item = TypeVar("Item", bound=Hashable)


class United(Generic[Item]):
    """Disjoint groups of ``items``: each alone at first, in the order given."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._members = {item: [item] for item in items}
        self._head = {item: item for item in self._members}
        self._apart: defaultdict[Item, set[Item]] = defaultdict(set)

    def part(self, one: Item, other: Item) -> None:
        """Keep two apart in all later joins; to be called before them."""
        self._apart[one].add(other)
        self._apart[other].add(one)

    def same(self, one: Item, other: Item) -> bool:
        """Whether two are in one group."""
        return self._head[one] == self._head[other]

    def barred(self, one: Item, other: Item) -> bool:
        """Whether joining two would bring together any that must stay apart."""
        few, many = sorted((self.group(one), self.group(other)), key=len)
        return any(not self._apart[item].isdisjoint(many) for item in few if item in self._apart)

    def join(self, one: Item, other: Item) -> bool:
        """Join the groups of two; False, and nothing changes, where they are one or are barred."""
        if self.same(one, other) or self.barred(one, other):
            return False
        few, many = sorted(
            (self._head[one], self._head[other]), key=lambda h: len(self._members[h])
        )
        moved = self._members.pop(few)
        self._head.update(dict.fromkeys(moved, many))
        self._members[many] += moved
        return True

    def group(self, item: Item) -> list[Item]:
        """Return the members of the group of ``item``."""
        return self._members[self._head[item]]

    def groups(self) -> list[list[Item]]:
        """Return all groups."""
        return list(self._members.values())
