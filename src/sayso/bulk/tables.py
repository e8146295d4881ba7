"""What one document gives, as rows of plain values: an article, its statements, its propositions, or
the reason why it was refused.

The rows are the records of the stages, laid out for tables (``columns`` turns them into Arrow). Spans
are characters of the article's ``text``, half open. Pure, so that any engine can run it.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from sayso.across.mention import Source
from sayso.across.stated import stated_in
from sayso.pipeline import Outcome
from sayso.records import (
    Article,
    Attribution,
    Dropped,
    Form,
    Given,
    Kind,
    MediaType,
    Number,
    Page,
    Place,
    Polarity,
    Reading,
    Rejected,
    Span,
    Speaker,
    Time,
)
from sayso.understand import Understood, understand


@dataclass(frozen=True, slots=True)
class PageRow:
    """The page an article was read out of; see ``Page``.

    ``size`` says how many bytes the page has, ``body`` holds them packed with zlib; None: not kept.
    """

    sha256: str
    url: str
    media_type: MediaType
    charset: str
    fetched: str
    part: str
    given: Given
    size: int
    body: bytes | None


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One document that was read; see ``Article``. The same ``id`` comes twice where one article
    stands in two places (``origin``)."""

    id: str
    origin: str
    url: str
    name: str
    outlet: str
    title: str
    byline: str
    published: str
    modified: str
    language: str
    text: str
    dropped: tuple[Dropped, ...]
    page: PageRow


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement: who said what, the words at its spans, who speaks, and what is said.

    ``article`` and ``origin`` are those of its article, ``number`` counts its statements from 1,
    ``parent`` is the number of the statement it stands inside. See ``Attribution``, ``Speaker``,
    ``Facts``.
    """

    id: str
    article: str
    origin: str
    number: int
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    source_words: str
    cue_words: str
    content_words: str
    form: Form
    kind: Kind
    score: float
    made_by: str
    speaker: Speaker
    parent: int | None
    polarity: Polarity
    polarity_words: tuple[Span, ...]
    negated: tuple[Span, ...]
    times: tuple[Time, ...]
    places: tuple[Place, ...]
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class PropositionRow:
    """What an article states, in pieces that can be true or false; see ``across.stated.Stated``.

    ``statement`` is the number (from 1) of the statement that says it; None: the article's own
    voice. ``chain`` are its sources, outermost first.
    """

    id: str
    article: str
    origin: str
    span: Span
    words: str
    sentence: Span
    sentence_words: str
    statement: int | None
    chain: tuple[Source, ...]
    polarity: Polarity
    outlet: str
    domain: str
    published: str


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """All rows of one document: those of an article, or a refusal."""

    article: ArticleRow | None = None
    statements: tuple[StatementRow, ...] = ()
    propositions: tuple[PropositionRow, ...] = ()
    rejected: Rejected | None = None


def rows_of(outcome: Outcome, pages: bool) -> DocumentRows:
    """Return the rows of one document; with ``pages``, the page's bytes are among them."""
    if outcome.reading is None:
        return DocumentRows(rejected=outcome.rejected)
    reading = outcome.reading
    article, origin = reading.article, reading.page.origin
    article_id = article.id
    found: dict[str, Attribution] = {}
    for one in reading.attributions:  # the same spans twice are one statement
        found.setdefault(one.id(article_id), one)
    understood = understand(article, tuple(found.values()))
    statements = tuple(
        _statement_row((key, article_id, origin), number, article, one)
        for number, (key, one) in enumerate(zip(found, understood, strict=True), start=1)
    )
    stated = tuple(
        PropositionRow(
            id=one.id,
            article=article_id,
            origin=origin,
            span=one.span,
            words=one.words,
            sentence=one.sentence,
            sentence_words=one.sentence_words,
            statement=None if one.statement is None else one.statement + 1,
            chain=one.chain,
            polarity=one.polarity,
            outlet=one.outlet,
            domain=one.domain,
            published=one.published,
        )
        for one in stated_in(article, understood)
    )
    row = _article_row(article_id, reading.page, article, pages)
    return DocumentRows(row, statements, stated)


def _statement_row(
    names: tuple[str, str, str], number: int, article: Article, found: Understood
) -> StatementRow:
    said, facts = found.attribution, found.facts
    return StatementRow(
        *names,
        number,
        source=said.source,
        cue=said.cue,
        content=said.content,
        source_words=article.quote(said.source),
        cue_words=article.quote(said.cue),
        content_words=article.quote(said.content),
        form=said.form,
        kind=said.kind,
        score=said.score,
        made_by=said.made_by,
        speaker=found.speaker,
        parent=None if found.parent is None else found.parent + 1,
        polarity=facts.polarity,
        polarity_words=facts.marks,
        negated=facts.negation,
        times=facts.times,
        places=facts.places,
        numbers=facts.numbers,
    )


def _article_row(article_id: str, page: Page, article: Article, pages: bool) -> ArticleRow:
    stored = PageRow(
        article.page,
        page.url,
        page.media_type,
        page.charset,
        page.fetched,
        page.part,
        page.given,
        len(page.body),
        zlib.compress(page.body) if pages else None,
    )
    return ArticleRow(
        article_id,
        page.origin,
        article.url,
        article.name,
        article.outlet,
        article.title,
        article.byline,
        article.published,
        article.modified,
        article.language,
        article.text,
        article.dropped,
        stored,
    )


def reading_of(row: ArticleRow, body: bytes, statements: list[StatementRow]) -> Reading:
    """Return what was read, from its rows; ``body`` are the bytes of the page, unpacked."""
    kept = row.page
    how = (kept.charset, kept.fetched, kept.given, kept.part)
    page = Page(body, kept.media_type, row.origin, kept.url, row.name, *how)
    names = (row.outlet, row.title, row.byline, row.published, row.modified, row.language)
    article = Article(row.text, kept.sha256, row.origin, row.url, row.name, *names, row.dropped)
    said = tuple(
        Attribution(one.source, one.cue, one.content, one.form, one.kind, one.score, one.made_by)
        for one in sorted(statements, key=lambda one: one.number)
    )
    return Reading(page, article, said)
