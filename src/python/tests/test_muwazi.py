"""What Python gives, and that it is what the program gives."""

from __future__ import annotations

import json
import pickle
import subprocess
import threading
from pathlib import Path

import muwazi
import pytest

PAIR = {"source": "بدأ الاجتماع أمس.", "target": "The meeting began yesterday."}


def run(program: str, *arguments: str, stdin: str | None = None) -> list[dict]:
    done = subprocess.run(
        [program, *arguments], input=stdin, capture_output=True, encoding="utf-8", check=True
    )
    return [json.loads(line) for line in done.stdout.split("\n") if line]


def test_sentences_are_spans_of_the_text() -> None:
    text = "وصل د. سالم أمس. ثم سافر.\n\n🚀 Then he left. He came back."
    sentences = muwazi.segment(text)
    assert [s["text"] for s in sentences][:2] == ["وصل د. سالم أمس.", "ثم سافر."]
    assert all(text[s["start"] : s["end"]] == s["text"] for s in sentences)


def test_texts_lists_and_files_are_aligned(examples: Path) -> None:
    folder = examples / "news"
    answer = muwazi.align(folder / "article.ar.txt", folder / "article.en.txt", evidence=True)
    assert len(answer["pairs"]) > 15 and answer["mean_confidence"] > 0.9
    assert any(bead["evidence"] for bead in answer["beads"])
    listed = muwazi.align(["وصل الوزير.", "ثم غادر."], ["The minister arrived.", "Then he left."])
    assert [pair["source_segments"] for pair in listed["pairs"]] == [[0], [1]]


def test_a_pair_that_fails_is_answered_in_its_place() -> None:
    pairs = [{"id": 1, **PAIR}, {"id": 2, "source": "", "target": "x"}, {"id": 3, **PAIR}]
    answers = list(muwazi.align_many(pairs))
    assert [answer["id"] for answer in answers] == [1, 2, 3]
    assert "error" in answers[1] and answers[0]["pairs"] == answers[2]["pairs"]


def test_records_name_no_files() -> None:
    with pytest.raises(ValueError, match="Path"):
        list(muwazi.align_many([{"id": 1, "source_file": "/etc/hostname", "target": "x"}]))


def test_errors_carry_kind_place_and_hint() -> None:
    with pytest.raises(muwazi.MuwaziError) as caught:
        muwazi.read("no such file")
    error = caught.value
    assert (error.kind, error.file) == ("io", "no such file") and error.hint
    with pytest.raises(ValueError):
        muwazi.Segmenter(lang="no language")
    with pytest.raises(TypeError):
        muwazi.Memory(1)  # type: ignore[arg-type]


def test_a_memory_is_written_asked_and_taken_back(tmp_path: Path) -> None:
    with muwazi.Memory(tmp_path / "house.muwazi", create=True) as memory:
        assert memory.add([PAIR], user="amal")[0]["outcome"] == "new"
        match = memory.lookup("The meeting began today.")["matches"][0]
        assert match["target"] == PAIR["source"] and match["score"] == 75
        both = list(memory.lookup_many(["The meeting began today.", "nothing like it"]))
        assert [len(answer["matches"]) for answer in both] == [1, 0]
        assert memory.concordance("meeting")["total"] == 1
        number = match["unit"]
        assert memory.edit(number, "en", "The meeting started.")["unit"] == number
        assert len(memory.history()) == 2
        memory.undo(last=True)
        assert memory.unit(number)["variants"]
        memory.export_file(tmp_path / "house.tmx")
        memory.remove(number)
        assert memory.stats()["units"] == 0
        memory.import_file(tmp_path / "house.tmx")
        assert memory.stats()["units"] == 1
    units = list(muwazi.read_units(tmp_path / "house.tmx"))
    assert muwazi.write_units(tmp_path / "house.xlsx", units) == 1
    assert muwazi.convert(tmp_path / "house.xlsx", tmp_path / "house.csv") == 1


def test_nothing_half_written_where_units_fail(tmp_path: Path) -> None:
    path = tmp_path / "units.tmx"
    path.write_text("mine")

    def units():
        yield from ()
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        muwazi.write_units(path, units())
    assert path.read_text() == "mine"


def test_workers_get_aligners_and_memories(tmp_path: Path) -> None:
    with muwazi.Memory(tmp_path / "house.muwazi", create=True) as memory:
        memory.add([PAIR])
        again = pickle.loads(pickle.dumps(memory))
        assert again.lookup("The meeting began.")["matches"]
    aligner = pickle.loads(pickle.dumps(muwazi.Aligner("ar", "en")))
    assert aligner.align(PAIR["source"], PAIR["target"])["pairs"]


def test_threads_share_an_aligner() -> None:
    aligner, found = muwazi.Aligner(), []
    align = lambda: found.append(aligner.align(PAIR["source"], PAIR["target"]))  # noqa: E731
    threads = [threading.Thread(target=align) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(found) == 8 and all(answer == found[0] for answer in found)


@pytest.mark.parametrize("name", ["alignar-dev", "ntrex-dev", "ntrex-hard-dev", "bible-dev"])
def test_alignments_are_those_of_the_program(program: str, sets: Path, name: str) -> None:
    requests = []
    for gold in sorted((sets / name).glob("*.gold")):
        sides = [gold.with_suffix(end).read_text(encoding="utf-8") for end in (".ar", ".en")]
        source, target = (side.splitlines() for side in sides)
        requests.append({"id": gold.stem, "source": source, "target": target})
        requests.append({"id": f"{gold.stem} whole", "source": sides[0], "target": sides[1]})
    lines = "".join(json.dumps(request, ensure_ascii=False) + "\n" for request in requests)
    assert list(muwazi.align_many(requests)) == run(program, "align", "--jsonl", stdin=lines)


def test_sentences_are_those_of_the_program(program: str, sets: Path) -> None:
    segmenter = muwazi.Segmenter()
    for path in sorted((sets / "alignar-dev").glob("*.ar")) + sorted((sets / "ntrex-dev").glob("*.en"))[:20]:
        asked = run(program, "segment", "--json", "--offsets", "chars", str(path))
        assert segmenter.split_file(path) == asked
        assert segmenter.split(path.read_text(encoding="utf-8")) == asked


def test_look_ups_are_those_of_the_program(program: str, sets: Path, tmp_path: Path) -> None:
    memory = muwazi.Memory(tmp_path / "bible.muwazi", create=True)
    for gold in sorted((sets / "bible-dev").glob("*.gold"))[:20]:
        sides = [gold.with_suffix(end).read_text(encoding="utf-8") for end in (".ar", ".en")]
        memory.add(
            [
                {"source": s, "target": t, "source_lang": "ar", "target_lang": "en"}
                for s, t in zip(*(side.splitlines() for side in sides))
            ]
        )
    queries = (sets / "bible-dev" / "1john.002.en").read_text(encoding="utf-8").splitlines()
    (tmp_path / "queries.txt").write_text("\n".join(queries), encoding="utf-8")
    how = ["--memory", str(tmp_path / "bible.muwazi"), "--offsets", "chars", "--json", "--min", "50"]
    asked = run(program, "lookup", "--input", str(tmp_path / "queries.txt"), *how)
    assert list(memory.lookup_many(queries, min=50)) == asked
