"""Records as JSON: one function a record, the same names everywhere. The only home of the format."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sayso.across.identity import IdentityMention, Merge, Profile
from sayso.ledger import Listed, Refusal, SourceCount, Statement
from sayso.pipeline import Outcome
from sayso.records import (
    Article,
    Attribution,
    ChainLink,
    Dropped,
    Facts,
    Number,
    OwnWords,
    Place,
    Span,
    Speaker,
    Time,
    quote,
)
from sayso.understand import Understood

Json = dict[str, Any]


def dumps(value: object) -> str:
    """One line of JSON, as UTF-8 text."""
    return json.dumps(value, ensure_ascii=False)


def spans(found: Sequence[Span]) -> list[list[int]]:
    """``[[start, end], …]``."""
    return [list(span) for span in found]


def attribution(found: Attribution) -> Json:
    """A statement by its offsets only."""
    return {
        "source": spans(found.source),
        "cue": spans(found.cue),
        "content": spans(found.content),
        "form": found.form.value,
        "kind": found.kind.value,
        "score": found.score,
    }


def understood(found: Understood) -> Json:
    """A statement with what it says, by offsets only: what ``sayso attribute --jsonl`` writes."""
    return {
        **attribution(found.attribution),
        "speaker": speaker(found.speaker),
        "parent": found.parent,
        "inner": found.attribution.inner,
        "chain": [link(one) for one in found.chain],
        **facts(found.facts),
    }


def link(found: ChainLink) -> Json:
    """A source of a chain by its name, its offsets, and why it is one."""
    return {
        "name": found.speaker.name,
        "type": found.speaker.type.value,
        "source": spans(found.source),
        "cue": spans(found.cue),
        "reason": found.reason,
    }


def labelled(name: str, statements: Sequence[Understood]) -> Json:
    """A text's statements as labels have them: the outermost, and apart from them those ``inner``.

    A ``parent`` is a number from 0 in both lists, one after the other.
    """
    order = sorted(range(len(statements)), key=lambda n: statements[n].attribution.inner)
    told = [understood(statements[n]) for n in order]
    for one in told:
        one["parent"] = None if one["parent"] is None else order.index(one["parent"])
    return {
        "id": name,
        "attributions": [one for one in told if not one["inner"]],
        "inner": [one for one in told if one["inner"]],
    }


def speaker(found: Speaker) -> Json:
    """Who a source is; what the article does not tell is left out."""
    told = {
        "role": found.role,
        "for": found.speaks_for,
        "described": spans(found.described),
        "named": spans(found.named),
        "candidates": list(found.candidates),
        "reason": found.reason,
    }
    return {
        "name": found.name,
        "type": found.type.value,
        **{key: value for key, value in told.items() if value},
    }


def facts(found: Facts) -> Json:
    """What a statement says. ``negated``: the words that put it in the negative."""
    return {
        "polarity": found.polarity.value,
        "polarity_words": spans(found.marks),
        "negated": spans(found.negation),
        "times": [time(one) for one in found.times],
        "places": [place(one) for one in found.places],
        "numbers": [number(one) for one in found.numbers],
    }


def time(found: Time) -> Json:
    """A time: its value in the Extended Date/Time Format, empty where the text leaves it open."""
    return {
        "span": list(found.span),
        "value": found.value,
        "resolved": found.resolved,
        "of": found.concerns.value,
        "anchor": list(found.anchor) if found.anchor else None,
    }


def place(found: Place) -> Json:
    """A place as stated; ``names`` are the spans of the names alone."""
    return {
        "span": list(found.span),
        "names": spans(found.names),
        "kind": found.kind.value,
        "relation": found.relation,
        "of": found.concerns.value,
    }


def number(found: Number) -> Json:
    """A quantity as an interval; an open end is null."""
    return {
        "span": list(found.span),
        "low": found.low,
        "high": found.high,
        "unit": found.unit,
        "counts": list(found.counts) if found.counts else None,
        "approximate": found.approximate,
    }


def statement(text: str, found: Understood) -> Json:
    """A statement with its offsets, the words at them, and what it says."""
    said = found.attribution
    roles = (("source", said.source), ("cue", said.cue), ("content", said.content))
    words = {role: quote(text, value) for role, value in roles}
    chain = [
        {**link(one), "words": quote(text, one.source), "by": quote(text, one.cue)}
        for one in found.chain
    ]
    return {**understood(found), "words": words, "chain": chain}


def dropped(found: Dropped) -> Json:
    """A block that was set aside."""
    return {"text": found.text, "reason": found.reason}


def refusal(found: Refusal) -> Json:
    """Something that was refused, when, and whether it was read later."""
    return {
        "stage": found.rejected.stage,
        "subject": found.rejected.subject,
        "reason": found.rejected.reason,
        "added": found.added,
        "read_since": found.read_since,
    }


def listed(found: Listed) -> Json:
    """An article in a list."""
    return asdict(found)


def source(found: SourceCount) -> Json:
    """A source by its words; empty words stand for statements that name none."""
    return asdict(found)


def stated(found: Statement) -> Json:
    """A statement of a source, with the article it stands in."""
    words = {"source": found.source, "cue": found.cue, "content": found.content}
    return {
        "article": listed(found.article),
        "number": found.number,
        **attribution(found.attribution),
        "words": words,
    }


def identity(found: Profile, merges: Iterable[Merge]) -> Json:
    """A source across articles, with how much it said, why it is one and what it may also be."""
    return {
        "id": found.id,
        "name": found.name,
        "type": found.type.value,
        "names": list(found.names),
        "roles": list(found.roles),
        "for": list(found.speaks_for),
        "statements": found.statements,
        "articles": found.articles,
        "outlets": list(found.outlets),
        "joined": [
            {"left": asdict(m.left), "right": asdict(m.right), "rule": m.rule, "words": m.words}
            for m in merges
        ],
        "may_be": [asdict(one) for one in found.candidates],
    }


def source_said(
    found: Profile, merges: Iterable[Merge], said: Iterable[tuple[IdentityMention, Statement]]
) -> Json:
    """A source across articles with all it said."""
    told = [
        {
            **stated(one),
            "speaker": speaker(mention.speaker),
            "polarity": mention.polarity.value,
        }
        for mention, one in said
    ]
    return {**identity(found, merges), "said": told}


def own_words(text: str, found: OwnWords) -> Json:
    """What the article states in its own voice; ``marks`` are the words that make it an opinion."""
    return {
        "span": list(found.span),
        "voice": found.voice.value,
        "marks": spans(found.marks),
        **facts(found.facts),
        "words": text[slice(*found.span)],
    }


def article(found: Article, statements: Sequence[Understood], voice: Sequence[OwnWords]) -> Json:
    """An article with its text, its statements, its own voice, and what was dropped from its page."""
    return {
        "id": found.id,
        "page": found.page,
        "origin": found.origin,
        "url": found.url,
        "name": found.name,
        "outlet": found.outlet,
        "title": found.title,
        "byline": found.byline,
        "published": found.published,
        "modified": found.modified,
        "language": found.language,
        "text": found.text,
        "statements": [statement(found.text, one) for one in statements],
        "voice": [own_words(found.text, one) for one in voice],
        "dropped": [dropped(one) for one in found.dropped],
    }


def outcome(found: Outcome) -> Json:
    """What became of one input of ``sayso add``."""
    if found.rejected is not None:
        return {"subject": found.subject, "status": "refused", "reason": found.rejected.reason}
    if found.reading is None:
        return {"subject": found.subject, "status": "known"}
    read = found.reading
    return {
        "subject": found.subject,
        "status": "added" if found.new else "known",
        "article": read.article.id,
        "title": read.article.title,
        "statements": len(read.attributions),
    }
