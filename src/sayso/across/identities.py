"""Who is who across the articles of a story: speakers of single articles joined into identities.

Pure and near-linear: speakers are looked up by their words, never compared all with all. A rule joins
only what fits one other and no more; what may be the same and was left apart is noted as a candidate.
An identity bears the identifier of its part that was added first, so it keeps it while articles are
added; where new articles join two identities, the older identifier stands.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from sayso.across.bodies_across import join_bodies
from sayso.across.groups import Groups, Told
from sayso.across.identity import (
    Candidate,
    Cast,
    Identified,
    Identity,
    IdentityMention,
    Merge,
    Rule,
)
from sayso.across.likeness import domain, loose, proper, short_name
from sayso.across.parts import Local, Sort, locals_of
from sayso.across.people_across import Noted, join_people, note
from sayso.records import SpeakerType

RULES = "identities 1"
"""The name of the rules. Raise the number in a release whose rules join otherwise: what ledgers keep
of who is who is then made anew."""

Pairs = Sequence[tuple[str, str]]
"""Pairs of the identifiers of parts (or of identities, which are those of their first parts)."""


def identify(casts: Sequence[Cast], joined: Pairs = (), parted: Pairs = ()) -> Identified:
    """Return who is who in ``casts``, the speakers of each article in the order of adding.

    ``joined`` and ``parted`` are what a person decided and outrank the rules; of two that are named in
    both, the parting stands. Identifiers that are not there are passed over. Nothing is raised.
    """
    parts, unclear = locals_of(casts)
    groups = Groups([one.told for one in parts])
    noted: Noted = {}
    where = {one.part.id: number for number, one in enumerate(parts)}
    for pairs, apart in ((parted, True), (joined, False)):
        for left, right in pairs:
            if left not in where or right not in where:
                continue
            one, other = where[left], where[right]
            if apart and one != other:
                groups.part(one, other)
            elif not apart:
                groups.join(one, other, Rule.BY_HAND, f"{parts[one].name}; {parts[other].name}")
    join_bodies(casts, parts, groups, noted)
    join_people(parts, groups, noted)
    _note_sorts(parts, groups, noted)
    found = _identities(parts, groups, noted)
    return Identified(tuple(found), tuple(unclear))


def _note_sorts(parts: Sequence[Local], groups: Groups, noted: Noted) -> None:
    """Note what is a person in one article and a body in another, by the same name."""
    called: dict[str, dict[Sort, int]] = defaultdict(dict)
    for number, one in enumerate(parts):
        if one.sort in (Sort.PERSON, Sort.BODY) and not loose(one.name):
            called[" ".join(one.words)].setdefault(one.sort, number)
    for sorts in called.values():
        if len(sorts) > 1:
            person, body = sorts[Sort.PERSON], sorts[Sort.BODY]
            note(noted, person, body, "a person in one article, a body in another")


def _identities(parts: Sequence[Local], groups: Groups, noted: Noted) -> list[Identity]:
    joins: dict[int, list[Merge]] = defaultdict(list)
    for one, other, rule, words in groups.joins:
        merge = Merge(parts[one].part, parts[other].part, rule, words)
        joins[groups.root(one)].append(merge)
    members = {root: groups.members(root) for root in groups.roots()}
    names = {root: _names([parts[n] for n in numbers]) for root, numbers in members.items()}
    found = []
    for root, numbers in members.items():
        others: dict[int, str] = {}
        for number in numbers:
            for other, why in noted.get(number, {}).items():
                if groups.root(other) != root and not groups.parted(root, other):
                    others.setdefault(groups.root(other), why)
        candidates = tuple(
            Candidate(parts[members[other][0]].part.id, names[other][0], why)
            for other, why in sorted(others.items(), key=lambda one: members[one[0]][0])
        )
        local = [parts[number] for number in numbers]
        found.append(
            _identity(local, names[root], groups.told(root), tuple(joins[root]), candidates)
        )
    return sorted(found, key=lambda one: (-len(one.mentions), one.name, one.id))


def _identity(
    local: Sequence[Local],
    names: tuple[str, ...],
    told: Told,
    merges: tuple[Merge, ...],
    candidates: tuple[Candidate, ...],
) -> Identity:
    mentions: list[IdentityMention] = [mention for one in local for mention in one.mentions]
    types = Counter(mention.speaker.type for mention in mentions)
    return Identity(
        local[0].part.id,
        names[0],
        max(SpeakerType, key=lambda kind: types[kind]),
        names,
        tuple(role for role, _ in told.roles.most_common()),
        tuple(whom for whom, _ in told.speaks_for.most_common()),
        tuple(one.part for one in local),
        tuple(mentions),
        merges,
        candidates,
    )


def _names(local: Sequence[Local]) -> tuple[str, ...]:
    """All names, the one to show first: the fullest of a person; of a body no short form."""
    count: Counter[str] = Counter()
    for one in local:
        count[one.name] += len(one.mentions)

    def rank(name: str) -> tuple[object, ...]:
        if local[0].sort is Sort.PERSON:
            return (-len(name.split()), -count[name], name)
        worse = (bool(short_name(name)), bool(domain(name)), not proper(name))
        return (*worse, -count[name], -len(name), name)

    return tuple(sorted(count, key=rank))
