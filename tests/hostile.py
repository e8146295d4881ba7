"""A ledger whose every field is out to run a script or send a request when it is shown."""

from __future__ import annotations

from pathlib import Path

from judges import ByWords
from readings import clock, said
from sayso.across.views import Verdict
from sayso.claims import claims
from sayso.comparing import Comparing
from sayso.judging import judge
from sayso.ledger import Ledger
from sayso.records import Article, Dropped, Given, MediaType, Page, Reading, Rejected

HOSTILE = """"'><script>window.hit=1</script><img src=//evil.example/x onerror=window.hit=1>"""
URLS = (
    "javascript:window.hit=1",
    "https://evil.example/\"onmouseover='window.hit=1'",
    "data:text/html,<script>window.hit=1</script>",
)
_TEXT = (
    f"{HOSTILE} said {HOSTILE}{{{{ 7 * 7 }}}} {{% raw %}} nobody\u202e slept.\n</p></main>{HOSTILE}"
)


def hostile_ledger(path: Path) -> None:
    """Write the ledger at ``path``: one article for each address, each by another outlet."""
    with Ledger(path, clock=clock) as book:
        for number, url in enumerate(URLS):
            book.store(_reading(number, url))
        book.reject(Rejected(HOSTILE, HOSTILE, HOSTILE))
        Comparing(book, ByWords).finish()
        first, second = (one.id for one in claims(book).items[:2])
        judge(book, Verdict.NOT_SAME, first, second, HOSTILE, HOSTILE)


def _reading(number: int, url: str) -> Reading:
    text = f"{_TEXT} {number}"
    given = Given(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    page = Page(text.encode(), MediaType.TEXT, f"{HOSTILE}{number}", url, HOSTILE, given=given)
    article = Article(
        text,
        page.sha256,
        page.origin,
        url,
        HOSTILE,
        f"{HOSTILE}{number}",
        HOSTILE,
        HOSTILE,
        HOSTILE,
        HOSTILE,
        "en",
        (Dropped(HOSTILE, HOSTILE),),
    )
    return Reading(page, article, (said(text, HOSTILE, "said", f"{HOSTILE}{{{{ 7 * 7 }}}}"),))
