"""Muwazi on Spark: functions for DataFrame.mapInArrow, and the columns that they take and give.

Every Python worker loads the vectors, terms and memories once and keeps them for all its tasks. An
answer depends on its record alone, so a task that is tried again gives the same rows, and partitions
do not matter. A record that cannot be aligned becomes a row with an error; none is dropped.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache

import muwazi
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

#: Texts of more characters on both sides together are books: each is a task of its own.
BOOK = 400_000

PAIRS = """
    id string, number int, source string, target string,
    source_segments array<int>, target_segments array<int>,
    confidence double, moved boolean, error string
"""
SENTENCES = "id string, number int, text string, start int, end int, paragraph int, error string"
MATCHES = "id string, query string, rank int, score int, source string, target string, error string"


@lru_cache(maxsize=None)
def _aligner(settings: str) -> muwazi.Aligner:
    return muwazi.Aligner(**json.loads(settings))


@lru_cache(maxsize=None)
def _segmenter(lang: str | None) -> muwazi.Segmenter:
    return muwazi.Segmenter(lang)


@lru_cache(maxsize=None)
def _memory(path: str) -> muwazi.Memory:
    return muwazi.Memory(path, read_only=True)


def _columns(batch: pa.RecordBatch) -> Iterator[dict]:
    names = batch.schema.names
    for values in zip(*(batch.column(name).to_pylist() for name in names)):
        yield {name: value for name, value in zip(names, values) if value is not None}


def _schema(ddl: str) -> pa.Schema:
    kinds = {
        "string": pa.string(),
        "int": pa.int32(),
        "double": pa.float64(),
        "boolean": pa.bool_(),
        "array<int>": pa.list_(pa.int32()),
    }
    fields = (field.split() for field in ddl.replace("\n", " ").split(","))
    return pa.schema([(name, kinds[kind]) for name, kind in fields])


def _batch(rows: list[dict], ddl: str) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(rows, schema=_schema(ddl))


def rows_of(answer: dict) -> Iterator[dict]:
    """The rows of an answer: one a pair, or one that tells why there is none."""
    error = answer.get("error")
    if error is None and not answer["pairs"]:
        error = {"kind": "text", "message": "no pair was found", "omissions": answer["omissions"]}
    if error is not None:
        yield {"id": answer["id"], "number": 0, "error": json.dumps(error, ensure_ascii=False)}
    for number, pair in enumerate(answer.get("pairs", ())):
        yield {"id": answer["id"], "number": number, **pair}


def align(**settings):
    """A function for mapInArrow that aligns rows of id, source, target (and languages, if given)."""
    settings = json.dumps(settings)

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        aligner = _aligner(settings)
        for batch in batches:
            rows = []
            # One thread: Spark has a worker for each core.
            for answer in aligner.align_many(_columns(batch), threads=1):
                rows.extend(rows_of(answer))
            yield _batch(rows, PAIRS)

    return run


def segment(lang: str | None = None):
    """A function for mapInArrow that splits rows of id and text into sentences."""

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        segmenter = _segmenter(lang)
        for batch in batches:
            rows = []
            for record in _columns(batch):
                try:
                    sentences = segmenter.split(record.get("text", ""))
                except muwazi.MuwaziError as error:
                    rows.append({"id": record.get("id"), "number": 0, "error": str(error)})
                    continue
                rows.extend(
                    {"id": record.get("id"), "number": number, **sentence}
                    for number, sentence in enumerate(sentences)
                )
            yield _batch(rows, SENTENCES)

    return run


def look_up(memory: str, **how):
    """A function for mapInArrow that looks rows of id and query up. ``memory`` is the name of a file that
    SparkContext.addFile sent, with its index beside it."""

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from pyspark import SparkFiles

        opened = _memory(SparkFiles.get(memory))
        for batch in batches:
            rows = []
            for record in _columns(batch):
                key = {"id": record.get("id"), "query": record.get("query")}
                try:
                    answer = opened.lookup(record.get("query", ""), **how)
                except muwazi.MuwaziError as error:
                    rows.append({**key, "rank": 0, "error": str(error)})
                    continue
                for rank, match in enumerate(answer["matches"]):
                    picked = {name: match[name] for name in ("score", "source", "target")}
                    rows.append({**key, "rank": rank, **picked})
            yield _batch(rows, MATCHES)

    return run


def spread(articles: DataFrame, tasks: int) -> DataFrame:
    """Articles in even tasks: books first, each alone, then the others."""
    size = F.length("source") + F.length("target")
    books = articles.where(size > BOOK)
    others = articles.where(~(size > BOOK) | size.isNull())
    count = books.count()
    if count == 0:
        return others.repartition(tasks)
    return books.repartition(count).union(others.repartition(tasks))


def distinct_pairs(pairs: DataFrame) -> DataFrame:
    """Pairs once each: of those with equal texts the most confident, then the first by id."""
    from pyspark.sql.window import Window

    order = Window.partitionBy("source", "target").orderBy(F.desc("confidence"), "id", "number")
    return pairs.withColumn("_rank", F.row_number().over(order)).where("_rank = 1").drop("_rank")
