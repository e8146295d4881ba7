"""All statements inside the contents of others: those a second reading finds, and those rules find.

The model has learnt to mark the outermost statement of a sentence. Given nothing but what somebody
said, it marks the outermost statement of that; so each content is read again on its own, and what
rules (``inner``) find in it goes before. What is added is told by its ``made_by`` (``Attribution.inner``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain as joined

from sayso.antecedents import GENDERS
from sayso.cited import cited
from sayso.drafts import Draft, overlap
from sayso.inner import inner, unsaid
from sayso.innerwords import inner_words
from sayso.kinds import form_of, kind_of
from sayso.records import INNER, Attribution, Kind, Span, quote
from sayso.resolve import resolve
from sayso.text import runs

Reads = Callable[[str], Sequence[Attribution]]
"""A reader of plain text; its offsets are those of the text it was given."""
_SHORTEST = 25  # characters; less holds no statement with its source
_SELF = frozenset("i we me us everyone nobody someone everybody anyone".split())
_NO_CUE = re.compile(
    r"(?i)(?:is|are|was|were|has|have|had|for|on|with|in|by|about|under|via|of|to|from|at|after|(?:(?:is|are|was|were|has|have|had)\s)*(?:plan|intend|want|seek|try)\w*)(?:\sto)?"
)
_AGAIN = frozenset([*GENDERS, "they", "who", "it"])


def nest(text: str, outermost: Sequence[Attribution], reads: Reads) -> tuple[Attribution, ...]:
    """Return the statements that stand inside those of ``outermost``, in order of their cues.

    ``reads`` is the model's reading of a piece of text; what it raises goes on. Spans are characters
    of ``text``, half open. A statement by the speaker it stands inside is none of somebody else, and
    is left out.
    """
    drafts = [Draft(one.source, one.cue, one.content, one.score, one.made_by) for one in outermost]
    within = inner(text, drafts)
    by_rule = _finished(text, [*within, *cited(text, [*drafts, *within])])
    taken = [span for one in (*outermost, *by_rule) for span in one.cue]
    again = [one for one in _again(text, outermost, reads) if not overlap(one.cue, taken)]
    found = _others(text, outermost, [*by_rule, *again])
    return tuple(sorted(found, key=lambda one: one.cue))


def _finished(text: str, drafts: Iterable[Draft]) -> list[Attribution]:
    marked = list(joined.from_iterable(runs(text)))
    found = []
    for draft in drafts:
        form = form_of(text, draft.content, marked)
        kind = kind_of(quote(text, draft.cue), quote(text, draft.source), form)
        roles = (draft.source, draft.cue, draft.content)
        found.append(Attribution(*roles, form, kind, draft.score, draft.made_by + INNER))
    return found


def _again(text: str, outermost: Sequence[Attribution], reads: Reads) -> Iterator[Attribution]:
    for start, end in sorted({span for one in outermost for span in one.content}):
        if end - start >= _SHORTEST:
            for one in reads(text[start:end]):
                if (
                    one.source
                    and _says(text[start:end], one)
                    and not unsaid(text, start + one.cue[0][0])
                ):
                    yield _moved(one, start)


def _says(piece: str, one: Attribution) -> bool:
    """Whether the cue of a second reading is a word that can say something: not "for", no plan."""
    return bool(one.cue) and _NO_CUE.fullmatch(quote(piece, one.cue)) is None


def _moved(one: Attribution, by: int) -> Attribution:
    def shift(spans: Sequence[Span]) -> tuple[Span, ...]:
        return tuple((start + by, end + by) for start, end in spans)

    source, cue, content = shift(one.source), shift(one.cue), shift(one.content)
    return replace(one, source=source, cue=cue, content=content, made_by=one.made_by + INNER)


def _others(
    text: str, outermost: Sequence[Attribution], found: Sequence[Attribution]
) -> Iterator[Attribution]:
    """Yield those of ``found`` that somebody else makes, and that belong to another statement."""
    known = [one.speaker for one in resolve(text, outermost)]
    said = resolve(text, [*outermost, *found], known)
    links = [one.parent for one in said]
    gone: set[int] = set()
    for n in sorted(range(len(known), len(said)), key=lambda n: _depth(n, links)):
        above = links[n]
        while above is not None and above in gone:
            above = links[above]
        one, name = found[n - len(known)], said[n].speaker.name
        words = quote(text, one.source).lower()
        within = above is not None and above >= len(known)
        loose = within and (words in _AGAIN or one.kind is Kind.THOUGHT)
        own = re.split("[’']", words.split()[-1])[0] in _SELF or name == "readers"
        # What people say is theirs; what they know or think is the words of whoever speaks of them.
        own = own or (words == "people" and quote(text, one.cue) not in inner_words().says)
        same = above is not None and said[above].speaker.name == name
        apart = above is None and n not in links
        if loose or own or same or apart or not name:
            gone.add(n)
        else:
            yield one


def _depth(n: int, links: Sequence[int | None]) -> int:
    depth, above = 0, links[n]
    while above is not None:
        depth, above = depth + 1, links[above]
    return depth
