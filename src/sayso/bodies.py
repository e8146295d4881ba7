"""The fullest name a text gives a body: "the paper", "the IMF", "the Times". Pure."""

from __future__ import annotations

import re

from sayso.mentions import bare, bodies, lexicon
from sayso.records import Span, SpeakerType
from sayso.sources import Phrase

_SMALL = {"of", "for", "and", "on", "the", "in", "&"}
_POLICE = re.compile(
    r"(?!(?:But|The|And|When|While|As|If|In|Since|After|Some|Many)\s)(?:[A-Z][\w-]+\s)+[Pp]olice\b"
)
_ANY = {"agency", "group", "organisation", "organization", "body", "union", "company", "firm"}
_DATED = re.compile(
    r"\s(?:on|for|of|in)\s(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|"
    r"July|August|September|October|November|December)$"
)
_FINITE = "claims?|claimed|says?|said|shows?|showed|finds?|found|reports|reported|reads?|is|are|was|were|had"
_SENTENCE = re.compile(r".*\b\w{5,}\.\s")  # not "St."
_OPENS = re.compile(
    r"(?:As|In|At|By|But|And|From|For|On|To|With|Via|When|While|If|Said|Says|Plus|Like|Unlike|Inside|Outside|"
    r"Following|Among|After|Before|During|Since|Under|Despite|Although|Though|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Alleged|Suspected|Purported|Former)\s(?=\w)"
)
_ARTICLE = re.compile(r"^(?:the|The)\s+")


def fuller(text: str, phrase: Phrase, kind: SpeakerType) -> tuple[Span, str]:
    """Return where the fullest name of the source stands, and the name.

    A name grows only to a longer one that ends with it or that it abbreviates; "the paper" and "the
    group" take the last body of their kind named before.
    """
    own = _named(text, phrase.span)
    if kind not in (SpeakerType.ORGANISATION, SpeakerType.OUTLET):
        return phrase.span, own
    short = _ARTICLE.sub("", phrase.text)
    found = [
        (span, text[span[0] : span[1]]) for span in (_opened(text, one) for one in bodies(text))
    ]
    # "Committee Chairman Rep." is a person's title, no body.
    found = [one for one in found if bare(one[1].split()[-1]) not in lexicon().titles]
    if short.lower() == "police" and (match := _POLICE.search(text)):
        return match.span(), _ARTICLE.sub("", match.group())
    if re.fullmatch(r"[A-Z]{2,6}", short.replace(".", "")):
        for span, name in found:
            if _initials(name) == short.replace(".", ""):
                return span, _ARTICLE.sub("", name)
        return phrase.span, own
    if short[:1].isupper():
        longer = [
            (span, name)
            for span, name in found
            if name.endswith(" " + short) and not re.search(r"\b(?:and|on)\b", name)
        ]
        span, _ = max(longer, key=lambda one: len(one[1]), default=(phrase.span, own))
        return span, _named(text, span) if longer else own
    return _last_of_kind(text, phrase, kind, found) or (phrase.span, own)


def introduced(text: str, phrase: Phrase) -> Span | None:
    """Return where the document that "the letter" takes up was brought in: "a letter to the board".

    None if the source is no such short description, or nothing before it has its noun.
    """
    if not re.fullmatch(r"(?i)(?:the|this|that)\s[\w-]+", phrase.text):
        return None
    head = re.escape(phrase.head)
    pattern = re.compile(
        rf"(?i)\b(?:an?|a new|his|her|its|their)\s(?:[\w’'/&.-]+\s){{0,4}}?{head}\b"
        rf"(?:\s(?:by|to|from|of|about|on|that|released|published)\s(?:(?!\s(?:{_FINITE}|that)\b)[^,.;:—“”\"\n]){{0,70}}\b)?"
    )
    found = [match.span() for match in pattern.finditer(text, 0, phrase.span[0])]
    return found[-1] if found else None


def _opened(text: str, span: Span) -> Span:
    """The name without what opens its sentence, doubts it ("Alleged"), or dates it ("on Friday")."""
    name = text[span[0] : span[1]]
    ends = _SENTENCE.match(name)
    start = ends.end() if ends else 0
    match = _OPENS.match(name, start)
    start = match.end() if match else start
    dated = _DATED.search(name, start)
    return span[0] + start, span[0] + dated.start() if dated else span[1]


def _named(text: str, span: Span) -> str:
    said = re.sub(r"\s+", " ", text[span[0] : span[1]])
    first = said.split(" ")[0]
    return (
        said[0].lower() + said[1:] if first.lower() in ("the", "a", "an", "some", "many") else said
    )


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word.lower() not in _SMALL)


def _last_of_kind(
    text: str, phrase: Phrase, kind: SpeakerType, found: list[tuple[Span, str]]
) -> tuple[Span, str] | None:
    """The body that "the paper" or "the group" takes up: the last before it of that kind."""
    if len(phrase.text.split()) > 2 or not phrase.text.lower().startswith("the "):
        return None
    known = lexicon()
    before = [one for one in found if one[0][1] <= phrase.span[0]]
    for span, name in reversed(before):
        last = bare(name.split()[-1])
        if kind is SpeakerType.OUTLET and (last in known.outlet or last in known.outlets):
            return span, name
        if kind is SpeakerType.ORGANISATION and phrase.head in {
            bare(word) for word in name.split()
        }:
            return span, name
    if kind is SpeakerType.ORGANISATION and phrase.head in _ANY:
        for span, name in reversed(before):
            if {bare(word) for word in name.split()} & known.organisation:
                return span, name
    return None
