"""Claims and conflicts as text for people: the lines of ``sayso claims`` and ``sayso conflicts``. Pure.

Words of articles stand in ⟦ ⟧ where they are shown in their sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.across.origins import Origins
from sayso.across.relation import Relation
from sayso.across.views import (
    ClaimPage,
    ClaimView,
    ConflictView,
    MentionView,
    Side,
    StatusRow,
)
from sayso.ledger import Listed
from sayso.records import Polarity
from sayso.show import Piece, line, safe

_ID = 8  # digits of an identifier that are shown; any four or more that fit one alone will do


def claim_lines(found: ClaimView) -> Iterator[Piece]:
    """Yield a claim in a list: how often, on how many origins, its statuses, its words, its denials."""
    yield Piece(f"{found.id[:_ID]}  {_counts(found)}\n", "note")
    held = "" if found.polarity is Polarity.ASSERTED else f"[{found.polarity}] "
    yield Piece(f"          {held}", "note")
    yield Piece(f"{line(found.words)}\n", "content")
    for one in found.denials:
        who = " · ".join(part for part in (one.speaker, one.outlet, one.published) if part)
        yield Piece(f"          denied: {line(one.words)}  ({line(who)})\n", "opinion")


def _counts(found: ClaimView) -> str:
    told = [count(found.reports, "report"), _origins(found.origins)]
    told += [count(found.outlets, "outlet")] if found.outlets > 1 else []
    return f"{', '.join(told)} · {' · '.join(found.statuses)}"


def _origins(number: int) -> str:
    return f"at most {number} origins" if number > 1 else count(number, "origin")


def claim_page_lines(found: ClaimPage) -> Iterator[Piece]:
    """Yield all of a claim: every mention, the origins, what stands against it, its history."""
    view = found.view
    yield Piece(f"{line(view.words)}\n", "source")
    days = view.first if view.first == view.last else f"{view.first} to {view.last}"
    yield Piece(f"{view.id} · story {view.story} · {days}\n{_counts(view)}\n", "note")
    yield Piece(f"\nstated in {count(view.mentions, 'place')}\n", "note")
    for one in found.mentions:
        yield from mention_lines(one)
    yield Piece(f"\nwho knows it: {found.origins.line}\n", "note")
    yield from _origin_lines(found.origins)
    if found.conflicts:
        yield Piece("\nwhat stands against it\n", "note")
    for other in found.conflicts:
        yield from conflict_lines(other)
    yield Piece("\nhistory\n", "note")
    for row in found.history:
        yield Piece(f"  {line(status_line(row))}\n")


def mention_lines(found: MentionView) -> Iterator[Piece]:
    """Yield a mention: its words in their sentence, whose they are, and where they stand."""
    (start, end), (first, _) = found.span, found.sentence
    sentence, start, end = found.sentence_words, start - first, end - first
    yield Piece(f"  {_flat(sentence[:start])}")
    yield Piece(f"⟦{_flat(sentence[start:end])}⟧", "content")
    yield Piece(f"{_flat(sentence[end:])}\n")
    yield Piece(f"      {line(who_line(found))}\n", "note")


def _flat(text: str) -> str:
    """A part of a sentence on one line; the spaces at its ends stay."""
    return re.sub(r"\s+", " ", safe(text))


def who_line(found: MentionView) -> str:
    """One line: the chain of sources, what is done with the words, the outlet, the day, the article."""
    told = [found.who or "in the article's own voice"]
    if found.speaker is not None and found.speaker.role:
        told.append(found.speaker.role)
    if found.polarity is not Polarity.ASSERTED:
        told.append(found.polarity.value)
    return " · ".join((*told, where_line(found.article), found.id[:_ID]))


def where_line(found: Listed) -> str:
    """The outlet, the day and the number of an article."""
    told = (found.outlet or "no outlet", found.published, f"article {found.number}")
    return " · ".join(part for part in told if part)


def _origin_lines(found: Origins) -> Iterator[Piece]:
    for one in found.origins:
        yield Piece(f"  {line(one.line)}\n")
        for join in one.joins:
            told = f"{join.left[:_ID]} and {join.right[:_ID]}: {join.why} ({join.words})"
            yield Piece(f"      {line(told)}\n", "note")
    for join in found.withheld:
        yield Piece(f"  kept apart by hand: {join.left[:_ID]} and {join.right[:_ID]}\n", "note")


_ANSWERS = {
    Relation.CONFLICT: "denies the other",
    Relation.UPDATE: "is the later state",
    Relation.CORRECTION: "corrects the other",
}


def conflict_lines(found: ConflictView) -> Iterator[Piece]:
    """Yield a conflict: its kind, both sides with their words and whose they are, and the reasons."""
    pairs = f" · {found.pairs} pairs of mentions" if found.pairs > 1 else ""
    told = (
        f"{found.id[:_ID]}  {found.relation}: {found.kind}{pairs} · since article {found.article}"
    )
    yield Piece(f"{told}\n", "source")
    for side, one in ((Side.LEFT, found.left), (Side.RIGHT, found.right)):
        yield from mention_lines(one)
        if found.answers is side and found.relation in _ANSWERS:
            yield Piece(f"      this side {_ANSWERS[found.relation]}\n", "note")
    reasons = "; ".join(found.reasons) or "no reason given"
    yield Piece(f"  why: {line(reasons)} ({line(found.judge)}, {found.score:.2f})\n", "note")


def status_line(found: StatusRow) -> str:
    """One line for a row of the history."""
    when = f"article {found.article}, {found.added[:16].replace('T', ' ')}"
    if found.into:
        return f"{when}: {found.claim[:_ID]} became part of {found.into[:_ID]}"
    told = f"{count(found.reports, 'report')}, {_origins(found.origins)}"
    return f"{when}: {found.claim[:_ID]} {' · '.join(found.statuses)} ({told})"


def count(number: int, what: str) -> str:
    """A number of things in words."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def shown_line(shown: int, total: int, what: str, uncompared: int) -> str:
    """One line that says how much of a list was shown, and how many articles it leaves out because
    they are not compared yet."""
    told = count(total, what)
    if shown < total:
        told = f"{shown} of {told}; more: --limit, --offset"
    if uncompared:
        told += f"; {count(uncompared, 'article')} not compared yet: sayso add or load does it"
    return told
