"""What a statement does with its content: asserts, denies, refuses to say, hedges, supposes, asks,
promises; and whether the content is put in the negative.

Lists of words (``data/polarity.toml``) and the order below; docs/facts.md says how the kinds part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from sayso.kinds import forms
from sayso.lists import read_lists
from sayso.records import Attribution, Polarity, Span
from sayso.tokens import sentences

_NOT = re.compile(
    r"\b(?:not|never|cannot|no|none|nobody|nothing|neither|nor)\b|\b\w{1,9}n[’']t\b", re.I
)
_NO_COMMENT = re.compile(r"\bno (?:immediate )?comment\b", re.I)
# Neither so nor not so: as little as "did not deny". "Would not confirm" refuses.
_UNCONFIRMED = re.compile(
    r"\b(?:did|has|have|had)\s?(?P<not>not|n[’']t)\s+(?:yet |immediately |publicly )*(?P<word>confirm(?:ed)?)\b",
    re.I,
)
# Where a main clause gives way to one that says something beside it.
_ASIDE = re.compile(
    r"[,;]\s+(?:but|which|who|although|though|because|as|and)\b|\b(?:which|because|who)\b|;|\w\s+that\s+(?:is|are|was|were|has|have|had|will|would|may|might|could)\b",
    re.I,
)
_IF = re.compile(r"[\s“\"‘'(\[]*(?:that\s+)?(if|unless|even if|supposing|were|had|should)\s(?:the|an?|he|she|it|they|we|you|I|there|any|no|this|that|[A-Z])", re.I)  # fmt: skip
_WOULD = re.compile(r"\b(?:would|could)\b[^.;]{0,120}?\b(if|unless)\b|\b(if|unless)\b[^.;]{0,120}?\b(?:would|could)\b", re.I)  # fmt: skip
_REACH = 45  # characters before a cue in which "did not" or "declined to" still belongs to it


@dataclass(frozen=True, slots=True)
class Told:
    """A polarity, the words that show it, and the words that negate the content."""

    polarity: Polarity
    marks: tuple[Span, ...] = ()
    negation: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Lists:
    cues: dict[Polarity, re.Pattern[str]]
    hedges: re.Pattern[str]
    false: re.Pattern[str]
    refusal: re.Pattern[str]


def _any(words: Iterable[str]) -> str:
    return r"\b(?:" + "|".join(sorted(map(re.escape, set(words)), key=len, reverse=True)) + r")\b"


@cache
def _lists() -> _Lists:
    raw = read_lists("polarity")
    kinds = (Polarity.DENIED, Polarity.ASKED, Polarity.PROMISED, Polarity.SUPPOSED, Polarity.HEDGED)
    cues = {
        kind: re.compile(_any(form for word in raw[kind] for form in forms(word)), re.I)
        for kind in kinds
    }
    refusal = re.compile(
        r"\b(?:declin(?:e|es|ed|ing)|refus(?:e|es|ed|ing)|(?:would|will|could|did)(?: not|n[’']t)|won[’']t|"
        r"cannot|can[’']t|(?:was|were) not (?:immediately )?available|has not|have not|could not be reached)\s+"
        r"(?:\w+ly\s+|yet\s+)?(?:to\s+|for\s+)?(?:immediately\s+)?" + _any(raw["tell"])
        + r"|\b(?:did|has|have|had)(?: not|n[’']t) (?:yet )?(?:issued?|released?|made|make|put out) (?:an?|any) "
        r"(?:\w+ )?(?:statement|comment)\b|\bcould not be reached\b|\b(?:(?:is|are|was|were)(?: not|n[’']t)|"
        r"avoid(?:s|ed|ing)?|stop(?:s|ped|ping)? short of) "
        + _any(raw["telling"])
        + r"|\b(?:(?:would|will|could|can|did) )?neither confirm(?:s|ed|ing)? n?or den(?:y|ies|ied|ying)\b",
        re.I,
    )  # fmt: skip
    false = re.compile(
        r"\b(?:is|are|was|were|be|been|as|[’']s)\s+(?:\w+\s+){0,2}?[“\"‘]?(?P<word>"
        + _any(raw["false"])
        + r"|not true|no truth)|\b(?P<none>no truth)\b",
        re.I,
    )
    return _Lists(cues, re.compile(_any(raw["hedges"]), re.I), false, refusal)


def polarity_of(text: str, statement: Attribution) -> Told:
    """Return the polarity of ``statement`` with the spans of ``text`` that show it."""
    told = _by_cue(text, statement)
    content = _main_clause(text, statement)
    negation = _all(_NOT, text, content) if content else ()
    held_back = told is not None and told.polarity is Polarity.HEDGED
    if held_back and content and (condition := _IF.match(text, *content)):
        return Told(Polarity.SUPPOSED, (condition.span(1),), negation)
    if told is not None and told.polarity is not Polarity.ASSERTED:
        return Told(told.polarity, told.marks, told.negation or negation)
    if content is None:
        return Told(Polarity.ASSERTED)
    polarity, marks = _by_content(text, statement, content)
    return Told(polarity, marks, (told.negation if told else ()) or negation)


def _cue_region(text: str, statement: Attribution) -> Span | None:
    """The cue with the words right before it that are not content: "did not immediately respond"."""
    if not statement.cue:
        return None
    start, end = statement.cue[0][0], statement.cue[-1][1]
    floor = max(0, start - _REACH)
    for _, last in (*statement.content, *statement.source):
        if last <= start:
            floor = max(floor, last)
    stops = [match.end() for match in re.finditer(r"[.,;:\n”\"]", text[floor:start])]
    return floor + (stops[-1] if stops else 0), end


def _by_cue(text: str, statement: Attribution) -> Told | None:
    region = _cue_region(text, statement)
    if region is None:
        return None
    start, end = region
    lists = _lists()
    # A refusal may end in the content as the model cut it: "declined | to say whether …".
    reach = min(len(text), end + 30)
    if held := _UNCONFIRMED.search(text, start, end):
        return Told(Polarity.HEDGED, (held.span("not"), held.span("word")))
    refusal = lists.refusal.search(text, start, reach) or _NO_COMMENT.search(text, start, end)
    if refusal and refusal.start() < end:
        return Told(Polarity.REFUSED, (refusal.span(),))
    negated = _NOT.search(text, start, end)
    words = statement.cue[0][0]
    denied = lists.cues[Polarity.DENIED].search(text, words, end)
    if denied and negated:
        return Told(Polarity.HEDGED, (negated.span(), denied.span()))
    if denied:
        return Told(Polarity.DENIED, (denied.span(),))
    said = re.search(r"\b(?:said|say|claimed|claim|told|stated|suggested)\b", text[start:end], re.I)
    if negated and negated.group().lower() == "never" and said:
        return Told(Polarity.DENIED, (negated.span(), (start + said.start(), start + said.end())))
    for polarity in (Polarity.ASKED, Polarity.PROMISED, Polarity.SUPPOSED, Polarity.HEDGED):
        if match := lists.cues[polarity].search(text, words, end):
            return Told(polarity, (match.span(),), (negated.span(),) if negated else ())
    if hedge := _hedge(text, start, end):
        return Told(Polarity.HEDGED, (hedge,))
    if negated:
        return Told(Polarity.ASSERTED, (), (negated.span(),))
    return None


def _by_content(
    text: str, statement: Attribution, clause: Span
) -> tuple[Polarity, tuple[Span, ...]]:
    start, end = clause
    lists = _lists()
    if question := _question(text, statement):
        return Polarity.ASKED, (question,)
    if match := _IF.match(text, start, end):
        return Polarity.SUPPOSED, (match.span(1),)
    if match := _WOULD.search(text, start, end):
        return Polarity.SUPPOSED, (match.span(1) if match.group(1) else match.span(2),)
    if hedge := _hedge(text, start, end):
        return Polarity.HEDGED, (hedge,)
    if match := lists.false.search(text, start, end):
        negated = (
            _NOT.search(text, max(start, match.start() - 12), match.start("word"))
            if match["word"]
            else None
        )
        if negated is None or match["word"].lower() == "not true":
            return Polarity.DENIED, (match.span("word") if match["word"] else match.span("none"),)
    return Polarity.ASSERTED, ()


def _hedge(text: str, start: int, end: int) -> Span | None:
    for match in _lists().hedges.finditer(text, start, end):
        if match.group() == "May":  # the month, or a name
            continue
        return match.span()
    return None


def _question(text: str, statement: Attribution) -> Span | None:
    """The question mark of a content that is nothing but questions."""
    pieces = [
        (start + first, start + last)
        for start, end in statement.content
        for first, last in sentences(text[start:end])
        if re.search(r"\w", text[start + first : start + last])
    ]
    marks = []
    for first, last in pieces:
        words = text[first:last].rstrip("”\"’' )")
        if not words.endswith("?"):
            return None
        marks.append((first + len(words) - 1, first + len(words)))
    return marks[-1] if marks else None


def _main_clause(text: str, statement: Attribution) -> Span | None:
    """The first sentence of the content, up to the clause that says something beside it."""
    for start, end in statement.content:
        for first, last in sentences(text[start:end]):
            piece = (start + first, start + last)
            if not re.search(r"\w{2}", text[piece[0] : piece[1]]):
                continue
            aside = _ASIDE.search(text, min(piece[0] + 12, piece[1]), piece[1])
            return piece[0], aside.start() if aside else piece[1]
    return None


def _all(pattern: re.Pattern[str], text: str, span: Span) -> tuple[Span, ...]:
    return tuple(match.span() for match in pattern.finditer(text, *span))
