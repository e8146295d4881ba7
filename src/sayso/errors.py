"""The errors that sayso raises on purpose. Each message names what was wrong, in one line."""


class SaysoError(Exception):
    """The root of them all: catch this to catch every refusal of sayso."""


class ReadError(SaysoError):
    """An input could not be read: missing, empty, too large, broken, or not text."""


class FetchError(ReadError):
    """An address could not be fetched, or may not be: private, forbidden, too slow, too large."""


class PassingError(FetchError):
    """An address that cannot be fetched now and may be later: no answer in time, or an ill server.

    ``after_s`` is how many seconds the server asks to be left alone, 0 where it does not say.
    """

    def __init__(self, message: str, after_s: float = 0.0) -> None:
        super().__init__(message)
        self.after_s = after_s


class ExtractError(SaysoError):
    """A page was read, but holds no article that could be understood."""


class LanguageError(ExtractError):
    """An article in a language that the models were not trained on."""


class ModelError(SaysoError):
    """A model folder is missing, incomplete, or not what its manifest says."""


class SpanError(SaysoError, ValueError):
    """Spans that are out of order, empty, or outside their text."""


class LedgerError(SaysoError):
    """A ledger could not be opened or written: not a ledger, too new, locked, or damaged."""


class NotFoundError(LedgerError):
    """The ledger holds nothing by that name."""
