"""Many articles once through Spark in local mode, with workers killed all along: the rows must be those
of one machine.

    python many.py SETS COUNT FOLDER [--cores 2] [--kill 3]

FOLDER keeps what was made, so that a second run does not make it again. What is printed: seconds of
one machine and of Spark, the first rows, peak memory of the workers, kills, and the longest tasks.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import sys
import threading
import time
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve()
SPARK = str(HERE.parents[3] / "examples/spark")
sys.path[:0] = [SPARK, str(HERE.parent)]

import made  # noqa: E402
import muwazi  # noqa: E402
import muwazi_spark as ms  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402

FIELDS = ("source", "target", "source_segments", "target_segments", "confidence", "moved")


def digest_of(rows: list[dict]) -> str:
    """A number that stands for the rows of an article."""
    told: list = [[row.get(name) for name in FIELDS] for row in rows]
    if rows[0].get("error"):
        # The line of the stream is not the record's place in Spark.
        told = [{name: value for name, value in json.loads(rows[0]["error"]).items() if name != "line"}]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def one_machine(path: Path, out: Path, cores: int) -> None:
    """The digest of each article's rows, without Spark."""
    began, pairs = time.monotonic(), 0
    with path.open(encoding="utf-8") as lines, out.open("w") as digests:
        aligner = muwazi.Aligner()
        for answer in aligner.align_many((json.loads(line) for line in lines), threads=cores):
            pairs += len(answer.get("pairs", ()))
            digests.write(f"{answer['id']} {digest_of(list(ms.rows_of(answer)))}\n")
    print(f"one machine, {cores} threads: {pairs} pairs in {time.monotonic() - began:.1f} s", flush=True)


def of_spark(folder: Path) -> dict[str, str]:
    """The digest of each article's rows as Spark wrote them. One task has all rows of an article."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.parquet")):
        rows = (row for batch in pq.ParquetFile(path).iter_batches() for row in batch.to_pylist())
        for name, group in groupby(rows, key=lambda row: row["id"]):
            assert name not in found, f"{name} twice"
            listed = list(group)
            assert [row["number"] for row in listed] == list(range(len(listed))), name
            found[name] = digest_of(listed)
    return found


class Process(NamedTuple):
    """What the system tells of a process: memory in kB, and seconds of the processor."""

    parent: int
    command: bytes
    peak: int
    seconds: float


def processes() -> dict[int, Process]:
    """All processes below this one."""
    all_of_them = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            status = (entry / "status").read_text().splitlines()
            fields = dict(line.split(":", 1) for line in status if ":" in line)
            # After the name, which may hold anything.
            times = (entry / "stat").read_text().rpartition(")")[2].split()[11:13]
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        seconds = sum(int(ticks) for ticks in times) / os.sysconf("SC_CLK_TCK")
        peak = int(fields.get("VmHWM", "0 kB").split()[0])
        all_of_them[int(entry.name)] = Process(int(fields["PPid"]), command, peak, seconds)

    def ours(number: int) -> bool:
        while number in all_of_them:
            number = all_of_them[number].parent
            if number == os.getpid():
                return True
        return False

    return {number: process for number, process in all_of_them.items() if ours(number)}


class Workers(threading.Thread):
    """Looks at the Python workers, which are the children of Spark's daemon, and kills one now and then."""

    def __init__(self, every: int, marks: Path) -> None:
        super().__init__(daemon=True)
        self.every, self.marks, self.stopped = every, marks, threading.Event()
        self.peak = self.kills = 0
        self.seconds: dict[int, float] = {}
        self.java = 0.0

    def run(self) -> None:
        chance = random.Random(20)
        while not self.stopped.wait(0.2 + chance.random()):
            found = processes()
            daemons = {number for number, process in found.items() if b"pyspark.daemon" in process.command}
            workers = [number for number in daemons if found[number].parent in daemons]
            for number in workers:
                self.peak = max(self.peak, found[number].peak)
                self.seconds[number] = found[number].seconds
            self.java = max([self.java, *(p.seconds for p in found.values() if b"java" in p.command[:99])])
            # By tasks done, not by time: on a slow machine no task would come to its end.
            done = len(list(self.marks.iterdir()))
            if self.every and workers and done >= self.every * (self.kills + 1):
                os.kill(chance.choice(workers), signal.SIGKILL)
                self.kills += 1


def noted(align, marks: str):
    """The same rows; a file a task tells when it began, gave its first rows, and ended."""

    def run(batches):
        from pyspark import TaskContext

        context = TaskContext.get()
        times, records = [time.time()], [0]

        def counted():
            for batch in batches:
                records[0] += batch.num_rows
                yield batch

        for batch in align(counted()):
            if len(times) == 1:
                times.append(time.time())
            yield batch
        note = {"times": [*times, time.time()], "records": records[0]}
        Path(marks, f"{context.partitionId()}-{context.attemptNumber()}").write_text(json.dumps(note))

    return run


def spark(path: Path, folder: Path, cores: int, kill: int) -> None:
    from pyspark.sql import SparkSession

    os.environ["PYTHONPATH"] = os.pathsep.join([SPARK, os.environ.get("PYTHONPATH", "")])
    os.environ["PYSPARK_PYTHON"] = sys.executable
    out, marks = folder / "pairs", folder / "marks"
    for old in (out, marks):
        shutil.rmtree(old, ignore_errors=True)
    marks.mkdir()
    start = time.time()
    session = (
        SparkSession.builder.master(f"local[{cores},8]")
        .appName("muwazi many")
        .config("spark.ui.enabled", "false")
        .config("spark.local.dir", str(folder))
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "64")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    opened = time.time()
    watch = Workers(kill, marks)
    watch.start()
    frame = session.read.schema("id string, source string, target string").json(str(path))
    tasks = max(4 * cores, path.stat().st_size // 8_000_000)
    spread = ms.spread(frame, tasks)
    spread.mapInArrow(noted(ms.align(), str(marks)), ms.PAIRS).write.parquet(str(out))
    done = time.time()
    watch.stopped.set()
    retried = len(list(marks.glob("*-[1-9]")))
    session.stop()
    notes = [json.loads(note.read_text()) for note in marks.iterdir()]
    articles = sum(note["records"] for note in notes)
    first = min(note["times"][1] for note in notes)
    lengths = sorted(note["times"][-1] - note["times"][0] for note in notes)
    print(
        f"Spark, {cores} cores: {articles} articles in {done - opened:.1f} s, "
        f"{articles / (done - opened):.0f} a second\n"
        f"session open after {opened - start:.1f} s, first rows {first - opened:.1f} s later\n"
        f"{watch.kills} workers killed, {retried} tasks tried again\n"
        f"seconds of the processor: {sum(watch.seconds.values()):.1f} in workers, {watch.java:.1f} in Java\n"
        f"peak memory of a worker {watch.peak // 1024} MB\n"
        f"{len(lengths)} tasks: median {lengths[len(lengths) // 2]:.1f} s, longest {lengths[-1]:.1f} s",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--kill", type=int, default=3, help="tasks done between kills; 0: none")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    path, digests = (asked.folder / f"{asked.count}.{end}" for end in ("jsonl", "digests"))
    if not path.exists():
        with path.open("w", encoding="utf-8") as out:
            for article in made.articles(asked.sets, asked.count):
                out.write(json.dumps(article, ensure_ascii=False) + "\n")
    if not digests.exists():
        part = digests.with_suffix(".part")
        one_machine(path, part, asked.cores)
        part.rename(digests)
    spark(path, asked.folder, asked.cores, asked.kill)
    expected = dict(line.split() for line in digests.read_text().splitlines())
    found = of_spark(asked.folder / "pairs")
    different = sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))
    print(f"{len(found)} articles have rows; {len(different)} differ from one machine: {different[:5]}")
    sys.exit(bool(different))


if __name__ == "__main__":
    main()
