"""Roles: the office a text gives a person, who is meant by "the minister", whom a spokesman serves."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from sayso.mentions import Person, age_at, bare, lexicon, words_of
from sayso.records import Span
from sayso.sources import Phrase, described_at

_DETERMINER = re.compile(r"(?i)^(?:the|this|that)\b")
_DEMONYM = re.compile(r"(?!Republican)[A-Z]\w+(?:an|ish|ese|[^s]ch|i)")
_COURTESY = {"mr", "mrs", "ms", "miss", "dr"}


def role_of(text: str, person: Person) -> str:
    """Return the office or title the article gives a person, in its words; empty if none."""
    for mention in person.mentions:
        before = text[max(0, mention[0] - 60) : mention[0]]
        match = re.search(r"((?:[A-Z][\w’'-]*\.?[  ])+)$", before)
        if match and not _courtesy(match.group(1)):
            words = [bare(word) for word in match.group(1).split()]
            if set(words) & (lexicon().titles - _COURTESY):
                return re.sub(r"^(?:The|But|And|In|As|When)\s", "", match.group(1)).strip()
    for mention in person.mentions:
        if (span := described_at(text, mention)) and not re.match(
            r"who|which|whose", text[span[0] :]
        ):
            said = text[span[0] : span[1]].strip()
            if set(words_of(said)) & lexicon().person:
                return said
    for mention in person.mentions:
        if said := _introduced(text, mention):
            return said
    return ""


def _introduced(text: str, mention: Span) -> str:
    """The words of "The interior minister, Zoe Amadi, …" before a name, if they name an office."""
    if text[mention[1] : mention[1] + 1] != ",":
        return ""
    before = text[max(0, mention[0] - 80) : mention[0]]
    match = re.search(r"\b[Tt]he\s((?:[\w’'-]+\s){0,5}[\w’'-]+),\s$", before)
    return match.group(1) if match and set(words_of(match.group(1))) & lexicon().person else ""


def _courtesy(title: str) -> bool:
    return all(bare(word) in _COURTESY for word in title.split())


def bearer(text: str, phrase: Phrase, people: Sequence[Person]) -> Person | None:
    """Return the person whom a definite description ("the Republican nominee") is said of.

    The head must be in a title before the name or in an apposition after it; more shared words are
    better, then the person named last before.
    """
    known = lexicon()
    if (
        not _DETERMINER.match(phrase.text)
        or phrase.head not in known.person
        or len(phrase.words) > 6
    ):
        return None
    wanted = set(phrase.words) - {"the", "this", "that", "his", "her"}
    gender = gender_of(phrase)
    best: tuple[int, int, Person] | None = None
    for person in people:
        if gender and person.gender not in ("", gender):
            continue
        said = _said_of(text, person)
        if phrase.head not in said or not all(map(_country_in(said), elsewhere(phrase))):
            continue
        before = [m[0] for m in person.mentions if m[0] < phrase.span[0]]
        # "The inspector general" may be named only later, if all of it is said of him.
        if not before and not (len(wanted) > 1 and wanted <= said):
            continue
        rank = (len(wanted & said), max(before, default=-1), person)
        if best is None or rank[:2] > best[:2]:
            best = rank
    return best[2] if best else None


def gender_of(phrase: Phrase) -> str:
    """Return the gender that a description tells: ``f``, ``m``, or nothing."""
    words, known = set(phrase.words) - {"his", "her"}, lexicon()
    return "f" if words & known.female_words else "m" if words & known.male_words else ""


def only_one(text: str, phrase: Phrase, people: Sequence[Person]) -> Person | None:
    """Return the one person whom "the man" or "the 31-year-old" can be.

    He is the only one of that age; or the only one named before with an age, or named before at all;
    nobody if the text has an unnamed man, too.
    """
    match = re.fullmatch(
        r"(?i)the\s(man|woman|boy|girl|teenager|teen|(?:\w+[- ])?(\d+)-year-old)", phrase.text
    )
    if not match:
        return None
    gender, at = gender_of(phrase), phrase.span[0]
    able = [p for p in people if not {gender, p.gender} >= {"f", "m"}]
    if match.group(2) and len(aged := [p for p in able if age_of(text, p) == match.group(2)]) == 1:
        return aged[0]
    unnamed = rf"(?i)\b(?:an?|another|one|two)\s(?:[\w-]+\s)?{match.group(1)}\b"
    if re.search(unnamed, text[:at]):
        return None
    before = [p for p in able if p.mentions[0][0] < at]
    told = [p for p in before if age_of(text, p)] if not match.group(2) else []
    return before[0] if len(before) == 1 else told[0] if len(told) == 1 else None


def age_of(text: str, person: Person) -> str:
    """Return the years the text gives a person, in figures: "Wen Obo, 31,"; empty if none."""
    return next(filter(None, (age_at(text, mention) for mention in person.mentions)), "")


def elsewhere(phrase: Phrase) -> set[str]:
    """Return the country that a description names, as a set of words: "the former Corvian president"."""
    return {bare(word) for word in phrase.text.split()[1:-1] if _DEMONYM.fullmatch(word)}


def _country_in(said: set[str]) -> Callable[[str], bool]:
    """Tell of a word like "Corvian" whether ``said`` has it or its country, which starts as it does."""
    return lambda word: any(one == word or (len(one) > 4 and one[:5] == word[:5]) for one in said)


# An article gives a person one of these, as a rule; a senator may be called nominee as well.
_OFFICES = frozenset(
    "mayor governor president chairman chairwoman chair minister premier chancellor ambassador judge "
    "sheriff chief director commissioner secretary king queen pope bishop general colonel captain".split()
)


def holds(text: str, person: Person, office: str) -> bool | None:
    """Return whether the article gives a person that ``office``; None if that cannot be told.

    It is False only where the office is one of few and the article gives the person another.
    """
    words = _said_of(text, person)
    if office in words:
        return True
    return False if office in _OFFICES and words & _OFFICES else None


_SHORT = {"gov": "governor", "sen": "senator", "rep": "representative", "gen": "general"}
_APART = re.compile(
    r"[’']s?\s|\b(?:of|to|for|with|by|and|that|from|as|on|in|at|told|said|says|when|if|\w+ed)\s"
)


def _said_of(text: str, person: Person) -> set[str]:
    said = {word for role in person.roles for word in words_of(role)}
    for mention in person.mentions:
        if span := described_at(text, mention):
            said |= set(words_of(text[span[0] : min(span[1], span[0] + 80)]))
        said |= set(words_of(_introduced(text, mention)))
        before = re.search(r"((?:\b[\w’'-]+\s){1,4})$", text[max(0, mention[0] - 50) : mention[0]])
        words = words_of(_APART.split(before.group(1))[-1]) if before else []
        # "The president’s lawyer Karl Ostrow", "the president knew Ostrow": the president is another.
        if words and words[-1] in lexicon().person | lexicon().titles:
            said |= set(words) & lexicon().person
    return said | {_SHORT[word] for word in said & _SHORT.keys()}


_TITLE = r"(?:(?:Mrs?|Ms|Dr|Sen|Rep|Gov|Gen)\.\s)?"  # its full stop ends no sentence


def spoken_for(
    text: str, phrase: Phrase | None, people: Sequence[Person], speaker: Person | None = None
) -> str:
    """Return whom a spokesman speaks for, by the words around his name; empty for anyone else."""
    spokes = "|".join(sorted(lexicon().spokes))
    where = []
    if phrase:
        where.append(phrase.text)
    for mention in speaker.mentions if speaker else ():
        if span := described_at(text, mention):
            where.append(text[span[0] : span[1]])
        before = text[max(0, mention[0] - 60) : mention[0]]
        where.append(re.split(r"[.,;:!?\n“”]\s", before)[-1])
    for words in where:
        if match := re.search(
            rf"(?i)\b(?:{spokes})\s+(?:for|of)\s+(?:the\s+)?({_TITLE}[^,.;]+)", words
        ):
            return _fullest(re.split(r"\s(?:who|said|told|and)\b", match.group(1))[0], people)
        match = re.search(
            rf"([A-Z][\w.’-]*(?:\s[A-Z][\w.’-]*)*)(?:[’']s)?\s(?:\w+\s)?(?:{spokes})\b", words
        )
        if match:
            return _fullest(re.sub(r"^(?:The|A|An)\s|[’']s$", "", match.group(1)), people)
    return ""


def _fullest(name: str, people: Sequence[Person]) -> str:
    words = name.strip().split()
    while len(words) > 1 and bare(words[0]) in lexicon().titles:
        words = words[1:]
    for person in people:
        if words and bare(words[-1]) == person.surname and len(words) == 1:
            return person.name
    return " ".join(words)
