"""The word lists of sources that are named beside statements (``data/inner.toml``), and patterns of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from sayso.kinds import forms
from sayso.lists import read_lists


@dataclass(frozen=True, slots=True)
class InnerWords:
    """The lists, as ``data/inner.toml`` explains them; verbs in all their forms."""

    says: frozenset[str]
    of_source: frozenset[str]
    cited: frozenset[str]
    offices: frozenset[str]
    plurals: frozenset[str]
    helpers: frozenset[str]
    breaks: frozenset[str]
    joins: frozenset[str]
    parts: frozenset[str]
    pronouns: frozenset[str]
    no_outlets: frozenset[str]


_VERBS = {"says"}
_PHRASES = {"of_source", "cited"}


@cache
def inner_words() -> InnerWords:
    """Return the word lists that come with the package."""
    raw = read_lists("inner")
    return InnerWords(**{key: frozenset(_words(key, value)) for key, value in raw.items()})


def _words(key: str, value: str) -> Iterable[str]:
    if key in _PHRASES:
        return value.strip().replace("\n", "").split("|")
    if key in _VERBS:
        return (form for word in value.split() for form in forms(word))
    return value.split()


def either(words: Iterable[str]) -> str:
    """Return a pattern for any of ``words``, the longest first."""
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))
