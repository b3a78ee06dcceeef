"""A memory: look-up, concordance, contexts, units, history, files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from . import _native
from ._given import PathLike, given, languages, paths
from .types import Answer, Concordance, Context, Message, NewUnit, Outcome, Unit


class Memory:
    """A translation memory, or several that are asked together; the first one is written to.

    Use it from any thread, and as a context manager. What other programs write is seen at once.
    """

    def __init__(
        self,
        *memories: PathLike,
        glossaries: Sequence[PathLike] = (),
        read_only: bool = False,
        create: bool = False,
    ) -> None:
        if not memories:
            raise ValueError("name a memory")
        how = {"read_only": read_only, "create": create}
        self._settings = ([os.fspath(path) for path in memories], paths(glossaries), how)
        self._open()

    def _open(self) -> None:
        memories, glossaries, how = self._settings
        self._opened: _native.Memory | None = _native.Memory(memories, glossaries=glossaries, **how)

    @property
    def _memory(self) -> _native.Memory:
        if self._opened is None:
            raise ValueError("the memory is closed")
        return self._opened

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
        self._opened = None

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
        where: Sequence[str] = (),
        phrases: bool = False,
        nearest: bool = False,
        exhaustive: bool = False,
    ) -> Answer:
        """Finds the matches of a text, best first; none at or above ``min`` is missed.

        ``before`` and ``after``: the segments beside it. ``where``: conditions such as
        ``domain=medical``. ``phrases``: also the longest phrases that occur; ``nearest``: the nearest
        units by letters if nothing reaches ``min``.
        """
        return self._memory.lookup(
            query=query,
            **given(context_before=before, context_after=after),
            **_how(
                source_lang, target_lang, min=float(min), limit=limit, where=list(where),
                phrases=phrases, nearest=nearest, exhaustive=exhaustive,
            ),
        )

    def lookup_many(
        self,
        queries: Iterable[str],
        *,
        min: float = 70,
        limit: int = 5,
        source_lang: str | None = None,
        target_lang: str | None = None,
        where: Sequence[str] = (),
        phrases: bool = False,
        nearest: bool = False,
        exhaustive: bool = False,
    ) -> Iterator[Answer]:
        """Looks many texts up on all cores and yields the answers in their order."""
        queries = iter(queries)
        how = _how(
            source_lang, target_lang, min=float(min), limit=limit, where=list(where),
            phrases=phrases, nearest=nearest, exhaustive=exhaustive,
        )
        while chunk := list(islice(queries, 256)):
            yield from self._memory.lookup_all(queries=chunk, **how)

    def context(self, text: str, **how: Any) -> Context:
        """What a language model needs to translate a text as the memory does, within a number of
        tokens: pairs with their differences, terms, the sentences around it, notes of style.

        ``budget`` tokens (2000), ``min``, ``limit``, ``further`` pairs and ``neighbours`` sentences are as
        those of ``muwazi context``; ``before``, ``after`` and ``notes`` are texts.
        """
        made: Context = self._context("json", text, **how)
        return made

    def context_text(self, text: str, **how: Any) -> str:
        """The same as :meth:`context` as one text, to paste into a chat."""
        made: str = self._context("text", text, **how)
        return made

    def context_messages(self, text: str, **how: Any) -> list[Message]:
        """The same as :meth:`context` as the messages of a chat, for the interface of a model."""
        made: list[Message] = self._context("chat", text, **how)
        return made

    def _context(
        self,
        form: str,
        text: str,
        *,
        before: str = "",
        after: str = "",
        notes: str = "",
        budget: int | None = None,
        min: float | None = None,
        limit: int | None = None,
        further: int | None = None,
        neighbours: int | None = None,
        source_lang: str | None = None,
        target_lang: str | None = None,
    ) -> Any:
        parts = given(budget=budget, limit=limit, further=further, neighbours=neighbours)
        parts.update(given(min=None if min is None else float(min)))
        how = languages(source_lang, target_lang)
        texts = {"text": text, "before": before, "after": after, "notes": notes}
        return self._memory.context(form, **texts, **parts, **how)

    def concordance(
        self,
        text: str,
        *,
        limit: int = 20,
        regex: bool = False,
        exact: bool = False,
        source_lang: str | None = None,
        target_lang: str | None = None,
    ) -> Concordance:
        """Finds a phrase wherever it occurs, with or without Arabic clitics, or a regular expression."""
        how = _how(source_lang, target_lang, limit=limit, regex=regex, exact=exact)
        return self._memory.concordance(text=text, **how)

    def terms(
        self, text: str, *, source_lang: str | None = None, target_lang: str | None = None
    ) -> list[dict[str, Any]]:
        """Finds the terms of the glossaries in a text."""
        return self._memory.terms(text=text, **_how(source_lang, target_lang))

    def unit(self, number: int) -> Unit:
        """A unit by its number."""
        return self._memory.unit(number)

    def stats(self) -> dict[str, Any]:
        """Counts: units, texts by language, the last change."""
        return self._memory.stats()

    def add(self, units: Iterable[NewUnit], *, user: str | None = None) -> list[Outcome]:
        """Adds units, all or none."""
        return self._memory.add(list(units), user)

    def edit(self, number: int, lang: str, text: str, *, user: str | None = None) -> Outcome:
        """Gives a unit a new text in a language."""
        return self._memory.edit(number, user, lang=lang, text=text)

    def remove(self, *numbers: int, user: str | None = None) -> dict[str, Any]:
        """Removes units; ``undo`` brings them back."""
        return self._memory.remove(list(numbers), user)

    def history(
        self, *, unit: int | None = None, since: str | None = None, limit: int | None = None
    ) -> list[dict[str, Any]]:
        """What was done, newest first: to a unit, since a time (RFC 3339), at most ``limit``."""
        return self._memory.history(**given(unit=unit, since=since, limit=limit))

    def undo(
        self,
        *,
        operation: int | None = None,
        since: str | None = None,
        last: bool = False,
        dry_run: bool = False,
        yes: bool = False,
        user: str | None = None,
    ) -> dict[str, Any]:
        """Takes back an operation, all since a time, or the last one. More than one unit changes only
        with ``yes``; the answer tells by ``done``."""
        which = given(operation=operation, since=since, last=last, dry_run=dry_run, yes=yes)
        return self._memory.undo(user, **which)

    def import_file(
        self,
        path: PathLike,
        *,
        format: str | None = None,
        source_lang: str | None = None,
        target_lang: str | None = None,
        encoding: str | None = None,
        update: bool = False,
    ) -> list[dict[str, Any]]:
        """Adds the units of a file of any format; with ``update`` they replace older translations."""
        path = Path(path)
        how = given(format=format, encoding=encoding, update=update)
        how.update(languages(source_lang, target_lang))
        return self._memory.import_bytes(path.read_bytes(), name=path.name, **how)

    def export_file(
        self,
        path: PathLike,
        format: str | None = None,
        *,
        source_lang: str | None = None,
        target_lang: str | None = None,
        where: Sequence[str] = (),
    ) -> int:
        """Writes the memory to a file, whole or not at all, and returns the number of units; the ending
        of the file gives the format."""
        how = given(format=format, where=list(where))
        how.update(languages(source_lang, target_lang))
        return self._memory.export_file(os.fspath(path), **how)


def _how(source: str | None, target: str | None, **more: Any) -> dict[str, Any]:
    return {**languages(source, target), "offsets": "chars", **more}
