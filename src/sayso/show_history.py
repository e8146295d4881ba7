"""What changed, as text for people: the lines of ``sayso timeline``, of the watch, of judgements. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sayso.across.relation import Relation, Status
from sayso.across.views import Changes, ClaimChange, ConflictLine, Event, Judgement
from sayso.show import Piece, line, shorten
from sayso.show_claims import count

_SHOWN = 8  # of each sort of change
_WIDTH = 100  # characters of a claim's words


def event_lines(found: Event, several: bool) -> Iterator[Piece]:
    """Yield what an article brought; ``several``: the ledger holds more than one story."""
    article = found.article
    where = " · ".join(part for part in (article.outlet, article.published) if part)
    story = f"story {found.story} · " if several else ""
    title = line(article.title or article.origin)
    yield Piece(f"{article.number:>4}  {title}  ({story}{line(where) or 'no outlet'})\n", "source")
    yield from change_lines(found.changes)


def change_lines(found: Changes) -> Iterator[Piece]:
    """Yield what changed, the sorts that matter most first and of each the first few."""
    told = [one for one in found.claims if not one.is_new and not one.after.into]
    for relation in (Relation.CONFLICT, Relation.CORRECTION, Relation.UPDATE):
        these = [one for one in found.conflicts if one.relation is relation]
        yield from _some([_conflict(one) for one in these], relation.value)
    denied = [one for one in found.claims if one.denied]
    yield from _some([_words(one) for one in denied], "denied by subject")
    for status in (Status.WITHDRAWN, Status.SUPERSEDED):
        these_ = [_words(one) for one in told if _has_become(one, status)]
        yield from _some(these_, status.value)
    yield from _some([_gained(one) for one in told if one.origins > 0], "origins gained")
    yield from _some([_gained(one) for one in told if one.origins < 0], "origins lost")
    again = sum(_reported_again(one) for one in told)
    if again:
        yield Piece(f"      {count(again, 'claim')} reported again, on no new origin\n", "note")
    if found.new:
        yield Piece(f"      {count(found.new, 'new claim')}\n", "note")


def _reported_again(found: ClaimChange) -> bool:
    was = found.before
    return was is not None and found.after.reports > was.reports and not found.origins


def _has_become(found: ClaimChange, status: Status) -> bool:
    return (
        found.before is not None
        and status in found.after.statuses
        and status not in found.before.statuses
    )


def _some(told: Sequence[str], name: str) -> Iterator[Piece]:
    for one in told[:_SHOWN]:
        yield Piece(f"      {name}: ", "cue")
        yield Piece(f"{one}\n")
    if len(told) > _SHOWN:
        yield Piece(f"      {name}: and {len(told) - _SHOWN} more\n", "note")


def _conflict(found: ConflictLine) -> str:
    sides = (shorten(line(words), _WIDTH) for words in (found.left, found.right))
    return f"({found.kind}) {' | '.join(sides)}  {found.id[:8]}"


def _words(found: ClaimChange) -> str:
    return f"{shorten(line(found.words), _WIDTH)}  {found.claim[:8]}"


def _gained(found: ClaimChange) -> str:
    was = 0 if found.before is None else found.before.origins
    return f"{was} to {found.after.origins}: {_words(found)}"


def judgement_line(found: Judgement) -> str:
    """One line for a person's word."""
    what = f"undoes {found.undoes}" if found.undoes is not None else found.verdict.value
    ends = "" if found.undoes is not None else f": {found.left[:8]} and {found.right[:8]}"
    undone = "" if found.stands else " (undone)"
    about = "" if found.undoes is not None else f" [{found.about}]"
    told = f"{what}{ends}{about}{undone} · {found.author or 'nobody named'}"
    note = f" · {found.note}" if found.note else ""
    when = found.added[:16].replace("T", " ")
    return f"{found.number:>4}  {line(f'{told} · {when}{note}')}"


def watch_lines(found: Changes) -> Iterator[Piece]:
    """Yield what ``sayso add`` tells at its end; nothing where nothing changed."""
    if found:
        yield Piece("what changed\n", "source")
        yield from change_lines(found)
