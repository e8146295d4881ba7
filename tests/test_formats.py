"""Feeds, ninjs, the data of pages, live blogs: what is read out of each, and what is told of it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from samples import MORE, NINJS, PARAGRAPHS, WORDS, dumped, html, item, live_blog, rss, update
from sayso.charset import decode
from sayso.extract import extract
from sayso.feeds import read_feed, read_json_feed
from sayso.gather import whole_or_parts
from sayso.inputs import Link
from sayso.read import read_inputs
from sayso.records import Article, Given, MediaType, Page, Rejected

URL = "https://post.example/feed"


def items(*entries: str) -> list[Page | Link | Rejected]:
    return list(read_feed(rss(*entries), "feed", URL))


def only(*entries: str) -> Page:
    (found,) = items(*entries)
    assert isinstance(found, Page)
    return found


def test_an_item_tells_who_wrote_it_when_and_for_whom() -> None:
    source = '<source url="https://other.example/rss">The Other Paper</source>'
    page = only(item("g1", PARAGRAPHS, "/1", source))
    assert page == Page(
        PARAGRAPHS.encode(),
        MediaType.HTML,
        "feed#g1",
        "https://post.example/1",
        charset="utf-8",
        given=Given("Quay g1", "Ann Reporter", "The Other Paper", "2024-03-12T17:30:00+00:00"),
    )


@pytest.mark.parametrize(
    "content",
    [
        "<p>Divers looked at the wall.</p>",
        f"{PARAGRAPHS}<p>… <a href='/1'>Continue reading</a></p>",
        f"<p>{WORDS[:300]} […]</p>",
        f"<p>{WORDS[:300]}...</p>",
        f"{PARAGRAPHS}<p>Read more at The Quayside Post →</p>",
        "",
    ],
)
def test_a_teaser_is_only_a_link(content: str) -> None:
    (found,) = items(item("g1", content, "/1"))
    assert isinstance(found, Link)
    assert (found.url, found.changed) == ("https://post.example/1", "2024-03-12T17:30:00+00:00")
    assert found.summary == "What divers found."


def test_a_long_description_is_a_text_and_a_short_one_without_a_link_too() -> None:
    long = item("g", "", "/1").replace("What divers found.", "The quay is shut. " * 40)
    short = item("g", "").replace("What divers found.", "The quay is shut. " * 7)
    assert isinstance(items(long)[0], Page)
    assert isinstance(items(short)[0], Page)


def test_an_item_without_an_id_keeps_its_origin_when_others_come_before_it() -> None:
    bare = item("x").replace('<guid isPermaLink="false">x</guid>', "")
    alone, after = items(bare)[0], items(item("new"), bare)[1]
    assert alone == after


def test_the_only_time_of_an_entry_is_when_it_was_published() -> None:
    content = f'<content type="text">{WORDS}</content>'
    entry = f"<entry><id>i</id><updated>2024-03-12T17:30:00Z</updated>{content}</entry>"
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>{entry}</feed>'
    (page,) = read_feed(feed.encode(), "f")
    assert isinstance(page, Page)
    assert (page.given.published, page.given.modified) == ("2024-03-12T17:30:00+00:00", "")
    assert (page.body.decode(), page.media_type) == (WORDS, MediaType.TEXT)


def test_a_json_feed_may_have_text_links_and_nothing() -> None:
    entries = [
        {"id": 1, "content_text": WORDS, "author": {"name": "Ann"}},
        {"id": "2", "url": "/2", "summary": "What divers found.", "date_published": "2024-03-12"},
        {"id": "3"},
        5,
    ]
    text, link, nothing, odd = read_json_feed({"items": entries, "title": "T"}, "f", URL)
    assert isinstance(text, Page)
    assert (text.given.byline, text.given.outlet, text.media_type) == ("Ann", "T", MediaType.TEXT)
    assert isinstance(link, Link)
    assert (link.url, link.changed) == ("https://post.example/2", "2024-03-12T00:00:00+00:00")
    assert isinstance(nothing, Rejected)
    assert isinstance(odd, Rejected)
    assert (nothing.subject, odd.subject) == ("f#3", "f#4")


def read_one(tmp_path: Path, value: object) -> Page:
    path = tmp_path / "a.json"
    path.write_bytes(dumped(value))
    (page,) = read_inputs([str(path)], stdin=io.BytesIO())
    assert isinstance(page, Page), page
    return page


def test_an_agencys_item_credits_its_sources(tmp_path: Path) -> None:
    page = read_one(tmp_path, NINJS)
    assert (page.body.decode(), page.media_type) == (PARAGRAPHS, MediaType.HTML)
    assert page.given == Given(
        "Quay shut",
        "Ann Reporter, Port Radio",
        "Wire Service",
        "2024-03-12T18:30:00+01:00",
        "2024-03-13T08:00:00+01:00",
    )


def test_an_agencys_item_of_the_first_standard_is_read(tmp_path: Path) -> None:
    old = {
        "uri": "urn:wire:5",
        "versioncreated": "2024-03-12T18:30:00Z",
        "byline": "Ann Reporter",
        "headline": "Quay shut",
        "body_text": WORDS,
        "copyrightholder": "Wire Service",
    }
    page = read_one(tmp_path, old)
    assert (page.body.decode(), page.url) == (WORDS, "urn:wire:5")
    assert page.given == Given("Quay shut", "Ann Reporter", "Wire Service", "2024-03-12T18:30:00Z")


def articles(body: bytes, url: str = "") -> list[Article]:
    found = whole_or_parts(Page(body, MediaType.HTML, "x", url))
    return [extract(one, decode(one)) for one in found if isinstance(one, Page)]


def test_every_update_of_a_live_blog_is_an_article_of_its_own() -> None:
    second = {
        **update(2, f"<p>{MORE}</p>".replace("\n", "</p><p>")),
        "author": {"name": "Ann Reporter"},
    }
    found = articles(live_blog(update(1), second, update(1, "Said twice, kept once, so they say.")))
    assert [(one.title, one.published, one.byline, one.outlet, one.url) for one in found] == [
        ("Update 1", "2024-03-13", "", "The Quayside Post", "https://post.example/live#u1"),
        (
            "Update 2",
            "2024-03-14",
            "Ann Reporter",
            "The Quayside Post",
            "https://post.example/live#u2",
        ),
    ]
    assert [one.text for one in found] == [
        WORDS.replace("\n", "\n\n"),
        MORE.replace("\n", "\n\n"),
    ]
    assert len({one.page for one in found}) == 1


def test_an_update_without_an_address_is_known_by_its_time_and_title() -> None:
    bare = {key: value for key, value in update(1).items() if key != "@id"}
    once = articles(live_blog(bare))
    later = articles(live_blog(update(2, MORE), {**bare, "articleBody": MORE}))
    assert once[0].url == later[1].url != later[0].url
    assert once[0].url.startswith("https://post.example/live#")


def test_a_short_update_is_kept_and_a_live_blog_without_updates_is_a_page() -> None:
    short = articles(live_blog(update(1, "The quay is open again, the port said.")))
    assert [one.text for one in short] == ["The quay is open again, the port said."]
    assert [one.title for one in articles(live_blog())] == ["Harbour: as it happens"]


def data(*nodes: dict[str, object]) -> str:
    return f'<script type="application/ld+json">{json.dumps(nodes)}</script>'


def test_of_several_articles_in_the_data_the_one_at_the_pages_address_counts() -> None:
    nodes: list[dict[str, object]] = [
        {
            "@type": "NewsArticle",
            "url": f"https://post.example/{n}",
            "datePublished": f"2024-03-0{n}",
        }
        for n in (1, 2)
    ]
    page = html(head=data(*nodes))
    assert articles(page, "https://post.example/2")[0].published == "2024-03-02"
    assert articles(page, "https://post.example/9")[0].published == "2024-03-01"


@pytest.mark.parametrize(
    ("told", "date"),
    [
        ({"datePublished": {"@type": "Date", "@value": "2024-03-12"}}, "2024-03-12"),
        ({"datePublished": ["2024-03-12T08:00:00Z"]}, "2024-03-12"),
        ({"dateCreated": "2024-03-12"}, "2024-03-12"),
    ],
)
def test_dates_in_the_data_may_be_written_in_several_ways(
    told: dict[str, object], date: str
) -> None:
    assert articles(html(head=data({"@type": "Article", **told})))[0].published == date


def test_data_wrapped_for_old_browsers_is_read() -> None:
    node = '{"@type": "NewsArticle", "datePublished": "2024-03-12"}'
    for script in (f"<!-- {node} -->", f"//<![CDATA[\n{node}\n//]]>", f"{node};"):
        head = f'<script type="application/ld+json">{script}</script>'
        assert articles(html(head=head))[0].published == "2024-03-12"
