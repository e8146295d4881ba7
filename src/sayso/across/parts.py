"""The speakers of single articles, before they are joined: one for each name in each article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sayso.across.groups import Told
from sayso.across.identity import Cast, IdentityMention, Part
from sayso.across.likeness import gender, person_tokens, tokens
from sayso.records import Speaker, SpeakerType, content_id
from sayso.spoken import Spoken


class Sort(StrEnum):
    """What can be joined with what: a body may be called outlet here and organisation there."""

    PERSON = "person"
    BODY = "body"
    DOCUMENT = "document"
    GROUP = "group"
    UNNAMED = "unnamed"
    AUTHOR = "author"


_GENDERS = {known: frozenset((known,)) for known in "fm"}
_SORTS = {
    SpeakerType.PERSON: Sort.PERSON,
    SpeakerType.ORGANISATION: Sort.BODY,
    SpeakerType.OUTLET: Sort.BODY,
    SpeakerType.DOCUMENT: Sort.DOCUMENT,
    SpeakerType.GROUP: Sort.GROUP,
    SpeakerType.UNNAMED: Sort.UNNAMED,
    SpeakerType.AUTHOR: Sort.AUTHOR,
}


@dataclass(slots=True)
class Local:
    """A speaker of one article while the identities are made; ``cast`` is the article's place."""

    part: Part
    sort: Sort
    cast: int
    words: tuple[str, ...]
    told: Told = field(default_factory=Told)
    mentions: list[IdentityMention] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the article calls it."""
        return self.part.name


def locals_of(casts: Sequence[Cast]) -> tuple[list[Local], list[IdentityMention]]:
    """Return the speakers of each article, in the order of the articles, and the unclear mentions."""
    found: list[Local] = []
    unclear: list[IdentityMention] = []
    for number, cast in enumerate(casts):
        here: dict[tuple[Sort, tuple[str, ...]], Local] = {}
        outlets = frozenset((cast.outlet,)) - {""}
        joint = {one.speaker.name for one in cast.spoken if one.speaker.reason == "named together"}
        for one in cast.spoken:
            mention = IdentityMention(
                cast.article, cast.outlet, one.number, one.speaker, one.polarity
            )
            sort = _SORTS.get(one.speaker.type)
            if sort is None or not one.speaker.name:
                unclear.append(mention)
                continue
            names = _names(one.speaker, sort, joint)
            for name in names:
                words = person_tokens(name) if sort is Sort.PERSON else tokens(name)
                key = (sort, words or (name.casefold(),))
                if key not in here:
                    part_id = content_id("speaker", cast.article, sort, *key[1])
                    part = Part(part_id, cast.article, name)
                    here[key] = Local(part, sort, number, key[1])
                    here[key].told.outlets = outlets
                _note(here[key], mention, one, alone=len(names) == 1)
        found += here.values()
    return found, unclear


def _names(speaker: Speaker, sort: Sort, joint: Iterable[str]) -> list[str]:
    """Several who are named together each say what they say."""
    if " & " in speaker.name and (sort is Sort.PERSON or speaker.name in joint):
        return speaker.name.split(" & ")
    return [speaker.name]


def _note(local: Local, mention: IdentityMention, one: Spoken, alone: bool) -> None:
    local.mentions.append(mention)
    if not alone:
        return
    speaker, told = one.speaker, local.told
    told.roles.update([speaker.role] if speaker.role else ())
    told.speaks_for.update([speaker.speaks_for] if speaker.speaks_for else ())
    if local.sort is Sort.PERSON and (known := gender(speaker.name, one.source)):
        told.genders |= _GENDERS[known]


def of_sort(parts: Sequence[Local], *sorts: Sort) -> Iterator[int]:
    """Yield the numbers of the parts of these sorts."""
    return (number for number, one in enumerate(parts) if one.sort in sorts)
