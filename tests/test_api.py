"""The Python API."""

from __future__ import annotations

from pathlib import Path

import pytest

import sayso

TEXT = "The bridge will stay closed for a month, the mayor, Ines Prado, said on Monday."


def test_attribute_returns_statements_with_offsets_into_the_text() -> None:
    (found,) = sayso.attribute(TEXT)
    assert TEXT[slice(*found.cue[0])].startswith("said")
    assert "Ines Prado" in TEXT[slice(*found.source[0])]
    assert TEXT[slice(*found.content[0])] == "The bridge will stay closed for a month"
    assert 0 < found.score <= 1


def test_the_facts_of_statements_and_of_the_articles_own_voice() -> None:
    text = f"{TEXT} The works should have begun in March."
    (facts,) = sayso.facts_of(text, sayso.attribute(text), "2024-05-31")
    assert facts.polarity is sayso.Polarity.ASSERTED
    assert [time.value for time in facts.times] == ["2024-05-27"]
    (own,) = sayso.voice_of(text, sayso.attribute(text), "2024-05-31")
    assert text[slice(*own.span)] == "The works should have begun in March."
    assert own.voice == "opinion"


def test_attribute_of_nothing_is_nothing() -> None:
    assert sayso.attribute("") == ()
    assert sayso.attribute(" \n\n ") == ()


@pytest.mark.parametrize(
    "text", ["\ud800 said she", "a\x00b said c", "\u202eabc said d", "“" * 5000]
)
def test_odd_texts_pass(text: str) -> None:
    for found in sayso.attribute(text):
        assert found.cue[0][1] <= len(text)


def test_a_text_in_another_language_is_refused() -> None:
    text = (
        "Der Bürgermeister sagte am Dienstag, dass der Hafen bis Freitag geschlossen bleibe. " * 8
    )
    with pytest.raises(sayso.LanguageError, match="German"):
        sayso.attribute(text)


def test_a_ledger_reads_documents_itself(tmp_path: Path) -> None:
    file = tmp_path / "bridge.txt"
    file.write_text(f"{TEXT}\n\n" + "The council met in the evening and no one objected. " * 5)
    with sayso.Ledger(tmp_path / "story.db") as ledger:
        added, missing = ledger.add(file, tmp_path / "nothing.txt")
        assert added.reading is not None
        assert added.new
        assert missing.rejected is not None
        assert ledger.add(file)[0].new is False
        assert len(ledger.articles()) == 1


def test_a_folder_that_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(sayso.ModelError, match="not a model folder"):
        sayso.Reader(tmp_path)


def test_unknown_names_are_errors() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        _ = sayso.nonsense
