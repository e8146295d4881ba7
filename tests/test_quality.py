"""Floors on quality. A floor is lowered only on purpose, in this file, with its reason.

The corpora may not be redistributed; where they are absent these tests are skipped. The floors on the
example story (``test_example.py``) hold everywhere.
"""

from __future__ import annotations

import hashlib
import io
import runpy
from functools import cache
from pathlib import Path

import pytest

import sayso
from sayso.across.given import Pair, StoryComparer, read_stories
from sayso.across.relation import Relation
from sayso.evaluate import Labelled, Roles, Scores, read_labelled, score_attributions
from sayso.evaluate_speakers import Document, SpeakerScore, read_speakers, score_speakers
from sayso.evaluate_speakers import Labelled as LabelledSpeaker
from sayso.evaluate_stories import Place, Related, read_labelled_stories, score_stories
from sayso.records import quote
from sayso.understand import understand_text

SHARED = Path(__file__).parent.parent.parent / "shared"
DEV = SHARED / "data/polnear/dev.jsonl"
DEV_SHA256 = "4aa40de3afca6ce95ce2e4ff17180951d8cdc4079f07884a886366aafe1e6e01"
# One point under what the shipped model reaches (docs/accuracy.md), for other processors' rounding.
FLOORS = {
    "exact source": 81.4,
    "exact cue": 74.4,
    "exact content": 68.1,
    "linked80": 70.2,
    "whole": 60.6,
}


# Speakers are resolved by rules on the statements found; end to end counts both. In per cent.
SPEAKER_FLOORS = {"right": 85.1, "type": 87.6, "end to end": 68.6}

# Chains of sources on stories-dev, in per cent of the examples covered (benchmarks/chains.py).
CHAINS_FLOOR = 60.0


# Claims across articles on six of the stories of stories-dev, in per cent; they are easier than all 32.
# Precision was 67 until propositions were cut anew: conflicts are named from 0.36 on instead of 0.4, so
# that more than 35 in 100 of all 32 stories' are found; recall was 27, F1 66.5.
STORIES = SHARED / "data/stories-dev"
STORY_FLOORS = {"same claim F1": 69.0, "conflict precision": 62.0, "conflict recall": 36.0}


@cache
def statements() -> dict[str, tuple[sayso.Attribution, ...]]:
    if not DEV.exists():
        pytest.skip("PolNeAR's dev part is not here")
    digest = hashlib.sha256(DEV.read_bytes()).hexdigest()
    assert digest == DEV_SHA256, "not the corpus of the floors"
    return {one.id: sayso.attribute(one.text) for one in read_labelled(DEV, gold=True)}


@cache
def scores() -> Scores:
    found = [
        Labelled(name, "", tuple(Roles(x.source, x.cue, x.content) for x in said))
        for name, said in statements().items()
    ]
    return score_attributions(read_labelled(DEV, gold=True), found)


@cache
def speakers() -> SpeakerScore:
    said, gold = statements(), read_speakers(DEV, gold=True)
    found = [
        Document(one.id, "", tuple(map(as_label, understand_text(one.text, said[one.id]))))
        for one in gold
    ]
    return score_speakers(gold, found)


def as_label(one: sayso.Understood) -> LabelledSpeaker:
    return LabelledSpeaker(one.attribution.content, one.speaker.name, one.speaker.type)


@pytest.mark.parametrize("measure", sorted(FLOORS))
def test_attributions_are_as_good_as_they_were(measure: str) -> None:
    reached = next(one.f1 for one in scores().scores if one.name == measure)
    assert reached >= FLOORS[measure]


@pytest.mark.parametrize("measure", sorted(SPEAKER_FLOORS))
def test_speakers_are_as_right_as_they_were(measure: str) -> None:
    found = speakers()
    reached = {
        "right": found.right / found.paired,
        "type": found.type_right / found.paired,
        "end to end": found.f1,
    }
    assert 100 * reached[measure] >= SPEAKER_FLOORS[measure]


def test_chains_are_as_right_as_they_were() -> None:
    stories = SHARED / "data/stories-dev"
    if not stories.exists():
        pytest.skip("the labelled stories are not here")
    from sayso.pipeline import Reader

    benchmark = runpy.run_path(str(Path(__file__).parent.parent / "benchmarks/chains.py"))
    found = benchmark["count"](stories, Reader())
    assert 100 * found["right"] / found["covered"] >= CHAINS_FLOOR


@cache
def seed() -> tuple[str, tuple[sayso.Attribution, ...], tuple[sayso.Dropped, ...]]:
    files = sorted((SHARED / "seed").glob("*.txt"))
    if not files:
        pytest.skip("the seed document is not here")
    from sayso.pipeline import Reader
    from sayso.read import read_inputs

    (page,) = read_inputs([str(files[0])], stdin=io.BytesIO())
    assert isinstance(page, sayso.Page)
    reading = Reader().read(page)
    return reading.article.text, reading.attributions, reading.article.dropped


# Told by their first or last words only: the document is not ours to copy.
WANTED = [
    ("Al-Masdar", "claim", 1),
    ("this report", "ccording to", 1),
    ("eports from the Jihadis themselves", "say", 1),
    ("The Syrian Observatory of Human Rights", "report", 1),
    ("Russian Foreign Minister Lavrov", "statement", 4),
]


@pytest.mark.parametrize(("source", "cue", "pieces"), WANTED)
def test_the_seed_documents_statements_are_found(source: str, cue: str, pieces: int) -> None:
    text, statements, _ = seed()
    found = [
        one
        for one in statements
        if source in quote(text, one.source) and cue in quote(text, one.cue)
    ]
    assert len(found) == 1
    assert len(found[0].content) >= pieces


def test_the_seed_documents_clutter_makes_no_statements() -> None:
    text, statements, dropped = seed()
    assert len(dropped) >= 6
    said = [quote(text, one.content) for one in statements]
    for block in dropped:
        assert block.text not in text.split("\n\n")
        assert block.text not in said


def test_the_seed_documents_speakers_are_who_they_are() -> None:
    text, said, _ = seed()
    found = {
        name: one.speaker
        for one in understand_text(text, said)
        for name in ("Lavrov", "Observatory", "Al-Masdar", "Jihadis themselves")
        if name in quote(text, one.attribution.source)
    }
    assert found["Lavrov"].role == "Russian Foreign Minister"
    assert found["Observatory"].type == "organisation"
    assert quote(text, found["Observatory"].described).startswith("a monitoring group")
    assert found["Al-Masdar"].type == "outlet"
    assert (found["Jihadis themselves"].name, found["Jihadis themselves"].type) == (
        "the Jihadis",
        "group",
    )


def test_claims_across_articles(tmp_path: Path) -> None:
    if not STORIES.exists():
        pytest.skip("the labelled stories are not here")
    files = sorted(STORIES.glob("*.json"))[3::5]
    for file in files:
        (tmp_path / file.name).write_bytes(file.read_bytes())
    lines = tmp_path / "stories.jsonl"
    lines.write_text(
        "".join(one.read_text("utf-8").replace("\n", " ") + "\n" for one in files), "utf-8"
    )
    comparer = StoryComparer()
    predicted = {
        story.name: tuple(related(pair) for pair in comparer.compare(story).pairs)
        for story in read_stories(lines)
    }
    found = score_stories(read_labelled_stories(tmp_path), predicted)
    reached = {
        "same claim F1": 100 * found.same_f1,
        "conflict precision": 100 * found.conflicts_right / found.conflicts_predicted,
        "conflict recall": 100 * found.conflicts_found / found.conflicts_gold,
    }
    assert all(reached[name] >= floor for name, floor in STORY_FLOORS.items()), reached


def related(pair: Pair) -> Related:
    left = Place(pair.left_name, *pair.left.span)
    right = Place(pair.right_name, *pair.right.span)
    relation = pair.link.relation
    return Related(left, right, "conflict" if relation is Relation.CORRECTION else relation.value)
