"""What goes into a ledger comes out of it, once, with its words."""

from __future__ import annotations

import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readings import clock, dump, ferry, page_of, reading_of, said, tamper
from sayso import sql
from sayso.errors import LedgerError, NotFoundError, SpanError
from sayso.ledger import Counts, Ledger, SourceCount
from sayso.records import (
    Article,
    Attribution,
    Dropped,
    Form,
    Kind,
    MediaType,
    Page,
    Reading,
    Rejected,
    Span,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "story.db"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with Ledger(path, clock=clock) as opened:
        yield opened


@st.composite
def span_tuples(draw: st.DrawFn, length: int) -> tuple[Span, ...]:
    cuts = sorted(draw(st.sets(st.integers(0, length), max_size=6)))
    return tuple(zip(cuts[::2], cuts[1::2], strict=False))


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    page = Page(
        draw(st.binary(max_size=30)), draw(st.sampled_from(MediaType)), draw(TEXT), draw(TEXT)
    )
    facts = draw(st.tuples(TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT))
    dropped = draw(st.lists(st.builds(Dropped, TEXT, TEXT), max_size=3))
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
    article = replace(Article(text, page.sha256, page.origin, *facts), dropped=tuple(dropped))
    where = span_tuples(len(text))
    kinds = (st.sampled_from(Form), st.sampled_from(Kind), st.floats(0, 1), TEXT)
    attributions = draw(st.lists(st.builds(Attribution, where, where, where, *kinds), max_size=4))
    return Reading(page, article, tuple(attributions))


def once(reading: Reading) -> tuple[Attribution, ...]:
    """The attributions without those that repeat the spans of an earlier one."""
    found: dict[object, Attribution] = {}
    for one in reading.attributions:
        found.setdefault((one.source, one.cue, one.content), one)
    return tuple(found.values())


@settings(max_examples=60, deadline=None)
@given(readings())
def test_a_reading_comes_back_as_it_was_stored(reading: Reading) -> None:
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "story.db") as ledger:
        assert ledger.store(reading)
        (listed,) = ledger.articles()
        assert ledger.find(str(listed.number)) == reading.article
        assert ledger.attributions(listed.id) == once(reading)
        assert ledger.page(reading.page.sha256) == reading.page.body
        assert ledger.seen(reading.page)
        assert ledger.check() == ()
        assert not ledger.store(reading)


@settings(max_examples=25, deadline=None)
@given(st.lists(readings(), max_size=6))
def test_counts_are_those_of_plain_python(given_readings: list[Reading]) -> None:
    articles = {one.article.id: one for one in reversed(given_readings)}.values()
    said_by = [[one.article.quote(a.source) for a in once(one)] for one in articles]
    statements = Counter(words for each in said_by for words in each)
    in_articles = Counter(words for each in said_by for words in set(each))
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "story.db") as ledger:
        assert ledger.store_many(given_readings, batch=2) == len(articles)
        assert ledger.counts() == Counts(
            pages=len({one.page.sha256 for one in given_readings}),
            articles=len(articles),
            attributions=statements.total(),
            rejected=0,
            unread=0,
            dropped=sum(len(one.article.dropped) for one in articles),
        )
        sources = ledger.sources()
        assert set(sources) == {SourceCount(w, statements[w], in_articles[w]) for w in statements}
        assert [-one.statements for one in sources] == sorted(-one.statements for one in sources)
        for words, count in statements.items():
            found = ledger.statements(words)
            assert len(found) == count
            assert all(one.source == words for one in found)
        assert ledger.check() == ()


def test_adding_twice_is_adding_once(path: Path) -> None:
    with Ledger(path, clock=clock) as ledger:
        assert ledger.store_many(map(ferry, range(5))) == 5
    first = dump(path)
    with Ledger(path) as ledger:
        assert all(ledger.seen(ferry(number).page) for number in range(5))
        assert ledger.store_many(map(ferry, range(5))) == 0
    assert dump(path) == first


def test_the_same_article_in_another_page_is_one_article(ledger: Ledger) -> None:
    page = page_of("Fog closed the port.", "a.txt")
    again = page_of("Fog closed the port.\n", "b/copy.txt")
    assert ledger.store(reading_of(page, "Fog"))
    assert not ledger.seen(again)
    assert not ledger.store(reading_of(again, "Fog", text="Fog closed the port."))
    assert ledger.seen(again)
    assert (ledger.counts().pages, ledger.counts().articles) == (2, 1)
    assert ledger.find("b/copy.txt") == ledger.find("a.txt")
    assert ledger.page(again.sha256) == again.body


def test_one_page_in_two_places_is_kept_once(ledger: Ledger) -> None:
    one = page_of("Fog closed the port.", "a.txt", outlet="The Quay")
    other = page_of("Fog closed the port.", "b.txt", outlet="The Pier")
    assert [ledger.store(reading_of(page, "Fog")) for page in (one, other)] == [True, True]
    assert (ledger.counts().pages, ledger.counts().articles) == (1, 2)


def test_seen_means_this_page_from_here_as_given(ledger: Ledger) -> None:
    page = page_of("Fog closed the port.", "a.txt")
    ledger.store(reading_of(page, "Fog"))
    assert ledger.seen(replace(page, fetched="2024-06-01T00:00:00Z"))
    for other in (
        replace(page, body=b"Fog closed the port!"),
        replace(page, origin="b.txt"),
        replace(page, name="17"),
        replace(page, url="https://port.example/fog"),
        page_of("Fog closed the port.", "a.txt", outlet="The Quay"),
    ):
        assert not ledger.seen(other)


def test_a_refusal_is_noted_once_and_told_apart_when_its_subject_is_read(ledger: Ledger) -> None:
    page = page_of("Fog closed the port.", "a.txt")
    refusal = Rejected("read", "a.txt", "there is no such file or folder")
    assert ledger.reject(refusal)
    assert not ledger.reject(refusal)
    assert ledger.reject(Rejected("read", "b.txt", "it is empty"))
    ledger.store(reading_of(page, "Fog"))
    assert [(one.rejected.subject, one.read_since) for one in ledger.rejections()] == [
        ("a.txt", True),
        ("b.txt", False),
    ]
    assert ledger.rejections()[0].rejected == refusal
    assert (ledger.counts().rejected, ledger.counts().unread) == (2, 1)


def test_what_is_refused_after_it_was_read_is_read_again(ledger: Ledger) -> None:
    reading = ferry(1)
    refusal = Rejected("fetch", reading.page.origin, "it answered 503")
    assert ledger.reject(refusal)
    ledger.store(reading)
    assert ledger.reject(refusal)
    assert [one.read_since for one in ledger.rejections()] == [True, False]
    assert not ledger.seen(reading.page)
    assert not ledger.store(reading)
    assert ledger.seen(reading.page)
    assert [one.read_since for one in ledger.rejections()] == [True, True]


@pytest.mark.parametrize("origin", ["-", "-:3"])
def test_reading_standard_input_makes_no_refusal_of_it_good(ledger: Ledger, origin: str) -> None:
    page = page_of("Fog closed the port.", origin)
    ledger.reject(Rejected("read", origin, "it is empty"))
    ledger.store(reading_of(page, "Fog"))
    assert [one.read_since for one in ledger.rejections()] == [False]
    assert ledger.seen(page)


def test_find_takes_every_name_of_an_article(ledger: Ledger) -> None:
    ledger.store_many(map(ferry, range(12)))
    wanted = ferry(7).article
    listed = ledger.articles()[7]
    assert (listed.id, listed.number, listed.statements) == (wanted.id, 8, 2)
    where = (wanted.url, wanted.origin, "ferry-7.txt")
    for name in ("8", wanted.id, wanted.id[:4], *where, "FERRY 7 "):
        assert ledger.find(name) == wanted, name


SHORT = ferry(1).article.id[:3]


@pytest.mark.parametrize("key", ["", " ", "99", "0", "-1", "nowhere", SHORT, "%", "ferry-1"])
def test_find_says_that_there_is_none(ledger: Ledger, key: str) -> None:
    ledger.store(ferry(1))
    with pytest.raises(NotFoundError, match="holds no article"):
        ledger.find(key)


def test_find_names_what_an_unclear_key_may_mean(ledger: Ledger) -> None:
    ledger.store_many(map(ferry, range(12)))
    with pytest.raises(
        NotFoundError, match='"ferry 1" names 3 articles: 2 Ferry 1 aground; 11 Fer'
    ):
        ledger.find("ferry 1")
    with pytest.raises(NotFoundError, match=r"12 articles: .*; 5 Ferry 4 aground; …$"):
        ledger.find("aground")


def test_names_that_the_ledger_does_not_hold(ledger: Ledger) -> None:
    for ask in (ledger.attributions, ledger.page):
        with pytest.raises(NotFoundError):
            ask("0" * 64)


def test_statements_of_a_source_bring_their_words(ledger: Ledger) -> None:
    ledger.store_many(map(ferry, range(3)))
    found = ledger.statements("the pilot")
    assert [(one.article.number, one.number, one.content) for one in found] == [
        (1, 1, "Ferry 0 ran aground"),
        (2, 1, "Ferry 1 ran aground"),
        (3, 1, "Ferry 2 ran aground"),
    ]
    assert found[0].attribution == ferry(0).attributions[0]
    assert ledger.statements("")[0].content == "that 0 were aboard"
    assert ledger.statements("the Pilot") == ()


def test_the_view_shows_the_words_of_each_statement(ledger: Ledger, path: Path) -> None:
    text = "🚢 “We saw it,” the pilot said. “It sank.”"
    first, second = text.index("We"), text.index("It sank")
    pieces = ((first, first + 9), (second, second + 8))
    one = replace(said(text, "the pilot", "said", ""), content=pieces)
    ledger.store(reading_of(page_of(text, "a.txt"), "Sunk", one))
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT source, cue, content FROM statement").fetchall()
    assert rows == [("the pilot", "said", "We saw it … It sank.")]


def test_an_interrupted_batch_keeps_what_came_before(ledger: Ledger) -> None:
    def interrupted() -> Iterator[Reading]:
        yield from map(ferry, range(7))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ledger.store_many(interrupted(), batch=5)
    assert ledger.counts().articles == 7


def test_spans_outside_the_text_are_refused_and_the_rest_is_kept(ledger: Ledger) -> None:
    bad = ferry(1)
    wrong = replace(bad.attributions[0], cue=((0, len(bad.article.text) + 1),))
    with pytest.raises(SpanError):
        ledger.store_many([ferry(0), replace(bad, attributions=(wrong,)), ferry(2)])
    assert [one.title for one in ledger.articles()] == ["Ferry 0 aground"]


def scored(score: float) -> Reading:
    return replace(ferry(1), attributions=(replace(ferry(1).attributions[0], score=score),))


UNWRITABLE = [
    (scored(float("nan")), "score"),
    (scored(1.5), "score"),
    (replace(ferry(1), article=replace(ferry(1).article, byline="\ud83d")), "half a character"),
    (replace(ferry(1), article=replace(ferry(1).article, page="0" * 64)), "another page"),
]


@pytest.mark.parametrize(("reading", "why"), UNWRITABLE)
def test_a_reading_that_cannot_be_kept_leaves_nothing(
    ledger: Ledger, reading: Reading, why: str
) -> None:
    with pytest.raises(LedgerError, match=why):
        ledger.store(reading)
    assert ledger.counts() == Counts(0, 0, 0, 0, 0, 0)
    assert ledger.store(ferry(1))


def test_a_nul_is_kept_though_sqlite_tools_cut_the_text_there(ledger: Ledger, path: Path) -> None:
    text = "Fog\0 closed the port, the pilot said."
    reading = reading_of(
        page_of(text, "a.txt"), "Fog", said(text, "the pilot", "said", "Fog\0 closed")
    )
    ledger.store(reading)
    assert ledger.find("1").text == text
    assert ledger.statements("the pilot")[0].content == "Fog\0 closed"
    assert ledger.check() == ()
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT content FROM statement").fetchone() == ("Fog",)


def test_times_are_noted_in_utc(path: Path) -> None:
    there = datetime(2024, 6, 1, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    with Ledger(path, clock=lambda: there) as ledger:
        ledger.store(ferry(1))
        ledger.reject(Rejected("read", "b.txt", "it is empty"))
        added = (ledger.articles()[0].added, ledger.rejections()[0].added)
    assert added == ("2024-05-31T23:30:00+00:00",) * 2


def test_search_finds_articles_with_all_words(ledger: Ledger) -> None:
    texts = ["The café on the quay burned.", "The quay was empty.", "Nothing burned at the café."]
    for number, text in enumerate(texts):
        ledger.store(reading_of(page_of(text, f"{number}.txt"), f"Report {number}"))
    found = {
        query: [hit.article.number for hit in ledger.search(query)]
        for query in (
            "CAFE burned",
            '"the quay"',
            '"quay the"',
            "burned OR empty",
            "report 2",
            "- *",
        )
    }
    assert {query: sorted(numbers) for query, numbers in found.items()} == {
        "CAFE burned": [1, 3],
        '"the quay"': [1, 2],
        '"quay the"': [],
        "burned OR empty": [],
        "report 2": [3],
        "- *": [],
    }
    assert ledger.search("empty")[0].excerpt == "The quay was empty."
    assert len(ledger.search("the", limit=2)) == 2


def test_search_ranks_the_newest_of_too_many(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sql, "SEARCH", sql.SEARCH.replace(f"LIMIT {sql.RANKED}", "LIMIT 3"))
    ledger.store_many(map(ferry, range(9)))
    assert sorted(hit.article.number for hit in ledger.search("pilot")) == [7, 8, 9]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=20) | st.text('"*:^-+(){}AND NEARab\0', max_size=20))
def test_no_query_is_a_syntax_error(query: str) -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE VIRTUAL TABLE words USING fts5 (text)")
        if wanted := sql.match(query):
            database.execute("SELECT * FROM words WHERE words MATCH ?", (wanted,)).fetchall()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE page SET body = x'00'", "its bytes"),
        ("UPDATE page SET bytes = bytes - 1", "its bytes"),
        ("UPDATE article SET text = replace(text, 'aboard', 'ashore')", "its text, address"),
        ("UPDATE article SET outlet = 'The Pier'", "its text, address"),
        ("UPDATE article SET statements = 1", "2 statements, but 1"),
        ("UPDATE span SET end = end + 1 WHERE role = 'content' AND statement = 1", "its spans"),
        ("UPDATE span SET end = 999 WHERE statement = 2", "does not fit"),
        ("DELETE FROM span WHERE role = 'cue' AND statement = 2", "statement 2: its spans"),
        ("UPDATE attribution SET cue_words = 'denied' WHERE number = 1", "the copy of its words"),
        ("UPDATE attribution SET form = 'sung'", "is damaged: 'sung'"),
        ("UPDATE source SET statements = 2 WHERE words = 'the pilot'", "the counts of the source"),
        ("DELETE FROM source", "the counts of the source"),
        ("DELETE FROM page", "leads to nothing in page"),
        ("INSERT INTO article_words (article_words) VALUES ('delete-all')", "full-text index"),
    ],
)
def test_check_tells_what_was_changed(path: Path, change: str, told: str) -> None:
    with Ledger(path) as ledger:
        ledger.store(ferry(1))
        assert ledger.check() == ()
    tamper(path, change)
    with Ledger(path) as ledger:
        assert told in "\n".join(ledger.check())


def test_a_page_that_was_changed_is_not_handed_out(path: Path) -> None:
    reading = ferry(1)
    with Ledger(path) as ledger:
        ledger.store(reading)
    tamper(path, "UPDATE page SET body = x'789c030000000001'")
    with Ledger(path, readonly=True) as ledger, pytest.raises(LedgerError, match="is damaged"):
        ledger.page(reading.page.sha256)
