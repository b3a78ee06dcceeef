"""Articles a second of one core: Muwazi beside other aligners, over the same articles, in one run.

    python peers.py SETS [--count 2000] [--rounds 3] [--hunalign PROGRAM --dictionary FILE] [--vecalign]

Every aligner gets the same lines and one core, round by round. What counts is user time of the
processor, of the whole process with its start, so that other work on the machine matters little.
hunalign runs in its batch mode, with the dictionary that is given (its data/null.dic is empty).
Vecalign gets vectors at random, made before its clock starts: its search takes as long with any,
and the model that makes real ones is far slower than the search. So its figure is of the search
alone, and its beads mean nothing here.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import made  # noqa: E402

MUWAZI = """
import json, sys, muwazi
articles = (json.loads(line) for line in open(sys.argv[1], encoding="utf-8"))
print(sum(len(done["pairs"]) for done in muwazi.Aligner().align_many(articles, threads=1)))
"""
VECALIGN = """
import json, sys, time
import numpy as np
from vecalign.dp_utils import make_alignment_types, vecalign
chance, spent, beads = np.random.default_rng(1), 0, 0
np.random.seed(1)
for line in open(sys.argv[1], encoding="utf-8"):
    article = json.loads(line)
    sides = [
        chance.standard_normal((4, len(article[side]), 1024), dtype=np.float32)
        for side in ("source", "target")
    ]
    began = time.process_time()
    # Its defaults.
    stack = vecalign(*sides, make_alignment_types(4), 0.2, 7, 300, 20000, 100)
    spent += time.process_time() - began
    beads += len(stack[0]["final_alignments"])
print(beads, spent)
"""


def user_seconds(command: list[str], folder: Path) -> tuple[float, str]:
    """User time of a command, and what it printed. hunalign writes a file of its own into the folder."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    one = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8",
        env={**os.environ, **one}, cwd=folder,
    )
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before, done.stdout


def articles_of(sets: Path, count: int) -> list[dict]:
    """Articles by lines, without those that no aligner should get."""
    found = []
    for article in made.articles(sets, count):
        sides = {side: article[side].splitlines() for side in ("source", "target")}
        if article["id"] != "book" and all(sides.values()) and sides["source"] != sides["target"]:
            found.append({"id": article["id"], **sides})
    return found


def commands(articles: list[dict], folder: Path, asked: argparse.Namespace) -> dict[str, list[str]]:
    """The command of each aligner; their input is written to the folder."""

    def lines(name: str, joined: bool) -> str:
        path = folder / name
        with path.open("w", encoding="utf-8") as out:
            for article in articles:
                if joined:
                    sides = {side: "\n".join(article[side]) for side in ("source", "target")}
                    article = {**article, **sides}
                out.write(json.dumps(article, ensure_ascii=False) + "\n")
        return str(path)

    by_lines, as_text = lines("lines.jsonl", False), lines("text.jsonl", True)
    python = [sys.executable, "-c"]
    found = {
        "muwazi, sentences given": [*python, MUWAZI, by_lines],
        "muwazi, texts that it splits": [*python, MUWAZI, as_text],
    }
    if asked.hunalign:
        jobs = []
        for number, article in enumerate(articles):
            paths = [str(folder / f"{number}.{end}") for end in ("ar", "en", "out")]
            for path, side in zip(paths, ("source", "target")):
                Path(path).write_text("\n".join(article[side]) + "\n", encoding="utf-8")
            jobs.append("\t".join(paths) + "\n")
        (folder / "jobs").write_text("".join(jobs))
        rest = ["-batch", asked.dictionary, str(folder / "jobs")]
        found["hunalign"] = [asked.hunalign, "-utf", *rest]
        found["hunalign, words learnt on the way"] = [asked.hunalign, "-utf", "-realign", *rest]
    if asked.vecalign:
        found["vecalign, its search alone"] = [*python, VECALIGN, by_lines]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--hunalign", metavar="PROGRAM")
    parser.add_argument("--dictionary", metavar="FILE")
    parser.add_argument("--vecalign", action="store_true")
    asked = parser.parse_args()
    for name in ("hunalign", "dictionary"):
        if given := getattr(asked, name):
            setattr(asked, name, os.path.abspath(given))
    articles = articles_of(asked.sets, asked.count)
    count = sum(len(article["source"]) for article in articles)
    print(f"{len(articles)} articles, {count} source lines")
    seconds: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        all_of_them = commands(articles, Path(folder), asked)
        for _ in range(asked.rounds):
            for name, command in all_of_them.items():
                spent, printed = user_seconds(command, Path(folder))
                if name.startswith("vecalign"):
                    spent = float(printed.split()[1])
                seconds.setdefault(name, []).append(spent)
        if asked.hunalign:
            written = sum(1 for _ in Path(folder).glob("*.out"))
            assert written == len(articles), f"hunalign answered {written}"
    for name, spent in seconds.items():
        middle = statistics.median(spent)
        print(f"{name}: {len(articles) / middle:.0f} articles a second ({', '.join(f'{s:.2f}' for s in spent)} s)")


if __name__ == "__main__":
    main()
