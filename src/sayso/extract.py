"""Page -> Article: the text of an article, fixed for good, and what was dropped from the page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Protocol, cast

from sayso.clutter import Sifted, paragraphs_of, sift
from sayso.errors import ExtractError, LanguageError
from sayso.headers import Headers, host_of, iso_date
from sayso.liveblog import Update, updates_of
from sayso.markup import parse, read_markup
from sayso.records import Article, Dropped, MediaType, Page
from sayso.tidy import tidy

FEWEST_WORDS = 25
MOST_WORDS = 100_000  # no article is as long; a book would keep the model busy for hours
_MOST_CHARACTERS = 2_000_000  # of a plain text
_MOST_LINES = 100_000
FEWEST_IN_UPDATE = 5  # words: an update of a live blog is short, and surely an article's text
_LONGEST = 500
_MOST = 200
_ENOUGH = 60  # words: on fewer, names and quotations mislead the language model
_SURE = 0.9
_LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish",
    "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


class _Identifier(Protocol):
    def classify(self, instance: str) -> tuple[str, float]: ...


def extract(page: Page, decoded: str) -> Article:
    """Return the article of ``page``, whose bytes read as characters are ``decoded``.

    ``Article.text`` is its paragraphs joined by an empty line; every offset elsewhere counts the
    characters of this text. Nothing in it is changed but white space and invisible characters.
    ``Article.dropped`` lists the other visible blocks of the page with reasons, shortened.
    What the page says of itself comes before ``page.given``, save for address, outlet and day of
    publication, where the giver's word wins. Any media type but HTML is read as plain text.

    Of a live blog, ``page.part`` is the article: the page's data hold its text.

    Raises ``ExtractError`` when the page holds no article, or one of fewer than 25 words (an update
    of a live blog: 5) or more than 100,000, for pages of more than 100,000 tags or lines, and
    ``LanguageError`` when the article is surely not in English.
    """
    article = read_article(page, decoded)
    words = len(article.text.split())
    if words < (FEWEST_IN_UPDATE if page.part else FEWEST_WORDS):
        found = f"only {words} words" if words else "no words"
        raise ExtractError(f"{page.origin}: no article was found on the page, {found}")
    if words > MOST_WORDS:
        raise ExtractError(f"{page.origin}: it has {words} words, more than any article")
    if article.language not in ("", "en"):
        raise LanguageError(
            f"{page.origin}: the article is not in English but, by its words, in"
            f" {language_name(article.language)}"
        )
    return article


def read_article(page: Page, decoded: str) -> Article:
    """As ``extract``, but of any language and any length: nothing is refused for what it says.

    Raises ``ExtractError`` only when the page cannot be read at all, or is too large for it.
    """
    if told := _too_large(page.media_type, decoded):
        raise ExtractError(f"{page.origin}: {told}")
    if page.part:
        return _update(page, decoded)
    if page.media_type is MediaType.HTML:
        try:
            reading = read_markup(decoded, page.url)
        except ExtractError as error:
            raise ExtractError(f"{page.origin}: {error}") from error
        headers, outside = reading.headers, reading.dropped
        sifted = sift(reading.paragraphs, headers.title, flattened=False)
    else:
        headers, outside = Headers(url=page.url), ()
        title = tidy(page.given.title)
        sifted = sift(paragraphs_of(decoded), title)
    return _article(page, headers, sifted, outside)


def _too_large(media_type: MediaType, decoded: str) -> str:
    """Why a page is not read at all; empty if it is. What is counted costs next to nothing."""
    if media_type is MediaType.TEXT and len(decoded) > _MOST_CHARACTERS:
        return f"the text has more than {_MOST_CHARACTERS:,} characters, more than any article"
    if media_type is MediaType.TEXT and decoded.count("\n") > _MOST_LINES:
        return f"the text has more than {_MOST_LINES:,} lines, more than any article"
    return ""


def _article(page: Page, headers: Headers, sifted: Sifted, outside: Sequence[Dropped]) -> Article:
    given = page.given
    text = "\n\n".join(sifted.kept)
    return Article(
        text=text,
        page=page.sha256,
        origin=page.origin,
        url=page.url or headers.url,
        name=page.name,
        outlet=tidy(given.outlet) or headers.outlet or host_of(page.url),
        title=headers.title or sifted.title_line or tidy(given.title),
        byline=headers.byline or sifted.byline or tidy(given.byline),
        published=iso_date(given.published) or headers.published or sifted.published,
        modified=headers.modified or iso_date(given.modified),
        language=language_of(text),
        dropped=_listed([*outside, *sifted.dropped]),
    )


def _update(page: Page, decoded: str) -> Article:
    """The update of a live blog that ``page.part`` names."""
    for one in _updates(decoded, page.url.partition("#")[0]):
        if one.name == page.part:
            headers = Headers(
                one.title, one.byline, one.outlet, one.url, one.published, one.modified
            )
            return _article(page, headers, Sifted(one.paragraphs, ()), ())
    raise ExtractError(f"{page.origin}: the page holds no such update")


@lru_cache(maxsize=1)  # the updates of one page come one after the other
def _updates(decoded: str, url: str) -> tuple[Update, ...]:
    return tuple(updates_of(parse(decoded), url))


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of the language of ``text``, or empty when that is not sure.

    Short and mixed texts are not sure: a quotation in another language does not make an article.
    """
    if len(text.split()) < _ENOUGH:
        return ""
    code, sure = _identifier().classify(text)
    return code if sure >= _SURE else ""


def language_name(code: str) -> str:
    """Return the English name of an ISO 639-1 code, or the code itself where we have none."""
    return _LANGUAGES.get(code, code)


@cache
def _identifier() -> _Identifier:
    # Imported late: the model takes a good part of a second, and only articles need it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return cast(_Identifier, LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True))


def _listed(dropped: Sequence[Dropped]) -> tuple[Dropped, ...]:
    """The dropped blocks as they are kept: each shortened, and a count in place of too many."""
    short = [
        entry
        if len(entry.text) <= _LONGEST
        else Dropped(entry.text[: _LONGEST - 2] + " …", entry.reason)
        for entry in dropped[:_MOST]
    ]
    if len(dropped) > _MOST:
        rest = len(dropped) - _MOST + 1
        short[-1] = Dropped(f"{rest} more blocks", "not listed: too many were dropped")
    return tuple(short)
