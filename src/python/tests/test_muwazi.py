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
    answers = list(muwazi.align_many(pairs, threads=1))
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


def test_a_closed_memory_says_so(tmp_path: Path) -> None:
    memory = muwazi.Memory(tmp_path / "house.muwazi", create=True)
    memory.close()
    with pytest.raises(ValueError, match="closed"):
        memory.stats()


def test_a_word_that_no_function_knows_is_refused(tmp_path: Path) -> None:
    with muwazi.Memory(tmp_path / "house.muwazi", create=True) as memory:
        for ask in (memory.lookup, memory.context, memory.concordance):
            with pytest.raises(TypeError):
                ask("text", mn=50)
    with pytest.raises(TypeError):
        muwazi.align("نعم.", "Yes.", glossaries="one.tsv")


def test_contexts_are_data_text_and_messages(tmp_path: Path) -> None:
    with muwazi.Memory(tmp_path / "house.muwazi", create=True) as memory:
        memory.add([PAIR])
        context = memory.context("The meeting began today.", notes="Be brief.", before="He came.")
        assert [pair["target"] for pair in context["pairs"]] == [PAIR["source"]]
        assert context["before"] == [{"text": "He came."}] and context["tokens"] <= context["budget"]
        system, user = memory.context_messages("The meeting began today.")
        assert (system["role"], user["content"]) == ("system", "The meeting began today.")
        assert PAIR["source"] in memory.context_text("The meeting began today.")
        with pytest.raises(muwazi.MuwaziError, match="budget"):
            memory.context("The meeting began today.", budget=1)


def test_files_are_read_as_far_as_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("One sentence 🚀. " * 100_000, encoding="utf-8")
    sentences = muwazi.Segmenter("en").split_file(path)
    first, second = next(sentences), next(sentences)
    assert (first["text"], second["start"]) == ("One sentence 🚀.", 16)
    assert iter(sentences) is sentences and sum(1 for _ in sentences) == 99_998
    assert next(sentences, None) is None
    blocks = muwazi.read(path)
    assert next(blocks)["kind"] == "paragraph" and blocks.left_out is None


def test_iterators_may_change_their_thread(tmp_path: Path) -> None:
    muwazi.write_units(tmp_path / "a.tmx", [unit(str(n), f"نص {n}.") for n in range(3)])
    (tmp_path / "a.txt").write_text("One. Two.", encoding="utf-8")
    iterators = (
        muwazi.read_units(tmp_path / "a.tmx"),
        muwazi.read(tmp_path / "a.tmx"),
        muwazi.Segmenter("en").split_file(tmp_path / "a.txt"),
    )
    for iterator in iterators:
        found = [next(iterator)]
        thread = threading.Thread(target=lambda: found.extend(iterator))
        thread.start()
        thread.join()
        assert len(found) > 1
    units = muwazi.read_units(tmp_path / "a.tmx")
    assert len(list(units)) == 3 and units.skipped == 0


def unit(english: str, arabic: str) -> dict:
    return {"variants": [{"lang": "en", "text": english}, {"lang": "ar", "text": arabic}]}


def letters(sentences: list[str]):
    """Vectors of the digits in sentences, which stand for a model."""
    numpy = pytest.importorskip("numpy")
    return numpy.array([[s.count(str(n)) + 0.01 for n in range(10)] for s in sentences])


def test_vectors_of_a_model_speak_for_beads() -> None:
    source = [f"Satz {n}." for n in range(8)]
    target = [f"Phrase {n}." for n in range(8) if n != 3]
    aligner = muwazi.Aligner("de", "fr", encode=letters)
    answer = aligner.align(source, target, evidence=True)
    assert any(part["signal"] == "embeddings" for bead in answer["beads"] for part in bead["evidence"])
    many = aligner.align_many([{"id": n, "source": source, "target": target} for n in range(6)])
    assert all(done["pairs"] == answer["pairs"] for done in many)
    again = pickle.loads(pickle.dumps(aligner))
    assert again.align(source, target)["pairs"] == answer["pairs"]


@pytest.mark.parametrize(
    "encode, why",
    [
        (lambda sentences: letters(sentences)[1:], "shape"),
        (lambda sentences: letters(sentences) * float("nan"), "not finite"),
        (lambda sentences: 1 / 0, "ZeroDivisionError"),
        (lambda sentences: [[]] * len(sentences), ""),
    ],
)
def test_a_model_that_fails_fails_the_pair(encode, why: str) -> None:
    aligner = muwazi.Aligner("de", "fr", encode=encode)
    with pytest.raises(muwazi.MuwaziError, match=why):
        aligner.align(["Ja.", "Nein."], ["Oui.", "Non."])
    answer = next(aligner.align_many([{"id": 1, "source": ["Ja.", "Nein."], "target": ["Oui.", "Non."]}]))
    assert why in answer["error"]["message"]


def test_units_are_written_from_pairs_too(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    said = {**PAIR, "source_lang": "ar", "target_lang": "en"}
    assert muwazi.write_units(path, [said, unit("Yes.", "نعم.")]) == 2
    units = list(muwazi.read_units(path))
    assert [v["text"]["text"] for v in units[0]["variants"]] == [PAIR["source"], PAIR["target"]]
    assert muwazi.write_units(tmp_path / "b.tmx", units) == 2
    with pytest.raises(ValueError, match="language"):
        muwazi.write_units(path, [PAIR])
    assert len(list(muwazi.read_units(path))) == 2


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
        assert list(segmenter.split_file(path)) == asked
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
    how = ["--memory", str(tmp_path / "bible.muwazi"), "--offsets", "chars", "--json", "--budget", "900"]
    for at, query in list(enumerate(queries))[1:6]:
        beside = ["--before", queries[at - 1], "--after", queries[at + 1]]
        asked = run(program, "context", *how, *beside, query)
        assert [memory.context(query, budget=900, before=queries[at - 1], after=queries[at + 1])] == asked
