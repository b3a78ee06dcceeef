"""Splitting into sentences."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from . import _native
from ._given import PathLike, given, paths
from .types import Sentence


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
            **given(
                lang=lang,
                abbreviations=paths(abbreviations),
                wrapped=wrapped,
                format=format,
                encoding=encoding,
            )
        )

    def split(self, text: str) -> list[Sentence]:
        """The sentences of a text."""
        return self._native.split(text)

    def split_file(self, path: PathLike) -> Iterator[Sentence]:
        """Iterates over the sentences of a text file or a document. A text is read as far as its
        sentences are taken, so it may be of any size."""
        return self._native.split_file(os.fspath(path))


def segment(text: str, lang: str | None = None) -> list[Sentence]:
    """The sentences of a text; for many texts keep a :class:`Segmenter`."""
    return Segmenter(lang).split(text)
