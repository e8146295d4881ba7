"""Every page of a ledger as pictures, in light, in dark and on a phone, to be looked at.

    python benchmarks/screenshots.py story.db build/screenshots

It starts the site itself and needs Chromium (see tests/browsing.py).
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from browsing import browser, serving

PAGES = {
    "story": "/",
    "claims": "/claims",
    "claims-found": "/claims?q=nine",
    "conflicts": "/conflicts",
    "timeline": "/timeline",
    "sources": "/sources",
    "articles": "/articles",
    "article": "/articles/6",
    "search": "/search?q=toll",
    "new": "/new?since=5",
    "judgements": "/judgements",
    "refused": "/refused",
    "missing": "/nowhere",
}
FIRST = {  # the first link of a page that starts so
    "claim": ("/", "/claims/"),
    "conflict": ("/conflicts", "/conflicts/"),
    "source": ("/sources", "/sources/"),
    "words": ("/conflicts", "/articles/"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """A browser's window."""

    width: int
    height: int
    scheme: Literal["light", "dark"]


LOOKS = {
    "light": Look(1280, 900, "light"),
    "dark": Look(1280, 900, "dark"),
    "phone": Look(390, 844, "light"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", default="", help="pages, by name, with commas between")
    parser.add_argument("--looks", default=",".join(LOOKS))
    told = parser.parse_args()
    told.out.mkdir(parents=True, exist_ok=True)
    wanted = told.only.split(",") if told.only else [*PAGES, *FIRST]
    with serving(told.ledger) as address, browser() as chromium:
        for look in told.looks.split(","):
            window = LOOKS[look]
            page = chromium.new_context(
                viewport={"width": window.width, "height": window.height},
                color_scheme=window.scheme,
            ).new_page()
            for name in wanted:
                where = PAGES.get(name)
                if where is None:
                    listing, start = FIRST[name]
                    page.goto(address + listing)
                    link = page.locator(f'main a[href^="{start}"]').first
                    if not link.count():
                        print(f"{name}: no such page in this ledger")
                        continue
                    where = link.get_attribute("href") or ""
                page.goto(address + where)
                page.screenshot(path=told.out / f"{name}-{look}.png", full_page=True)
                wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                if wide > 0:
                    print(f"{name}-{look}: {wide} pixels too wide")


if __name__ == "__main__":
    main()
