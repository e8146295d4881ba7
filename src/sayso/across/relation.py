"""How two claims may stand to each other, and a link that says so of two mentions, with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sayso.records import content_id


class Relation(StrEnum):
    """Two mentions state the same, cannot both hold, or the world moved on between them.

    A correction is an outlet or speaker taking back its own earlier statement.
    """

    SAME = "same"
    CONFLICT = "conflict"
    UPDATE = "update"
    CORRECTION = "correction"


class Kind(StrEnum):
    """What a conflict or an update is about; ``claim`` for two mentions that state the same."""

    CLAIM = "claim"
    DENIAL = "denial"
    NUMBER = "number"
    IDENTITY = "identity"
    TIME = "time"
    PLACE = "place"
    STATUS = "status"
    CAUSE = "cause"
    OTHER = "other"


class Status(StrEnum):
    """What can be said of a claim without a verdict; a claim may have several."""

    ONE_ORIGIN = "one origin"
    REPEATED = "repeated"
    SEPARATE = "separate origins"
    DISPUTED = "disputed"
    DENIED = "denied by subject"
    WITHDRAWN = "corrected or withdrawn"
    SUPERSEDED = "superseded"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Link:
    """What is said of two mentions, named by their identifiers; the left was stored first.

    ``score`` is the judge's estimate, 0 to 1, that it is right; ``reasons`` say why, for a person;
    ``judge`` names the model, the rules or the person.
    """

    left: str
    right: str
    relation: Relation
    kind: Kind
    score: float
    reasons: tuple[str, ...]
    judge: str

    @property
    def id(self) -> str:
        """The identifier: the same link twice is one."""
        return content_id("link", self.left, self.right, self.relation, self.kind, self.judge)


@dataclass(frozen=True, slots=True)
class Unlike:
    """Two mentions, named as in a link, that were compared and not taken for the same; ``score`` is how
    likely they are all the same, 0 to 1."""

    left: str
    right: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """What comparing some mentions gave: links, and the pairs that do not seem to state the same."""

    links: tuple[Link, ...] = ()
    unlike: tuple[Unlike, ...] = ()
