"""The record that every export writes: one mention of a claim, with all that is known of it.

Offsets are characters of the article's text, half open. A field that is not known is empty.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from sayso.across.mention import told_by


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a mention: at least ``low``, at most ``high`` (an open end is None).

    ``unit`` is "percent", a currency or a measure, empty for a bare count; ``counted`` are the words
    for what is counted, ``words`` those of the number, at ``start`` to ``end``.
    """

    low: float | None
    high: float | None
    unit: str
    counted: str
    approximate: bool
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Link:
    """One source of a chain: its name, what it is, and whom it speaks for."""

    name: str
    type: str
    speaks_for: str


@dataclass(frozen=True, slots=True)
class Denied:
    """Who denies the claim, in which words, and where they stand (``article_id``, ``start``, ``end``).

    Where ``polarity`` is denied or refused the words are what is denied ("that anyone was hurt"), else
    they contradict the claim ("nobody was hurt"). ``conflict`` and ``claim`` are the identifiers of
    the conflict and of the denying claim.
    """

    words: str
    polarity: str
    speaker: str
    outlet: str
    published: str
    url: str
    article_id: str
    start: int
    end: int
    conflict: str
    claim: str

    @property
    def who(self) -> str:
        """The speaker for a reader, with outlet and day: ``Ada Roe (The Courier, 2024-05-30)``."""
        where = ", ".join(filter(None, (self.outlet, self.published)))
        named = self.speaker or "the article itself"
        return f"{named} ({where})" if where else named


@dataclass(frozen=True, slots=True)
class Row:
    """A mention of a claim.

    ``claim``, ``claim_words``, ``statuses`` and the counts are those of the claim: its articles
    (``reports``), their publishers and how many separate origins it has at most. The words of a
    denial are those that it denies; ``claim_polarity`` and ``polarity`` tell. ``words`` stand at
    ``start`` to ``end`` of the article whose identifier is ``article_id``, ``before`` and ``after``
    around them. ``source`` are the words of the source there, ``speaker`` who it is; both empty: the
    article says it in its own voice. ``chain`` has the sources, the outermost first. ``page`` is the
    SHA-256 of the stored page, ``text`` the whole article where that was asked for.
    """

    claim: str
    claim_words: str
    claim_polarity: str
    statuses: tuple[str, ...]
    reports: int
    outlets: int
    origins: int
    mention: str
    words: str
    start: int
    end: int
    before: str
    after: str
    polarity: str
    source: str
    speaker: str
    speaker_type: str
    role: str
    speaks_for: str
    chain: tuple[Link, ...]
    numbers: tuple[Quantity, ...]
    denials: tuple[Denied, ...]
    article: int
    article_id: str
    title: str
    outlet: str
    published: str
    url: str
    page: str
    text: str = ""

    @property
    def claimed(self) -> str:
        """The claim for a reader: its words, after its polarity where that is not asserted."""
        told = "" if self.claim_polarity in ("", "asserted") else f"[{self.claim_polarity}] "
        return f"{told}{self.claim_words}"

    @property
    def who(self) -> str:
        """The sources for a reader, the outermost first; for the article's own voice, that."""
        return told_by(link.name for link in self.chain) or self.speaker or "the article itself"


Json = dict[str, Any]


def to_json(row: Row) -> Json:
    """The row as plain values; ``text`` is left out where it is empty."""
    found = asdict(row)
    if not row.text:
        del found["text"]
    return found


def from_json(found: Json) -> Row:
    """The row of what ``to_json`` made. Raises ``KeyError``, ``TypeError`` for anything else."""
    return Row(
        **{
            **found,
            "statuses": tuple(found["statuses"]),
            "chain": tuple(Link(**one) for one in found["chain"]),
            "numbers": tuple(Quantity(**one) for one in found["numbers"]),
            "denials": tuple(Denied(**one) for one in found["denials"]),
        }
    )


# Line ends to some programs, though not to JSON; in strings alone, so an escape is the same text.
_ENDS = {ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}


def dumps(value: object) -> str:
    """One line of JSON, whatever a program takes for the end of a line."""
    return json.dumps(value, ensure_ascii=False).translate(_ENDS)
