"""Builds a small parallel corpus from a folder of articles.

    python corpus.py ARTICLES OUT.tmx [--least 0.5]

ARTICLES holds NAME.ar.txt beside NAME.en.txt (or .docx, .pdf, .html …). Pairs below the least confidence,
and texts that hardly look like translations of each other, are left out and counted.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import muwazi


def requests(folder: Path):
    for source in sorted(folder.glob("*.ar.*")):
        for target in sorted(folder.glob(source.name.replace(".ar.", ".en.").rsplit(".", 1)[0] + ".*")):
            yield {"id": source.name, "source": source, "target": target}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--least", type=float, default=0.5)
    asked = parser.parse_args()

    left_out = failed = doubtful = 0

    def units():
        nonlocal left_out, failed, doubtful
        for answer in muwazi.Aligner().align_many(requests(asked.articles)):
            if "error" in answer:
                failed += 1
                print(f"{answer['id']}: {answer['error']['message']}")
                continue
            if answer["doubtful"]:
                doubtful += 1
                continue
            for pair in answer["pairs"]:
                if (pair["confidence"] or 0) < asked.least:
                    left_out += 1
                    continue
                languages = {side: answer[side] for side in ("source_lang", "target_lang")}
                yield {"source": pair["source"], "target": pair["target"], **languages}

    written = muwazi.write_units(asked.out, units())
    print(f"{written} pairs written; {left_out} of low confidence, {doubtful} texts doubtful, {failed} failed")


if __name__ == "__main__":
    main()
