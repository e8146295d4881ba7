"""Which names of a source the benchmark of chains takes for one: for the names its figures rest on."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

AGREES = runpy.run_path(str(Path(__file__).parent.parent / "benchmarks" / "chains.py"))["agrees"]

ONE = [
    ("Ballane police officer Ingrid M. Halvorsen", "Ingrid M. Halvorsen"),
    ("Ingrid Halvorsen", "the harbour spokeswoman Ingrid Halvorsen"),
    ("the man who sold the quay", "a man"),
    ("a spokesman for the Port Authority", "a spokesman"),
    ("a customs source", "the customs source"),
    ("a spokesman for the Ballane Port Authority", "the spokesman for the Port Authority"),
]
TWO = [
    ("Halvorsen’s lawyer", "Halvorsen"),
    ("the lawyer of Ingrid Halvorsen", "Ingrid Halvorsen"),
    ("Karl Ostrow and Ingrid Halvorsen", "Ingrid Halvorsen"),
    ("a man", "a woman who sold the quay"),
    ("a man", "the man’s lawyer"),
    ("a man", "a manager of the quay"),
    ("the Port", "the Port of Ballane police"),
    ("a spokesman for the Port Authority", "a spokesman for the Fire Brigade"),
]


@pytest.mark.parametrize(("one", "other"), ONE)
def test_names_of_one_source_agree(one: str, other: str) -> None:
    assert AGREES(one, other)
    assert AGREES(other, one)


@pytest.mark.parametrize(("one", "other"), TWO)
def test_names_of_two_sources_do_not(one: str, other: str) -> None:
    assert not AGREES(one, other)
    assert not AGREES(other, one)
