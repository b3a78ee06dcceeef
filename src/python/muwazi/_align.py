"""Alignment of texts and documents."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Union

from . import _native
from ._given import PathLike, given, paths
from .types import Alignment

Text = Union[str, Sequence[str], "os.PathLike[str]"]

#: Makes sentence vectors: an array of one row for each sentence, as the ``encode`` of many models does.
Encoder = Callable[[list[str]], Any]

#: Pairs that go through the interpreter's lock at a time.
_CHUNK = 64


def _encoder(encode: Encoder) -> Callable[[list[str]], tuple[bytes, int]]:
    """Sentence vectors as the library takes them."""

    def made(sentences: list[str]) -> tuple[bytes, int]:
        import numpy as np

        vectors = np.asarray(encode(sentences), dtype=np.float32)
        if vectors.ndim != 2 or len(vectors) != len(sentences):
            raise ValueError(f"an array of shape {vectors.shape} for {len(sentences)} sentences")
        return vectors.tobytes(), vectors.shape[1]

    return made


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
    or document; a ``str`` never names a file. ``glossaries`` and ``memories`` are files whose terms and
    words help. ``encode``: a function from a list of sentences to an array of their vectors, one row each,
    such as the method ``encode`` of a multilingual model; it needs NumPy.
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
        encode: Encoder | None = None,
    ) -> None:
        self._encode = encode
        self._settings = given(
            source_lang=source_lang,
            target_lang=target_lang,
            glossaries=paths(glossaries),
            memories=paths(memories),
            texts={"segmented": segmented},
            vectors=None if vectors is None else os.fspath(vectors),
            search="exact" if exact else "fast",
            keep_sentences=keep_sentences,
            keep_unrelated=keep_unrelated,
        )
        self._open()

    def _open(self) -> None:
        encode = self._encode and _encoder(self._encode)
        self._native = _native.Aligner(encode=encode, **self._settings)

    # Workers of other processes open the files themselves.
    def __getstate__(self) -> Any:
        return self._settings, self._encode

    def __setstate__(self, state: Any) -> None:
        self._settings, self._encode = state
        self._open()

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


def align(
    source: Text,
    target: Text,
    *,
    evidence: bool = False,
    min_confidence: float | None = None,
    **settings: Any,
) -> Alignment:
    """Aligns two texts; for many pairs keep an :class:`Aligner`, whose settings these are."""
    aligner = Aligner(**settings)
    return aligner.align(source, target, evidence=evidence, min_confidence=min_confidence)


def align_many(
    pairs: Iterable[Mapping[str, Any]],
    *,
    threads: int | None = None,
    min_confidence: float | None = None,
    **settings: Any,
) -> Iterator[Alignment]:
    """Aligns many pairs on all cores; see :meth:`Aligner.align_many`."""
    aligner = Aligner(**settings)
    return aligner.align_many(pairs, threads=threads, min_confidence=min_confidence)
