"""What a check printed, in parts, as the cache keeps it: printed again as it is, or with some parts anew.

It is kept in two rows: the text, which is long and seldom written, and an outline that says which piece of it
belongs to which file. A text belongs to the outline that bears the same token, which no other has.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from toolkit.cache.store import Store

MOST_EDITED = 16
"""Articles that are judged one after the other; where more were edited, the whole project is checked."""
_TOKEN = 16
_MOST_NEW = 1 << 20
"""Characters of new parts that the outline holds, beyond which the text is written anew."""

Counts = tuple[int, int, int]
"""Errors, warnings and notes."""


@dataclass(frozen=True, slots=True)
class Part:
    """What was printed of one file: where it begins in the kept text, in bytes, or itself.

    `fixable` are the findings that have a safe fix.
    """

    path: str
    place: int | str
    size: int
    counts: Counts
    fixable: int

    def of(self, text: bytes) -> bytes:
        """Give the part out of the kept text."""
        if isinstance(self.place, str):
            return self.place.encode("utf-8", "backslashreplace")
        return text[self.place : self.place + self.size]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an article whose findings are its own alone.

    `outline` is a digest of what rules on the whole project ask of it; `suppressed` counts what it silences.
    """

    outline: str
    suppressed: int


@dataclass(frozen=True, slots=True)
class Told:
    """What a check printed, and its exit code.

    `found` are the questions asked of the working tree, with digests of the answers (`toolkit.api.witness`);
    `frame` is what stands before, between and after the `parts`. `articles` are those whose part may change alone;
    empty if none may. `totals` are the numbers of articles, of entries, and of suppressed findings.
    """

    found: Mapping[str, str]
    code: int
    frame: tuple[str, ...]
    parts: Mapping[str, Part]
    articles: Mapping[str, Known]
    totals: tuple[int, int, int]
    text: bytes

    def printed(self) -> bytes:
        """Give all of it, as UTF-8."""
        before, between, after = (one.encode("utf-8", "backslashreplace") for one in self.frame)
        ordered = (self.parts[path] for path in sorted(self.parts))
        return before + between.join(part.of(self.text) for part in ordered) + after

    @property
    def length(self) -> int:
        """How many bytes its parts have, those that were replaced too."""
        return len(self.text) + sum(len(one) for one in self._new())

    def keep(self, store: Store, name: str, made_for: list[object]) -> None:
        """Keep it under a name for whoever gives the same key; a text that was kept before is not written again."""
        token = self.text[:_TOKEN]
        told = self
        if not token or sum(len(one) for one in self._new()) > _MOST_NEW:
            token = os.urandom(_TOKEN)
            told = self._gathered(token)
            store.put(f"text of {name}", told.text, is_packed=False)
        row = [
            made_for,
            token.hex(),
            told.found,
            told.code,
            told.frame,
            [[one.path, one.place, one.size, *one.counts, one.fixable] for one in told.parts.values()],
            [[path, one.outline, one.suppressed] for path, one in told.articles.items()],
            told.totals,
        ]
        store.put(name, json.dumps(row, separators=(",", ":")).encode())

    def _new(self) -> Iterator[str]:
        return (one.place for one in self.parts.values() if isinstance(one.place, str))

    def _gathered(self, token: bytes) -> Told:
        """Give the same with all its parts in one text, which begins with a token."""
        pieces, parts, place = [token], {}, len(token)
        for path, part in self.parts.items():
            piece = part.of(self.text)
            parts[path] = replace(part, place=place, size=len(piece))
            pieces.append(piece)
            place += len(piece)
        return replace(self, parts=parts, text=b"".join(pieces))


def kept(store: Store, name: str) -> tuple[list[object], Told] | None:
    """Give what is kept under a name, and the key that it was kept for.

    Raises `ValueError`, `TypeError`, `KeyError` or `AttributeError` for a row of another form.
    """
    row = store.get(name)
    if row is None:
        return None
    made_for, token, found, code, frame, parts, articles, totals = json.loads(row)
    text = store.get(f"text of {name}")
    if text is None or text[:_TOKEN] != bytes.fromhex(token):
        return None
    return made_for, Told(
        found,
        code,
        tuple(frame),
        {
            path: Part(path, place, size, (errors, warnings, notes), fixable)
            for path, place, size, errors, warnings, notes, fixable in parts
        },
        {path: Known(outline, suppressed) for path, outline, suppressed in articles},
        tuple(totals),
        text,
    )
