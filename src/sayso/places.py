"""Places as stated: names of a list, names that say what they are, and names after "in" or "near".

Nothing is looked up on a map. A name that may also be a person's ("Jackson", "Jordan") is a place
only where the words around it say so.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from sayso.records import Place, PlaceKind, Span
from sayso.tokens import Tokens

_IN = frozenset("in near outside inside across throughout around toward towards into".split())
_RELATIONS = frozenset("near outside around toward towards beyond opposite beside above".split())
_WEAK = frozenset("from to of at for on via between and through".split())
_OPENING = _IN | _WEAK | frozenset("the when while if as but since after although then".split())
_COMPASS = frozenset(
    "north south east west northern southern eastern western central northeast northwest southeast "
    "southwest northeastern northwestern southeastern southwestern upper lower downtown greater mid "
    "rural inner outer".split()
)
_BEFORE_NAME = frozenset("mount mt lake river cape fort port camp gulf strait bay isle".split())
_AFTER_NAME = frozenset(
    "river lake mountain mountains hills valley desert sea ocean gulf strait bay island islands "
    "peninsula street avenue road boulevard square bridge airport park stadium hospital harbour "
    "harbor beach county province district governorate neighborhood neighbourhood plain plains "
    "village town suburb crossing plaza mansion forest canyon canal tower".split()
)
_REGIONAL = frozenset("county province district governorate".split())
_OF_NAME = frozenset("city town village district province suburb port gulf strait bay".split())
# A name before one of these is part of a title or modifies it, and is a place all the same.
_TITLES = frozenset(
    "governor gov senator sen mayor representative rep sheriff police president prime minister "
    "republican republicans democrat democrats democratic attorney congressman congresswoman "
    "secretary king queen foreign defense defence".split()
)
_PERSONS = frozenset("mr mrs ms dr sir lady miss sen gov rep president senator judge".split())
_MAY_BE_A_PERSON = frozenset(
    "jackson lincoln houston jordan madison austin georgia chad israel virginia carolina charlotte "
    "paris london berlin dallas orlando eugene fremont sandy jersey hamilton chelsea sydney victoria "
    "kent clinton bradford lancaster warren sterling cleveland grant davis wilson anderson richmond "
    "lewis burton montgomery columbus clifton salem stafford preston taylor washington turkey "
    "phoenix buffalo corona cambridge reagan lawrence gary pierre santiago diego carlos jose mary "
    "ferguson newport flint nelson wellington marion peoria irving garland mesa concord troy essex "
    "aurora savannah brandon independence ontario santos salvador florence valencia sofia adelaide "
    "darwin perth durham franklin monroe mali niger bath normal mecca norman tyler lansing hayward "
    "vallejo allen roy palmer carson burke logan chandler murray thornton provo kansas nancy lima".split()
)  # fmt: skip
_NOT_AFTER_IN = frozenset(
    "congress parliament senate house court republican democratic english christian facebook twitter "
    "youtube instagram internet christ islam god i english french latin democrats republicans gop "
    "medicare medicaid obamacare mr mrs ms dr sen gov rep president january february march april may "
    "june july august september october november december monday tuesday wednesday thursday friday "
    "saturday sunday spring summer autumn winter thanksgiving christmas easter ramadan google apple "
    "army navy marines wikipedia reddit snapchat the his her their our my its this that he she it "
    "what which who one two three we they you if as and cnn fbi cia nbc abc cbs fox nfl nba isis".split()
)
_NO_NOUN = frozenset(
    "when where after before with that which from over have were will said says last this during "
    "because until since late early would could while next today tonight into".split()
)
_ABBREVIATED = re.compile(
    r",\s(?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|"
    r"Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Vt|Va|Wash|Wis|Wyo|N\.H|N\.J|N\.M|N\.Y|N\.C|N\.D|R\.I|S\.C|S\.D|"
    r"W\.Va|D\.C)\."
)


@cache
def _gazetteer() -> dict[str, list[tuple[tuple[str, ...], PlaceKind]]]:
    """The listed names by their first token, the longest first."""
    table: dict[str, list[tuple[tuple[str, ...], PlaceKind]]] = {}
    kind = PlaceKind.UNKNOWN
    listed = resources.files("sayso").joinpath("data/places.txt").read_text(encoding="utf-8")
    for line in listed.splitlines():
        if line.startswith("["):
            kind = PlaceKind(line.strip("[]"))
        elif line and not line.startswith("#"):
            words = tuple(re.findall(r"[^\W\d_]+|\S", line))
            table.setdefault(words[0], []).append((words, kind))
    for names in table.values():
        names.sort(key=lambda name: -len(name[0]))
    return table


def places_of(tokens: Tokens) -> tuple[Place, ...]:
    """Return the places of a text in order, each with its relation ("near", "between … and …").

    Spans are characters of ``tokens.text``. Places inside the names of organisations are left out.
    """
    found: list[tuple[int, int, PlaceKind]] = []
    number = 0
    while number < len(tokens.lower):
        hit = _name(tokens, number) if tokens.capital(number) else None
        if hit is None:
            number += 1
            continue
        found.append((number, *hit))
        number = hit[0]
    return _related(tokens, found)


def _name(tokens: Tokens, at: int) -> tuple[int, PlaceKind] | None:
    hit = _feature(tokens, at) or _listed(tokens, at) or _after_in(tokens, at)
    if hit is None:
        return None
    end, kind = hit
    if match := _ABBREVIATED.match(tokens.text, tokens.ends[end - 1]):
        return tokens.at(match.end()), PlaceKind.CITY
    if tokens.word(end) == "," and tokens.capital(end + 1) and kind is not PlaceKind.COUNTRY:
        wider = _listed(tokens, end + 1, sure=True)
        if wider and wider[1] is not PlaceKind.CITY:
            return wider[0], kind if kind is not PlaceKind.UNKNOWN else PlaceKind.CITY
    return hit


def _capitals(tokens: Tokens, at: int, most: int) -> int:
    """Where a run of up to ``most`` capitalised words, starting with token ``at``, ends."""
    end = at
    while (
        end - at < most
        and tokens.capital(end)
        and tokens.lower[end].isalpha()
        and _joined(tokens, at, end)
    ):
        end += 1
    return end


def _feature(tokens: Tokens, at: int) -> tuple[int, PlaceKind] | None:
    """ "Mount Simeon", "Salaheddin district", "Gulf of Aden": names that say what they are."""
    word = tokens.lower[at]
    if word in _OF_NAME and tokens.word(at + 1) == "of" and tokens.capital(at + 2):
        return at + 3, PlaceKind.FEATURE
    end = _capitals(tokens, at, 4)
    if word in _BEFORE_NAME and end > at + 1:
        return end, PlaceKind.FEATURE
    if tokens.opens(at) and word in ("the", "a", "this", "that", "our", "no", "every"):
        return None
    for last in range(min(end, at + 3), at, -1):
        if tokens.word(last) in _AFTER_NAME and _joined(tokens, at, last):
            kind = PlaceKind.REGION if tokens.word(last) in _REGIONAL else PlaceKind.FEATURE
            free = tokens.capital(last) or not _demonym(tokens.lower[last - 1])
            return (last + 1, kind) if free and word not in _NOT_AFTER_IN else None
    return None


def _joined(tokens: Tokens, first: int, number: int) -> bool:
    return number == first or tokens.gap(number) == " "


def _listed(tokens: Tokens, at: int, sure: bool = False) -> tuple[int, PlaceKind] | None:
    start = tokens.starts[at]
    first = tokens.text[start : tokens.ends[at]]
    for words, kind in _gazetteer().get(first, ()):
        end = at + len(words)
        if end > len(tokens.lower) or tokens.lower[at:end] != tuple(map(str.lower, words)):
            continue
        if not all(tokens.capital(n) or not w[0].isupper() for n, w in enumerate(words, at)):
            continue
        if sure or _free(tokens, at, end):
            return end, kind
    if (
        first.isupper()
        and len(first) > 3
        and tokens.opens(at)
        and tokens.word(at + 1) in (",", "(", "—", "–")
    ):
        listed = _gazetteer().get(first.title(), [])  # a dateline: "TRENTON, N.J. (AP)"
        if any(len(words) == 1 for words, _ in listed):
            return at + 1, PlaceKind.CITY
    return None


def _free(tokens: Tokens, at: int, end: int) -> bool:
    """Whether a listed name stands for the place, not inside the name of a person or body."""
    before, after = tokens.word(at - 1), tokens.word(end)
    alone = end == at + 1
    place_said = before in _IN or before in _COMPASS or (before == "," and tokens.capital(at - 2))
    if before in _PERSONS or (before == "." and tokens.word(at - 2) in _PERSONS):
        return False
    if before in ("-", "/", "@", "#", "&") and not tokens.gap(at):
        return False
    if after in ("-", "/") and end < len(tokens.lower) and not tokens.gap(end):
        return False
    follows = tokens.capital(end) and _joined(tokens, at, end) and after.isalpha()
    if follows and after not in _TITLES and not _lists(tokens, end):
        return False
    leads = tokens.capital(at - 1) and tokens.gap(at) == " " and before.isalpha()
    if leads and before not in _COMPASS and not (tokens.opens(at - 1) and before in _OPENING):
        return False
    if before == "." and len(tokens.word(at - 2)) == 1 and tokens.capital(at - 2):
        return False  # an initial: "J. London"
    if alone and tokens.lower[at] in _MAY_BE_A_PERSON:
        weak = before in _WEAK and before not in ("and", "for", "between")
        return (
            place_said
            or weak
            or (follows and after in _TITLES)
            or (after == "," and tokens.capital(end + 1))
        )
    return True


def _lists(tokens: Tokens, number: int) -> bool:
    """Whether the next capital opens a sentence of its own or is a name of a day or month."""
    return tokens.opens(number) or tokens.word(number) in _NOT_AFTER_IN


def _demonym(word: str) -> bool:
    return word.endswith(("ish", "ese", "ian", "ican", "ern", "can"))


def _after_in(tokens: Tokens, at: int) -> tuple[int, PlaceKind] | None:
    """An unlisted name after "in", "near", "outside" or a point of the compass."""
    before = tokens.word(at - 1)
    near = before in ("in", "near", "outside") or (
        before in _COMPASS and tokens.word(at - 2) in _IN | _WEAK
    )
    if not near or tokens.lower[at] in _NOT_AFTER_IN or _demonym(tokens.lower[at]):
        return None
    end = _capitals(tokens, at, 3)
    after = tokens.word(end)
    written = tokens.text[tokens.starts[at] : tokens.ends[end - 1]]
    owned = after in ("'", "’") and tokens.word(end + 1) == "s"
    noun = after.isalpha() and len(after) > 3 and not after.endswith(("ed", "ing", "ly"))
    if owned or (noun and after not in _NO_NOUN):
        return None
    if (written.isupper() and len(written) < 6) or end - at > 2:
        return None
    return end, PlaceKind.UNKNOWN


def _related(tokens: Tokens, found: list[tuple[int, int, PlaceKind]]) -> tuple[Place, ...]:
    places: list[Place] = []
    skip = -1
    for order, (first, end, kind) in enumerate(found):
        if order <= skip:
            continue
        start = _article(tokens, first)
        relation = tokens.word(start - 1)
        names: tuple[Span, ...] = ((tokens.starts[first], tokens.ends[end - 1]),)
        if relation == "between" and order + 1 < len(found):
            second, last, _ = found[order + 1]
            if tokens.word(_article(tokens, second) - 1) == "and" and second - end < 4:
                names = (*names, (tokens.starts[second], tokens.ends[last - 1]))
                places.append(
                    Place((tokens.starts[start - 1], names[1][1]), names, kind, "between")
                )
                skip = order + 1
                continue
        begin = start - 1 if relation in _RELATIONS else first
        said = relation if relation in _RELATIONS else ""
        places.append(Place((tokens.starts[begin], names[0][1]), names, kind, said))
    return tuple(places)


def _article(tokens: Tokens, number: int) -> int:
    return number - 1 if tokens.word(number - 1) == "the" else number
