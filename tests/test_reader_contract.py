"""What holds for every reader: what it yields, from where, twice the same, and that a batch goes on."""

from __future__ import annotations

import gzip
import io
import json
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samples import (
    ALL,
    MORE,
    NINJS,
    RECORDS,
    SITEMAP,
    WORDS,
    dumped,
    html,
    item,
    lines,
    live_blog,
    packed,
    record,
    rss,
    wacz,
)
from sayso.charset import decode
from sayso.errors import SaysoError
from sayso.extract import extract
from sayso.gather import whole_or_parts
from sayso.read import Limits, read_inputs
from sayso.records import Page, Rejected
from sayso.story import Ledger

Found = list[Page | Rejected]
GOOD = "good.txt"


def read(*paths: Path | str, limits: Limits | None = None) -> Found:
    def each() -> Iterator[Page | Rejected]:
        names = [str(path) for path in paths]
        for one in read_inputs(names, stdin=io.BytesIO(), limits=limits or Limits()):
            yield from whole_or_parts(one)

    return list(each())


def saved(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def pages(found: Found) -> list[Page]:
    return [one for one in found if isinstance(one, Page)]


def refusals(found: Found) -> list[Rejected]:
    return [one for one in found if isinstance(one, Rejected)]


@pytest.mark.parametrize("name", ALL)
def test_every_reader_gives_pages_whose_article_is_the_text(name: str, tmp_path: Path) -> None:
    path = saved(tmp_path, name, ALL[name])
    found = read(path)
    assert not refusals(found)
    texts = [extract(page, decode(page)).text for page in pages(found)]
    wanted = [WORDS.replace("\n", "\n\n"), MORE.replace("\n", "\n\n"), MORE.replace("\n", " ")]
    assert texts
    assert all(text in wanted for text in texts)
    assert texts[0] == wanted[0]
    assert all(page.origin.startswith(str(path)) for page in pages(found))


@pytest.mark.parametrize("name", ALL)
def test_reading_twice_gives_equal_records_from_different_places(name: str, tmp_path: Path) -> None:
    path = saved(tmp_path, name, ALL[name])
    found = read(path)
    assert read(path) == found
    origins = [page.origin for page in pages(found)]
    assert len(set(origins)) == len(origins)


@pytest.mark.parametrize("name", ALL)
def test_packed_with_gzip_a_file_reads_the_same(name: str, tmp_path: Path) -> None:
    if name.endswith((".gz", ".wacz")):
        pytest.skip("it is packed already")
    plain = saved(tmp_path, name, ALL[name])
    whole = saved(tmp_path, f"{name}.gz", gzip.compress(ALL[name]))
    bodies = [(page.body, page.media_type, page.given) for page in pages(read(plain))]
    assert bodies == [(page.body, page.media_type, page.given) for page in pages(read(whole))]


@pytest.mark.parametrize(
    ("name", "origins"),
    [
        ("lines.jsonl", [":1", ":2"]),
        ("feed.xml", ["#g1", "#g2"]),
        ("atom.xml", ["#tag:post.example,2024:1"]),
        ("feed.json", ["#1"]),
        ("newspaper.json", ["#1", "#2"]),
        ("ninjs.json", [""]),
        ("live.html", ["#u1", "#u2"]),
        ("plain.warc", [":0", f":{len(RECORDS[0])}"]),
        ("each.warc.gz", [":0", f":{len(packed(RECORDS[:1]))}"]),
        ("whole.warc.gz", [":0", f":{len(RECORDS[0])}"]),
        ("crawl.wacz", ["!archive/data.warc.gz:0"]),
    ],
)
def test_an_origin_says_where_in_the_file(name: str, origins: list[str], tmp_path: Path) -> None:
    path = saved(tmp_path, name, ALL[name])
    assert [page.origin for page in pages(read(path))][: len(origins)] == [
        f"{path}{origin}" for origin in origins
    ]


def test_all_of_it_goes_into_a_ledger_once(tmp_path: Path) -> None:
    folder = tmp_path / "inputs"
    folder.mkdir()
    for name, data in ALL.items():
        saved(folder, name, data)
    with Ledger(tmp_path / "story.db") as book:
        first = book.add(folder)
        assert not [one.rejected for one in first if one.rejected]
        articles = book.counts().articles
        assert all(not one.new for one in book.add(folder))
        assert book.counts().articles == articles
        assert book.check() == ()


def test_a_page_that_speaks_of_records_is_one_page(tmp_path: Path) -> None:
    about = html(WORDS + "\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\n")
    for records in ([record(body=about)], [record(body=about), RECORDS[1]]):
        path = saved(tmp_path, "a.warc", b"".join(records))
        assert len(pages(read(path))) == len(records)
        assert not refusals(read(path))


def test_a_record_that_claims_the_next_one_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    first = record(claims=len(RECORDS[0]) + 100)
    path = saved(tmp_path, "a.warc", first + RECORDS[0] + RECORDS[1])
    found = read(path)
    assert [one.reason for one in refusals(found)] == [
        "the record's length is wrong: another record begins in it"
    ]
    assert [one.origin for one in pages(found)] == [
        f"{path}:{len(first)}",
        f"{path}:{len(first) + len(RECORDS[0])}",
    ]


def test_only_html_answers_of_an_archive_are_pages(tmp_path: Path) -> None:
    other = [
        record(kind="request"),
        record(kind="revisit"),
        record(status="404 Not Found"),
        record(status="301 Moved Permanently"),
        record(http="Content-Type: image/png"),
        record(status="two hundred"),
    ]
    path = saved(tmp_path, "a.warc.gz", packed([*other, RECORDS[0]]))
    (page,) = read(path)
    assert isinstance(page, Page)
    assert page.fetched == "2024-03-13T06:00:00+00:00"
    assert page.origin == f"{path}:{len(packed(other))}"


def chunked(body: bytes) -> bytes:
    pieces = [body[at : at + 100] for at in range(0, len(body), 100)]
    return b"".join(b"%x\r\n%s\r\n" % (len(one), one) for one in [*pieces, b""])


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ("Content-Encoding: gzip", gzip.compress(html())),
        ("Content-Encoding: deflate", zlib.compress(html())),
        ("Content-Encoding: gzip", html()),
        ("Transfer-Encoding: chunked", chunked(html())),
        ("Transfer-Encoding: chunked", html()),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", chunked(gzip.compress(html()))),
    ],
)
def test_a_page_is_unpacked_as_its_transfer_packed_it(
    headers: str, body: bytes, tmp_path: Path
) -> None:
    http = f"Content-Type: text/html; charset=utf-8\r\n{headers}"
    (page,) = pages(read(saved(tmp_path, "a.warc", record(body=body, http=http))))
    assert (page.body, page.charset) == (html(), "utf-8")


@pytest.mark.parametrize("name", ["plain.warc", "each.warc.gz", "crawl.wacz"])
def test_without_the_extra_an_archive_is_one_clear_sentence(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fastwarc.warc", None)
    path, good = saved(tmp_path, name, ALL[name]), saved(tmp_path, GOOD, WORDS.encode())
    (refused,) = refusals(read(path, good))
    assert refused == Rejected(
        "read",
        str(path),
        "web archives are read with fastwarc, which is not installed: pip install 'sayso[warc]'",
    )


BROKEN: list[tuple[str, bytes, str]] = [
    ("page.html", b"<html>" + b"\x01" * 200, "control characters"),
    ("lines.jsonl", b'{"text": "cut o', "not JSON"),
    ("feed.xml", rss(item("g1"))[:-300], "the feed is broken"),
    ("nothing.xml", b"<rss><channel><item", "the feed"),
    ("empty.xml", rss(), "the feed has no items"),
    ("links.xml", rss(item("g1", "", "https://post.example/1")), "only the link"),
    ("map.xml", SITEMAP, "lists 2 addresses"),
    ("map2.xml", SITEMAP[:-200], "the sitemap is broken"),
    ("feed.json", b'{"version": "https://jsonfeed.org/version/1.1", "items": 5}', "no items"),
    ("cut.json", dumped(NINJS)[:-30], "not JSON"),
    ("what.json", b'{\n "x": 1\n}', "of a kind that is not known"),
    ("list.json", b"[]", "empty"),
    ("mixed.json", b'[{"x": 1},\n 5]', "not a JSON object"),
    ("picture.json", dumped({**NINJS, "bodies": [], "type": "picture"}), "no text in it"),
    ("withdrawn.json", dumped({**NINJS, "pubStatus": "canceled"}), "its publisher withdrew it"),
    ("withheld.json", dumped({**NINJS, "pubStatus": "withheld"}), "withholds"),
    ("none.json", dumped({"maintext": None, "source_domain": "x"}), '"maintext" is empty'),
    ("short.warc", b"".join(RECORDS)[:-40], "breaks off"),
    ("short.warc.gz", packed(RECORDS)[:-40], "breaks off"),
    ("short-whole.warc.gz", gzip.compress(b"".join(RECORDS))[:-40], "break off"),
    ("bad.wacz", wacz(data_warc_gz=packed(RECORDS))[:-60], "the WACZ is broken"),
    ("bad-inside.wacz", wacz(data_warc_gz=packed(RECORDS)[:-40]), "breaks off"),
]


@pytest.mark.parametrize(("name", "data", "words"), BROKEN, ids=[name for name, _, _ in BROKEN])
def test_what_is_broken_is_named_and_the_batch_goes_on(
    name: str, data: bytes, words: str, tmp_path: Path
) -> None:
    path, good = saved(tmp_path, name, data), saved(tmp_path, GOOD, WORDS.encode())
    found = read(path, good)
    told = refusals(found)
    assert any(words in one.reason for one in told), told
    assert all(one.subject.startswith(str(path)) for one in told)
    assert all("\n" not in one.reason for one in told)
    assert pages(found)[-1].origin == str(good)


def test_of_a_broken_list_the_sound_entries_are_read(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.json", dumped([{"x": 1}, NINJS, 5, {**NINJS, "uri": "urn:n:2"}]))
    assert [page.origin for page in pages(read(path))] == [f"{path}#2", f"{path}#4"]
    assert [one.subject for one in refusals(read(path))] == [f"{path}#1", f"{path}#3"]


@pytest.mark.parametrize("name", ALL)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_damage_raises_anything(name: str, tmp_path: Path, data: st.DataObject) -> None:
    raw = bytearray(ALL[name])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        until = data.draw(st.integers(at, min(len(raw), at + 40)))
        raw[at:until] = data.draw(st.binary(max_size=8))
        if not raw:
            break
    path, good = saved(tmp_path, name, bytes(raw)), saved(tmp_path, GOOD, WORDS.encode())
    found = read(path, good)
    assert pages(found)[-1].origin == str(good)
    for one in pages(found):
        try:
            article = extract(one, decode(one))
        except SaysoError as error:
            assert "\n" not in str(error)  # noqa: PT017
        else:
            article.text.encode("utf-8")


STRANGE = st.text(st.characters(codec="utf-8") | st.sampled_from("\u202e\u200b\u200f\ufeff\u2028"))


@settings(max_examples=25, deadline=None)
@given(title=STRANGE, words=STRANGE, guid=STRANGE)
def test_strange_characters_pass_through_every_json(title: str, words: str, guid: str) -> None:
    entries = [
        {"id": guid, "title": title, "text": words + WORDS},
        {**NINJS, "uri": guid, "title": title, "bodies": [{"value": words + WORDS}]},
        {"maintext": words + WORDS, "source_domain": title, "url": guid},
    ]
    stream = io.BytesIO(lines(*entries))
    for one in read_inputs(["-"], stdin=stream):
        for text in (one.origin, one.body.decode()) if isinstance(one, Page) else (one.subject,):
            text.encode("utf-8")


def test_lone_surrogates_of_json_reach_no_record(tmp_path: Path) -> None:
    bad = json.dumps({**NINJS, "uri": "urn:\ud800", "by": "\udfff", "title": "\ud800"})
    live = live_blog({"@id": "#\ud800", "headline": "\ud800", "articleBody": "\ud800 " + WORDS})
    path, blog = saved(tmp_path, "a.json", bad.encode()), saved(tmp_path, "b.html", live)
    for page in pages(read(path, blog)):
        for text in (page.origin, page.url, *vars_of(page), extract(page, decode(page)).title):
            text.encode("utf-8")


def vars_of(page: Page) -> tuple[str, ...]:
    given = page.given
    return (page.name, given.title, given.byline, given.outlet, given.published, given.modified)
