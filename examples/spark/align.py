"""Aligns articles on Spark.

    spark-submit --py-files muwazi_spark.py align.py ARTICLES OUT [--pipe PROGRAM] [--tasks N]

ARTICLES: JSON lines of id, source, target. OUT/pairs, OUT/rejected and OUT/distinct are written as
Parquet: the pairs, the records that could not be aligned with the reason, and the pairs without
duplicates. With --pipe the program `muwazi` on the workers' path does the work, without Python there.
"""

from __future__ import annotations

import argparse
import json

import muwazi_spark as ms
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F


def piped(spark: SparkSession, articles: DataFrame, program: str) -> DataFrame:
    """The pairs by `muwazi align --jsonl`, one process a task."""
    lines = articles.toJSON()
    names = [field.split()[0] for field in ms.PAIRS.split(",")]
    answers = lines.pipe(f"{program} align --jsonl --threads 1 --quiet")

    def rows(line: str):
        for row in ms.rows_of(json.loads(line)):
            yield tuple(row.get(name) for name in names)

    return spark.createDataFrame(answers.flatMap(rows), ms.PAIRS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles")
    parser.add_argument("out")
    parser.add_argument("--pipe", metavar="PROGRAM")
    parser.add_argument("--tasks", type=int, default=0)
    asked = parser.parse_args()

    spark = SparkSession.builder.appName("muwazi align").getOrCreate()
    # A batch is what a worker holds at a time; articles are long rows.
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", 64)
    schema = "id string, source string, target string"
    articles = spark.read.schema(schema).json(asked.articles)
    tasks = asked.tasks or 4 * spark.sparkContext.defaultParallelism
    articles = ms.spread(articles, tasks)
    if asked.pipe:
        pairs = piped(spark, articles, asked.pipe)
    else:
        pairs = articles.mapInArrow(ms.align(), ms.PAIRS)
    # Written once, then read: the work is not done again for the other tables.
    pairs.write.mode("overwrite").parquet(f"{asked.out}/all")
    done = spark.read.parquet(f"{asked.out}/all")
    pairs = done.where(F.col("error").isNull()).drop("error")
    rejected = done.where(F.col("error").isNotNull()).select("id", "error")
    pairs.write.mode("overwrite").parquet(f"{asked.out}/pairs")
    rejected.write.mode("overwrite").parquet(f"{asked.out}/rejected")
    ms.distinct_pairs(pairs).write.mode("overwrite").parquet(f"{asked.out}/distinct")
    print(f"{pairs.count()} pairs; {rejected.count()} records rejected")
    spark.stop()


if __name__ == "__main__":
    main()
