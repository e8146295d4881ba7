"""Copied and lightly rewritten passages between articles, with the words on both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from operator import and_, or_

from sayso.across import aligned
from sayso.across.copies import shared_runs
from sayso.across.wording import Wording, wordings
from sayso.records import Article, Span

# Chosen on labelled stories: below these, what is shared is a title, a name or a stock phrase.
_OWN = 6  # plain words of a passage outside quotation marks
_QUOTED = 8  # words of a quotation
_ENOUGH = 10  # plain words outside quotation marks, in all the passages of two articles


class Copied(StrEnum):
    """What two articles share: their text, or only somebody's words in quotation marks."""

    COPY = "copy"
    QUOTATION = "quotation"


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of two articles: where it stands in each, half open, in characters of their texts.

    ``words`` are the words that are equal and in the same order, ``share`` their part of the words
    of the longer side, above 0 and at most 1. ``own`` of them are the text's own: plain words, not
    names, numbers or somebody's speech; none in a quotation.
    """

    left: Span
    right: Span
    words: int
    share: float
    own: int
    kind: Copied


@dataclass(frozen=True, slots=True)
class Echo:
    """Two articles that share passages. ``left`` and ``right`` are the identifiers of the articles.

    The left one was published first where both dates are known and differ; which copied from
    which, or both from a third, the words do not tell. ``reasons`` say in words what is shared.
    """

    left: str
    right: str
    passages: tuple[Passage, ...]
    reasons: tuple[str, ...]

    @property
    def copied(self) -> bool:
        """Whether enough of the text itself, beside quotations, is shared to call it copied."""
        return sum(one.own for one in self.passages if one.kind is Copied.COPY) >= _ENOUGH


def echoes(articles: Sequence[Article]) -> tuple[Echo, ...]:
    """Return what the articles share, pair by pair, in order of publication.

    Articles without a date come last, in the order given; an article given twice counts once. Of
    more than eight articles that share the same words each is compared with the earliest and the
    one before it, so that the time grows with the number of articles and not with its square.
    """
    ordered = sorted({one.id: one for one in articles}.values(), key=_when)
    worded = wordings(one.text for one in ordered)
    found = []
    for left, right in shared_runs(worded):
        shared = _passages(worded[left], worded[right])
        if shared:
            reasons = _reasons(shared, min(len(worded[one].numbers) for one in (left, right)))
            found.append(Echo(ordered[left].id, ordered[right].id, shared, reasons))
    return tuple(found)


def _when(article: Article) -> tuple[bool, str]:
    return not article.published, article.published


def _passages(left: Wording, right: Wording) -> tuple[Passage, ...]:
    found = []
    for equal in aligned.passages(left, right):
        for part, quoted in _parts(left, right, equal):
            own = 0 if quoted else _own(left, right, part)
            if quoted or own >= _OWN:
                found.append(_passage(left, right, part, own))
    return tuple(found)


def _parts(
    left: Wording, right: Wording, equal: aligned.Passage
) -> Iterator[tuple[aligned.Passage, bool]]:
    """Cut a passage where a quotation of some length begins or ends; whether each part is one."""
    marked = _marked(left, right, equal)
    text: list[tuple[int, int]] = []
    for quoted, stretch in groupby(equal, key=lambda pair: pair in marked):
        words = tuple(stretch)
        if quoted and len(words) >= _QUOTED:
            if text:
                yield tuple(text), False
            yield words, True
            text = []
        else:
            text += words
    if text:
        yield tuple(text), False


def _marked(left: Wording, right: Wording, equal: aligned.Passage) -> set[tuple[int, int]]:
    """The equal words that are somebody's speech: within quotation marks in both texts.

    A page may set a quotation in without marks; where words say "I" or "we", those of one will do.
    """
    spoken = any(left.first_person[a] and (left.quoted[a] or right.quoted[b]) for a, b in equal)
    both = or_ if spoken else and_
    return {(a, b) for a, b in equal if both(left.quoted[a], right.quoted[b])}


def _own(left: Wording, right: Wording, equal: aligned.Passage) -> int:
    marked = _marked(left, right, equal)
    return sum(left.plain[a] and right.plain[b] for a, b in equal if (a, b) not in marked)


def _passage(left: Wording, right: Wording, equal: aligned.Passage, own: int) -> Passage:
    (a, b), (c, d) = equal[0], equal[-1]
    return Passage(
        left.span(a, c + 1),
        right.span(b, d + 1),
        len(equal),
        len(equal) / max(c + 1 - a, d + 1 - b),
        own,
        Copied.COPY if own else Copied.QUOTATION,
    )


def _reasons(shared: Sequence[Passage], shorter: int) -> tuple[str, ...]:
    said = []
    copies = [one for one in shared if one.kind is Copied.COPY]
    if copies:
        words = sum(one.words for one in copies)
        places = "1 passage" if len(copies) == 1 else f"{len(copies)} passages"
        part = min(100, round(100 * words / shorter))
        said.append(f"{words} words in {places} are the same, {part} % of the shorter article")
    if len(copies) < len(shared):
        words = sum(one.words for one in shared if one.kind is Copied.QUOTATION)
        said.append(f"{words} words within quotation marks are the same")
    return tuple(said)
