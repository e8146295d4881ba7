"""How well sayso reads the article out of a page: against hand-made texts, and beside trafilatura.

    python benchmarks/extraction.py FOLDER [--worst N]

FOLDER holds ``ground-truth.json`` ({name: {"articleBody": …, "url": …}}) and ``name.html.gz``, as
the article-extraction-benchmark of Scrapinghub does. The measure is that benchmark's: shingles of
four words with their counts; precision and recall are averaged over the pages, F1 is made of the
two averages.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import trafilatura

from sayso.extract import read_article
from sayso.records import MediaType, Page

_WORD = re.compile(r"\w+", re.UNICODE)
_LENGTH = 4
Extractor = Callable[[bytes, str, str], str]


class Score(NamedTuple):
    """Of one page: the share of true shingles that were found, wrongly given, and missed."""

    right: float
    wrong: float
    missed: float


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return the four-word shingles of ``text`` with counts; a shorter text is one."""
    words = _WORD.findall(text)
    if not words:
        return Counter()
    width = min(_LENGTH, len(words))
    return Counter(tuple(words[at : at + width]) for at in range(len(words) - width + 1))


def score(truth: str, found: str) -> Score:
    """Compare two texts; the three parts add up to one."""
    wanted, given = shingles(truth), shingles(found)
    right = (wanted & given).total()
    wrong, missed = given.total() - right, wanted.total() - right
    total = right + wrong + missed or 1
    return Score(right / total, wrong / total, missed / total)


def averages(scores: list[Score]) -> tuple[float, float, float]:
    """Return precision, recall and F1 over pages; a page without a side does not count for it."""
    precisions = [s.right / (s.right + s.wrong) for s in scores if s.right + s.wrong]
    recalls = [s.right / (s.right + s.missed) for s in scores if s.right + s.missed]
    precision = sum(precisions) / len(precisions) if precisions else 0.0
    recall = sum(recalls) / len(recalls) if recalls else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def plain(body: bytes, decoded: str, url: str) -> str:
    """What trafilatura gives alone."""
    return trafilatura.extract(body, url=url, fast=True, include_comments=False) or ""


def ours(body: bytes, decoded: str, url: str) -> str:
    """What sayso reads; that it would refuse a page for its language does not count here."""
    return read_article(Page(body, MediaType.HTML, "benchmark", url=url), decoded).text


def main() -> None:
    """Read the folder, run both, print one line each and the pages where they part."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--worst", type=int, default=0, help="also list the N pages ours loses most"
    )
    options = parser.parse_args()
    truths = json.loads((options.folder / "ground-truth.json").read_text("utf-8"))
    results: dict[str, list[Score]] = {}
    extractors: dict[str, Extractor] = {"trafilatura": plain, "sayso": ours}
    for name, extractor in extractors.items():
        spent = time.process_time()
        results[name] = []
        for page, entry in truths.items():
            body = gzip.decompress((options.folder / f"{page}.html.gz").read_bytes())
            found = extractor(body, body.decode("utf-8", "replace"), entry["url"])
            results[name].append(score(entry["articleBody"], found))
        spent = (time.process_time() - spent) / len(truths)
        precision, recall, f1 = averages(results[name])
        print(f"{name:12} {precision=:.4f} {recall=:.4f} {f1=:.4f} {spent * 1000:.1f} ms a page")
    pairs = zip(truths, results["trafilatura"], results["sayso"], strict=True)
    for page, before, after in sorted(pairs, key=lambda row: row[2].right)[: options.worst]:
        print(page[:12], *(f"{part:.3f}" for part in (*before, *after)), truths[page]["url"][:60])


if __name__ == "__main__":
    main()
