"""Which names in an article's sources are people's though no list has them. Pure; offsets as given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sayso.mentions import all_names, bare, lexicon, looks_like_person, names_in, surname
from sayso.records import Span
from sayso.sources import goes_on

# "in Ballane", "in Ballane, Corvia": places.
_AT = re.compile(r"\b(?:in|at|near|across|outside)\s(?:[A-Z][\w’-]+,\s)?$")
# "Paul Orrin of West Ballane", "Paul Orrin, R-Ballane", "the Council on Port Affairs".
_HOME = re.compile(
    r"\b[A-Z][\w.’-]+\s(?:of|on|for)(?:\sthe)?\s$|\b(?:Democrat|Republican|Independent)\sfrom\s$"
)
_PARTY = re.compile(r"[RDI]-[A-Z]")
_ADJECTIVE = re.compile(
    r"[A-Z]\w+(?:[a-z]an|ish|ese)\s(?!and\b|said\b|told\b|also\b|who\b)[a-z]{4,}"
)  # "Corvian envoys"
_BODIES = (
    "daily|newspaper|magazine|tabloid|broadcaster|outlet|website|site|news agency|"
    "group|movement|militia|organi[sz]ation|network|faction|sect|party|company|firm|charity|union"
)
_BODY_BEFORE = re.compile(rf"\b(?:{_BODIES})s?,?\s$")
_SPOKES_BEFORE = re.compile(r"\bspokes(?:man|woman|person|men)\s(?:for|of)\s$")
_LONGER = re.compile(r"\s([A-Z][\w-]+)")
_CAPITAL_NEXT = re.compile(r" [A-Z]")
_MID_SENTENCE = re.compile(r"[a-z,] ")
_OF_FIRM = re.compile(
    r"[’']s?\s(?:shares?|board|shareholders|headquarters|chief executive|subsidiary)\b"
    r"|,\s(?:which|whose\s(?:shares|board|headquarters)|an?\s(?:\w+\s)?(?:company|firm|bank))\b"
)


def hints_of(text: str, spans: Sequence[Span]) -> list[str]:
    """Return names in sources that are people's though no list has them.

    Two or three capitalised words that name no body; a surname alone whose full form stands in the
    text.
    """
    known = lexicon()
    named = all_names(text)
    full = [m for m in named if 1 < len(m.words) < 5 and not _body_like(m.words)]
    # "Mr. Orrin", "Paul Orrin": then a lone "Orrin" is a man.
    borne = {surname(m.words) for m in named if m.title or looks_like_person(m)}
    found: list[str] = []
    for start, end in spans:
        for mention in names_in(text, start, end):
            words = mention.words
            if _body_like(words) or text[mention.span[1] : mention.span[1] + 2] in ("’s", "'s"):
                continue
            if _called_body(text, " ".join(words)):
                continue
            after = text[mention.span[1] : end]
            if goes_on(after) or after.startswith((' "', " “")):  # "Harbour Live cohost Ann Lee"
                continue
            if _HOME.search(text, start, mention.span[0]) or _PARTY.match(words[0]):
                continue
            if _AT.search(text, start, mention.span[0]) or _ADJECTIVE.match(text, mention.span[0]):
                continue
            last = surname(words)
            before = text[start : mention.span[0]].strip().lower()
            if before in ("the", "a", "some", "many", "one", "another") or before.endswith(
                "-year-old"
            ):
                continue
            if re.match(r"\s(?:of|for)\s[A-Z]", text[mention.span[1] :]) or (
                words[0].isupper() and len(words) == 1
            ):
                continue  # "Citizens for Tax Justice", "DNC"
            if len(words) > 1 and (last in borne or not _thing(text, words)):
                found.append(" ".join(words))
            if len(words) == 1 and last not in borne and _firm(text, words[0]):
                continue
            if len(words) == 1 and not _no_surname(text, words[0], mention.span[0]):
                fuller = [m for m in full if surname(m.words) == last and not m.words[0].isupper()]
                found += [" ".join(m.words) for m in fuller] or [words[0]]
    return [name for name in found if bare(name) not in known.bodies | known.outlets]


def standing(text: str, name: str) -> Iterator[Span]:
    """Yield where a name stands in ``text`` as words of its own.

    Found without a pattern made for it: making one takes longer than all of the looking.
    """
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
            yield at, end
        at = text.find(name, end)


def _called_body(text: str, name: str) -> bool:
    """Whether the text says what a name is the name of: "the militant group Kesh Varo"."""
    return any(_BODY_BEFORE.search(text, max(0, at - 24), at) for at, _ in standing(text, name))


def _thing(text: str, words: Sequence[str]) -> bool:
    """Whether a name of two words or more is one of common words: "Harbour On Air", "Foreign Relations"."""
    small = any(word in ("On", "Of", "The", "In", "With", "And", "For", "To") for word in words)
    return small or any(standing(text, words[-1].lower()))


def _firm(text: str, word: str) -> bool:
    """Whether the text treats a lone name as a body's: "Orrin Freight", "a spokesman for Orrin"."""
    known = lexicon()
    for at, end in standing(text, word):
        longer = _LONGER.match(text, end)
        if longer and bare(longer.group(1)) in known.organisation:
            return True
        if _OF_FIRM.match(text, end):
            return True
        if longer is None and _SPOKES_BEFORE.search(text, max(0, at - 24), at):
            return True
    return False


def _no_surname(text: str, word: str, at: int) -> bool:
    """Whether a capitalised word can hardly be a surname: a noun that opens its sentence, a brand."""
    known = lexicon()
    lower = bare(word)
    common = known.group | known.person | known.titles | known.document | known.withheld
    brand = re.search(r"[a-z][A-Z]", word) and not re.match(r"Ma?c|D[eiu]|La|Fitz", word)
    opens = text[max(0, at - 2) : at].strip() in ("", ".", "“")
    if word.isupper() or lower.endswith(("ans", "is")) or brand:
        return True
    if {lower, lower.removesuffix("s")} & common or any(standing(text, word.lower())):
        return True
    if not lower.endswith("s"):
        return False
    places = list(standing(text, word))
    if any(
        text[at - 4 : at] in ("The ", "the ") and not _CAPITAL_NEXT.match(text, end)
        for at, end in places
    ):
        return True
    return opens and not any(_MID_SENTENCE.match(text, at - 2) for at, _ in places if at > 1)


def _body_like(words: Sequence[str]) -> bool:
    known = lexicon()
    lower = {bare(word) for word in words}
    last = bare(words[-1])
    return bool(
        lower & (known.organisation | known.outlets | known.bodies)
        or last in known.outlet | known.document
        or (last.endswith("s") and last[:-1] in known.person)
        or last in ("democrats", "republicans", "americans", "voters", "republican", "democrat")
    )
