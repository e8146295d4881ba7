"""The pages in a browser: walked as a reader walks them, hostile articles shown, accessibility checked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browsing import CHROMIUM, NO_CHROMIUM, browser, serving
from hostile import HOSTILE, hostile_ledger
from made import made_ledger
from readings import clock, page_of, reading_of, said
from sayso.ledger import Ledger
from told import COVERAGE, tell

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request, Route

pytestmark = pytest.mark.skipif(not CHROMIUM, reason=NO_CHROMIUM)
PAGES = (
    "/",
    "/claims",
    "/claims?q=pier",
    "/claims/*",
    "/conflicts",
    "/conflicts/*",
    "/timeline",
    "/sources",
    "/sources/*",
    "/articles",
    "/articles/3?at=0-20",
    "/search?q=pier",
    "/new?since=3",
    "/judgements",
    "/refused",
    "/nowhere",
)
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
AXE_SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
TEXT = (
    "The pilot's union said that nobody had slept in two days.\n"
    "A harbour clerk denied it. Lena Oost said the crew had slept."
)


@dataclass(slots=True)
class Watched:
    """A page and what it did that a page of ours does not do."""

    page: Page
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as found:
        yield found


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("web") / "crew.db"
    with Ledger(path, clock=clock) as book:
        page = page_of(TEXT, "crew.txt", outlet="The Tide", url="https://tide.example/crew")
        statements = (
            said(TEXT, "The pilot's union", "said", "that nobody had slept in two days"),
            said(TEXT, "A harbour clerk", "denied", "it"),
            said(TEXT, "Lena Oost", "said", "the crew had slept"),
        )
        book.store(reading_of(page, "Crew had not slept", *statements))
    with serving(path) as address:
        yield address


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("web") / "made.db"
    made_ledger(path, 30)
    with serving(path) as address:
        yield address


@pytest.fixture
def quay(tmp_path: Path) -> Iterator[str]:
    tell(tmp_path / "quay.db", *COVERAGE)
    with serving(tmp_path / "quay.db") as address:
        yield address


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("web") / "hostile.db"
    hostile_ledger(path)
    with serving(path) as address:
        yield address


def watched(chromium: Browser, address: str, **window: Any) -> Watched:
    """A new page that may only ask ``address``; what else it wants is noted and stopped."""
    context = chromium.new_context(**window)
    found = Watched(context.new_page())

    def let_through(route: Route, request: Request) -> None:
        if request.url.startswith(address + "/"):
            route.continue_()
        else:
            found.outside.append(request.url)
            route.abort()

    context.route("**/*", let_through)
    found.page.on("console", lambda said: found.complaints.append(f"{said.type}: {said.text}"))
    found.page.on("pageerror", lambda error: found.complaints.append(str(error)))
    found.page.on("dialog", lambda dialog: found.complaints.append(f"dialog: {dialog.message}"))
    return found


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then(told => told.violations)")
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:150]} {node['failureSummary'][:300]}"
        for one in found
        for node in one["nodes"]
    ]


def links(page: Page) -> list[str]:
    found: list[str] = page.evaluate("[...document.links].map(one => one.getAttribute('href'))")
    return [one.partition("#")[0] for one in found if one.startswith("/")]


def every_page(page: Page, address: str, most: int = 60) -> Iterator[str]:
    """Open every page that links lead to, the first by its menu."""
    waiting, seen = ["/", "/search?q=the"], {""}
    while waiting and len(seen) <= most:
        where = waiting.pop(0)
        if where in seen:
            continue
        seen.add(where)
        answer = page.goto(address + where)
        assert answer is not None
        assert answer.status == 200, where
        yield where
        waiting += links(page)


def test_axe_is_the_file_that_was_shipped() -> None:
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() == AXE_SHA256


def test_a_reader_searches_and_comes_to_the_words(chromium: Browser, story: str) -> None:
    found = watched(chromium, story)
    page = found.page
    page.goto(story)
    page.keyboard.press("/")
    page.keyboard.type("slept")
    page.keyboard.press("Enter")
    page.click("text=Crew had not slept")
    page.click('a[aria-label="Statement 3 in the text"]')
    assert page.url.endswith("/articles/1#s3")
    page.click(".notes li#t3 .who a")
    assert page.inner_text("h1") == "Lena Oost"
    page.click(".group .n")
    assert page.url.endswith("/articles/1#s3")
    assert (found.outside, found.complaints) == ([], [])


def test_a_filter_answers_while_one_types_and_without_script_too(
    chromium: Browser, story: str
) -> None:
    from playwright.sync_api import expect

    page = watched(chromium, story).page
    page.goto(story + "/sources")
    page.fill("#q", "oost")
    expect(page.locator("#results .listing tbody tr")).to_have_count(1)
    assert page.evaluate("document.activeElement.id") == "q"
    assert page.url.endswith("/sources?q=oost")
    plain = watched(chromium, story, java_script_enabled=False).page
    plain.goto(story + "/sources")
    plain.fill("#q", "oost")
    plain.keyboard.press("Enter")
    expect(plain.locator("#results .listing tbody tr")).to_have_count(1)


def test_a_reader_comes_from_the_story_to_a_conflict_to_its_words(
    chromium: Browser, made: str
) -> None:
    found = watched(chromium, made)
    page = found.page
    page.goto(made)
    page.click("nav >> text=Conflicts")
    page.click(".pair h2 a")
    words = page.inner_text(".side:nth-child(2) mark")
    page.click(".side:nth-child(2) .meta a")
    assert page.inner_text("mark#words") == words
    assert page.evaluate("document.querySelector('mark#words').getBoundingClientRect().top") < 900
    page.click("#statements .stands a >> nth=0")
    assert page.url.startswith(made + "/claims/")
    assert (found.outside, found.complaints) == ([], [])


def test_a_reader_judges_and_takes_it_back(chromium: Browser, quay: str) -> None:
    from playwright.sync_api import expect

    found = watched(chromium, quay)
    page = found.page
    page.goto(quay + "/conflicts?kind=denial")
    page.click(".pair h2 a")
    page.click("text=not a conflict")
    page.fill("#author", "Ada")
    page.fill("#note", "another quay")
    page.click("text=Judge so")
    expect(page.locator("h1")).to_have_text("Judgements")
    expect(page.locator(".row")).to_have_count(1)
    expect(page.locator(".row")).to_contain_text("Ada: another quay")
    page.goto(quay + "/conflicts?kind=denial")
    expect(page.locator(".pair")).to_have_count(0)
    page.goto(quay + "/judgements")
    page.click("button:has-text('Undo')")
    expect(page.locator(".row")).to_have_count(2)
    page.goto(quay + "/conflicts?kind=denial")
    expect(page.locator(".pair")).to_have_count(1)
    assert (found.outside, found.complaints) == ([], [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(chromium: Browser, made: str, scheme: Any) -> None:
    page = watched(chromium, made, color_scheme=scheme).page
    told = {}
    for where in PAGES:
        address = where
        if where.endswith("*"):
            page.goto(made + where.rpartition("/")[0])
            link = page.locator(f'main a[href^="{where[:-1]}"]').first
            address = link.get_attribute("href") or ""
        page.goto(made + address)
        if found := violations(page):
            told[where] = found
    assert told == {}


def test_no_page_is_wider_than_a_phone(chromium: Browser, made: str) -> None:
    page = watched(chromium, made, viewport={"width": 360, "height": 740}).page
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert {where: by for where in every_page(page, made, 40) if (by := page.evaluate(wide))} == {}


def test_hostile_articles_run_nothing_and_send_nothing(chromium: Browser, hostile: str) -> None:
    found = watched(chromium, hostile)
    shown = 0
    for where in every_page(found.page, hostile):
        shown += HOSTILE in found.page.inner_text("body")
        assert found.page.evaluate("window.hit") is None, where
        unsafe = "[...document.links].filter(one => !/^https?:$/.test(one.protocol)).length"
        assert found.page.evaluate(unsafe) == 0, where
    assert shown > 3
    assert (found.outside, found.complaints) == ([], [])
