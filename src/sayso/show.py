"""Records as text for people: the marks and lines of the terminal. Pure; ``cli`` prints.

A marked article reads the same with and without colour: every statement has a number, its content
stands in ⟦ ⟧, its source in { }, its cue in < >, each closed with the number. The author's opinions
stand in ‹ ›, numbered a1, a2 as in the list of the article's own voice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sayso.ledger import Listed, Refusal, SourceCount, Statement, Version
from sayso.records import (
    Article,
    Attribution,
    Dropped,
    Facts,
    Number,
    OwnWords,
    Polarity,
    Span,
    Voice,
    quote,
)
from sayso.understand import Understood

_MARKS = {"source": ("{", "}"), "cue": ("<", ">"), "content": ("⟦", "⟧"), "opinion": ("‹", "›")}
STYLES = {
    "source": "bold cyan",
    "cue": "yellow",
    "content": "green",
    "opinion": "magenta",
    "note": "dim",
    "": "",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words to print, and the name of their style (see ``STYLES``)."""

    text: str
    style: str = ""


def safe(text: str) -> str:
    """Return ``text`` without control characters, so that a page cannot drive the terminal."""
    return (
        "".join(
            character
            if character in "\n\t" or character.isprintable() or character.isspace()
            else "�"
            for character in text
        )
        .replace("\r", " ")
        .replace("\x1b", "�")
    )


def marked(
    article: Article, statements: Sequence[Attribution], voice: Sequence[OwnWords] = ()
) -> Iterator[Piece]:
    """Yield the article with every statement and opinion marked and numbered from 1."""
    yield from heading(article)
    edges: dict[int, list[tuple[bool, str, str]]] = {}
    for number, role, (start, end) in _marks(statements, voice):
        edges.setdefault(start, []).append((True, number, role))
        edges.setdefault(end, []).append((False, number, role))
    open_: list[str] = []
    last = 0
    for at in sorted(edges):
        yield Piece(safe(article.text[last:at]), open_[-1] if open_ else "")
        last = at
        for opens, number, role in sorted(edges[at]):
            if opens:
                open_.append(role)
                yield Piece(_MARKS[role][0], "note")
            else:
                open_.remove(role)
                yield Piece(f"{_MARKS[role][1]}{number}", "note")
    yield Piece(safe(article.text[last:]) + "\n")


def _marks(
    statements: Sequence[Attribution], voice: Sequence[OwnWords]
) -> Iterator[tuple[str, str, Span]]:
    for number, statement in enumerate(statements, start=1):
        for role, spans in _roles(statement):
            yield from ((str(number), role, span) for span in spans)
    for number, own in enumerate(voice, start=1):
        if own.voice is Voice.OPINION:
            yield f"a{number}", "opinion", own.span


def heading(article: Article) -> Iterator[Piece]:
    """Yield the lines above an article: title, outlet, byline, dates, address."""
    facts = (
        article.outlet,
        article.byline,
        f"published {article.published}" if article.published else "",
        f"modified {article.modified}" if article.modified else "",
        article.url or article.origin,
    )
    yield Piece(safe(article.title or "(no title)") + "\n", "source")
    yield Piece(safe(" · ".join(fact for fact in facts if fact)) + "\n\n", "note")


def statement_lines(text: str, number: int, found: Understood) -> Iterator[Piece]:
    """Yield one statement: who, by what words, how, the exact words of the content, and its facts."""
    said, facts = found.attribution, found.facts
    source = quote(text, said.source) or "(no source named)"
    yield Piece(f"{number:>3}  ", "note")
    yield Piece(line(source), "source")
    yield Piece("  ")
    yield Piece(line(quote(text, said.cue)), "cue")
    polarity = "" if facts.polarity is Polarity.ASSERTED else f"{facts.polarity}, "
    yield Piece(f"  [{said.form}, {said.kind}, {polarity}{said.score:.2f}]\n", "note")
    yield Piece(f"       {line(_who(text, found))}\n", "note")
    if len(found.chain) > 1:
        names = " → ".join(link.speaker.name for link in found.chain)
        why = ", ".join(link.reason for link in found.chain[:-1] if link.reason != "speaks")
        yield Piece(f"       {line(f'chain: {names}' + (f' ({why})' if why else ''))}\n", "note")
    for start, end in said.content:
        yield Piece(f"       {line(text[start:end])}\n", "content")
    yield from _told(text, facts)


def voice_lines(text: str, voice: Sequence[OwnWords]) -> Iterator[Piece]:
    """Yield what the article says in its own voice: its reports and the author's opinions."""
    opinions = sum(own.voice is Voice.OPINION for own in voice)
    counts = f"reports: {len(voice) - opinions}, opinions: {opinions}"
    yield Piece(f"\nin the article's own voice; {counts}\n", "note")
    for number, own in enumerate(voice, start=1):
        told: list[str] = [own.voice]
        told += [] if own.facts.polarity is Polarity.ASSERTED else [own.facts.polarity]
        told += [f"by “{line(quote(text, own.marks))}”"] if own.marks else []
        yield Piece(f"{f'a{number}':>5}  [{', '.join(told)}]\n", "note")
        style = "opinion" if own.voice is Voice.OPINION else ""
        yield Piece(f"       {line(text[slice(*own.span)])}\n", style)
        yield from _told(text, own.facts)


def _told(text: str, facts: Facts) -> Iterator[Piece]:
    told = [when(text, facts), where(text, facts), how_many(text, facts)]
    if any(told):
        yield Piece(f"       {line(' · '.join(filter(None, told)))}\n", "note")


def _who(text: str, found: Understood) -> str:
    speaker = found.speaker
    told = [
        speaker.name or "unclear who",
        speaker.type if speaker.name else "",
        speaker.role,
        f"for {speaker.speaks_for}" if speaker.speaks_for else "",
        *(text[start:end] for start, end in speaker.described),
        f"may be {' or '.join(speaker.candidates)}" if speaker.candidates else "",
        f"inside {found.parent + 1}" if found.parent is not None else "",
    ]
    # An office may stand in the apposition too: it is told once.
    return "who: " + " · ".join(dict.fromkeys(part for part in told if part))


def when(text: str, facts: Facts) -> str:
    """The times a statement names, in the words of the text, with what they mean; empty for none."""
    times = [f"{text[slice(*one.span)]} ({one.value or 'left open'})" for one in facts.times]
    return f"when: {', '.join(times)}" if times else ""


def where(text: str, facts: Facts) -> str:
    """The places a statement names; empty for none."""
    places = list(dict.fromkeys(text[slice(*one.span)] for one in facts.places))
    return f"where: {', '.join(places)}" if places else ""


def how_many(text: str, facts: Facts) -> str:
    """The numbers a statement names, as intervals; empty for none."""
    numbers = []
    for one in facts.numbers:
        unit = f" {one.unit}" if one.unit else ""
        counted = f" of {text[slice(*one.counts)]}" if one.counts else ""
        words = text[slice(*one.span)]
        plain = words == _interval(one) + unit + counted
        numbers.append(words if plain else f"{words} ({_interval(one)}{unit}{counted})")
    return f"how many: {', '.join(numbers)}" if numbers else ""


def _interval(found: Number) -> str:
    low, high = (None if end is None else f"{end:.10g}" for end in (found.low, found.high))
    if low == high:
        return low or "any"
    return f"{low}–{high}" if low and high else f"{low} or more" if low else f"{high} or fewer"


def listed_line(found: Listed) -> str:
    """One line of a list of articles."""
    where = " · ".join(part for part in (found.outlet, found.published) if part)
    said = f"{found.statements} statement{'' if found.statements == 1 else 's'}"
    return f"{found.number:>4}  {line(found.title or found.origin)}  ({line(where) or 'no outlet'}; {said})"


def listed_lines(found: Sequence[Listed], stories: Mapping[int, int]) -> Iterator[str]:
    """Yield the lines of a list of articles, with the number of the story where there are several.

    ``stories`` gives it by the article's number.
    """
    several = len(set(stories.values())) > 1
    for one in found:
        story = f"  story {stories[one.number]}" if several and one.number in stories else ""
        yield listed_line(one) + story


def versions_line(article: Article, versions: Sequence[Version]) -> str:
    """One line that names the other versions of an article; empty where there is none."""
    ids = [one.article.id for one in versions]
    if len(ids) < 2:
        return ""
    numbers = [str(one.article.number) for one in versions]
    at = ids.index(article.id)
    told = (("earlier", numbers[:at]), ("later", numbers[at + 1 :]))
    named = " and ".join(f"{word} {', '.join(found)}" for word, found in told if found)
    return f"other versions of it are kept: {named} (sayso versions)"


def withdrawn_line(found: Refusal | None) -> str:
    """One line that says that the publisher withdrew an article; empty where it did not."""
    return line(f"withdrawn: {found.rejected.reason}") if found else ""


def source_line(found: SourceCount) -> str:
    """One line of a list of sources."""
    words = line(found.words) or "(no source named)"
    return f"{found.statements:>5} in {found.articles:>3}  {words}"


def stated_lines(found: Statement) -> Iterator[Piece]:
    """Yield a statement of a source and where it stands."""
    where = found.article.title or found.article.origin
    yield Piece(f"{line(where)} ({line(found.article.outlet) or 'no outlet'})\n", "note")
    yield Piece(f"  {line(found.cue)}  ", "cue")
    yield Piece(f"[{found.attribution.form}, {found.attribution.kind}]\n", "note")
    yield Piece(f"       {line(found.content)}\n", "content")


def dropped_line(found: Dropped) -> str:
    """One line for what was set aside from a page."""
    return f"  {line(found.reason)}: {shorten(line(found.text), 100)}"


def refusal_line(found: Refusal) -> str:
    """One line for what was refused."""
    later = " (read since)" if found.read_since else ""
    return line(f"{found.rejected.subject}: {found.rejected.reason}{later}")


def more_line(shown: int, total: int, what: str) -> str:
    """A line, with its end, for what a limit left out; empty where that is nothing."""
    return f"{shown} of {total} {what}s; all of them: --all\n" if shown < total else ""


def shorten(text: str, most: int) -> str:
    """Return ``text``, cut to ``most`` characters with an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def line(text: str) -> str:
    """Return ``text`` as one line that is safe to print."""
    return " ".join(safe(text).split())


def _roles(statement: Attribution) -> tuple[tuple[str, Sequence[Span]], ...]:
    return (
        ("source", statement.source),
        ("cue", statement.cue),
        ("content", statement.content),
    )
