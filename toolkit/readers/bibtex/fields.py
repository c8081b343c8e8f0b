"""The fields of a plain entry, cut out when they are first asked for.

Most entries of a library are cited nowhere in the article at hand; their fields need a place and a
value each, which takes longer than finding the entries. So the first pass only proves that an
entry is well-formed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import overload

from toolkit.model.library import Entry, Field
from toolkit.model.span import Span
from toolkit.readers.bibtex.grammar import FIELD, PART


class PlainFields(Sequence[Field]):
    """The fields between two offsets of a text that `PLAIN_ENTRY` matched, as a sequence.

    `macros` holds the values of the macros that they use, by lower-case name.
    """

    __slots__ = ("_built", "_end", "_macros", "_start", "_text")

    def __init__(self, text: str, start: int, end: int, macros: Mapping[str, str]) -> None:
        self._text = text
        self._start = start
        self._end = end
        self._macros = macros
        self._built: tuple[Field, ...] | None = None

    @property
    def place(self) -> tuple[int, Mapping[str, str]]:
        """Where the fields begin, and the macros that they use: what a later run needs to find them again."""
        return self._start, self._macros

    def values(self) -> dict[str, str]:
        """Give raw values by lower-case name, the first of a name, without building the fields."""
        found: dict[str, str] = {}
        for name, braced, quoted, number, macro, tail in FIELD.findall(self._text, self._start, self._end):
            value = braced or quoted or number or (self._macros[macro.lower()] if macro else "")
            found.setdefault(name.lower(), value + self._tail(tail) if tail else value)
        return found

    def _tail(self, tail: str) -> str:
        """Give the text of what is concatenated to a value."""
        return "".join(
            [
                braced or quoted or number or (self._macros[macro.lower()] if macro else "")
                for braced, quoted, number, macro in PART.findall(tail)
            ]
        )

    def _field(self, found: re.Match[str]) -> Field:
        """Build a field from its match."""
        name, braced, quoted, number, macro, tail = found.groups()
        places = found.regs
        if braced is not None:
            value, start, end = braced, places[2][0] - 1, places[2][1] + 1
        elif quoted is not None:
            value, start, end = quoted, places[3][0] - 1, places[3][1] + 1
        elif number is not None:
            value, (start, end) = number, places[4]
        else:
            value, (start, end) = self._macros[macro.lower()], places[5]
        if tail:
            value, end = value + self._tail(tail), places[6][1]
        return Field(name.lower(), value, Span(places[1][0], end), Span(start, end))

    def _fields(self) -> tuple[Field, ...]:
        if self._built is None:
            matches = FIELD.finditer(self._text, self._start, self._end)
            self._built = tuple(map(self._field, matches))
        return self._built

    @overload
    def __getitem__(self, index: int) -> Field: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Field, ...]: ...
    def __getitem__(self, index: int | slice) -> Field | tuple[Field, ...]:
        """Give a field, or some."""
        return self._fields()[index]

    def __len__(self) -> int:
        """Count the fields."""
        return len(self._fields())

    def __iter__(self) -> Iterator[Field]:
        """Yield the fields in order."""
        return iter(self._fields())

    def __eq__(self, other: object) -> bool:
        """Compare by value with any sequence of fields."""
        return isinstance(other, Sequence) and self._fields() == tuple(other)

    def __hash__(self) -> int:
        """Hash by value, as a tuple does."""
        return hash(self._fields())

    def __repr__(self) -> str:
        """Show the fields."""
        return repr(self._fields())


def values_of(entry: Entry) -> dict[str, str]:
    """Give an entry's raw values by name, the first of a name."""
    if isinstance(entry.fields, PlainFields):
        return entry.fields.values()
    found: dict[str, str] = {}
    for one in entry.fields:
        found.setdefault(one.name, one.value)
    return found
