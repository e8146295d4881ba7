"""Markdown: the claims as notes, each mention with its words, and denials beside what they deny."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from sayso.across.views import ConflictView, MentionView
from sayso.export.about import About
from sayso.export.marked import escaped, line
from sayso.export.pack import Contents, Proven, interval, many
from sayso.export.row import Row
from sayso.export.webannotation import is_address


def write(found: Contents, out: IO[bytes], about: About) -> int:
    """Write the notes to ``out``; return how many rows they show."""
    for each in _lines(found, about):
        out.write(f"{each}\n".encode())
    return found.totals.rows


def _lines(found: Contents, about: About) -> Iterator[str]:
    totals, wanted = found.totals, about.wanted
    yield f"# {escaped(about.story)}: who said what\n"
    yield (
        f"{many(totals.claims, 'claim')}, {many(totals.rows, 'mention')} in "
        f"{many(totals.articles, 'article')}. Exported {about.made} by sayso. Words are quoted as they "
        "stand in the articles; nothing here says whether they are true."
    )
    if wanted.status:
        yield f"Only claims with the status “{wanted.status}”."
    if not wanted.unnamed:
        yield (
            f"{many(totals.left_out, 'mention')} by unnamed sources left out; the counts of a claim "
            "include them."
        )
    yield "\n## Claims\n"
    for one in found.claims:
        yield from _claim(one)
    yield "## Conflicts, updates and corrections\n"
    for each in found.conflicts:
        yield from _conflict(each)
    yield "## Articles\n"
    for row in found.articles:
        yield _article(row)
    if wanted.full_text:
        yield "\n## Texts\n"
        for row in found.articles:
            yield f"### {row.article}\\. {line(row.title)}\n\n{line(row.text)}\n"


def _claim(one: Proven) -> Iterator[str]:
    view = one.claim.view
    yield f"### {line(one.claim.rows[0].claimed)}\n"
    counts = (
        f"{many(view.reports, 'report')}, {many(view.outlets, 'outlet')}, "
        f"at most {many(view.origins, 'separate origin')}"
    )
    yield f"{' · '.join(view.statuses)} — {counts} — `{view.id}`\n"
    for no in one.claim.rows[0].denials:
        yield f"**Denied by {escaped(no.who)}:**\n\n> {line(no.words)}\n"
        yield f"article `{no.article_id}`, characters {no.start}–{no.end} {_link(no.url)}\n"
    for row in one.claim.rows:
        yield from _mention(row)
    for origin in one.proof.origins:
        yield f"- Origin: {escaped(origin.line)}"
        yield from (f"  - {join.why}: {escaped(join.words)}" for join in origin.joins)
    if one.proof.origins:
        yield ""


def _mention(row: Row) -> Iterator[str]:
    before = f"{escaped(f'…{row.before}')}" if row.before else ""
    after = f"{escaped(f'{row.after}…')}" if row.after else ""
    yield f"> {before}<mark>{escaped(row.words)}</mark>{after}\n"
    role = f", {escaped(row.role)}" if row.role else ""
    kind = f" ({row.speaker_type})" if row.speaker_type else ""
    numbers = "".join(
        f" · {escaped(f'{one.words} {one.counted}'.strip())}: {escaped(interval(one))}"
        for one in row.numbers
    )
    where = ", ".join(filter(None, (row.outlet, row.published)))
    yield f"{line(row.who)}{role}{kind}, {row.polarity}{numbers}  "
    yield (
        f"{line(where)} — article {row.article}, characters {row.start}–{row.end} "
        f"{_link(row.url)} `{row.mention}`\n"
    )


def _conflict(one: ConflictView) -> Iterator[str]:
    yield f"### {one.relation.capitalize()}: {one.kind} `{one.id}`\n"
    for side in (one.left, one.right):
        yield from _side(side)
    yield from (f"- {escaped(reason)}" for reason in one.reasons)
    yield f"- found by {escaped(one.judge)}, estimate {one.score:.2f}\n"


def _side(side: MentionView) -> Iterator[str]:
    article = side.article
    where = ", ".join(filter(None, (article.outlet, article.published)))
    who = line(side.who or "the article itself")
    yield f"> {line(side.words)}\n"
    yield (
        f"{who}, {side.polarity} — {escaped(where)} — article {article.number}, characters "
        f"{side.span[0]}–{side.span[1]} {_link(article.url)}\n"
    )


def _article(row: Row) -> str:
    where = ", ".join(filter(None, (row.outlet, row.published)))
    return (
        f"- {row.article}\\. {line(row.title)} — {escaped(where)} {_link(row.url)} — "
        f"article `{row.article_id}`, page `{row.page}`"
    )


def _link(url: str) -> str:
    return f"<{url}>" if is_address(url) else escaped(url)
