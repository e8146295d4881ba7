"""Which propositions may state the same, and groups of those that do: joins and groupings of Spark.

The cost is bounded for each proposition, whatever the number of all, so that it grows as they do.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from pyspark.sql import Window
from pyspark.sql import functions as f

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

RAREST = 6  # words of a proposition that it is found by, two at a time: 15 keys
NEAR = 20  # propositions; with so many of one key, the next in order, each is paired
_WORDS = r"regexp_extract_all(lower(words), '(?U)(\\w{3,}|\\d+)', 1)"
_LIMIT = 50  # rounds of joining groups; each at least halves what is left to join


def candidate_pairs(propositions: DataFrame, rarest: int = RAREST, near: int = NEAR) -> DataFrame:
    """Return pairs of propositions of different articles that share two of their rarest words.

    ``propositions`` has at least the columns ``id``, ``article`` and ``words`` (the table of that
    name). A pair is ``left``, ``right`` (identifiers, the left the lower) and ``keys``, how many pairs
    of words it was found by. Where many share a key, each is paired with the ``near`` next of them, so
    that all of them hang together.
    """
    said = propositions.select("id", "article", "words").dropDuplicates(["id"])
    words = said.select("id", "article", f.explode(f.array_distinct(f.expr(_WORDS))).alias("word"))
    known = words.groupBy("word").agg(f.countDistinct("article").alias("articles"))
    by_rarity = Window.partitionBy("id").orderBy("articles", "word")
    rare = (
        words.join(known.where("articles > 1"), "word")
        .withColumn("rank", f.row_number().over(by_rarity))
        .where(f.col("rank") <= rarest)
    )
    one, other = rare.alias("one"), rare.alias("other")
    keys = one.join(other, "id").where("one.word < other.word")
    keys = keys.select("id", f.col("one.article").alias("article"),
                       f.concat_ws(" ", "one.word", "other.word").alias("key"))  # fmt: skip
    next_ones = Window.partitionBy("key").orderBy("id").rowsBetween(1, near)
    after = f.collect_list(f.struct("id", "article")).over(next_ones)
    # In two steps: Spark takes no window inside an explode.
    found = keys.withColumn("after", after).select(
        "id", "article", f.explode("after").alias("next")
    )
    return (
        found.where("article <> next.article")
        .groupBy(f.col("id").alias("left"), f.col("next.id").alias("right"))
        .agg(f.count("*").alias("keys"))
    )


def same_groups(links: DataFrame) -> DataFrame:
    """Return the groups that ``links`` (``left``, ``right``) join: ``id`` and ``group``, its lowest id.

    Each round, every member is linked to the lowest of its neighbours, first the higher ones, then
    all but these (Kiveris et al., "Connected Components in MapReduce and Beyond", 2014), until
    nothing changes. ``SparkContext.setCheckpointDir`` must have been called: the rounds' results are
    kept there, safe from the loss of a worker.
    """
    edges = links.select("left", "right").where("left <> right").distinct().checkpoint()
    before = None
    for _ in range(_LIMIT):
        edges = _star(_star(edges, larger=True), larger=False).checkpoint()
        now = _digest(edges)
        if now == before:
            break
        before = now
    members = edges.select(f.col("left").alias("id"), f.col("right").alias("group"))
    lowest = edges.select(f.col("right").alias("id"), f.col("right").alias("group"))
    return reduce(lambda a, b: a.union(b), (members, lowest)).distinct()


def _star(edges: DataFrame, larger: bool) -> DataFrame:
    """Link the higher (or else the lower) neighbours of each to the lowest of all of them."""
    one_way = edges.select(f.col("left").alias("at"), f.col("right").alias("to"))
    other_way = edges.select(f.col("right").alias("at"), f.col("left").alias("to"))
    both = one_way.union(other_way)
    if not larger:
        both = both.where("to < at")
    lowest = both.groupBy("at").agg(f.least(f.min("to"), f.first("at")).alias("low"))
    joined = both.join(lowest, "at")
    if larger:
        linked = joined.where("to > at").select(
            f.col("to").alias("left"), f.col("low").alias("right")
        )
    else:
        own = lowest.select(f.col("at").alias("left"), f.col("low").alias("right"))
        linked = joined.select(f.col("to").alias("left"), f.col("low").alias("right")).union(own)
    return linked.where("left <> right").distinct()


def _digest(edges: DataFrame) -> tuple[int, int]:
    row = edges.agg(
        f.count("*"), f.sum(f.xxhash64("left", "right").cast("decimal(38,0)"))
    ).collect()[0]
    return int(row[0]), int(row[1] or 0)
