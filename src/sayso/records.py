"""The records that pass between the stages: frozen, slotted, and named by their content.

One coordinate system holds everywhere: characters of ``Article.text``, half open. A ``Span`` is a
pair ``(start, end)`` in it. The identifiers are hashes of what a record says, so the same input
gives the same record on every machine and adding twice is adding once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from sayso.errors import SpanError

Span = tuple[int, int]
"""Characters ``start`` to ``end`` of a text, ``end`` exclusive."""


def content_id(*parts: str | bytes) -> str:
    """Return the identifier of a record made of ``parts``: 16 hexadecimal digits of their SHA-256.

    The parts are length-prefixed, so that ``("ab", "c")`` and ``("a", "bc")`` differ.
    """
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8, "big"))
        digest.update(raw)
    return digest.hexdigest()[:16]


def check_spans(spans: Iterable[Span], length: int) -> None:
    """Raise ``SpanError`` unless ``spans`` are ordered, disjoint, not empty and within ``length``."""
    last = 0
    for start, end in spans:
        if not last <= start < end <= length:
            raise SpanError(f"the span {start}-{end} does not fit a text of {length} characters")
        last = end


INNER = "+inner"
"""What ``Attribution.made_by`` ends with where the statement stands inside another."""


class Form(StrEnum):
    """How the content is given, by its quotation marks."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Kind(StrEnum):
    """What the cue says the source did: spoke, thought (believed, wanted), or shows as a document."""

    SPEECH = "speech"
    THOUGHT = "thought"
    DOCUMENT = "document"


class MediaType(StrEnum):
    """What a page's bytes are, as its reader understood them."""

    HTML = "text/html"
    TEXT = "text/plain"
    JSON = "application/json"
    XML = "application/xml"


@dataclass(frozen=True, slots=True)
class Given:
    """What the giver of a page says of it beside its text; every field may be empty.

    ``published`` and ``modified`` are ISO 8601 dates or date-times.
    """

    title: str = ""
    byline: str = ""
    outlet: str = ""
    published: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One document as it came in: the raw bytes, kept and hashed, and where they are from.

    ``url`` is the address of the document (empty if unknown); ``origin`` says where it was read
    (``path``, ``path:line`` of a JSONL file, an address, ``-`` for standard input). ``charset`` is
    what the transport declared (empty if nothing), ``fetched`` an ISO 8601 time (empty for files).
    ``name`` is what the giver calls the document (the ``id`` of a JSONL line), else empty. ``part``
    says which of several articles in ``body`` is meant (an update of a live blog); empty: all of it.
    """

    body: bytes
    media_type: MediaType
    origin: str
    url: str = ""
    name: str = ""
    charset: str = ""
    fetched: str = ""
    given: Given = field(default_factory=Given)
    part: str = ""

    @property
    def sha256(self) -> str:
        """The SHA-256 of the stored bytes, in hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Dropped:
    """A block of a page that is not the article: its words and the reason it was set aside."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it was read out of a page; ``text`` is fixed for good here.

    ``page`` is the page's SHA-256; ``published`` and ``modified`` are ISO 8601 dates or empty;
    ``language`` is an ISO 639-1 code, or empty when the text is too short to tell.
    """

    text: str
    page: str
    origin: str
    url: str = ""
    name: str = ""
    outlet: str = ""
    title: str = ""
    byline: str = ""
    published: str = ""
    modified: str = ""
    language: str = ""
    dropped: tuple[Dropped, ...] = ()

    @property
    def id(self) -> str:
        """The identifier: where the article stands (its address, its name, its outlet) and its text."""
        return content_id("article", self.url, self.name, self.outlet, self.text)

    def quote(self, spans: Iterable[Span]) -> str:
        """Return the words at ``spans``; pieces are joined by `` … ``."""
        return quote(self.text, spans)


def quote(text: str, spans: Iterable[Span]) -> str:
    """Return the words of ``text`` at ``spans``; pieces are joined by `` … ``."""
    return " … ".join(text[start:end] for start, end in spans)


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attributed statement: who said (``source``), by what words (``cue``), what (``content``).

    Each is a tuple of spans in order. ``source`` is empty where the text names none. ``score`` is
    the model's estimate, 0 to 1, that the statement is right; ``made_by`` names the model.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    form: Form
    kind: Kind
    score: float
    made_by: str = ""

    def id(self, article: str) -> str:
        """Return the identifier of this statement in the article called ``article``."""
        spans = (self.source, self.cue, self.content)
        return content_id("attribution", article, repr(spans))

    @property
    def inner(self) -> bool:
        """Whether it was found inside the content of another, by reading that once more."""
        return self.made_by.endswith(INNER)

    @property
    def start(self) -> int:
        """The first character that belongs to the statement; 0 for one without any words."""
        return min((span[0] for span in self.spans), default=0)

    @property
    def spans(self) -> tuple[Span, ...]:
        """All its words: those of the source, the cue and the content."""
        return (*self.source, *self.cue, *self.content)


class Polarity(StrEnum):
    """What a statement does with its content: says it is so, says it is not, or does neither."""

    ASSERTED = "asserted"
    DENIED = "denied"
    REFUSED = "refused"
    HEDGED = "hedged"
    SUPPOSED = "supposed"
    ASKED = "asked"
    PROMISED = "promised"


class PlaceKind(StrEnum):
    """What a place is, where its name or the gazetteer tells."""

    COUNTRY = "country"
    REGION = "region"
    CITY = "city"
    FEATURE = "feature"
    UNKNOWN = "unknown"


class Concerns(StrEnum):
    """Whether a time or place is that of the statement itself or of what it speaks of."""

    STATEMENT = "statement"
    CONTENT = "content"


class Voice(StrEnum):
    """In the article's own voice: a report, or the author's opinion or judgement."""

    REPORT = "report"
    OPINION = "opinion"


@dataclass(frozen=True, slots=True)
class Time:
    """A time as the text states it.

    ``value`` is a date, month, year, season, date-time or interval of the Extended Date/Time Format
    (ISO 8601-2:2019), no finer than stated: ``2016-12-02``, ``2016-12``, ``201X``, ``2009/..``. What
    the text leaves open is ``X`` (``XXXX-12-02``) or, with nothing known, an empty string; then
    ``resolved`` is False. A weekday of an unknown week is ``XXXX-WXX-4`` (Thursday). ``anchor`` is
    the earlier expression it counts from ("four days later"), if it is not the day of publication.
    """

    span: Span
    value: str
    resolved: bool
    concerns: Concerns = Concerns.CONTENT
    anchor: Span | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the words of the text. ``span`` holds the relation too ("near Mount Simeon").

    ``names`` are the spans of the names alone, ``relation`` the words between lower-cased ("near",
    "between"), empty where the place itself is meant. Nothing is looked up on a map.
    """

    span: Span
    names: tuple[Span, ...]
    kind: PlaceKind = PlaceKind.UNKNOWN
    relation: str = ""
    concerns: Concerns = Concerns.CONTENT


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity with its vagueness: at least ``low``, at most ``high``; an open end is None.

    ``unit`` is "percent", a currency ("USD", "EUR", …), a measure in the singular ("mile", "day") or
    empty for a bare count; ``counts`` is where the words stand that say what is counted.
    ``approximate`` is True where the text says so ("some 300") or uses a vague word ("dozens").
    """

    span: Span
    low: float | None
    high: float | None
    unit: str = ""
    counts: Span | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What exactly a statement says; ``marks`` are the words that show its polarity.

    ``negation`` are the words that negate its main clause: "was not there" is asserted, of a
    negative.
    """

    polarity: Polarity = Polarity.ASSERTED
    marks: tuple[Span, ...] = ()
    negation: tuple[Span, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[Place, ...] = ()
    numbers: tuple[Number, ...] = ()

    @property
    def negated(self) -> bool:
        """Whether the content is put in the negative."""
        return bool(self.negation)


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A sentence, or the part of one, that the article states in its own voice.

    ``marks`` are the words that make it an opinion; empty for a report.
    """

    span: Span
    voice: Voice
    marks: tuple[Span, ...]
    facts: Facts


class SpeakerType(StrEnum):
    """What a speaker is. A group is a class of people, unnamed are particular ones without a name."""

    PERSON = "person"
    ORGANISATION = "organisation"
    OUTLET = "outlet"
    GROUP = "group"
    UNNAMED = "unnamed"
    DOCUMENT = "document"
    AUTHOR = "author"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a source is within its article.

    ``name`` is the fullest the article gives, ``role`` the office or title in its words,
    ``speaks_for`` whom a spokesman speaks for. ``described`` are the spans of what the text says of
    the source, ``named`` those the name was taken from. Where the article leaves it open, the type
    is unclear and ``candidates`` are the names it may be. ``reason`` says why, for a person.
    """

    name: str
    type: SpeakerType
    role: str = ""
    speaks_for: str = ""
    described: tuple[Span, ...] = ()
    named: tuple[Span, ...] = ()
    candidates: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One source of a chain: who, where it is named, by what words it speaks or was told, and why.

    ``reason`` is "speaks" for whoever makes a statement; others only pass one on.
    """

    speaker: Speaker
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Said:
    """The speaker of an attribution, and the index of the attribution it stands inside, if any."""

    speaker: Speaker
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read out of one page: what a ledger stores in one move."""

    page: Page
    article: Article
    attributions: tuple[Attribution, ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that was not read or not understood: at which stage, what, and why."""

    stage: str
    subject: str
    reason: str

    @property
    def id(self) -> str:
        """The identifier: the same refusal twice is one row."""
        return content_id("rejected", self.stage, self.subject, self.reason)
