"""Alignment on Spark, in local mode: the same as on one machine, with workers that die."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import muwazi
import pytest

pytest.importorskip("pyspark")
ROOT = Path(__file__).resolve().parents[3]
PLACES = [str(ROOT / "examples/spark"), str(Path(__file__).parent)]
sys.path[:0] = PLACES

import made  # noqa: E402
import muwazi_spark as ms  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402

ARTICLES = int(os.environ.get("MUWAZI_ARTICLES", "1000"))


@pytest.fixture(scope="module")
def spark():
    # For the workers. Other tests put their own places before these in `sys.path`.
    os.environ["PYTHONPATH"] = os.pathsep.join([*PLACES, os.environ.get("PYTHONPATH", "")])
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        # Two cores; a task may fail three times.
        SparkSession.builder.master("local[2,4]")
        .appName("muwazi tests")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "32")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def articles(sets: Path) -> list[dict]:
    """Articles of the news, two bad records, and a book."""
    return list(made.articles(sets, ARTICLES))


@pytest.fixture(scope="module")
def few(articles: list[dict]) -> list[dict]:
    return articles[:100] + articles[511:512] + articles[-1:]


def of_spark(rows) -> dict[str, list]:
    """The rows by article, in order."""
    found: dict[str, list] = {}
    for row in sorted(rows, key=lambda row: (row["id"], row["number"])):
        found.setdefault(row["id"], []).append(
            without_line(row["error"])
            if row["error"]
            else (row["source"], row["target"], row["confidence"])
        )
    return found


@pytest.fixture(scope="module")
def expected(articles: list[dict]) -> dict[str, list]:
    rows = (row for answer in muwazi.align_many(articles) for row in ms.rows_of(answer))
    return of_spark({"error": None, **row} for row in rows)


def without_line(error: str) -> dict:
    """An error without its line in the stream, which is not the record's place in Spark."""
    return {name: value for name, value in json.loads(error).items() if name != "line"}


def same(found: dict[str, list], expected: dict[str, list], asked: list[dict]) -> None:
    names = {article["id"] for article in asked}
    expected = {name: rows for name, rows in expected.items() if name in names}
    assert found == expected


@pytest.mark.parametrize("tasks", [1, 7])
def test_partitions_do_not_matter(spark, few, expected, tasks: int) -> None:
    frame = spark.createDataFrame(few, "id string, source string, target string")
    pairs = ms.spread(frame, tasks).mapInArrow(ms.align(), ms.PAIRS)
    same(of_spark(pairs.collect()), expected, few)


def test_a_worker_that_dies_is_made_up_for(spark, articles, expected, tmp_path: Path) -> None:
    frame = spark.createDataFrame(articles, "id string, source string, target string")
    align, marks = ms.align(), str(tmp_path)

    def dying(batches):
        from pyspark import TaskContext

        context = TaskContext.get()
        mark = Path(marks) / str(context.partitionId())
        for number, batch in enumerate(align(batches)):
            yield batch
            if number == 1 and context.partitionId() % 2 == 0 and not mark.exists():
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)

    out = str(tmp_path / "pairs")
    ms.spread(frame, 6).mapInArrow(dying, ms.PAIRS).write.parquet(out)
    assert list(Path(marks).glob("[0-9]*")), "no worker died"
    same(of_spark(spark.read.parquet(out).collect()), expected, articles)


def test_articles_without_pairs_are_told(spark) -> None:
    unlike = {"id": "x", "source": "سافر الوزير إلى باريس.", "target": "Add two eggs and a cup of flour."}
    frame = spark.createDataFrame([unlike], "id string, source string, target string")
    rows = frame.mapInArrow(ms.align(), ms.PAIRS).collect()
    assert [row["id"] for row in rows] == ["x"] and (rows[0]["source"] or "no pair" in rows[0]["error"])


def test_the_program_in_a_pipe_gives_the_same(spark, few, expected, program: str) -> None:
    import align as script

    frame = spark.createDataFrame(few, "id string, source string, target string")
    same(of_spark(script.piped(spark, frame.repartition(5), program).collect()), expected, few)


def test_sentences_are_looked_up_in_a_memory_that_was_sent(spark, tmp_path: Path) -> None:
    path = tmp_path / "house.muwazi"
    with muwazi.Memory(path, create=True) as memory:
        memory.add([{"source": "بدأ الاجتماع أمس.", "target": "The meeting began yesterday."}])
    spark.sparkContext.addFile(str(path))
    texts = [{"id": str(n), "text": "The meeting began today. He left."} for n in range(20)]
    frame = spark.createDataFrame(texts, "id string, text string").repartition(3)
    sentences = frame.mapInArrow(ms.segment("en"), ms.SENTENCES)
    queries = sentences.selectExpr("id", "text as query")
    found = queries.mapInArrow(ms.look_up("house.muwazi"), ms.MATCHES).collect()
    assert len(found) == 20 and {row["score"] for row in found} == {75}


def test_the_commands_of_the_docs_run(articles, tmp_path: Path) -> None:
    page = (ROOT / "docs/spark.md").read_text(encoding="utf-8")
    commands = re.findall(r"^spark-submit (.*)$", page, re.MULTILINE)
    assert len(commands) == 2
    for name in ("muwazi_spark.py", "align.py", "look_up.py"):
        shutil.copy(ROOT / "examples/spark" / name, tmp_path)
    with muwazi.Memory(tmp_path / "house.muwazi", create=True) as memory:
        memory.add([{"source": "بدأ الاجتماع أمس.", "target": "The meeting began yesterday."}])
    records = {"articles": articles[:10], "texts": [{"id": "1", "text": "He left. The meeting began today."}]}
    for name, rows in records.items():
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (tmp_path / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    submit = str(Path(sys.executable).with_name("spark-submit"))
    environment = {**os.environ, "PYSPARK_PYTHON": sys.executable}
    for command in commands:
        done = subprocess.run(
            [submit, *command.split()], cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8"
        )
        assert done.returncode == 0, done.stderr[-3000:]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["all", "distinct", "pairs", "rejected"]
    assert "1 matches" in done.stdout


def test_duplicates_go_once(spark) -> None:
    rows = [("a", 0, "س", "x", 0.5), ("b", 0, "س", "x", 0.9), ("c", 0, "س", "y", 0.1)]
    frame = spark.createDataFrame(rows, "id string, number int, source string, target string, confidence double")
    kept = {(row["id"], row["target"]) for row in ms.distinct_pairs(frame).collect()}
    assert kept == {("b", "x"), ("c", "y")}
