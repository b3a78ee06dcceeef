"""Documents, files of units, and the score of an alignment."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from . import _native
from ._given import PathLike, given
from ._native import Blocks, Units
from .types import Scores, Unit


def read(
    path: PathLike,
    *,
    lang: str | None = None,
    format: str | None = None,
    encoding: str | None = None,
    wrapped: bool | None = None,
    extras: Sequence[str] = (),
) -> Blocks:
    """Iterates over the blocks of a document (DOCX, PDF, HTML, subtitles, strings …), or the texts of a
    file of units. ``extras``: what is left out otherwise, such as ``comments``; the iterator's
    ``left_out`` tells."""
    how = given(lang=lang, format=format, encoding=encoding, wrapped=wrapped)
    return Blocks(os.fspath(path), extras=list(extras), **how)


def read_units(
    path: PathLike,
    *,
    format: str | None = None,
    source_lang: str | None = None,
    target_lang: str | None = None,
) -> Units:
    """Iterates over the units of a file (TMX, XLIFF, PO, XLSX …), one at a time."""
    how = given(format=format, source_lang=source_lang, target_lang=target_lang)
    return Units(os.fspath(path), **how)


def _unit(unit: Mapping[str, Any], source_lang: str | None, target_lang: str | None) -> Unit:
    """A unit as the library has it, from that or from a pair of texts."""
    if "variants" in unit:
        variants = [dict(variant) for variant in unit["variants"]]
    else:
        variants = [
            {"lang": unit.get("source_lang", source_lang), "text": unit["source"]},
            {"lang": unit.get("target_lang", target_lang), "text": unit["target"]},
        ]
    for variant in variants:
        if variant.get("lang") is None:
            raise ValueError("a text without a language: name source_lang and target_lang")
        if isinstance(variant["text"], str):
            variant["text"] = {"text": variant["text"]}
        variant.setdefault("meta", {})
    return {"variants": variants, "meta": unit.get("meta", {})}


def write_units(
    path: PathLike,
    units: Iterable[Mapping[str, Any]],
    *,
    format: str | None = None,
    source_lang: str | None = None,
    target_lang: str | None = None,
) -> int:
    """Writes units to a file, whole or not at all, and returns their number; its ending gives the format.

    A unit is one of :func:`read_units`, or a pair of texts: ``source`` and ``target``, with
    ``source_lang`` and ``target_lang`` in it or for all.
    """
    how = given(format=format, source_lang=source_lang, target_lang=target_lang)
    all_of_them = (_unit(unit, source_lang, target_lang) for unit in units)
    return _native.write_units(os.fspath(path), all_of_them, **how)


def convert(
    source: PathLike,
    target: PathLike,
    *,
    format: str | None = None,
    source_lang: str | None = None,
    target_lang: str | None = None,
) -> int:
    """Converts a file of units to the format of another file, and returns the number of units."""
    how = given(format=format, source_lang=source_lang, target_lang=target_lang)
    return _native.convert(os.fspath(source), os.fspath(target), **how)


def score(gold: Iterable[Any], found: Iterable[Any]) -> Scores:
    """Compares beads with the right ones. A bead is two lists of segment numbers."""
    beads = [[(list(s), list(t)) for s, t in side] for side in (gold, found)]
    return _native.score(*beads)
