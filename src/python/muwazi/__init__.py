"""Muwazi: translation memory and bilingual alignment, Arabic-English first.

    import muwazi
    from pathlib import Path
    pairs = muwazi.align(Path("article.ar.txt"), Path("article.en.txt"))["pairs"]

Results are dictionaries with the keys of the command line's JSON (docs/json.md); the types are in
``muwazi.types``. Offsets count characters, as those of ``str`` do.
"""

from __future__ import annotations

from . import types as types
from ._align import Aligner, align, align_many
from ._files import convert, read, read_units, score, write_units
from ._memory import Memory
from ._native import MuwaziError, __version__
from ._segment import Segmenter, segment

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
