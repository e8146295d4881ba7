"""Chains of sources: through whom each statement came, from the outlet to the one who makes it.

A statement may stand inside another (``chains``), and may have come through an outlet that was told
it (``relays``). Pure; spans are characters of the text, half open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sayso.bodies import fuller
from sayso.chains import chain
from sayso.clauses import sentence
from sayso.mentions import people
from sayso.press import Outlets
from sayso.records import Attribution, ChainLink, Said, Speaker, SpeakerType, quote
from sayso.relays import Relay, handed, of_paragraph, relay
from sayso.resolve import resolve
from sayso.sources import kind_of_phrase, named_in, phrase_of

_WITHHELD = re.compile(
    r"(?i)(?:\w+\s){0,4}?(?:sources?|insiders?|staffers?|friends?|pals?|(?:eye)?witness(?:es)?)\b"
)
_ELSEWHERE = re.compile(
    r"(?i)\b(?:statement|tweet\w*|twitter|facebook|instagram|conference|letter|court|testi\w+|speech|rally|interview|"
    r"wrote|posted|earlier|later|reporters|told|memo|e-?mail|debate|speaking|asked|afterwards?|morning|night|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
_GOES_ON = re.compile(
    r"(?i)(?:also\s|then\s)?(?:said|says|added|adds|explained|explains|continued|went on|goes on):?"
)
_NEXT = 400  # characters from what an outlet was told to what its speaker says next
_FAR = 1200  # characters from an outlet's statement to an unnamed source that it may speak for


@dataclass(frozen=True, slots=True)
class Chained:
    """Who makes a statement, the index of the one it stands inside, and the chain it came through.

    The chain starts with the outermost source and ends with the statement's own speaker.
    """

    speaker: Speaker
    parent: int | None
    chain: tuple[ChainLink, ...]


def chained(text: str, attributions: Sequence[Attribution]) -> tuple[Chained, ...]:
    """Return the chain of each of ``attributions``, in their order. Nothing is raised."""
    said = _said(text, attributions)
    links = [one.parent for one in said]
    outlets = Outlets(text)
    work = _Work(text, attributions, said, outlets)
    relays = work.carried([work.relayed(n) for n in range(len(said))])
    found = []
    for n, one in enumerate(said):
        path: list[ChainLink] = []
        for m in chain(n, links):
            own = ChainLink(said[m].speaker, attributions[m].source, attributions[m].cue, "speaks")
            # Whoever was told stands before the one who told him.
            for link in (relays[m], own):
                if link and link.speaker.name not in ("", *(one.speaker.name for one in path)):
                    path.append(link)
        found.append(Chained(one.speaker, one.parent, tuple(path)))
    return tuple(found)


def _said(text: str, attributions: Sequence[Attribution]) -> list[Said]:
    """Who speaks; statements inside others do not bear on who makes those around them."""
    outermost = [n for n, one in enumerate(attributions) if not one.inner]
    within = [n for n, one in enumerate(attributions) if one.inner]
    first = resolve(text, [attributions[n] for n in outermost])
    order = [*outermost, *within]
    said = resolve(text, [attributions[n] for n in order], [one.speaker for one in first])
    found: list[Said] = list(said)
    for at, n in enumerate(order):
        above = said[at].parent
        found[n] = Said(said[at].speaker, None if above is None else order[above])
    return found


class _Work:
    """One article while its relays are being found."""

    def __init__(
        self, text: str, attributions: Sequence[Attribution], said: Sequence[Said], outlets: Outlets
    ) -> None:
        self.text, self.attributions, self.said, self.outlets = text, attributions, said, outlets
        self.people = people(text)

    def relayed(self, n: int) -> ChainLink | None:
        """Return whom statement ``n`` came through that makes no statement of his own about it."""
        one, speaker = self.attributions[n], self.said[n].speaker
        if speaker.type is SpeakerType.OUTLET or not (speaker.name or one.source):
            return None
        if not one.cue:  # a quotation on its own: no words say through whom it came
            return self._of_context(n) if self.said[n].parent is None else None
        found = relay(self.text, one, self.outlets)
        if self.said[n].parent is None:
            found = found or of_paragraph(self.text, one, self.outlets)
            if found is None:
                return self._of_context(n)
        if found is None or (self._own(one, found) and not handed(self.text, found)):
            return None
        link = self._link(found)
        return None if link.speaker.name == speaker.name else link

    def carried(self, relays: list[ChainLink | None]) -> list[ChainLink | None]:
        """Return ``relays`` with those that go on: what somebody told an outlet and, as long as no
        other occasion is named, what he says next."""
        found, last = list(relays), dict[str, int]()
        for n in sorted(range(len(found)), key=lambda n: self.attributions[n].start):
            name = self.said[n].speaker.name
            if not name or self.said[n].parent is not None:
                continue
            before, link = last.get(name), None
            if before is not None and found[n] is None and self._goes_on(before, n):
                link = found[before]
            if link and link.speaker.type is SpeakerType.OUTLET:
                found[n] = replace(link, reason="goes on with what was told")
            last[name] = n
        return found

    def _goes_on(self, before: int, n: int) -> bool:
        """Whether statement ``n`` is of the same occasion as the one of its speaker before it."""
        one = self.attributions[n]
        far = one.start - self.attributions[before].start
        if far > _NEXT or not _GOES_ON.fullmatch(quote(self.text, one.cue)):
            return False
        first, last = sentence(self.text, *one.cue[0])
        words = self.text[first:last]
        for start, end in one.content:
            a, b = max(start, first) - first, max(min(end, last), first) - first
            words = words[:a] + " " * (b - a) + words[b:] if a < b else words
        return _ELSEWHERE.search(words) is None

    def _own(self, one: Attribution, found: Relay) -> bool:
        """Whether the source is the outlet's own paper: "a report by the Gazette"."""
        within = bool(one.source) and one.source[0][0] <= found.source[0] < one.source[-1][1]
        papers = within and kind_of_phrase(phrase_of(self.text, one.source[0]))
        return papers is SpeakerType.DOCUMENT

    def _link(self, found: Relay) -> ChainLink:
        phrase = phrase_of(self.text, found.source)
        kind = SpeakerType.OUTLET if found.outlet else kind_of_phrase(phrase)
        if not found.outlet and (named := named_in(self.text, phrase.span, self.people)):
            person, kind = named[0][0], SpeakerType.PERSON
            span, name = person.named, person.name
        else:
            span, name = fuller(self.text, phrase, kind)
        speaker = Speaker(name, kind, named=(span,), reason=found.reason)
        return ChainLink(speaker, (found.source,), (found.cue,), found.reason)

    def _of_context(self, n: int) -> ChainLink | None:
        """The outlet that an unnamed source speaks to, by the sentences before it."""
        speaker, at = self.said[n].speaker, self.attributions[n].start
        if speaker.type is not SpeakerType.UNNAMED or not _WITHHELD.match(speaker.name):
            return None
        before = [
            m
            for m, one in enumerate(self.attributions)
            if at - _FAR < one.start < at and self.said[m].speaker.type is SpeakerType.OUTLET
        ]
        if not before:
            return None
        last = max(before, key=lambda m: self.attributions[m].start)
        one = self.attributions[last]
        return ChainLink(self.said[last].speaker, one.source, one.cue, "credited before it")
