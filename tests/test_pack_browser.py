"""The evidence pack in a browser: a hostile ledger runs nothing, asks for nothing, and can be read."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from browsing import CHROMIUM, NO_CHROMIUM, browser
from harbour import harbour
from hostile import HOSTILE
from sayso.export.formats import Format, export
from sayso.export.gather import Wanted
from sayso.ledger import Ledger
from told import article, tell

pytestmark = pytest.mark.skipif(not CHROMIUM, reason=NO_CHROMIUM)
AXE = Path(__file__).parent / "vendor" / "axe.min.js"


def pack(ledger: Path) -> Path:
    out = io.BytesIO()
    with Ledger(ledger, readonly=True) as book:
        export(book, Format.HTML, out, Wanted(full_text=True))
    page = ledger.with_suffix(".html")
    page.write_bytes(out.getvalue())
    return page


def test_a_pack_of_hostile_articles_runs_nothing_and_asks_for_nothing(tmp_path: Path) -> None:
    ledger = tmp_path / "story.db"
    harbour(ledger)
    tell(
        ledger,
        article(
            "evil", HOSTILE, "2031-03-04", f"{{Eve {HOSTILE}}} [[said]] «the {HOSTILE} burned»."
        ),
    )
    page = pack(ledger)
    asked: list[str] = []
    with browser() as found:
        tab = found.new_page()
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(page.as_uri())
        assert tab.evaluate("window.hit") is None
        assert asked == [page.as_uri()]
        assert HOSTILE in tab.inner_text("body")
        assert tab.evaluate("getComputedStyle(document.querySelector('.sides')).display") == "grid"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_pack_can_be_read_by_everybody(tmp_path: Path, scheme: str) -> None:
    harbour(tmp_path / "story.db")
    page = pack(tmp_path / "story.db")
    with browser() as found:
        context = found.new_context(
            color_scheme="dark" if scheme == "dark" else "light", bypass_csp=True
        )
        tab = context.new_page()
        tab.goto(page.as_uri())
        tab.add_script_tag(content=AXE.read_text("utf-8"))
        told = tab.evaluate("axe.run().then(found => found.violations.map(one => one.id))")
        assert told == []
