"""Claims, conflicts and their history as those who show them want them: records, each with its words.

A *mention* is one place that states something; a *claim* is all mentions that state the same. A claim
bears the identifier of its first mention, so it keeps it while articles are added; any mention's
identifier leads to the claim it belongs to now.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from sayso.across.mention import told_by
from sayso.across.origins import Origins
from sayso.across.relation import Kind, Relation, Status
from sayso.ledger import Listed
from sayso.records import Polarity, Span, Speaker

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """A part of a list: ``items`` from ``offset`` (0: the first) of ``total`` in all."""

    items: tuple[Item, ...]
    total: int
    offset: int = 0


@dataclass(frozen=True, slots=True)
class MentionView:
    """One place that states a claim.

    ``span`` and ``sentence`` are characters of the article's text, half open; ``words`` and
    ``sentence_words`` stand there. ``statement`` is the number of the statement (from 1) that says
    it, None: none does; ``source`` are the words of its source, ``speaker`` who that is. ``chain`` names
    the sources from the outermost to the innermost, one without a name by an empty one; none of them:
    the article's own voice.
    """

    id: str
    article: Listed
    span: Span
    sentence: Span
    words: str
    sentence_words: str
    statement: int | None
    source: str
    speaker: Speaker | None
    chain: tuple[str, ...]
    polarity: Polarity

    @property
    def who(self) -> str:
        """The sources for a reader, the outermost first; empty for the article's own voice."""
        return told_by(self.chain)


@dataclass(frozen=True, slots=True)
class Denial:
    """Who denies a claim, in which words: shown wherever the claim is.

    ``conflict`` and ``claim`` are the identifiers of the conflict and of the denying claim,
    ``mention`` that of the mention whose ``words`` these are; ``speaker``, ``outlet`` and
    ``published`` may be empty.
    """

    conflict: str
    claim: str
    mention: str
    words: str
    speaker: str
    outlet: str
    published: str


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim in a list. ``words`` are those of its first mention, ``story`` the number of its story.

    ``reports`` counts its articles, ``outlets`` their publishers, ``origins`` how many separate
    origins it has at most (0: nobody says that it is so), ``conflicts`` the claims it conflicts with.
    ``first`` and ``last`` are the days its earliest and latest report were published (where none is
    given, the day it was added), ISO 8601. ``polarity`` is what its first mention does with the words:
    those of a denial are what is denied.
    """

    id: str
    words: str
    story: int
    statuses: tuple[Status, ...]
    mentions: int
    reports: int
    outlets: int
    origins: int
    conflicts: int
    first: str
    last: str
    denials: tuple[Denial, ...] = ()
    polarity: Polarity = Polarity.ASSERTED


class Side(StrEnum):
    """One side of a conflict: the left was stored first."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class LinkView:
    """What a ``judge`` (a model, rules or a person) said of two mentions, by their identifiers, and
    when; ``score`` is its estimate, 0 to 1, that it is right."""

    id: str
    left: str
    right: str
    relation: Relation
    kind: Kind
    score: float
    reasons: tuple[str, ...]
    judge: str
    added: str


@dataclass(frozen=True, slots=True)
class ConflictView:
    """Two claims that cannot both hold, or of which one updates or corrects the other.

    The mentions are those of the surest of ``pairs`` pairs. ``id`` stays while articles are added.
    ``answers`` is the side that denies, corrects or updates the other, where one does. ``article``
    is the number of the article with which it came up, ``added`` when.
    """

    id: str
    relation: Relation
    kind: Kind
    left: MentionView
    right: MentionView
    left_claim: ClaimView
    right_claim: ClaimView
    score: float
    reasons: tuple[str, ...]
    judge: str
    pairs: int
    answers: Side | None
    article: int
    added: str


@dataclass(frozen=True, slots=True)
class StatusRow:
    """The state of a claim from a time on: a row of the history, never changed.

    ``claim`` is the identifier it had, ``article`` the number of the last article then. A claim that
    became part of another has a row without mentions, with the identifier of the other in ``into``.
    """

    number: int
    claim: str
    statuses: tuple[Status, ...]
    mentions: int
    reports: int
    outlets: int
    origins: int
    conflicts: int
    into: str
    article: int
    added: str


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """All of a claim: its mentions in order of storing, where its knowledge starts and why, the links
    that hold its mentions together, what it conflicts with (updates and corrections too), and its
    history, the oldest first, with that of the claims that became part of it."""

    view: ClaimView
    mentions: tuple[MentionView, ...]
    origins: Origins
    links: tuple[LinkView, ...]
    conflicts: tuple[ConflictView, ...]
    history: tuple[StatusRow, ...]


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A claim whose state changed: its ``words``, the state ``before`` (None: it was not there), and
    ``after``."""

    claim: str
    words: str
    before: StatusRow | None
    after: StatusRow

    @property
    def is_new(self) -> bool:
        """Whether it was not there before."""
        return self.before is None

    @property
    def denied(self) -> bool:
        """Whether it is denied by its subject now, and was not before."""
        was = self.before.statuses if self.before is not None else ()
        return Status.DENIED in self.after.statuses and Status.DENIED not in was

    @property
    def origins(self) -> int:
        """How many origins it gained, below 0: lost; 0 for a new claim."""
        return self.after.origins - self.before.origins if self.before is not None else 0


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """A conflict, update or correction on one line: see ``ConflictView``."""

    id: str
    relation: Relation
    kind: Kind
    left: str
    right: str
    left_claim: str
    right_claim: str
    article: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed after the article with the number ``after``, up to ``until``.

    ``claims`` are those whose state is another, and the first of the ``new`` ones, which that counts
    in all; ``conflicts`` what came up.
    """

    after: int
    until: int
    claims: tuple[ClaimChange, ...]
    conflicts: tuple[ConflictLine, ...]
    new: int

    def __bool__(self) -> bool:
        return bool(self.claims or self.conflicts or self.new)


@dataclass(frozen=True, slots=True)
class Event:
    """What an article, when it was added, changed in its story."""

    article: Listed
    story: int
    changes: Changes


@dataclass(frozen=True, slots=True)
class StoryView:
    """One story of a ledger: its number, the title of its first article, and how much it holds.

    ``first`` and ``last`` are days of publication, empty where none is known.
    """

    number: int
    title: str
    articles: int
    claims: int
    conflicts: int
    first: str
    last: str


class Verdict(StrEnum):
    """What a person decides of two mentions, claims or speakers."""

    SAME = "same"
    NOT_SAME = "not same"
    CONFLICT = "conflict"
    NOT_CONFLICT = "not a conflict"
    MERGE = "merge"
    SPLIT = "split"


class Subject(StrEnum):
    """What a judgement is about."""

    MENTION = "mention"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's word: it outranks every model and rule until it is undone.

    ``left`` and ``right`` are identifiers of mentions (a claim stands for its first) or of speakers;
    ``undoes`` is the number of the judgement that this row takes back (then the verdict is that one's).
    ``stands`` is False for what was undone.
    """

    number: int
    id: str
    verdict: Verdict
    about: Subject
    left: str
    right: str
    author: str
    note: str
    added: str
    undoes: int | None
    stands: bool
