"""The stages on Spark, for what is more than one machine should read (docs/bulk.md).

A thin layer: the functions of ``sayso.bulk`` run inside ``mapInArrow``, and what lies across articles
is Spark's own joins and groupings. Nothing is scheduled or shuffled here.
"""

from importlib.util import find_spec

from sayso.errors import SaysoError

if find_spec("pyspark") is None:
    raise SaysoError(
        "sayso.spark needs PySpark, which is not installed: pip install 'sayso[spark]'"
    )

from sayso.spark.pairs import candidate_pairs, same_groups
from sayso.spark.stages import documents, read, run, tables, write

__all__ = ["candidate_pairs", "documents", "read", "run", "same_groups", "tables", "write"]
