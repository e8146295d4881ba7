"""What a source's own words say: its head, whom it names, what kind of speaker it is. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sayso.mentions import Person, bare, lexicon, names_in, same_person, surname, words_of
from sayso.records import Span, SpeakerType

_LEAD = re.compile(r"(?i)^(?:as|according to|via|even|and|but|that|while|only|both)\s+")
# "Reports from the islanders" are the islanders' word; "reports from Oslo" are of a place.
_WORD_OF = re.compile(
    r"(?i)(?:[a-z]+\s){0,2}(?:(?:reports?|claims?|accounts?|word|statements?)\s(?:from|by)\s(?=the\s)|"
    r"(?:quot(?:e|es|ation|ations)|comments?|remarks?)\s(?:from|by)\s(?=(?:an?|the|[A-Z])\b))"
)
# "They [the harbour authority]": an editor says whom the pronoun stands for.
_INSERTED = re.compile(r"(?i)(?:he|she|it|they|we|I|you|him|her|them|us)\s\[([^\[\]]+)\]")
# How somebody came to speak is no part of what he is called.
_ASIDE = re.compile(
    r",?\s(?:(?:and\s)?(?:who|which|that)\s(?:spoke|speaks|talked|was\snot\sauthorized|were\snot\sauthorized|asked\snot|"
    r"declined|requested|insisted|wished)\b|(?:who\swere\s)?(?:speaking|talking)\s(?:to|with|on)\b|"
    r"(?:and\s)?(?:obtained|seen|reviewed|viewed)\sby\s|reached\sby\s).*$"
)
_PREPOSITION = re.compile(
    r"(?i)[,;:(]|\b(?:of|for|from|in|at|on|with|who|whom|that|which|including|such|close|familiar|by|to|conducted|released|published|commissioned|"
    r"like|about|inside|within|against|near|among|than|briefed|working|speaking|looking|under|opposed|"
    r"whose|under|into|is|are|was|were|interviewed|involved|over|across)\b"
)
_NO_HEAD = re.compile(
    r"(?i)\b(?:of|for|by|to|with|from|including|like|in|at|on|about|who|that|against|whose|than)\b"
)
_ENDS_NAME = re.compile(
    r"(?i)and|or|himself|herself|of|for|who|in|at|on|from|as|the|also|then|later|by|to"
)
_DESCRIBES = re.compile(
    r"(?i)\s*(?:and\s+)?(?:a|an|the|his|her|its|who|which|whose|one of|then|now)\b"
)
_NUMBER = re.compile(r"(?i)^(?:two|three|four|five|six|seven|eight|nine|ten|several)\b")
_PLURAL_NO = re.compile(r"(?:ss|us|sis|ris|vis|wis)$")

_COMES_BEFORE = re.compile(
    r"(?i)[,;:“”\"(]\s*|\b(?<!responsible\s)(?<!familiar\s)(?<!close\s)(?:to|by|with|from|for|among|like|as|than|is|was|are|were|has|had|against|"
    r"including|said|told|that|but|include|includes)\s+"
)
_OPENER = re.compile(
    r"(?i)\b(?:an?|another|the|some|many|several|most|those|his|her|their|its|both|\d[\d,]*)\s"
)
_HEADS = frozenset(
    "head chief director secretary minister manager president chairman chairwoman chair commissioner "
    "professor editor leader ceo founder".split()
)
_OTHERS = re.compile(
    r"\s(?:and|&)\s(?P<others>(?!(?:who|his|her|has|have|had|is|are|was|were)\b)"
    r"(?:(?!(?:during|in|on|at|of|for)\b)[\w’'-]+\s){1,6}(?!\w+day\b)[\w’'-]+)"
)
_CUT = re.compile(r"[,(]|\s[—–-]\s")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A source's words: its span without a lead-in and edges, its head in lower case, its words."""

    span: Span
    text: str
    head: str
    words: tuple[str, ...]


def phrase_of(text: str, span: Span) -> Phrase:
    """Return the source at ``span`` of ``text`` without lead-in, edge punctuation and possessive."""
    start, end = span
    while match := _LEAD.match(text[start:end]):
        if match.end() >= end - start:
            break
        start += match.end()
    if match := _WORD_OF.match(text[start:end]):
        start += match.end()
    if match := _INSERTED.match(text, start, end):
        start, end = match.span(1)
    said = text[start:end].rstrip(" ,;:—–-")
    said = re.sub(r"\s(?:themselves|himself|herself|itself)\b.*$", "", said)
    said = _ASIDE.sub("", said)
    said = re.sub(r"\son\s(?:\w+day|\w+day (?:morning|night|evening|afternoon))$", "", said)
    said = re.sub(r"[’']s?$", "", said) if re.search(r"[’']s$|[sS][’']$", said) else said
    if said.startswith("(") or (said.endswith(")") and "(" not in said):
        said = said.rstrip(")")
    cut = _PREPOSITION.search(said, 1)
    front = said[: cut.start()] if cut else said
    words = words_of(front) or words_of(said)
    return Phrase((start, start + len(said)), said, words[-1] if words else "", tuple(words))


def phrase_start(before: str) -> int:
    """Return where the phrase at the end of ``before`` opens: at its last article, or three words back."""
    cuts = [m.end() for m in _COMES_BEFORE.finditer(before) if m.end() < len(before)]
    cut = cuts[-1] if cuts else 0
    rest = before[cut:]
    openers = [m.start() for m in _OPENER.finditer(rest)]
    if len(rest.split()) <= 4 and not openers:
        return cut + len(rest) - len(rest.lstrip())
    if openers:
        return cut + openers[-1]
    return cut + [m.start() for m in re.finditer(r"\S+", rest)][-3]


def named_in(text: str, span: Span, people: Sequence[Person]) -> list[tuple[Person, Span]]:
    """Return the people whom the source at ``span`` names as its head, with where it names them.

    "The mayor, X" and "X's adviser Y" have a head; "a spokesman for X" and "X supporters" have not.
    """
    inside = [
        (person, mention)
        for person in people
        for mention in person.mentions
        if span[0] <= mention[0] and mention[1] <= span[1]
    ]
    inside.sort(key=lambda one: one[1])
    found: list[tuple[Person, Span]] = []
    first = True
    crowd = kind_of_phrase(phrase_of(text, span)) is SpeakerType.GROUP
    for start, end in _segments(text, span):
        here = [one for one in inside if start <= one[1][0] < end]
        if re.match(r"(?i)\s*(?:including|like|such as|who|whose)\b", text[start:end]):
            break
        if text[start - 1 : start] == "(" or (not first and not found and crowd):
            continue
        if found and not re.match(r"\s*(?:and\s+)?[A-Z]", text[start:end]):
            break
        for person, mention in here:
            if _held(text[start : mention[0]], bool(found)):
                break
            if not goes_on(text[mention[1] : end]):
                found.append((person, mention))
        first = False
    if len(found) > 1 and not re.search(r"\s(?:and|&)\s", text[found[0][1][1] : found[-1][1][0]]):
        lead = text[found[0][1][1] : found[1][1][0]]
        return found[:1] if re.match(r"\s*[,(]", lead) else found[-1:]
    return found


def alone(text: str, phrase: Phrase, people: Sequence[Person]) -> Person | None:
    """Return the person of a source that is nothing but a name, wherever the name runs on in the text."""
    start, end = phrase.span
    for mention in names_in(text, start, end):
        before = text[start : mention.span[0]].strip(" ").removesuffix(mention.title).strip()
        if mention.span[1] != end or before:
            continue
        for person in people:
            if person.surname == surname(mention.words) and (
                len(mention.words) == 1 or same_person(tuple(person.name.split()), mention.words)
            ):
                return person
    return None


def _held(before: str, joined: bool) -> bool:
    """Whether the words before a name make it part of another's description ("an aide to X").

    "Secretary of State X" is no such case: between the preposition and the name stands a noun.
    """
    cuts = list(_NO_HEAD.finditer(before))
    if not cuts:
        return False
    if not joined and _office_of(before[: cuts[-1].start()], before[cuts[-1].end() :]):
        return False
    words = words_of(before)
    known = lexicon()
    office = bool(words) and words[0] in known.titles - known.spokes
    while words and (words[-1] in known.titles or words[-1] in ("former", "then", "the", "and")):
        words.pop()
    return joined or not office or not words or bool(_NO_HEAD.search(words[-1]))


def _office_of(front: str, place: str) -> bool:
    """Whether an office stands before a name with what it is the office of, or a body before its head.

    "The head of public affairs Ann Lee", "the Union for Dockers President Ann Lee".
    """
    known = lexicon()
    last = front.split()[-1:]
    words = words_of(place)
    if (
        not last
        or not words
        or words[-1] in ("the", "a", "an", "his", "her", "their", "its", "former")
    ):
        return False
    if words[-1] in known.titles | known.person:
        return len(words) > 1 and last[0][:1].isupper() and bare(last[0]) not in known.titles
    return bare(last[0]) in _HEADS and len(words) < 4


def _segments(text: str, span: Span) -> list[Span]:
    cuts = [match.start() for match in _CUT.finditer(text, span[0] + 1, span[1])]
    edges = [span[0], *[cut + 1 for cut in cuts], span[1]]
    return [(a, b) for a, b in pairwise(edges) if a < b]


def goes_on(after: str) -> bool:
    """Whether the name is only the start of a longer head: "X's wife", "the X campaign"."""
    if re.match(r"[’'](?:s\b|\s)", after):
        return True
    match = re.match(r"[  -]([^\W\d_][\w’'-]*)", after)
    if match is None or names_follow(after):
        return False
    return not _ENDS_NAME.fullmatch(match.group(1))


def names_follow(after: str) -> bool:
    """Whether "and" joins the name to a next one."""
    return bool(re.match(r"\s(?:and|&)\s", after))


def others_with(text: str, phrase: Phrase, mention: Span) -> str:
    """Return who speaks together with the person named at ``mention``: "Ann Lee and other dockers"."""
    end = phrase.span[1]
    match = _OTHERS.fullmatch(text, mention[1], end)
    if not match:
        return ""
    others = phrase_of(text, (match.start("others"), end))
    kinds = (SpeakerType.GROUP, SpeakerType.UNNAMED, SpeakerType.ORGANISATION)
    return others.text if kind_of_phrase(others) in kinds else ""


def kind_of_phrase(phrase: Phrase) -> SpeakerType:
    """Return what kind of speaker a source is that names no person, by its head and its article."""
    known = lexicon()
    head, said = phrase.head, phrase.text
    singular = head[:-1] if head.endswith("s") and not _PLURAL_NO.search(head) else head
    heads = {head, singular}
    if re.fullmatch(r"(?i)(?:the|an?)\s\d+-year-old", said):
        return SpeakerType.UNNAMED
    capital = bool(re.search(r"[A-Z]", said[1:] if said[:4].lower() in ("the ",) else said[:1]))
    proper = bool(re.search(r"\b[A-Z]", re.sub(r"^(?:The|A|An|Some|Many)\b", "", said)))
    if re.fullmatch(r"(?:www\.)?(?:[\w-]+\.)+[a-z]{2,}", said):  # "crier.example"
        return SpeakerType.OUTLET
    if set(phrase.words) & known.outlets and (head in known.outlets or head in known.outlet):
        return SpeakerType.OUTLET
    if (
        heads & {"newspaper", "magazine", "paper", "outlet", "broadcaster", "network"}
        and head == singular
    ):
        return SpeakerType.OUTLET
    last_capital = bool(re.search(rf"\b{re.escape(head)}\b", said)) is False
    if last_capital and head in known.outlet and head not in ("report", "review"):
        return SpeakerType.OUTLET
    if heads & known.document:
        return SpeakerType.DOCUMENT
    if head in known.organisation | known.bodies:
        return SpeakerType.ORGANISATION
    if (said.isupper() and len(said) < 7) or re.fullmatch(r"(?:the )?(?:[A-Z]\.){2,}", said):
        return SpeakerType.ORGANISATION
    if re.search(r"^(?:[A-Z]\w+\s)+for\s[A-Z]\w+\s[A-Z]\w+$", said):  # "Friends for Open Roads"
        return SpeakerType.ORGANISATION
    plural = head != singular or head in known.group or head in ("people", "police", "men", "women")
    if heads & (known.withheld - {"person", "people", "representative"}):
        return SpeakerType.UNNAMED
    if heads & known.person and _NUMBER.match(said):
        return SpeakerType.UNNAMED
    if plural:
        return SpeakerType.GROUP
    if singular in known.person | known.female_words | known.male_words:
        return SpeakerType.UNNAMED
    if re.match(r"(?i)(?:an?|one|another)\b", said):
        return SpeakerType.UNNAMED
    if re.match(r"[“\"‘]", said):
        return SpeakerType.DOCUMENT
    return SpeakerType.ORGANISATION if proper or capital else SpeakerType.GROUP


def joint_name(phrase: Phrase) -> str:
    """Return bodies named together ("France and Germany"), joined by an ampersand; else nothing."""
    known = lexicon()
    parts = [p for p in re.split(r",?\s+and\s+|,\s+", phrase.text) if p.strip()]
    ends = [bare(part.split()[-1]) for part in parts]
    if len(parts) > 1 and all(
        end in known.bodies | known.outlets | {"states", "times", "post"} for end in ends
    ):
        return " & ".join(re.sub(r"^the ", "", part) for part in parts)
    return ""


def described_at(text: str, mention: Span) -> Span | None:
    """Return where the apposition after a name stands: ", a monitoring group that has …,"."""
    match = re.match(r"[”’\"]?(?:,|\s[—–-]|\s\()\s*", text[mention[1] :])
    if not match:
        return None
    start = mention[1] + match.end()
    if not _DESCRIBES.match(text[start:]):
        return None
    stop = re.search(r",(?=\s)|[.;:!?](?=\s|$)|\s[—–]\s|\)|\n|[“”]", text[start:])
    end = start + stop.start() if stop else len(text)
    return (start, end) if end - start > 3 else None


def described_in(text: str, span: Span) -> Span | None:
    """Return where the apposition inside a source stands, to the source's end; None if there is none."""
    start, end = span
    for match in re.finditer(r",\s+|\s[—–]\s", text[start:end]):
        at = start + match.end()
        if _DESCRIBES.match(text[at:end]) and not re.match(r"(?i)and\b", text[at:end]):
            return at, start + len(text[start:end].rstrip(" ,—–-"))
    return None
