"""What is understood of an article's statements beyond their words: today the facts in them.

Nothing here is stored: it follows from the text, the statements and the day of publication, and
takes a few milliseconds, so it is read off again whenever an article is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.facts import facts_of
from sayso.records import Article, Attribution, Facts


@dataclass(frozen=True, slots=True)
class Understood:
    """A statement, and what exactly it says."""

    attribution: Attribution
    facts: Facts


def understand(article: Article, statements: Sequence[Attribution]) -> tuple[Understood, ...]:
    """Return what is understood of the ``statements`` of ``article``, in their order."""
    return understand_text(article.text, statements, article.published)


def understand_text(
    text: str, statements: Sequence[Attribution], published: str = ""
) -> tuple[Understood, ...]:
    """As ``understand``, for a bare ``text``; ``published`` is an ISO 8601 date, or empty.

    Offsets are characters of ``text``, half open. Nothing is raised.
    """
    found = facts_of(text, statements, published)
    return tuple(Understood(one, facts) for one, facts in zip(statements, found, strict=True))
