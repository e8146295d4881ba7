"""Inputs made to do harm: they are refused in a line, in little memory, and in a moment.

No test asserts a time: where a limit were missing, the test would run for minutes.
"""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
import zlib
from contextlib import suppress
from pathlib import Path

import pytest

from samples import (
    MORE,
    NINJS,
    PARAGRAPHS,
    WORDS,
    html,
    item,
    live_blog,
    packed,
    record,
    rss,
    update,
    wacz,
)
from sayso.charset import decode
from sayso.errors import ExtractError
from sayso.extract import extract
from sayso.gather import whole_or_parts
from sayso.read import Limits, read_inputs
from sayso.records import MediaType, Page, Rejected

MIB = 1 << 20
SMALL = Limits(max_bytes=MIB, max_line=MIB, max_expanded=2 * MIB, max_json=MIB)


def read(path: Path, limits: Limits | None = None) -> list[Page | Rejected]:
    return list(read_inputs([str(path)], stdin=io.BytesIO(), limits=limits or Limits()))


def reason(path: Path, limits: Limits | None = None) -> str:
    found = [one.reason for one in read(path, limits) if isinstance(one, Rejected)]
    assert len(found) == 1, found
    return found[0]


def bomb(start: bytes, mib: int = 64, filler: bytes = b" ") -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    out = [packer.compress(start)]
    out += [packer.compress(filler * MIB) for _ in range(mib)]
    return b"".join(out) + packer.flush()


@pytest.mark.parametrize(
    ("name", "start", "told"),
    [
        ("a.html.gz", b"<html>", "unpacked, it is larger than 1 MiB"),
        ("a.xml.gz", b"<rss version='2.0'>", "unpacked, it is larger than 1 MiB"),
        ("m.xml.gz", b"<urlset>", "unpacked, it is larger than 1 MiB"),
        ("a.json.gz", b'{ "uri": "', "unpacked, it is larger than 1 MiB"),
        ("whole.warc.gz", record() + record(), "unpacked, it is larger than 2 MiB"),
    ],
)
def test_what_expands_without_end_stops_at_the_limit(
    name: str, start: bytes, told: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(bomb(start))
    tracemalloc.start()
    found = read(path, SMALL)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    reasons = [one.reason for one in found if isinstance(one, Rejected)]
    assert any(told in one for one in reasons), reasons
    assert peak < 40 * MIB


def test_a_bomb_in_an_archive_is_one_refusal_and_the_next_record_is_read(tmp_path: Path) -> None:
    packed_page = "Content-Type: text/html\r\nContent-Encoding: gzip"
    records = [record(body=bomb(b"<html>"), http=packed_page), record("https://post.example/2")]
    tail = gzip.compress(records[1]) + bomb(b"", filler=b"x") + packed(records)
    for name, data in (
        ("a.warc.gz", tail),
        ("a.wacz", wacz(data_warc_gz=tail, bomb_warc=b"WARC/1.0\r\n" + b"x" * 3 * MIB)),
    ):
        (tmp_path / name).write_bytes(data)
        limits = Limits(max_bytes=MIB, max_expanded=2 * MIB)
        found = read(tmp_path / name, limits)
        pages = [one.url for one in found if isinstance(one, Page)]
        assert pages == ["https://post.example/2", "https://post.example/2"]
        told = " ".join(one.reason for one in found if isinstance(one, Rejected))
        assert "the page cannot be unpacked: unpacked, it is larger than 1 MiB" in told
        assert "no record that can be read" in told


def test_an_archive_of_nothing_but_beginnings_is_given_up(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(record() + b"WARC/1.0\r\n" * 20_000)
    found = read(tmp_path / "a.warc")
    assert isinstance(found[0], Page)
    assert isinstance(found[-1], Rejected)
    assert found[-1].reason == "more than 1,000 records are broken; the rest is not read"
    assert len(found) < 1100


ENTITIES = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 20}">' for n in range(8))
EXPANDING = f'<!DOCTYPE x [<!ENTITY a "{"a" * 1000}">{ENTITIES}]>'
LOCAL = '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("prolog", [EXPANDING, LOCAL])
def test_entities_are_neither_expanded_nor_loaded(prolog: str, tmp_path: Path) -> None:
    feed, sitemap, page = tmp_path / "f.xml", tmp_path / "m.xml", tmp_path / "p.html"
    entry = "<item><title>&i;</title><link>https://post.example/&i;</link></item>"
    feed.write_text(f'{prolog}<rss version="2.0"><channel>{entry}</channel></rss>')
    sitemap.write_text(f"{prolog}<urlset><url><loc>https://post.example/&i;</loc></url></urlset>")
    page.write_text(f"{prolog}<html><body><p>&i;</p>{PARAGRAPHS}</body></html>")
    for path in (feed, sitemap, page):
        for one in read(path):
            words = one.reason if isinstance(one, Rejected) else extract(one, decode(one)).text
            assert len(words) < 2000
            assert "aaaa" not in words


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.json", b'{"a":' * 500_000, "too deep"),
        ("a.json", b"[" * 500_000 + b'{"', "too deep"),
        ("m.xml", b"<urlset>" + b"<url>" * 100_000, "the sitemap is broken"),
        ("m.xml", b"<urlset>" + b"<url><loc>x</loc></url>" * 60_000, "more than 50000 addresses"),
        ("f.xml", b"<rss><channel>" + b"<item/>" * 20_000, "more than 10,000 items"),
        ("f.xml", b"<rss><channel><item>" + b"<b>" * 400_000, "300,000 tags"),
        ("p.xml", b"<?xml version='1.0'?>" + b"<!-- " * 200_000 + b"<rss>", "XML of a kind"),
    ],
)
def test_depth_and_number_have_limits(name: str, data: bytes, told: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    assert told in reason(tmp_path / name)


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        (MediaType.HTML, "<html><p>" + WORDS + "<b>" * 200_000, "more than 100,000 tags"),
        (MediaType.TEXT, "a\n" * 200_000, "more than 100,000 lines"),
        (MediaType.TEXT, "word " * 500_000, "more than 2,000,000 characters"),
        (
            MediaType.HTML,
            f"<html><p>{'word ' * 120_000}</p></html>",
            "words, more than any article",
        ),
    ],
)
def test_what_is_far_larger_than_an_article_is_none(kind: MediaType, text: str, told: str) -> None:
    with pytest.raises(ExtractError, match=told):
        extract(Page(text.encode(), kind, "x"), text)


def test_a_page_of_fifty_thousand_nested_blocks_is_read() -> None:
    text = "<html><body>" + "<div>" * 50_000 + PARAGRAPHS
    page = Page(text.encode(), MediaType.HTML, "x")
    try:
        assert "Ilse Brandt" in extract(page, text).text
    except (
        ExtractError
    ) as error:  # lxml may cut what is as deep; then it says that nothing is there
        assert "no article" in str(error)  # noqa: PT017


def test_what_is_not_seen_and_turns_the_line_is_not_in_the_text(tmp_path: Path) -> None:
    hidden = WORDS.replace(" said ", " \u202esaid\u202c\u200b ").replace("quay", "qu\u00aday")
    entries = [
        ("p.html", html(hidden)),
        ("t.txt", hidden.encode()),
        ("f.xml", rss(item("g", f"<p>{hidden}</p>".replace("\n", "</p><p>")))),
        ("n.json", json.dumps({**NINJS, "bodies": [{"value": hidden}]}).encode()),
        ("w.warc", record(body=html(hidden))),
        ("l.html", live_blog(update(1, hidden))),
    ]
    for name, data in entries:
        (tmp_path / name).write_bytes(data)
        for found in read(tmp_path / name):
            for one in whole_or_parts(found):
                assert isinstance(one, Page)
                text = extract(one, decode(one)).text
                assert text.replace("\n\n", "\n").startswith(WORDS[:200]), name


def test_a_line_of_a_quarter_of_a_gigabyte_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b'{"text": "')
        file.truncate(1 << 28)  # a sparse file: the line is of NULs
        file.seek(0, io.SEEK_END)
        file.write(b'"}\n' + json.dumps({"text": MORE}).encode())
    tracemalloc.start()
    found = read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [type(one) for one in found] == [Rejected, Page]
    assert peak < 60 * MIB


def test_a_live_blog_of_thousands_of_updates_is_parsed_once() -> None:
    updates = [
        {**update(1), "@id": f"#u{number}", "headline": f"Update {number}"}
        for number in range(2500)
    ]
    page = Page(live_blog(*updates), MediaType.HTML, "x")
    parts = [one for one in whole_or_parts(page) if isinstance(one, Page)]
    assert len(parts) == 2000
    assert {extract(one, decode(one)).title for one in parts[-50:]} == {
        f"Update {number}" for number in range(1950, 2000)
    }


@pytest.mark.parametrize(
    "key", ["headline", "name", "author", "publisher", "datePublished", "articleBody"]
)
@pytest.mark.parametrize(
    "value", [[], {}, 5, None, [[[]]], ["a", 5], [{"name": ["b"]}], {"@value": 3}]
)
def test_data_of_a_page_may_be_of_any_type(key: str, value: object) -> None:
    data = {"@type": "NewsArticle", "headline": "Quay", "url": [], "@id": 7, key: value}
    live = {
        **data,
        "@type": ["LiveBlogPosting", 3],
        "liveBlogUpdate": [5, data, {**update(1), key: value}],
    }
    for entry in (data, live):
        script = f'<script type="application/ld+json">{json.dumps(entry)}</script>'
        for one in whole_or_parts(Page(html(head=script), MediaType.HTML, "x")):
            assert isinstance(one, Page)
            with suppress(ExtractError):  # of a text that is one word
                extract(one, decode(one)).title.encode()
