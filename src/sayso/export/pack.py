"""The evidence pack: one HTML file for a person, with every claim, its words, origins and conflicts.

It opens without a server, holds no script, loads nothing, and says so to the browser: its policy lets
only its own style sheet through, by hash. Everything is escaped.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import IO

from jinja2 import Environment, PackageLoader, StrictUndefined

from sayso.across.views import ConflictView
from sayso.export.about import About
from sayso.export.gather import Claim, Proof
from sayso.export.row import Quantity, Row
from sayso.export.webannotation import is_address


@dataclass(frozen=True, slots=True)
class Proven:
    """A claim with rows, and what supports and contradicts it."""

    claim: Claim
    proof: Proof


@dataclass(frozen=True, slots=True)
class Totals:
    """What a pack holds. ``left_out`` counts mentions whose source has no name."""

    claims: int
    rows: int
    articles: int
    conflicts: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Contents:
    """A pack for those who write it: claims with rows, each conflict once, each article by a row."""

    claims: tuple[Proven, ...]
    conflicts: tuple[ConflictView, ...]
    articles: tuple[Row, ...]
    totals: Totals


def contents(claims: Iterable[Proven]) -> Contents:
    """Return what a pack of ``claims`` holds."""
    found = list(claims)
    kept = tuple(one for one in found if one.claim.rows)
    conflicts = {each.id: each for one in kept for each in one.proof.conflicts}
    articles = {row.article: row for one in kept for row in one.claim.rows}
    rows = sum(len(one.claim.rows) for one in kept)
    out = sum(one.claim.left_out for one in found)
    totals = Totals(len(kept), rows, len(articles), len(conflicts), out)
    ordered = tuple(articles[number] for number in sorted(articles))
    return Contents(kept, tuple(conflicts.values()), ordered, totals)


def write(found: Contents, out: IO[bytes], about: About) -> int:
    """Write the page to ``out``; return how many rows it shows."""
    style = _style()
    told = hashlib.sha256(style.encode()).digest()
    template = _templates().get_template("pack.html")
    parts = template.generate(
        found=found, about=about, style=style, digest=base64.b64encode(told).decode()
    )
    for part in parts:
        out.write(part.encode())
    return found.totals.rows


@cache
def _style() -> str:
    return resources.files("sayso.export").joinpath("templates/pack.css").read_text("utf-8")


@cache
def _templates() -> Environment:
    # Nothing is marked as safe, not even the style sheet, which holds nothing to escape.
    found = Environment(
        loader=PackageLoader("sayso.export"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {"interval": interval, "is_address": is_address, "many": many}
    return found


def interval(one: Quantity) -> str:
    """Return what a number says for a reader: ``300``, ``270 to 330``, ``40 or more``, ``5 or fewer``."""
    low, high = (None if end is None else f"{end:,.10g}" for end in (one.low, one.high))
    if low is not None and high is not None:
        told = low if low == high else f"{low} to {high}"
    elif low is not None:
        told = f"{low} or more"
    else:
        told = f"{high} or fewer" if high is not None else "any number"
    return f"{told} {one.unit}" if one.unit else told


def many(number: int, what: str) -> str:
    """Return a number with its noun: ``1 report``, ``2 reports``."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
