"""Reading files, folders and standard input: what is a page, what is refused, and in what words."""

from __future__ import annotations

import gzip
import io
import json
import os
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import ReadError
from sayso.read import Limits, decode, read_inputs
from sayso.records import Given, MediaType, Page, Rejected

STORY = "The mayor said the bridge would reopen in May.\n"
HTML = f"<!DOCTYPE html><html><head><title>Bridge</title></head><body><p>{STORY}</p></body></html>"
Found = list[Page | Rejected]


def read(*inputs: Path | str, stdin: bytes = b"", limits: Limits | None = None) -> Found:
    names = [str(name) for name in inputs]
    return list(read_inputs(names, stdin=io.BytesIO(stdin), limits=limits or Limits()))


def page_of(found: Found) -> Page:
    assert len(found) == 1
    assert isinstance(found[0], Page), found[0]
    return found[0]


def refusal_of(found: Found) -> str:
    assert len(found) == 1
    assert isinstance(found[0], Rejected), found[0]
    assert found[0].stage == "read"
    assert "\n" not in found[0].reason
    return found[0].reason


@pytest.fixture
def save(tmp_path: Path) -> Callable[[str, bytes | str], Path]:
    def write(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


Save = Callable[[str, bytes | str], Path]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("page.html", HTML, MediaType.HTML),
        ("page.txt", HTML, MediaType.HTML),
        ("page.php", HTML, MediaType.HTML),
        (
            "page",
            "\ufeff \n<!-- saved --><?xml version='1.0'?>\n<HTML lang=en><p>x",
            MediaType.HTML,
        ),
        ("page", "<p>One said.</p><p>Two said.</p>", MediaType.HTML),
        ("utf16", HTML.encode("utf-16"), MediaType.HTML),
        ("stray-nul", HTML.encode().replace(b"Bridge", b"Bri\0dge"), MediaType.HTML),
        ("page.htm", STORY, MediaType.HTML),
        ("page.txt", STORY, MediaType.TEXT),
        ("story", STORY, MediaType.TEXT),
        ("the U.S. today", STORY, MediaType.TEXT),
        ("story.md", "<p><b>Title</b></p>\n\nThe mayor spoke.", MediaType.TEXT),
        ("tags.txt", "He wrote <b> and said the <html> tag was dead.", MediaType.TEXT),
        ("utf16.txt", STORY.encode("utf-16"), MediaType.TEXT),
        ("latin.txt", "Élodie, “café”".encode("cp1252"), MediaType.TEXT),
    ],
)
def test_content_decides_before_the_extension(
    save: Save, name: str, content: bytes | str, kind: MediaType
) -> None:
    path = save(name, content)
    page = page_of(read(path))
    assert page == Page(path.read_bytes(), kind, str(path))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", b"%PDF-1.7\n...", "a PDF, not a page"),
        ("a.html", b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        ("a.docx", b"PK\x03\x04....[Content_Types].xml..word/document.xml", "a Word document"),
        ("a.zip", b"PK\x03\x04....a.txt", "a ZIP archive"),
        ("a", b"\x7fELF\0\0\1", "NUL"),
        ("a.mp4", b"\0\0\0 ftypisom", "NUL"),
        ("a.txt", b"abc\x01\x02\x03 def" * 9, "control characters"),
        ("late.txt", STORY.encode() * 4000 + b"\0", "NUL"),
        ("a.xml", '<?xml version="1.0"?><rss version="2.0"></rss>', "the feed has no items"),
        ("a.xml", '<?xml version="1.0"?><note><to>all</to></note>', "XML of a kind"),
        ("a.css", "p { color: red }", "files of the kind .css are not read"),
        ("a.json", '{\n "x": 1}', "JSON of a kind that is not known"),
        ("a.txt", "", "empty"),
        ("a.txt", " \n\t\n", "empty"),
        ("a.jsonl", "\n\n", "empty"),
        ("a.jsonl", '{"text": "x"}'.encode("utf-16"), "UTF-16"),
        ("a.txt.gz", gzip.compress(gzip.compress(b"x")), "gzip twice"),
        ("a.txt.gz", gzip.compress(STORY.encode())[:-12], "break off"),
        ("a.txt.gz", gzip.compress(STORY.encode())[:-8] + b"12345678", "damaged"),
    ],
)
def test_what_is_no_page_is_refused_with_its_kind(
    save: Save, name: str, content: bytes | str, words: str
) -> None:
    assert words in refusal_of(read(save(name, content)))


def test_a_page_may_be_as_large_as_the_limit_and_no_larger(save: Save) -> None:
    limits = Limits(max_bytes=200_000)
    assert page_of(read(save("ok.txt", b"x" * 200_000), limits=limits))
    reason = refusal_of(read(save("big.txt", b"x" * 200_001), limits=limits))
    assert reason == "it is larger than 200000 bytes, the limit for one page"
    packed = save("big.txt.gz", gzip.compress(b"x" * 200_001))
    assert "unpacked, it is larger than" in refusal_of(read(packed, limits=limits))


def test_the_default_limit_for_a_page_is_20_mebibytes(tmp_path: Path) -> None:
    path = tmp_path / "big.html"
    path.write_bytes(b"<html>")
    os.truncate(path, 50 << 20)
    assert "larger than 20 MiB" in refusal_of(read(path))


@pytest.mark.parametrize("repeat", [1, 3000])
def test_gzip_is_read_through(save: Save, repeat: int) -> None:
    text = STORY.encode() * repeat
    members = gzip.compress(text) + gzip.compress(b"More.") + b"\0" * 5
    page = page_of(read(save("Story.TXT.GZ", members)))
    assert page.body == text + b"More."
    assert page_of(read("-", stdin=gzip.compress(HTML.encode()))).media_type is MediaType.HTML
    lines = gzip.compress(b'{"id": "a", "text": "Yes."}\n')
    assert page_of(read(save("x.jsonl.gz", lines))).name == "a"


def test_a_bomb_of_lines_stops_at_the_limit(save: Save) -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = packer.compress(b'{"text": "First."}\n')
    bomb += b"".join(packer.compress(b" " * (1 << 20)) for _ in range(64)) + packer.flush()
    found = read(save("b.jsonl.gz", bomb), limits=Limits(max_expanded=1 << 20))
    assert isinstance(found[0], Page)
    assert refusal_of(found[1:]) == "unpacked, it is larger than 1 MiB"


def test_a_line_becomes_a_page_with_what_is_told_of_it(save: Save) -> None:
    entry = {
        "id": "n-1",
        "text": "“Yes,” she said.",
        "title": "Yes",
        "byline": "A. Writer",
        "outlet": "The Post",
        "url": "https://post.example/1",
        "published": "2024-05-31T10:00:00Z",
        "modified": "2024-06-01",
        "more": [1],
    }
    path = save("n.jsonl", "\ufeff" + json.dumps(entry) + "\r\n")
    assert page_of(read(path)) == Page(
        "“Yes,” she said.".encode(),
        MediaType.TEXT,
        f"{path}:1",
        url="https://post.example/1",
        name="n-1",
        charset="utf-8",
        given=Given("Yes", "A. Writer", "The Post", "2024-05-31T10:00:00Z", "2024-06-01"),
    )


def test_names_of_lines(save: Save) -> None:
    lines = [
        '{"text": "a"}',
        "",
        '{"id": 7, "text": "b"}',
        '{"id": null, "text": "c", "title": null}',
    ]
    found = read(save("n.ndjson", "\n".join(lines)))
    assert [page.name for page in found if isinstance(page, Page)] == ["1", "7", "4"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"id": "x", "text": "cut o', "not JSON: Unterminated string"),
        ("plain words", "not JSON"),
        ('["text"]', "not a JSON object"),
        ('{"id": "x"}', 'no "text"'),
        ('{"text": null}', '"text" is not a string'),
        ('{"text": ["a"]}', '"text" is not a string'),
        ('{"text": " "}', '"text" is empty'),
        ('{"id": true, "text": "a"}', '"id" is neither'),
        ('{"id": "x", "text": "a", "title": 5}', '"title" is not a string'),
        ('{"id": "x", "text": "a", "published": "last week"}', "ISO 8601"),
        ('{"id": "first", "text": "again"}', 'the id "first" stands in line 1 already'),
        ("[" * 100_000, "too deep"),
        ('{"text": ' + "9" * 5000 + "}", "too long a number"),
        (b'{"text": "caf\xe9"}', "not UTF-8 (byte 14)"),
        ('{"text": "' + "x" * 200_000 + '"}', "longer than 150000 bytes"),
    ],
)
def test_a_bad_line_is_refused_and_the_next_is_read(
    save: Save, line: str | bytes, words: str
) -> None:
    raw = line.encode() if isinstance(line, str) else line
    before, after = b'{"id": "first", "text": "One."}\n', b'\n{"id": "last", "text": "Two."}'
    path = save("n.jsonl", before + raw + after)
    found = read(path, limits=Limits(max_line=150_000))
    assert [type(one) for one in found] == [Page, Rejected, Page]
    assert isinstance(found[1], Rejected)
    assert found[1].subject == f"{path}:2"
    assert words in found[1].reason


def test_lines_are_known_by_content_without_an_extension() -> None:
    page = page_of(read("-", stdin=b'{"id": "a", "text": "<p>Hi</p><p>Yo</p><p>Ho</p>"}\n'))
    assert (page.origin, page.name, page.media_type) == ("-:1", "a", MediaType.TEXT)


def test_a_huge_line_is_never_held() -> None:
    class Endless(io.RawIOBase):
        served = 0

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1, /) -> bytes:
            assert 0 < size <= 1 << 20
            self.served += size
            if self.served < 300 << 20:
                return (b'{"text": "' if self.served == size else b"").ljust(size, b"x")
            return b'"}\n{"text": "Next."}' if self.served - size < 300 << 20 else b""

    tracemalloc.start()
    found = list(read_inputs(["-"], stdin=Endless(), limits=Limits(max_line=1 << 20)))  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [type(one) for one in found] == [Rejected, Page]
    assert peak < 20 << 20


def test_lone_surrogates_and_nuls_of_json_are_replaced_in_place(save: Save) -> None:
    path = save("n.jsonl", r'{"id": "\udc00", "text": "a\ud800b\u0000c \ud83d\ude00"}')
    page = page_of(read(path))
    assert decode(page) == "a\ufffdb\ufffdc \U0001f600"
    assert page.name == "\ufffd"


def test_a_folder_is_read_in_order_without_what_is_hidden(save: Save, tmp_path: Path) -> None:
    for name in ["b/2.txt", "b/1.txt", "a.txt", ".hidden.txt", ".git/x.txt", "c.png"]:
        save(name, b"\x89PNG" if name == "c.png" else STORY)
    (tmp_path / "b" / "up").symlink_to(tmp_path)
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    found = read(tmp_path)
    names = [one.origin if isinstance(one, Page) else one.subject for one in found]
    expected = ["a.txt", "b/1.txt", "b/2.txt", "c.png", "gone"]
    assert names == [str(tmp_path / name) for name in expected]
    assert [one.reason for one in found if isinstance(one, Rejected)] == [
        "a PNG picture, not a page",
        "a link that leads nowhere",
    ]


def test_what_cannot_be_opened_is_refused_and_the_batch_goes_on(
    save: Save, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "shut").mkdir()
    listdir = os.listdir

    def closed(path: str) -> list[str]:  # root may list everything, so a mode would not do
        if path.endswith("shut"):
            raise PermissionError(13, "Permission denied", path)
        return listdir(path)

    monkeypatch.setattr(os, "listdir", closed)
    names = ["missing", "pipe", "empty", "loop", "shut", "\0", "\ud800"]
    found = read(*(f"{tmp_path}/{name}" for name in names), "/dev/zero", save("z.txt", STORY))
    reasons = [one.reason for one in found if isinstance(one, Rejected)]
    wanted = ["no such file", "a pipe", "no files", "symbolic links", "no permission", "null"]
    for reason, words in zip(reasons, [*wanted, "encode", "device"], strict=True):
        assert words in reason
    assert isinstance(found[-1], Page)


def test_a_name_that_is_not_utf8_can_be_stored(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/caf\xe9.txt", "wb") as file:
        file.write(STORY.encode())
    assert page_of(read(tmp_path)).origin == f"{tmp_path}/caf\ufffd.txt"


def test_an_interrupt_passes() -> None:
    class Interrupted(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(read_inputs(["-"], stdin=Interrupted()))


def test_a_page_of_comments_takes_no_time() -> None:
    assert page_of(read("-", stdin=b"<!---->" * 3000 + STORY.encode()))


@given(st.binary(max_size=300), st.sampled_from(["", "\x1f\x8b", '{"id": 1', "<html>", "\ufffe"]))
def test_no_bytes_raise_anything(data: bytes, start: str) -> None:
    for one in read("-", stdin=start.encode("latin-1", "ignore") + data):
        if isinstance(one, Page):
            try:
                decode(one).encode("utf-8")
            except ReadError as error:
                assert one.origin in str(error)  # noqa: PT017


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))))
def test_every_line_of_json_comes_back_word_for_word(texts: list[str]) -> None:
    lines = [json.dumps({"id": f"n{n}", "text": text}) for n, text in enumerate(texts)]
    found = read("-", stdin="\n".join(lines).encode()) if lines else []
    pages = {one.name: one.body.decode() for one in found if isinstance(one, Page)}
    kept = {f"n{n}": text for n, text in enumerate(texts) if text.strip()}
    assert pages == kept
    assert len(found) == len(texts)


def test_reading_is_lazy(save: Save) -> None:
    def inputs() -> Iterator[str]:
        yield str(save("a.txt", STORY))
        raise AssertionError("asked for more than was taken")

    assert isinstance(next(read_inputs(inputs(), stdin=io.BytesIO())), Page)
