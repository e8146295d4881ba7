#!/usr/bin/env python3
"""How often a statement that came through somebody comes out as a chain with the right innermost source.

    python benchmarks/chains.py FOLDER [--show N]

FOLDER holds stories as JSON: {"articles": [{"id", "text"}], "nested": [{"article", "quote", "chain":
[outermost source, …, innermost]}]}. Their articles are read with the shipped model.

How it is counted. An example is *covered* if its quote stands in the article and one outermost
statement shares half of its characters or more (source, cue and content together). The statements of
an example are those whose cue starts in the quote or whose content holds half of it; innermost are
those of them in which none of the others stands. The example is

- *chained* if the chain of an innermost statement has at least two sources;
- *right* if one of these has the example's innermost source for its speaker. Not asked for are the
  sources between, nor the publisher of the article;
- *only* if no other chain of the example ends in somebody else;
- *whole* if the first of its chain is the example's outermost source, too.

Names agree when they are equal without case, articles and possessives; when they have the same last
word and no clashing first words; or when they share at least half of the words of the longer one. The
labels do not say what kind of source each is, so that either of the last two will do. A name of two
words or more also agrees with the same name after an office ("the police officer Ann B. Lee"), and a
description with a longer one that starts so ("a man", "the man who …"). Nobody agrees
with his lawyer, his spokesman or what else is his ("the man’s lawyer"), nor the spokesmen of two with each
other. What stands in brackets in a label, or after a comma, need
not be said; "A & B" wants both. A chain that starts with the publisher ("OUTLET") is asked for without
it, and where that leaves one source, for that source.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sayso.chains import chain
from sayso.errors import LanguageError
from sayso.pipeline import Reader
from sayso.records import Attribution, Span
from sayso.understand import Understood, understand_text

_WORD = re.compile(r"\w+")
_SKIP = frozenset("the a an of s mr mrs ms dr sen rep gov president senator".split())
_ARTICLE = re.compile(r"(?i)^(?:the|an?)\s+")
_NAME = re.compile(r"[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*)+")
_OTHERS = re.compile(r"\b(?:of|for|to|by|from|with|at|in|on|and)\s|[’']s?\s$|&")
_GOES_ON = re.compile(r"(?:\s(?:who|of|for|from|at|in|with)\b|,)")
_FOR = re.compile(r"\b(?:spokes\w+|lawyer|attorney|representative)\s(?:for|of)\s(.+)")
COUNTS = ("chained", "right", "only", "whole")


@dataclass(frozen=True)
class Example:
    """A quote of a text and the sources it comes through, outermost first."""

    text: str
    quote: str
    sources: tuple[str, ...]


def examples(folder: Path) -> Iterator[Example]:
    """Yield every example of the stories of ``folder``."""
    for file in sorted(folder.glob("*.json")):
        story = json.loads(file.read_text(encoding="utf-8"))
        texts = {one["id"]: one["text"] for one in story["articles"]}
        for one in story["nested"]:
            sources = one["chain"]
            if sources[0] == "OUTLET" and len(sources) > 1:
                sources = sources[1:]
            yield Example(texts[one["article"]], one["quote"], tuple(sources))


def agrees(gold: str, given: str) -> bool:
    """Whether two names say the same source."""
    gold = re.sub(r"\(.*?\)", "", gold)
    if _same(gold, given) or _same(gold.split(",")[0], given):
        return True
    wanted, found = re.split(r" & | and |, ", gold), given.split(" & ")
    return len(wanted) == len(found) and all(any(_same(x, y) for y in found) for x in wanted)


def _same(gold: str, given: str) -> bool:
    served = [match for match in (_FOR.search(gold), _FOR.search(given)) if match]
    if len(served) == 2:
        return _same(served[0].group(1), served[1].group(1))
    if _of_other(gold, given) or _of_other(given, gold):
        return False
    if _with_office(gold, given) or _described(gold, given):
        return True
    one, other = _words(gold), _words(given)
    if not one or not other:
        return False
    first, second = one[0], other[0]
    clash = first != second and not (first[0] == second[0] and 1 in (len(first), len(second)))
    if one[-1] == other[-1] and (1 in (len(one), len(other)) or not clash):
        return True
    return 2 * len(set(one) & set(other)) >= max(len(set(one)), len(set(other)))


def _of_other(one: str, other: str) -> bool:
    """Whether ``one`` is somebody of ``other``: "the man’s lawyer", "the lawyer for the man"."""
    owner = re.escape(_ARTICLE.sub("", other))
    served = _FOR.search(one)
    return bool(re.search(rf"\b{owner}[’']s?\s\w", one)) or (
        served is not None and _ARTICLE.sub("", served.group(1)) == _ARTICLE.sub("", other)
    )


def _with_office(gold: str, given: str) -> bool:
    """Whether the longer is the name that the shorter is, after an office and nobody else's name."""
    name, longer = sorted((gold, given), key=len)
    lead = longer.removesuffix(name)
    return bool(_NAME.fullmatch(name)) and lead[-1:] == " " and not _OTHERS.search(lead)


def _described(gold: str, given: str) -> bool:
    """Whether the longer is a description that starts as the shorter one and goes on."""
    short, longer = sorted((_ARTICLE.sub("", gold), _ARTICLE.sub("", given)), key=len)
    goes_on = longer.startswith(short) and _GOES_ON.match(longer, len(short))
    return bool(short and goes_on) and short == short.lower()


def _words(name: str) -> list[str]:
    return [w for w in _WORD.findall(name.lower().replace("’", "'")) if w not in _SKIP]


def shared(spans: tuple[Span, ...], quote: Span) -> int:
    """The characters of ``spans`` in the quote."""
    return sum(max(0, min(b, quote[1]) - max(a, quote[0])) for a, b in spans)


def judge(example: Example, said: tuple[Understood, ...]) -> set[str]:
    """What an example counts for: of covered and ``COUNTS``."""
    at = example.text.find(example.quote)
    if at < 0:
        return set()
    quote, half = (at, at + len(example.quote)), len(example.quote) / 2
    outermost = [one.attribution for one in said if not one.attribution.inner]
    if max((_shared(one, quote) for one in outermost), default=0) < half:
        return set()
    mine = [
        number
        for number, one in enumerate(said)
        if quote[0] <= one.attribution.cue[0][0] < quote[1]
        or shared(one.attribution.content, quote) >= half
    ]
    links = [one.parent for one in said]
    above = {m for number in mine for m in chain(number, links)[:-1]}
    chains = [said[number] for number in mine if number not in above]
    chains = [one for one in chains if len(one.chain) > 1 or len(example.sources) == 1]
    right = [one for one in chains if agrees(example.sources[-1], one.speaker.name)]
    whole = [one for one in right if agrees(example.sources[0], one.chain[0].speaker.name)]
    held = (chains, right, right if len(right) == len(chains) else [], whole)
    return {"covered", *(name for name, found in zip(COUNTS, held, strict=True) if found)}


def _shared(one: Attribution, quote: Span) -> int:
    return shared((*one.source, *one.cue, *one.content), quote)


def count(folder: Path, reader: Reader, show: int = 0) -> Counter[str]:
    """Return how many examples of ``folder`` count for what, and print ``show`` that are not right."""
    found: Counter[str] = Counter()
    read: dict[str, tuple[Understood, ...]] = {}
    for example in examples(folder):
        if example.text not in read:
            try:
                statements = reader.statements(example.text)
            except LanguageError:
                statements = ()
            read[example.text] = understand_text(example.text, statements)
        counts = judge(example, read[example.text])
        found.update(counts)
        found["examples"] += 1
        if "covered" in counts and "right" not in counts and show:
            show -= 1
            print(example.quote, "|", " > ".join(example.sources), "|", ", ".join(sorted(counts)))
    return found


def cost(folder: Path, reader: Reader) -> tuple[float, float]:
    """Return the milliseconds an article takes to its outermost statements, and to all with chains."""
    texts = list(dict.fromkeys(example.text for example in examples(folder)))
    spent = [0.0, 0.0]
    for text in texts:
        for at, read in enumerate((reader.attribute, reader.statements)):
            began = time.process_time()
            understand_text(text, read(text))
            spent[at] += time.process_time() - began
    return 1000 * spent[0] / len(texts), 1000 * spent[1] / len(texts)


def main() -> None:
    """Read every story, then print the shares and the cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--show", type=int, default=0, metavar="N", help="print N that are not right"
    )
    options = parser.parse_args()
    reader = Reader()
    found = count(options.folder, reader, options.show)
    print(f"examples {found['examples']}, covered {found['covered']}; of the covered:")
    for name in COUNTS:
        print(f"{name:8} {found[name]:4}  {100 * found[name] / max(1, found['covered']):.1f} %")
    outermost, both = cost(options.folder, reader)
    print(f"{outermost:.0f} ms an article without the inner ones, {both:.0f} ms with them")


if __name__ == "__main__":
    main()
