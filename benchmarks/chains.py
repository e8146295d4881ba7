"""How often a statement inside a statement comes out as a chain with the right innermost source.

    python benchmarks/chains.py FOLDER STATEMENTS.jsonl [--show N]

FOLDER holds the stories (``nested`` in each: an article, a quote, its chain from the outside in).
STATEMENTS is what the model found in their articles, one article a line: {"id": "story.json:article",
"text", "attributions": [{"source", "cue", "content", "form", "kind", "score", "made_by"}]}; the inner
pass is run here.

Most chains begin with OUTLET, the publisher of the article itself. Every statement stands in its
article, so that link is there without being found: a leading OUTLET is taken off, and an example
with one source left wants that source and no parent. Examples with two sources or more want a
parent; they are also counted on their own.

An example is *covered* if its words are found in the article and the statement that shares most of
them (source, cue and content) shares at least half. It is *right* if, of the statements whose cue
stands in the quote, one has a parent, its speaker is the example's innermost source, and nothing
below it is another's. Names agree when they share a last word or half of the longer one's words.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path

from sayso.chains import chain
from sayso.drafts import Draft
from sayso.nested import nested
from sayso.records import Attribution, Form, Kind, Span
from sayso.resolve import resolve

_WORD = re.compile(r"\w+")
_SKIP = {"the", "a", "an", "of", "s", "mr", "mrs", "ms", "dr", "president", "and"}


def agrees(gold: str, given: str) -> bool:
    """Whether two names say the same source."""
    one, other = (
        [w for w in _WORD.findall(re.sub(r"\(.*?\)", "", name).lower()) if w not in _SKIP]
        for name in (gold, given)
    )
    if not one or not other:
        return False
    shared = len(set(one) & set(other))
    return one[-1] == other[-1] or shared * 2 >= max(len(set(one)), len(set(other)))


def with_inner(text: str, raw: list[dict[str, list[list[int]]]]) -> list[Attribution]:
    """The statements of one line of the file, and those inside them."""
    drafts, found = [], []
    for one in raw:
        source, cue, content = (
            tuple((int(a), int(b)) for a, b in one[key]) for key in ("source", "cue", "content")
        )
        drafts.append(Draft(source, cue, content, 0.5, ""))
        found.append(Attribution(source, cue, content, Form.INDIRECT, Kind.SPEECH, 0.5))
    for draft in nested(text, drafts):
        found.append(
            Attribution(
                draft.source,
                draft.cue,
                draft.content,
                Form.INDIRECT,
                Kind.SPEECH,
                0.5,
                draft.made_by,
            )
        )
    return sorted(found, key=lambda one: (one.start, one.cue))


def overlap(one: Attribution, quote: Span) -> int:
    """The characters a statement shares with the quote."""
    spans = (*one.source, *one.cue, *one.content)
    return sum(max(0, min(b, quote[1]) - max(a, quote[0])) for a, b in spans)


def examples(folder: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Yield article, quote and chain of every example of the stories."""
    for file in sorted(folder.glob("*.json")):
        for one in json.loads(file.read_text(encoding="utf-8"))["nested"]:
            yield f"{file.name}:{one['article']}", one["quote"], one["chain"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("statements", type=Path)
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    lines = options.statements.read_text(encoding="utf-8").split("\n")
    articles = {d["id"]: d for d in (json.loads(line) for line in lines if line)}
    total = covered = chained = right = deep = deep_right = 0
    for article, words, whole in examples(options.folder):
        total += 1
        text = articles[article]["text"]
        at = text.find(words)
        if at < 0:
            continue
        statements = with_inner(text, articles[article]["attributions"])
        quote = (at, at + len(words))
        if max((overlap(one, quote) for one in statements), default=0) < len(words) / 2:
            continue
        covered += 1
        said = resolve(text, statements)
        links = [one.parent for one in said]
        wanted = whole[1:] if whole[0] == "OUTLET" and len(whole) > 1 else whole
        inner = [
            n
            for n, one in enumerate(statements)
            if (links[n] is not None or len(wanted) == 1) and quote[0] <= one.cue[0][0] < quote[1]
        ]
        chained += bool(inner)
        deep += len(wanted) > 1
        deepest = [n for n in inner if n not in links]
        good = any(agrees(wanted[-1], said[n].speaker.name) for n in deepest)
        right += good
        deep_right += good and len(wanted) > 1
        if not good and options.show:
            options.show -= 1
            print(words, wanted, [[said[m].speaker.name for m in chain(n, links)] for n in inner])
            print(
                "   ",
                [
                    (text[slice(*o.source[0])] if o.source else "", text[slice(*o.cue[0])])
                    for o in statements
                    if overlap(o, quote)
                ],
            )
    print(f"examples {total}  covered {covered}  chained {chained}  right {right}", end="")
    print(f" ({100 * right / covered:.1f} % of the covered)" if covered else "")
    print(f"of these with two sources or more in the text: {deep_right} of {deep}")


if __name__ == "__main__":
    main()
