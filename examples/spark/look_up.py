"""Splits texts into sentences on Spark and looks each up in a memory.

    spark-submit --py-files muwazi_spark.py look_up.py TEXTS MEMORY OUT [--lang LANG] [--min 70]

TEXTS: JSON lines of id and text. MEMORY is sent to the workers with its index, whole, as a file.
"""

from __future__ import annotations

import argparse
import os

import muwazi_spark as ms
from pyspark.sql import SparkSession
from pyspark.sql import functions as F


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts")
    parser.add_argument("memory")
    parser.add_argument("out")
    parser.add_argument("--lang")
    parser.add_argument("--min", type=float, default=70)
    asked = parser.parse_args()

    spark = SparkSession.builder.appName("muwazi look_up").getOrCreate()
    context = spark.sparkContext
    context.addFile(asked.memory)
    index = f"{asked.memory}-index"
    if os.path.isdir(index):
        context.addFile(index, recursive=True)
    texts = spark.read.schema("id string, text string").json(asked.texts)
    texts = texts.repartition(4 * context.defaultParallelism)
    sentences = texts.mapInArrow(ms.segment(asked.lang), ms.SENTENCES)
    sentences.write.mode("overwrite").parquet(f"{asked.out}/sentences")
    sentences = spark.read.parquet(f"{asked.out}/sentences").where(F.col("error").isNull())
    queries = sentences.select(
        F.concat_ws("#", "id", F.col("number").cast("string")).alias("id"), F.col("text").alias("query")
    )
    name = os.path.basename(asked.memory)
    matches = queries.mapInArrow(ms.look_up(name, min=asked.min), ms.MATCHES)
    matches.write.mode("overwrite").parquet(f"{asked.out}/matches")
    print(f"{spark.read.parquet(f'{asked.out}/matches').count()} matches")
    spark.stop()


if __name__ == "__main__":
    main()
