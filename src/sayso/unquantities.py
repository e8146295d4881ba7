"""Numerals that are no quantities: parts of names, ages, pages, scores, addresses, codes."""

from __future__ import annotations

from sayso.tokens import Tokens

UNITS = {
    "percent": "percent", "%": "percent", "dollar": "USD", "euro": "EUR", "pound": "GBP",
    "ruble": "RUB", "rouble": "RUB", "rupee": "INR", "yen": "JPY", "km": "kilometre",
    "kilometer": "kilometre", "kilometre": "kilometre", "meter": "metre", "metre": "metre",
    "foot": "foot", "feet": "foot", "inch": "inch", "inches": "inch", "mph": "mile per hour",
    "kg": "kilogram", "ton": "ton", "tonne": "tonne", "litre": "litre", "liter": "litre",
}  # fmt: skip
UNITS |= {
    word: word
    for word in (
        "mile yard acre hectare kilogram gram ounce gallon barrel second minute hour day week month "
        "year decade century degree watt megawatt"
    ).split()
}
_LABELS = frozenset(
    "flight section article highway route room channel chapter page boeing windows no number title "
    "level phase act proposition resolution formula type iphone galaxy apollo interstate apartment "
    "suite gate platform line unit engine group figure table version season episode round grade "
    "class division amendment lane studio terminal pier track area world catch super mr mrs ms".split()
)
STOP = frozenset(
    "the a an of in on at by for from to with and or but nor so as if that which who whom whose this "
    "these those it its he she they we you i him her them us his their our my your is are was were "
    "be been being has have had do does did will would can could may might must shall should not no "
    "than then there here when where while after before since until during into onto over under "
    "about against between among per each every all both any such said says also still now only "
    "killed died took went made left came got told voted including within without because".split()
)

_PAGES = frozenset(
    "page pages p pp chapter chapters paragraph paragraphs verse verses clause section volume".split()
)
_AGED = frozenset(("aged", "age", "ages"))
_OF_AGE = frozenset(
    "people those children men women anyone anybody everyone adults voters kids boys girls pupils students "
    "pensioners".split()
)
_GAMES = frozenset(
    "win wins victory victories defeat defeats loss draw draws tie lead score vote votes ruling majority "
    "decision triumph result rout".split()
)


def is_named(tokens: Tokens, at: int, end: int) -> bool:
    """Whether the numeral is part of a name, an age, an address, a code or an ordinal."""
    word, before, after = tokens.lower[at], tokens.word(at - 1), tokens.word(end)
    glued_before = at > 0 and not tokens.gap(at)
    glued_after = end < len(tokens.lower) and not tokens.gap(end)
    if glued_before and (before.isalnum() or before in "#@/_.:&'’=+"):
        return True
    if glued_before and before == "-" and not tokens.word(at - 2)[:1].isdecimal():
        return at < 2 or tokens.word(at - 2).isalnum()
    if glued_after and (after in "/:_&=@" or (after.isalpha() and after not in UNITS)):
        return True
    if (
        tokens.word(end) == "-"
        and tokens.word(end + 1) in ("year", "month", "week", "day")
        and (tokens.word(end + 3) == "old" or tokens.word(end + 2) == "-")
    ):
        return True
    if after in ("year", "years") and tokens.word(end + 1) in ("old", "-"):
        return True
    if before == "of" and tokens.word(at - 2) == "age":
        return True
    if before in _LABELS and (tokens.capital(at - 1) or before in ("no", "number")):
        return True
    if before == "." and tokens.word(at - 2) in ("mr", "mrs", "ms", "no"):
        return True
    return (
        _head(tokens, at) in _AGED | _PAGES
        or _age(tokens, at, end)
        or _score(tokens, at, end)
        or _part_of_name(tokens, at, end, word)
    )


def _head(tokens: Tokens, at: int) -> str:
    """The word before a numeral, or before the range it ends: "aged between 20 and 30", "p. 4"."""
    first = at - 1
    if (
        tokens.word(first) in ("to", "and", "or", "-", "–")
        and tokens.word(first - 1)[:1].isdecimal()
    ):
        first -= 2
    if tokens.word(first) in ("between", "from", "over", "under", "."):
        first -= 1
    return tokens.word(first)


def _score(tokens: Tokens, at: int, end: int) -> bool:
    """Whether the numeral is one of two like "2-1", which is no range or stands before "win"."""
    first = at - 2 if tokens.word(at - 1) in ("-", "–") else at
    last = first + 2
    pair = [tokens.word(first), tokens.word(last)]
    glued = not any(
        tokens.gap(number) for number in (first + 1, last) if number < len(tokens.lower)
    )
    if first < 0 or not glued or tokens.word(first + 1) not in ("-", "–"):
        return False
    if not all(one.isdecimal() and len(one) < 4 for one in pair):
        return False
    return int(pair[0]) >= int(pair[1]) or tokens.word(last + 1) in _GAMES


def _age(tokens: Tokens, at: int, end: int) -> bool:
    """Whether an age is told: "Ana Ruiz, 26,", "she is 26", "children under 12"."""
    value, before, after = tokens.lower[at], tokens.word(at - 1), tokens.word(end)
    if tokens.word(at - 2) in ("he", "she") and before in ("is", "was", "turned", "turns"):
        return value.isdecimal() and len(value) < 4 and (not after.isalpha() or after in STOP)
    if before in ("over", "under") and tokens.word(at - 2) in _OF_AGE:
        return not after.endswith("s") and after not in UNITS and after not in ("percent", "%")
    return (
        before in (",", "(")
        and tokens.capital(at - 2)
        and tokens.word(end) in (",", ".", ")", ";")
        and value.isdecimal()
        and len(value) < 4
    )


def _part_of_name(tokens: Tokens, at: int, end: int, word: str) -> bool:
    if word[0].isdecimal():
        street = tokens.capital(end) and tokens.word(end + 1) in (
            "street", "avenue", "road", "lane", "drive", "boulevard", "st", "ave",
        )  # fmt: skip
        follows = tokens.word(end)
        bare = not follows.isalpha() or follows in STOP
        name = tokens.capital(at - 1) and not tokens.opens(at - 1) and "." not in word
        return street or follows == "block" or (name and bare and follows not in ("-", "%"))
    return tokens.capital(at) and (
        not tokens.opens(at) or (word != "no" and tokens.capital(end) and end == at + 1 and
                                 not tokens.word(end + 1).islower())
    )  # fmt: skip
