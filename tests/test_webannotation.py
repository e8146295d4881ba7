"""The Web Annotation export against the model of https://www.w3.org/TR/annotation-model/."""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from harbour import harbour
from sayso.export.formats import Format, export
from sayso.ledger import Ledger

SCHEMA = json.loads(
    (Path(__file__).parent / "data" / "webannotation.schema.json").read_text("utf-8")
)


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("annotations") / "story.db"
    harbour(path)
    out = io.BytesIO()
    with Ledger(path, readonly=True) as book:
        export(book, Format.WEB_ANNOTATION, out)
    return json.loads(out.getvalue())


def check(found: Any) -> None:
    Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(found)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_an_export_follows_the_model(collection: Any) -> None:
    check(collection)
    items = collection["first"]["items"]
    assert collection["total"] == len(items) == 5
    assert len({one["id"] for one in items}) == 5
    assert items[0]["target"]["source"] == "https://beacon.example/2031-03-01"
    assert items[-1]["target"]["source"].startswith("urn:sha256:")
    assert "Denied by Ben Ito" in items[0]["body"][0]["value"]
    assert [one["value"] for one in items[0]["body"][1:]] == ["separate origins", "disputed"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda one: one.pop("@context"),
        lambda one: one.update(type="Collection"),
        lambda one: one["first"].pop("items"),
        lambda one: one["first"]["items"][0].update(motivation="saying"),
        lambda one: one["first"]["items"][0].pop("target"),
        lambda one: one["first"]["items"][0]["target"].update(source="no address"),
        lambda one: one["first"]["items"][0]["target"]["selector"][0].pop("exact"),
        lambda one: one["first"]["items"][0]["target"]["selector"][1].update(start=-1),
        lambda one: one["first"]["items"][0]["body"][0].pop("value"),
    ],
)
def test_the_schema_sees_what_does_not_follow_it(
    collection: Any, spoil: Callable[[Any], object]
) -> None:
    spoilt = copy.deepcopy(collection)
    spoil(spoilt)
    with pytest.raises(ValidationError):
        check(spoilt)


def test_what_hypothesis_reads_of_a_target_is_there(collection: Any) -> None:
    for one in collection["first"]["items"]:
        quoted, place = one["target"]["selector"]
        assert quoted["type"] == "TextQuoteSelector"
        assert quoted["exact"]
        assert {"prefix", "suffix"} <= set(quoted)
        assert place["end"] - place["start"] == len(quoted["exact"])
