#!/usr/bin/env python3
"""How well the polarity of statements agrees with the stances of labelled stories, and what it costs.

    python benchmarks/facts.py FOLDER

FOLDER holds stories as JSON: {"articles": [{"id", "text", "date"}], "claims": [{"mentions":
[{"article", "start", "end", "stance"}]}]} with stances asserts, denies, unconfirmed, questions.

A mention is scored by the statement whose content shares most characters with it, provided they are
at least half of the mention or of the content; other mentions by the article's own voice where that
holds half of the mention; the rest is counted as not covered. asserted and promised count as
asserts; denied as denies; hedged, supposed and refused as unconfirmed; asked as questions. Two
readings part here by construction: the labels give "denies" to the claim "not p", also where the
text says so by a plain negative, and keep "asserts" for many a mention that is hedged in the text.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sayso.facts import facts_of, voice_of
from sayso.pipeline import Reader
from sayso.records import Facts, Polarity, Span

STANCE = {
    Polarity.ASSERTED: "asserts",
    Polarity.PROMISED: "asserts",
    Polarity.DENIED: "denies",
    Polarity.ASKED: "questions",
}
STANCES = ("asserts", "denies", "unconfirmed", "questions")
Read = list[tuple[tuple[Span, ...], Facts]]


def shared(spans: Iterable[Span], start: int, end: int) -> int:
    """Return how many characters of ``spans`` lie between two offsets."""
    return sum(max(0, min(end, b) - max(start, a)) for a, b in spans)


def best(read: Read, start: int, end: int) -> Facts | None:
    """Return the facts whose words share most with a mention, if enough."""
    found: tuple[int, Facts] | None = None
    for spans, facts in read:
        common = shared(spans, start, end)
        size = sum(b - a for a, b in spans)
        enough = 2 * common >= min(end - start, size) and common
        if enough and (found is None or common > found[0]):
            found = common, facts
    return found[1] if found else None


def read_story(story: dict[str, Any], reader: Reader) -> tuple[dict[str, tuple[Read, Read]], float]:
    """Return the statements and own words of each article with their facts, and the CPU seconds."""
    done: dict[str, tuple[Read, Read]] = {}
    spent = 0.0
    for article in story["articles"]:
        text, day = article["text"], article.get("date") or ""
        said = reader.attribute(text)
        began = time.process_time()
        facts, own = facts_of(text, said, day), voice_of(text, said, day)
        spent += time.process_time() - began
        statements = [(one.content, told) for one, told in zip(said, facts, strict=True)]
        done[article["id"]] = statements, [((one.span,), one.facts) for one in own]
    return done, spent


def main() -> None:
    """Read every story, then print the table of stances and the cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    reader = Reader()
    counts: Counter[tuple[str, str, str]] = Counter()
    articles, spent, missed = 0, 0.0, 0
    for file in sorted(parser.parse_args().folder.glob("*.json")):
        story = json.loads(file.read_text(encoding="utf-8"))
        read, seconds = read_story(story, reader)
        spent, articles = spent + seconds, articles + len(read)
        for mention in (m for claim in story["claims"] for m in claim["mentions"]):
            for voice, found in zip(
                ("statement", "own voice"), read[mention["article"]], strict=True
            ):
                facts = best(found, mention["start"], mention["end"])
                if facts is not None:
                    told = STANCE.get(facts.polarity, "unconfirmed")
                    counts[voice, mention["stance"], told] += 1
                    break
            else:
                missed += 1
    for voice in ("statement", "own voice"):
        print(f"{voice}: rows are the labels, columns what sayso says")
        print(" " * 12 + "".join(f"{stance:>12}" for stance in STANCES))
        for stance in STANCES:
            print(f"{stance:12}" + "".join(f"{counts[voice, stance, told]:12}" for told in STANCES))
        total = sum(n for key, n in counts.items() if key[0] == voice)
        right = sum(counts[voice, stance, stance] for stance in STANCES)
        print(f"agreement {right}/{total} = {right / max(total, 1):.3f}\n")
    print(
        f"covered by neither: {missed}; facts cost {1000 * spent / max(articles, 1):.1f} ms an article"
    )


if __name__ == "__main__":
    main()
