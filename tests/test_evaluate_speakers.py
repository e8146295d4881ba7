"""The scoring of speakers: names that agree, and agreement with the shared script where it is."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sayso.cli import main
from sayso.evaluate_speakers import Labelled, SpeakerScore, names_agree, score

SHARED = Path(__file__).parent.parent.parent / "shared"
GOLD = SHARED / "data" / "polnear" / "dev.jsonl"
SCRIPT = SHARED / "tools" / "score_speakers.py"


@pytest.mark.parametrize(
    ("gold", "given", "kind", "agree"),
    [
        ("Anna Reuter", "Mrs. Reuter", "person", True),
        ("Anna Reuter", "Paul Reuter", "person", False),
        ("Anna Reuter & Paul Reuter", "Anna Reuter", "person", False),
        ("the Valley Post", "Valley Post", "outlet", True),
        ("a senior harbour official", "a farmer", "unnamed", False),
    ],
)
def test_names_agree(gold: str, given: str, kind: str, agree: bool) -> None:
    assert names_agree(gold, given, kind) is agree


def test_a_pair_shares_half_of_its_words() -> None:
    text = "the dam had burst and the road was closed"
    gold = [Labelled(((0, 17),), "Anna Reuter", "person")]
    near = [Labelled(((0, 13),), "Reuter", "person")]
    far = [Labelled(((18, 41),), "Reuter", "person")]
    assert score(text, gold, near) == SpeakerScore(1, 1, 1, 1, 1)
    assert score(text, gold, far) == SpeakerScore(1, 1, 0, 0, 0)


def line(content: list[list[int]], name: str) -> str:
    one = {"content": content, "speaker": {"name": name, "type": "person"}}
    return json.dumps({"id": "a", "text": "the dam had burst", "attributions": [one]})


def test_the_command_scores_files_and_names_a_broken_line(tmp_path: Path) -> None:
    gold, found, broken = (tmp_path / name for name in ("gold", "found", "broken"))
    gold.write_text(line([[0, 17]], "Anna Reuter"), "utf-8")
    found.write_text(line([[0, 17]], "Reuter"), "utf-8")
    broken.write_text(line([[0, 17]], "Reuter") + '\n{"id": "b"}', "utf-8")

    def run(*given: Path | str) -> Result:
        return CliRunner().invoke(main, ["evaluate", "speakers", *map(str, given)])

    told = run(gold, found)
    assert told.exit_code == 0
    assert "right speaker  100.0   (1 of 1 paired statements)" in told.stdout
    assert json.loads(run(gold, found, "--json").stdout)["f1"] == 1
    assert run(gold, broken).exit_code == 1
    assert "broken:2: no 'attributions'" in run(gold, broken).stderr


@pytest.mark.skipif(not SCRIPT.exists(), reason="needs ../shared")
def test_agrees_with_the_shared_script(tmp_path: Path) -> None:
    total, lines = SpeakerScore(), []
    for line in GOLD.read_text(encoding="utf-8").splitlines()[:20]:
        doc = json.loads(line)
        predicted = [
            {
                **one,
                "speaker": {
                    "name": " ".join(doc["text"][a:b] for a, b in one["source"]),
                    "type": "person",
                },
            }
            for one in doc["attributions"]
        ]
        lines.append(json.dumps({"id": doc["id"], "attributions": predicted}))
        total += score(doc["text"], *(_labelled(one) for one in (doc["attributions"], predicted)))
    gold, found = tmp_path / "gold.jsonl", tmp_path / "found.jsonl"
    gold.write_text("\n".join(GOLD.read_text(encoding="utf-8").splitlines()[:20]), encoding="utf-8")
    found.write_text("\n".join(lines), encoding="utf-8")
    told = subprocess.run(
        [sys.executable, str(SCRIPT), str(gold), str(found)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    counts = re.findall(r"\((\d+)/(\d+)\)", told)
    assert counts[0] == (str(total.right), str(total.paired))
    assert counts[-1] == (str(total.type_right), str(total.paired))
    assert f"F1 {100 * total.f1:5.1f}" in told


def _labelled(raw: list[dict]) -> list[Labelled]:  # type: ignore[type-arg]
    return [
        Labelled(
            tuple((a, b) for a, b in one["content"]),
            one["speaker"]["name"] if one.get("speaker") else None,
            one["speaker"]["type"] if one.get("speaker") else "",
        )
        for one in raw
    ]
