"""Who the speaker of each statement is, within its article. Pure: text and statements in, speakers out.

From left to right: a named source puts its bearer on the stage, a pronoun or a role takes someone
who stands there, a description stays what it is and is never given a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from sayso.addressed import addressee
from sayso.antecedents import (
    GENDERS,
    Actor,
    Stage,
    head_before,
    named_before,
    plural_before,
    with_owner,
)
from sayso.bodies import fuller, introduced
from sayso.chains import chain, parents
from sayso.hints import hints_of
from sayso.mentions import Person, lexicon, people, words_of
from sayso.records import Attribution, Form, Said, Span, Speaker, SpeakerType, quote
from sayso.roles import bearer, elsewhere, gender_of, holds, only_one, role_of, spoken_for
from sayso.sources import (
    Phrase,
    alone,
    described_at,
    described_in,
    joint_name,
    kind_of_phrase,
    named_in,
    others_with,
    phrase_of,
)

_RELATIVE = {"who", "which", "that", "whom"}
_PLURAL = {"they", "them", "their", "themselves", "both"}
_PASSIVE = re.compile(r"(?:is|are|was|were|be|been|being|(?:has|have|had)\sbeen|known|seem|appear)")
_OBJECT = {"him", "her"}
_OF_THEM = re.compile(r"(?:both|all|each|two|three|four) of them")
_FIRST = {"i", "we", "me", "us", "my", "our"}
_SURE = 0.01  # a lead over the next candidate below this is no lead
_LEAD = 0.2  # the same for a description, which may be somebody not named at all
_NEARER = 120  # characters; a plural this close to "they" comes before a speaker farther off
_FAR = 500  # characters; from there on a plural that did not speak may be meant
_NEAR = 400  # characters; a statement without a source goes on with the speaker before it


def resolve(
    text: str, attributions: Sequence[Attribution], known: Sequence[Speaker] = ()
) -> tuple[Said, ...]:
    """Return who speaks in each of ``attributions``, in their order, and what each stands inside.

    ``known`` are the speakers of the first ones, where they were resolved before. Spans in and out
    are characters of ``text``, half open. Nothing is raised.
    """
    return _resolved(text, tuple(attributions), tuple(known))


@lru_cache(maxsize=4)  # the same article is asked for when it is read and when it is shown
def _resolved(
    text: str, attributions: tuple[Attribution, ...], known: tuple[Speaker, ...]
) -> tuple[Said, ...]:
    above = parents(text, attributions)
    work = _Work(text, attributions, above)
    work.speakers[: len(known)] = known
    for number in sorted(range(len(attributions)), key=work.place):
        work.speakers[number] = work.speaker(number)
    return tuple(
        Said(work.speakers[n] or _unclear("no source"), above[n]) for n in range(len(attributions))
    )


def _unclear(reason: str, candidates: tuple[str, ...] = ()) -> Speaker:
    return Speaker("", SpeakerType.UNCLEAR, candidates=candidates, reason=reason)


class _Work:
    """One article while its speakers are being found."""

    def __init__(
        self, text: str, attributions: Sequence[Attribution], above: Sequence[int | None]
    ) -> None:
        self.text, self.attributions, self.above = text, attributions, above
        sources = [span for one in attributions for span in one.source]
        self.people = people(text, hints_of(text, sources))
        contents = [span for one in attributions for span in one.content]
        self.stage = Stage(text, self.people, contents)
        self.speakers: list[Speaker | None] = [None] * len(attributions)
        self.order: list[int] = []
        self.walked = 0

    def place(self, number: int) -> tuple[int, int]:
        """Where the source stands; without one, where the cue does."""
        one = self.attributions[number]
        spans = one.source or one.cue or one.content
        return (spans[0][0] if spans else 0, number)

    def speaker(self, number: int) -> Speaker:
        """Resolve one statement, unless its speaker is known; those before it in the text are done."""
        one = self.attributions[number]
        at = self.place(number)[0]
        self.stage.walk(at, min(self.walked, at))
        self.walked = max(self.walked, at)
        found = self.speakers[number] or (
            self._of_source(number) if one.source else self._left_out(number)
        )
        for n, actor in enumerate(self.stage.actors):
            if actor.name == found.name and found.type in (SpeakerType.PERSON, SpeakerType.UNNAMED):
                self.stage.said(n, at)
        self.order.append(number)
        return found

    def _of_source(self, number: int) -> Speaker:
        one = self.attributions[number]
        span = (one.source[0][0], one.source[-1][1])
        phrase = phrase_of(self.text, span)
        word = phrase.text.lower().strip()
        if not word:
            return _unclear("the source has no words")
        if word == "you":
            return self._you(number, span)
        if word in _FIRST:
            return self._first_person(number, span)
        if word in GENDERS:
            return self._he_or_she(number, span, GENDERS[word])
        if word in _RELATIVE:
            return self._relative(span)
        if _OF_THEM.fullmatch(word):
            return plural_before(self.stage, 0, span[0]) or self._they(number, span)
        if word in _PLURAL:
            return self._they(number, span)
        if word in ("it", "its", "itself"):
            return self._it(number, span)
        return self._phrase(phrase)

    def _phrase(self, phrase: Phrase) -> Speaker:
        if named := named_in(self.text, phrase.span, self.people):
            return self._named(named, phrase)
        if person := alone(self.text, phrase, self.people):
            return self._person(person, (phrase.span,), "named", phrase)
        if taken := bearer(self.text, phrase, self.people):
            return self._person(taken, (phrase.span,), f"“{phrase.text}” is said of {taken.name}")
        kind = kind_of_phrase(phrase)
        if joint := joint_name(phrase):
            return Speaker(joint, kind, named=(phrase.span,), reason="named together")
        if kind is SpeakerType.UNNAMED and (held := self._definite(phrase)):
            return held
        if only := only_one(self.text, phrase, self.people):
            return self._person(only, (), f"“{phrase.text}”: the only one it can be")
        inside = described_in(self.text, phrase.span)
        short = self.text[phrase.span[0] : inside[0]].rstrip(" ,—–-(") if inside else ""
        if short:
            phrase = replace(phrase, span=(phrase.span[0], phrase.span[0] + len(short)), text=short)
        if kind is SpeakerType.DOCUMENT and (span := introduced(self.text, phrase)):
            name = self.text[slice(*span)]
            reason = f"“{phrase.text}” takes it up"
            return Speaker(name[0].lower() + name[1:], kind, named=(span,), reason=reason)
        span, name = fuller(self.text, phrase, kind)
        if kind in (SpeakerType.UNNAMED, SpeakerType.DOCUMENT) and (
            again := self._again(phrase, kind)
        ):
            return again
        name = with_owner(self.stage, phrase) or name
        if kind is SpeakerType.UNNAMED and re.match(r"(?i)(?:an?|one|another|the)\b", phrase.text):
            self.stage.actors.append(Actor(name, gender_of(phrase)))
        described = inside or described_at(self.text, span)
        return Speaker(
            name,
            kind,
            speaks_for=spoken_for(self.text, phrase, self.people),
            described=(described,) if described else (),
            named=(span,),
            reason="as the source is called",
        )

    def _definite(self, phrase: Phrase) -> Speaker | None:
        """The person on the stage whom "the senator" takes up, if one stands out clearly.

        Never for words that withhold a name ("the official").
        """
        known = lexicon()
        fits = (
            re.match(r"(?i)the\s(?!.*[’']s\s)", phrase.text)
            and phrase.head in (known.titles | {"businesswoman"}) - known.withheld
        )
        if not fits or len(phrase.words) > 6 or elsewhere(phrase):
            return None
        gender = gender_of(phrase)
        ranked = [
            one
            for one in self.stage.rank(phrase.span[0], gender, ())
            if self.stage.actors[one[1]].person
        ]
        if not ranked:
            return None
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _LEAD:
            names = tuple(self.stage.actors[number].name for _, number in ranked[:3])
            return _unclear(f"“{phrase.text}” may be two people", names)
        person = self.stage.actors[ranked[0][1]].person
        if person and holds(self.text, person, phrase.head) is False:
            return _unclear(f"“{phrase.text}” is not what {person.name} is called")
        return (
            self._person(person, (), f"“{phrase.text}” takes up the last named") if person else None
        )

    def _again(self, phrase: Phrase, kind: SpeakerType) -> Speaker | None:
        """The unnamed source that "the aide" takes up again."""
        # "The Hale Report" is a name of its own; "a spokesman" is the one of just before, if any.
        spokes = re.fullmatch(r"(?i)a\sspokes\w+", phrase.text)
        if not spokes and not re.match(r"(?:[Tt]he|[Tt]hat|[Tt]his)\s(?!.*\b[A-Z])", phrase.text):
            return None
        if len(phrase.words) > 3:
            return None
        for number in reversed(self.order):
            known = self.speakers[number]
            if spokes and (known is None or phrase.span[0] - self.place(number)[0] > _FAR):
                return None
            if known and known.type is kind and phrase.head in words_of(known.name.split(",")[0]):
                return replace(known, reason=f"“{phrase.text}” takes it up again")
            if spokes and known and known.speaks_for:
                return None
        return None

    def _named(self, named: list[tuple[Person, Span]], phrase: Phrase) -> Speaker:
        persons = list({person.name: person for person, _ in named}.values())
        if len(persons) > 1:
            return Speaker(
                " & ".join(person.name for person in persons),
                SpeakerType.PERSON,
                named=tuple(sorted({person.named for person in persons})),
                reason="named together",
            )
        sure = " " in persons[0].name or persons[0].roles
        if sure and (joined := others_with(self.text, phrase, named[0][1])):
            name = f"{persons[0].name} & {joined}"
            return Speaker(name, SpeakerType.GROUP, named=(named[0][1],), reason="named together")
        return self._person(persons[0], (named[0][1],), "named", phrase)

    def _person(
        self, person: Person, spans: tuple[Span, ...], reason: str, phrase: Phrase | None = None
    ) -> Speaker:
        described = [found for m in person.mentions if (found := described_at(self.text, m))]
        role = role_of(self.text, person)
        speaks_for = spoken_for(self.text, phrase, self.people, person)
        named = tuple(sorted({person.named, *spans})) if reason == "named" else (person.named,)
        return Speaker(
            person.name, SpeakerType.PERSON, role, speaks_for, tuple(described), named, (), reason
        )

    def _he_or_she(self, number: int, span: Span, gender: str) -> Speaker:
        own = self.attributions[number].content
        others = self._not_he(number, span)
        ranked = self.stage.rank(span[0], gender, own)
        ranked = [one for one in ranked if self.stage.actors[one[1]].name not in others]
        # Inside a statement "he" is often its speaker, but "Ann said he lied" never is Ann's "she".
        if not ranked:
            named = [p for p in self.people if p.name not in others]
            earlier = [p for p in named if p.gender == gender and p.mentions[0] < span]
            if earlier:
                last = max(earlier, key=lambda p: max(m for m in p.mentions if m < span))
                return self._person(last, (), "the last named before, far off")
            later = [p for p in self.people if p.gender in ("", gender) and p.mentions[0] > span]
            near = [p for p in later if p.mentions[0][0] - span[0] < _NEAR]
            if near:
                return self._person(near[0], (), "named just after")
            return _unclear("nobody is named before it")
        return self._take(ranked, span)

    def _not_he(self, number: int, span: Span) -> set[str]:
        """Who is not "him": whoever quotes him, and those who speak to each other of him."""
        names = set()
        for above in chain(number, self.above)[:-1]:
            one, speaker = self.attributions[above], self.speakers[above]
            object_of = bool(one.cue) and 0 < span[0] - one.cue[-1][1] < 2
            if speaker and object_of and quote(self.text, (span,)) in _OBJECT:
                names.add(speaker.name)
            elif speaker and self._quoted_by(above, span[0]):
                other = addressee(self.text, one, self.people)
                names |= {speaker.name, other.name if other else ""}
        return names

    def _you(self, number: int, span: Span) -> Speaker:
        for above in reversed(chain(number, self.above)[:-1]):
            if person := addressee(self.text, self.attributions[above], self.people):
                return self._person(person, (), "“you” in words to him or her")
        return Speaker("readers", SpeakerType.GROUP, named=(span,), reason="“you” are the readers")

    def _quoted_by(self, above: int, at: int) -> bool:
        """Whether the words at ``at`` are quoted from the speaker of the statement ``above``."""
        source = self.attributions[above].source
        return self.stage.in_quotes(at) and not (source and self.stage.in_quotes(source[0][0]))

    def _take(self, ranked: list[tuple[float, int]], span: Span) -> Speaker:
        self.stage.chosen[span[0]] = ranked[0][1]
        names = tuple(dict.fromkeys(self.stage.actors[n].name for _, n in ranked))[:3]
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _SURE:
            return _unclear("two people fit as well", names)
        actor = self.stage.actors[ranked[0][1]]
        word = self.text[span[0] : span[1]]
        if actor.person:
            return self._person(actor.person, (), f"“{word}”: the likeliest named before")
        return self._described(actor.name, f"“{word}”")

    def _described(self, name: str, reason: str) -> Speaker:
        for number in reversed(self.order):
            known = self.speakers[number]
            if known and known.name == name:
                return replace(known, reason=reason)
        return _unclear(reason, (name,))

    def _relative(self, span: Span) -> Speaker:
        if last := named_before(self.text, self.people, span[0]):
            return self._person(last, (), "the name before it")
        first, end = head_before(self.text, span[0])
        if first >= end:
            return _unclear("no words before it")
        return self._phrase(phrase_of(self.text, (first, end)))

    def _first_person(self, number: int, span: Span) -> Speaker:
        above = self.above[number]
        while above is not None:
            known = self.speakers[above] or self._early(above)
            if known.type is not SpeakerType.AUTHOR or self.above[above] is None:
                return replace(known, reason="“I” in the words of this speaker")
            above = self.above[above]
        if self.stage.in_quotes(span[0]):
            for other, one in enumerate(self.attributions):
                if other != number and any(a <= span[0] < b for a, b in one.content):
                    return replace(self._early(other), reason="“I” in a quotation")
            last = self.speakers[self.order[-1]] if self.order else None
            if last and last.type is not SpeakerType.AUTHOR:
                return replace(last, reason="“I” in a quotation after this speaker")
            return _unclear("a quotation whose speaker is not given")
        return Speaker("AUTHOR", SpeakerType.AUTHOR, named=(span,), reason="outside quotations")

    def _early(self, number: int) -> Speaker:
        if (known := self.speakers[number]) is not None:
            return known
        own = self.attributions[number].source
        # Another "I" would ask back for ever.
        first = bool(own) and self.text[slice(*own[0])].lower() in _FIRST
        return self._of_source(number) if own and not first else _unclear("no source")

    def _they(self, number: int, span: Span) -> Speaker:
        plural = (SpeakerType.GROUP, SpeakerType.ORGANISATION, SpeakerType.UNNAMED)
        above = self.above[number]
        outer = self.speakers[above] if above is not None else None
        several = outer and (outer.type in (plural[0], plural[2]) or " & " in outer.name)
        if outer and above is not None and several and not self._quoted_by(above, span[0]):
            return replace(outer, reason="“they” in the words of these")
        for other in reversed(self.order):
            known = self.speakers[other]
            if known and outer and outer.name and outer.name in known.name:
                continue
            if known and (known.type in plural or " & " in known.name):
                since = max(self.place(other)[0], span[0] - _NEARER)
                far = span[0] - self.place(other)[0] > _FAR
                near = plural_before(self.stage, since, span[0]) if outer or far else None
                return near or replace(known, reason="“they” after these")
        return plural_before(self.stage, 0, span[0]) or _unclear("no plural before it")

    def _it(self, number: int, span: Span) -> Speaker:
        things = (SpeakerType.ORGANISATION, SpeakerType.OUTLET, SpeakerType.DOCUMENT)
        for other in reversed(self.order):
            known = self.speakers[other]
            if known and known.type in things:
                return replace(known, reason="“it” after this")
        return _unclear("no thing that speaks before it")

    def _left_out(self, number: int) -> Speaker:
        above = self.above[number]
        one = self.attributions[number]
        cue = self.text[one.cue[0][0] : one.cue[-1][1]].lower() if one.cue else ""
        if cue.startswith(("asked", "pressed", "questioned")):
            return _unclear("who asked is not said")
        subject = named_before(self.text, self.people, one.cue[0][0]) if "quoted" in cue else None
        if subject:
            return self._person(subject, (), "he is quoted")
        if above is not None and (known := self.speakers[above]):
            return replace(known, reason="no source: inside this speaker's statement")
        # "He was told that …" goes on with nobody, "adding that …" does.
        told = _PASSIVE.match(cue) and not any(self.stage.in_quotes(a + 1) for a, _ in one.content)
        if one.form is Form.INDIRECT or not (one.cue or one.content) or told:
            return _unclear("no source is named")
        start = one.start
        for other in reversed(self.order):
            known = self.speakers[other]
            last = self.attributions[other]
            ends = max((s[1] for s in (*last.source, *last.cue, *last.content)), default=0)
            if known and known.name and abs(start - ends) < _NEAR:
                return replace(known, reason="no source: goes on with the speaker before")
        return _unclear("no source, and nobody spoke just before")
