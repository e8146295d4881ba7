"""Following feeds: what is new is added, nothing twice, politely, and a stop loses nothing."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from samples import MORE, WORDS, html, item, live_blog, rss, update
from sayso.cli import main
from sayso.fetch import Clock
from sayso.follow import Follower, FollowOptions, Looked
from sayso.inputs import Limits
from sayso.ledger import Ledger
from sayso.pipeline import Outcome, Reader
from sayso.records import Page, Rejected
from test_fetch import HERE, Site, http, serving

MINUTE = 60.0
News = list[Outcome | Looked]


class Time:
    """A clock that sleeping moves on; after ``sleeps`` Ctrl-C is pressed."""

    def __init__(self, sleeps: int = 0) -> None:
        self.slept: list[float] = []
        self._left = sleeps
        self._now = datetime(2024, 6, 1, tzinfo=UTC)

    def sleep(self, seconds: float) -> None:
        if self._left <= 0:
            raise KeyboardInterrupt
        self._left -= 1
        self.slept.append(seconds)
        self._now += timedelta(seconds=seconds)

    def clock(self) -> Clock:
        return Clock(lambda: self._now.timestamp(), self.sleep, lambda: self._now)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site()) as running:
        for number in range(1, 5):
            running.answers[f"/{number}"] = http(body=html(title=f"Page {number}"))
        yield running


@pytest.fixture
def story(tmp_path: Path) -> Path:
    return tmp_path / "story.db"


def feed(*items: str, etag: str = "") -> bytes:
    return http(body=rss(*items), Content_Type="application/rss+xml", ETag=etag)


def link(number: int, more: str = "") -> str:
    return item(f"g{number}", "", f"/{number}", more)


def look(
    story: Path, site: Site, reader: Reader, *, limit: int = 100, match: tuple[str, ...] = ()
) -> News:
    options = FollowOptions(match=match, fetch=HERE, limits=Limits(max_links=limit))
    follower = Follower(story, [f"{site.url}/feed"], options, Time().clock(), lambda: reader)
    return list(follower.run(once=True))


def added(news: News) -> list[str]:
    return [one.subject for one in news if isinstance(one, Outcome) and one.reading and one.new]


def looked(news: News) -> Looked:
    assert isinstance(news[-1], Looked)
    return news[-1]


def test_what_is_new_is_added_and_a_second_start_doubles_nothing(
    site: Site, story: Path, reader: Reader
) -> None:
    site.answers["/feed"] = feed(item("whole"), link(1))
    assert added(look(story, site, reader)) == [f"{site.url}/feed#whole", f"{site.url}/1"]
    site.answers["/feed"] = feed(link(2), item("whole"), link(1))
    asked = len(site.asked)
    again = look(story, site, reader)
    assert added(again) == [f"{site.url}/2"]
    assert (looked(again).added, looked(again).known) == (1, 2)
    assert site.paths[asked:].count("/1") == 0
    with Ledger(story, readonly=True) as book:
        assert book.counts().articles == 3


def test_the_feed_is_only_sent_again_if_it_changed(site: Site, story: Path, reader: Reader) -> None:
    site.answers["/feed"] = feed(link(1), etag='"v1"')
    look(story, site, reader)
    assert "If-None-Match" not in site.asked[1]
    site.answers["/feed"] = http(304, Content_Length="")
    assert looked(look(story, site, reader)) == Looked(f"{site.url}/feed")
    assert 'If-None-Match: "v1"' in site.asked[-1]


def test_a_stop_in_the_middle_loses_nothing(site: Site, story: Path, reader: Reader) -> None:
    class Interrupted(Reader):
        def __init__(self) -> None:
            self.left = 1

        def outcome(self, page: Page | Rejected) -> Outcome:
            if not self.left:
                raise KeyboardInterrupt
            self.left -= 1
            return reader.outcome(page)

    site.answers["/feed"] = feed(link(1), link(2), link(3), etag='"v1"')
    with pytest.raises(KeyboardInterrupt):
        look(story, site, Interrupted())
    assert added(look(story, site, reader)) == [f"{site.url}/2", f"{site.url}/3"]
    assert "If-None-Match" not in "".join(site.asked)
    with Ledger(story, readonly=True) as book:
        assert book.counts().articles == 3


def test_only_items_that_hold_a_word_are_kept(site: Site, story: Path, reader: Reader) -> None:
    about = "<category>x</category>"
    site.answers["/feed"] = feed(
        item("whole").replace("Quay whole", "Weather"),  # its text speaks of the quay
        link(1).replace("Quay g1", "A match").replace("What divers found.", "At the quayside."),
        link(2).replace("Quay g2", "Nothing").replace("What divers found.", "The QUAY, again."),
        link(3, about).replace("Quay g3", "Nothing").replace("What divers found.", "Nothing."),
    )
    news = look(story, site, reader, match=("quay", "ferry"))
    assert added(news) == [f"{site.url}/feed#whole", f"{site.url}/2"]
    assert looked(news).passed_over == 2
    assert "/3" not in site.paths


def test_an_ill_server_is_asked_ever_less_often_and_is_forgiven(
    site: Site, story: Path, reader: Reader
) -> None:
    options = FollowOptions(interval_s=10 * MINUTE, fetch=HERE)
    timer = Time(sleeps=5)
    follower = Follower(story, [f"{site.url}/feed"], options, timer.clock(), lambda: reader)
    news: News = []
    site.answers["/feed"] = http(503)

    def watch() -> None:
        for one in follower.run(once=False):
            news.append(one)
            if len(news) == 3:
                site.answers["/feed"] = feed(link(1))

    with pytest.raises(KeyboardInterrupt):
        watch()
    assert [one.problem for one in news if isinstance(one, Looked)][:4] == [
        "the server answered 503",
        "the server answered 503",
        "the server answered 503",
        "",
    ]
    assert timer.slept == [20 * MINUTE, 40 * MINUTE, 80 * MINUTE, 10 * MINUTE, 10 * MINUTE]
    assert added(news) == [f"{site.url}/1"]


def test_a_server_is_left_alone_for_as_long_as_it_asks(
    site: Site, story: Path, reader: Reader
) -> None:
    options = FollowOptions(interval_s=10 * MINUTE, fetch=HERE)
    timer = Time(sleeps=1)
    follower = Follower(story, [f"{site.url}/feed"], options, timer.clock(), lambda: reader)
    site.answers["/feed"] = http(429, Retry_After="7200")
    with pytest.raises(KeyboardInterrupt):
        list(follower.run(once=False))
    assert timer.slept == [120 * MINUTE]


def test_a_page_that_cannot_be_had_now_is_tried_again_and_then_refused(
    site: Site, story: Path, reader: Reader
) -> None:
    site.answers["/feed"] = feed(link(1), link(9), etag='"v1"')
    site.answers["/1"] = http(503)
    options = FollowOptions(fetch=HERE)
    timer = Time(sleeps=4)
    follower = Follower(story, [f"{site.url}/feed"], options, timer.clock(), lambda: reader)
    news: News = []

    def watch() -> None:
        for one in follower.run(once=False):
            news.append(one)

    with pytest.raises(KeyboardInterrupt):
        watch()
    looks = [one for one in news if isinstance(one, Looked)]
    assert [(one.later, one.refused) for one in looks] == [(1, 1), (1, 0), (0, 1), (0, 0), (0, 0)]
    refused = [one.subject for one in news if isinstance(one, Outcome) and one.rejected]
    assert refused == [f"{site.url}/9", f"{site.url}/1"]
    assert site.paths.count("/1") == 3
    assert site.paths.count("/9") == 1


def test_an_item_that_changed_is_read_again_as_a_version(
    site: Site, story: Path, reader: Reader
) -> None:
    site.answers["/feed"] = feed(link(1))
    look(story, site, reader)
    site.answers["/1"] = http(body=html(MORE, "Page 1"))
    assert added(look(story, site, reader)) == []
    with Ledger(story, readonly=True) as book:
        read = datetime.fromisoformat(book.articles()[0].added)
    later = (read + timedelta(seconds=30)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    changed = link(1).replace("Tue, 12 Mar 2024 18:30:00 +0100", later)
    site.answers["/feed"] = feed(changed)
    options = FollowOptions(fetch=HERE)
    ahead = replace(Time().clock(), now=lambda: read + timedelta(hours=1))
    news = list(
        Follower(story, [f"{site.url}/feed"], options, ahead, lambda: reader).run(once=True)
    )
    assert added(news) == [f"{site.url}/1"]
    with Ledger(story, readonly=True) as book:
        assert len(book.versions(f"{site.url}/1")) == 2


def test_the_pages_beyond_the_limit_come_in_the_next_look(
    site: Site, story: Path, reader: Reader
) -> None:
    site.answers["/feed"] = feed(link(1), link(2), link(3), etag='"v1"')
    first = look(story, site, reader, limit=2)
    assert added(first) == [f"{site.url}/1", f"{site.url}/2"]
    assert looked(first).later == 1
    assert added(look(story, site, reader, limit=2)) == [f"{site.url}/3"]


def test_a_live_blog_may_be_followed_by_its_own_address(
    site: Site, story: Path, reader: Reader
) -> None:
    site.answers["/feed"] = http(body=live_blog(update(1)))
    assert added(look(story, site, reader)) == [f"{site.url}/feed#u1"]
    site.answers["/feed"] = http(body=live_blog(update(2, MORE), update(1)))
    assert added(look(story, site, reader)) == [f"{site.url}/feed#u2"]


def test_a_ledger_that_is_in_use_later_is_waited_for(
    site: Site, story: Path, reader: Reader
) -> None:
    site.answers["/feed"] = feed(link(1))
    timer = Time(sleeps=2)
    options = FollowOptions(fetch=HERE)
    follower = Follower(story, [f"{site.url}/feed"], options, timer.clock(), lambda: reader)
    run = follower.run(once=False)
    while not isinstance(next(run), Looked):
        pass
    with Ledger(story):
        problem = next(run)
    assert isinstance(problem, Looked)
    assert "being written by another sayso" in problem.problem
    assert next(run) == Looked(f"{site.url}/feed", known=1, next_s=15 * MINUTE)


def test_the_command_prints_what_was_added_and_counts_on_standard_error(
    site: Site, story: Path
) -> None:
    site.answers["/feed"] = feed(link(1), link(9))
    arguments = [
        "follow",
        str(story),
        f"{site.url}/feed",
        "--once",
        "--allow-private",
        "--delay",
        "0",
    ]
    told = CliRunner().invoke(main, [*arguments, "--json"])
    assert told.exit_code == 3
    assert json.loads(told.stdout.splitlines()[0])["title"] == "Page 1"
    assert f"{site.url}/feed: 1 added, 0 known, 1 refused" in told.stderr
    again = CliRunner().invoke(main, arguments)
    assert (again.exit_code, again.stdout) == (0, "")
    assert CliRunner().invoke(main, ["follow", str(story), "feed.xml"]).exit_code == 2


def test_control_c_ends_it_with_130(site: Site, story: Path) -> None:
    site.answers["/feed"] = feed(link(1))
    arguments = ["follow", str(story), f"{site.url}/feed", "--allow-private", "--delay", "0"]
    command = [sys.executable, "-m", "sayso", *arguments]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr is not None
        assert "1 added" in running.stderr.readline()
        time.sleep(0.2)
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=60) == 130
        assert "run the same command again to carry on" in running.stderr.read()
    with Ledger(story, readonly=True) as book:
        assert book.counts().articles == 1
        assert WORDS.split("\n")[0] in book.find("1").text
