"""Exports: every format has the same mentions with the same words and places, read back exactly."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

import packs
from harbour import harbour
from packs import Shown
from readings import clock
from sayso.across.relation import Status
from sayso.across.views import ClaimView
from sayso.errors import ReadError
from sayso.export import cells, hypothesis, lines, notes, pack, table, webannotation
from sayso.export.about import About
from sayso.export.formats import ALL, Exported, Format, export
from sayso.export.gather import Claim, Proof, Wanted, claims
from sayso.export.row import Denied, Link, Quantity, Row
from sayso.ledger import Ledger

TOLL = "at least 40 dockers were hurt"
ABOUT = About("story.db", "2024-05-31T12:00:00+00:00", Wanted())
TABLES = {
    Format.CSV: cells.read,
    Format.JSONL: lines.read,
    Format.PARQUET: table.read,
    Format.WEB_ANNOTATION: webannotation.read,
    Format.HYPOTHESIS: hypothesis.read,
}


def _shown(rows: Iterable[Row]) -> list[Shown]:
    return [
        Shown(one.mention, one.start, one.end, one.words, tuple(no.words for no in one.denials))
        for one in rows
    ]


def _shown_by(read: Callable[[IO[bytes]], Iterator[Row]], raw: bytes) -> list[Shown]:
    return _shown(read(io.BytesIO(raw)))


READERS: dict[Format, Callable[[bytes], list[Shown]]] = {
    **{form: partial(_shown_by, read) for form, read in TABLES.items()},
    Format.HTML: packs.of_html,
    Format.MARKDOWN: packs.of_markdown,
}


@pytest.fixture
def story(tmp_path: Path) -> Path:
    harbour(tmp_path / "story.db")
    return tmp_path / "story.db"


def _export(path: Path, form: Format, wanted: Wanted = ALL) -> tuple[bytes, Exported]:
    out = io.BytesIO()
    with Ledger(path, readonly=True, clock=clock) as book:
        told = export(book, form, out, wanted)
    return out.getvalue(), told


def _rows(path: Path, wanted: Wanted = ALL) -> list[Row]:
    with Ledger(path, readonly=True) as book:
        return [row for one in claims(book, wanted) for row in one.rows]


@pytest.mark.parametrize("form", Format)
def test_every_format_has_every_mention_with_its_place_words_and_denials(
    story: Path, form: Format
) -> None:
    raw, told = _export(story, form)
    shown = READERS[form](raw)
    assert [(one.words, one.denials) for one in shown] == [
        (TOLL, (f"that {TOLL}",)),
        (TOLL, (f"that {TOLL}",)),
        ("Fire broke out at dawn.", ()),
        (f"that {TOLL}", ()),
        ("The quay is closed until Monday 🚢.", ()),
    ]
    assert told == Exported(len(shown), 4, 0)
    with Ledger(story, readonly=True) as book:
        for row, one in zip(_rows(story), shown, strict=True):
            assert row.mention == one.mention
            assert book.find(row.article_id).text[one.start : one.end] == one.words
            assert book.find(row.article_id).page == row.page


@pytest.mark.parametrize("form", TABLES)
def test_tables_are_read_back_as_they_were(story: Path, form: Format) -> None:
    for wanted in (Wanted(), Wanted(full_text=True, context=5)):
        raw, _ = _export(story, form, wanted)
        assert list(TABLES[form](io.BytesIO(raw))) == _rows(story, wanted)


@pytest.mark.parametrize("form", Format)
def test_unnamed_sources_are_left_out_and_counted_and_denials_stay(
    story: Path, form: Format
) -> None:
    raw, told = _export(story, form, Wanted(unnamed=False))
    shown = READERS[form](raw)
    assert b"official" not in raw or form is Format.PARQUET
    assert len(shown) == 4
    assert (shown[0].words, shown[0].denials) == (TOLL, (f"that {TOLL}",))
    assert told == Exported(4, 4, 1)


@pytest.mark.parametrize("form", Format)
def test_claims_of_one_status_still_carry_their_denials(story: Path, form: Format) -> None:
    raw, told = _export(story, form, Wanted(status=Status.SEPARATE))
    shown = READERS[form](raw)
    assert [one.denials for one in shown] == [(f"that {TOLL}",)] * 2
    assert told.rows == 2


def test_a_row_tells_who_how_many_and_where(story: Path) -> None:
    first, second, _, denial, own = _rows(story, Wanted(context=10))
    assert (first.before, first.after) == (" Roe said ", ". Crews ca")
    assert first.numbers == (Quantity(40, None, "", "dockers", False, "at least 40", 37, 48),)
    assert (first.reports, first.outlets, first.origins) == (2, 2, 2)
    assert first.statuses == ("separate origins", "disputed")
    assert second.chain[-1:] == (Link("an official", "unnamed", ""),)
    assert second.who.endswith("an official")
    assert (denial.polarity, denial.claimed) == ("denied", f"[denied] that {TOLL}")
    assert (denial.speaker, denial.url) == ("Ben Ito", "https://courier.example/2031-03-02")
    (told,) = first.denials
    assert (told.who, told.polarity) == ("Ben Ito (The Courier, 2031-03-02)", "denied")
    assert (told.article_id, told.start, told.end) == (denial.article_id, denial.start, denial.end)
    assert (own.speaker, own.who, own.text) == ("", "the article itself", "")


def test_full_text_is_there_only_when_asked_for(story: Path) -> None:
    for form in Format:
        raw, _ = _export(story, form, Wanted(context=0))
        assert b"Crews came" not in raw, form
    for form in (Format.CSV, Format.JSONL, Format.HTML, Format.MARKDOWN):
        raw, _ = _export(story, form, Wanted(full_text=True))
        assert b"Fire broke out at dawn. Ada Roe said at least 40 dockers" in raw, form


def test_a_ledger_without_claims_is_an_export_without_rows(tmp_path: Path) -> None:
    with Ledger(tmp_path / "empty.db"):
        pass
    for form in Format:
        raw, told = _export(tmp_path / "empty.db", form)
        assert READERS[form](raw) == []
        assert told == Exported(0, 0, 0)


# Hostile texts

_HOSTILE = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"])
    | st.sampled_from("\n\t=+-@'\"<>&,;|`*_[]()#!\\{}$~:./\u202e\u200f\u2028\u0000".strip("\0")),
    max_size=20,
) | st.sampled_from(
    [
        "</blockquote><script>window.hit=1</script>",
        "]]></mark>--><img src=x onerror=1>",
        "=HYPERLINK(1)",
        "''=1",
        "'tis",
        "-5",
        "<mark>x</mark>",
        "1. one",
        "&amp;&#60;",
        "[a](javascript:1)",
        "\n\n# x\n",
        "    code",
    ]
)
_WORDS = _HOSTILE.filter(str.strip)
_QUANTITY = st.builds(
    Quantity,
    st.none() | st.sampled_from([0.0, 40.0, 2.5, 1e15]),
    st.none() | st.just(1e6),
    *(_HOSTILE, _HOSTILE, st.booleans(), _HOSTILE, st.integers(0, 99), st.integers(0, 99)),
)
_ROW = st.builds(
    Row,
    claim=st.just("c1a1"),
    claim_words=_WORDS,
    claim_polarity=st.just("denied"),
    statuses=st.just(("one origin", "disputed")),
    reports=st.integers(0, 9),
    outlets=st.integers(0, 9),
    origins=st.integers(0, 9),
    mention=st.just("a0b1"),
    words=_WORDS,
    start=st.integers(0, 99),
    end=st.integers(0, 99),
    before=_HOSTILE,
    after=_HOSTILE,
    polarity=st.just("denied"),
    source=_HOSTILE,
    speaker=_HOSTILE,
    speaker_type=st.just("person"),
    role=_HOSTILE,
    speaks_for=_HOSTILE,
    chain=st.lists(st.builds(Link, _HOSTILE, _HOSTILE, _HOSTILE), max_size=2).map(tuple),
    numbers=st.lists(_QUANTITY, max_size=2).map(tuple),
    denials=st.lists(
        st.builds(
            Denied,
            *(_WORDS, st.just("denied"), _HOSTILE, _HOSTILE, _HOSTILE, _HOSTILE),
            *(st.just("a1"), st.integers(0, 9), st.integers(0, 9), st.just("d1"), st.just("c2")),
        ),
        max_size=2,
    ).map(tuple),
    article=st.integers(1, 9),
    article_id=st.just("a1"),
    title=_HOSTILE,
    outlet=_HOSTILE,
    published=_HOSTILE,
    url=_HOSTILE,
    page=st.just("00ff"),
    text=st.just(""),
)


def _written(form: Format, row: Row) -> bytes:
    out = io.BytesIO()
    view = ClaimView("c1a1", row.claim_words, 1, (Status.DISPUTED,), 1, 1, 1, 1, 0, "", "")
    proven = pack.Proven(Claim(1, view, (row,), 0), Proof((), ()))
    match form:
        case Format.CSV:
            assert cells.write([row], out) == 1
        case Format.JSONL:
            assert lines.write([row], out) == 1
        case Format.PARQUET:
            assert table.write([row], out) == 1
        case Format.WEB_ANNOTATION:
            assert webannotation.write([row], out, ABOUT) == 1
        case Format.HYPOTHESIS:
            assert hypothesis.write([row], out, ABOUT) == 1
        case Format.HTML:
            assert pack.write(pack.contents([proven]), out, ABOUT) == 1
        case Format.MARKDOWN:
            assert notes.write(pack.contents([proven]), out, ABOUT) == 1
    return out.getvalue()


@pytest.mark.parametrize("form", Format)
@settings(max_examples=60, deadline=None)
@given(row=_ROW)
def test_hostile_texts_come_back_word_for_word(form: Format, row: Row) -> None:
    raw = _written(form, row)
    if form in TABLES:
        assert list(TABLES[form](io.BytesIO(raw))) == [row]
    assert READERS[form](raw) == _shown([row])


# The single formats


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "\tx", "\r=1", "\n=1", "＝1", "'=1", "''=1"]
)
def test_no_cell_of_a_spreadsheet_is_a_formula(text: str) -> None:
    assert cells.guarded(text) == f"'{text}"
    assert cells.unguarded(f"'{text}") == text


@pytest.mark.parametrize("text", ["40 people", "'tis", "a=b", "", "’=1"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert cells.guarded(text) == cells.unguarded(text) == text


def test_a_csv_file_has_readable_columns_and_a_mark_where_asked(story: Path) -> None:
    out = io.BytesIO()
    with Ledger(story, readonly=True) as book:
        export(book, Format.CSV, out, bom=True)
    assert out.getvalue().startswith(
        b"\xef\xbb\xbfclaim,claim_words,claim_polarity,words,low,high,"
    )
    told = out.getvalue().decode("utf-8-sig").split("\r\n")[1]
    assert f",{TOLL},40,,,dockers,separate origins; disputed,2,2,2," in told
    assert f'"Ben Ito (The Courier, 2031-03-02)",that {TOLL},' in told
    assert len(list(cells.read(io.BytesIO(out.getvalue())))) == 5


def test_a_page_loads_nothing_and_runs_nothing(story: Path) -> None:
    raw, _ = _export(story, Format.HTML)
    page: Any = html.document_fromstring(raw)
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (style,) = page.xpath("//style/text()")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'; ")
    assert "url(" not in style
    assert "@import" not in style
    assert {one.tag for one in page.iter()}.isdisjoint(
        {"script", "img", "link", "iframe", "object", "embed", "form", "base", "svg"}
    )
    named = {name for one in page.iter() for name in one.attrib}
    assert not {name for name in named if name.startswith("on")} | named & {"src", "style"}
    assert "it rests on Ada Roe" in page.text_content()
    assert len(page.xpath("//*[@class='side']")) == 2


def test_addresses_are_links_only_where_they_lead_to_the_web(story: Path) -> None:
    (row, *_) = _rows(story)
    web = replace(row, url="https://port.example/a?b=1&c")
    assert b'href="https://port.example/a?b=1&amp;c"' in _written(Format.HTML, web)
    assert b"<https://port.example/a?b=1&c>" in _written(Format.MARKDOWN, web)
    assert webannotation.source(web) == "https://port.example/a?b=1&c"
    for url in (
        "javascript:alert(1)",
        "https://a.example/ x",
        "https://a.example/<b>",
        "//a.example",
    ):
        other = replace(row, url=url, denials=())
        assert b"href=" not in _written(Format.HTML, other)
        assert f"<{url}".encode() not in _written(Format.MARKDOWN, other)
        assert webannotation.source(other) == f"urn:sha256:{row.page}"


@pytest.mark.parametrize("form", TABLES)
@pytest.mark.parametrize("raw", [b"a,b\r\n1,2\r\n", b"{}", b"[1, 2]\n", b"PAR1", b"\x00"])
def test_what_is_no_export_is_refused_in_one_line(form: Format, raw: bytes) -> None:
    with pytest.raises(ReadError) as told:
        list(TABLES[form](io.BytesIO(raw)))
    assert "\n" not in str(told.value)
