"""The comparer: candidates, the same words, memory over runs, thresholds. With a fake pair model."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from sayso.across.compare import IN_ALL, OF_ARTICLE, Comparer
from sayso.across.relate import weights
from sayso.across.relation import Found, Kind, Link, Relation
from sayso.across.stated import Stated, stated_in
from sayso.across.withdrawals import RULES as WITHDRAWN
from sayso.pair_model import Floats, PairModel, Place
from sayso.pipeline import Reader
from sayso.records import Article, Span
from sayso.sides import Sides
from sayso.understand import understand


class Words(PairModel):
    """A model that goes by the words alone: what differs in "not" differs, the rest is the same."""

    def __init__(self) -> None:
        place = resources.files("sayso").joinpath("models/attributions/tokenizer.json")
        self._sides = Sides(Path(str(place)))
        self.name = "words-1"
        self._not = self._sides.whole("not").pieces[0]
        self.read = 0

    def place(self, text: str, span: Span, sentence: Span) -> Place:
        side = self._sides.side(text, span, sentence)
        return Place(side, side)

    def vectors(self, places: Sequence[Place]) -> Floats:
        found = np.full((len(places), 64), 0.01, np.float32)
        for row, one in zip(found, places, strict=True):
            for piece in one.alone.pieces:
                row[piece % 64] += 1
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)

    def chances(self, pairs: Sequence[tuple[Place, Place]]) -> Floats:
        self.read += len(pairs)
        found = np.zeros((len(pairs), 3), np.float32)
        for row, (left, right) in zip(found, pairs, strict=True):
            one, other = set(left.beside.pieces), set(right.beside.pieces)
            alike = len(one & other) / len(one | other)
            apart = (self._not in one) != (self._not in other)
            row[:] = (0.01, 0.98, 0.01) if apart else (alike, 0.001, 1 - alike)
        return found


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def stated(reader: Reader, *texts: str) -> list[tuple[Stated, ...]]:
    found = []
    for number, text in enumerate(texts):
        article = Article(text, "", f"article {number}", name=str(number))
        found.append(stated_in(article, understand(article, reader.statements(text))))
    return found


OPENED = "The swing bridge opened to lorries on Monday morning."
NOT = "The swing bridge was not opened to lorries on Monday morning."
MOVED = "The swing bridge carried lorries of stone to the old town."
OTHER = "A choir sang in the old fish market."


def test_the_same_words_are_the_same_claim_without_asking_the_model(reader: Reader) -> None:
    comparer = Comparer(Words())
    (first,), (second,) = stated(reader, OPENED, OPENED)
    assert comparer.add((first,)) == Found()
    (link,) = comparer.add((second,)).links
    assert (link.left, link.right, link.relation) == (first.id, second.id, Relation.SAME)
    assert link.reasons == ("the same words",)


def test_a_negation_is_a_conflict_with_its_words(reader: Reader) -> None:
    comparer = Comparer(Words())
    (first,), (second,) = stated(reader, OPENED, NOT)
    comparer.add((first,))
    (link,) = comparer.add((second,)).links
    assert (link.relation, link.kind) == (Relation.CONFLICT, Kind.DENIAL)
    assert "not" in link.reasons[0]


def test_other_things_are_not_linked(reader: Reader) -> None:
    comparer = Comparer(Words())
    first, second = stated(reader, OPENED, OTHER)
    comparer.add(first)
    assert comparer.add(second) == Found()


def test_what_was_compared_and_not_linked_is_told(reader: Reader) -> None:
    comparer = Comparer(Words())
    (first,), (second,) = stated(reader, OPENED, MOVED)
    comparer.add((first,))
    found = comparer.add((second,))
    assert found.links == ()
    (unlike,) = found.unlike
    assert (unlike.left, unlike.right) == (first.id, second.id)
    assert 0 <= unlike.score < weights().least_same


def test_a_comparer_that_remembers_goes_on_as_if_it_had_never_stopped(reader: Reader) -> None:
    articles = stated(reader, f"{OPENED} {OTHER}", NOT, OPENED, f"{OTHER} {NOT}")
    whole, first = Comparer(Words()), Comparer(Words())
    expected = [whole.add(one) for one in articles]
    kept: list[tuple[tuple[Stated, ...], Floats, tuple[Link, ...]]] = []
    for one in articles[:2]:
        vectors = first.vectors(one)
        kept.append((one, vectors, first.judged(first.compared(one, vectors)).links))
    again = Comparer(Words())
    for one, vectors, links in kept:
        same = [(n.left, n.right) for n in links if n.relation is Relation.SAME]
        again.remember(one, vectors, same)
    assert [again.add(one) for one in articles[2:]] == expected[2:]


def test_candidates_of_a_mention_are_bounded(reader: Reader) -> None:
    model = Words()
    comparer = Comparer(model)
    texts = [
        f"The swing bridge opened to lorries on Monday, day {n} of the trial." for n in range(40)
    ]
    for one in stated(reader, *texts):
        before = model.read
        comparer.add(one)
        assert model.read - before <= IN_ALL * len(one)
    assert OF_ARTICLE <= IN_ALL


def test_a_correction_that_the_article_spells_out(reader: Reader) -> None:
    text = f"{OTHER}\n\nAn earlier version of this article said the choir sang on Pier 6. It sang on Pier 9."
    (mentions,) = stated(reader, text)
    links = Comparer(Words()).add(mentions).links
    (link,) = [one for one in links if one.relation is Relation.CORRECTION]
    words = {one.id: one.words for one in mentions}
    assert "Pier 6" in words[link.left]
    assert "Pier 9" in words[link.right]


BOARD = "The board had agreed to sell the ferry to the islanders, according to the Harbour Gazette."
SOON = "The islanders said that the offer was withdrawn two days later."
EVER = (
    "But dockers said that if the board ever made such an offer, then it was withdrawn within days."
)
CROWD = "A crowd of two hundred waited on the quay in the rain."


def test_an_offer_and_its_withdrawal_in_one_article(reader: Reader) -> None:
    (mentions,) = stated(reader, f"{BOARD} {CROWD} {SOON}")
    (link,) = [one for one in Comparer(Words()).add(mentions).links if one.judge == WITHDRAWN]
    words = {one.id: one.words for one in mentions}
    assert (link.relation, link.kind) == (Relation.UPDATE, Kind.STATUS)
    assert "sell the ferry" in words[link.left]
    assert "the offer was withdrawn" in words[link.right]
    assert "“agreed”" in link.reasons[0]


def test_an_offer_that_others_doubt_conflicts_with_its_report(reader: Reader) -> None:
    (mentions,) = stated(reader, f"{BOARD} {EVER}")
    (link,) = [one for one in Comparer(Words()).add(mentions).links if one.judge == WITHDRAWN]
    assert link.relation is Relation.CONFLICT
    assert "if the board ever" in link.reasons[1]


@pytest.mark.parametrize(
    "text",
    [
        f"{CROWD} {SOON}",  # nothing was agreed before it
        f"{BOARD} The islanders said that the offer was a fair one.",
        f"{BOARD} The islanders said that the crowd was withdrawn from the quay.",
        f"{BOARD} {CROWD * 15} {SOON}",  # too far off to be the one that is meant
    ],
)
def test_what_takes_nothing_back_is_no_withdrawal(reader: Reader, text: str) -> None:
    (mentions,) = stated(reader, text)
    assert not [one for one in Comparer(Words()).add(mentions).links if one.judge == WITHDRAWN]
