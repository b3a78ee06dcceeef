from collections.abc import Callable, Iterable
from typing import Any, final

from .types import (
    Alignment,
    Answer,
    Block,
    Concordance,
    NewUnit,
    Outcome,
    Scores,
    Sentence,
    Unit,
)

__all__ = [
    "Aligner",
    "MuwaziError",
    "Blocks",
    "Units",
    "convert",
    "score",
    "write_units",
    "Memory",
    "Segmenter",
    "Sentences",
    "__version__",
]

__version__: str

class MuwaziError(Exception):
    """An error with its kind, its place and a hint."""

    kind: str
    message: str
    file: str | None
    line: int | None
    hint: str | None

@final
class Aligner:
    def __new__(
        cls, *, encode: Callable[[list[str]], tuple[bytes, int]] | None = None, **given: Any
    ) -> Aligner: ...
    def align(
        self, request: bytes, *, evidence: bool = False, min_confidence: float | None = None
    ) -> Alignment: ...
    def align_lines(
        self, lines: bytes, *, threads: int | None = None, min_confidence: float | None = None
    ) -> bytes: ...

@final
class Segmenter:
    def __new__(cls, **given: Any) -> Segmenter: ...
    def split(self, text: str) -> list[Sentence]: ...
    def split_file(self, path: str) -> Sentences: ...

@final
class Sentences:
    def __iter__(self) -> Sentences: ...
    def __next__(self) -> Sentence: ...

@final
class Memory:
    def __new__(
        cls,
        paths: list[str],
        *,
        glossaries: list[str] = ...,
        read_only: bool = False,
        create: bool = False,
    ) -> Memory: ...
    def lookup(self, **asked: Any) -> Answer: ...
    def lookup_all(self, **asked: Any) -> list[Answer]: ...
    def context(self, form: str, **asked: Any) -> Any: ...
    def concordance(self, **asked: Any) -> Concordance: ...
    def terms(self, **asked: Any) -> list[dict[str, Any]]: ...
    def unit(self, unit: int) -> Unit: ...
    def stats(self) -> dict[str, Any]: ...
    def add(self, units: list[NewUnit], user: str | None = None) -> list[Outcome]: ...
    def edit(self, unit: int, user: str | None = None, **asked: Any) -> Outcome: ...
    def remove(self, units: list[int], user: str | None = None) -> dict[str, Any]: ...
    def history(self, **asked: Any) -> list[dict[str, Any]]: ...
    def undo(self, user: str | None = None, **asked: Any) -> dict[str, Any]: ...
    def import_bytes(self, content: bytes, **asked: Any) -> list[dict[str, Any]]: ...
    def export_file(self, path: str, **asked: Any) -> int: ...

@final
class Blocks:
    """Iterates over the blocks of a document, or the texts of a file of units."""

    def __new__(cls, path: str, **given: Any) -> Blocks: ...
    def __iter__(self) -> Blocks: ...
    def __next__(self) -> Block: ...
    @property
    def left_out(self) -> str | None:
        """What the reader left out, in words."""

@final
class Units:
    """Iterates over the units of a file."""

    def __new__(cls, path: str, **given: Any) -> Units: ...
    def __iter__(self) -> Units: ...
    def __next__(self) -> Unit: ...
    @property
    def skipped(self) -> int:
        """Units of which nothing could be used, so far."""

def write_units(path: str, units: Iterable[Unit], **given: Any) -> int: ...
def convert(source: str, target: str, **given: Any) -> int: ...
def score(
    gold: list[tuple[list[int], list[int]]], found: list[tuple[list[int], list[int]]]
) -> Scores: ...
