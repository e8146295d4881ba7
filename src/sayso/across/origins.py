"""Where the knowledge of a claim starts: its mentions grouped by origin, each join with its reason.

Two questions are kept apart. Was it said? The accounts of an origin are the reports of it that do
not copy one another. Who knows it? The origins. Where the evidence is missing there are fewer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sayso.across.credits import Credit
from sayso.across.echoes import Echo
from sayso.across.joins import Evidence, Join, Why, offered, text_joins
from sayso.across.mention import Mention, Source, Standing, standing
from sayso.across.united import United
from sayso.records import SpeakerType


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person decided of pairs of mentions, by their identifiers: it outranks the rules.

    A pair that is parted stays apart even where other joins by hand would bring it together.
    """

    joined: tuple[tuple[str, str], ...] = ()
    parted: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """One place where knowledge of a claim starts, as far as the articles show.

    ``mentions`` are those that rest on it, in order of publication; ``name`` says in words what it
    is. ``joins`` lead from each mention to each other in one way only: without any one of them the
    group falls in two. ``accounts`` are the articles of its mentions, those together that copy one
    another, credit one source for their text or have one publisher. ``claims`` is False where every
    mention only asks or supposes. ``line`` tells it all to a reader.
    """

    mentions: tuple[Mention, ...]
    name: str
    joins: tuple[Join, ...]
    accounts: tuple[tuple[str, ...], ...]
    claims: bool
    line: str


@dataclass(frozen=True, slots=True)
class Origins:
    """All origins of a claim, the earliest first, and the joins that a person's judgement held back."""

    origins: tuple[Origin, ...]
    withheld: tuple[Join, ...]

    @property
    def line(self) -> str:
        """The count in words."""
        reports = len({mention.article for one in self.origins for mention in one.mentions})
        separate = "1 origin" if self.at_most == 1 else f"at most {self.at_most} separate origins"
        return f"{reports} report{'s' if reports != 1 else ''}, {separate}"

    @property
    def at_most(self) -> int:
        """How many separate origins the claim has at most; it may have fewer."""
        return sum(one.claims for one in self.origins)


def origins(
    mentions: Sequence[Mention],
    echoes: Sequence[Echo] = (),
    credits: Sequence[Credit] = (),
    judged: Judged = Judged(),
) -> Origins:
    """Return the origins of one claim, given its mentions and what is known of their articles.

    Mentions without a date count as later than the rest, in the order given. Echoes, credits and
    judgements of other articles and mentions are passed over.
    """
    ordered = sorted({one.id: one for one in mentions}.values(), key=_when)
    evidence = Evidence(tuple(ordered), tuple(echoes), tuple(credits))
    known = {one.id: one for one in ordered}
    groups = United(known)
    for one, other in judged.parted:
        if one in known and other in known:
            groups.part(one, other)
    made, withheld = _joined(groups, evidence, judged)
    accounts = United(known)
    for join in text_joins(evidence):
        accounts.join(join.left, join.right)
    return Origins(_told(ordered, groups, accounts, made), tuple(withheld))


def _joined(
    groups: United[str], evidence: Evidence, judged: Judged
) -> tuple[list[Join], list[Join]]:
    """Join the mentions: by hand, by the rules, then those without a source. What was held back."""
    made: list[Join] = []
    withheld: list[Join] = []

    def join(one: Join) -> bool:
        if groups.join(one.left, one.right):
            made.append(one)
            return True
        if groups.barred(one.left, one.right):
            withheld.append(one)
        return False

    known = {one.id: one for one in evidence.mentions}
    for one in (*_by_hand(judged, known), *offered(evidence)):
        join(one)
    ordered = sorted(evidence.mentions, key=_day_and_source)
    for group in [[known[one] for one in group] for group in groups.groups()]:
        if not any(standing(one) in _SOURCED for one in group):
            any(join(one) for one in _rest(sorted(group, key=_when), ordered))
    return made, withheld


def _when(mention: Mention) -> tuple[bool, str]:
    return not mention.published, mention.published


def _by_hand(judged: Judged, known: dict[str, Mention]) -> Iterator[Join]:
    for one, other in judged.joined:
        if one in known and other in known and one != other:
            yield Join(one, other, Why.BY_HAND, "a person joined them")


def _rest(mentions: Sequence[Mention], ordered: Sequence[Mention]) -> Iterator[Join]:
    """Yield joins, the best first, by one of which a group without a source is counted elsewhere.

    It is not shown to be separate. First come the sources that its own articles give for the claim,
    then mentions published no later, in the order of ``ordered``.
    """
    articles = {one.article: one for one in reversed(mentions)}
    for other in ordered:
        own = articles.get(other.article)
        if own is not None and standing(other) in _SOURCED and other.root is not None:
            words = f"the same article gives {other.root.name} for it"
            yield Join(other.id, own.id, Why.NO_SOURCE, words)
    first = mentions[0]
    for other in ordered:
        if not first.published or other.published[:10] <= first.published[:10]:
            words = f"{_outlet(first)} gives no source of its own"
            yield Join(other.id, first.id, Why.NO_SOURCE, words)


_SOURCED = (Standing.NAMED, Standing.UNNAMED)


def _day_and_source(mention: Mention) -> tuple[bool, str, bool]:
    return not mention.published, mention.published[:10], standing(mention) not in _SOURCED


def _outlet(mention: Mention) -> str:
    return mention.outlet or mention.domain or "the article"


def _told(
    ordered: Sequence[Mention], groups: United[str], accounts: United[str], made: Iterable[Join]
) -> tuple[Origin, ...]:
    place = {one.id: number for number, one in enumerate(ordered)}
    joins: defaultdict[str, list[Join]] = defaultdict(list)
    for join in made:
        joins[min(groups.group(join.left), key=place.__getitem__)].append(join)
    found = []
    for group in groups.groups():
        members = sorted(group, key=place.__getitem__)
        mentions = tuple(ordered[place[one]] for one in members)
        found.append(_origin(mentions, tuple(joins[members[0]]), accounts))
    return tuple(sorted(found, key=lambda one: place[one.mentions[0].id]))


def _origin(
    mentions: tuple[Mention, ...], joins: tuple[Join, ...], accounts: United[str]
) -> Origin:
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for one in mentions:
        texts[accounts.group(one.id)[0]].append(one.article)
    told = tuple(tuple(dict.fromkeys(articles)) for articles in texts.values())
    best = min(mentions, key=_rank)
    line = _line(mentions, best, joins, len(told))
    return Origin(mentions, _name(best), joins, told, any(one.claims for one in mentions), line)


def _rank(mention: Mention) -> tuple[int, int]:
    """The best to name an origin by: a named source with the longest name, then an unnamed one."""
    order = (Standing.NAMED, Standing.UNNAMED, Standing.OWN, Standing.HEARSAY)
    root = mention.root
    return order.index(standing(mention)), -len(root.name) if root else 0


def _name(mention: Mention) -> str:
    root = mention.root
    if root is None:
        return f"{_outlet(mention)} itself"
    if standing(mention) is Standing.UNNAMED and root.type is not SpeakerType.DOCUMENT:
        return f"{root.name}, not named, as told by {_teller(mention)}"
    return root.name


def _teller(mention: Mention) -> str:
    outlets = [one.name for one in mention.chain[:-1] if one.type is SpeakerType.OUTLET]
    return outlets[-1] if outlets else _outlet(mention)


def _line(mentions: Sequence[Mention], best: Mention, joins: Sequence[Join], accounts: int) -> str:
    reports = len({one.article for one in mentions})
    said = f"{reports} reports" if reports > 1 else "1 report"
    separate = "1 account" if accounts == 1 else f"{accounts} accounts"
    texts = f" in {separate}" if accounts < reports else ""
    rest = "all rest on" if reports > 1 else "it rests on"
    quoted = f", as quoted by {_teller(best)}" if standing(best) is Standing.NAMED else ""
    why = list(dict.fromkeys(join.words for join in joins))
    more = f" (and {len(why) - _SHOWN} more)" if len(why) > _SHOWN else ""
    because = f": {'; '.join(why[:_SHOWN])}{more}" if why else ""
    return f"{said}{texts}, 1 origin: {rest} {_name(best)}{quoted}{because}"


_SHOWN = 3  # reasons in a line; all of them are in the joins


def sources(mentions: Iterable[Mention]) -> tuple[Source, ...]:
    """Return who is quoted for a claim, each once: the answer to "was it said?", not to who knows it."""
    return tuple(dict.fromkeys(one.root for one in mentions if one.root is not None))
