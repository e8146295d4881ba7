"""Records as JSON: one function a record, the same names everywhere. The only home of the format."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sayso.ledger import Listed, Refusal, SourceCount, Statement
from sayso.pipeline import Outcome
from sayso.records import Article, Attribution, Dropped, Span, quote

Json = dict[str, Any]


def dumps(value: object) -> str:
    """One line of JSON, as UTF-8 text."""
    return json.dumps(value, ensure_ascii=False)


def spans(found: Sequence[Span]) -> list[list[int]]:
    """``[[start, end], …]``."""
    return [list(span) for span in found]


def attribution(found: Attribution) -> Json:
    """A statement by its offsets only: what ``sayso attribute --jsonl`` writes."""
    return {
        "source": spans(found.source),
        "cue": spans(found.cue),
        "content": spans(found.content),
        "form": found.form.value,
        "kind": found.kind.value,
        "score": found.score,
    }


def statement(text: str, found: Attribution) -> Json:
    """A statement with its offsets and the words at them."""
    words = {
        role: quote(text, value)
        for role, value in (
            ("source", found.source),
            ("cue", found.cue),
            ("content", found.content),
        )
    }
    return {**attribution(found), "words": words}


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


def article(found: Article, statements: Sequence[Attribution]) -> Json:
    """An article with its text, its statements, and what was dropped from its page."""
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
