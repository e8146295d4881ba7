"""The rules that find that two mentions of a claim go back to one origin, each with its words.

A rule offers joins one by one, and compares through what two mentions have in common, never all with
all. The mentions come in order of publication, so that a join leads to the earliest it can.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sayso.across.credits import Credit
from sayso.across.echoes import Copied, Echo, Passage
from sayso.across.mention import (
    Mention,
    Source,
    Standing,
    description,
    institution_key,
    name_key,
    standing,
)
from sayso.across.outlets import outlet_key
from sayso.records import Span, SpeakerType


class Why(StrEnum):
    """Why two mentions have one origin; the earlier reason is taken where several hold."""

    BY_HAND = "a person joined them"
    SAME_TEXT = "the same text"
    SAME_PUBLISHER = "the same publisher"
    CREDITED = "a credited agency or outlet"
    SAME_SPEAKER = "the same speaker"
    SAME_INSTITUTION = "the same institution"
    SAME_DOCUMENT = "the same document"
    NO_SOURCE = "no source of its own is given"


@dataclass(frozen=True, slots=True)
class Join:
    """That two mentions, by their identifiers, have one origin: the reason, and its words."""

    left: str
    right: str
    why: Why
    words: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The mentions of one claim in order of publication, and what is known of their articles."""

    mentions: tuple[Mention, ...]
    echoes: tuple[Echo, ...]
    credits: tuple[Credit, ...]


def offered(evidence: Evidence) -> Iterator[Join]:
    """Yield the joins that the rules find, those of the stronger reason first."""
    for rule in (_same_text, _same_publisher, _credited, _same_speaker, _same_institution):
        yield from rule(evidence)


def text_joins(evidence: Evidence) -> Iterator[Join]:
    """Yield the joins by which two reports are one account, whoever is quoted in them."""
    yield from _same_text(evidence)
    yield from _stars(evidence.mentions, _published_by, Why.SAME_PUBLISHER)
    by = _credits_of(evidence)
    yield from _stars(evidence.mentions, lambda one: by[one.article], Why.CREDITED)


def _named(mentions: Iterable[Mention], *standings: Standing) -> list[Mention]:
    return [one for one in mentions if standing(one) in standings]


Reasons = list[tuple[Hashable, str]]
"""What a mention may have in common with others, each with the words that say so."""


def _stars(
    mentions: Iterable[Mention], common: Callable[[Mention], Reasons], why: Why
) -> Iterator[Join]:
    """Join each mention with the first that has something in common with it."""
    first: dict[Hashable, Mention] = {}
    for one in mentions:
        for key, words in common(one):
            if first.setdefault(key, one) is not one:
                yield Join(first[key].id, one.id, why, words)


def _same_text(evidence: Evidence) -> Iterator[Join]:
    held: defaultdict[str, list[Mention]] = defaultdict(list)
    for one in evidence.mentions:
        held[one.article].append(one)
    for echo in evidence.echoes:
        for passage in echo.passages:
            if passage.kind is Copied.COPY and echo.left in held and echo.right in held:
                yield from _in_passage(passage, held[echo.left], held[echo.right])


def _in_passage(
    passage: Passage, lefts: Iterable[Mention], rights: Iterable[Mention]
) -> Iterator[Join]:
    """Join the mentions in a copied passage with those at the same place on the other side."""
    inside = [one for one in lefts if _within(one.span, passage.left)]
    for right in rights:
        if not _within(right.span, passage.right):
            continue
        if fits := [left for left in inside if _fits(left, right)]:
            place = _place(right.span, passage.right)
            left = min(fits, key=lambda one: abs(_place(one.span, passage.left) - place))
            words = f"both stand in a passage of {passage.words} equal words"
            yield Join(left.id, right.id, Why.SAME_TEXT, words)


def _within(span: Span, passage: Span) -> bool:
    """Whether a passage holds half of the characters of ``span`` or more."""
    return 2 * (min(span[1], passage[1]) - max(span[0], passage[0])) >= span[1] - span[0]


def _place(span: Span, passage: Span) -> float:
    return (sum(span) / 2 - passage[0]) / (passage[1] - passage[0])


def _fits(one: Mention, other: Mention) -> bool:
    """Whether two mentions of copied text may be one: not where it names different sources."""
    standings = {standing(one), standing(other)}
    if standings == {Standing.NAMED}:
        keys = [{key for key, _ in (*_speaker(m), *_institution(m))} for m in (one, other)]
        return not keys[0].isdisjoint(keys[1])
    return standings != {Standing.NAMED, Standing.UNNAMED}


def _published_by(mention: Mention) -> Reasons:
    """The publisher of an article by its name and by its address, and the article itself."""
    keys: Reasons = [(("article", mention.article), "both stand in one article")]
    if mention.outlet:
        keys.append((("outlet", outlet_key(mention.outlet)), f"both are by {mention.outlet}"))
    if mention.domain:
        keys.append((("domain", mention.domain), f"both are from {mention.domain}"))
    return keys


def _same_publisher(evidence: Evidence) -> Iterator[Join]:
    """What one publisher says on its own word; and its unnamed sources."""
    own = _named(evidence.mentions, Standing.OWN, Standing.HEARSAY)
    yield from _stars(own, _published_by, Why.SAME_PUBLISHER)
    unnamed = [one for one in _named(evidence.mentions, Standing.UNNAMED) if not _told(one)]
    yield from _unnamed(unnamed, _published_by, Why.SAME_PUBLISHER)


def _unnamed(
    mentions: Sequence[Mention], common: Callable[[Mention], Reasons], why: Why
) -> Iterator[Join]:
    """Unnamed sources that one outlet tells of, unless it calls them by words that tell them apart.

    "A source" may be anyone, and so is not shown to be another than the first.
    """

    def described(one: Mention) -> Reasons:
        return [((key, word), said) for key, said in common(one) for word in description(one)]

    told = [one for one in mentions if description(one)]
    anyone = [one for one in mentions if not description(one)]
    yield from _stars(told, described, why)
    ids = {one.id for one in anyone}
    yield from (join for join in _stars([*told, *anyone], common, why) if join.right in ids)


def _told(mention: Mention) -> Source | None:
    """The outlet from which the article has what its innermost source says, if it names one."""
    outlets = [one for one in mention.chain[:-1] if one.type is SpeakerType.OUTLET]
    return outlets[-1] if outlets else None


def _credits_of(evidence: Evidence) -> defaultdict[str, Reasons]:
    """For each article the agencies and outlets it credits; its own name where others credit it."""
    found: defaultdict[str, Reasons] = defaultdict(list)
    for credit in evidence.credits:
        key = outlet_key(credit.name)
        found[credit.article].append((key, f"both rest on the text of {credit.name}"))
    for one in {mention.article: mention for mention in evidence.mentions}.values():
        if one.outlet:
            words = f"both rest on the text of {one.outlet}"
            found[one.article].append((outlet_key(one.outlet), words))
    return found


def _credited(evidence: Evidence) -> Iterator[Join]:
    """Own word with own word and unnamed with unnamed, where the texts or sentences credit one outlet."""
    by = _credits_of(evidence)
    own = _named(evidence.mentions, Standing.OWN, Standing.HEARSAY)
    yield from _stars(own, lambda one: by[one.article], Why.CREDITED)

    def told_by(one: Mention) -> Reasons:
        outlet = _told(one)
        if outlet is None:
            return by[one.article]
        return [(outlet_key(outlet.name), f"both have it from a source of {outlet.name}")]

    yield from _unnamed(_named(evidence.mentions, Standing.UNNAMED), told_by, Why.CREDITED)
    yield from _cited(evidence.mentions)


def _cited(mentions: Sequence[Mention]) -> Iterator[Join]:
    """Mentions that name an outlet as their source, with the first of that outlet: it is no more."""
    says: dict[str, Mention] = {}
    for one in mentions:
        if one.outlet:
            says.setdefault(outlet_key(one.outlet), one)
    for one in mentions:
        root = one.root
        if root is not None and root.type is SpeakerType.OUTLET:
            said = says.get(outlet_key(root.name))
            if said is not None and said is not one:
                yield Join(
                    said.id, one.id, Why.CREDITED, f"it cites {root.name}, whose article is here"
                )


def _speaker(mention: Mention) -> Reasons:
    """The speaker by who it is, or by its name; not one who is only called "a spokesman"."""
    root = mention.root
    if root is None or standing(mention) is not Standing.NAMED:
        return []
    words = "both rest on" if root.type is SpeakerType.DOCUMENT else "both quote"
    if root.identity:
        return [(root.identity, f"{words} {root.name}")]
    if root.type in (SpeakerType.UNNAMED, SpeakerType.UNCLEAR):
        return []
    key = outlet_key(root.name) if root.type is SpeakerType.OUTLET else name_key(root.name)
    return [(key, f"{words} {root.name}")]


def _institution(mention: Mention) -> Reasons:
    root = mention.root
    key = institution_key(root) if root is not None else ()
    return [(key, f"both speak for {root.speaks_for or root.name}")] if root and key else []


def _same_speaker(evidence: Evidence) -> Iterator[Join]:
    named = _named(evidence.mentions, Standing.NAMED)
    documents = [one for one in named if one.chain[-1].type is SpeakerType.DOCUMENT]
    speakers = [one for one in named if one.chain[-1].type is not SpeakerType.DOCUMENT]
    yield from _stars(speakers, _speaker, Why.SAME_SPEAKER)
    yield from _surnames(speakers)
    yield from _stars(documents, _speaker, Why.SAME_DOCUMENT)


def _surnames(mentions: Sequence[Mention]) -> Iterator[Join]:
    """A surname alone with the one fuller name that ends so, if there is only one."""
    fuller: defaultdict[str, dict[tuple[str, ...], Mention]] = defaultdict(dict)
    people = [
        (name_key(one.chain[-1].name), one)
        for one in mentions
        if one.chain[-1].type is SpeakerType.PERSON and not one.chain[-1].identity
    ]
    for name, one in people:
        if len(name) > 1:
            fuller[name[-1]].setdefault(name, one)
    for name, one in people:
        if len(name) == 1 and len(fuller[name[0]]) == 1:
            (bearer,) = fuller[name[0]].values()
            words = f"both quote {bearer.chain[-1].name}"
            yield Join(bearer.id, one.id, Why.SAME_SPEAKER, words)


def _same_institution(evidence: Evidence) -> Iterator[Join]:
    """Those who speak for an institution, with one another and with the institution itself."""
    named = _named(evidence.mentions, Standing.NAMED)
    yield from _stars(named, _institution, Why.SAME_INSTITUTION)
