"""Typed comparison: what two mentions say differently, in words: a denial, a number, a day, a place.

It answers only whether the two *could* clash and on what; whether they speak of the same thing is for
the pair model and the words they share. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from sayso.across.relation import Kind
from sayso.across.stated import Stated
from sayso.records import Concerns, Number, Polarity, Time

_FALSE = re.compile(
    r"\b(?:hoax|fake[ds]?|false(?:ly)?|untrue|not true|no truth|bogus|fabricat\w+|debunk\w*|made[- ]up|"
    r"phony|satir\w+|myth|prank|staged|denie[sd]|deny|denying|denial|dismiss\w*|refut\w+|reject\w*|"
    r"disput\w+|retract\w*|withdr[ae]w\w*|no evidence|without evidence|unfounded|baseless|"
    r"inaccurate|incorrect|misidentif\w+|wrongly|mistaken\w*)\b",
    re.I,
)
_NEGATION = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|neither|nor|without|cannot|unable|fail(?:s|ed)? to)\b|"
    r"\b\w+n[’']t\b",
    re.I,
)
# "would not discuss what was found", "38 and not a drum more": these negate nothing that is said.
_NO_NEGATION = re.compile(
    r"\b(?:would|could|will|did|does|do|has|have|had)(?:\s+not|n[’']t)\s+(?:\w+ly\s+)?(?:be\s+)?"
    r"(?:discuss|comment|elaborate|answer|respond|repl(?:y|ied)|sa(?:y|id)|disclose|identif(?:y|ied))\w*|"
    r"\bnot\s+(?:an?|one)\s+(?:\w+\s+)?(?:more|less)\b|\bnot\s+(?:only|just|least)\b",
    re.I,
)
_UNBELIEVED = re.compile(
    r"\b(?:no longer|never|not|\w+n[’']t)\s+(?:\w+\s+)?(?:believe[sd]?|think|thought|accept(?:s|ed)?)\s*$",
    re.I,
)
_CORRECTS = re.compile(
    r"\b(?:correct(?:ed|ion|s|ing)|retract\w*|clarif\w+|revis(?:ed|es|ion)|apolog\w+|withdr[ae]w\w*|"
    r"took back|backtrack\w*|earlier (?:report|version|statement)\w*|had (?:earlier|previously|"
    r"initially|originally)|(?:initially|originally|previously) (?:reported|said|stated|identified))\b",
    re.I,
)
_MOVED = re.compile(
    r"\b(?:now|since|later|latest|so far|by then|no longer|anymore|eventually|subsequently|updated?|"
    r"ris(?:e|es|en|ing)|rose|climb(?:ed|s)|grew|grown|increas\w+|jump(?:ed|s)|fell|dropp?\w+|"
    r"resum\w+|reopen\w*|released|freed|recovered|has been found)\b",
    re.I,
)
_AS_OF = re.compile(r"\b(?:by|as of|until)\s+(?:\w+\s+){0,3}$", re.I)
_WORD = re.compile(r"[^\W\d_]{3,}")
_GROWS = re.compile(
    r"^(?:dead|death|deaths|kill|body|bodies|victim|casualt|injur|wound|hurt|missing|arrest|case|fatalit|"
    r"infect|people|person|toll|evacuat|displac|surviv|detain|hospital)",
    re.I,
)
_DEAD = re.compile(r"\b(?:dead|deaths?|bod(?:y|ies)|fatalit(?:y|ies)|lives)\b", re.I)
_KILLED = re.compile(r"\b(?:kill(?:ed|ing|s)|claim(?:ed|ing)|deaths of)\s+(?:\w+\s+)?$", re.I)
_DIED = re.compile(
    r"\s+(?:(?:who|were|was|are|is|have|has|had|been)\s+)*(?:killed|dead|died|lost their)\b", re.I
)
_TOLL = re.compile(
    r"\b(?:toll|number of (?:the\s)?(?:people\s)?(?:dead|killed|deaths|victims))\b[^.;\d]{0,120}"
    r"\b(?:at|to|of|is|was|now|still|reached)\s+(?:at least\s|about\s|some\s)?$",
    re.I,
)


class Parity(Enum):
    """Which way a mention puts what it says."""

    AFFIRMS = auto()
    NEGATES = auto()
    OPEN = auto()  # asked, supposed, refused: it says neither


@dataclass(frozen=True, slots=True)
class Clash:
    """Two mentions that differ on one thing; ``reason`` says on what, with the words of both."""

    kind: Kind
    reason: str


def parity(stated: Stated) -> Parity:
    """Return which way ``stated`` puts its content, by its polarity and the words of its sentence.

    Each turns it round: a cue that denies, a belief that is not held, a word in it that calls
    something false ("hoax", "not true"), a negation. So the denial of a hoax affirms.
    """
    if stated.polarity in (Polarity.ASKED, Polarity.SUPPOSED, Polarity.REFUSED):
        return Parity.OPEN
    denied = stated.polarity is Polarity.DENIED
    within = any(stated.span[0] <= start < stated.span[1] for start, _ in stated.facts.marks)
    called_false = bool(_FALSE.search(stated.words)) or (denied and within)
    negated = bool(_NEGATION.search(_NO_NEGATION.sub(" ", _FALSE.sub(" ", stated.words))))
    before = stated.sentence_words[: stated.span[0] - stated.sentence[0]]
    unbelieved = stated.polarity is not Polarity.DENIED and bool(_UNBELIEVED.search(before))
    turned = (denied and not within) + called_false + negated + unbelieved
    return Parity.NEGATES if turned % 2 else Parity.AFFIRMS


def calls_false(stated: Stated) -> bool:
    """Whether the sentence calls something false: a hoax, a denial, a report withdrawn."""
    return bool(_FALSE.search(stated.sentence_words))


@dataclass(frozen=True, slots=True)
class Difference:
    """What two mentions say differently, told once for all who weigh it.

    ``clash`` is the first of a number, a denial, a day, a place; ``opposed``: one affirms what the other
    negates; ``open``: one says neither.
    """

    clash: Clash | None
    opposed: bool
    open: bool

    @property
    def of_number(self) -> bool:
        """Whether they clash on a number."""
        return self.clash is not None and self.clash.kind is Kind.NUMBER


def difference(left: Stated, right: Stated) -> Difference:
    """Return what two mentions say differently."""
    sides = (parity(left), parity(right))
    number, _ = numbers(left, right)
    clash = number or denial(left, right, sides) or times(left, right) or places(left, right)
    opposed = set(sides) == {Parity.AFFIRMS, Parity.NEGATES}
    return Difference(clash, opposed, Parity.OPEN in sides)


def denial(left: Stated, right: Stated, sides: tuple[Parity, Parity]) -> Clash | None:
    """Return the clash of a mention that denies or negates what the other affirms, if it is one.

    ``sides`` are which way each of the two puts it.
    """
    if set(sides) != {Parity.AFFIRMS, Parity.NEGATES}:
        return None
    negating = left if sides[0] is Parity.NEGATES else right
    found = _FALSE.search(negating.sentence_words) or _NEGATION.search(negating.words)
    words = f"“{found.group()}”" if found else f"{negating.polarity.value}"
    return Clash(Kind.DENIAL, f"one side negates ({words}) what the other states")


def numbers(left: Stated, right: Stated) -> tuple[Clash | None, bool]:
    """Return a clash of numbers that count the same thing, and whether any such numbers agree."""
    agree, clash = False, None
    for one in left.facts.numbers:
        for other in right.facts.numbers:
            if not _same_count(left, one, right, other):
                continue
            if _apart(one, other):
                words = [_words(s, n.span) for s, n in ((left, one), (right, other))]
                clash = clash or Clash(Kind.NUMBER, f"“{words[0]}” against “{words[1]}”")
            else:
                agree = True
    return (None if agree else clash), agree


def times(left: Stated, right: Stated) -> Clash | None:
    """Return the clash of two days that both sides give for what they speak of, if none is shared."""
    days = [
        {
            time.value[:10]: time
            for time in side.facts.times
            if time.concerns is Concerns.CONTENT and _is_day(time)
        }
        for side in (left, right)
    ]
    if not all(days) or days[0].keys() & days[1].keys():
        return None
    one, other = next(iter(days[0].values())), next(iter(days[1].values()))
    words = [_words(s, t.span) for s, t in ((left, one), (right, other))]
    return Clash(Kind.TIME, f"“{words[0]}” against “{words[1]}”")


def places(left: Stated, right: Stated) -> Clash | None:
    """Return the clash of places of one kind, if both sides name one and share none."""
    named = [
        {
            _words(side, name).casefold(): place
            for place in side.facts.places
            for name in place.names
        }
        for side in (left, right)
    ]
    if not all(named) or named[0].keys() & named[1].keys():
        return None
    kinds = [{place.kind for place in one.values()} for one in named]
    if not kinds[0] & kinds[1]:
        return None
    one, other = next(iter(named[0])), next(iter(named[1]))
    if any(name in right.sentence_words.casefold() for name in named[0]):
        return None
    return Clash(Kind.PLACE, f"“{one}” against “{other}”")


def corrects(left: Stated, right: Stated) -> bool:
    """Whether a side says that an earlier statement is taken back."""
    return any(_CORRECTS.search(side.sentence_words) for side in (left, right))


def moved_on(left: Stated, right: Stated, clash: Clash | None) -> str:
    """Return why the later of two mentions may be the newer state of the same thing; empty: not so.

    That needs two days of publication, or words that say that things moved on, and for numbers one
    that grows as a story runs.
    """
    first, second = sorted((left, right), key=lambda side: side.published)
    later = bool(first.published) and first.published[:10] < second.published[:10]
    if later and _as_of(second, first.published[:10]):
        return ""  # it tells of the moment of the first report, or of one before it
    marks = _MOVED.search(second.words if later else f"{left.words} {right.words}")
    if clash is not None and clash.kind is Kind.NUMBER:
        grows = any(
            _GROWS.match(word)
            for side in (left, right)
            for number in side.facts.numbers
            for word in _counted(side, number)
        )
        if later and (grows or marks):
            return f"reported later ({second.published[:10]} after {first.published[:10]})"
        return f"“{marks.group()}”" if marks and grows else ""
    if later and marks:
        return f"reported later, with “{marks.group()}”"
    return ""


def _as_of(stated: Stated, day: str) -> bool:
    """Whether ``stated`` says how things stood by a moment no later than ``day``."""
    return any(
        _is_day(time)
        and time.value[:10] <= day
        and _AS_OF.search(stated.words[: time.span[0] - stated.span[0]])
        for time in stated.facts.times
    )


def _words(side: Stated, span: tuple[int, int]) -> str:
    return side.words[span[0] - side.span[0] : span[1] - side.span[0]]


def _counted(side: Stated, number: Number) -> Iterator[str]:
    """The words for what a number counts; "dead" for a toll, in whatever words it is put."""
    start, end = (at - side.span[0] for at in number.span)
    if side.words.startswith(" of ", end):
        return  # "two of the dead" is no toll, nor the count of anything else
    if number.counts and side.span[0] <= number.counts[0] < number.counts[1] <= side.span[1]:
        words = _words(side, number.counts)
        yield from (match.group().lower() for match in _WORD.finditer(words))
        dead = _DEAD.search(words) or _KILLED.search(side.words, 0, start)
        end = number.counts[1] - side.span[0]
    else:
        dead = _TOLL.search(side.words, 0, start)
    if dead or _DIED.match(side.words, end):
        yield "dead"


def _same_count(left: Stated, one: Number, right: Stated, other: Number) -> bool:
    if one.unit != other.unit:
        return False
    heads = [{word[:5] for word in _counted(*side)} for side in ((left, one), (right, other))]
    if heads[0] and heads[1]:
        return bool(heads[0] & heads[1])
    return bool(one.unit) and not heads[0] and not heads[1]


def _apart(one: Number, other: Number) -> bool:
    lows = [number.low if number.low is not None else float("-inf") for number in (one, other)]
    highs = [number.high if number.high is not None else float("inf") for number in (one, other)]
    slack = (
        0.05 * max(abs(x) for x in (*lows, *highs) if abs(x) != float("inf"))
        if any(number.approximate for number in (one, other))
        else 0.0
    )
    return lows[0] > highs[1] + slack or lows[1] > highs[0] + slack


def _is_day(time: Time) -> bool:
    return time.resolved and bool(re.match(r"\d{4}-\d\d-\d\d$|\d{4}-\d\d-\d\dT", time.value))
