"""The pages of claims, conflicts and what changed, and a person's word given and taken back there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from browsing import ask, opened, post
from sayso.claims import claims, conflicts
from sayso.judging import judgements
from sayso.ledger import Ledger
from sayso.web.security import Door
from told import COVERAGE, MORE, article, tell

QUAY = "the north quay was shut"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "quay.db"
    tell(path, *COVERAGE)
    return path


@pytest.fixture
def door(path: Path) -> Iterator[Door]:
    with opened(path) as door:
        yield door


def claim_id(path: Path, words: str) -> str:
    with Ledger(path, readonly=True) as book:
        return next(one.id for one in claims(book).items if one.words == words)


def ids(page: str, kind: str) -> list[str]:
    return list(dict.fromkeys(re.findall(rf'href="/{kind}/([0-9a-f]{{16}})"', page)))


def test_every_count_of_the_story_opens_a_list_of_so_many(path: Path, door: Door) -> None:
    page = ask(door, "/").text
    with Ledger(path, readonly=True) as book:
        total, disputes = claims(book).total, conflicts(book).total
    assert f'<a href="/claims">{total} claims</a>' in page
    assert f'<a href="/conflicts">{disputes} conflict' in page
    assert len(ids(ask(door, "/claims").text, "claims")) == total
    assert len(ids(ask(door, "/conflicts").text, "conflicts")) == disputes
    bars = re.findall(
        r'"/claims\?status=([^"]+)">\s*<text[^<]*</text>\s*<rect[^>]*>\s*<text[^>]*>(\d+)', page
    )
    assert len(bars) > 2
    for status, count in bars:
        assert len(ids(ask(door, f"/claims?status={status}").text, "claims")) == int(count), status


def test_a_claim_tells_where_it_is_said_who_knows_it_and_who_denies_it(
    path: Path, door: Door
) -> None:
    page = ask(door, f"/claims/{claim_id(path, QUAY)}").text
    assert page.count(f"<mark>{QUAY}</mark>") >= 3
    assert "at most 2 separate origins" in page
    assert "the port office" in page
    assert "<b>Denied</b> by the harbour master" in page
    assert re.search(r'href="/articles/1\?at=\d+-\d+#words"', page)
    where = re.search(r'href="(/articles/1\?at=\d+-\d+)#words"', page)
    assert where is not None
    assert 'id="words"' in ask(door, where[1]).text


def test_a_denial_stands_wherever_its_claim_does(path: Path, door: Door) -> None:
    for where in ("/claims", "/claims?q=quay", f"/claims/{claim_id(path, QUAY)}", "/new?since=0"):
        assert "by the harbour master" in ask(door, where).text, where


def test_claims_are_found_by_words_and_status(door: Door) -> None:
    assert ids(ask(door, "/claims?q=north+quay").text, "claims")
    assert not ids(ask(door, "/claims?q=bicycle").text, "claims")
    assert ask(door, "/claims?status=true").status == 400
    assert ask(door, "/claims?since=yesterday").status == 503


def test_the_timeline_and_the_news_tell_what_an_article_brought(path: Path, door: Door) -> None:
    assert "conflict: denial" in ask(door, "/timeline").text
    page = ask(door, "/new?since=3").text
    assert "1 article</a> since article 3" in page
    assert "Nothing came in" in ask(door, "/new?since=4").text
    tell(path, MORE)
    assert "1 article</a> since article 4" in ask(door, "/new?since=4").text


def test_the_last_look_is_kept_in_a_cookie(door: Door) -> None:
    cookie = post(door, "/seen", last="4").headers["set-cookie"].split(";")[0]
    assert "Nothing came in" in ask(door, "/new", headers={"Cookie": cookie}).text
    assert 'class="badge"' not in ask(door, "/", headers={"Cookie": cookie}).text
    assert '<span class="badge">4</span>' in ask(door, "/").text


def test_a_person_judges_and_takes_it_back(path: Path, door: Door) -> None:
    key = ids(ask(door, "/conflicts?kind=denial").text, "conflicts")[0]
    page = ask(door, f"/conflicts/{key}").text
    where = re.search(r'href="(/judge\?verdict=not\+a\+conflict[^"]*)"', page)
    assert where is not None
    form = ask(door, where[1].replace("&amp;", "&")).text
    sides = dict(re.findall(r'name="(left|right)" value="([0-9a-f]{16})"', form))
    told = {"verdict": "not a conflict", "author": "Ada", "note": "another <quay>", **sides}
    assert post(door, "/judge", **told).headers["location"] == "/judgements"
    assert not ids(ask(door, "/conflicts?kind=denial").text, "conflicts")
    page = ask(door, "/judgements").text
    assert "Ada: another &lt;quay&gt;" in page
    assert f"“that {QUAY}”" in page or f"“{QUAY}”" in page
    assert post(door, "/undo", number="1", author="Ada", note="").status == 303
    assert ids(ask(door, "/conflicts?kind=denial").text, "conflicts")
    with Ledger(path, readonly=True) as book:
        assert [one.stands for one in judgements(book)] == [False, True]


def test_sources_are_merged_and_split_from_their_pages(door: Door) -> None:
    def found(words: str) -> list[str]:
        return ids(ask(door, f"/sources?q={words}").text, "sources")

    left, right = found("port+office")[0], found("police")[0]
    page = ask(door, f"/judge?about=speaker&verdict=merge&left={left}&right={right}").text
    assert "One and the same source" in page
    post(door, "/judge", verdict="merge", left=left, right=right, author="Ada")
    assert found("police") == found("port+office") == [left]
    post(door, "/undo", number="1")
    assert found("police") == [right]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"verdict": "true", "left": "a", "right": "b", "author": "Ada"}, 400),
        ({"verdict": "same", "left": "ffffffff", "right": "eeeeeeee", "author": "Ada"}, 404),
        ({"verdict": "same", "left": "a", "right": "b", "author": " "}, 400),
    ],
)
def test_a_judgement_that_cannot_be_is_refused_in_words(
    path: Path, door: Door, form: dict[str, str], status: int
) -> None:
    assert post(door, "/judge", **form).status == status
    with Ledger(path, readonly=True) as book:
        assert not judgements(book)


def test_nobody_judges_where_it_is_opened_for_reading_only(path: Path) -> None:
    with opened(path, read_only=True) as door:
        assert post(door, "/undo", number="1").status == 403
        for where in ("/", f"/claims/{claim_id(path, QUAY)}", "/judgements"):
            assert 'href="/judge?' not in ask(door, where).text
        assert post(door, "/seen", last="1").status == 303


def test_while_another_writes_a_form_is_refused_in_words(path: Path, door: Door) -> None:
    with Ledger(path):
        answer = post(door, "/undo", number="1")
    assert answer.status == 503
    assert "is being written by another sayso" in answer.text


def test_what_is_quoted_of_nobody_is_listed_apart_from_the_articles_own(path: Path) -> None:
    words = "“We have waited for three weeks and nobody has come to us.”"
    tell(path, article("globe", "The Globe", "2031-03-06", f"The hall was full by noon. {words}"))
    with Ledger(path, readonly=True) as book:
        number = book.last()
    with opened(path) as door:
        own, _, quoted = ask(door, f"/articles/{number}").text.partition("Quoted, nobody named")
        assert "hall was full" in own.partition("In its own voice")[2]
        assert "three weeks" in quoted
        assert "does not name there" in ask(door, f"/claims/{claim_id(path, words)}").text
