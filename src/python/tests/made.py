"""Articles made from the development sets by seeded edits, as many as are asked for.

    python made.py SETS COUNT > articles.jsonl

An article depends on its number alone, so any two runs get equal articles.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

Side = list[str]


def texts_of(folder: Path) -> list[tuple[Side, Side]]:
    """The texts of a set, both sides by lines."""
    both = []
    for gold in sorted(folder.glob("*.gold")):
        source, target = (
            gold.with_suffix(end).read_text(encoding="utf-8").splitlines() for end in (".ar", ".en")
        )
        both.append((source, target))
    return both


def edited(lines: Side, chance: random.Random) -> Side:
    """Lines with what translators and editors do: some left out, joined, without a word, or in
    another order."""
    made: Side = []
    for line in lines:
        dice = chance.random()
        if dice < 0.05:
            continue
        if dice < 0.08 and made:
            made[-1] += " " + line
            continue
        if dice < 0.18 and line.count(" ") > 3:
            words = line.split(" ")
            del words[chance.randrange(len(words))]
            line = " ".join(words)
        made.append(line)
    if chance.random() < 0.02 and len(made) > 2:
        at = chance.randrange(len(made) - 1)
        made[at], made[at + 1] = made[at + 1], made[at]
    return made


def articles(sets: Path, count: int) -> Iterator[dict[str, str]]:
    """Articles of news, every hundredth of law or literature; two in a thousand are bad, and the last
    is a book."""
    news = texts_of(sets / "ntrex-dev") + texts_of(sets / "ntrex-hard-dev")
    others = texts_of(sets / "alignar-dev")
    for number in range(count):
        chance = random.Random(number)
        # The hundredth of another list each time.
        texts = others if number % 100 == 99 else news
        of = texts[(number // 100 if texts is others else number) % len(texts)]
        source, target = ("\n".join(edited(side, chance)) for side in of)
        if number % 1000 == 7:
            source = ""
        if number % 1000 == 511:
            target = source
        yield {"id": f"{number:07}", "source": source, "target": target}
    chapters = texts_of(sets / "bible-dev") + news + others
    whole = ("\n".join(line for text in chapters for line in text[side]) for side in (0, 1))
    yield dict(zip(("id", "source", "target"), ("book", *whole)))


if __name__ == "__main__":
    for article in articles(Path(sys.argv[1]), int(sys.argv[2])):
        sys.stdout.write(json.dumps(article, ensure_ascii=False) + "\n")
