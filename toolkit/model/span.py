"""Places in a text: spans, positions, and the text that they belong to."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

_LINE_END = re.compile(r"\r\n|\n|\r")


class Span(NamedTuple):
    """A half-open range of characters `[start, end)` of one source text.

    A named tuple, since articles hold thousands of them.
    """

    start: int
    end: int

    def contains(self, other: Span) -> bool:
        """Tell whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end


class Position(NamedTuple):
    """A place as people count: line and column from 1, offset from 0, all in Unicode characters."""

    line: int
    column: int
    offset: int


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of one file, with the means to name places in it.

    `path` is relative to the project's root, with forward slashes. `text` is the decoded content
    without a byte-order mark; line ends are as they stand in the file. `byte_order_mark` says
    whether the file began with one, so that an edit can keep it.
    """

    path: str
    text: str
    byte_order_mark: bool = False
    _known_starts: list[tuple[int, ...]] = field(init=False, repr=False, compare=False, default_factory=list)

    @property
    def _line_starts(self) -> tuple[int, ...]:
        """Where lines begin; found when first asked for, since most texts have nothing to point at."""
        if not self._known_starts:
            self._known_starts.append(_line_starts(self.text))
        return self._known_starts[0]

    @property
    def line_count(self) -> int:
        """How many lines the text has; an empty text has one."""
        return len(self._line_starts)

    def slice(self, span: Span) -> str:
        """Give the characters that `span` covers."""
        return self.text[span.start : span.end]

    def position(self, offset: int) -> Position:
        """Give line and column of a character offset; offsets outside the text are clamped to it."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1, offset)

    def line_span(self, line: int) -> Span:
        """Give the span of a line, counted from 1, without its line end.

        Raises `IndexError` for a line that the text does not have.
        """
        if not 1 <= line <= len(self._line_starts):
            raise IndexError(line)
        start = self._line_starts[line - 1]
        end = self._line_starts[line] if line < len(self._line_starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)

    def offset(self, line: int, column: int) -> int:
        """Give the character offset of a line and column, both counted from 1, clamped to the line."""
        span = self.line_span(min(max(line, 1), self.line_count))
        return min(span.start + max(column - 1, 0), span.end)


def _line_starts(text: str) -> tuple[int, ...]:
    if "\r" in text:
        return (0, *(match.end() for match in _LINE_END.finditer(text)))
    # Ten times as fast, and a library has a hundred thousand lines.
    lengths = map(len, text.split("\n")[:-1])
    return (0, *accumulate(map((1).__add__, lengths)))
