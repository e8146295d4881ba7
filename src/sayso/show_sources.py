"""Sources across articles as text for people: the lines of ``sayso sources``. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sayso.across.identity import IdentityMention, Part, Profile
from sayso.ledger import Listed, Statement
from sayso.records import Polarity
from sayso.show import Piece, line
from sayso.who_kept import Joined, Total

Said = Sequence[tuple[IdentityMention, Statement]]


def source_line(found: Profile) -> str:
    """One line of the list: how much, in how many articles and outlets, who."""
    return f"{found.statements:>5} in {found.articles:>3}  {line(_who(found))}"


def _who(found: Profile) -> str:
    told = [found.name, found.type, *found.roles[:1]]
    told += [f"for {found.speaks_for[0]}"] if found.speaks_for else []
    told += [_count(len(found.outlets), "outlet")] if len(found.outlets) > 1 else []
    return " · ".join(told)


def source_lines(found: Profile, said: Said, why: bool) -> Iterator[Piece]:
    """Yield who a source is and what it said, article by article; ``why``: with each reason."""
    yield Piece(f"{line(_who(found))}\n", "source")
    counts = (_count(found.statements, "statement"), _count(found.articles, "article"))
    yield Piece(f"{counts[0]} in {counts[1]}\n", "note")
    for title, words in (("also called", found.names[1:]), ("also", found.roles[1:])):
        if words:
            yield Piece(f"{title}: {line('; '.join(words))}\n", "note")
    for other in found.candidates:
        told = f"may be {other.name} ({other.id[:8]}), left apart: {other.reason}"
        yield Piece(f"{line(told)}\n", "note")
    last = ""
    for mention, one in said:
        if one.article.id != last:
            last = one.article.id
            yield Piece(f"\n{_article(one.article)}\n", "note")
        yield Piece(f"  {line(one.source) or '(no source named)'}", "source")
        yield Piece(f"  {line(one.cue)}", "cue")
        held = "" if mention.polarity is Polarity.ASSERTED else f", {mention.polarity}"
        because = f" who: {line(mention.speaker.reason)}" if why else ""
        yield Piece(f"  [{one.attribution.form}, {one.attribution.kind}{held}]{because}\n", "note")
        yield Piece(f"       {line(one.content)}\n", "content")


def why_lines(joins: Sequence[Joined]) -> Iterator[Piece]:
    """Yield by what rules the speakers of articles are one source, a line for each join."""

    def where(part: Part, article: int) -> str:
        return f"“{part.name}” in {article}"

    for number, one in enumerate(joins):
        if not number:
            yield Piece("       joined:\n", "note")
        merge = one.merge
        both = f"{where(merge.left, one.left)} is {where(merge.right, one.right)}"
        yield Piece(f"           {line(f'{both}: {merge.rule} ({merge.words})')}\n", "note")


def unclear_line(found: Total) -> str:
    """One line for the statements that have no source in the list."""
    unclear = _count(found.unclear, "statement")
    all_ = found.statements + found.unclear
    return f"{_count(found.identities, 'source')}; {unclear} of {all_}: unclear who"


def _article(found: Listed) -> str:
    where = " · ".join(part for part in (found.outlet, found.published) if part)
    return f"{found.number}  {line(found.title or found.origin)}  ({line(where) or 'no outlet'})"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
