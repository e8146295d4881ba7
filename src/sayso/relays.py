"""Whom a statement came through that makes none of its own: an outlet that was told it, a spokesman.

"…, she told the Gazette", "he said in an interview with CNN", "through his lawyer, Ann Lee": whoever
was told passes it on. Pure; spans are characters of the text, half open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sayso.clauses import HOST, SOURCE, STOP, sentence
from sayso.press import NAMES, PAPER, Outlets
from sayso.records import Attribution, Span

_OUTLET = re.compile(
    rf"{PAPER}|{HOST}|{NAMES}\s(?:magazine|newspaper|television|radio)\b|{NAMES}"  # "Harbour magazine"
)
_WHEN = r"(?:\s(?:\w+day|morning|afternoon|evening|night|earlier|later|again|also|live|today|yesterday)){0,3}"
_TELLS = r"(?i:told|tells?|telling|informed|informs|informing)"
_SPEAKS = (
    r"(?:said|says|saying|explain(?:s|ed)?|acknowledged|confirm(?:s|ed)?|admitted|speaking|spoke|speaks|denied|wrote|"
    r"talked|talking|insisted|claimed|added)\b[^\n.;“”\"]{0,100}?\s(?:to|with)"
)
_TOLD = re.compile(
    rf"\b(?:{_TELLS}|{_SPEAKS}|(?:remarks?|comments?|statements?|e-?mails?|chat|messages?)\s(?:\w+\s){{0,2}}?(?:to|with)|"
    rf"interview(?:\s[a-z]+){{0,3}}?{_WHEN}\s(?:with|to|on|in|for|by)|(?i:interviewed)\s(?:by|on)|"
    rf"(?:(?i:appear(?:ing|ed|ance)|speaking)|said|says|aired|seen){_WHEN}\son|(?:wrote|writes|writing|said|says)\s(?:in|for)|"
    r"(?:obtained|seen|reviewed|viewed|published|released|aired|quoted|cited|contacted|reached|asked|(?<!as\s)reported)\sby|"
    r"(?:identified|described|named|disclosed|revealed|relayed)\b[^\n.;“”\"]{0,40}?\sto|"
    r"quoted\sin|in\san?(?=\s[^\n.,;“”\"]{3,40}?\s(?:interview|profile|op-ed)\b)|(?<=In\sa\s)(?:new\s)?(?:profile|interview|story|article|report)(?:\s[a-z]+){0,3}?\s(?:in|at)|"
    r"(?:leaked|provided|shared|given|sent)\s(?:to|with))\s"
)
_DIRECT = re.compile(rf"{_TELLS}\s|interview(?!.*\s(?:in|on)\s$)")
_ENDS = re.compile(r"[,.;:“”\"\n](?!\w)|\s(?:that|said|and|about|who|which|in|on|at|for)\s")
_NEW_CLAUSE = re.compile(r",\s(?:but|while|whereas|though|although|yet)\s|;\s")
_ASKS = re.compile(
    r"\s(?:(?:also|then|recently|exclusively)\s)?(?:spoke|talked)\s(?:to|with)\s|"
    r"\s(?:interviewed|interviews|quoted|quotes|cited|cites|contacted|reached|asked)\s"
)
_THROUGH = re.compile(
    r"(?:\b(?:statement|said|says|issued|released|sent|spoke|told|messages?)\b[^\n.;“”\"]{0,40}?\sthrough|\bvia)\s"
    rf"(?P<who>(?:an?|his|her|their|its|the)\s(?:[a-z]+\s){{0,2}}[a-z]+(?:,\s(?P<name>{NAMES}))?|{NAMES})"
)
_NO_RELAY = re.compile(
    r"(?:the\s)?(?:Twitter|Facebook|Instagram|YouTube|Skype|Snapchat|Getty|Reddit|Telegram)\b|(?:an?|the)\s|"
    r".*\b(?:page|account|website|email|e-mail|message|feed|tweet|post)s?\b"
)
_IN = re.compile(
    r"\s*In\s(?P<who>the\s(?:[\w’'-]+\s){0,2}?"
    r"(?:report|article|story|profile|video|clip|recording|footage|documentary))\b"
)
_STAFF = re.compile(r"[A-Z][\w’-]+(?:\s[A-Z][\w.’-]*){1,2}\s(?:at|of|from|for|with)\s")
_CONTRIBUTES = re.compile(
    r"\b(?:guest|blogger|columnist|commentator|contributor|panelist|correspondent|reporter|editor)s?"
    r"\s(?:at|of|on|for|from|with|in)\s$"
)
_PAPER = re.compile(
    r"\b[Ii]n\s(?:an?|the|his|her|their)\s(?:[\w-]+\s){0,3}?"
    r"(?:letter|statement|memo|e-?mail|video|recording|note|message|transcript)\s(?:[\w-]+\s){0,4}?"
    r"(?:released|provided|issued|distributed|circulated|shared|posted)\s(?:\w+\s){0,2}?by\s"
    rf"{SOURCE}"
)
_HANDED = re.compile(
    r"obtained|seen|reviewed|viewed|leaked|provided|shared|given|sent|spoke|told|who"
)


@dataclass(frozen=True, slots=True)
class Relay:
    """Whom a statement came through: where he is named, by what words, and why it is thought so."""

    source: Span
    cue: Span
    reason: str
    outlet: bool = True


def relay(text: str, one: Attribution, outlets: Outlets) -> Relay | None:
    """Return whom ``one`` came through by the words of its own sentence, if anyone."""
    if not one.cue:
        return None
    room = _room(text, one)
    for found in (*_told(text, one, room, outlets), *_asked(text, one, room, outlets)):
        return found
    for match in _PAPER.finditer(text, *room):
        at = match.span("source")
        if not _within(at, (*one.content, *one.source)):
            return Relay(at, (match.start(), at[0]), "passed it on", outlet=False)
    for match in _THROUGH.finditer(text, *room):
        at = match.span("who")
        if not _within(at, (*one.content, *one.source)) and not _NO_RELAY.match(match.group("who")):
            named = match.span("name") if match.group("name") else at
            return Relay(named, (match.start(), at[0]), "passed it on", outlet=False)
    return None


def of_paragraph(text: str, one: Attribution, outlets: Outlets) -> Relay | None:
    """Return the film or paper in which somebody speaks, or the outlet whose words the paragraph is.

    "In the video, she says …"; "The Gazette reports:" in the line above.
    """
    room = _room(text, one)
    if match := _IN.match(text, *room):
        first = min(a for a, _ in (*one.source, *one.cue))
        if match.end() <= first:
            at = match.span("who")
            return Relay(at, at, "in its words", outlet=False)
    above = text[: text.rfind("\n", 0, one.start) + 1].rstrip()
    if not above.endswith(":"):
        return None
    top = above.rfind("\n") + 1
    for stop in STOP.finditer(text, top, len(above)):
        top = stop.end()
    for match in _OUTLET.finditer(text, top, len(above)):
        if outlets.known(match.group()):
            return Relay(
                match.span(), (match.end(), len(above)), "the line above leads in its words"
            )
    return None


def handed(text: str, found: Relay) -> bool:
    """Whether the outlet was handed what the source is: "slides obtained by the Gazette"."""
    return _HANDED.match(text, found.cue[0]) is not None


def _told(text: str, one: Attribution, room: Span, outlets: Outlets) -> Iterator[Relay]:
    said = min((a for a, _ in (*one.source, *one.cue)), default=room[1])
    for told in _TOLD.finditer(text, *room):
        # "It aired on CNN, but critics said": what the critics say is a clause of its own.
        if told.end() < said and _NEW_CLAUSE.search(text, told.end(), said):
            continue
        stop = _ENDS.search(text, told.end(), room[1])
        for match in _OUTLET.finditer(text, told.end(), stop.start() if stop else room[1]):
            # "They identified him to the Gazette as …"
            own = any(a <= told.start() < b for a, b in one.cue)
            if _within(match.span(), one.content) and not own:
                break
            # Whoever is told something directly need not be known as an outlet, if he can be one.
            direct = match.start() == told.end() and _DIRECT.match(told.group()) is not None
            if outlets.known(match.group()) or (direct and outlets.possible(match.group())):
                yield Relay(match.span(), (told.start(), match.start()), "was told")
            elif direct and outlets.reporter(match.group()):
                yield Relay(match.span(), (told.start(), match.start()), "was told", outlet=False)


def _asked(text: str, one: Attribution, room: Span, outlets: Outlets) -> Iterator[Relay]:
    """ "The Gazette spoke to Ann Lee, who said …"; "one of the Gazette’s sources said …"."""
    first = min((a for a, _ in one.source), default=room[0])
    for match in _OUTLET.finditer(text, room[0], first):
        asks = _ASKS.match(text, match.end())
        if asks and not _within(match.span(), one.content) and outlets.known(match.group()):
            yield Relay(match.span(), asks.span(), "asked")
    for start, end in one.source:
        for match in _OUTLET.finditer(text, start, end):
            owned = re.match(
                r"[’']s?\s(?:[a-z]+\s){0,2}(?:sources?|insiders?)\b", text[match.end() : end]
            )
            name = match.group().rstrip("s").rstrip("’'") if owned is None else match.group()
            own = re.match(r"\s(?:[a-z]+\s){0,2}(?:sources?|insiders?)\b", text[match.end() : end])
            # "CNN’s Ann Lee", "Ann Lee of the Gazette"
            staff = re.match(r"[’']s\s[A-Z][\w-]+\s[A-Z]", text[match.end() : end]) or (
                match.end() == end
                and (
                    _STAFF.fullmatch(text, start, match.start())
                    or _CONTRIBUTES.search(text, start, match.start())
                )
            )
            if staff and outlets.known(name):
                yield Relay(match.span(), match.span(), "its journalist")
            if (owned or (own and match.group() != name)) and outlets.known(name):
                yield Relay(match.span(), match.span(), "its source")


def _within(at: Span, spans: tuple[Span, ...]) -> bool:
    return any(a <= at[0] < b for a, b in spans)


def _room(text: str, one: Attribution) -> Span:
    """The sentence of the statement: around its source and its cue."""
    return sentence(text, min(a for a, _ in (*one.source, *one.cue)), max(b for _, b in one.cue))
