"""One place that states a claim, and the sources it goes back to, as origins are counted over them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, lru_cache

from sayso.lists import read_lists
from sayso.mentions import lexicon, words_of
from sayso.records import Polarity, Span, Speaker, SpeakerType


@dataclass(frozen=True, slots=True)
class Source:
    """One link of a chain of sources: a speaker as its article has it.

    ``speaks_for`` is whom a spokesman speaks for, empty otherwise. ``identity`` is the same for one
    speaker in all articles, where that was resolved; left empty, the name decides.
    """

    name: str
    type: SpeakerType
    speaks_for: str = ""
    identity: str = ""


class Standing(Enum):
    """What kind of knowledge a mention rests on."""

    OWN = auto()  # the article's own voice, with no source
    HEARSAY = auto()  # "reports say": others, whoever they are
    UNNAMED = auto()  # somebody or something particular that the article does not name
    NAMED = auto()


@dataclass(frozen=True, slots=True)
class Mention:
    """One place that states a claim.

    ``article`` is the article's identifier, ``outlet`` its publisher and ``domain`` that of its
    address (``likeness.domain``; either may be empty), ``published`` an ISO 8601 date or empty,
    ``span`` where the mention stands in the article's text. ``chain`` are the sources from the
    outermost to the innermost: for "the Courier says police told it", the Courier and then the
    police; empty where the article states the claim in its own voice. ``polarity`` is how it is stated.
    """

    id: str
    article: str
    span: Span
    chain: tuple[Source, ...] = ()
    outlet: str = ""
    domain: str = ""
    published: str = ""
    polarity: Polarity = Polarity.ASSERTED

    @property
    def root(self) -> Source | None:
        """Who knows it, as far as the article tells: the innermost source, None for its own voice."""
        last = self.chain[-1] if self.chain else None
        return None if last is None or last.type is SpeakerType.AUTHOR else last

    @property
    def claims(self) -> bool:
        """Whether it says that the claim is or is not so, and does not merely ask or suppose."""
        return self.polarity in (Polarity.ASSERTED, Polarity.DENIED, Polarity.PROMISED)


_NAMELESS = (SpeakerType.UNNAMED, SpeakerType.GROUP, SpeakerType.UNCLEAR)


@cache
def _words(kind: str) -> frozenset[str]:
    """The list of that name in ``data/origins.toml``."""
    lists: dict[str, str] = read_lists("origins")
    return frozenset(lists[kind].split())


def standing(mention: Mention) -> Standing:
    """Return what kind of knowledge ``mention`` rests on, by its innermost source.

    A spokesman is known by whom he speaks for, and one who is called by an office ("the harbour
    master") by that; a document called no more than "a report" is one without a name.
    """
    root = mention.root
    if root is None:
        return Standing.OWN
    words = name_key(root.name)
    if words and words[-1] in _words("hearsay"):
        return Standing.HEARSAY
    if root.type in _NAMELESS:
        office = root.type is SpeakerType.GROUP and _is_office(root.name)
        return Standing.NAMED if office or institution_key(root) else Standing.UNNAMED
    small = not root.identity and not re.search("[A-Z]", root.name)
    if root.type is SpeakerType.OUTLET and small:
        return Standing.HEARSAY
    if root.type is SpeakerType.DOCUMENT and small and set(words) <= _words("document"):
        return Standing.UNNAMED
    return Standing.NAMED


def _is_office(name: str) -> bool:
    """Whether a description stands for one holder: "the harbour master", not "the residents"."""
    return name.casefold().startswith("the ") and not name.endswith("s")


@lru_cache(maxsize=10_000)
def name_key(name: str) -> tuple[str, ...]:
    """Return the words of a name in small letters, without articles and without titles before it."""
    words = [re.sub("[’']s$", "", word) for word in words_of(name)]
    while len(words) > 1 and (
        words[0] in _words("articles")
        or (words[0] in lexicon().titles and words[1] not in ("of", "for"))
    ):
        words = words[1:]
    return tuple(words)


def description(mention: Mention) -> frozenset[str]:
    """Return the words that tell an unnamed source from others; none for "two senior officials"."""
    root = mention.root
    words = words_of(root.name) if root is not None else []
    return frozenset(word for word in words if len(word) > 2 and word not in _words("anyone"))


def institution_key(source: Source) -> tuple[str, ...]:
    """Return the words of the institution that ``source`` is or speaks for; empty if there is none."""
    name = source.speaks_for
    if not name and source.type is SpeakerType.ORGANISATION:
        name = source.name
    key = name_key(name)
    return key if any(len(word) > 1 for word in key) else ()


NOBODY = "nobody named"


def told_by(names: Iterable[str]) -> str:
    """Return a chain's names for a reader, in their order; empty for the article's own voice."""
    chain = list(names)
    return " → ".join(name for name in chain if name) or (NOBODY if chain else "")


def source_of(speaker: Speaker, identity: str = "") -> Source:
    """Return a speaker of an article as a link of a chain."""
    return Source(speaker.name, speaker.type, speaker.speaks_for, identity)
