"""Which names of a text are outlets: by the words, by their make, by what the text says they do.

Pure.
"""

from __future__ import annotations

import re

from sayso.hints import standing
from sayso.innerwords import inner_words
from sayso.mentions import is_outlet, lexicon, people

_NAME = r"(?:E!|Yahoo!|(?:\d+(?=[A-Z]))?[^\W\d_a-zß-ÿ](?:[\w.&’'/-]*\w)?)"
_NO_NAME = r"(?!(?:Said|Says|And|But|When|While|As|In|At|On|For|From|By|After)\s)"
NAMES = (
    rf"{_NO_NAME}(?:[Tt]he\s|[Tt]he\s[a-z]+\s)?{_NAME}"
    rf"(?:\s(?:(?:of|and|for|of\sthe)\s)?{_NAME}){{0,5}}(?:[’']s?)?"
)
"""A name that may be an outlet's, with the mark of what it owns: "the Daily Gazette’s"."""
_OF_PAPERS = (
    r"(?:paper|newspaper|magazine|outlet|broadcaster|network|channel|station|website|site|agency|tabloid|show|program|"
    r"programme|blog|publication|daily)"
)
PAPER = rf"(?:the|this)\s(?!social\s)(?:[\w-]+\s){{0,2}}{_OF_PAPERS}\b"
"""An outlet that is not named: "the local newspaper"."""
_MADE = re.compile(
    r"\.[a-z]{2,4}$|^(?!Mc|Mac|De[A-Z]|O’|O')[A-Z][a-z]+[A-Z]|^[A-Z]{3,}\b|^the Daily [A-Z]|^The [A-Z]|"
    rf"^{PAPER}$"
)
_NO_PRESS = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:January|February|March|April|May|June|July|August|September|"
    r"October|November|December)\b|.*(?:ans?|ese|ish|ers|ists|crats|ors|House|Senate|Congress|Parliament|Court)$"
)
_REPORTS = (
    r"(?:also\s|first\s)?(?:reports|reported|writes|wrote|notes|noted|says|quoted|article|story)\b"
)


_REPORTERS = r"(?:reporter|journalist|correspondent|columnist)"
_STAFF = re.compile(rf"(?P<outlet>{NAMES})(?<=s)\s(?:[A-Z][\w.’-]*\s)*$")
_REPORTER = re.compile(rf"\b{_REPORTERS}\s(?:[A-Z][\w.’-]*\s)*$")
_IS_REPORTER = re.compile(rf",\san?\s(?:\w+\s){{0,3}}{_REPORTERS}\b")


def _bare(words: str) -> str:
    """The name without an article and without what it owns: "the Gazette’s Ann Lee"."""
    name = re.split(r"[’'](?:s\b|$)", words)[0].strip()
    return re.sub(r"^(?:[Tt]he|[Tt]his)\s", "", name)


class Outlets:
    """The outlets of one text; each name is looked up once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._people: frozenset[str] | None = None
        self._known: dict[str, bool] = {}

    def known(self, words: str) -> bool:
        """Whether the words name an outlet: by their own look, or as the text uses the name."""
        if words not in self._known:
            self._known[words] = self._look_up(words)
        return self._known[words]

    def possible(self, words: str) -> bool:
        """Whether the words can name an outlet: they are no person, no office and no other body."""
        bare = _bare(words)
        parts = bare.split()
        if not parts or not (bare[0].isupper() or bare[0].isdigit()) or _NO_PRESS.match(bare):
            return False
        lists = lexicon()
        lower = {part.lower().strip(".") for part in parts}
        no_press = lists.organisation | lists.bodies | lists.person | lists.titles | lists.group
        if bare in inner_words().no_outlets or lower & no_press or parts[0].lower() in lists.given:
            return False
        before = re.findall(rf"\b([A-Z][a-z]+)\s{re.escape(bare)}\b", self._text)
        surname = len(parts) == 1 and any(word.lower() not in lists.starters for word in before)
        return not surname and not {bare, parts[-1]} & self._names()

    def reporter(self, words: str) -> bool:
        """Whether the words name somebody who reports, as the text speaks of him: "the Gazette’s Ann Lee"."""
        for at, end in standing(self._text, words):
            room = max(0, at - 80)
            staff = _STAFF.search(self._text, room, at)
            if _REPORTER.search(self._text, room, at) or _IS_REPORTER.match(self._text, end):
                return True
            if staff and self.known(staff.group("outlet")):
                return True
        return False

    def _look_up(self, words: str) -> bool:
        name = re.split(r"[’'](?:s\b|$)", words)[0].strip()
        bare = _bare(words)
        if bare in inner_words().no_outlets:
            return False
        if bare.lower().replace(" ", "-") in lexicon().outlets:
            return True
        if _NO_PRESS.match(bare):
            return False
        if is_outlet(name) or _MADE.search(name):
            return True
        if not self.possible(words):
            return False
        quoted = re.escape(bare)
        return bool(
            re.search(rf"\b{quoted}\s{_REPORTS}|\b{_OF_PAPERS},?\s{quoted}\b", self._text)
            or re.search(
                rf"(?i:according to|reported by|reports in|story in|article in)\s(?:the\s)?{quoted}\b",
                self._text,
            )
        )

    def _names(self) -> frozenset[str]:
        if self._people is None:
            found = people(self._text)
            self._people = frozenset(n for one in found for n in (one.name, one.surname))
        return self._people
