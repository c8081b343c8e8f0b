r"""Between the characters of a text and the positions of a client, which counts as it was negotiated.

LSP 3.17, "Position": lines end at `\n`, `\r\n` or `\r`; a column counts UTF-8 bytes, UTF-16 units or
UTF-32 characters; a column past the end of its line means the end. pygls' codec negotiates the unit, and
counts a character at a time in Python from the start of the line, each time: a thousand findings in one
long line would take minutes. Here the counting is the codec's of Python (a test holds both to be alike).
"""

from __future__ import annotations

from dataclasses import dataclass

from lsprotocol import types

from toolkit.model.span import SourceText, Span

MARK = "\ufeff"
"""A byte-order mark, which a client may count as the first character; `SourceText` leaves it out."""


@dataclass(frozen=True, slots=True)
class Positions:
    """Converts; `encoding` is `utf-8`, `utf-16` or `utf-32`."""

    encoding: str = "utf-16"

    def units(self, text: str) -> int:
        """Count the client's units in a text."""
        if self.encoding == "utf-32" or text.isascii():
            return len(text)
        if self.encoding == "utf-8":
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text.encode("utf-16-le", "surrogatepass")) // 2

    def characters(self, text: str, units: int) -> int:
        """Count the whole characters in the first `units` units of a text."""
        units = max(units, 0)
        if self.encoding == "utf-32" or text.isascii():
            return min(units, len(text))
        codec, width = ("utf-8", 1) if self.encoding == "utf-8" else ("utf-16-le", 2)
        return len(text.encode(codec, "replace")[: units * width].decode(codec, "ignore"))

    def position(self, source: SourceText, offset: int, *, is_marked: bool = False) -> types.Position:
        """Give the client's position of a character; `is_marked` if the client's text begins with a mark."""
        at = source.position(offset)
        before = source.text[at.offset - at.column + 1 : at.offset]
        lead = self.units(MARK) if is_marked and at.line == 1 else 0
        return types.Position(at.line - 1, self.units(before) + lead)

    def range(self, source: SourceText, span: Span, *, is_marked: bool = False) -> types.Range:
        """Give the client's range of a span."""
        start = self.position(source, span.start, is_marked=is_marked)
        return types.Range(start, self.position(source, max(span.end, span.start), is_marked=is_marked))

    def offset(self, source: SourceText, position: types.Position, *, is_marked: bool = False) -> int:
        """Give the character at a client's position; places outside the text are clamped to it."""
        if position.line >= source.line_count:
            return len(source.text)
        if position.line < 0:
            return 0
        line = source.line_span(position.line + 1)
        lead = self.units(MARK) if is_marked and position.line == 0 else 0
        return line.start + self.characters(source.slice(line), position.character - lead)
