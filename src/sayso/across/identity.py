"""The records of speakers across articles: what comes in, who is who, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sayso.acronyms import Acronym
from sayso.records import Polarity, Speaker, SpeakerType
from sayso.spoken import Spoken


@dataclass(frozen=True, slots=True)
class Cast:
    """The speakers of one article: its id, who published it and where (empty if unknown), who makes
    its statements, and the short names that it explains."""

    article: str
    outlet: str
    url: str
    spoken: tuple[Spoken, ...]
    acronyms: tuple[Acronym, ...] = ()


class Rule(StrEnum):
    """By what rule two speakers are one. The strongest first; each is tried before the next."""

    BY_HAND = "a person joined them"
    SAME_NAME = "the same full name"
    SAME_WORDS = "the same words for a body"
    WELL_KNOWN = "well-known names of one body"
    ADDRESS = "the outlet and its address"
    OWN_OUTLET = "the outlet speaks of itself"
    EXPLAINED = "an article explains the short name"
    INITIALS = "its initials, and nobody else's"
    LONGER = "the only longer name that ends so"
    SHORTER = "the only firm that starts so"
    FIRST_NAMES = "one surname, and first names that agree"
    OFFICE = "one surname and one office"
    SPEAKS_FOR = "one surname, and speaks for the same"
    ONE_BEARER = "the outlet names one bearer of the surname in full, and the story no other"


@dataclass(frozen=True, slots=True)
class Part:
    """One speaker of one article: what is joined, and what a person joins or parts.

    ``id`` is a hash of the article's id and the name, so it stays while articles are added.
    """

    id: str
    article: str
    name: str


@dataclass(frozen=True, slots=True)
class Merge:
    """Two parts that are one speaker, the rule that says so, and the words it went by."""

    left: Part
    right: Part
    rule: Rule
    words: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Another identity that this one may be, and why they were left apart."""

    id: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class IdentityMention:
    """A statement of an identity: its article, the outlet, its number in the article (from 1), the
    speaker as the article has it, and what the statement does with its content."""

    article: str
    outlet: str
    statement: int
    speaker: Speaker
    polarity: Polarity


@dataclass(frozen=True, slots=True)
class Profile:
    """An identity as a list shows it; ``statements`` and ``articles`` count what it says and where.

    ``outlets`` are those that have it speak, in the order of adding; the rest as in ``Identity``.
    """

    id: str
    name: str
    type: SpeakerType
    statements: int
    articles: int
    names: tuple[str, ...]
    roles: tuple[str, ...]
    speaks_for: tuple[str, ...]
    outlets: tuple[str, ...]
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """One person or body across articles.

    ``id`` is that of its part that was added first. ``names`` are all it is called, ``name`` first;
    ``roles`` and ``speaks_for`` in the words of the articles, the most frequent first.
    """

    id: str
    name: str
    type: SpeakerType
    names: tuple[str, ...]
    roles: tuple[str, ...]
    speaks_for: tuple[str, ...]
    parts: tuple[Part, ...]
    mentions: tuple[IdentityMention, ...]
    merges: tuple[Merge, ...]
    candidates: tuple[Candidate, ...]

    @property
    def articles(self) -> int:
        """In how many articles it speaks."""
        return len({mention.article for mention in self.mentions})

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that have it speak, in the order of adding; those unknown are left out."""
        return tuple(dict.fromkeys(one.outlet for one in self.mentions if one.outlet))

    @property
    def profile(self) -> Profile:
        """What a list shows of it."""
        return Profile(
            *(self.id, self.name, self.type, len(self.mentions), self.articles),
            *(self.names, self.roles, self.speaks_for, self.outlets, self.candidates),
        )


@dataclass(frozen=True, slots=True)
class Identified:
    """All identities, those with most statements first, and the statements whose speaker is unclear."""

    identities: tuple[Identity, ...]
    unclear: tuple[IdentityMention, ...]
