"""Articles of several stories are told apart, and articles of one are found without trying them all."""

from __future__ import annotations

import pytest

from sayso.across.stories import Placed, Stories, stories, topics

FERRY = (
    "Engineers reached the ferry Halvorsen in the fjord near Brekkestad, the coastguard said. "
    "Captain Ingrid Solheim had reported smoke from the Halvorsen before it drifted.",
    "The Brekkestad coastguard towed the Halvorsen to harbour. Passengers thanked Ingrid Solheim, "
    "who had steered the drifting ferry away from the skerries.",
    "An inquiry into the Halvorsen will begin at Brekkestad, where the scorched engine is kept. "
    "Witnesses said Solheim warned the coastguard early.",
)
VOTE = (
    "Voters in Larkmoor rejected the reservoir, the county of Ardenshire announced. "
    "Petitioner Owen Trevanion had campaigned against drowning the Ashdale meadows.",
    "The Ardenshire council met after the Larkmoor referendum. Owen Trevanion asked that the "
    "reservoir plans for Ashdale be shredded.",
)


def test_articles_are_grouped_by_the_names_and_rare_words_they_share() -> None:
    assert stories([FERRY[0], VOTE[0], FERRY[1], VOTE[1], FERRY[2]]) == (1, 2, 1, 2, 1)


def test_common_words_make_no_story() -> None:
    plain = (
        "The people said on Tuesday that they would go home and come back in the morning.",
        "On Tuesday people said they would come home in the morning and then go back.",
    )
    assert topics(plain[0]) == ()
    assert stories(plain) == (1, 2)


def test_days_and_months_are_no_names() -> None:
    assert not {"tuesday", "march"} & {one.word for one in topics("It was in March, on a Tuesday.")}


def test_an_article_that_tells_two_stories_at_length_unites_them() -> None:
    known = Stories()
    for text in (FERRY[0], VOTE[0]):
        known.add(topics(text))
    assert list(known.placed) == [1, 2]
    assert known.add(topics(f"{FERRY[0]} {VOTE[0]}")) == Placed(1, (2,))
    assert list(known.placed) == [1, 1, 1]


def test_stories_go_on_where_an_earlier_run_stopped() -> None:
    texts = [
        FERRY[0],
        VOTE[0],
        f"{FERRY[0]} {VOTE[0]}",
        FERRY[1],
        VOTE[1],
        "Snow fell on Hjelmfjell.",
    ]
    whole, placed = Stories(), []
    for text in texts:
        placed.append(whole.add(topics(text)))
    again = Stories()
    for text, story in zip(texts[:4], (1, 1, 1, 1), strict=True):
        again.assign(topics(text), Placed(story))
    for text, was in zip(texts[4:], placed[4:], strict=True):
        assert again.add(topics(text)) == was


@pytest.mark.parametrize("text", ["", "\0", "1234 5678"])
def test_a_text_without_words_is_a_story_of_its_own(text: str) -> None:
    assert stories([FERRY[0], text]) == (1, 2)
