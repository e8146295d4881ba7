"""Feeds and sitemaps given as addresses: what is fetched of them, from where, and how much."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from dataclasses import replace

import pytest

import sayso.guard
from samples import JSON_FEED, PARAGRAPHS, html, item, rss
from sayso.fetch import Fetcher, Validators
from sayso.gather import pages
from sayso.inputs import Limits
from sayso.records import Page, Rejected
from test_fetch import HERE, Site, http, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site()) as running:
        for number in range(1, 5):
            running.answers[f"/{number}"] = http(body=html(title=f"Page {number}"))
        yield running


def gathered(*urls: str, limit: int = 100) -> list[Page | Rejected]:
    fetcher = Fetcher(HERE)
    return list(pages(urls, io.BytesIO(), fetcher, Limits(max_links=limit)))


def xml(body: bytes, kind: str = "application/rss+xml") -> bytes:
    return http(body=body, Content_Type=kind)


def sitemap(*entries: tuple[str, str], index: bool = False) -> bytes:
    inner, outer = ("sitemap", "sitemapindex") if index else ("url", "urlset")
    listed = "".join(
        f"<{inner}><loc>{url}</loc>{f'<lastmod>{at}</lastmod>' if at else ''}</{inner}>"
        for url, at in entries
    )
    return f'<?xml version="1.0"?><{outer} xmlns="http://www.sitemaps.org/x">{listed}</{outer}>'.encode()


@pytest.mark.parametrize("kind", ["application/rss+xml", "text/xml", "text/html", "text/plain"])
def test_a_feed_gives_its_texts_and_the_pages_it_links(site: Site, kind: str) -> None:
    source = "<source url='https://a.example/rss'>The Other Paper</source>"
    body = rss(item("g1"), item("g2", "", f"{site.url}/1", source), item("g3", "", "/2"))
    site.answers["/feed"] = xml(body, kind)
    found = gathered(f"{site.url}/feed")
    assert [one.origin for one in found if isinstance(one, Page)] == [
        f"{site.url}/feed#g1",
        f"{site.url}/1",
        f"{site.url}/2",
    ]
    whole, first, second = (one for one in found if isinstance(one, Page))
    assert whole.body.decode() == PARAGRAPHS
    assert whole.fetched
    assert (whole.given.outlet, first.given.outlet, second.given.outlet) == (
        "The Quayside Post",
        "The Other Paper",
        "",
    )
    assert first.body == html(title="Page 1")


def test_a_json_feed_and_a_packed_sitemap_are_known_by_their_content(site: Site) -> None:
    site.answers["/feed"] = xml(JSON_FEED, "application/feed+json")
    site.answers["/map.xml.gz"] = xml(
        gzip.compress(sitemap((f"{site.url}/1", ""))), "application/gzip"
    )
    found = gathered(f"{site.url}/feed", f"{site.url}/map.xml.gz")
    assert [one.origin for one in found if isinstance(one, Page)] == [
        f"{site.url}/feed#1",
        f"{site.url}/1",
    ]


def test_the_newest_of_a_sitemap_are_fetched_up_to_the_limit(site: Site) -> None:
    dates = ["2024-03-01", "2024-03-09", "", "2024-03-05"]
    entries = [(f"{site.url}/{number}", at) for number, at in enumerate(dates, start=1)]
    site.answers["/map"] = xml(sitemap(*entries, entries[1]), "text/xml")
    found = gathered(f"{site.url}/map", limit=2)
    assert [one.origin for one in found if isinstance(one, Page)] == [
        f"{site.url}/2",
        f"{site.url}/4",
    ]
    assert found[-1] == Rejected(
        "fetch", f"{site.url}/map", "4 addresses are in it, and only 2 were fetched"
    )


def test_an_index_leads_to_its_sitemaps_and_not_round_in_circles(site: Site) -> None:
    listed = ((f"{site.url}/a", ""), (f"{site.url}/index", ""), (f"{site.url}/1", ""))
    site.answers["/index"] = xml(sitemap(*listed, index=True), "text/xml")
    site.answers["/a"] = xml(sitemap((f"{site.url}/2", "")), "text/xml")
    found = gathered(f"{site.url}/index")
    assert [one.origin for one in found if isinstance(one, Page)] == [f"{site.url}/2"]
    told = [one.reason for one in found if isinstance(one, Rejected)]
    assert "it is no sitemap, though an index names it as one" in told


def test_what_cannot_be_fetched_or_is_a_feed_again_is_refused_by_its_address(site: Site) -> None:
    site.answers["/robots.txt"] = http(
        body=b"User-agent: *\nDisallow: /3", Content_Type="text/plain"
    )
    links = ["/gone", "/3", "/feed", "http://127.0.0.1:1/"]
    site.answers["/feed"] = xml(rss(*(item(f"g{n}", "", link) for n, link in enumerate(links))))
    reasons = {
        one.subject: one.reason for one in gathered(f"{site.url}/feed") if isinstance(one, Rejected)
    }
    assert "404" in reasons[f"{site.url}/gone"]
    assert "robots.txt" in reasons[f"{site.url}/3"]
    assert "another feed" in reasons[f"{site.url}/feed"]
    assert "no connection" in reasons["http://127.0.0.1:1/"]


def test_a_feed_cannot_lead_into_the_users_network(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The feed's own host counts as public here; what it names is judged like any other address.
    monkeypatch.setattr(sayso.guard, "is_public", lambda address: address == "127.0.0.1")
    site.answers["/feed"] = xml(rss(item("g", "", "http://10.0.0.7/secret")))
    fetcher = Fetcher(replace(HERE, allow_private=False))
    found = list(pages([f"{site.url}/feed"], io.BytesIO(), fetcher))
    reason = "(when it was asked for robots.txt)"
    assert isinstance(found[0], Rejected)
    assert found[0].subject == "http://10.0.0.7/secret"
    assert found[0].reason == f"10.0.0.7 is at 10.0.0.7, which is not a public address {reason}"


@pytest.mark.parametrize("body", [b"<?xml version='1.0'?><note/>", b"\x1f\x8bbroken", b"{}"])
def test_other_data_at_an_address_is_refused(site: Site, body: bytes) -> None:
    site.answers["/x"] = xml(body, "application/xml")
    found = gathered(f"{site.url}/x")
    assert [one.subject for one in found if isinstance(one, Rejected)] == [f"{site.url}/x"]
    assert len(found) == 1


def test_an_address_is_asked_whether_it_changed(site: Site) -> None:
    site.answers["/feed"] = http(
        body=html(), ETag='"v1"', Last_Modified="Tue, 12 Mar 2024 18:00:00 GMT"
    )
    fetcher = Fetcher(HERE)
    first = fetcher.poll(f"{site.url}/feed", Validators())
    assert first.page is not None
    assert first.validators == Validators('"v1"', "Tue, 12 Mar 2024 18:00:00 GMT")
    site.answers["/feed"] = http(304, Content_Length="")
    again = fetcher.poll(f"{site.url}/feed", first.validators)
    assert again.page is None
    assert again.validators == first.validators
    assert 'If-None-Match: "v1"' in site.asked[-1]
    assert "If-Modified-Since: Tue, 12 Mar 2024 18:00:00 GMT" in site.asked[-1]
