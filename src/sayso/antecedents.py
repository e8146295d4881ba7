"""Whom a pronoun stands for: people ranked by nearness, place in the sentence, gender and turn.

Pure from the outside: a ``Stage`` is built for one text, filled from left to right and thrown away.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from sayso.mentions import Person, bare, lexicon
from sayso.records import Span, Speaker, SpeakerType
from sayso.sources import Phrase, phrase_of, phrase_start
from sayso.text import NO_END, runs

_SENTENCE = re.compile(
    r"(?<=[.!?])(?<!\b[A-Z]\.)(?<!Mr\.)(?<!Mrs\.)(?<!Ms\.)(?<!Dr\.)[”\"’]?\s+|\n+"
)
_PRONOUN = re.compile(r"\b(?:he|she|him|her|his|hers|himself|herself)\b", re.I)
GENDERS = dict.fromkeys(("he", "him", "his", "himself"), "m") | dict.fromkeys(
    ("she", "her", "hers", "herself"), "f"
)
_OWNED = re.compile(r"(?i)(?P<some>(?:[\w-]+\s){1,3}of\s)?(?P<whose>his|her)\s(?=\w)")
_FAR = 9  # sentences; a pronoun rarely reaches further back


@dataclass(slots=True)
class Actor:
    """Someone on the stage: a person of the text, or an unnamed single source."""

    name: str
    gender: str
    at: list[int] = field(default_factory=list)
    strong: set[int] = field(default_factory=set)
    person: Person | None = None


class Stage:
    """Who was spoken of, and where, up to a place in the text."""

    def __init__(self, text: str, people: Sequence[Person], contents: Sequence[Span]) -> None:
        self.text = text
        self.actors = [
            Actor(p.name, p.gender, [m[0] for m in p.mentions], set(), p) for p in people
        ]
        self.starts = [0, *[m.end() for m in _SENTENCE.finditer(text)]]
        self.quoted = sorted(span for run in runs(text) for span in run)
        self.quote_starts = [span[0] for span in self.quoted]
        self.contents = contents
        self.turns: list[tuple[int, int]] = []
        self.chosen: dict[int, int | None] = {}

    def in_quotes(self, at: int) -> bool:
        """Whether the character ``at`` stands in a quotation."""
        n = bisect_right(self.quote_starts, at) - 1
        return n >= 0 and at < self.quoted[n][1]

    def sentence(self, at: int) -> int:
        """The number of the sentence that holds the character ``at``."""
        return bisect_right(self.starts, at) - 1

    def said(self, actor: int, at: int) -> None:
        """Note that ``actor`` spoke at ``at``: the next "he" is likely he."""
        self.turns.append((at, actor))
        self.actors[actor].strong.add(at)
        self.actors[actor].at.append(at)

    def walk(self, upto: int, since: int) -> None:
        """Resolve the pronouns between two offsets outside quotations, so that they carry on."""
        for match in _PRONOUN.finditer(self.text, since, upto):
            if self.in_quotes(match.start()) or match.start() in self.chosen:
                continue
            ranked = self.rank(match.start(), GENDERS[match.group().lower()], ())
            best = ranked[0][1] if ranked else None
            self.chosen[match.start()] = best
            if best is not None:
                self.actors[best].at.append(match.start())

    def rank(self, at: int, gender: str, own: Sequence[Span]) -> list[tuple[float, int]]:
        """Return the actors "he" at ``at`` may be, the likeliest first, with their scores.

        ``own`` is the content of the same statement: people rarely speak of themselves by name.
        """
        scored = []
        for number, actor in enumerate(self.actors):
            if gender and actor.gender and actor.gender != gender:
                continue
            score = self._score(actor, number, at, gender, own)
            if score > 0:
                scored.append((round(score, 4), number))
        return sorted(scored, key=lambda one: (-one[0], one[1]))

    def _score(self, actor: Actor, number: int, at: int, gender: str, own: Sequence[Span]) -> float:
        here = self.sentence(at)
        best, total = 0.0, 0.0
        for place in actor.at:
            if place >= at:
                continue
            far = here - self.sentence(place)
            if far > _FAR:
                continue
            weight = 1 / (1 + 0.6 * far)
            # In words that are quoted, those whom they name are the nearest.
            quoted = self.in_quotes(place) and not self.in_quotes(at)
            weight *= 0.35 if quoted else 1.0
            if not quoted and self._subject(place):
                weight *= 1.5
            if any(a <= place < b for a, b in own):
                weight *= 0.3
            best, total = max(best, weight), total + weight
        if not best:
            return 0.0
        score = best + 0.15 * min(total, 3)
        before = [turn for turn in self.turns if turn[0] < at]
        if before and before[-1][1] == number:
            far = here - self.sentence(before[-1][0])
            score += 0.6 / (1 + 0.2 * far)
        if actor.person is None:
            score *= 0.6
        if gender and not actor.gender:
            score *= 0.65
        return score

    def _subject(self, place: int) -> bool:
        start = self.starts[self.sentence(place)]
        return place - start < 30


def with_owner(stage: Stage, phrase: Phrase) -> str:
    """Return the words "his aides" with the name of him whose they are; empty if they are nobody's."""
    match = _OWNED.match(phrase.text)
    if not match:
        return ""
    ranked = stage.rank(phrase.span[0], GENDERS[match.group("whose").lower()], ())
    owner = stage.actors[ranked[0][1]].person if ranked else None
    some = (match.group("some") or "").lower()
    return f"{some}{owner.name}’s {phrase.text[match.end() :]}" if owner else ""


_BEFORE = 400  # characters before "they" in which its plural stands
_PLURAL = re.compile(
    r"\b(?:[Tt]he |[Ss]ome |[Mm]any )?(?:(?!(?:of|by|to|for|with|and|from|in|at|on|that|what|which|"
    r"when|how|than|but|as|if|so) )[\w’-]+ )?"
    r"(?:[\w-]{3,}s|[Pp]olice|[Pp]eople|men|women|children)\b(?=[ ,])"
)


_VERBS = frozenset("have has had are were is was do did be been".split())


def plural_before(stage: Stage, since: int, at: int) -> Speaker | None:
    """Return the group of people named last between two places: whom "they" may take up.

    Outside quotations it is nobody whom a quotation names.
    """
    known, text = lexicon(), stage.text
    first = max(since, at - _BEFORE)
    for match in reversed(list(_PLURAL.finditer(text[first:at]))):
        if stage.in_quotes(first + match.start()) and not stage.in_quotes(at):
            continue
        words = match.group().split()
        while words[0] in _VERBS:  # "have people that …"
            del words[0]
        head = bare(words[-1])
        if head == "police" or head[:-1] in known.person or head in known.group | known.withheld:
            said = " ".join(words)
            named = (first + match.end() - len(said), first + match.end())
            reason = "the plural before it"
            return Speaker(said, SpeakerType.GROUP, named=(named,), reason=reason)
    return None


_SENTENCE_END = re.compile(rf"\n|{NO_END}\.[”\"]?\s(?=[A-Z“\"])")
_OF_BODY = re.compile(
    r"\b(?P<head>[a-z-]+)\s(?:at|of|in|from|with|for|inside|within|close\sto|near)\s(?:[\w.’'&-]+\s?){1,7}$"
)
_SEVERAL = re.compile(r"(?<!\w)[a-z-]{3,}[^s]s$")
_NOUN_PHRASE = re.compile(
    r"\b(?:an?|the|one|another|some|many|several|most|two|three|four|five|\d[\d,]*)\s"
    r"(?:(?!who\b|of\b)[\w“”\"’'-]+\s){0,4}$"
)


def words_before(text: str, at: int) -> Span:
    """Return where the words of the sentence before "who" at ``at`` stand."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text, max(0, at - 1000), at)]
    start = ends[-1] if ends else max(0, at - 1000)
    return start, start + len(text[start:at].rstrip(" ,—–-("))


def head_before(text: str, at: int) -> Span:
    """Return where the words stand that "who" at ``at`` takes up: "a source at the Customs Office".

    Of somebody and a body it is the person who speaks. Empty if there are no words.
    """
    start, end = words_before(text, at)
    first = min(start + phrase_start(text[start:end]), end)
    who = text[at : at + 3].lower() == "who"
    if (
        not who
        or _of_people(phrase_of(text, (first, end)).head)
        or _SEVERAL.search(text, first, end)
    ):
        return first, end
    for match in _OF_BODY.finditer(text, start, end):
        if match.start() < first and _of_people(match.group("head")):
            opens = _NOUN_PHRASE.search(text, start, match.start())
            first = opens.start() if opens else match.start()
    return first, end


def _of_people(head: str) -> bool:
    known = lexicon()
    return bool({head, head.removesuffix("s")} & (known.person | known.withheld))


_NAMED = re.compile(r",\s[A-Z][\w’-]+$")


def named_before(text: str, people: Sequence[Person], at: int) -> Person | None:
    """Return the person whom "who" at ``at`` takes up: the name before it, or before an apposition."""
    start, end = words_before(text, at)
    near = [
        (mention, person.name, person)
        for person in people
        for mention in person.mentions
        if start <= mention[0] and end - 90 <= mention[1] <= end
    ]
    last = max(near, default=None)
    if last is None or text[at : at + 5].lower() == "which":
        return None
    between = text[last[0][1] : end]
    # "Ann Lee told a woman who", "Paul Orrin and his wife, Lena, who": somebody else stands nearer.
    another = text[end] == " " and _of_people(between.split()[-1]) if between.split() else False
    joined = end - last[0][1] < 3 or ("," in between and not another and not _NAMED.search(between))
    return last[2] if joined else None
