"""The types of results: dictionaries with the keys of the command line's JSON (docs/json.md)."""

from __future__ import annotations

import sys
from typing import Any, Optional, TypedDict

if sys.version_info >= (3, 11):
    from typing import NotRequired
else:
    from typing_extensions import NotRequired


class Sentence(TypedDict):
    """A sentence of a text; offsets count characters."""

    text: str
    start: int
    end: int
    paragraph: int


class Pair(TypedDict):
    """Segments that translate each other."""

    source: str
    target: str
    source_segments: list[int]
    target_segments: list[int]
    confidence: Optional[float]
    moved: NotRequired[bool]


class Alignment(TypedDict):
    """The answer for a pair of texts, or its ``error``."""

    id: Any
    source_lang: str
    target_lang: str
    pairs: list[Pair]
    omissions: dict[str, int]
    left_out: int
    mean_confidence: float
    doubtful: bool
    beads: NotRequired[list[dict[str, Any]]]
    error: NotRequired[dict[str, Any]]


class Match(TypedDict, total=False):
    """A match of a look-up."""

    unit: int
    score: int
    source: str
    target: str
    memory: str


class Answer(TypedDict):
    """What memories and glossaries hold for a query."""

    query: str
    matches: list[Match]
    terms: NotRequired[list[dict[str, Any]]]
    phrases: NotRequired[list[dict[str, Any]]]


class Concordance(TypedDict):
    """The occurrences of a phrase."""

    total: int
    occurrences: list[dict[str, Any]]


class Context(TypedDict):
    """What a language model needs to translate a text."""

    query: str
    source_lang: NotRequired[str]
    target_lang: NotRequired[str]
    notes: NotRequired[str]
    terms: list[dict[str, Any]]
    pairs: list[Match]
    phrases: NotRequired[list[dict[str, Any]]]
    before: NotRequired[list[dict[str, str]]]
    after: NotRequired[list[dict[str, str]]]
    tokens: int
    budget: int
    left_out: dict[str, int]


class Message(TypedDict):
    """A message of a chat."""

    role: str
    content: str


class NewUnit(TypedDict):
    """A unit to add."""

    source: str
    target: str
    source_lang: NotRequired[str]
    target_lang: NotRequired[str]
    notes: NotRequired[list[str]]
    domain: NotRequired[str]
    client: NotRequired[str]
    project: NotRequired[str]
    document: NotRequired[str]
    context_before: NotRequired[str]
    context_after: NotRequired[str]


class Outcome(TypedDict):
    """The outcome of a change to one unit."""

    unit: int
    outcome: str


#: A unit of a file or a memory, as JSON lines of units have it.
Unit = dict[str, Any]


class Block(TypedDict, total=False):
    """A block of a document."""

    kind: str
    text: str
    marks: list[str]
    placeholders: list[str]
    key: str
    time: str
    lang: str


class Scores(TypedDict):
    """Precision, recall and F1 of beads."""

    strict_p: float
    strict_r: float
    strict_f1: float
    lax_p: float
    lax_r: float
    lax_f1: float
    gold_beads: int
    test_beads: int
