"""The examples of the docs and the notebook run, and the notebook shows what comes out."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import muwazi
import pytest

ROOT = Path(__file__).resolve().parents[3]
ARTICLES = [("وصل الوزير أمس. ثم غادر.", "The minister arrived yesterday. Then he left.")]


def docx(path: Path, text: str) -> None:
    """A Word document of one paragraph a line."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines() if line)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Override PartName="/word/document.xml" ContentType="application/'
            'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org'
            '/officeDocument/2006/relationships/officeDocument"/></Relationships>',
        )
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>'
        )


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the examples name."""
    monkeypatch.chdir(tmp_path)
    news = ROOT / "examples/news"
    docx(tmp_path / "article.ar.docx", (news / "article.ar.txt").read_text(encoding="utf-8"))
    lines = (news / "article.en.txt").read_text(encoding="utf-8").splitlines()
    body = "".join(f"<p>{line}</p>" for line in lines[1:] if line)
    (tmp_path / "article.en.html").write_text(f"<h1>{lines[0]}</h1>{body}", encoding="utf-8")
    pair = {"source": "نعم.", "target": "Yes."}
    muwazi.write_units(tmp_path / "memory.tmx", [pair], source_lang="ar", target_lang="en")
    return tmp_path


@pytest.mark.parametrize("page", ["src/python/README.md", "docs/python.md", "README.md"])
def test_examples_run(here: Path, page: str) -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    examples = re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    assert examples, f"{page} has no example"
    names: dict[str, object] = {"muwazi": muwazi, "articles": ARTICLES}
    for example in examples:
        exec(compile(example, page, "exec"), names)
    if page == "src/python/README.md":
        assert muwazi.score(*[[([0], [0])]] * 2)["strict_f1"] == 1
        assert names["headings"] and len(names["pairs"]) and len(names["messages"]) == 2  # type: ignore[arg-type]
        assert [unit["variants"] for unit in muwazi.read_units("memory.xlsx")]


def test_a_corpus_is_built(here: Path) -> None:
    script = [sys.executable, str(ROOT / "examples/python/corpus.py")]
    done = subprocess.run([*script, ".", "out.tmx"], capture_output=True, encoding="utf-8", check=True)
    units = list(muwazi.read_units("out.tmx"))
    assert len(units) > 15 and done.stdout.startswith(f"{len(units)} pairs written")


def run_notebook(path: Path) -> dict:
    """The notebook with what comes out, as plain text."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": os.getcwd()}}).execute()
    for cell in notebook.cells:
        cell.metadata = {}
        if cell.cell_type == "code":
            cell.execution_count = None
            for out in cell.outputs:
                out.pop("execution_count", None)
                out.pop("metadata", None)
                if "data" in out:
                    out.update(metadata={}, execution_count=None, data={"text/plain": out.data["text/plain"]})
    notebook.metadata = {"language_info": {"name": "python"}}
    return json.loads(nbformat.writes(notebook))


def shown(notebook: dict) -> list[str]:
    """What each cell shows, without the numbers, which change as the aligner learns."""
    texts = []
    for cell in notebook["cells"]:
        for out in cell.get("outputs", ()):
            text = "".join(out.get("text", ())) + "".join(out.get("data", {}).get("text/plain", ()))
            texts.append(re.sub(r"[\s\d.…─-]+", " ", text))
    return texts


def test_the_notebook_shows_what_comes_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("nbclient", "ipykernel", "pandas", "polars"):
        pytest.importorskip(name)
    path = ROOT / "docs/python.ipynb"
    shutil.copytree(ROOT / "examples/news", tmp_path / "news")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    found = run_notebook(path)
    if os.environ.get("MUWAZI_NOTEBOOK") == "write":
        path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert shown(json.loads(path.read_text(encoding="utf-8"))) == shown(found)
