"""Small stories for the tests of claims: articles by what they say, stored and compared by words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from judges import ByWords
from readings import clock, marked, page_of, reading_of
from sayso.comparing import Comparing
from sayso.ledger import Ledger
from sayso.records import Reading


def article(name: str, outlet: str, day: str, raw: str) -> Reading:
    """An article of a marked text: {source} [[cue]] «content»."""
    text, statements = marked(raw)
    page = page_of(text, f"{name}.txt", outlet, f"https://{name}.example/{day}")
    reading = reading_of(page, name.title(), *statements)
    return replace(reading, article=replace(reading.article, published=day))


SHUT = "{The port office} [[said]] «the north quay was shut»."
DENIED = "{The harbour master} [[denied]] «that the north quay was shut»."
FOUR = "{Police} [[said]] «4 dockers were hurt in the fire»."
SIX = "{The hospital} [[said]] «6 dockers were hurt in the fire»."
NOW = "{The hospital} [[said]] «now 9 dockers were hurt in the fire»."
AGAIN = "{A union} [[said]] «the north quay was shut»."

COVERAGE = (
    article("courier", "The Courier", "2031-03-01", f"{SHUT} {FOUR}"),
    article("lantern", "The Lantern", "2031-03-02", f"{AGAIN} {DENIED}"),
    article("post", "The Post", "2031-03-02", SIX),
    article("herald", "The Herald", "2031-03-03", f"{NOW} {SHUT}"),
)
MORE = article("globe", "The Globe", "2031-03-04", f"{AGAIN} {SIX}")


def tell(path: Path, *readings: Reading) -> None:
    """Add articles to the ledger at ``path``."""
    with Ledger(path, clock=clock) as book:
        comparing = Comparing(book, ByWords)
        for one in readings:
            book.store(one)
            comparing.finish()
