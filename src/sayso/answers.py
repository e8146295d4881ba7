"""What a program that asks a ledger is answered: JSON in which every word has its article and place.

Each function is one question. Lists come in parts of up to ``MOST`` with their total. Spans are
characters of the article's text, half open.
"""

from __future__ import annotations

from dataclasses import asdict

from sayso import claims as read
from sayso import claims_json as form
from sayso import history, sql_export
from sayso import who_kept as who
from sayso.across.relation import Kind, Status
from sayso.across.views import ClaimView, ConflictView, Event
from sayso.as_json import Json, article, identity, listed, source_said
from sayso.claim_rows import Views
from sayso.facts import voice_of
from sayso.ledger import Hit, Ledger
from sayso.understand import understand

MOST = 50
_FEW = 5  # of each kind in the summary of a story


def story_of(book: Ledger) -> Json:
    """Return how much the ledger holds, its stories, the claims with most reports and the latest
    conflicts."""
    return {
        "counts": asdict(book.counts()),
        "stories": [asdict(one) for one in read.stories(book)],
        "most_reported": claims_of(book, limit=_FEW),
        "latest_conflicts": conflicts_of(book, limit=_FEW),
    }


def claims_of(
    book: Ledger,
    *,
    text: str = "",
    status: Status | None = None,
    since: str = "",
    story: int = 0,
    limit: int = MOST,
    offset: int = 0,
) -> Json:
    """Return claims, those with most reports first; see ``claims.claims``. Raises ``LedgerError``."""
    found = read.claims(
        book,
        text=text,
        status=status,
        since=since,
        story=story,
        limit=min(limit, MOST),
        offset=offset,
    )
    views = Views(book.file)
    return form.page("claims", found, lambda one: _claim(views, one))


def claim_of(book: Ledger, key: str) -> Json:
    """Return all of a claim; ``key`` is an identifier. Raises ``NotFoundError``."""
    found, views = read.claim(book, key), Views(book.file)
    return {
        **form.claim_page(found),
        **_claim(views, found.view),
        "against": [_conflict(views, one) for one in found.conflicts],
    }


def conflicts_of(
    book: Ledger,
    *,
    kind: Kind | None = None,
    since: str = "",
    story: int = 0,
    limit: int = MOST,
    offset: int = 0,
) -> Json:
    """Return conflicts and corrections, the latest first; see ``claims.conflicts``. Raises
    ``LedgerError``."""
    found = read.conflicts(
        book, kind=kind, since=since, story=story, limit=min(limit, MOST), offset=offset
    )
    views = Views(book.file)
    return form.page("conflicts", found, lambda one: _conflict(views, one))


def sources_of(book: Ledger, *, limit: int = MOST, offset: int = 0) -> Json:
    """Return who speaks across the articles, and how much. Raises ``LedgerError``."""
    who.bring_up(book)
    sources = [identity(one, ()) for one in who.listing(book, min(limit, MOST), offset)]
    for one in sources:
        del one["joined"]  # the pairs it was made of: many, and told by ``source_of``
    return {"sources": sources, "total": who.total(book).identities, "offset": offset}


def source_of(book: Ledger, name: str, *, limit: int = MOST, offset: int = 0) -> Json:
    """Return a source by a name or identifier, with what it said. Raises ``NotFoundError``."""
    who.bring_up(book)
    found = who.find(book, name)
    said = who.said(book, found.id, min(limit, MOST), offset)
    told = source_said(found, who.merges(book, found.id), said)
    return {**told, "total": found.statements, "offset": offset}


def article_of(book: Ledger, key: str) -> Json:
    """Return an article with its text and statements; ``key`` as for ``Ledger.find``. Raises
    ``NotFoundError``."""
    found = book.find(key)
    said = book.attributions(found.id)
    voice = voice_of(found.text, said, found.published)
    return article(found, understand(found, said), voice)


def search_for(book: Ledger, words: str, *, limit: int = 20) -> Json:
    """Return the articles with all of ``words``, the best first, each with a piece of it. Raises
    ``LedgerError``."""
    return {"articles": [_hit(book, one) for one in book.search(words, min(limit, MOST))]}


def timeline_of(
    book: Ledger, *, since: str = "", story: int = 0, limit: int = 20, offset: int = 0
) -> Json:
    """Return what the latest articles changed when they were added. Raises ``LedgerError``."""
    found = history.timeline(book, since=since, story=story, limit=min(limit, MOST), offset=offset)
    views = Views(book.file)
    return form.page("events", found, lambda one: _event(book, views, one))


def _said(views: Views, mention: str) -> Json:
    """A mention by its identifier, with its words, article and place."""
    return form.mention(views.mention(views.file.one(sql_export.GET_NUMBER, mention)))


def _claim(views: Views, one: ClaimView) -> Json:
    denials = [{**asdict(no), "said": _said(views, no.mention)} for no in one.denials]
    return {**form.claim(one), "said": _said(views, one.id), "denials": denials}


def _conflict(views: Views, one: ConflictView) -> Json:
    return {
        **form.conflict(one),
        "left": {**form.mention(one.left), "claim": _claim(views, one.left_claim)},
        "right": {**form.mention(one.right), "claim": _claim(views, one.right_claim)},
    }


def _event(book: Ledger, views: Views, one: Event) -> Json:
    told = form.event(one)
    for change in told["claims"]:
        change["said"] = _said(views, change["claim"])
    told["conflicts"] = [
        _conflict(views, read.conflict(book, line.id)[0]) for line in one.changes.conflicts
    ]
    return told


def _hit(book: Ledger, one: Hit) -> Json:
    """A found article; ``span`` is where the excerpt stands in its text, None: in its title."""
    words = one.excerpt.strip("…")
    start = book.find(one.article.id).text.find(words)
    span = None if start < 0 else [start, start + len(words)]
    return {"article": listed(one.article), "words": words, "span": span}
