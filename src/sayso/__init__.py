"""sayso: who said what in the coverage of a running story, with the exact words.

    >>> import sayso
    >>> for statement in sayso.attribute("The mayor denied the claim, her office said."):
    ...     print(statement.source, statement.cue, statement.content)

The names below are the public ones. Importing this package is light: models and readers are loaded
when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sayso.across.identity import Identified, Identity
    from sayso.errors import (
        ExtractError,
        FetchError,
        LanguageError,
        LedgerError,
        ModelError,
        NotFoundError,
        ReadError,
        SaysoError,
        SpanError,
    )
    from sayso.facts import facts_of, voice_of
    from sayso.pipeline import Outcome, Reader, attribute
    from sayso.records import (
        Article,
        Attribution,
        ChainLink,
        Dropped,
        Facts,
        Form,
        Kind,
        Number,
        OwnWords,
        Page,
        Place,
        Polarity,
        Reading,
        Rejected,
        Span,
        Speaker,
        SpeakerType,
        Time,
    )
    from sayso.story import Ledger
    from sayso.understand import Understood, understand
    from sayso.who import said_by, who_is_who

__version__ = "0.1.0"

_HOMES = {
    "sayso.across.identity": ("Identified", "Identity"),
    "sayso.errors": (
        "ExtractError",
        "FetchError",
        "LanguageError",
        "LedgerError",
        "ModelError",
        "NotFoundError",
        "ReadError",
        "SaysoError",
        "SpanError",
    ),
    "sayso.pipeline": ("Outcome", "Reader", "attribute"),
    "sayso.records": (
        "Article",
        "Attribution",
        "Dropped",
        "Facts",
        "Form",
        "Kind",
        "ChainLink",
        "Number",
        "OwnWords",
        "Page",
        "Place",
        "Polarity",
        "Reading",
        "Rejected",
        "Span",
        "Speaker",
        "SpeakerType",
        "Time",
    ),
    "sayso.facts": ("facts_of", "voice_of"),
    "sayso.story": ("Ledger",),
    "sayso.understand": ("Understood", "understand"),
    "sayso.who": ("said_by", "who_is_who"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Article",
    "Attribution",
    "ChainLink",
    "Dropped",
    "ExtractError",
    "Facts",
    "FetchError",
    "Form",
    "Identified",
    "Identity",
    "Kind",
    "LanguageError",
    "Ledger",
    "LedgerError",
    "ModelError",
    "NotFoundError",
    "Number",
    "Outcome",
    "OwnWords",
    "Page",
    "Place",
    "Polarity",
    "ReadError",
    "Reader",
    "Reading",
    "Rejected",
    "SaysoError",
    "Span",
    "SpanError",
    "Speaker",
    "SpeakerType",
    "Time",
    "Understood",
    "__version__",
    "attribute",
    "facts_of",
    "said_by",
    "understand",
    "voice_of",
    "who_is_who",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'sayso' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
