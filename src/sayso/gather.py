"""Inputs -> documents: what the readers find in files, and what addresses lead to.

A feed or sitemap that was given as an address leads to the pages it names; they are fetched as
politely as any, and not more than the limit. A live blog is taken apart into its updates.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO

from sayso.charset import decode
from sayso.errors import FetchError, ReadError, SaysoError
from sayso.fetch import Fetcher, is_address
from sayso.inputs import Limits, Link, LinkKind
from sayso.liveblog import MARK, parts_of
from sayso.markup import parse
from sayso.read import holds_others, read_inputs, read_stream
from sayso.records import Given, MediaType, Page, Rejected

_LIMITS = Limits()
_DEEPEST = 3  # indexes of sitemaps within one another


def pages(
    inputs: Iterable[str], stdin: BinaryIO, fetcher: Fetcher, limits: Limits = _LIMITS
) -> Iterator[Page | Rejected]:
    """Yield the documents of ``inputs`` (files, folders, ``-``, addresses) in order, or why not.

    Of one feed or sitemap given as an address, at most ``limits.max_links`` pages are fetched, the
    newest first; how many are left out is told in a ``Rejected``.
    """
    for given in inputs:
        if is_address(given):
            found = _at_address(given, fetcher, limits)
        else:
            found = read_inputs([given], stdin=stdin, limits=limits)
        for one in found:
            yield from whole_or_parts(one)


def whole_or_parts(found: Page | Rejected) -> Iterator[Page | Rejected]:
    """Yield the updates of a live blog, and anything else as it is."""
    parts: tuple[Page, ...] = ()
    if isinstance(found, Page) and found.media_type is MediaType.HTML and MARK in found.body:
        with contextlib.suppress(SaysoError):  # the extraction will say what is wrong with the page
            parts = parts_of(found, parse(decode(found)))
    yield from parts or (found,)


def inside(page: Page, limits: Limits) -> Iterator[Page | Link | Rejected]:
    """Yield what a fetched page holds: itself, or what a feed, a sitemap or JSON has in it."""
    if not holds_others(page):
        yield page
        return
    try:
        stream = io.BytesIO(page.body)
        for one in read_stream(stream, page.origin, limits, page.url or page.origin):
            yield replace(one, fetched=page.fetched) if isinstance(one, Page) else one
    except ReadError as error:
        yield not_fetched(page.origin, error)


def page_behind(link: Link, fetcher: Fetcher) -> Page:
    """Return the page that ``link`` leads to, with what was said of it where it was found.

    Raises ``FetchError``, also where it is another feed.
    """
    page = fetcher.fetch(link.url)
    if holds_others(page):
        raise FetchError("it is no page but another feed, sitemap or JSON")
    # The page's own dates are better than those of a feed, which may be of its last change.
    return replace(page, given=Given(title=link.given.title, outlet=link.given.outlet))


def _at_address(url: str, fetcher: Fetcher, limits: Limits) -> Iterator[Page | Rejected]:
    try:
        page = fetcher.fetch(url)
    except FetchError as error:
        yield not_fetched(url, error)
        return
    links: list[Link] = []
    for one in inside(page, limits):
        if isinstance(one, Link):
            links.append(one)
        else:
            yield one
    yield from _behind(links, url, fetcher, limits)


def _behind(
    links: list[Link], url: str, fetcher: Fetcher, limits: Limits
) -> Iterator[Page | Rejected]:
    """Fetch what a feed or sitemap at ``url`` names, and the sitemaps of an index before."""
    for _ in range(_DEEPEST):
        if not any(link.kind is LinkKind.SITEMAP for link in links):
            break
        deeper: list[Link] = []
        left = limits.max_links
        for link in _newest(links):
            if link.kind is not LinkKind.SITEMAP:
                deeper.append(link)
            elif left > 0:
                left -= 1
                for one in _listed(link, fetcher, limits):
                    if isinstance(one, Link):
                        deeper.append(one)
                    else:
                        yield one
        links = deeper
    wanted = _newest([link for link in links if link.kind is not LinkKind.SITEMAP])
    for link in wanted[: limits.max_links]:
        try:
            yield page_behind(link, fetcher)
        except FetchError as error:
            yield not_fetched(link.url, error)
    if len(wanted) > limits.max_links:
        reason = f"{len(wanted)} addresses are in it, and only {limits.max_links} were fetched"
        yield Rejected("fetch", url, reason)


def _listed(link: Link, fetcher: Fetcher, limits: Limits) -> Iterator[Link | Rejected]:
    """The addresses of a sitemap that an index names."""
    try:
        page = fetcher.fetch(link.url)
    except FetchError as error:
        yield not_fetched(link.url, error)
        return
    for one in inside(page, limits):
        if isinstance(one, Page):
            yield Rejected("fetch", link.url, "it is no sitemap, though an index names it as one")
        else:
            yield one


def _newest(links: list[Link]) -> list[Link]:
    """Return each address once, the newest first; those without a time last, as they stand."""
    once: dict[str, Link] = {}
    for link in links:
        once.setdefault(link.url, link)
    return sorted(once.values(), key=lambda link: link.changed, reverse=True)


def not_fetched(subject: str, error: SaysoError) -> Rejected:
    """Return a refusal as a record; the message need not name the subject a second time."""
    return Rejected("fetch", subject, str(error).removeprefix(f"{subject}: "))
