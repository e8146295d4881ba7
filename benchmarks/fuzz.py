"""Damaged and hostile inputs over every reader and the extractor: none may raise, hang or swell.

    python benchmarks/fuzz.py --count 5000 --seed 1

Each input is a sample of one format (``tests/samples.py``), mutated with a seed of its own, so that
``--only N`` makes input N again. It is read in a child process with limits on memory and time. Printed
are the counts, the slowest inputs, and the traceback of each failure; the exit code is 1 if there is one.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import random
import re
import resource
import selectors
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).parent.parent / "tests"
LONGEST = 2 << 20  # bytes of an input
TOKENS = [
    *(b"<", b">", b"</", b"]]>", b"<!--", b"-->", b"<![CDATA[", b"&amp;", b"&#x0;", b"&#xd800;"),
    *(b"<p>", b"</p>", b"<div>", b"<item>", b"</item>", b"<url><loc>", b"<entry>", b"<script>"),
    *(b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>', b"&b;", b"<?xml ", b"?>"),
    *(
        b"{",
        b"}",
        b"[",
        b"]",
        b'"',
        b"\\",
        b"\\ud800",
        b"\\u0000",
        b"null",
        b"1e999",
        b"-0",
        b"9" * 400,
    ),
    *(
        b"\0",
        b"\r\n",
        b"\n\n",
        b"\x1f\x8b\x08",
        b"PK\x03\x04",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
    ),
    *(
        b"WARC/1.0\r\n",
        b"Content-Length: ",
        b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n",
        b"4294967296",
        b"-1",
    ),
    *(
        "\u202e".encode(),
        "\u200b".encode(),
        "\ufeff".encode(),
        "“".encode(),
        "’".encode(),
        "🚢".encode(),
    ),
    *(b"LiveBlogPosting", b'"@graph":', b'"bodies":', b"2024-99-99", b"0000-00-00T00:00:00Z"),
]


VALUE = re.compile(rb':\s*("(?:[^"\\]|\\.)*"|-?\d+|null|true|\[\s*\]|\{\s*\})')
VALUES = [
    *(
        b"null",
        b"true",
        b"0",
        b"1e400",
        b"[]",
        b"{}",
        b'""',
        b'" "',
        b'"x"',
        b'"\\ud800"',
        b"[[[]]]",
    ),
    *(
        b'{"@value": "x"}',
        b'[{"name": 5}]',
        b'["a", null, {}]',
        b'"http://[::1"',
        b'"//\\u0000"',
        b"NaN",
    ),
    *(b'"0001-01-01T00:00:00+23:59"', b'"9999-12-31T23:59:59-23:59"', b'"2024-W01"', b'"\\u202e"'),
]


def mutated(samples: dict[str, bytes], seed: int) -> tuple[str, bytes]:
    """Return the name and the bytes of the input that ``seed`` makes."""
    rng = random.Random(seed)
    name = rng.choice(sorted(samples))
    data = samples[name]
    inner = rng.random() < 0.5 and name.endswith(".gz")
    if inner:  # damage what is packed, not only the packing
        data = gzip.decompress(data)
    for _ in range(rng.choice([1, 1, 1, 2, 3, 6])):
        data = rng.choice(MUTATIONS)(data, samples, rng)[:LONGEST]
    if inner or (rng.random() < 0.05):
        data = gzip.compress(data, 1)
    return name, data


def _cut(data: bytes, _: dict[str, bytes], rng: random.Random) -> bytes:
    return data[: rng.randint(0, len(data))]


def _flip(data: bytes, _: dict[str, bytes], rng: random.Random) -> bytes:
    raw = bytearray(data)
    for _change in range(rng.randint(1, 20) if raw else 0):
        raw[rng.randrange(len(raw))] = rng.randrange(256)
    return bytes(raw)


def _drop(data: bytes, _: dict[str, bytes], rng: random.Random) -> bytes:
    start, end = _range(data, rng)
    return data[:start] + data[end:]


def _insert(data: bytes, _: dict[str, bytes], rng: random.Random) -> bytes:
    at = rng.randint(0, len(data))
    return data[:at] + b"".join(rng.choices(TOKENS, k=rng.randint(1, 5))) + data[at:]


def _repeat(data: bytes, _: dict[str, bytes], rng: random.Random) -> bytes:
    start, end = _range(data, rng)
    piece = rng.choice([data[start:end], rng.choice(TOKENS)])
    times = rng.choice([3, 100, 10_000, 200_000])
    return data[:start] + piece * min(times, LONGEST // max(len(piece), 1)) + data[start:]


def _splice(data: bytes, samples: dict[str, bytes], rng: random.Random) -> bytes:
    other = samples[rng.choice(sorted(samples))]
    (start, end), (first, last) = _range(data, rng), _range(other, rng)
    return data[:start] + other[first:last] + data[end:]


def _revalue(data: bytes, _: dict[str, bytes], rng: random.Random) -> bytes:
    """Put a JSON value of another kind in the place of one, where there is any."""
    found = list(VALUE.finditer(data, 0, 100_000))
    if not found:
        return data
    start, end = rng.choice(found).span(1)
    return data[:start] + rng.choice(VALUES) + data[end:]


def _range(data: bytes, rng: random.Random) -> tuple[int, int]:
    start = rng.randint(0, len(data))
    return start, rng.randint(start, min(len(data), start + rng.choice([4, 60, 2000])))


Mutation = Callable[[bytes, dict[str, bytes], random.Random], bytes]
MUTATIONS: list[Mutation] = [
    _cut,
    _flip,
    _flip,
    _drop,
    _insert,
    _insert,
    _repeat,
    _splice,
    _revalue,
    _revalue,
]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of input ``number``: pages, articles, refusals; ``failure`` is a traceback."""

    number: int
    name: str
    size: int
    seconds: float
    pages: int
    articles: int
    refused: int
    failure: str


def _read(number: int, name: str, data: bytes, folder: Path) -> Result:
    """Read one input as ``sayso add`` would, short of its statements."""
    from sayso.charset import decode
    from sayso.errors import SaysoError
    from sayso.extract import extract
    from sayso.gather import whole_or_parts
    from sayso.read import read_inputs
    from sayso.records import Page

    path = folder / name
    path.write_bytes(data)
    pages = articles = refused = 0
    failure = ""
    started = time.process_time()
    try:
        for found in read_inputs([str(path)], stdin=io.BytesIO()):
            for one in whole_or_parts(found):
                if not isinstance(one, Page):
                    refused += 1
                    f"{one.subject}{one.reason}".encode()
                    continue
                pages += 1
                f"{one.origin}{one.url}{one.name}{one.given}".encode()
                try:
                    article = extract(one, decode(one))
                except SaysoError:
                    refused += 1
                else:
                    articles += 1
                    f"{article.text}{article.title}{article.byline}{article.outlet}".encode()
    except BaseException:
        failure = traceback.format_exc()
    seconds = time.process_time() - started
    return Result(number, name, len(data), seconds, pages, articles, refused, failure)


def child(first: int, seed: int, count: int, memory: int) -> None:
    """Read the inputs from ``first`` on, and print a line of JSON for each."""
    sys.path.insert(0, str(TESTS))
    from samples import ALL, SITEMAP

    resource.setrlimit(resource.RLIMIT_AS, (memory << 20, memory << 20))
    out = os.fdopen(os.dup(1), "w")
    with tempfile.TemporaryDirectory() as folder:
        _read(
            0, "page.html", ALL["page.html"], Path(folder)
        )  # what is imported late, and the model
        for number in range(first, count):
            name, data = mutated({**ALL, "map.xml": SITEMAP}, seed * 1_000_003 + number)
            result = _read(number, name, data, Path(folder))
            out.write(json.dumps([getattr(result, one) for one in Result.__slots__]) + "\n")
            out.flush()


def run(seed: int, count: int, first: int, memory: int, limit: float) -> list[Result]:
    """Return the results of all inputs; a child that dies or hangs is a failure of its input."""
    results: list[Result] = []
    number = first
    while number < count:
        command = [sys.executable, __file__, "--child", str(number), "--seed", str(seed)]
        command += ["--count", str(count), "--memory", str(memory)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, bufsize=0) as process:
            assert process.stdout is not None
            selector = selectors.DefaultSelector()
            selector.register(process.stdout, selectors.EVENT_READ)
            # Of a busy machine a process gets a part; the first input waits for the imports too.
            patience = 10 * limit
            while selector.select(patience):
                line = process.stdout.readline()
                if not line:
                    break
                results.append(Result(*json.loads(line)))
                if results[-1].failure or results[-1].seconds > limit / 4:
                    print(f"input {number}: {results[-1].seconds:.1f} s", file=sys.stderr)
                number += 1
            if number < count:
                why = f"over {limit} s" if process.poll() is None else f"it died ({process.wait()})"
                results.append(Result(number, "?", 0, limit, 0, 0, 0, why))
                number += 1
            process.kill()
    return results


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--memory", type=int, default=2048, help="MiB of address space")
    parser.add_argument(
        "--seconds", type=float, default=20.0, help="of one input, by the processor"
    )
    parser.add_argument("--only", type=int, help="read only this input")
    parser.add_argument("--save", type=Path, help="write that input into this folder")
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.child is not None:
        child(told.child, told.seed, told.count, told.memory)
        return 0
    first, count = (0, told.count) if told.only is None else (told.only, told.only + 1)
    if told.save is not None:
        sys.path.insert(0, str(TESTS))
        from samples import ALL, SITEMAP

        name, data = mutated({**ALL, "map.xml": SITEMAP}, told.seed * 1_000_003 + first)
        (told.save / name).write_bytes(data)
        print(told.save / name)
    results = run(told.seed, count, first, told.memory, told.seconds)
    kinds = Counter(one.name for one in results)
    print(f"{len(results)} inputs, seed {told.seed}, {sum(one.seconds for one in results):.0f} s")
    for name in sorted(kinds):
        own = [one for one in results if one.name == name]
        counts = (sum(one.pages for one in own), sum(one.articles for one in own))
        refused = sum(one.refused for one in own)
        print(
            f"  {name:20} {len(own):5} inputs {counts[0]:6} pages {counts[1]:6} articles {refused:6} refused"
        )
    print("slowest:")
    for one in sorted(results, key=lambda result: -result.seconds)[:5]:
        print(f"  {one.seconds:6.2f} s  input {one.number} ({one.name}, {one.size} bytes)")
    failures = [one for one in results if one.failure or one.seconds > told.seconds]
    print(f"{len(failures)} failures")
    for one in failures:
        print(f"input {one.number} ({one.name}, {one.size} bytes):\n{one.failure}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
