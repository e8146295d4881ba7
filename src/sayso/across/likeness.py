"""Whether two names or two offices can be one. Pure; word lists in ``data/identities.toml``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import urlsplit

from sayso.across.outlets import known
from sayso.lists import read_lists
from sayso.mentions import lexicon

_SMALL = frozenset("the of for and on in at to a an &".split())
_SUFFIXES = frozenset("jr sr ii iii iv".split())
_LOOSE = re.compile(
    r"(?i)(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\d+|another|some|many|several|most|all|"
    r"both|other|others|no|nobody|any|every|each|his|her|its|their|our|my|your|that|this|these|those)\b"
)
_DOMAIN = re.compile(r"(?i)(?:www\.)?((?:[a-z0-9-]+\.)+[a-z]{2,})")
_CIVIL = {
    "mr": "m",
    "sir": "m",
    "lord": "m",
    "mrs": "f",
    "ms": "f",
    "miss": "f",
    "lady": "f",
    "dame": "f",
}
_CUT = re.compile(r"(?i)\b(?:who|whose|which|that|and)\b|[,;(]")


@dataclass(frozen=True, slots=True)
class _Lists:
    same: dict[tuple[str, ...], int]
    spellings: dict[str, str]
    one_each: frozenset[str]
    firm: frozenset[str]
    anyone: frozenset[str]


@cache
def _lists() -> _Lists:
    raw = read_lists("identities")
    spellings = dict(pair.split("=") for pair in raw["spellings"].split())
    words = (frozenset(raw[key].split()) for key in ("one_each", "firm", "anyone"))
    same = {
        tuple(_folded(name, spellings)): number
        for number, names in enumerate(raw["same"])
        for name in names
    }
    return _Lists(same, spellings, *words)


def _plain(text: str) -> str:
    """Lower case, without accents; curly quotation marks made straight."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("‘", "'"))
    return "".join(one for one in apart if not unicodedata.combining(one))


def _folded(name: str, spellings: dict[str, str]) -> list[str]:
    short = re.sub(r"\s\([^()]*\)", "", name)
    if match := _DOMAIN.fullmatch(short.strip()):
        return [match.group(1).casefold()]
    words = []
    for raw in _plain(short).split():
        word = re.sub(
            r"(?:'s|s')$", lambda end: end.group().replace("'s", "").replace("'", ""), raw
        )
        word = re.sub(r"[^\w&]", "", word)
        word = spellings.get(word, word)
        if word and word not in _SMALL:
            words.append(word)
    return words


@lru_cache(maxsize=20_000)
def tokens(name: str) -> tuple[str, ...]:
    """Return the words of a body's name that tell it from others, in one spelling.

    "the Ministry of Defence" → ``("ministry", "defense")``. An address gives its domain.
    """
    return tuple(_folded(name, _lists().spellings))


@lru_cache(maxsize=20_000)
def person_tokens(name: str) -> tuple[str, ...]:
    """Return the words of a person's name without accents, full stops and hyphens; suffixes last."""
    words = [re.sub(r"[^\w]", "", word) for word in _plain(name).split()]
    kept = [word for word in words if word and word not in _SUFFIXES]
    return (*kept, *(word for word in words if word in _SUFFIXES))


def last_name(words: tuple[str, ...]) -> str:
    """Return the surname among the words of ``person_tokens``."""
    kept = [word for word in words if word not in _SUFFIXES]
    return kept[-1] if kept else ""


def given_names(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words before the surname."""
    return tuple(word for word in words if word not in _SUFFIXES)[:-1]


def agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two full names of one surname can be one person's: first names, initials, short forms.

    Where both have middle names, these must agree too; suffixes ("Jr.") must be the same.
    """
    if {word for word in one if word in _SUFFIXES} != {word for word in other if word in _SUFFIXES}:
        return False
    first, second = given_names(one), given_names(other)
    if len(first) > 1 and len(second) > 1:
        return all(_alike(a, b) for a, b in zip(first, second, strict=False))
    few, more = sorted((first, second), key=len)
    return any(_alike(few[0], word) for word in more) if few and more else False


def _alike(one: str, other: str) -> bool:
    short = lexicon().short
    return (
        one == other
        or (min(len(one), len(other)) == 1 and one[0] == other[0])
        or other in short.get(one, ())
        or one in short.get(other, ())
    )


def forms(given: str) -> set[str]:
    """Return a first name with its short and long forms, to look names up by."""
    short = lexicon().short
    return {
        given,
        *short.get(given, ()),
        *(long for long, names in short.items() if given in names),
    }


def gender(name: str, source: str) -> str:
    """Return ``f`` or ``m`` by the title in the source's words or the first name; empty if open."""
    titles = {_CIVIL[word] for word in re.findall(r"\w+", source.casefold()) if word in _CIVIL}
    if len(titles) == 1:
        return titles.pop()
    first, known = person_tokens(name)[:1], lexicon()
    if len(person_tokens(name)) > 1 and (first[0] in known.female) != (first[0] in known.male):
        return "f" if first[0] in known.female else "m"
    return ""


@lru_cache(maxsize=20_000)
def _office(role: str) -> tuple[frozenset[str], frozenset[str]]:
    """The offices among the words of a role, and the words that say which ("interior")."""
    known = lexicon()
    first = _CUT.split(role.replace("’", "'"), maxsplit=1)[0] or role
    words = tokens(first)
    offices = {
        "spokesman" if word in known.spokes else word
        for word in words
        if word in known.person | known.titles and word not in ("former", "mr", "mrs", "ms", "miss")
    }
    loose = {"his", "her", "its", "their", "former", "then", "acting", "deputy"}
    return frozenset(offices - _lists().anyone), frozenset(set(words) - offices - loose)


def same_office(one: str, other: str) -> bool | None:
    """Return whether two roles are one office; None where they have none in common.

    "Interior Minister" is "the minister", but no "Defence Minister"; "a resident" is no office.
    """
    (first, which), (second, that) = _office(one), _office(other)
    if not first & second:
        return None
    return which <= that or that <= which or bool(which & that)


def exactness(role: str) -> int:
    """Return how many words of a role say which office it is: 1 for "interior minister"."""
    return len(_office(role)[1])


def offices(roles: Iterable[str]) -> set[str]:
    """Return the offices that ``roles`` name, a word each, to look people up by."""
    return {word for role in roles for word in _office(role)[0]}


def well_known(name: str) -> str:
    """Return what is the same for all names of a well-known body or outlet; empty for any other."""
    if name.isalpha() and name.islower():  # "who" is no World Health Organization
        return ""
    if outlet := known(re.sub(r"^the ", "", name)):
        # Two letters may be anybody's.
        return outlet.name if len(name) > 2 else ""
    number = _lists().same.get(tokens(name))
    return "" if number is None else f"body {number}"


def loose(name: str) -> bool:
    """Whether the words can mean another each time: "their union", "two banks"."""
    return bool(_LOOSE.match(name))


def generic(name: str) -> bool:
    """Whether the words are one noun of a kind ("the ministry"), so that many bodies are called so."""
    words, known = tokens(name), lexicon()
    bare = re.sub(r"^(?:the|The)\s+", "", name)
    if len(words) != 1:
        return not words
    kinds = known.organisation | known.person | known.group | known.document | known.outlet
    raw = bare.casefold().rstrip(".")
    if raw in known.bodies | known.outlets:
        return False
    return raw in kinds or raw.rstrip("s") in kinds or bare[:1].islower()


def one_each(name: str) -> bool:
    """Whether a story has one body of that kind, unless it names two ("the police")."""
    words = tokens(name)
    return len(words) == 1 and words[0] in _lists().one_each


def proper(name: str) -> bool:
    """Whether a word after the first is capitalised, or the only one names something."""
    words = re.sub(r"^(?:the|The|An?|an?)\s+", "", name).split()
    if len(words) == 1:
        return words[0][:1].isupper() and not generic(name)
    return any(word[:1].isupper() for word in words[1:])


def short_name(name: str) -> str:
    """Return the letters of a short name ("the U.N." → "UN"), or nothing if it is none."""
    bare = re.sub(r"^(?:the|The)\s+", "", name).replace(".", "")
    return bare if re.fullmatch(r"[A-Z]{2,7}", bare) else ""


def firm_words(words: tuple[str, ...]) -> bool:
    """Whether all ``words`` are such as a firm's short name leaves out."""
    return bool(words) and set(words) <= _lists().firm


def domain(address: str) -> str:
    """Return the domain of an address or of a name that is one, without "www."; else nothing."""
    host = urlsplit(address).hostname if "://" in address else address.strip()
    match = _DOMAIN.fullmatch(host or "")
    return match.group(1).casefold() if match else ""
