"""Statements inside statements, by rules: a cue within a content with its subject before or after it.

The labelled corpus marks the outermost statement of a sentence, so a model that learnt from it sees
no further. Verbs come first; a noun ("rumours that", "Ann’s account") says less and counts where no
verb does. Pure; spans are characters of the text, half open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from sayso.clauses import NAMES, SOURCE, clause, clause_before, trimmed
from sayso.drafts import Draft, overlap
from sayso.innerwords import either, inner_words
from sayso.mentions import lexicon
from sayso.records import Span
from sayso.subjects import can_speak, is_passive, subject_before

MADE_BY = "rule-inner-1"
_SCORE = 0.6  # a fixed guess: the patterns are narrow, their edges are not always right
_WORDS = 3  # "latest reports from the town" says nothing of the town's
_FAR = 160  # characters before a cue in which it may say that nobody said it
_INSERTED = 120  # characters of a clause inserted in what somebody says: ", the paper reports,"
_LOOK = 40  # characters before a word that decide what it is

# What nobody says: "should call", "did not answer", "declined to say".
_UNREAL = re.compile(
    r"(?i)\blet(?:[’']s|\s(?:us|me|them))\b[^.;,]*$|\b(?:(?:should|would|could|might|may|can|cannot|will|must)(?:\snot)?|"
    r"(?:did|does|do|has|have|had|is|was|were)(?:\snot|n[’']t)|(?:could|can|would|should|wo)n[’']t|never|"
    r"(?:declined?|refused?|failed|able|unable|asked|about|told|had|has|have|want|wanted|ready)\sto)"
    r"\s(?:\w+ly\s|be\s|have\s|yet\s)?$"
)
# "did not say that the firm had agreed": so nobody says that it agreed.
_UNSAID = re.compile(
    r"(?i)\b(?:did|does|do|has|have|had)(?:\snot|n[’']t)\s(?:\w+ly\s)?(?:say|said|confirm(?:ed)?|claim(?:ed)?)"
    r"\sthat\b[^.;,]*$"
)
_STATED = re.compile(
    r"(?:\s(?:on|last|earlier|this|\w+day|him|her|them|us|me)){0,3},?\sthat\s(?!is|was)"
)
_DESCRIBED = re.compile(
    r"(?:\b(?:an?|the|his|her|its|their|our|my|your|that|this)|[’']s)\s[a-z-]+\s$"
)
_KNOWS = re.compile(
    r"\s(?:that|what|how|why|when|where|who|whether|if|about|he|she|they|it|there|this)\b"
)
_HELPED = re.compile(r"\s*(?:(?:has|have|had|is|was|also|then|\w+ly)\s)*")
_BY = re.compile(rf"\sby\s{SOURCE}")
_AFTERWARDS = re.compile(rf"\s{SOURCE}(?=[,.;”\"]|\s*$|\sof\s|\sat\s|\sin\s)")


@dataclass(frozen=True, slots=True)
class _Patterns:
    verb: re.Pattern[str]
    noun_next: re.Pattern[str]
    done_by: re.Pattern[str]
    noun: re.Pattern[str]
    sayings: tuple[re.Pattern[str], ...]


@cache
def _patterns() -> _Patterns:
    words = inner_words()
    nouns, sayings = either(words.nouns), either(words.sayings)
    that = r"(?:\s\w+){0,2}?\s+that\s|(?<=rs)\s(?:about|of|over)\s|(?<=rumors)\s|(?<=rumours)\s"
    return _Patterns(
        re.compile(
            rf"(?<![\w’'-])(?:{either(words.says | words.phrases | words.thinks)})(?![\w’'-])"
        ),
        re.compile(rf"\s(?:{either(words.noun_before)})\b|[.,;)]|$"),
        re.compile(
            rf"\b(?:was|were|been|is|are|being)\s(?:\w+ly\s)?(?P<cue>{either(words.done_by)})\b"
            rf"(?P<as>[^.;\n]{{0,60}}?)\sby\s{SOURCE}"
        ),
        re.compile(
            rf"(?<![\w’'-])(?:(?P<source>{NAMES})[’']s?\s(?:[a-z-]+\s){{0,2}}?)?(?P<cue>{nouns})(?:{that})"
        ),
        (
            re.compile(
                rf"\b(?P<cue>{sayings})[”\"]?\s(?:(?:made|given|issued|raised|published|posted|released)\s)?"
                rf"(?:by|from)\s{SOURCE}"
            ),
            re.compile(rf"\b[Tt]he\s(?P<cue>{either(words.of_whom)})\sof\s{SOURCE}"),
            re.compile(
                rf"(?P<source>{NAMES})[’']s?\s(?:[a-z-]+\s){{0,2}}?(?P<cue>{sayings})\b"
                r"(?!\s(?:card|desk|editor)|[’'])"
            ),
        ),
    )


def inner(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the statements inside the contents of ``drafts`` that none of them is.

    A content ends with its sentence or with the content around it.
    """
    taken = [span for draft in drafts for span in draft.cue]
    sources = [span for draft in drafts for span in draft.source]
    found: list[Draft] = []
    parts = {b: a for draft in drafts for a, b in pairwise(draft.content)}
    for area in sorted({span for draft in drafts for span in draft.content}):
        here: list[Draft] = []
        before = parts.get(area)
        before = before if before and area[0] - before[1] < _INSERTED else None
        for draft in (*_by_doer(text, area), *_by_verb(text, area, before)):
            if not overlap((*draft.cue, *draft.source), taken):
                taken += draft.cue
                here.append(draft)
        named = [*sources, *(span for draft in here for span in draft.source)]
        for draft in (*_by_noun(text, area), *(() if here else _by_owner(text, area))):
            # "The report found" is no report of its own.
            if not overlap((*draft.cue, *draft.source), taken) and not overlap(draft.cue, named):
                taken += draft.cue
                here.append(draft)
        found += here
    return found


def unsaid(text: str, at: int) -> bool:
    """Whether what stands at ``at`` is what somebody did not say, by the words of its sentence."""
    return _UNSAID.search(text, max(0, at - _FAR), at) is not None


def made(source: Span, cue: Span, content: Sequence[Span]) -> Draft:
    """Return a statement that a rule found."""
    return Draft((source,), (cue,), tuple(content), _SCORE, MADE_BY)


def _by_verb(text: str, area: Span, before: Span | None) -> Iterator[Draft]:
    """A verb with its subject before it, or after it where a clause ends before the verb.

    ``before`` is the part of the same content before an inserted clause: "The plan, he said, shows".
    """
    words, last = inner_words(), area[0]
    for match in _patterns().verb.finditer(text, *area):
        cue, says = match.span(), match.group() in words.says | words.phrases
        if not _is_cue(text, area, match):
            continue
        stated = match.group() in words.shows or _STATED.match(text, cue[1], area[1]) is not None
        sure = says and match.group() not in words.weak
        source = subject_before(text, (last, cue[0]), sure or stated, stated)
        if source is None and before and _HELPED.fullmatch(text, area[0], cue[0]):
            source = subject_before(text, before, sure or stated, stated)
        if source and is_passive(text, (last, cue[0])) and _participle(match.group()):
            agent = _BY.match(text, cue[1], area[1])
            source = agent.span("source") if agent else None
        content = clause(text, area, cue[1])
        if source is None and says:
            source = _subject_after(text, area, cue)
            content = clause_before(text, area, cue[0])
        elif content is None and says:
            content = clause_before(text, area, source[0] if source else cue[0])
        if source and _disagrees(text, source, cue):
            source = None
        if source and content:
            last = cue[1]
            yield made(source, cue, [content])


def _disagrees(text: str, source: Span, cue: Span) -> bool:
    """Whether a bare form follows one body or person, so that it is a noun: "the Board account"."""
    word, whose = text[slice(*cue)], text[slice(*source)]
    if (
        word.endswith(("s", "ing"))
        or _participle(word)
        or word in inner_words().past | inner_words().phrases
    ):
        return False
    if whose.lower() in inner_words().pronouns:
        return False
    single = whose.split()[-1][0].isupper() and not whose.endswith("s") and " and " not in whose
    return single and text[source[1] : cue[0]].isspace() and source[1] <= cue[0]


def _is_cue(text: str, area: Span, match: re.Match[str]) -> bool:
    """Whether a form of a verb tells that something was said."""
    word, words = match.group(), inner_words()
    first = max(area[0], match.start() - _LOOK)
    if _UNREAL.search(text, first, match.start()) or unsaid(text, match.start()):
        return False
    if word.startswith("demonstrat") and not _STATED.match(text, match.end()):
        return False
    if word.startswith(("know", "knew")) and not _KNOWS.match(text, match.end()):
        return False
    # "The firm planning a move" says nothing; a gerund counts only where the verb can but be said.
    if word not in words.says and word.endswith("ing"):
        return is_passive(text, (first, match.start())) and not _is_noun(text, match)
    return not _is_noun(text, match)


def _participle(word: str) -> bool:
    return word.endswith("ed") or word in inner_words().participles


def _is_noun(text: str, match: re.Match[str]) -> bool:
    """Whether a form that may be a noun is one: "the paper’s report is", "media reports during"."""
    word, words = match.group(), inner_words()
    if not {word, word.removesuffix("s")} & words.noun_too:
        return False
    start = max(0, match.start() - _LOOK)
    found = re.search(r"([\w’'-]+)\s$", text[start : match.start()])
    before = found.group(1) if found else ""
    # "the bogus claim" is one; "the residents claim" is none.
    if (
        not word.endswith("s")
        and not before.endswith("s")
        and _DESCRIBED.search(text, start, match.start())
    ):
        return before not in words.plurals | lexicon().group
    plural = word.endswith("s") and before.endswith("s") and not before.endswith(("’s", "'s", "ss"))
    owned = before.endswith(("’s", "'s"))
    after = _patterns().noun_next.match(text, match.end()) is not None
    return before.lower() in words.noun_after or plural or owned or after


def _by_doer(text: str, area: Span) -> Iterator[Draft]:
    """What is said of something by somebody: "the law was called a farce by critics"."""
    for match in _patterns().done_by.finditer(text, *area):
        before = clause_before(text, area, match.start("cue"))
        spans = [span for span in (before, trimmed(text, *match.span("as"))) if span]
        if not spans and (after := clause(text, area, match.end())):
            spans = [after]
        if spans:
            yield made(match.span("source"), match.span("cue"), spans)


def _by_noun(text: str, area: Span) -> Iterator[Draft]:
    """ "Ann’s claim that …"; "rumours that …", which are nobody's and so their own source."""
    for match in _patterns().noun.finditer(text, *area):
        content = clause(text, area, match.end("cue"))
        owned = match.group("source") is not None
        if content and (owned or _ownerless(text, area, match.start("cue"), match.group("cue"))):
            yield made(match.span("source" if owned else "cue"), match.span("cue"), [content])


def _ownerless(text: str, area: Span, at: int, noun: str) -> bool:
    """Whether a noun at ``at`` can stand for what people say: "denied rumours", not "and reports"."""
    words, before = inner_words(), text[max(area[0], at - _LOOK) : at].split()
    if before and before[-1].lower() == "to" and noun in words.noun_too:
        return False  # "to guarantee that" is a verb
    return not before or before[-1].lower() in words.ownerless


def _by_owner(text: str, area: Span) -> Iterator[Draft]:
    """ "Complaints from the dockers", "Ann Lee’s account": whose words a noun says they are."""
    for pattern in _patterns().sayings:
        for match in pattern.finditer(text, *area):
            content = clause(text, area, match.end()) or clause_before(text, area, match.start())
            if content is None or len(text[slice(*content)].split()) < _WORDS:
                continue
            if can_speak(text, match.span("source"), False):
                yield made(match.span("source"), match.span("cue"), [content])


def _subject_after(text: str, area: Span, cue: Span) -> Span | None:
    """The subject after the verb: "…," said the mayor."""
    before = text[area[0] : cue[0]].rstrip()
    if not before or before[-1] not in ",”\"’'?!":
        return None
    match = _AFTERWARDS.match(text, cue[1], area[1])
    return match.span("source") if match else None
