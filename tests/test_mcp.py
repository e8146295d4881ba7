"""``sayso mcp``: an assistant's questions, asked through the protocol's own client."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from mcp import Client

from harbour import harbour
from readings import dump
from sayso.cli import main
from sayso.ledger import Ledger
from sayso.mcp_server import server

TOOLS = "story claims claim conflicts timeline sources source article search".split()


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mcp") / "story.db"
    harbour(path)
    return path


def ask(ledger: Path, tool: str, **asked: object) -> tuple[bool, str]:
    """Whether a tool failed, and the text it answers."""

    async def asking() -> tuple[bool, str]:
        async with Client(server(ledger)) as client:
            told = await client.call_tool(tool, asked)
            return bool(told.is_error), "".join(getattr(one, "text", "") for one in told.content)

    return asyncio.run(asking())


def answer(ledger: Path, tool: str, **asked: object) -> Any:
    failed, text = ask(ledger, tool, **asked)
    assert not failed, text
    return json.loads(text)


def placed(found: Any) -> list[dict[str, Any]]:
    """Everything in an answer that bears words at a place of an article."""
    if isinstance(found, list):
        return [one for each in found for one in placed(each)]
    if not isinstance(found, dict):
        return []
    own = [found] if found.get("span") and "words" in found and "article" in found else []
    return own + [one for each in found.values() for one in placed(each)]


def test_the_tools_are_told_to_be_read_only(story: Path) -> None:
    async def listing() -> list[Any]:
        async with Client(server(story)) as client:
            return list((await client.list_tools()).tools)

    tools = asyncio.run(listing())
    assert [one.name for one in tools] == TOOLS
    assert all(one.annotations.read_only_hint and one.description for one in tools)


@pytest.mark.parametrize(
    ("tool", "asked"),
    [
        ("story", {}),
        ("claims", {"text": "dockers"}),
        ("claims", {"status": "disputed"}),
        ("conflicts", {"kind": "denial"}),
        ("timeline", {}),
        ("search", {"words": "quay"}),
    ],
)
def test_every_answer_has_its_words_where_it_says(
    story: Path, tool: str, asked: dict[str, object]
) -> None:
    places = placed(answer(story, tool, **asked))
    assert places
    with Ledger(story, readonly=True) as book:
        for one in places:
            start, end = one["span"]
            assert book.find(one["article"]["id"]).text[start:end] == one["words"]
            assert "url" in one["article"]


def test_a_claim_comes_with_mentions_origins_and_its_denial(story: Path) -> None:
    (listed, *_) = answer(story, "claims", text="dockers", limit=1)["claims"]
    found = answer(story, "claim", id=listed["id"])
    assert len(found["stated"]) == 2
    assert found["known_from"]["at_most"] == 2
    (denial,) = found["denials"]
    assert denial["said"]["chain"] == ["Ben Ito"]
    assert denial["said"]["polarity"] == "denied"
    assert found["against"][0]["left"]["claim"]["denials"][0]["said"]["words"] == denial["words"]


def test_a_source_and_an_article_are_found_by_name(story: Path) -> None:
    names = [one["name"] for one in answer(story, "sources")["sources"]]
    assert "Ada Roe" in names
    (said,) = answer(story, "source", name="Roe")["said"]
    assert said["words"]["content"] == "at least 40 dockers were hurt"
    text = answer(story, "article", key="1")["text"]
    assert text[slice(*said["content"][0])] == said["words"]["content"]


def test_what_is_not_there_is_told_in_one_line_and_nothing_is_written(story: Path) -> None:
    before = dump(story)
    for tool, asked, wanted in (
        ("claim", {"id": "ffff"}, 'holds no claim or mention by the id "ffff"'),
        ("article", {"key": "tide"}, 'holds no article by the name "tide"'),
        ("claims", {"since": "lately"}, '"lately" is neither the number of an article nor a time'),
    ):
        failed, told = ask(story, tool, **asked)
        assert failed
        assert "\n" not in told.strip()
        assert wanted in told
    assert ask(story, "claims", limit=10_000)[0]
    assert dump(story) == before


def test_a_missing_library_or_ledger_is_one_clear_sentence(
    story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = CliRunner().invoke(main, ["mcp", str(tmp_path / "none.db")])
    assert (told.exit_code, told.stderr.count("\n")) == (1, 1)
    monkeypatch.setitem(sys.modules, "sayso.mcp_server", None)
    told = CliRunner().invoke(main, ["mcp", str(story)])
    assert told.stderr == (
        "sayso: sayso mcp needs the MCP library, which is not installed: pip install 'sayso[mcp]'\n"
    )
