"""Claims, conflicts and their history as JSON: one function a record, as ``as_json`` does for the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TypeVar

from sayso.across.origins import Origin, Origins
from sayso.across.views import (
    Changes,
    ClaimChange,
    ClaimPage,
    ClaimView,
    ConflictView,
    Event,
    Judgement,
    LinkView,
    MentionView,
    Page,
    StatusRow,
)
from sayso.as_json import Json, listed, speaker

Item = TypeVar("Item")


def page(name: str, found: Page[Item], form: Callable[[Item], Json]) -> Json:
    """A part of a list: ``name`` holds its items, from ``offset`` of ``total``."""
    return {name: [form(one) for one in found.items], "total": found.total, "offset": found.offset}


def mention(found: MentionView) -> Json:
    """A place that states a claim, with its words and those of its sentence."""
    return {
        "id": found.id,
        "article": listed(found.article),
        "span": list(found.span),
        "sentence": list(found.sentence),
        "words": found.words,
        "sentence_words": found.sentence_words,
        "statement": found.statement,
        "source": found.source,
        "speaker": None if found.speaker is None else speaker(found.speaker),
        "chain": list(found.chain),
        "polarity": found.polarity.value,
    }


def claim(found: ClaimView) -> Json:
    """A claim in a list, with those who deny it."""
    return asdict(found)


def conflict(found: ConflictView) -> Json:
    """Two claims that cannot both hold, with both sides' words."""
    return {
        "id": found.id,
        "relation": found.relation.value,
        "kind": found.kind.value,
        "left": {**mention(found.left), "claim": claim(found.left_claim)},
        "right": {**mention(found.right), "claim": claim(found.right_claim)},
        "score": found.score,
        "reasons": list(found.reasons),
        "judge": found.judge,
        "pairs": found.pairs,
        "answers": found.answers,
        "article": found.article,
        "added": found.added,
    }


def link(found: LinkView) -> Json:
    """What a judge said of two mentions."""
    return asdict(found)


def status(found: StatusRow) -> Json:
    """A row of a claim's history."""
    return asdict(found)


def origins(found: Origins) -> Json:
    """Where the knowledge of a claim starts, with every join and its reason."""
    return {
        "at_most": found.at_most,
        "line": found.line,
        "origins": [_origin(one) for one in found.origins],
        "withheld": [asdict(one) for one in found.withheld],
    }


def _origin(found: Origin) -> Json:
    return {
        "name": found.name,
        "line": found.line,
        "mentions": [one.id for one in found.mentions],
        "joins": [asdict(one) for one in found.joins],
        "accounts": [list(one) for one in found.accounts],
        "claims": found.claims,
    }


def claim_page(found: ClaimPage) -> Json:
    """All of a claim."""
    return {
        **claim(found.view),
        "stated": [mention(one) for one in found.mentions],
        "known_from": origins(found.origins),
        "links": [link(one) for one in found.links],
        "against": [conflict(one) for one in found.conflicts],
        "history": [status(one) for one in found.history],
    }


def changes(found: Changes) -> Json:
    """What changed, each claim with its state before and after."""
    return {
        "after": found.after,
        "until": found.until,
        "claims": [_change(one) for one in found.claims],
        "conflicts": [asdict(one) for one in found.conflicts],
        "new": found.new,
    }


def _change(found: ClaimChange) -> Json:
    return {
        "claim": found.claim,
        "words": found.words,
        "new": found.is_new,
        "denied": found.denied,
        "origins": found.origins,
        "before": None if found.before is None else status(found.before),
        "now": status(found.after),
    }


def event(found: Event) -> Json:
    """What an article changed when it was added."""
    return {"article": listed(found.article), "story": found.story, **changes(found.changes)}


def judgement(found: Judgement) -> Json:
    """A person's word."""
    return asdict(found)
