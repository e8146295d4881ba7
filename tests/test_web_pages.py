"""The pages, as plain requests see them: what they show, how lists are cut, what is not there."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browsing import ask, opened
from readings import clock, ferry, page_of, reading_of, said
from sayso.ledger import Ledger
from sayso.records import Reading, Rejected
from sayso.web.ask import Ask, AskedWrongly, cut
from sayso.web.look import address, count, day
from sayso.web.marks import Mark, paragraphs
from sayso.web.security import Door

TEXT = (
    "The pilot's union said that “nobody had slept” in two days.\n\n"
    "A harbour clerk denied it. Lena Oost said the crew had slept & eaten <well>."
)


def _kool(number: int) -> Reading:
    text = f"Barge {number} sank at noon, Marta Kool said."
    statement = said(text, "Marta Kool", "said", f"Barge {number} sank at noon")
    return reading_of(page_of(text, f"barge-{number}.txt"), f"Barge {number} sinks", statement)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("web") / "ferries.db"
    page = page_of(TEXT, "crew.txt", outlet="The Tide", url="https://tide.example/crew?a=1&b=2")
    statements = (
        said(TEXT, "The pilot's union", "said", "that “nobody had slept” in two days"),
        said(TEXT, "A harbour clerk", "denied", "it"),
        said(TEXT, "Lena Oost", "said", "the crew had slept & eaten <well>"),
    )
    with Ledger(path, clock=clock) as book:
        book.store(reading_of(page, "Crew “had not slept” <in days>", *statements))
        book.store_many(ferry(number) for number in range(1, 91))
        book.store_many(_kool(number) for number in range(1, 31))
        book.reject(Rejected("read", "empty.html", "the page is empty"))
    return path


@pytest.fixture(scope="module")
def door(story: Path) -> Iterator[Door]:
    with opened(story) as door:
        yield door


def words(page: str) -> str:
    """What a reader sees of a page, on one line."""
    plain = re.sub(r"<(script|style).*?</\1>|<[^>]*>", "", page, flags=re.S)
    return " ".join(html.unescape(plain).split())


def test_the_story_counts_what_it_holds_and_each_count_opens_its_list(door: Door) -> None:
    page = ask(door, "/").text
    assert '<a href="/articles">121 articles</a>' in page
    assert '<a href="/refused">1 not read</a>' in page
    assert "1–50 of 121" in words(ask(door, "/articles").text)
    assert "the page is empty" in words(ask(door, "/refused").text)


def test_an_article_is_shown_whole_with_its_statements_marked(door: Door) -> None:
    answer = ask(door, "/articles/1")
    text = answer.text[answer.text.index('<div class="text') : answer.text.index("</section>")]
    numberless = re.sub(r'<a class="n".*?</a>', "", text)
    assert words(numberless).startswith(" ".join(TEXT.split()))
    assert '<span class="content of-1">that “nobody had slept” in two days</span>' in text
    assert "eaten &lt;well&gt;" in text
    assert 'rel="noreferrer' in answer.text
    assert "Read next" in words(answer.text)
    assert "link list" in words(answer.text)


def test_the_words_that_a_reader_came_for_are_marked(door: Door) -> None:
    start = TEXT.index("nobody")
    page = ask(door, f"/articles/1?at={start}-{start + 6}").text
    assert '<mark class="content words of-1" id="words">nobody</mark>' in page


@pytest.mark.parametrize("at", ["9-2", "a-b", "-", "9999999-99999999", "0", "%C2%B2-9", "-4-9"])
def test_a_span_that_is_none_marks_nothing(door: Door, at: str) -> None:
    answer = ask(door, f"/articles/1?at={at}")
    assert answer.status == 200
    assert "<mark" not in answer.text


def test_a_source_shows_what_it_said_and_where(door: Door) -> None:
    listing = ask(door, "/sources?q=oost").text
    where = re.search(r'href="(/sources/[0-9a-f]+)">Lena Oost', listing)
    assert where is not None
    page = ask(door, where[1]).text
    assert "the crew had slept & eaten <well>" in words(page)
    assert 'href="/articles/1#s3"' in page
    assert ask(door, "/sources/of/1/3").headers["location"] == where[1]


def test_long_lists_come_in_parts_that_lead_to_one_another(door: Door) -> None:
    seen: list[str] = []
    where = "/articles"
    while where:
        page = ask(door, where).text
        seen += re.findall(r'<a class="head" href="/articles/(\d+)"', page)
        later = re.search(r'href="([^"]+)" rel="next"', page)
        where = html.unescape(later[1]) if later else ""
    assert seen == [str(number) for number in range(121, 0, -1)]


def test_a_source_with_many_statements_is_shown_in_parts(door: Door) -> None:
    where = re.search(r"/sources/[0-9a-f]{6,}", ask(door, "/sources?q=kool").text)
    assert where is not None
    assert "Statements 1–25 of 30" in words(ask(door, where[0]).text)
    last = words(ask(door, f"{where[0]}?page=2").text)
    assert "Statements 26–30 of 30" in last
    assert "Barge 30 sank at noon" in last


def test_search_finds_articles_and_keeps_its_words_from_page_to_page(door: Door) -> None:
    page = ask(door, "/search?q=ran+aground").text
    assert len(re.findall('class="head"', page)) == 20
    assert 'href="/search?q=ran+aground&amp;page=2"' in page
    assert 'value="ran aground"' in page
    assert "No article" in words(ask(door, "/search?q=%22aground+ran%22").text)
    assert ask(door, "/search?q=%22%00%ed%a0%80*").status == 200


@pytest.mark.parametrize(
    ("where", "status", "told"),
    [
        ("/articles/999", 404, 'no article by the name "999"'),
        ("/articles/99999999999999999999", 400, "is no number"),
        ("/sources/abc", 404, 'nobody with the id "abc"'),
        ("/articles?page=x", 400, '"x" is no number for page'),
        ("/articles?page=99999999999999999999", 400, "is no number"),
        ("/nowhere", 404, "There is no page /nowhere here"),
        ("/static/../look.py", 404, ""),
    ],
)
def test_what_is_not_there_is_said_in_words(door: Door, where: str, status: int, told: str) -> None:
    answer = ask(door, where)
    assert answer.status == status
    assert told in words(answer.text)
    assert "Traceback" not in answer.text


def test_a_ledger_that_went_away_is_said_in_words(story: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(story.read_bytes())
    with opened(copy) as door:
        assert ask(door, "/").status == 200
        copy.unlink()
        answer = ask(door, "/")
    assert answer.status == 503
    assert "does not exist" in words(answer.text)


def test_only_addresses_of_the_web_are_links() -> None:
    assert address("https://tide.example/a?b=c") == "https://tide.example/a?b=c"
    for other in (
        "javascript:alert(1)",
        "data:text/html,x",
        " https://a.example",
        "https://a\n.example",
        "//a",
        "",
    ):
        assert address(other) == ""


def test_days_and_counts_read_as_people_write_them() -> None:
    assert day("2024-03-12T18:40:00+01:00") == "12 Mar 2024"
    assert day("2024-03") == "2024-03"
    assert [count(1, "story"), count(2, "story"), count(1200, "claim")] == [
        "1 story",
        "2 stories",
        "1,200 claims",
    ]


def test_fields_of_an_address_are_taken_for_what_they_are() -> None:
    asked = Ask("/claims", {"q": " two ", "page": "3", "at": "4-9"})
    assert (asked.text("q"), asked.page, asked.span("at")) == ("two", 3, (4, 9))
    assert asked.address(page="4") == "/claims?q=+two+&page=4&at=4-9"
    with pytest.raises(AskedWrongly, match="it is one of a, b"):
        asked.one_of("q", ("a", "b"))


def test_a_list_cut_to_pages_loses_nothing() -> None:
    pages = [cut(Ask("/x", {"page": str(one)}), range(101), 50) for one in (1, 2, 3, 4)]
    assert [one for page in pages for one in page.items] == list(range(101))
    assert [bool(page.later) for page in pages] == [True, True, False, False]
    assert [(page.first, page.last) for page in pages[:3]] == [(1, 50), (51, 100), (101, 101)]


@given(
    st.text("ab \n“", max_size=40),
    st.lists(st.tuples(st.integers(-2, 45), st.integers(-2, 45), st.integers(0, 3)), max_size=6),
)
def test_marks_lose_no_words_and_stand_where_they_belong(
    text: str, drawn: list[tuple[int, int, int]]
) -> None:
    marks = [Mark((start, end), "content", number) for start, end, number in drawn]
    found = paragraphs(text, marks)
    lines = [line for line in text.split("\n") if line.strip()]
    assert ["".join(bit.text for bit in paragraph) for paragraph in found] == lines
    marked = "".join(bit.text for one in found for bit in one if bit.kinds)
    at = [
        any(0 <= one.span[0] <= place < one.span[1] for one in marks) for place in range(len(text))
    ]
    offset, expected = 0, ""
    for line in text.split("\n"):
        if line.strip():
            expected += "".join(line[i] for i in range(len(line)) if at[offset + i])
        offset += len(line) + 1
    assert marked == expected
