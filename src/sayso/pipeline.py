"""The order of the stages for one document: page -> article -> attributions.

Everything here works on one document at a time and keeps nothing but the opened model, so it runs
anywhere and in any order (see ``engine``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from sayso.attributions import attributions_of
from sayso.charset import decode
from sayso.errors import LanguageError, SaysoError
from sayso.extract import extract, language_name, language_of
from sayso.nest import nest
from sayso.records import Attribution, Page, Reading, Rejected
from sayso.tag import Model


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document: a reading, or a refusal with its reason.

    ``new`` is False for what the ledger already held; a page it had read before is not read again,
    so both are None then.
    """

    subject: str
    reading: Reading | None = None
    rejected: Rejected | None = None
    new: bool = True


def default_model() -> Path:
    """The folder of the attribution model shipped with the package."""
    return _model("attributions")


def inner_model() -> Path:
    """The folder of the model shipped for the statements inside others."""
    return _model("inner")


def _model(name: str) -> Path:
    return Path(str(resources.files("sayso").joinpath(f"models/{name}")))


class Reader:
    """Reads documents with one opened model. Not for several threads at once."""

    def __init__(
        self, model: Path | None = None, threads: int = 1, inner: Path | None = None
    ) -> None:
        """Open the model folders ``model``, for outermost statements, and ``inner``, for those inside
        them (the shipped ones by default); ``threads`` is how many cores one document may use.

        Raises ``ModelError``.
        """
        self._model = Model(model or default_model(), threads)
        self._inner = Model(inner or inner_model(), threads)

    def attribute(self, text: str) -> tuple[Attribution, ...]:
        """Return the outermost attributions of an English ``text``, in order; offsets are its characters.

        Raises ``LanguageError`` for a text in another language.
        """
        _check_language(text)
        return self._attribute(text)

    def statements(self, text: str) -> tuple[Attribution, ...]:
        """Return the attributions of ``text``, those inside others among them, in order.

        Those inside others are marked (``Attribution.inner``). Raises ``LanguageError``.
        """
        _check_language(text)
        return self._statements(text)

    def within(self, content: str) -> tuple[Attribution, ...]:
        """Return the statements of others in what somebody says; offsets are characters of ``content``.

        What the speaker says again and what has no source is among them: ``nest`` sorts that out.
        """
        return _tagged(self._inner, content)

    def _statements(self, text: str) -> tuple[Attribution, ...]:
        outermost = self._attribute(text)
        found = (*outermost, *nest(text, outermost, self.within))
        return tuple(sorted(found, key=lambda one: (one.start, one.cue)))

    def _attribute(self, text: str) -> tuple[Attribution, ...]:
        return _tagged(self._model, text)

    def read(self, page: Page) -> Reading:
        """Return the article of ``page`` and its attributions.

        Raises ``ReadError`` (not text), ``ExtractError`` (no article in it) or ``LanguageError``.
        """
        article = extract(page, decode(page))
        return Reading(page, article, self._statements(article.text))

    def outcome(self, page: Page | Rejected) -> Outcome:
        """Like ``read``, with a refusal as a record, so that a batch goes on.

        What was refused before it became a page is passed on.
        """
        if isinstance(page, Rejected):
            return Outcome(page.subject, rejected=page)
        try:
            return Outcome(page.origin, reading=self.read(page))
        except SaysoError as error:
            return Outcome(page.origin, rejected=_refusal("extract", page.origin, error))


def _tagged(model: Model, text: str) -> tuple[Attribution, ...]:
    return attributions_of(text, model.tag(text), model.calibration, model.name)


def _check_language(text: str) -> None:
    language = language_of(text)
    if language not in ("", "en"):
        name = language_name(language)
        raise LanguageError(f"the text is not in English but, by its words, in {name}")


@cache
def _shipped() -> Reader:
    return Reader()


def attribute(text: str) -> tuple[Attribution, ...]:
    """Return the attributed statements of an English ``text``: source, cue and content of each.

    They are the outermost ones; ``Reader.statements`` gives those inside them too.
    Offsets are characters of exactly this text, half open. Raises ``LanguageError``.
    """
    return _shipped().attribute(text)


def _refusal(stage: str, subject: str, error: SaysoError) -> Rejected:
    """A refusal as a record; the message need not name the subject a second time."""
    return Rejected(stage, subject, str(error).removeprefix(f"{subject}: "))
