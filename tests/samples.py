"""One sample of each input that sayso reads, made here: the texts are our own."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Iterable
from html import escape

WORDS = (
    "The harbour master, Ilse Brandt, said on Tuesday that the north quay would stay shut until"
    " divers had looked at the damaged wall.\n"
    "“Nobody will be let near it before that,” she told reporters outside the customs house, and"
    " the dockers’ union said it had asked for the same.\n"
    "A spokesman for the port denied that any ship had been turned away."
)
MORE = WORDS + "\nOn Wednesday the port said the quay would reopen within a week."
PARAGRAPHS = "".join(f"<p>{escape(line)}</p>" for line in WORDS.split("\n"))


def html(text: str = WORDS, title: str = "Quay stays shut", head: str = "") -> bytes:
    body = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
    page = f"<!DOCTYPE html><html><head><title>{escape(title)}</title>{head}</head><body><article>"
    return f"{page}<h1>{escape(title)}</h1>{body}</article></body></html>".encode()


def rss(*items: str, title: str = "The Quayside Post") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>{title}</title><link>https://post.example/</link>"
        f"{''.join(items)}</channel></rss>"
    ).encode()


def item(guid: str, content: str = PARAGRAPHS, link: str = "", more: str = "") -> str:
    full = f"<content:encoded>{escape(content)}</content:encoded>" if content else ""
    to = f"<link>{escape(link)}</link>" if link else ""
    return (
        f'<item><title>Quay {guid}</title><guid isPermaLink="false">{guid}</guid>{to}'
        "<pubDate>Tue, 12 Mar 2024 18:30:00 +0100</pubDate><dc:creator>Ann Reporter</dc:creator>"
        f"<description>What divers found.</description>{full}{more}</item>"
    )


ATOM = (
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Quayside Post</title>'
    '<entry><id>tag:post.example,2024:1</id><title>Quay shut</title><link href="https://post.example/1"/>'
    "<updated>2024-03-12T17:30:00Z</updated><author><name>Ann Reporter</name></author>"
    f'<content type="html">{escape(PARAGRAPHS)}</content></entry></feed>'
).encode()
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Quayside Post",
        "items": [
            {
                "id": "1",
                "url": "https://post.example/1",
                "title": "Quay shut",
                "content_html": PARAGRAPHS,
                "date_published": "2024-03-12T18:30:00+01:00",
                "authors": [{"name": "Ann Reporter"}],
            },
        ],
    },
    indent=1,
).encode()
SITEMAP = (
    b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    b' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://post.example/1</loc>'
    b"<news:news><news:publication><news:name>The Quayside Post</news:name></news:publication>"
    b"<news:publication_date>2024-03-12T18:30:00+01:00</news:publication_date>"
    b"<news:title>Quay shut</news:title></news:news></url>"
    b"<url><loc>https://post.example/2</loc><lastmod>2024-03-14</lastmod></url></urlset>"
)
TRAFILATURA: dict[str, object] = {
    "title": "Quay shut",
    "author": "Ann Reporter",
    "hostname": "post.example",
    "date": "2024-03-12",
    "fingerprint": "a1",
    "id": None,
    "raw_text": "x",
    "text": WORDS,
    "source": "https://post.example/1",
    "source-hostname": "The Quayside Post",
}
NEWSPAPER: dict[str, object] = {
    "url": "https://post.example/1",
    "read_more_link": "",
    "title": "Quay shut",
    "authors": ["Ann Reporter"],
    "publish_date": "2024-03-12T18:30:00",
    "meta_site_name": "The Quayside Post",
    "text": WORDS,
}
NEWS_PLEASE: dict[str, object] = {
    "authors": ["Ann Reporter"],
    "date_download": "2024-03-13 06:00:00",
    "date_modify": "None",
    "date_publish": "2024-03-12 18:30:00",
    "maintext": WORDS,
    "source_domain": "post.example",
    "title": "Quay shut",
    "url": "https://post.example/1",
}
NINJS: dict[str, object] = {
    "uri": "https://wire.example/items/77",
    "standard": {"name": "ninjs", "version": "3.1"},
    "type": "text",
    "version": "2",
    "pubStatus": "usable",
    "firstCreated": "2024-03-12T18:30:00+01:00",
    "versionCreated": "2024-03-13T08:00:00+01:00",
    "by": "Ann Reporter",
    "headlines": [{"role": "main", "value": "Quay shut"}],
    "bodies": [
        {"contentType": "text/plain", "value": WORDS},
        {"contentType": "text/html", "value": PARAGRAPHS},
    ],
    "infoSources": [
        {"name": "Port Radio", "role": "contributor"},
        {"name": "Wire Service", "role": "publisher"},
    ],
}


def live_blog(*updates: dict[str, object]) -> bytes:
    data = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "headline": "Harbour: as it happens",
        "url": "https://post.example/live",
        "datePublished": "2024-03-12T08:00:00Z",
        "publisher": {"@type": "Organization", "name": "The Quayside Post"},
        "liveBlogUpdate": list(updates),
    }
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    return html(MORE, "Harbour: as it happens", script)


def update(number: int, text: str = WORDS) -> dict[str, object]:
    return {
        "@type": "BlogPosting",
        "@id": f"https://post.example/live#u{number}",
        "headline": f"Update {number}",
        "articleBody": text,
        "datePublished": f"2024-03-{12 + number}T09:00:00Z",
    }


def record(
    url: str = "https://post.example/1",
    body: bytes = b"",
    *,
    kind: str = "response",
    status: str = "200 OK",
    http: str = "Content-Type: text/html; charset=utf-8",
    claims: int | None = None,
) -> bytes:
    """A record of a WARC file; ``claims`` is a length other than its true one."""
    block = f"HTTP/1.1 {status}\r\n{http}\r\n\r\n".encode() + (body or html())
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{zlib.crc32(url.encode()):032d}>\r\n"
        f"WARC-Date: 2024-03-13T06:00:00Z\r\nWARC-Target-URI: {url}\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(block) if claims is None else claims}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def packed(records: Iterable[bytes]) -> bytes:
    """Records as archives usually have them: each packed by itself."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def wacz(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("datapackage.json", "{}")
        for name, data in files.items():
            archive.writestr(f"archive/{name.replace('_', '.')}", data)
    return out.getvalue()


def dumped(value: object) -> bytes:
    return json.dumps(value, indent=1).encode()


def lines(*values: object) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


RECORDS = (record("https://post.example/1"), record("https://post.example/2", html(MORE)))
ALL: dict[str, bytes] = {
    "page.html": html(),
    "page.txt": WORDS.encode(),
    "lines.jsonl": lines({"id": "a", "text": WORDS}, {"id": "b", "text": MORE}),
    "feed.xml": rss(item("g1"), item("g2", MORE)),
    "atom.xml": ATOM,
    "feed.json": JSON_FEED,
    "trafilatura.json": dumped(TRAFILATURA),
    "newspaper.json": dumped([NEWSPAPER, {**NEWSPAPER, "text": MORE}]),
    "news-please.jsonl": lines(NEWS_PLEASE),
    "ninjs.json": dumped(NINJS),
    "live.html": live_blog(update(1), update(2, MORE)),
    "plain.warc": b"".join(RECORDS),
    "each.warc.gz": packed(RECORDS),
    "whole.warc.gz": gzip.compress(b"".join(RECORDS), mtime=0),
    "crawl.wacz": wacz(data_warc_gz=packed(RECORDS)),
}
"""Every kind of file, by a name it might have; each holds at least one document."""
