"""What an export says of itself: which ledger, when, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.export.gather import Wanted


@dataclass(frozen=True, slots=True)
class About:
    """The ledger's file by its name (``story``), the ISO 8601 time of the export in UTC, and what was
    asked for."""

    story: str
    made: str
    wanted: Wanted
