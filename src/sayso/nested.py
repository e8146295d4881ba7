"""Statements inside statements: "… Ann said, the paper reports".

The labelled corpus marks the outermost statement of a sentence, so a model that learnt from it sees
no further. A cue word with a subject before it, or "according to", finds those within a content.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from sayso.drafts import Draft, overlap, union
from sayso.mentions import is_outlet
from sayso.records import Span
from sayso.text import quotations

MADE_BY = "rule-nested-1"
_SCORE = 0.6  # a fixed guess: the pattern is narrow, its edges are not always right

_NAME = r"[^\W\d_a-zß-ÿ](?:[\w.’'-]*[\w’])?"
_NOUN = (
    rf"(?:\w+(?:\.\w{{2,3}}){{1,2}}\b|(?:the|The|a|A|an|An|his|her|their|its|some|many|several|two|three|one)\s+(?:(?!and\b)[\w’'-]+\s+){{0,3}}?[\w’'-]+(?:\s+{_NAME})*"
    r"|(?!(?:When|If|But|And|As|That|While|After|Because|So|Then|Where|What|How)\b)"
    rf"{_NAME}(?:\s+(?:(?:of|the|and|de|van|von|al|bin)\s+)?{_NAME}){{0,5}}"
    rf"|officials|police|sources|witnesses|critics|experts|authorities|prosecutors|investigators|doctors"
    rf"|he|she|they|who|it|we|I|He|She|They|It|We|men|women|reporters|researchers|scientists|residents|relatives)"
)
_HELPER = (
    r"(?:(?:has|have|had|also|later|once|reportedly|allegedly|then|first|even|never|previously|was|"
    r"clearly|simply|repeatedly|initially|specifically)\s+){0,2}"
)
_TOLD = re.compile(rf"(?:told|tells|telling|informed)\s+(?P<source>{_NOUN})")
_STOP = re.compile(r"[.!?](?=[”\"’]?\s+[A-Z“\"]|[”\"’]?\s*$)|[;\n]")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    raw = tomllib.loads(
        resources.files("sayso").joinpath("data/nested.toml").read_text(encoding="utf-8")
    )
    says = "|".join(sorted(raw["says"].split(), key=len, reverse=True))
    of_source = "|".join(re.escape(one) for one in raw["of_source"].split("|"))
    return (
        re.compile(rf"(?<![\w’'-])(?P<source>{_NOUN}),?\s+{_HELPER}(?P<cue>{says})\b"),
        re.compile(rf"\b(?P<cue>{says})\s+(?P<source>{_NOUN})(?=[,.”\"]|\s*$)"),
        re.compile(rf"\b(?P<cue>(?i:{of_source}))\s+(?P<source>{_NOUN})"),
    )


def nested(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the statements inside the contents of ``drafts`` that none of them has found.

    Spans are characters of ``text``. A content ends with its sentence or with the content around it.
    """
    found: list[Draft] = []
    taken = [span for draft in drafts for span in draft.cue]
    for start, end in sorted({span for draft in drafts for span in draft.content}):
        for number, pattern in enumerate(_patterns()):
            for match in pattern.finditer(text, start, end):
                cue, source = match.span("cue"), match.span("source")
                if overlap([cue, source], taken):
                    continue
                content = _content(text, (start, end), match.span(), before=number > 0)
                if content is None:
                    content = _content(text, (start, end), match.span(), before=number == 0)
                if content is not None:
                    taken.append(cue)
                    found.append(Draft((source,), (cue,), (content,), _SCORE, MADE_BY))
    found += _around(text, [*drafts, *found])
    return sorted(found, key=lambda one: one.cue)


def _around(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """Statements about the found ones: "…, Ann said, according to the paper", "Ann told the paper".

    Whoever is told is a source if it is an outlet: it passes on what it was told.
    """
    found: list[Draft] = []
    taken = [span for draft in drafts for span in (*draft.cue, *draft.source)]
    told = {span: draft for draft in drafts for span in draft.cue}
    for match in _patterns()[2].finditer(text):
        if overlap([match.span("cue"), match.span("source")], taken):
            continue
        sentence = _sentence(text, match.start())
        spans = [(sentence[0], match.start()), (match.end(), sentence[1])]
        inside = [draft for draft in drafts if overlap(draft.cue, spans)]
        content = tuple(trimmed for a, b in spans if (trimmed := _trim(text, a, b)))
        if inside and content:
            found.append(
                Draft((match.span("source"),), (match.span("cue"),), content, _SCORE, MADE_BY)
            )
    for cue, draft in told.items():
        to = _TOLD.match(text, cue[0])
        if to and _passes_on(to.group("source")) and draft.source:
            spans = sorted({*draft.source, *draft.cue, *draft.content})
            at = to.span("source")
            if not overlap([at], draft.content):
                found.append(Draft((at,), (at,), union(spans), _SCORE, MADE_BY))
    return found


def _passes_on(name: str) -> bool:
    """Whether the one who was told is an outlet, by its words or by the make of its name."""
    return is_outlet(name) or bool(
        re.search(r"\.[a-z]{2,3}$|^The [A-Z]|^[A-Z][a-z]+[A-Z]|^[A-Z]{3,}", name)
    )


def _sentence(text: str, at: int) -> Span:
    start = text.rfind("\n", 0, at) + 1
    for stop in _STOP.finditer(text, start, at):
        start = stop.end()
    after = _STOP.search(text, at)
    return start, after.start() if after else len(text)


def _trim(text: str, start: int, end: int) -> Span | None:
    said = text[start:end]
    start += len(said) - len(said.lstrip(' ,:—–-”"'))
    end -= len(said) - len(said.rstrip(" ,:—–-"))
    return (start, end) if end - start > 7 else None


def _content(text: str, around: Span, at: Span, *, before: bool) -> Span | None:
    """The clause before or after source and cue, within the content around them; None if too short."""
    if before:
        start = around[0]
        for stop in _STOP.finditer(text, around[0], at[0]):
            start = stop.end()
        end = at[0]
    else:
        stop_after = _STOP.search(text, at[1], around[1])
        start, end = at[1], stop_after.start() if stop_after else around[1]
        for quotation in quotations(text, at[1], around[1]):
            if quotation.start - at[1] < 4:
                start, end = quotation.start, max(end, quotation.end)
    end = min(end, around[1])
    said = text[start:end]
    start += len(said) - len(said.lstrip(" ,:—–-"))
    end -= len(said) - len(said.rstrip(" ,:—–-"))
    return (start, end) if end - start > 7 and " " in text[start:end] else None
