"""Versions of an article: other texts read at the same address, and what changed between two.

An address that cannot be fetched any more is no version: nothing is known of its text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from sayso.ledger import Ledger, Refusal, Version
from sayso.ninjs import WITHDRAWN
from sayso.records import Article, Span
from sayso.tokens import sentences

_FIELDS = ("title", "byline", "outlet", "published", "modified")
_MANY = 4000  # sentences: of longer texts, lines that occur often are not compared with one another


@dataclass(frozen=True, slots=True)
class Edit:
    """Sentences of one paragraph that stand in one version and not in the other.

    ``span`` counts characters of the text of the earlier version where they were ``removed``, of the
    later where not; ``text`` are the words there.
    """

    removed: bool
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What an article says of itself, before and after; either may be empty."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from one version of an article to the next: ``earlier`` and ``later`` are their
    numbers in the ledger, ``moved`` counts sentences that only changed their place."""

    earlier: int
    later: int
    fields: tuple[FieldChange, ...]
    edits: tuple[Edit, ...]
    moved: int


@dataclass(frozen=True, slots=True)
class History:
    """All versions at one address, the earliest first, and what changed from each to the next.

    ``withdrawn`` is the refusal in which the publisher withdrew it, if it did.
    """

    url: str
    versions: tuple[Version, ...]
    changes: tuple[Difference, ...]
    withdrawn: Refusal | None


def history(ledger: Ledger, key: str) -> History:
    """Return the history of the article that ``key`` names, which may be its address.

    Raises ``NotFoundError``.
    """
    url = key.strip()
    found = ledger.versions(url)
    if not found:
        article = ledger.find(key)
        url = article.url
        found = ledger.versions(url) or tuple(
            Version(one, "") for one in ledger.articles() if one.id == article.id
        )
    articles = [ledger.find(str(version.article.number)) for version in found]
    changes = tuple(
        compare(articles[at], articles[at + 1], found[at], found[at + 1])
        for at in range(len(found) - 1)
    )
    return History(url, found, changes, withdrawn(ledger.rejections(), url))


def withdrawn(refusals: Iterable[Refusal], url: str) -> Refusal | None:
    """Return the last refusal that says that the publisher withdrew what is at ``url``."""
    last = None
    for one in refusals:
        reason = one.rejected.reason
        named = reason.partition("): ")[2].partition(", version ")[0]
        if url and named == url and reason.startswith(WITHDRAWN):
            last = one
    return last


def compare(earlier: Article, later: Article, before: Version, after: Version) -> Difference:
    """Return what changed from ``earlier`` to ``later``, sentence by sentence.

    White space and the ends of paragraphs do not count; ``before`` and ``after`` name the two.
    """
    fields = tuple(
        FieldChange(name, old, new)
        for name in _FIELDS
        if (old := getattr(earlier, name)) != (new := getattr(later, name))
    )
    old, new = sentences(earlier.text), sentences(later.text)
    old_keys, new_keys = _keys(earlier.text, old), _keys(later.text, new)
    junk = max(len(old), len(new)) > _MANY
    moves = 0
    edits: list[Edit] = []
    matcher = SequenceMatcher(None, old_keys, new_keys, autojunk=junk)
    blocks = [block for block in matcher.get_opcodes() if block[0] != "equal"]
    gone = {key for _, a, b, _, _ in blocks for key in old_keys[a:b]}
    come = {key for _, _, _, a, b in blocks for key in new_keys[a:b]}
    moved = gone & come
    for _, old_from, old_to, new_from, new_to in blocks:
        out = [number for number in range(old_from, old_to) if old_keys[number] not in moved]
        into = [number for number in range(new_from, new_to) if new_keys[number] not in moved]
        moves += new_to - new_from - len(into)
        edits += _edits(earlier.text, old, out, removed=True)
        edits += _edits(later.text, new, into, removed=False)
    return Difference(before.article.number, after.article.number, fields, tuple(edits), moves)


def _keys(text: str, spans: Sequence[Span]) -> list[str]:
    return [" ".join(text[start:end].split()) for start, end in spans]


def _edits(
    text: str, spans: Sequence[Span], numbers: Sequence[int], *, removed: bool
) -> Iterator[Edit]:
    """Sentences as edits: those that follow one another in a paragraph are one."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1 and not _breaks(text, spans, number):
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    for first, last in runs:
        span = (spans[first][0], spans[last][1])
        yield Edit(removed, span, text[slice(*span)])


def _breaks(text: str, spans: Sequence[Span], number: int) -> bool:
    return "\n" in text[spans[number - 1][1] : spans[number][0]]
