"""All statements inside the contents of others: each content is read again, by a model that learnt it.

The model of ``attribute`` has learnt to mark the outermost statement of a sentence. Another one has
learnt, from what people are reported to have said, the statements of others in it. Sources that are
only named beside a statement (``cited``) come by rule. What is added is told by its ``made_by``
(``Attribution.inner``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain as joined
from itertools import pairwise

from sayso.antecedents import GENDERS
from sayso.cited import cited
from sayso.drafts import Draft, overlap
from sayso.innerwords import inner_words
from sayso.kinds import form_of, kind_of
from sayso.records import INNER, Attribution, Kind, Span, quote
from sayso.resolve import resolve
from sayso.text import runs

Reads = Callable[[str], Sequence[Attribution]]
"""A reader of plain text; its offsets are those of the text it was given."""
_INSERTED = 120  # characters of a clause inserted in what somebody says: ", the paper reports,"
_SHORTEST = 25  # characters; less holds no statement with its source
_SELF = frozenset("i we me us everyone nobody someone everybody anyone".split())
_NO_CUE = re.compile(
    r"(?i)(?:an?|the|is|are|was|were|has|have|had|did|does|do|for|on|with|in|by|about|under|via|of|to|from|at|after|(?:(?:is|are|was|were|has|have|had)\s)*(?:plan|intend|want|seek|try)\w*)(?:\sto)?"
)
# "did not say that the firm had agreed": so nobody says that it agreed.
_UNSAID = re.compile(
    r"(?i)\b(?:did|does|do|has|have|had)(?:\snot|n[’']t)\s(?:\w+ly\s)?(?:say|said|confirm(?:ed)?|claim(?:ed)?)"
    r"\sthat\b[^.;,]*$"
)
_HEARSAY = re.compile(
    r"(?i)\b(?:rumou?rs?|reports|claims|allegations|accusations|suggestions|speculation)$"
)
_SILENT = re.compile(
    r"(?i)(?:\b(?:not|never)|n[’']t)\b.*\b(?:say|said|tell|told|mention(?:ed)?|comment(?:ed)?|answer(?:ed)?)\b"
)
_FAR = 160  # characters before a cue in which it may say that nobody said it
_LIKELY = 0.5
_SAYS = 4  # words of a content that can say something
_AGAIN = frozenset([*GENDERS, "they", "who", "it"])


def nest(text: str, outermost: Sequence[Attribution], reads: Reads) -> tuple[Attribution, ...]:
    """Return the statements that stand inside those of ``outermost``, in order of their cues.

    ``reads`` finds the statements within what somebody says; what it raises goes on. Spans are
    characters of ``text``, half open. A statement by the speaker it stands inside is none of somebody
    else, and is left out.
    """
    taken = [span for one in outermost for span in one.cue]
    again = [
        one
        for one in _again(text, outermost, reads)
        if not overlap(one.cue, taken) and not _known(one, outermost)
    ]
    drafts = [
        Draft(one.source, one.cue, one.content, one.score, one.made_by)
        for one in (*outermost, *again)
    ]
    found = _others(text, outermost, [*again, *_finished(text, cited(text, drafts))])
    return tuple(sorted(found, key=lambda one: one.cue))


def _known(one: Attribution, outermost: Sequence[Attribution]) -> bool:
    """Whether the first reading found the same source say the same, by another cue."""
    return any(
        overlap(one.source, other.source) and overlap(one.content, other.content)
        for other in outermost
    )


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
    for parts in sorted({part for one in outermost for part in _together(one.content)}):
        start, piece = parts[0][0], _piece(text, parts)
        if len(piece) < _SHORTEST:
            continue
        for one in map(partial(_owned, piece), reads(piece)):
            if one.source and _says(piece, one) and not _unsaid(text, start + one.cue[0][0]):
                yield _moved(one, parts)


def _together(content: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    """Yield the parts of a content that a clause at most stands between: "The plan, he said, shows"."""
    parts: list[Span] = []
    for span in content:
        if parts and span[0] - parts[-1][1] > _INSERTED:
            yield tuple(parts)
            parts = []
        parts.append(span)
    if parts:
        yield tuple(parts)


def _piece(text: str, parts: Sequence[Span]) -> str:
    """The parts of a content as one text, with spaces for what stands between them."""
    piece = text[parts[0][0] : parts[0][1]]
    for (_, end), (start, last) in pairwise(parts):
        piece += " " * (start - end) + text[start:last]
    return piece


def _owned(piece: str, one: Attribution) -> Attribution:
    """A statement with its source: "rumours that …" are nobody's, and so their own."""
    if one.source or not _HEARSAY.search(quote(piece, one.cue)):
        return one
    return replace(one, source=one.cue)


def _says(piece: str, one: Attribution) -> bool:
    """Whether the cue of a second reading is one by which something is said: not "for", no plan, not
    "did not say"."""
    cue = quote(piece, one.cue)
    return bool(cue) and not _NO_CUE.fullmatch(cue) and not _SILENT.search(cue)


def _unsaid(text: str, at: int) -> bool:
    """Whether what stands at ``at`` is what somebody did not say, by the words of its sentence."""
    return _UNSAID.search(text, max(0, at - _FAR), at) is not None


def _moved(one: Attribution, parts: Sequence[Span]) -> Attribution:
    """A statement of ``_piece`` in the coordinates of the text, without what stands between the parts."""
    by = parts[0][0]

    def within(spans: Sequence[Span]) -> tuple[Span, ...]:
        cut = [(max(a + by, c), min(b + by, d)) for a, b in spans for c, d in parts]
        return tuple((a, b) for a, b in cut if a < b)

    source, cue, content = within(one.source), within(one.cue), within(one.content)
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
        loose = within and (words in _AGAIN or one.kind is Kind.THOUGHT or not _sure(text, one))
        own = re.split("[’']", words.split()[-1])[0] in _SELF or name == "readers"
        # What people say is theirs; what they know or think is the words of whoever speaks of them.
        own = own or (words == "people" and quote(text, one.cue) not in inner_words().says)
        same = above is not None and said[above].speaker.name == name
        apart = above is None and n not in links
        if loose or own or same or apart or not name:
            gone.add(n)
        else:
            yield one


def _sure(text: str, one: Attribution) -> bool:
    """Whether a statement inside an inner one is likelier than not, and says something of what it
    names: not "her opposition to | the quay"."""
    return one.score >= _LIKELY and len(quote(text, one.content).split()) >= _SAYS


def _depth(n: int, links: Sequence[int | None]) -> int:
    depth, above = 0, links[n]
    while above is not None:
        depth, above = depth + 1, links[above]
    return depth
