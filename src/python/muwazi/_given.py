"""Options on their way to the library."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Union

PathLike = Union[str, "os.PathLike[str]"]


def paths(named: Sequence[PathLike]) -> list[str]:
    if isinstance(named, (str, os.PathLike)):
        raise TypeError("give a list of paths")
    return [os.fspath(path) for path in named]


def given(**options: Any) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def languages(source: str | None, target: str | None) -> dict[str, Any]:
    return given(**{"from": source, "to": target})
