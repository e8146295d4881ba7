"""The engine gives the rows of the local run, also when one of its workers is killed in the middle.

Skipped where PySpark or Java is missing: `pip install 'sayso[spark]'` and a Java runtime.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

pyspark: Any = pytest.importorskip("pyspark", reason="PySpark is not installed (extra spark)")
if shutil.which("java") is None:
    pytest.skip("there is no Java runtime", allow_module_level=True)
pytest.importorskip("pandas", reason="pandas, which PySpark needs, is not installed")

from sayso import spark as engine  # noqa: E402
from sayso.bulk.columns import plain  # noqa: E402
from test_bulk import quick, rows, text  # noqa: E402

MASTER = os.environ.get("SAYSO_TEST_SPARK", "local-cluster[2,1,1024]")
TESTS = Path(__file__).parent
# Spark's own Python leaves sockets to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def marks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("marks")


@pytest.fixture(scope="module")
def spark(marks: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from pyspark.sql import SparkSession

    place = tmp_path_factory.mktemp("spark")
    os.environ |= {
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
        # Starting takes most of the time here: no compiling beyond the first tier.
        "JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "SPARK_WORKER_DIR": str(place),
        "PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path]),
        "SAYSO_TEST_MARKS": str(marks),
    }
    started = SparkSession.builder.master(MASTER).config("spark.ui.enabled", "false")
    started = started.config("spark.sql.shuffle.partitions", "2")
    for name in ("PYTHONPATH", "SAYSO_TEST_MARKS"):
        started = started.config(f"spark.executorEnv.{name}", os.environ[name])
    session = started.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    session.sparkContext.setCheckpointDir(str(place / "checkpoints"))
    yield session
    session.stop()


def in_any_order(folder: Path) -> dict[str, list[str]]:
    return {
        table: sorted(json.dumps(plain(one), default=bytes.hex) for one in found)
        for table, found in rows(folder).items()
    }


def kill_one(marks: Path, killed: list[int]) -> None:
    """Kill -9 the first of Spark's executors that has begun to read."""
    deadline = time.monotonic() + 300
    while not killed and time.monotonic() < deadline:
        for mark in marks.iterdir():
            os.kill(int(mark.name), signal.SIGKILL)
            killed.append(int(mark.name))
            return
        time.sleep(0.05)


def test_a_worker_killed_in_the_middle_costs_no_row(
    spark: Any, marks: Path, tmp_path: Path
) -> None:
    from quick_sayso import MarkedReader

    files = []
    for part in range(4):
        lines = [
            json.dumps({"id": f"a{n}", "text": text(n)}) for n in range(part * 10, part * 10 + 10)
        ]
        files.append(tmp_path / f"in{part}.jsonl")
        files[-1].write_text("\n".join([*lines, '{"id": "broken']) + "\n", encoding="utf-8")
    local, cluster = tmp_path / "local", tmp_path / "cluster"
    assert quick("run", *files, "--out", local, "--jobs", "1")[0] == 3

    killed: list[int] = []
    killer = threading.Thread(target=kill_one, args=(marks, killed))
    if MASTER.startswith("local-cluster"):
        killer.start()
    batches = [[str(one) for one in files[:3]], [str(files[3])]]
    names = list(engine.run(spark, batches, str(cluster), opener=MarkedReader))
    if MASTER.startswith("local-cluster"):
        killer.join()
        assert len(killed) == 1
    assert in_any_order(cluster) == in_any_order(local)

    written = {one: one.stat().st_mtime_ns for one in cluster.rglob("*")}
    assert list(engine.run(spark, batches, str(cluster), opener=MarkedReader)) == names
    assert {one: one.stat().st_mtime_ns for one in cluster.rglob("*")} == written
    assert quick("load", tmp_path / "story.db", cluster) == (3, "40 added, 0 known, 4 refused\n")


def test_pairs_are_those_that_share_two_rare_words(spark: Any) -> None:
    said = {
        "p1": ("a", "The ferry Solveig ran aground near Brandt Point"),
        "p2": ("b", "Near Brandt Point the ferry hit a reef"),
        "p3": ("c", "The minister praised the harbour"),
        "p4": ("d", "The minister praised nobody"),
        "p5": ("d", "The minister praised the harbour"),
    }
    rows = [(key, article, words) for key, (article, words) in said.items()]
    frame = spark.createDataFrame(rows, "id string, article string, words string")
    found = {(one.left, one.right) for one in engine.candidate_pairs(frame).collect()}
    assert found == {("p1", "p2"), ("p3", "p4"), ("p3", "p5")}


def test_pairs_grow_no_faster_than_the_propositions(spark: Any) -> None:
    rows = [(f"p{n:03}", f"a{n:03}", "The minister praised the harbour") for n in range(120)]
    frame = spark.createDataFrame(rows, "id string, article string, words string")
    pairs = [(one.left, one.right) for one in engine.candidate_pairs(frame, near=3).collect()]
    assert len(pairs) == 3 * 120 - 6
    assert pieces(pairs) == {frozenset(f"p{n:03}" for n in range(120))}


def test_groups_are_what_the_links_join(spark: Any) -> None:
    dice = random.Random(3)
    links = [(f"n{dice.randrange(60)}", f"n{dice.randrange(60)}") for _ in range(40)]
    links += [(f"c{n:03}", f"c{n + 1:03}") for n in range(50)]  # a long chain
    frame = spark.createDataFrame(links, "left string, right string")
    members: dict[str, set[str]] = {}
    for one in engine.same_groups(frame).collect():
        assert one.id not in members.setdefault(one.group, set())
        members[one.group].add(one.id)
    assert {frozenset(group) for group in members.values()} == pieces(links)
    assert all(min(group) == name for name, group in members.items())


def pieces(links: list[tuple[str, str]]) -> set[frozenset[str]]:
    """The groups, by joining sets until none overlap."""
    found = [{left, right} for left, right in links if left != right]
    again = True
    while again:
        again = False
        for one, other in combinations(found, 2):
            if one & other:
                one |= other
                found.remove(other)
                again = True
                break
    return {frozenset(one) for one in found}
