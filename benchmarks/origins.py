"""Origins measured: pairs of mentions of one claim that are joined, against the labels of stories.

    python benchmarks/origins.py FOLDER            speakers and origins from the labels
    python benchmarks/origins.py FOLDER --read     speakers as sayso reads them (takes minutes)

A labelled story is {"articles": [{"id", "text", "outlet", "date"}], "claims": [{"mentions": [{"article",
"start", "end", "speaker", "origin"}]}]}, where speaker and origin are OUTLET for the article's own voice.

Two mentions of one claim have one origin by the labels where the origin is the same words and not
OUTLET, or is OUTLET for both in one article; OUTLET in two articles is open and left out, and so are
the joins of the rule that lets a mention without a source rest on another: the labels do not speak of
it. They are counted below. Without --read the chain is the labels' speaker and origin, so that
what is measured are the rules, not the reading; the kind of a source is guessed from its words.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sayso.across.credits import credits
from sayso.across.echoes import echoes
from sayso.across.joins import Join, Why
from sayso.across.mention import Mention, Source, source_of
from sayso.across.origins import origins
from sayso.mentions import people
from sayso.pipeline import Reader
from sayso.records import Article, SpeakerType
from sayso.sources import kind_of_phrase, phrase_of
from sayso.understand import Understood, understand

OUTLET = "OUTLET"
Chain = tuple[Source, ...]


def guessed(name: str) -> Source:
    """Return a source of the labels with the kind that its words suggest."""
    known = people(name)
    if known and name.startswith(known[0].name):
        return Source(known[0].name, SpeakerType.PERSON)
    return Source(name, kind_of_phrase(phrase_of(name, (0, len(name)))))


def told(mention: dict[str, Any]) -> Chain:
    """Return the chain of a mention as the labels give it."""
    names = dict.fromkeys([mention["speaker"], mention["origin"]])
    return tuple(guessed(name) for name in names if name != OUTLET)


def read(understood: list[Understood], start: int, end: int) -> Chain:
    """Return the chain of the statement whose content shares most with a mention, if enough."""
    best, most = None, 0
    for number, one in enumerate(understood):
        common = sum(max(0, min(end, b) - max(start, a)) for a, b in one.attribution.content)
        size = sum(b - a for a, b in one.attribution.content)
        if common > most and 2 * common >= min(end - start, size):
            best, most = number, common
    chain: list[Source] = []
    while best is not None:
        chain.insert(0, source_of(understood[best].speaker))
        best = understood[best].parent
    return tuple(chain)


def pairs(story: dict[str, Any], reader: Reader | None) -> Iterator[tuple[bool | None, Why | None]]:
    """Yield for each two mentions of a claim what the labels say, and by what reason they are joined."""
    articles = {
        one["id"]: Article(
            one["text"], "", "", name=one["id"], outlet=one.get("outlet") or one["id"]
        )
        for one in story["articles"]
    }
    shared = echoes(list(articles.values()))
    owed = [credit for one in articles.values() for credit in credits(one)]
    understood = {
        name: list(understand(one, reader.attribute(one.text))) if reader else []
        for name, one in articles.items()
    }
    for claim in story["claims"]:
        mentions = []
        for number, one in enumerate(claim["mentions"]):
            article, span = articles[one["article"]], (one["start"], one["end"])
            chain = read(understood[one["article"]], *span) if reader else told(one)
            mentions.append(Mention(str(number), article.id, span, chain, article.outlet))
        found = origins(mentions, shared, owed)
        joins = {one.id: origin.joins for origin in found.origins for one in origin.mentions}
        for one, two in itertools.combinations(mentions, 2):
            labels = claim["mentions"][int(one.id)], claim["mentions"][int(two.id)]
            yield same(*labels), reason(joins[one.id], one.id, two.id)


def same(one: dict[str, Any], other: dict[str, Any]) -> bool | None:
    """Whether the labels give two mentions one origin; None where they leave it open."""
    if one["origin"] != other["origin"]:
        return False
    if one["origin"] == OUTLET:
        return True if one["article"] == other["article"] else None
    return True


def reason(joins: tuple[Join, ...], one: str, other: str) -> Why | None:
    """Return the weakest reason on the way from one mention to another, None if there is no way."""
    reached: dict[str, Why] = {one: Why.BY_HAND}
    order = list(Why)
    for _ in joins:
        for join in joins:
            for a, b in ((join.left, join.right), (join.right, join.left)):
                if a in reached and b not in reached:
                    reached[b] = max(reached[a], join.why, key=order.index)
    return reached.get(other)


def main() -> None:
    """Print precision and recall of the joins, and the reasons with how often they are right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--read", action="store_true")
    options = parser.parse_args()
    reader = Reader() if options.read else None
    counts: Counter[tuple[bool | None, Why | None]] = Counter()
    for file in sorted(options.folder.glob("*.json")):
        counts.update(pairs(json.loads(file.read_text(encoding="utf-8")), reader))
    by_rule = [why for why in Why if why is not Why.NO_SOURCE]
    right = sum(counts[True, why] for why in by_rule)
    wrong = sum(counts[False, why] for why in by_rule)
    gold = sum(count for (label, _), count in counts.items() if label)
    p, r = right / max(right + wrong, 1), right / max(gold, 1)
    print(f"joins by the rules: precision {right}/{right + wrong} = {p:.3f}", end=", ")
    print(f"recall {right}/{gold} = {r:.3f}, F1 {2 * p * r / max(p + r, 1e-9):.3f}")
    print("weakest reason on the way: same by the labels, different, open")
    for why in (*Why, None):
        label = why.value if why else "not joined"
        print(f"  {label:32}" + "".join(f"{counts[key, why]:7}" for key in (True, False, None)))


if __name__ == "__main__":
    main()
