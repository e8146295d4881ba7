"""The names of people and bodies in a text, and which of them are one. Pure; offsets are characters.

No model: names stand out by their capitals, and word lists (``data/names.toml``,
``data/speakers.toml``) tell people from bodies. A missing word costs a guess, not an error.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from sayso.lists import read_lists
from sayso.records import Span

_CAP = r"[^\W\d_a-zß-ÿ][^\W\d_]*(?:[-’'](?!s\b)[^\W\d_]+)*"
_PARTICLE = (
    r"(?:(?:al|bin|ibn|da|de|del|della|der|di|dos|du|el|la|le|ten|ter|van|von|y|zu)[  -]){0,2}"
)
_QUOTED = r"[“\"‘(][^\W\d_]{2,}[”\"’)]"
_TOKEN = rf"(?:(?:E|Yahoo)!|(?:[A-Z]\.){{2,}}|{_CAP}\.?)"
_RUN = re.compile(rf"{_TOKEN}(?:[  ](?:{_QUOTED}|{_PARTICLE}{_TOKEN}))*")
_BODY = re.compile(
    rf"(?:(?:[A-Z]\.){{2,}}|{_CAP}\.?)(?:[  ](?:(?:of|for|and|on|the|&)[  ]){{0,3}}{_CAP})+"
)
_WORD = re.compile(r"[^\W_]+(?:[-’'.](?!s\b)[^\W_]+)*\.?")
_CIVIL = {"mr", "mrs", "ms", "miss"}
_SUFFIX = {"jr", "sr", "ii", "iii", "iv"}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists, in lower case."""

    female: frozenset[str]
    male: frozenset[str]
    given: frozenset[str]
    short: dict[str, frozenset[str]]
    titles: frozenset[str]
    female_words: frozenset[str]
    male_words: frozenset[str]
    person: frozenset[str]
    organisation: frozenset[str]
    bodies: frozenset[str]
    outlet: frozenset[str]
    outlets: frozenset[str]
    document: frozenset[str]
    withheld: frozenset[str]
    group: frozenset[str]
    spokes: frozenset[str]
    starters: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Return the word lists that come with the package."""
    names, lists = read_lists("names"), read_lists("speakers")
    female, male, either = (
        frozenset(names[key].lower().split()) for key in ("female", "male", "either")
    )
    short = {key.lower(): frozenset(value.lower().split()) for key, value in names["short"].items()}
    words = {key: frozenset(value.lower().split()) for key, value in lists.items()}
    return Lexicon(female, male, female | male | either, short, **words)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as it stands in the text: its words without titles, and the title before it."""

    span: Span
    words: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a text: the fullest name, where it stands, all mentions, and the gender.

    ``gender`` is ``f``, ``m`` or empty where nothing tells it.
    """

    name: str
    named: Span
    mentions: tuple[Span, ...]
    gender: str
    roles: tuple[str, ...]

    @property
    def surname(self) -> str:
        """The last word of the name, in lower case."""
        return surname(self.name.split())


@lru_cache(maxsize=1 << 16)
def bare(word: str) -> str:
    """Return ``word`` in lower case, without full stops and quotation marks."""
    return word.lower().replace("’", "'").strip(".“”\"‘’'(),")


def surname(words: Collection[str]) -> str:
    """Return the last word of a name that is no suffix ("Jr."), in lower case."""
    kept = [bare(word) for word in words if bare(word) not in _SUFFIX]
    return kept[-1] if kept else ""


def names_in(text: str, start: int = 0, end: int | None = None) -> Iterator[Mention]:
    """Yield the runs of capitalised words between two offsets, without titles and opening words."""
    known = lexicon()
    for match in _RUN.finditer(text, start, len(text) if end is None else end):
        words = [(m.group(), m.start(), m.end()) for m in re.finditer(r"[^  ]+", match.group())]
        # A full stop ends a name unless it follows an initial or a title.
        cut: list[list[tuple[str, int, int]]] = [[]]
        for word in words:
            cut[-1].append(word)
            if (
                word[0].endswith(".")
                and len(word[0]) > 2
                and bare(word[0]) not in (known.titles | {"jr", "sr"})
            ):
                cut.append([])
        for part in cut:
            yield from _mention(match.start(), part)


@lru_cache(maxsize=2)  # an article's names are asked for again and again while it is understood
def all_names(text: str) -> tuple[Mention, ...]:
    """Return what ``names_in`` yields of the whole text."""
    return tuple(names_in(text))


def _mention(base: int, words: list[tuple[str, int, int]]) -> Iterator[Mention]:
    known = lexicon()
    first = 0
    while first < len(words) and bare(words[first][0]) in known.starters:
        first += 1
    kept = words[first:]
    is_body = any(bare(w[0]) in known.organisation | known.outlet for w in kept[1:])
    at = max((n + 1 for n, w in enumerate(kept[:-1]) if bare(w[0]) in known.titles), default=0)
    if not at and not is_body:
        givens = [n for n, w in enumerate(kept[:-1]) if bare(w[0]) in known.given]
        at = _first_given([bare(w[0]) for w in kept], givens)
    title = " ".join(w[0] for w in kept[:at])
    kept = kept[at:]
    if kept:
        last = kept[-1]
        end = base + last[2] - (last[0].endswith(".") and bare(last[0]) not in _SUFFIX)
        names = tuple(w[0] for w in kept)
        yield Mention((base + kept[0][1], end), (*names[:-1], names[-1].rstrip(".")), title)


def _first_given(words: list[str], givens: list[int]) -> int:
    """Where the name opens: a lone unknown word before a given name is likely a given name too."""
    if len(words) > 4 and givens and givens[-1] > 1:
        return givens[-1]  # a headline: "X Meets Y"
    if not givens or givens[0] > 1:
        return givens[0] if givens else 0
    known = lexicon()
    told = (
        words[0] in known.organisation | known.outlets | known.outlet | known.bodies | known.person
    )
    return givens[0] if told or re.search(r"(?:ian|ish|ese|can)$", words[0]) else 0


def looks_like_person(mention: Mention) -> bool:
    """Whether the name is a person's, by a title before it or a given name in front."""
    known = lexicon()
    words = [bare(word) for word in mention.words]
    short = len(words) == 2 or (len(words) == 3 and len(words[1]) == 1)
    civil = bare(mention.title) in _CIVIL or (short and words[0] in known.given)
    # "Mr. King", "Larry King": a title can be a surname; and so can an outlet's name.
    if words[-1] in known.titles | known.outlets and civil:
        return True
    noun = any(
        words[-1] in held for held in (known.titles, known.person, known.outlets, known.bodies)
    )
    if noun or not known.organisation.isdisjoint(words) or len(words) > 5:
        return False
    if mention.title:
        return bare(mention.title.split()[-1]) in known.titles or words[0] in known.given
    return len(words) > 1 and (words[0] in known.given or words[0] in known.short)


def same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names of two words or more can be one person's: one surname, first names agree."""
    if surname(one) != surname(other):
        return False
    known = lexicon()
    first, second = bare(one[0]), bare(other[0])
    firsts = {first} | {bare(w) for w in one[1:-1]}
    seconds = {second} | {bare(w) for w in other[1:-1]}
    return (
        first in seconds
        or second in firsts
        or (min(len(first), len(second)) == 1 and first[0] == second[0])
        or bool(known.short.get(first, frozenset()) & seconds)
        or bool(known.short.get(second, frozenset()) & firsts)
    )


def people(text: str, hints: Collection[str] = ()) -> tuple[Person, ...]:
    """Return the people of ``text`` in the order of their first mention.

    ``hints`` are names that are people's whatever the lists say (a source with a surname used alone).
    A surname alone belongs to the bearer named last before it, or, if none was, to the next one.
    """
    return _people(text, frozenset(hints))


@lru_cache(maxsize=4)
def _people(text: str, hints: frozenset[str]) -> tuple[Person, ...]:
    found = all_names(text)
    hinted = {tuple(hint.split()) for hint in hints}
    full = [
        m
        for m in found
        if len(m.words) > 1 and (looks_like_person(m) or m.words in hinted or _told_person(text, m))
    ]
    full = sorted({*full, *_relatives(found, full)}, key=lambda one: one.span)
    groups: list[list[Mention]] = []
    for mention in full:
        group = next((g for g in groups if same_person(g[0].words, mention.words)), None)
        if group is None:
            groups.append([mention])
        else:
            group.append(mention)
    rest = [m for m in found if len(m.words) == 1]
    count = [Counter(m.span for m in group).total() for group in groups]
    surnames = [surname(group[0].words) for group in groups]
    for mention in rest:
        word = bare(mention.words[0])
        fits = [n for n, name in enumerate(surnames) if name == word]
        clash = bool(fits)
        fits = [n for n in fits if _agrees(groups[n], mention)]
        if fits:
            taken = _bearer(groups, fits, count, mention)
            groups[taken].append(mention)
            count[taken] += 1
        elif clash or looks_like_person(mention) or mention.words in hinted:
            groups.append([mention])
            surnames.append(surname(mention.words))
            count.append(1)
        elif word in lexicon().given:
            firsts = [n for n, g in enumerate(groups) if bare(g[0].words[0]) == word]
            if len(firsts) == 1:
                groups[firsts[0]].append(mention)
    result = [_person(text, group) for group in groups]
    result = [one if one.gender else replace(one, gender=_told_gender(text, one)) for one in result]
    return tuple(sorted(result, key=lambda one: one.mentions[0]))


_AGE_AFTER = re.compile(
    r",?\s\(?(?:an?\s|who\sis\s|aged\s)?([1-9]\d?)(?:-year-old\b|\)|,|\s(?:of|from|who|was|is|had)\b)"
)
_AGE_BEFORE = re.compile(r"\b([1-9]\d?)-year-old\s$")


def age_at(text: str, mention: Span) -> str:
    """Return the years that the text gives whom it names at ``mention``, in figures: "Wen Obo, 31,".

    Empty if it gives none.
    """
    start, end = mention
    found = _AGE_AFTER.match(text, end) or _AGE_BEFORE.search(text, max(0, start - 20), start)
    return found.group(1) if found else ""


def _told_person(text: str, mention: Mention) -> bool:
    """Whether the text gives whoever bears a name of two words or more an age: "Wen Obo, 31,"."""
    known = lexicon()
    things = known.organisation | known.outlet | known.bodies | known.outlets | known.document
    if {bare(word) for word in mention.words} & things or len(mention.words) > 4:
        return False
    return bool(age_at(text, mention.span))


def _relatives(found: Sequence[Mention], full: list[Mention]) -> list[Mention]:
    """Names of two words whose surname is another person's, though no list has their first word."""
    known = lexicon()
    surnames = {surname(m.words) for m in full if looks_like_person(m)}
    words = known.person | known.group | known.organisation | known.bodies | known.outlet
    return [
        m
        for m in found
        if len(m.words) == 2
        and surname(m.words) in surnames
        and not m.words[0].isupper()
        and bare(m.words[0]) not in words | known.outlets | known.document | surnames
        and not re.search(r"(?:ian|ish|ese|can|crat|ed|ing|s)$", m.words[0])
    ]


def _agrees(group: list[Mention], mention: Mention) -> bool:
    wanted = _gender_of_title(mention.title)
    return not wanted or _gender(group) in ("", wanted)


def _bearer(groups: list[list[Mention]], fits: list[int], count: list[int], one: Mention) -> int:
    """Of several bearers of a surname, the one who is named most, if much more, else last before."""
    ranked = sorted(fits, key=lambda n: -count[n])
    if len(ranked) > 1 and count[ranked[0]] < 2 * count[ranked[1]]:
        before = [n for n in fits if groups[n][0].span < one.span]
        return max(
            before or fits,
            key=lambda n: (
                max(m.span for m in groups[n] if m.span < one.span)
                if n in before
                else groups[n][0].span
            ),
        )
    return ranked[0]


def _gender_of_title(title: str) -> str:
    known = lexicon()
    words = {bare(word) for word in title.split()}
    return "f" if words & known.female_words else "m" if words & known.male_words else ""


def _gender(group: list[Mention]) -> str:
    for mention in group:
        if told := _gender_of_title(mention.title):
            return told
    known = lexicon()
    for mention in group:
        if len(mention.words) > 1:
            first = bare(mention.words[0])
            if (first in known.female) != (first in known.male):
                return "f" if first in known.female else "m"
    return ""


def _told_gender(text: str, person: Person) -> str:
    """The gender told by a word beside the name: "the widow Ann Lee", "Ann Lee, a retired actress"."""
    known = lexicon()
    for start, end in person.mentions:
        before = [bare(word) for word in text[max(0, start - 30) : start].split()[-1:]]
        after = re.match(r",\s(?:an?|the|his|her)\s((?:[\w’'-]+\s?){1,5})", text[end : end + 80])
        near = {*before, *(map(bare, after.group(1).split()) if after else ())}
        if bool(near & known.female_words) != bool(near & known.male_words):
            return "f" if near & known.female_words else "m"
    return ""


def _person(text: str, group: list[Mention]) -> Person:
    longest = max(group, key=lambda m: (len(m.words), len(" ".join(m.words))))
    # "Honest Ann Lee" is Ann Lee: a form that opens with a given name and ends the longest is enough.
    if bare(longest.words[0]) not in lexicon().given:
        for mention in group:
            shorter = mention.words
            ends = len(shorter) > 1 and longest.words[-len(shorter) :] == shorter
            if ends and bare(shorter[0]) in lexicon().given:
                longest = mention
                break
    roles = tuple(dict.fromkeys(m.title for m in group if m.title))
    start, end = longest.span
    name = re.sub(r"\s+", " ", text[start:end])
    return Person(name, longest.span, tuple(sorted(m.span for m in group)), _gender(group), roles)


def bodies(text: str) -> tuple[Span, ...]:
    """Return where names of two words or more stand that may be a body's ("Bank of the North")."""
    return tuple(match.span() for match in _BODY.finditer(text))


def is_outlet(name: str) -> bool:
    """Whether the words name an outlet or stand for one ("the newspaper")."""
    known = lexicon()
    words = words_of(name)
    return bool(words) and (
        words[-1] in known.outlet or words[-1] in known.outlets or words[0] in known.outlets
    )


def words_of(text: str) -> list[str]:
    """Return the words of ``text`` in lower case, without full stops."""
    return [match.group().lower().rstrip(".") for match in _WORD.finditer(text)]
