"""Which bodies, outlets and named documents of several articles are one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sayso.acronyms import letters
from sayso.across.groups import Groups
from sayso.across.identity import Cast, Rule
from sayso.across.likeness import (
    domain,
    firm_words,
    generic,
    loose,
    one_each,
    proper,
    short_name,
    tokens,
    well_known,
)
from sayso.across.parts import Local, Sort, of_sort
from sayso.across.people_across import Noted, note

_MOST = 5  # others that a body is noted with, where words fit many


def join_bodies(
    casts: Sequence[Cast], parts: Sequence[Local], groups: Groups, noted: Noted
) -> None:
    """Join the bodies, groups and documents among ``parts`` in ``groups``; note what may be one."""
    _named_alike(parts, groups)
    bodies = [n for n in of_sort(parts, Sort.BODY) if not loose(parts[n].name)]
    _longer(parts, groups, noted, bodies)
    _well_known(parts, groups, bodies)
    _outlets(casts, parts, groups, bodies)
    _short(casts, parts, groups, noted, bodies)
    _firms(parts, groups, bodies)


def _join_all(parts: Sequence[Local], groups: Groups, numbers: Sequence[int], rule: Rule) -> None:
    """Join what a key found; where some must stay apart, each joins the first it may."""
    heads: list[int] = []
    for number in numbers:
        for head in heads:
            words = "; ".join(dict.fromkeys((parts[head].name, parts[number].name)))
            if groups.root(head) == groups.root(number) or groups.join(head, number, rule, words):
                break
        else:
            heads.append(number)


def _named_alike(parts: Sequence[Local], groups: Groups) -> None:
    """Groups and documents are joined by equal words only, and only if these are a name."""
    alike: dict[tuple[Sort, tuple[str, ...]], list[int]] = defaultdict(list)
    for number in of_sort(parts, Sort.GROUP, Sort.DOCUMENT):
        one = parts[number]
        if proper(one.name) and len(one.words) > 1 and not loose(one.name):
            alike[(one.sort, one.words)].append(number)
    for numbers in alike.values():
        _join_all(parts, groups, numbers, Rule.SAME_WORDS)


def _longer(parts: Sequence[Local], groups: Groups, noted: Noted, bodies: Sequence[int]) -> None:
    """Join bodies of equal words, and each to the only longer name of the story that ends so.

    Words that are no name ("the foreign ministry") and end two longer names join nothing.
    """
    alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number in bodies:
        words = parts[number].words
        # "Ministry of Defence" and "Defence Ministry" are one.
        alike[tuple(sorted(words))].append(number)
    ending: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for _, numbers in sorted(alike.items(), key=lambda one: (-len(one[0]), one[0])):
        forms = sorted({parts[number].words for number in numbers})
        named = any(proper(parts[number].name) for number in numbers)
        longer = groups.only({one for words in forms for one in ending.get(words, ())})
        if named or len(longer) < 2:
            kept = [n for n in numbers if not generic(parts[n].name) or one_each(parts[n].name)]
            _join_all(parts, groups, kept, Rule.SAME_WORDS)
            if len(longer) == 1 and kept and (len(forms[0]) > 1 or one_each(parts[kept[0]].name)):
                said = f"{parts[kept[0]].name}; {parts[longer[0]].name}"
                groups.join(longer[0], kept[0], Rule.LONGER, said)
        for number in numbers:
            for one in longer[:_MOST]:
                if groups.root(one) != groups.root(number):
                    note(noted, number, one, f"“{parts[number].name}” ends the longer name")
        for words in forms:
            for start in range(1, len(words)):
                ending[words[start:]] += groups.only(numbers)


def _well_known(parts: Sequence[Local], groups: Groups, bodies: Sequence[int]) -> None:
    known: dict[str, list[int]] = defaultdict(list)
    for number in groups.only(bodies):
        for member in groups.members(number)[:_MOST]:
            if name := well_known(parts[member].name):
                known[name].append(member)
                break
    for numbers in known.values():
        _join_all(parts, groups, numbers, Rule.WELL_KNOWN)


def _outlets(
    casts: Sequence[Cast], parts: Sequence[Local], groups: Groups, bodies: Sequence[int]
) -> None:
    """Join outlets with the domains they publish at, and with what they call themselves."""
    publishers: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for cast in casts:
        if (where := domain(cast.url)) and cast.outlet and not domain(cast.outlet):
            publishers[where].add(tokens(cast.outlet))
    by_words: dict[tuple[str, ...], int] = {}
    for number in bodies:
        by_words.setdefault(parts[number].words, number)
    for number in bodies:
        words, outlet = parts[number].words, casts[parts[number].cast].outlet
        names = publishers.get(domain(parts[number].name), set())
        if len(names) == 1 and (head := by_words.get(next(iter(names)))) is not None:
            said = f"{parts[number].name}; {parts[head].name}"
            groups.join(head, number, Rule.ADDRESS, said)
        own, head = tokens(outlet), by_words.get(tokens(outlet))
        short = len(words) < len(own) and own[-len(words) :] == words
        if head is not None and short and parts[number].name[-1:].islower():
            said = f"{parts[number].name}; {outlet}"
            if proper(f"of {parts[number].name.removeprefix('the ')}"):
                groups.join(head, number, Rule.OWN_OUTLET, said)


def _short(
    casts: Sequence[Cast],
    parts: Sequence[Local],
    groups: Groups,
    noted: Noted,
    bodies: Sequence[int],
) -> None:
    """Join short names with the names that an article explains them by, or whose initials they are."""
    short: dict[str, list[int]] = defaultdict(list)
    initials: dict[str, list[int]] = defaultdict(list)
    by_words: dict[tuple[str, ...], int] = {}
    for number in bodies:
        by_words.setdefault(parts[number].words, number)
        if letters_ := short_name(parts[number].name):
            short[letters_].append(number)
        elif len(parts[number].words) > 1:
            initials[letters(parts[number].name)].append(number)
    explained: dict[str, dict[tuple[str, ...], str]] = defaultdict(dict)
    for cast in casts:
        for one in cast.acronyms:
            explained[one.short].setdefault(tokens(one.long), one.long)
    for name, numbers in short.items():
        told = explained.get(name, {})
        heads = groups.only(by_words[words] for words in told if words in by_words)
        rule = Rule.EXPLAINED
        if not told:
            heads, rule = groups.only(initials.get(name, ())), Rule.INITIALS
        if len(heads) == 1 and len(told) < 2:
            for number in groups.only(numbers):
                groups.join(heads[0], number, rule, f"{name}; {parts[heads[0]].name}")
            continue
        for head in heads[:_MOST]:
            note(noted, numbers[0], head, f"“{name}” may stand for {len(heads)} names")


def _firms(parts: Sequence[Local], groups: Groups, bodies: Sequence[int]) -> None:
    """Join a firm's short name with the only firm that starts so."""
    starting: dict[str, list[int]] = defaultdict(list)
    for number in bodies:
        words = parts[number].words
        if len(words) > 1 and firm_words(words[1:]):
            starting[words[0]].append(number)
    for number in bodies:
        words = parts[number].words
        heads = groups.only(starting.get(words[0], ())) if len(words) == 1 else []
        if len(heads) == 1 and proper(parts[number].name):
            said = f"{parts[number].name}; {parts[heads[0]].name}"
            groups.join(heads[0], number, Rule.SHORTER, said)
