"""Which people of several articles are one. Never by a surname alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from sayso.across.groups import Groups
from sayso.across.identity import Rule
from sayso.across.likeness import (
    agree,
    exactness,
    forms,
    given_names,
    last_name,
    offices,
    same_office,
    tokens,
)
from sayso.across.parts import Local, Sort, of_sort

_MOST = 5  # others that one is noted with, where the surname is many people's

Noted = dict[int, dict[int, str]]
"""Parts that may be one and were left apart: part → other part → why."""


def join_people(parts: Sequence[Local], groups: Groups, noted: Noted) -> None:
    """Join the people among ``parts`` in ``groups``; note those who may be one and were left apart."""
    full: dict[tuple[str, ...], list[int]] = defaultdict(list)
    single: dict[str, list[int]] = defaultdict(list)
    for number in of_sort(parts, Sort.PERSON):
        words = parts[number].words
        if given_names(words):
            full[words].append(number)
        else:
            single[last_name(words)].append(number)
    for numbers in full.values():
        _same_name(parts, groups, numbers)
    families: dict[str, list[int]] = defaultdict(list)
    for words, numbers in full.items():
        families[last_name(words)] += groups.only(numbers)
    for numbers in families.values():
        _first_names(parts, groups, noted, numbers)
    for surname, numbers in single.items():
        _surnames(parts, groups, noted, numbers, families.get(surname, []))


def _same_name(parts: Sequence[Local], groups: Groups, numbers: Sequence[int]) -> None:
    heads: list[int] = []
    for number in numbers:
        for head in heads:
            if not _two_genders(groups, number, head) and groups.join(
                head, number, Rule.SAME_NAME, parts[number].name
            ):
                break
        else:
            heads.append(number)


def _first_names(
    parts: Sequence[Local], groups: Groups, noted: Noted, numbers: Sequence[int]
) -> None:
    """Join full names of one surname whose first names agree, where each fits no other."""
    known: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        for given in given_names(parts[number].words):
            known[given].append(number)
            if len(given) > 1:
                known[given[0] + "."].append(number)
    # Equal names first, then short forms, so that an initial finds one person where "Bob" and
    # "Robert" are one.
    for way in (_equal, forms, _initial):
        for number in numbers:
            given = given_names(parts[number].words)[0]
            if (len(given) == 1) != (way is _initial):
                continue
            near = {other for key in way(given) for other in known.get(key, ())}
            fits = [
                other
                for other in groups.only(near)
                if groups.root(other) != groups.root(number)
                and agree(parts[number].words, parts[other].words)
                and not _two_genders(groups, number, other)
            ]
            _join_or_note(parts, groups, noted, number, fits)


def _equal(given: str) -> set[str]:
    return {given}


def _initial(given: str) -> set[str]:
    return {given, given + "."}


def _join_or_note(
    parts: Sequence[Local], groups: Groups, noted: Noted, number: int, fits: Sequence[int]
) -> None:
    name = parts[number].name
    if len(fits) > 1:
        for other in fits[:_MOST]:
            note(noted, number, other, f"“{name}” fits {len(fits)} people of the story")
    for other in fits if len(fits) == 1 else ():
        if _two_offices(groups, number, other):
            note(noted, number, other, "the first names agree, the offices do not")
        else:
            words = f"{name}; {parts[other].name}"
            groups.join(other, number, Rule.FIRST_NAMES, words)


def _surnames(
    parts: Sequence[Local],
    groups: Groups,
    noted: Noted,
    numbers: Sequence[int],
    bearers: Sequence[int],
) -> None:
    """Join those of whom an article gives the surname alone to its bearers, or to one another."""
    in_full = groups.only(bearers)
    open_ = [number for number in numbers if not _bearer(parts, groups, noted, number, in_full)]
    # The office told best first: "Minister Smith" is the Interior Minister unless there is another.
    open_.sort(
        key=lambda n: (-max(map(exactness, parts[n].told.roles), default=0), parts[n].part.id)
    )
    by_office: dict[str, list[int]] = defaultdict(list)
    for number in open_:
        words = offices(parts[number].told.roles)
        near = groups.only({head for word in words for head in by_office.get(word, ())})
        fits = ((head, found) for head in near if (found := _shared(groups, number, head)))
        shared = list(islice(fits, _MOST + 1))  # "Minister Smith" may fit a thousand others
        count = str(len(shared)) if len(shared) <= _MOST else "many"
        for head, (rule, said) in shared[:_MOST]:
            if len(shared) == 1:
                groups.join(head, number, rule, said)
            else:
                note(noted, number, head, f"the office fits {count} of the surname")
        for word in words:
            by_office[word] = groups.only([*by_office[word], number])


def _bearer(
    parts: Sequence[Local], groups: Groups, noted: Noted, number: int, in_full: Sequence[int]
) -> bool:
    fits = [one for one in in_full if not _two_genders(groups, number, one)]
    shared = {one: found for one in fits if (found := _shared(groups, number, one))}
    if len(shared) == 1:
        ((one, (rule, words)),) = shared.items()
        return groups.join(one, number, rule, words)
    name = parts[number].name
    if len(in_full) == 1 and fits and not _two_offices(groups, number, fits[0]):
        shared_outlets = groups.told(number).outlets & groups.told(fits[0]).outlets
        if shared_outlets:
            words = f"{name}; {parts[fits[0]].name}; {min(shared_outlets)}"
            return groups.join(fits[0], number, Rule.ONE_BEARER, words)
    for one in fits[:_MOST]:
        if not _two_offices(groups, number, one):
            note(noted, number, one, f"only the surname is shared: “{name}”, {parts[one].name}")
    return False


def note(noted: Noted, one: int, other: int, why: str) -> None:
    """Note that two parts may be one."""
    noted.setdefault(one, {})[other] = why
    noted.setdefault(other, {})[one] = why


def _shared(groups: Groups, one: int, other: int) -> tuple[Rule, str] | None:
    """The office or body that two share, as a rule with its words; not if they hold two offices."""
    first, second = groups.told(one), groups.told(other)
    held = [(same_office(a, b), f"{a}; {b}") for a, b in _pairs(first.roles, second.roles)]
    if held and all(same is not False for same, _ in held):
        for same, words in held:
            if same:
                return Rule.OFFICE, words
    for a, b in _pairs(first.speaks_for, second.speaks_for):
        few, more = sorted((set(tokens(a)), set(tokens(b))), key=len)
        if few and few <= more:
            return Rule.SPEAKS_FOR, f"{a}; {b}"
    return None


_TOLD = 12  # different roles of one person that are looked at


def _pairs(one: Counter[str], other: Counter[str]) -> Iterator[tuple[str, str]]:
    first, second = (sorted(told)[:_TOLD] for told in (one, other))
    return ((a, b) for a in first for b in second)


def _two_offices(groups: Groups, one: int, other: int) -> bool:
    """Whether both hold an office, and none that they share or two of a kind."""
    first, second = groups.told(one).roles, groups.told(other).roles
    if not offices(first) or not offices(second):
        return False
    found = {same_office(a, b) for a, b in _pairs(first, second)}
    return True not in found or False in found


def _two_genders(groups: Groups, one: int, other: int) -> bool:
    first, second = groups.told(one).genders, groups.told(other).genders
    return bool(first and second) and not first & second
