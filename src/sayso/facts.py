"""What exactly is said: polarity, times, places and numbers of every statement and of the article's
own voice, each with its words.

An article is read once for times, places and numbers; each statement then gets those that stand in
its content, and the times and places of the statement itself.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sayso.numbers import numbers_of
from sayso.places import places_of
from sayso.polarity import Told, polarity_of
from sayso.records import (
    Attribution,
    Concerns,
    Facts,
    Form,
    Kind,
    Number,
    OwnWords,
    Place,
    Polarity,
    Span,
    Time,
)
from sayso.times import coming, times_of
from sayso.tokens import sentences, tokens_of
from sayso.voice import judged, own_spans


@dataclass(frozen=True, slots=True)
class _Scan:
    """All that stands in a text, whoever says it."""

    times: tuple[Time, ...]
    places: tuple[Place, ...]
    numbers: tuple[Number, ...]
    sentences: tuple[Span, ...]


@lru_cache(maxsize=1)  # facts_of and voice_of read the same article one after the other
def _scan(text: str, published: str) -> _Scan:
    tokens = tokens_of(text)
    times = times_of(tokens, published)
    numbers = numbers_of(tokens, [time.span for time in times])
    return _Scan(times, places_of(tokens), numbers, tuple(sentences(text)))


def facts_of(
    text: str, attributions: Sequence[Attribution], published: str = ""
) -> tuple[Facts, ...]:
    """Return what each of ``attributions`` says, in their order.

    ``published`` is the article's ISO 8601 date; without it relative times stay unresolved. Spans
    are characters of ``text``, half open. Nothing is raised for a text that makes no sense.
    """
    scan = _scan(text, published)
    told = []
    for one in attributions:
        polarity = polarity_of(text, one)
        outside = _beside(scan, one, attributions)
        told.append(
            Facts(
                polarity.polarity,
                polarity.marks,
                polarity.negation,
                _demanded(text, published, polarity, _times(scan, one, outside)),
                _places(scan, one, outside),
                tuple(n for n in scan.numbers if _in(n.span, one.content)),
            )
        )
    return tuple(told)


def voice_of(
    text: str, attributions: Sequence[Attribution], published: str = ""
) -> tuple[OwnWords, ...]:
    """Return what the article says in its own voice: the sentences outside every statement.

    Each is a report or the author's opinion, with the same facts as a statement has.
    """
    return own_words(text, own_spans(text, attributions), published)


def own_words(text: str, spans: Sequence[Span], published: str = "") -> tuple[OwnWords, ...]:
    """Return what is known of the words at ``spans``, each said in the article's own voice."""
    scan = _scan(text, published)
    found = []
    for span in spans:
        voice, marks = judged(text, span)
        own = Attribution((), (), (span,), Form.INDIRECT, Kind.SPEECH, 1.0)
        polarity = polarity_of(text, own)
        facts = Facts(
            polarity.polarity,
            polarity.marks,
            polarity.negation,
            tuple(time for time in scan.times if _in(time.span, (span,))),
            tuple(place for place in scan.places if _in(place.span, (span,))),
            tuple(number for number in scan.numbers if _in(number.span, (span,))),
        )
        found.append(OwnWords(span, voice, marks, facts))
    return tuple(found)


def _in(span: Span, spans: Sequence[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)


def _beside(
    scan: _Scan, statement: Attribution, statements: Sequence[Attribution]
) -> tuple[Span, ...]:
    """The words of the cue's sentence that belong to this statement but are not what it says.

    They are those outside every content that does not hold the cue, outside the source, and nearer
    to this cue than to another of the same sentence.
    """
    if not statement.cue:
        return ()
    cue = statement.cue[0]
    number = bisect_right([start for start, _ in scan.sentences], cue[0]) - 1
    if number < 0:
        return ()
    start, end = scan.sentences[number]
    blocked = [*statement.source, *statement.content]
    for other in statements:
        if other is statement:
            continue
        blocked += [span for span in other.content if not span[0] <= cue[0] < span[1]]
        blocked += other.source
        for first, last in other.cue:
            if start <= first < cue[0]:
                start = max(start, (last + cue[0]) // 2)
            elif cue[0] < first < end:
                end = min(end, (cue[1] + first) // 2)
    free: list[Span] = []
    at = start
    for first, last in sorted(span for span in blocked if span[1] > start and span[0] < end):
        if first > at:
            free.append((at, first))
        at = max(at, last)
    return (*free, (at, end)) if at < end else tuple(free)


def _times(scan: _Scan, one: Attribution, outside: Sequence[Span]) -> tuple[Time, ...]:
    return tuple(
        time if _in(time.span, one.content) else replace(time, concerns=Concerns.STATEMENT)
        for time in scan.times
        if _in(time.span, one.content) or _in(time.span, outside)
    )


_DEMANDS = re.compile(r"(?i)call|demand|urg|plead|beg|implor|order|invit|instruct|command|request")


def _demanded(text: str, published: str, told: Told, times: tuple[Time, ...]) -> tuple[Time, ...]:
    """The times with the days that a demand or a promise speaks of as those to come."""
    ahead = told.polarity is Polarity.PROMISED or (
        told.polarity is Polarity.ASKED and any(_DEMANDS.match(text, *mark) for mark in told.marks)
    )
    if not ahead:
        return times
    return tuple(
        coming(text, time, published) if time.concerns is Concerns.CONTENT else time
        for time in times
    )


def _places(scan: _Scan, one: Attribution, outside: Sequence[Span]) -> tuple[Place, ...]:
    return tuple(
        place if _in(place.span, one.content) else replace(place, concerns=Concerns.STATEMENT)
        for place in scan.places
        if _in(place.span, one.content) or _in(place.span, outside)
    )
