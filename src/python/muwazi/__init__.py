"""Muwazi: translation memory and bilingual alignment, Arabic-English first.

    import muwazi
    from pathlib import Path
    pairs = muwazi.align(Path("article.ar.txt"), Path("article.en.txt"))["pairs"]

Results are dictionaries with the keys of the command line's JSON (docs/json.md); the types are in
``muwazi.types``. Offsets count characters, as those of ``str`` do.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Union

from . import _native
from ._native import MuwaziError, Units as _Units, __version__
from .types import (
    Alignment,
    Answer,
    Block,
    Concordance,
    NewUnit,
    Outcome,
    Pair,
    Scores,
    Sentence,
    Unit,
)

__all__ = [
    "Aligner",
    "Memory",
    "MuwaziError",
    "Segmenter",
    "align",
    "align_many",
    "convert",
    "read",
    "read_units",
    "score",
    "segment",
    "write_units",
    "__version__",
]

PathLike = Union[str, "os.PathLike[str]"]
Text = Union[str, Sequence[str], "os.PathLike[str]"]

#: Pairs that go through the interpreter's lock at a time.
_CHUNK = 64


def _given(**options: Any) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


class Segmenter:
    """Splits texts into sentences by the rules of their languages.

    ``lang``: the language, detected when not given. ``abbreviations``: files of your own abbreviations.
    ``wrapped``: a paragraph goes on up to an empty line; recognised when not given.
    """

    def __init__(
        self,
        lang: str | None = None,
        *,
        abbreviations: Sequence[PathLike] = (),
        wrapped: bool | None = None,
        format: str | None = None,
        encoding: str | None = None,
    ) -> None:
        self._native = _native.Segmenter(
            **_given(
                lang=lang,
                abbreviations=[os.fspath(path) for path in abbreviations],
                wrapped=wrapped,
                format=format,
                encoding=encoding,
            )
        )

    def split(self, text: str) -> list[Sentence]:
        """The sentences of a text."""
        return self._native.split(text)

    def split_file(self, path: PathLike) -> list[Sentence]:
        """The sentences of a text file or a document."""
        return self._native.split_file(os.fspath(path))


def segment(text: str, lang: str | None = None) -> list[Sentence]:
    """The sentences of a text; for many texts keep a :class:`Segmenter`."""
    return Segmenter(lang).split(text)


def _side(name: str, text: Text) -> dict[str, Any]:
    if isinstance(text, str):
        return {name: text}
    if isinstance(text, os.PathLike):
        return {f"{name}_file": os.fspath(text)}
    return {name: list(text)}


def _request(pair: Mapping[str, Any]) -> bytes:
    request = dict(pair)
    for name in ("source", "target"):
        # Records of somebody else must not name files of this machine.
        if f"{name}_file" in request:
            raise ValueError(f"{name}_file: give a file as a Path in {name!r}")
        if isinstance(request.get(name), os.PathLike):
            request.update(_side(name, request.pop(name)))
    return json.dumps(request, ensure_ascii=False).encode()


class Aligner:
    """Aligns texts with their translations. One serves all threads.

    A text is a ``str``, a list of sentences that are not split any further, or a ``Path`` to a text
    or document; a ``str`` never names a file. ``glossaries`` and ``memories`` are files whose terms and words help.
    """

    def __init__(
        self,
        source_lang: str | None = None,
        target_lang: str | None = None,
        *,
        glossaries: Sequence[PathLike] = (),
        memories: Sequence[PathLike] = (),
        segmented: bool = False,
        vectors: PathLike | None = None,
        exact: bool = False,
        keep_sentences: bool = False,
        keep_unrelated: bool = False,
    ) -> None:
        self._settings = _given(
            source_lang=source_lang,
            target_lang=target_lang,
            glossaries=[os.fspath(path) for path in glossaries],
            memories=[os.fspath(path) for path in memories],
            texts={"segmented": segmented},
            vectors=None if vectors is None else os.fspath(vectors),
            search="exact" if exact else "fast",
            keep_sentences=keep_sentences,
            keep_unrelated=keep_unrelated,
        )
        self._native = _native.Aligner(**self._settings)

    # Workers of other processes open the files themselves.
    def __getstate__(self) -> dict[str, Any]:
        return self._settings

    def __setstate__(self, settings: dict[str, Any]) -> None:
        self._settings = settings
        self._native = _native.Aligner(**settings)

    def align(
        self,
        source: Text,
        target: Text,
        *,
        evidence: bool = False,
        min_confidence: float | None = None,
    ) -> Alignment:
        """Aligns two texts. With ``evidence`` the answer has ``beads`` too, which say what speaks for
        them and which segments have no partner."""
        request = json.dumps({**_side("source", source), **_side("target", target)}, ensure_ascii=False)
        return self._native.align(
            request.encode(), evidence=evidence, min_confidence=min_confidence
        )

    def align_many(
        self,
        pairs: Iterable[Mapping[str, Any]],
        *,
        threads: int | None = None,
        min_confidence: float | None = None,
    ) -> Iterator[Alignment]:
        """Aligns many pairs on all cores and yields the answers in their order.

        A pair is what a line of ``muwazi align --jsonl`` holds: ``source``, ``target``, and if you
        like ``id``, ``source_lang``, ``target_lang``. A pair that cannot be aligned is answered with
        its ``id`` and an ``error``; the others go on.
        """
        pairs = iter(pairs)
        while chunk := list(islice(pairs, _CHUNK)):
            lines = b"\n".join(_request(pair) for pair in chunk)
            answers = self._native.align_lines(
                lines, threads=threads, min_confidence=min_confidence
            )
            for line in answers.splitlines():
                yield json.loads(line)


def align(source: Text, target: Text, *, evidence: bool = False, **settings: Any) -> Alignment:
    """Aligns two texts; for many pairs keep an :class:`Aligner`, whose settings these are."""
    return Aligner(**settings).align(source, target, evidence=evidence)


def align_many(pairs: Iterable[Mapping[str, Any]], **settings: Any) -> Iterator[Alignment]:
    """Aligns many pairs on all cores; see :meth:`Aligner.align_many`."""
    return Aligner(**settings).align_many(pairs)


class Memory:
    """A translation memory, or several that are asked together; the first one is written to.

    Use it from any thread, and as a context manager. What other programs write is seen at once.
    """

    def __init__(
        self,
        *paths: PathLike,
        glossaries: Sequence[PathLike] = (),
        read_only: bool = False,
        create: bool = False,
    ) -> None:
        if not paths:
            raise ValueError("name a memory")
        self._settings = (
            [os.fspath(path) for path in paths],
            {
                "glossaries": [os.fspath(path) for path in glossaries],
                "read_only": read_only,
                "create": create,
            },
        )
        self._open()

    def _open(self) -> None:
        paths, how = self._settings
        self._native: Any = _native.Memory(paths, **how)

    def __getstate__(self) -> Any:
        return self._settings

    def __setstate__(self, settings: Any) -> None:
        self._settings = settings
        self._open()

    def __enter__(self) -> Memory:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the files. Everything that was done is kept already."""
        self._native = None

    def lookup(
        self,
        query: str,
        *,
        min: float = 70,
        limit: int = 5,
        source_lang: str | None = None,
        target_lang: str | None = None,
        before: str | None = None,
        after: str | None = None,
        **more: Any,
    ) -> Answer:
        """Finds the matches of a text, best first; none at or above ``min`` is missed."""
        return self._native.lookup(
            query=query,
            **_given(context_before=before, context_after=after),
            **self._how(min, limit, source_lang, target_lang, more),
        )

    def lookup_many(
        self,
        queries: Iterable[str],
        *,
        min: float = 70,
        limit: int = 5,
        source_lang: str | None = None,
        target_lang: str | None = None,
        **more: Any,
    ) -> Iterator[Answer]:
        """Looks many texts up and yields the answers in their order."""
        queries = iter(queries)
        how = self._how(min, limit, source_lang, target_lang, more)
        while chunk := list(islice(queries, 256)):
            yield from self._native.lookup_all(queries=chunk, **how)

    @staticmethod
    def _how(
        min: float, limit: int, source: str | None, target: str | None, more: dict[str, Any]
    ) -> dict[str, Any]:
        return _given(
            min=float(min), limit=limit, **{"from": source, "to": target}, offsets="chars", **more
        )

    def concordance(self, text: str, **more: Any) -> Concordance:
        """Finds a phrase wherever it occurs."""
        return self._native.concordance(text=text, offsets="chars", **more)

    def terms(self, text: str, **more: Any) -> list[dict[str, Any]]:
        """Finds the terms of the glossaries in a text."""
        return self._native.terms(text=text, **more)

    def unit(self, number: int) -> Unit:
        """A unit by its number."""
        return self._native.unit(number)

    def stats(self) -> dict[str, Any]:
        """Counts: units, texts by language, the last change."""
        return self._native.stats()

    def add(self, units: Iterable[NewUnit], *, user: str | None = None) -> list[Outcome]:
        """Adds units, all or none."""
        return self._native.add(list(units), user)

    def edit(self, number: int, lang: str, text: str, *, user: str | None = None) -> Outcome:
        """Gives a unit a new text in a language."""
        return self._native.edit(number, user, lang=lang, text=text)

    def remove(self, *numbers: int, user: str | None = None) -> dict[str, Any]:
        """Removes units; ``undo`` brings them back."""
        return self._native.remove(list(numbers), user)

    def history(self, **which: Any) -> list[dict[str, Any]]:
        """What was done, newest first: ``unit=``, ``since=``, ``limit=``."""
        return self._native.history(**which)

    def undo(self, *, user: str | None = None, **which: Any) -> dict[str, Any]:
        """Takes back ``operation=``, all ``since=``, or the ``last=True`` operation."""
        return self._native.undo(user, **which)

    def import_file(self, path: PathLike, **how: Any) -> list[dict[str, Any]]:
        """Adds the units of a file of any format."""
        path = Path(path)
        return self._native.import_bytes(path.read_bytes(), name=path.name, **how)

    def export_file(self, path: PathLike, format: str | None = None, **how: Any) -> None:
        """Writes the memory to a file, whole or not at all; its ending gives the format."""
        self._native.export_file(os.fspath(path), **_given(format=format), **how)


def read(path: PathLike, **how: Any) -> list[Block]:
    """The blocks of a document (DOCX, PDF, HTML, subtitles, strings …), or the texts of a file of units."""
    return _native.read(os.fspath(path), **how)


def read_units(path: PathLike, **how: Any) -> Iterator[Unit]:
    """Iterates over the units of a file (TMX, XLIFF, PO, XLSX …), one at a time."""
    return _Units(os.fspath(path), **how)


def write_units(path: PathLike, units: Iterable[Unit], **how: Any) -> int:
    """Writes units to a file, whole or not at all; its ending gives the format."""
    return _native.write_units(os.fspath(path), units, **how)


def convert(source: PathLike, target: PathLike, **how: Any) -> int:
    """Converts a file of units to the format of another file."""
    return _native.convert(os.fspath(source), os.fspath(target), **how)


def score(gold: Iterable[Any], found: Iterable[Any]) -> Scores:
    """Compares beads with the right ones. A bead is two lists of segment numbers."""
    beads = [[(list(s), list(t)) for s, t in side] for side in (gold, found)]
    return _native.score(*beads)
