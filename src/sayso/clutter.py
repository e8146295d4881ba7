"""Text that lost its markup: which of its paragraphs are not the article, and why.

Conservative by design. In the body of an article only words go that are clutter wherever they
stand; the rest of the rules look at what comes before the body and after it. A paragraph that no
rule names stays. What is set aside is returned with its reason, never only left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import pairwise

from sayso.lists import read_lists
from sayso.records import Dropped
from sayso.tidy import tidy, tidy_lines

ANOTHER = "headline of another story"
SITE = "name or menu of the site"
_MARKS = ("comment form", "link to another story")  # what headlines of other stories stand by
_EDGES = " \t.,:;!?*|•·>»…\"'“”-–—"
_APOSTROPHES = str.maketrans("’‘`´", "''''")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]*]*$")
_SENTENCE_INSIDE = re.compile(
    r"(?<![A-Z.])(?<!\b(?:Mr|Dr|St|vs|Jr|No))(?<!\bMrs)[.!?][\"'”’)]* +[A-Z“\"]"
)
_OPEN_END = re.compile(r"[,;:—–-]$")
_DATELINE = re.compile(r"^[A-Z][A-Z .,'’-]{2,}[^.!?]{0,60}(?:[-–—―]{1,2}) ")
_LOST_BYLINE = re.compile(
    r"(?:(?:story|words|written|posted|published|updated|by|in|on|at|and|from|for|with)\b"
    r"[\s,;:|/·–—-]*)+",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:(?i:written|reported|posted|story|words|exclusive|analysis|opinion) )?(?:By|BY|by):? +"
    r"(?P<who>[A-Z][\w'’.-]*(?:[ ,|/–—-]+(?:(?:and|of|for|in|the|at|de|van|von|al|bin|la)\b|&"
    r"|[A-Z(@][\w'’.()@-]*|(?:staff|senior|political|foreign|chief|special|national)\b"
    r"|(?:writer|reporter|editor|correspondent|columnist|contributor|press)s?\b)){1,16})"
)
_NAME = re.compile(r"[A-Z][\w'’.-]*[ -]+(?:[a-z]{2,3} )?[A-Z]")
_MONTHS = "january february march april may june july august september october november december"
_MONTH = "|".join(rf"{name[:3]}(?:{name[3:]})?" for name in _MONTHS.split())
_DATE_LINE = re.compile(
    rf"""(?:(?:first|last|originally)\ )?(?P<how>published|posted|updated|modified|created)?
    (?:\ (?:on|at))?:?,?\ *
    (?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\ +)?
    (?:(?P<month>{_MONTH})\.?\ +(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\ +(?P<year>(?:19|20)\d\d)
    |(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\ +(?P<month2>{_MONTH})\.?,?\ +(?P<year2>(?:19|20)\d\d)
    |(?P<iso>(?:19|20)\d\d-\d\d-\d\d))
    (?:[\ T,|·–—-]+(?:at\ )?\d{{1,2}}[:.]\d\d(?::\d\d)?\ *(?:[ap]\.?m\.?)?\ *(?:[A-Z]{{2,4}})?)?""",
    re.IGNORECASE | re.VERBOSE,
)
# Words of which a text repeated on one page is made when it is the site speaking of itself.
_BOILERPLATE = re.compile(
    r"\b(?:disclaimer|not necessarily|views|opinions?|endorse\w*|liab\w+|responsib\w+|advice|"
    r"copyright|rights reserved|this (?:site|website|page|publication|blog|column)|subscri\w+|"
    r"newsletters?|cookies?|privacy|affiliate\w*|sponsor\w*|donat\w+|permission|terms of)\b",
    re.IGNORECASE,
)
_LABEL = 3  # words: so short a line above the title names the site, or a page of it
_PROSE = 12  # words: a sentence this long is the body of an article, not something around it
_LONGEST = 800  # characters
_REPEAT = 60  # characters: shorter lines may well stand twice in an article


@dataclass(frozen=True, slots=True)
class Sifted:
    """The paragraphs of a text that are its article, and what was found around it.

    Every paragraph given is in ``kept``, in ``dropped``, or is the ``title_line`` or one of the
    ``lines`` that gave the byline or the date. ``published`` is an ISO 8601 date or empty.
    """

    kept: tuple[str, ...]
    dropped: tuple[Dropped, ...]
    title_line: str = ""
    byline: str = ""
    published: str = ""
    lines: tuple[str, ...] = ()


@dataclass(slots=True)
class _State:
    """The paragraphs under judgement: of each, the reason to set it aside, or none."""

    paragraphs: Sequence[str]
    reasons: dict[int, str] = field(default_factory=dict)
    first: int = 0  # the first paragraph of the body
    last: int = -1  # and its last

    def free(self) -> list[int]:
        return [at for at in range(len(self.paragraphs)) if at not in self.reasons]


@dataclass(frozen=True, slots=True)
class _Group:
    reason: str
    anywhere: bool
    form: bool
    headline: bool
    pattern: re.Pattern[str]


def sift(paragraphs: Sequence[str], title: str = "", *, flattened: bool = True) -> Sifted:
    """Part ``paragraphs`` into the article and what stands around it, with reasons.

    ``title`` is the title if it is known: a leading line that repeats it is the title line. In a
    ``flattened`` text, one whose markup is lost, headlines are known by how they read: the line
    that leads, if no title is given, and the lines behind the body. The order is kept; nothing
    is changed inside a paragraph.
    """
    state = _State(paragraphs)
    _known(state, anywhere=True)
    _repeats(state)
    _after_form(state)
    _find_body(state)
    _known(state, anywhere=False)
    head = _Head(state, title, flattened)
    head.read()
    _neighbours(state, flattened)
    taken = {at for at in (head.title_at, *head.lines) if at >= 0}
    return Sifted(
        tuple(paragraphs[at] for at in state.free() if at not in taken),
        tuple(Dropped(paragraphs[at], state.reasons[at]) for at in sorted(state.reasons)),
        paragraphs[head.title_at] if head.title_at >= 0 else "",
        head.byline,
        head.published,
        tuple(paragraphs[at] for at in head.lines),
    )


@cache
def _groups() -> tuple[_Group, ...]:
    return tuple(
        _Group(
            group["reason"],
            group["where"] == "anywhere",
            group.get("form", False),
            group.get("headline", False),
            re.compile("|".join(f"(?:{pattern})" for pattern in group["patterns"]), re.IGNORECASE),
        )
        for group in read_lists("clutter")["group"]
    )


def _group_of(paragraph: str, *, anywhere: bool | None = None, form: bool = False) -> _Group | None:
    if len(paragraph) > _LONGEST:
        return None  # no such words run on so long, and the patterns would be slow on it
    words = paragraph.translate(_APOSTROPHES).strip(_EDGES)
    for group in _groups():
        if (anywhere is None or group.anywhere == anywhere) and (group.form or not form):
            headline = not group.headline or _headline(paragraph)
            if words and headline and group.pattern.fullmatch(words):
                return group
    parts = paragraph.split(" | ")
    if len(parts) > 1:  # several such words on one line
        found = [_group_of(part, anywhere=anywhere, form=form) for part in parts]
        return found[0] if all(found) else None
    return None


def _known(state: _State, *, anywhere: bool) -> None:
    """Set aside what is clutter by its words; at the edges more words are."""
    for at in state.free():
        if not anywhere and state.first <= at <= state.last:
            continue
        group = _group_of(state.paragraphs[at], anywhere=anywhere)
        if group:
            state.reasons[at] = group.reason
        elif _lost_byline(state.paragraphs[at], anywhere=anywhere):
            state.reasons[at] = "a byline whose names are lost"


def _lost_byline(paragraph: str, *, anywhere: bool) -> bool:
    """Nothing but "in ," or "By and": in the body a mark must show that something fell out."""
    bare = _LOST_BYLINE.fullmatch(paragraph)
    return bool(bare) and (not anywhere or paragraph[-1] in ",|;/·")


def _repeats(state: _State) -> None:
    """Set aside a long paragraph that stands twice: the site's own words wholly, else once."""
    keys = {at: " ".join(state.paragraphs[at].lower().split()) for at in state.free()}
    counts = Counter(keys.values())
    seen: set[str] = set()
    for at, key in keys.items():
        if counts[key] < 2 or len(key) < _REPEAT:
            continue
        if len(set(map(str.lower, _BOILERPLATE.findall(key)))) > 1:
            state.reasons[at] = "disclaimer"
        elif key in seen and counts[key] == 2 and key[-1] in '.!”"':
            # Oftener is a refrain, and meant; so may be a question, or a line of a list.
            state.reasons[at] = "the same words again"
        seen.add(key)


def _after_form(state: _State) -> None:
    """Set aside a comment form, and all that follows one that stands behind the article."""
    form = [at for at in state.free() if _group_of(state.paragraphs[at], form=True)]
    sizes = [len(paragraph.split()) for paragraph in state.paragraphs]
    for start in form:
        near = [at for at in form if start <= at < start + 7]
        distinct = {state.paragraphs[at].lower() for at in near}
        if len(distinct) < 2 or sum(map(len, distinct)) < 16:
            continue  # one such line alone may be the article's own
        behind = sum(sizes[:start]) > 2 * sum(sizes[start:])
        if behind or len(distinct) > 2:
            state.reasons.update(dict.fromkeys(near, "comment form"))
        if behind:
            for at in state.free():
                if at > start:
                    other = _headline(state.paragraphs[at])
                    state.reasons[at] = ANOTHER if other else "after the comment form"
            return


def _find_body(state: _State) -> None:
    prose = [at for at in state.free() if _is_prose(state.paragraphs[at])]
    if prose:
        state.first, state.last = prose[0], prose[-1]
    else:  # nothing to go by: all of it is the body
        state.last = len(state.paragraphs) - 1


def _is_prose(paragraph: str) -> bool:
    words = len(paragraph.split())
    return words >= 30 or (
        words >= _PROSE and bool(_SENTENCE_END.search(paragraph)) and not _title_case(paragraph)
    )


def _headline(paragraph: str) -> bool:
    words = len(paragraph.split())
    ends = paragraph.rstrip(")”’\"'")[-1:] in (".", ",", ";", ":") or paragraph.endswith("…")
    return 4 <= words <= 25 and not ends and not _SENTENCE_INSIDE.search(paragraph)


def _title_case(paragraph: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_][\w’']*", paragraph) if len(word) > 3]
    high = sum(word[0].isupper() for word in words)
    return len(words) >= 3 and high >= 0.75 * len(words)


class _Head:
    """Reads what stands before the body: the title line, the byline, the date."""

    def __init__(self, state: _State, title: str, guess: bool) -> None:
        self.state, self.title, self.guess = state, _bare(title), guess
        self.title_at, self.byline, self.published = -1, "", ""
        self.lines: list[int] = []

    def read(self) -> None:
        if self.guess and not self.title:
            self._labels()
        for at in self.state.free():
            paragraph = self.state.paragraphs[at]
            if at >= self.state.first and not (self.title and _bare(paragraph) == self.title):
                return
            if self.title_at < 0 and self._is_title(at, paragraph):
                self.title_at = at
            elif (found := _BYLINE.fullmatch(paragraph)) and _NAME.search(found["who"]):
                self.byline = self.byline or found["who"].strip()
                self.lines.append(at)
            elif found := _DATE_LINE.fullmatch(paragraph):
                self._date(found)
                self.lines.append(at)

    def _labels(self) -> None:
        """Set aside the few words above a headline: the site's name and what is left of a menu."""
        above: list[int] = []
        for at in self.state.free():
            paragraph = self.state.paragraphs[at]
            if at >= self.state.first or len(paragraph.split()) > _LABEL:
                break
            above.append(at)
        under = next((at for at in self.state.free() if at not in above), self.state.first)
        if above and under < self.state.first and _headline(self.state.paragraphs[under]):
            self.state.reasons.update(dict.fromkeys(above, SITE))

    def _is_title(self, at: int, paragraph: str) -> bool:
        if self.title:
            return _bare(paragraph) == self.title
        if not self.guess or self.lines or at > min(self.state.free()):
            return False
        words = len(paragraph.split())
        closed = bool(_SENTENCE_END.search(paragraph))
        return (
            # A longer line in plain case is a standfirst: it may say what nothing else does.
            3 <= words <= (30 if _title_case(paragraph) else 18)
            and (not closed or _title_case(paragraph))
            and not _OPEN_END.search(paragraph)
            and not _SENTENCE_INSIDE.search(paragraph)
            and not _DATELINE.match(paragraph)
            and not _BYLINE.fullmatch(paragraph)
            and not _DATE_LINE.fullmatch(paragraph)
            and not paragraph[0].islower()
        )

    def _date(self, found: re.Match[str]) -> None:
        if self.published or (found["how"] or "").lower() in ("updated", "modified"):
            return
        if found["iso"]:
            year, month, day = map(int, found["iso"].split("-"))
        else:
            name = (found["month"] or found["month2"])[:3].lower()
            month = [word[:3] for word in _MONTHS.split()].index(name) + 1
            day, year = int(found["day"] or found["day2"]), int(found["year"] or found["year2"])
        try:
            self.published = date(year, month, day).isoformat()
        except ValueError:
            return  # the 31st of June: a line of that form all the same


def _bare(text: str) -> str:
    return " ".join(text.translate(_APOSTROPHES).strip(_EDGES).lower().split())


def _neighbours(state: _State, flattened: bool) -> None:
    """Set aside headlines behind the body, where other clutter or their number shows them."""
    tail = range(state.last + 1, len(state.paragraphs))
    marked = False
    for at in tail:
        if at in state.reasons:
            marked = marked or state.reasons[at] in _MARKS
        elif marked and _headline(state.paragraphs[at]):
            state.reasons[at] = ANOTHER
    if not flattened:
        return  # there a heading is known by its tag, and a run of short lines is a list
    run: list[int] = []
    for at in reversed([at for at in tail if at not in state.reasons]):
        paragraph = state.paragraphs[at]
        listed = ":" in paragraph or len(paragraph.split()) < 5 or not paragraph[0].isalpha()
        if listed or not (_headline(paragraph) and _title_case(paragraph)):
            break
        run.append(at)
    if len(run) > 1:
        state.reasons.update(dict.fromkeys(run, ANOTHER))


def paragraphs_of(text: str) -> list[str]:
    """Return the paragraphs of a plain text, each on one line with its white space made plain.

    An empty line ends a paragraph. Within a block, lines that were wrapped at a fixed width are
    joined by a space; lines that were not are paragraphs of their own.
    """
    blocks: list[list[str]] = [[]]
    for line in tidy_lines(text).expandtabs(4).split("\n"):
        if tidy(line):
            blocks[-1].append(line.rstrip())
        elif blocks[-1]:
            blocks.append([])
    width = _wrap_width(blocks)
    found: list[str] = []
    for block in blocks:
        found += _unwrapped(block, width)
    return [paragraph for paragraph in map(tidy, found) if paragraph]


def _wrap_width(blocks: Sequence[Sequence[str]]) -> int:
    """The width at which the text was wrapped, or 0 if it was not.

    It was if most line ends within blocks are where a writer filling lines to that width must
    break: the next word would not have fitted.
    """
    pairs = [pair for block in blocks for pair in pairwise(block)]
    lengths = sorted(len(line) for block in blocks if len(block) > 1 for line in block)
    if not pairs or not 40 <= lengths[-1] <= 120:
        return 0
    filled = sum(_full(line, after, lengths[-1]) for line, after in pairs)
    return lengths[-1] if filled >= max(2, 0.6 * len(pairs)) else 0


def _full(line: str, after: str, width: int) -> bool:
    word = after.split(maxsplit=1)[0]
    return len(line) + 1 + len(word) > width - 2 and after[:1] != " "


def _unwrapped(block: Sequence[str], width: int) -> list[str]:
    joined: list[str] = []
    previous = ""
    for line in block:
        if joined and width and _full(previous, line, width):
            joined[-1] += " " + line
        else:
            joined.append(line)
        previous = line
    return joined
