"""What Python can, the program can: every public function and each of its parameters has a command and
an option of it."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
from functools import lru_cache
from pathlib import Path

import muwazi
import pytest

#: The command of each function, and the options of parameters that are named otherwise there. None: the
#: command does that always, or needs no word for it.
LANGUAGES = {"source_lang": "--from", "target_lang": "--to"}
LOOKUP = {
    **LANGUAGES, "before": "--context-before", "after": "--context-after",
    # Where nothing is found, the program always offers the nearest.
    "nearest": None, "query": None, "queries": "--input",
}
CONTEXT = {**LANGUAGES, "text": None}
ALIGN = {
    **LANGUAGES, "source": None, "target": None, "pairs": "--jsonl", "glossaries": "--glossary",
    "memories": "--memory", "encode": "--embeddings", "evidence": "--explain", "settings": None,
}
SEGMENT = {"text": None, "path": None, "format": "--input-format"}
TWINS: dict[str, tuple[str, dict[str, str | None]]] = {
    "segment": ("segment", SEGMENT),
    "Segmenter": ("segment", SEGMENT),
    "Segmenter.split": ("segment", SEGMENT),
    "Segmenter.split_file": ("segment", SEGMENT),
    "align": ("align", ALIGN),
    "align_many": ("align", ALIGN),
    "Aligner": ("align", ALIGN),
    "Aligner.align": ("align", ALIGN),
    "Aligner.align_many": ("align", ALIGN),
    # Look-ups never write, and a command lets go of its files at its end.
    "Memory": ("lookup", {"memories": "--memory", "glossaries": "--glossary", "read_only": None, "create": None}),
    "Memory.close": ("lookup", {}),
    "Memory.lookup": ("lookup", LOOKUP),
    "Memory.lookup_many": ("lookup", LOOKUP),
    "Memory.terms": ("lookup", LOOKUP | {"text": None}),
    "Memory.context": ("context", CONTEXT),
    "Memory.context_text": ("context", CONTEXT),
    "Memory.context_messages": ("context", CONTEXT),
    "Memory.concordance": ("concordance", {**LANGUAGES, "text": None}),
    "Memory.unit": ("export", {"number": "--unit"}),
    "Memory.stats": ("stats", {}),
    "Memory.add": ("add", {"units": "--input"}),
    "Memory.edit": ("edit", {"number": None, "text": None}),
    "Memory.remove": ("remove", {"numbers": None}),
    "Memory.history": ("history", {"unit": None}),
    "Memory.undo": ("undo", {"operation": None}),
    "Memory.import_file": ("import", {**LANGUAGES, "path": None, "format": "--input-format"}),
    "Memory.export_file": ("export", {**LANGUAGES, "path": "--output"}),
    "read": ("read", {"path": None, "format": "--input-format", "extras": "--with", "wrapped": None}),
    "read_units": ("convert", {**LANGUAGES, "path": None, "format": "--input-format"}),
    "write_units": ("convert", {**LANGUAGES, "path": "--output", "units": None}),
    "convert": ("convert", {**LANGUAGES, "source": None, "target": "--output"}),
    "score": ("score", {"gold": None, "found": None}),
}
PAIR = {"source": "بدأ الاجتماع أمس.", "target": "The meeting began yesterday."}


def public() -> dict[str, object]:
    """All public functions and methods, classes by what makes them."""
    found: dict[str, object] = {}
    for name in muwazi.__all__:
        thing = getattr(muwazi, name)
        if name == "MuwaziError" or name.startswith("__"):
            continue
        found[name] = thing
        if inspect.isclass(thing):
            members = inspect.getmembers(thing, inspect.isfunction)
            found.update({f"{name}.{part}": method for part, method in members if part[0] != "_"})
    return found


@lru_cache(maxsize=None)
def options(program: str, command: str) -> set[str]:
    told = subprocess.run([program, command, "--help"], capture_output=True, encoding="utf-8", check=True)
    return set(re.findall(r"--[a-z][a-z-]*", told.stdout))


def parameters(name: str, thing: object) -> list[str]:
    names = inspect.signature(thing).parameters  # type: ignore[arg-type]
    if name.startswith("Memory.context"):
        names = inspect.signature(muwazi.Memory._context).parameters
    return [n for n in names if n not in ("self", "how", "form")]


def test_every_function_has_a_command() -> None:
    assert set(public()) == set(TWINS)


@pytest.mark.parametrize("name", sorted(TWINS))
def test_every_parameter_has_an_option(program: str, name: str) -> None:
    command, named = TWINS[name]
    known = options(program, command)
    for parameter in parameters(name, public()[name]):
        option = named.get(parameter, "--" + parameter.replace("_", "-"))
        assert option is None or option in known, f"{name}: {parameter} has no {option}"


def test_readme_names_every_function() -> None:
    readme = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
    table = readme[readme.index("| here | program |") :]
    for name in public():
        last = name.rsplit(".", 1)[-1]
        assert re.search(rf"\b{last}\b", table), f"README's table lacks {name}"


def test_a_unit_is_that_of_the_program(program: str, tmp_path: Path) -> None:
    path = tmp_path / "house.muwazi"
    with muwazi.Memory(path, create=True) as memory:
        memory.add([PAIR, {"source": "نعم.", "target": "Yes."}])
        unit = memory.unit(2)
    asked = [program, "export", "-m", str(path), "--unit", "2", "-o", "-", "--format", "jsonl"]
    told = subprocess.run(asked, capture_output=True, encoding="utf-8", check=True)
    # Tuples are lists there.
    assert json.loads(told.stdout) == json.loads(json.dumps(unit))
