"""Propositions: what an article says, cut into pieces that can be true or false on their own.

They are cut from what statements say and from the article's own words. Where what a statement says is
too little ("the board denied the report"), the clause that tells of it is the proposition, and it rests
on the same source. What stands beside a source's name ("the clerk, who left in May, said …") is the
article's own. Pure; offsets are characters of the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sayso.across.pieces import Page
from sayso.across.telling import Told, told
from sayso.records import Attribution, Span
from sayso.voice import covered, quoted, uncovered

_MOST = 0.5  # of the characters of a clause that tells of a statement
_TITLED = 6  # words of a source that may say more than who it is


@dataclass(frozen=True, slots=True, order=True)
class Silent:
    """A statement with too little to say by itself: where its cue begins, its number, all its spans."""

    cue: int
    number: int
    words: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Proposition:
    """The words at ``span`` and the ``sentence`` they stand in.

    They are cut from the content of a statement or from words outside all statements: ``said_in`` is
    that statement's number (from 0), ``outside`` are those words; the other is None. Outside, they are
    the article's own, unless somebody is ``quoted`` of whom no statement tells. ``told_of`` is the
    number of the statement that they tell of, where one has too little to say by itself.
    """

    span: Span
    sentence: Span
    said_in: int | None = None
    outside: Span | None = None
    quoted: bool = False
    told_of: int | None = None

    @property
    def statement(self) -> int | None:
        """The number of the statement whose source these words go back to; None: of none."""
        return self.said_in if self.told_of is None else self.told_of


def propositions(
    text: str, statements: Sequence[Attribution], parents: Sequence[int | None]
) -> tuple[Proposition, ...]:
    """Return the propositions of ``text`` in order.

    ``parents`` gives for each statement the number of the one it stands inside, so that inner
    words are counted once, for the inner statement. What is too short to be checked is left out.
    """
    page = Page(text)
    known = told(page, statements, parents)
    silent = sorted(
        Silent(cue[0], number, one.spans)
        for number, one in enumerate(statements)
        if not known.tells[number]
        for cue in one.cue
    )
    quotations = list(_apart(quoted(text), sorted(span for one in silent for span in one.words)))
    taken = sorted(_taken(page, statements, known))
    found: dict[Span, Proposition] = {}
    for one in (
        *_said(known, silent),
        *_reported(page, uncovered(text, [*taken, *quotations]), silent),
        *_quoted(page, _apart(quotations, taken)),
    ):
        found.setdefault(one.span, one)
    return tuple(found[span] for span in sorted(found))


def _said(known: Told, silent: Sequence[Silent]) -> Iterator[Proposition]:
    for number, pieces in enumerate(known.pieces):
        for one in pieces:
            of = _told_of(one.span, silent)
            yield Proposition(one.span, one.sentence, said_in=number, told_of=of)


def _reported(page: Page, spans: Iterable[Span], silent: Sequence[Silent]) -> Iterator[Proposition]:
    for words in spans:
        for one in page.pieces(words):
            if page.reports(one.span):
                of = _told_of(one.span, silent)
                yield Proposition(one.span, one.sentence, outside=words, told_of=of)


def _quoted(page: Page, spans: Iterable[Span]) -> Iterator[Proposition]:
    for words in spans:
        for one in page.pieces(words):
            yield Proposition(one.span, one.sentence, outside=words, quoted=True)


def _told_of(span: Span, silent: Sequence[Silent]) -> int | None:
    """The first statement of which most of the words at ``span`` tell, if there is one."""
    start, end = span
    for one in islice(silent, bisect_left(silent, start, key=lambda one: one.cue), None):
        if one.cue >= end:
            break
        words = sum(max(0, min(last, end) - max(first, start)) for first, last in one.words)
        if words >= _MOST * (end - start):
            return one.number
    return None


def _taken(page: Page, statements: Sequence[Attribution], known: Told) -> Iterator[Span]:
    """The words that are not the article's own."""
    for one, tells in zip(statements, known.tells, strict=True):
        if tells:
            says_more = {
                span for span in one.source if page.has_words(span, _TITLED) and page.has_verb(span)
            }
            yield from (span for span in covered(page.text, one) if span not in says_more)


def _apart(spans: Sequence[Span], taken: Sequence[Span]) -> Iterator[Span]:
    """Those of ``spans`` that touch none of ``taken``; both in order."""
    at, reached = 0, 0
    for start, end in spans:
        while at < len(taken) and taken[at][0] < end:
            reached = max(reached, taken[at][1])
            at += 1
        if reached <= start:
            yield start, end
