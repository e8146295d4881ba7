"""What is understood of an article's statements beyond their words: who speaks, and what they say.

It follows from the text, the statements and the day of publication. What is wanted of many articles
at once is kept in the ledger (``spoken``); the rest is read off again whenever an article is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sayso.chained import chained
from sayso.facts import facts_of
from sayso.records import Article, Attribution, ChainLink, Facts, Speaker

RULES = "rules 8"
"""The name of the rules. Raise the number in a release whose rules give other speakers or
polarities: ledgers then make anew what older rules made of their articles."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A statement, who makes it, the number (from 0) of the one it stands inside, and its facts.

    ``chain`` is through whom it came: the outermost source first, its own speaker last.
    """

    attribution: Attribution
    speaker: Speaker
    parent: int | None
    facts: Facts
    chain: tuple[ChainLink, ...] = ()


def understand(article: Article, statements: Sequence[Attribution]) -> tuple[Understood, ...]:
    """Return what is understood of the ``statements`` of ``article``, in their order."""
    return understand_text(article.text, statements, article.published)


def understand_text(
    text: str, statements: Sequence[Attribution], published: str = ""
) -> tuple[Understood, ...]:
    """As ``understand``, for a bare ``text``; ``published`` is an ISO 8601 date, or empty.

    Offsets are characters of ``text``, half open. Nothing is raised.
    """
    return _understood(text, tuple(statements), published)


@lru_cache(maxsize=1)  # an article is stored, then compared: understood twice in a row
def _understood(
    text: str, statements: tuple[Attribution, ...], published: str
) -> tuple[Understood, ...]:
    said, facts = chained(text, statements), facts_of(text, statements, published)
    return tuple(
        Understood(one, who.speaker, who.parent, fact, who.chain)
        for one, who, fact in zip(statements, said, facts, strict=True)
    )
