"""What keeps other sites out of the pages: hosts, origins, tokens, headers; and only this machine in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from browsing import ask, opened, post
from readings import clock, ferry
from sayso.cli import main
from sayso.ledger import Ledger
from sayso.web.security import Door
from sayso.web.serve import listen

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("web") / "story.db"
    with Ledger(path, clock=clock) as book:
        book.store_many(ferry(number) for number in range(1, 4))
    return path


@pytest.fixture(scope="module")
def door(story: Path) -> Iterator[Door]:
    with opened(story) as door:
        yield door


@pytest.mark.parametrize("where", ["/", "/articles/1", "/static/sayso.js", "/nowhere", "/seen"])
def test_every_answer_forbids_what_pages_do_not_need(door: Door, where: str) -> None:
    answer = ask(door, where)
    policy = answer.headers["content-security-policy"].split("; ")
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_pages_are_not_kept_by_the_browser(door: Door) -> None:
    assert ask(door, "/").headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "where", ["/", "/articles", "/articles/1", "/sources", "/search?q=ran", "/refused"]
)
def test_pages_hold_no_script_or_style_of_their_own(door: Door, where: str) -> None:
    page = ask(door, where).text
    assert " style=" not in page
    assert "<style" not in page
    assert (
        page.count("<script") == page.count('<script src="/static/sayso.js" defer></script>') == 1
    )
    tags = re.findall(r"<[a-z][^>]*>", page)
    assert not [tag for tag in tags if re.search(r"\son[a-z]+\s*=", tag)]


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1",
        "127.0.0.1:1",
        "localhost.evil.example:{port}",
        "[::1]:{port}",
        "",
    ],
)
def test_a_name_that_is_not_ours_is_refused(door: Door, host: str) -> None:
    answer = ask(door, "/", headers={"Host": host.format(port=door.port)})
    assert answer.status == 403
    assert "ferry" not in answer.text.casefold()


def test_both_of_our_names_are_served(door: Door) -> None:
    for name in ("127.0.0.1", "localhost"):
        assert ask(door, "/", headers={"Host": f"{name}:{door.port}"}).status == 200


def test_a_form_of_ours_is_done(door: Door) -> None:
    answer = post(door, "/seen", last="2")
    assert (answer.status, answer.headers["location"]) == (303, "/new")
    assert "samesite=strict" in answer.headers["set-cookie"].casefold()
    assert "httponly" in answer.headers["set-cookie"].casefold()


@pytest.mark.parametrize(
    ("origin", "cookie", "token"),
    [
        ("http://evil.example", True, True),
        ("null", True, True),
        (None, True, True),
        ("https://127.0.0.1:{port}", True, True),
        ("http://127.0.0.1:{port}", False, True),
        ("http://127.0.0.1:{port}", True, False),
        ("http://127.0.0.1:{port}.evil.example", True, True),
    ],
)
def test_a_form_of_another_site_is_refused(
    door: Door, origin: str | None, cookie: bool, token: bool
) -> None:
    headers = dict(FORM)
    if origin is not None:
        headers["Origin"] = origin.format(port=door.port)
    if cookie:
        headers["Cookie"] = f"{door.cookie}={door.token}"
    form = {"last": "2", "token": door.token if token else "guessed"}
    answer = ask(door, "/seen", method="POST", headers=headers, form=form)
    assert answer.status == 403
    assert "set-cookie" not in answer.headers or "sayso-seen" not in answer.headers["set-cookie"]


def test_a_form_too_large_is_refused(door: Door) -> None:
    assert post(door, "/seen", last="2" * 70_000).status == 413


def test_the_site_listens_on_this_machine_only() -> None:
    with listen(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"


def test_a_port_in_use_is_said_in_one_line(story: Path) -> None:
    with listen(0) as listening:
        port = listening.getsockname()[1]
        told = CliRunner().invoke(main, ["serve", str(story), "--port", str(port), "--no-browser"])
    assert told.exit_code == 1
    assert told.stderr == f"sayso: port {port} cannot be used: Address already in use\n"


def test_what_is_no_ledger_is_said_before_anything_is_served(tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["serve", str(tmp_path / "none.db"), "--no-browser"])
    assert told.exit_code == 1
    assert "does not exist" in told.stderr
