"""A ledger's claims as rows: which are wanted, and what is left out of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sayso import sql_claims, sql_export
from sayso.across.mention import Mention, Source, Standing, standing
from sayso.across.origins import Origin
from sayso.across.relation import Status
from sayso.across.views import ClaimView, ConflictView, Denial, MentionView
from sayso.claim_rows import ClaimRow, ConflictRow, MentionRow, Views
from sayso.database import Database
from sayso.evidence import origins_of
from sayso.export.row import Denied, Link, Quantity, Row
from sayso.ledger import Ledger
from sayso.mentioned import chain_of, facts_of
from sayso.records import Number

CONTEXT = 80  # characters on each side of a mention
_FRESH = (
    500  # claims after which articles are read anew, so that memory does not grow with a ledger
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a ledger is exported, and how much of its texts.

    ``status`` is one that the claims have, ``story`` the number of their story (0: all). Where
    ``unnamed`` is False, mentions that rest on a source without a name are left out. ``context`` is
    how many characters are given on each side; ``full_text``: and the whole articles.
    """

    status: Status | None = None
    story: int = 0
    unnamed: bool = True
    context: int = CONTEXT
    full_text: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim with the rows of its mentions, in the order of storing.

    ``left_out`` counts the mentions that are not among ``rows`` because their source has no name.
    """

    number: int
    view: ClaimView
    rows: tuple[Row, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Proof:
    """Where the knowledge of a claim starts, and what it conflicts with: for those who read it."""

    origins: tuple[Origin, ...]
    conflicts: tuple[ConflictView, ...]


def claims(book: Ledger, wanted: Wanted) -> Iterator[Claim]:
    """Yield the claims that are wanted, those with most reports first, each with its rows.

    A claim of which every mention is left out comes without rows, so that it can be counted. Raises
    ``LedgerError``.
    """
    file = book.file
    asked = sql_claims.Wanted(status=wanted.status or "", story=wanted.story)
    query = sql_claims.claims(asked)
    gathering = _Gathering(file, wanted)
    for at, row in enumerate(file.each(query.rows, *query.values, -1, 0)):
        if at % _FRESH == 0:
            gathering = _Gathering(file, wanted)
        yield gathering.claim(ClaimRow(*row))


def proof(book: Ledger, claim: Claim, wanted: Wanted) -> Proof:
    """Return where the knowledge of ``claim`` starts and what it conflicts with, by its rows.

    Where unnamed sources are left out, so are the conflicts that are shown by one. Raises
    ``LedgerError``.
    """
    file, views = book.file, Views(book.file)
    numbers = [file.one(sql_export.GET_NUMBER, row.mention) for row in claim.rows]
    found = [
        views.conflict_of(ConflictRow(*row))
        for row in file.rows(sql_claims.OF_CLAIMS_CONFLICTS, claim.number)
    ]
    shown = [
        one
        for one in found
        if wanted.unnamed or (_names(file, one.left.id) and _names(file, one.right.id))
    ]
    return Proof(origins_of(file, numbers).origins, tuple(shown))


def _names(file: Database, mention: str) -> bool:
    return is_named(chain_of(file.one(sql_export.GET_CHAIN, mention)))


def is_named(chain: Sequence[Source]) -> bool:
    """Whether every source of a chain is known by a name or an office; so is the article itself."""
    alone = (Mention("", "", (0, 0), (source,)) for source in chain)
    return not any(standing(one) in (Standing.UNNAMED, Standing.HEARSAY) for one in alone)


class _Gathering:
    """Makes rows out of claims, reading what they share once."""

    def __init__(self, file: Database, wanted: Wanted) -> None:
        self._file, self._wanted = file, wanted
        self._views = Views(file)

    def claim(self, row: ClaimRow) -> Claim:
        view = self._views.claim_of(row)
        found = [
            _Mentioned(MentionRow(*columns), facts, page)
            for *columns, facts, page in self._file.rows(sql_export.OF_CLAIM, row.number)
        ]
        kept = [one for one in found if self._wanted.unnamed or is_named(chain_of(one.row.chain))]
        mentions = [self._views.mention_of(one.row) for one in kept]
        denials = tuple(self._denied(one) for one in view.denials)
        rows = (
            self._row(view, mentions[0], one, mention, denials)
            for one, mention in zip(kept, mentions, strict=True)
        )
        return Claim(row.number, view, tuple(rows), len(found) - len(kept))

    def _row(
        self,
        claim: ClaimView,
        first: MentionView,
        found: _Mentioned,
        mention: MentionView,
        denials: tuple[Denied, ...],
    ) -> Row:
        place = found.row
        text = self._file.one(sql_claims.GET_TEXT, place.article)
        who, article, around = mention.speaker, mention.article, self._wanted.context
        numbers = facts_of(mention.polarity, found.facts).numbers
        return Row(
            claim=claim.id,
            claim_words=first.words,
            claim_polarity=first.polarity.value,
            statuses=tuple(one.value for one in claim.statuses),
            reports=claim.reports,
            outlets=claim.outlets,
            origins=claim.origins,
            mention=mention.id,
            words=mention.words,
            start=place.start,
            end=place.end,
            before=text[max(0, place.start - around) : place.start],
            after=text[place.end : place.end + around],
            polarity=mention.polarity.value,
            source=mention.source,
            speaker=who.name if who else "",
            speaker_type=who.type.value if who else "",
            role=who.role if who else "",
            speaks_for=who.speaks_for if who else "",
            chain=tuple(
                Link(one.name, one.type.value, one.speaks_for) for one in chain_of(place.chain)
            ),
            numbers=tuple(_quantity(text, one) for one in numbers),
            denials=denials,
            article=article.number,
            article_id=article.id,
            title=article.title,
            outlet=article.outlet,
            published=article.published,
            url=article.url,
            page=found.page,
            text=text if self._wanted.full_text else "",
        )

    def _denied(self, found: Denial) -> Denied:
        number = self._file.one(sql_export.GET_NUMBER, found.mention)
        mention = self._views.mention(number)
        return Denied(
            *(found.words, mention.polarity.value, found.speaker, found.outlet, found.published),
            *(mention.article.url, mention.article.id, *mention.span),
            *(found.conflict, found.claim),
        )


class _Mentioned(NamedTuple):
    """The columns of ``sql_export.OF_CLAIM``: those of a ``MentionRow``, its facts and its page."""

    row: MentionRow
    facts: str
    page: str


def _quantity(text: str, one: Number) -> Quantity:
    counted = text[slice(*one.counts)] if one.counts else ""
    words = text[slice(*one.span)]
    return Quantity(one.low, one.high, one.unit, counted, one.approximate, words, *one.span)
