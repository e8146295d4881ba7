"""W3C Web Annotation (https://www.w3.org/TR/annotation-model/): each row an annotation of its page.

The words are found by a TextQuoteSelector, with what stands around them, and a TextPositionSelector,
whose characters are code points of the article's text as sayso read it: a page has more text than its
article, so the quotation is the surer of the two. The whole row stands beside them as a JSON literal.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import IO

from sayso.errors import ReadError
from sayso.export.about import About
from sayso.export.row import Json, Row, dumps, from_json, to_json

CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {"row": {"@id": "urn:sayso:row", "@type": "@json"}},
]


def write(rows: Iterable[Row], out: IO[bytes], about: About) -> int:
    """Write an AnnotationCollection of one page to ``out``, row by row; return how many."""
    name = f"urn:sayso:export:{about.made}"
    head = {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": f"Claims of {about.story}",
        "generated": about.made,
    }
    page = {"id": f"{name}:1", "type": "AnnotationPage", "partOf": name, "startIndex": 0}
    out.write(f'{dumps(head)[:-1]}, "first": {dumps(page)[:-1]}, "items": ['.encode())
    count = 0
    for count, row in enumerate(rows, start=1):
        out.write(f"{',' if count > 1 else ''}\n{dumps(annotation(row))}".encode())
    out.write(f'\n]}}, "total": {count}}}\n'.encode())
    return count


def annotation(row: Row) -> Json:
    """A row as an annotation: what is claimed and who says so, as text and tags, and the place."""
    tags = [{"type": "TextualBody", "purpose": "tagging", "value": one} for one in row.statuses]
    told = {
        "type": "TextualBody",
        "purpose": "describing",
        "format": "text/plain",
        "value": description(row),
    }
    return {
        "id": f"urn:sayso:mention:{row.mention}",
        "type": "Annotation",
        "motivation": "describing",
        "body": [told, *tags],
        "target": {"source": source(row), "selector": selectors(row)},
        "row": to_json(row),
    }


def source(row: Row) -> str:
    """The address of the page; where it has none that is an address, the hash of its bytes."""
    return row.url if is_address(row.url) else f"urn:sha256:{row.page}"


def is_address(url: str) -> bool:
    """Whether ``url`` is an address of the web as it may stand in an IRI."""
    web = url.startswith(("http://", "https://"))
    return web and not any(
        one <= " " or one in '"<>\\^`{|}' or "\x7f" <= one <= "\x9f" for one in url
    )


def selectors(row: Row) -> list[Json]:
    """Where the words stand: as a quotation with its surroundings, and by their position."""
    return [
        {
            "type": "TextQuoteSelector",
            "exact": row.words,
            "prefix": row.before,
            "suffix": row.after,
        },
        {"type": "TextPositionSelector", "start": row.start, "end": row.end},
    ]


def description(row: Row) -> str:
    """The claim in some lines of text, its denials among them."""
    reports = f"{row.reports} report{'s' if row.reports != 1 else ''}"
    origins = f"at most {row.origins} separate origin{'s' if row.origins != 1 else ''}"
    return "\n".join(
        (
            f"Claim: {row.claimed}",
            f"Said by: {row.who} ({row.polarity})",
            f"{reports}, {origins}: {', '.join(row.statuses)}",
            *(f"Denied by {one.who}: {one.words}" for one in row.denials),
        )
    )


def read(raw: IO[bytes]) -> Iterator[Row]:
    """Yield the rows of a collection that ``write`` made.

    Words and places are taken from the selectors. Raises ``ReadError`` for any other file.
    """
    try:
        for one in json.load(raw)["first"]["items"]:
            quoted, place = one["target"]["selector"]
            found = {
                "words": quoted["exact"],
                "before": quoted["prefix"],
                "after": quoted["suffix"],
                "start": place["start"],
                "end": place["end"],
            }
            yield from_json({**one["row"], **found})
    except (KeyError, TypeError, ValueError) as error:
        raise ReadError(f"this is no collection that sayso exported: {error}") from error
