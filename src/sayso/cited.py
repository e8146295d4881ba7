"""Sources that are only named: "according to the paper", "citing a memo", "quoted Ann Lee as saying".

Pure; spans are characters of the text, half open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from sayso.chains import is_cited
from sayso.clauses import NAMES, SOURCE, clause, sentence, trimmed
from sayso.drafts import Draft, overlap
from sayso.innerwords import either, inner_words
from sayso.mentions import bare, lexicon
from sayso.records import Span

_REPORTS = re.compile(
    rf"(?<=[,”\"]\s)(?P<cue>reports?|reported|writes|wrote)\s(?P<source>{NAMES})(?=[.,])"
)
_AFTER_A_MARK = re.compile(r"(?:[,(“\"–—]\s?|[.\n]\s*|^)$")
_CITES = re.compile(r"(?i)\b(?:cit(?:ed|es|ing|e)|quot(?:ed|es|ing|e))$")
_WHOM = re.compile(rf"\s(?:from\s)?(?!as\s|from\s){SOURCE}")
_SAYING = re.compile(r"(?P<cue>(?:as\s)?\bsaying\b)|\bthat\s")
_GOES_ON = re.compile(
    r"\s(?!(?:in|inside|at|of|from|for|with|who|that|and|as|to|on|close|near)\b)[a-z]"
)
_LAW = re.compile(r"\b(?:Amendment|Act|Constitution|Law|Code)$")
MADE_BY = "rule-cited-1"
_SCORE = 0.6  # a fixed guess: the patterns are narrow, their edges are not always right
_SHORT = 4  # words of a phrase whose head no list has
_DETERMINERS = frozenset("the my his her their our a".split())
_APPOSED = 60  # characters between whoever is quoted and "saying"


@cache
def _named() -> re.Pattern[str]:
    words = inner_words()
    return re.compile(rf"\b(?P<cue>(?i:{either(words.of_source | words.cited)}))\s+{SOURCE}")


def cited(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the statements of sources that are named beside ``drafts`` or inside them."""
    found = _by_preposition(text, drafts)
    return [*found, *_by_citing(text, [*drafts, *found])]


def _by_preposition(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """ "…, Ann said, according to the paper": the paper's content is the rest of the sentence.

    Within a content it is the rest of that; whoever is cited says what the one who cites says.
    """
    found: list[Draft] = []
    taken = [span for draft in drafts for span in (*draft.cue, *draft.source)]
    for match in (*_named().finditer(text), *_REPORTS.finditer(text)):
        cue, source = match.span("cue"), match.span("source")
        if overlap([cue, source], taken) or _loose(text, cue):
            continue
        if match.group("cue").lower() == "based on" and not _knows(text, source):
            continue
        around = [s for d in drafts for s in d.content if s[0] <= cue[0] and source[1] <= s[1]]
        first, last = sentence(text, *cue)
        if around:
            area = min(around, key=lambda s: s[1] - s[0])
            first, last = max(first, area[0]), min(last, area[1])
        rest = [(first, match.start()), (match.end(), last)]
        near = [draft for draft in drafts if overlap(draft.cue, rest)]
        content = [part for a, b in rest if a < b and (part := trimmed(text, a, b))]
        if is_cited(text, cue) and near and not around:
            before = [draft for draft in near if draft.cue[0][0] < cue[0]]
            content = list((before[-1] if before else near[0]).content)
        if content and (near or around):
            found.append(_made(source, cue, content))
    return found


def _loose(text: str, cue: Span) -> bool:
    """Whether words like "based on" belong to a verb before them: "the film is based on a book"."""
    if text[slice(*cue)].lower() not in inner_words().cited:
        return False
    return not _AFTER_A_MARK.search(text, max(0, cue[0] - 3), cue[0])


def _knows(text: str, source: Span) -> bool:
    """Whether what is cited can tell something: no law, nothing that belongs to somebody."""
    words = text[slice(*source)]
    if words[-1:].islower() and words.split()[-1][0].isupper() and _GOES_ON.match(text, source[1]):
        return False  # "the Facebook | page"
    speaks = _can_speak(text[slice(*source)]) or words.split()[-1] in inner_words().plurals
    return speaks and not _LAW.search(words) and not words.endswith(("’s", "'s"))


def _by_citing(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """ "The paper quoted Ann Lee as saying …": she speaks inside the statement of the paper."""
    found: list[Draft] = []
    taken = [span for draft in drafts for span in draft.source]
    for draft in drafts:
        cue = draft.cue[-1]
        whom = _WHOM.match(text, cue[1]) if _CITES.search(text[slice(*cue)]) else None
        if not whom or overlap([whom.span("source")], taken):
            continue
        source, area = whom.span("source"), sentence(text, *cue)
        saying = _SAYING.search(text, source[1], min(source[1] + _APPOSED, area[1]))
        said = clause(text, area, saying.end()) if saying else None
        content = (said,) if said else draft.content
        # "Citing a memo, he said"
        if all(overlap([span], [source]) for span in content) and _knows(text, source):
            beside = [
                other for other in drafts if other is not draft and overlap(other.cue, [area])
            ]
            content = beside[0].content if beside else content
        # "He cited his permit" says no more than that he did.
        if any(not overlap([span], [source]) for span in content):
            named = saying.span("cue") if saying and saying.group("cue") else source
            found.append(_made(source, named, content))
    return found


def _can_speak(phrase: str) -> bool:
    """Whether a phrase can be a speaker: a pronoun, a name, or a noun for people, bodies, papers."""
    head = _head(phrase.split())
    last, lists = head[-1], inner_words()
    lower = bare(last)
    if len(head) == 1 and lower in lists.pronouns:
        return True
    if last[0].isupper() and lower not in lists.breaks | lists.helpers:
        return True
    known = lexicon()
    nouns = known.person | known.group | known.bodies | known.outlet | known.withheld
    if {lower, lower.removesuffix("s")} & (
        nouns | known.spokes | known.organisation | known.document
    ):
        return True
    return 1 < len(head) < _SHORT and head[0].lower() in _DETERMINERS


def _head(words: list[str]) -> list[str]:
    """The words of a phrase before "of" and the like; after it in "a third of the voters"."""
    lists = inner_words()
    for number, word in enumerate(words):
        if number and word.lower() in lists.joins - {"the", "and"}:
            rest = words[number + 1 :]
            return rest if rest and bare(words[number - 1]) in lists.parts else words[:number]
    return words


def _made(source: Span, cue: Span, content: Sequence[Span]) -> Draft:
    """Return a statement that a rule found."""
    return Draft((source,), (cue,), tuple(content), _SCORE, MADE_BY)
