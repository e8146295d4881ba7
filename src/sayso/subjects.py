"""The subject of a verb: the noun phrase before it, if it can be a speaker. Pure; no grammar model.

Words are taken back from the verb up to a mark, a conjunction or the start of the sentence; lists
(``data/inner.toml``) say which words help a verb and which open a clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.clauses import STOP
from sayso.innerwords import inner_words
from sayso.mentions import bare, lexicon
from sayso.records import Span

_LONGEST = 14  # words of a subject
_SHORT = 4  # letters of an abbreviation; and words of a phrase whose head no list has
_STATES = 8  # words of a subject before "… that", whatever they are
_SAID_OF = 4  # words of a relative clause between a subject and its verb
_WORD = re.compile(r"[\w&][\w.&’'/-]*[\w’']|[\w&]")
_MARK = re.compile(r"[,;:()“”\"–—\n]|\s-\s")
_HELD = re.compile(r"\b(?:of|about|from|with|by|for)\s$")
_LAST = re.compile(r"(\w+)\s$")
_DETERMINERS = frozenset("the my his her their our a".split())
_ARTICLES = frozenset("a an the his her its their our my your".split())
_HOLD = frozenset("of for on in with by from about over to at".split())
_BEFORE_ARTICLES = frozenset("all both half even only just like including for to by about".split())
_NO_ADVERBS = frozenset("family daily weekly ally".split())
_AGED = re.compile(
    r"(?P<head>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){0,3}),\s\d{1,3}"
    r"(?:,?\s(?:of|from)\s[A-Z][\w\s]{2,20})?,?$"
)
_OPENING = re.compile(
    r"[\s“\"‘'(]*(?:that\s|and\s|but\s)?(?P<head>[^\s,.;:“”\"–—\n][^,.;:“”\"–—\n]{2,80}?),?\s(?:who|that|which|whose)\s"
)
_ACTS = re.compile(
    r"(?:(?<=[“\"‘'\n])|(?<=[.!?,]\s)|\b(?i:that|when|while|if|because|as|after|and|but)\s|^)(?P<head>"
    r"(?P<pronoun>he|she|they|He|She|They|who)|(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Yy]our|[Mm]y|[Oo]ur)(?:\s[\w’'-]+){1,3}?|"
    r"(?:[A-Z][\w.’'-]*\s){0,3}[A-Z][\w’'-]*[a-z])"
    r"(?:\s(?:also|then|later|first|\w+ly))*\s(?:has|had|have|was|were|is|are|\w+ed|[a-z]+[^s’'\W]s|came|went|took|"
    r"gave|got|stood|ran|met|saw|left|made|put|sat|sent|held|found|thought|knew|did|began|kept|spoke|said|told|wrote)\b"
)
_CLITIC = re.compile(r"(?P<who>\w+)[’'](?:ve|m|d|ll|re|s)")
_CLAUSES = re.compile(r"\b(?:said|says|told|that|because|when|while)\b")
_FINITE = re.compile(r"\b(?:is|was|are|were|has|had|have|said|says|told|will|would)\b")
_PASSIVE = re.compile(r"(?i)\b(?:was|were|been|being|is|are)\s(?:\w+ly\s)?$")


def subject_before(text: str, room: Span, says: bool, stated: bool = False) -> Span | None:
    """Return where the subject stands that ends at the end of ``room``; None if it can be no speaker.

    ``says``: the verb is one that only speakers do, so that nouns no list has may be its subject;
    ``stated``: a clause with "that" follows, or the verb is one that tests and records do.
    """
    start = room[0]
    for stop in STOP.finditer(text, *room):
        start = stop.end()
    # A quotation may open between a subject and its verb.
    end = _stripped(text, start, room[1])
    if aged := _AGED.search(text, start, end):
        return aged.span("head")
    words = list(_WORD.finditer(text, start, end))
    while words and _helps(words) and not _MARK.search(text, words[-1].end(), end):
        if words[-1].group() == "to":
            words.pop()
        end = words.pop().start()
    end = _stripped(text, start, end)
    if not words or words[-1].group().endswith(("’s", "'s")):  # "Ann’s claim" is a noun
        return None
    if text[words[-1].end() : end].strip() == ",":
        return _apposed(text, words, (start, end), says)
    if says and (opening := _opening(text, start, end, near=True)):
        return opening
    if says and words and words[-1].group() in ("and", "but", "then"):
        return _joined(text, (start, words[-1].start()), room[1])
    head = _phrase(text, words, end)
    if head and (can_speak(text, head, says) or (stated and _is_noun_phrase(text, head))):
        return head
    return _opening(text, start, end, near=False) if says else None


def is_passive(text: str, room: Span) -> bool:
    """Whether the words before a verb end in a form of "to be": the subject was told, it did not tell."""
    return _PASSIVE.search(text[slice(*room)]) is not None


def _joined(text: str, room: Span, at: int) -> Span | None:
    """The subject of the verb before "and said": "he had come to the quay and said"."""
    verb = _WORD.match(text, at)
    # "to come back and say"
    if verb is None or not verb.group().endswith(("s", "ed", *inner_words().participles)):
        return None
    found = None
    for match in _ACTS.finditer(text, *room):
        head = match.span("head")
        if match.group("pronoun") or can_speak(text, head, False):
            found = head
    return found


def _stripped(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip(" “\"‘'"))


def _apposed(text: str, words: Sequence[re.Match[str]], room: Span, says: bool) -> Span | None:
    """ "Ann Lee, an engineer," before "said"."""
    comma = text.rfind(",", room[0], words[-1].start())
    if comma < 0 or len(text[comma : room[1]].split()) > _LONGEST:
        return None
    head = _phrase(text, [word for word in words if word.end() <= comma], comma)
    return (head[0], words[-1].end()) if head and can_speak(text, head, says) else None


def _is_noun_phrase(text: str, span: Span) -> bool:
    """Whether a phrase before "… that" can be a noun: at least it is no adverb and no verb."""
    words = text[slice(*span)].split()
    lower = {bare(word) for word in words}
    no_nouns = inner_words().helpers | inner_words().breaks | {"to", "there"}
    alone = lower in ({"it"}, {"this"}) or lower <= inner_words().parts
    return not (words[-1].endswith("ly") or len(words) >= _STATES or lower & no_nouns or alone)


def _opening(text: str, start: int, end: int, near: bool) -> Span | None:
    """The phrase that opens the sentence, if all between it and the verb is said of it.

    ``near``: that is only a few words ("two people who know her confirmed").
    """
    match = _OPENING.match(text, start, end)
    if not match or _CLAUSES.search(text, match.end(), end):
        return None
    between, head = text[match.end() : end], match.group("head")
    told_of = between.split()
    # "the reports that he had said" has a subject of its own.
    if near and (
        "," in between or len(told_of) > _SAID_OF or (told_of and _own_subject(told_of[0]))
    ):
        return None
    fits = len(head.split()) <= _LONGEST and not _FINITE.search(head)
    if not fits or not can_speak(text, match.span("head"), True):
        return None
    # "two people who know her": they are called so.
    whole = near and told_of and told_of[-1] not in _ARTICLES | {"to"}
    return match.start("head"), end if whole else match.end("head")


def _own_subject(word: str) -> bool:
    return word.lower() in inner_words().pronouns | _ARTICLES or word[0].isupper()


def _helps(words: Sequence[re.Match[str]]) -> bool:
    """Whether the last word stands between a subject and its verb: "also", "clearly", "tried to"."""
    last = words[-1].group()
    if last == "to":
        return len(words) > 2 and words[-2].group() in inner_words().tries
    adverb = last.islower() and last.endswith("ly") and last not in _NO_ADVERBS
    return adverb or last.lower() in inner_words().helpers


def _phrase(text: str, words: Sequence[re.Match[str]], end: int) -> Span | None:
    """The run of words before ``end`` up to a mark, a conjunction, or the start."""
    kept: list[re.Match[str]] = []
    for word in reversed(words):
        gap = text[word.end() : kept[-1].start() if kept else end]
        if _MARK.search(gap) or gap.strip(" .") or len(kept) >= _LONGEST:
            break
        if "." in gap and len(word.group()) > _SHORT:  # no abbreviation
            break
        before = text[max(0, word.start() - 20) : word.start()]
        if _opens(word.group().lower(), before, kept) or _verb_before(word.group(), kept):
            break
        kept.append(word)
        if word.group().lower() in inner_words().pronouns and not _HELD.search(before):
            if len(kept) > 1:
                return None
            break
    edges = inner_words().joins - {"the"} | inner_words().helpers
    while kept and kept[-1].group().lower() in edges:
        kept.pop()
    # "for a | joke", "the secretary of | state": what follows is a noun.
    if not kept or kept[0].group() in _ARTICLES | _HOLD:
        return None
    clitic = _CLITIC.fullmatch(kept[0].group()) if len(kept) == 1 else None  # "I’ve said"
    return kept[-1].start(), kept[0].start() + clitic.end("who") if clitic else kept[0].end()


def _opens(word: str, before: str, kept: Sequence[re.Match[str]]) -> bool:
    """Whether a clause starts at ``word``, so that the subject lies after it."""
    lists = inner_words()
    if word == "to":
        last = _LAST.search(before)
        return last is None or last.group(1).lower() not in lists.next_to
    joined = word == "and" and bool(kept) and kept[-1].group()[0].isupper()
    return (bool(kept) and word in lists.helpers) or (word in lists.breaks and not joined)


def _verb_before(word: str, kept: Sequence[re.Match[str]]) -> bool:
    """Whether a word before an article is no part of its phrase: "signed | a petition"."""
    lists = inner_words()
    held = lists.joins | lists.parts | lists.next_to | _BEFORE_ARTICLES
    return bool(kept) and kept[-1].group() in _ARTICLES and word.islower() and word not in held


def can_speak(text: str, span: Span, says: bool) -> bool:
    """Whether the phrase can be a speaker: a pronoun, a name, or a noun for people, bodies, papers."""
    head = _head(text[slice(*span)].split())
    last, lists = head[-1], inner_words()
    lower = bare(last)
    if len(head) == 1 and lower in lists.pronouns:
        return says or lower not in ("it", "you")
    if last[0].isupper() and lower not in lists.breaks | lists.helpers:
        return True
    known = lexicon()
    nouns = known.person | known.group | known.bodies | known.outlet | known.withheld
    papers = known.document if says else frozenset()
    if {lower, lower.removesuffix("s")} & (nouns | known.spokes | known.organisation | papers):
        return True
    return says and 1 < len(head) < _SHORT and head[0].lower() in _DETERMINERS


def _head(words: list[str]) -> list[str]:
    """The words of a phrase before "of" and the like; after it in "a third of the voters"."""
    lists = inner_words()
    for number, word in enumerate(words):
        if number and word.lower() in lists.joins - {"the", "and"}:
            rest = words[number + 1 :]
            return rest if rest and bare(words[number - 1]) in lists.parts else words[:number]
    return words
