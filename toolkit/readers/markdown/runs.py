"""A run: the inlines of one block as a string, so that brackets and citations can be read from it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from toolkit.model.article import (
    Emphasis,
    Inline,
    LineBreak,
    SoftBreak,
    Strong,
    Text,
)
from toolkit.model.span import Span
from toolkit.readers.citations import ESCAPED, NODE


class Piece(NamedTuple):
    """Text as the Markdown parser gives it: where it stands, and what it reads as."""

    start: int
    end: int
    text: str


class _Segment(NamedTuple):
    """A stretch of a run that maps to the source: character by character, or as one thing."""

    at: int
    start: int
    end: int
    node: Inline | None
    """The thing itself, for a stretch of one character; `None` for text that reads as it is written."""


class _Builder:
    """Collects a run's segments: text that adjoins is one."""

    __slots__ = ("begin", "length", "opened", "parts", "reached", "segments")

    def __init__(self) -> None:
        self.segments: list[_Segment] = []
        self.parts: list[str] = []
        self.length = 0
        self.reached = -1
        """Where the piece before ended in the source."""
        self.begin = -1
        """Where the open stretch of text began in the source, if one is open; `opened` is its index."""
        self.opened = 0

    def close(self) -> None:
        """End the open stretch of text."""
        if self.begin >= 0:
            self.segments.append(_Segment(self.opened, self.begin, self.reached, None))
            self.begin = -1

    def add_written(self, start: int, end: int, text: str) -> None:
        """Add text that reads as it is written."""
        if self.begin < 0 or self.reached != start:
            self.close()
            self.begin, self.opened = start, self.length
        self.parts.append(text)
        self.length += len(text)
        self.reached = end

    def add_node(self, start: int, end: int, node: Inline, stand_in: str) -> None:
        """Add one thing, for which one character stands in."""
        self.close()
        self.segments.append(_Segment(self.length, start, end, node))
        self.parts.append(stand_in)
        self.length += 1
        self.reached = end


def _add_text(builder: _Builder, source: str, piece: Piece) -> None:
    """Add a text event: its first character may be escaped, or it may be an entity."""
    start, end, text = piece
    if end - start != len(text) or not source.startswith(text, start):
        builder.add_node(start, end, Text(Span(start, end), text), ESCAPED)
    elif builder.reached != start > 0 and source[start - 1] == "\\":
        builder.add_node(start, start + 1, Text(Span(start, start + 1), text[0]), ESCAPED)
        if len(text) > 1:
            builder.add_written(start + 1, end, text[1:])
    else:
        builder.add_written(start, end, text)


class Run:
    """The text of a run, and the way back from its indices to the source.

    `text` holds what is written as it is; `ESCAPED` for an escaped character or an entity, `NODE`
    for any other node, a line feed for a soft break.
    """

    __slots__ = ("_ats", "_segments", "glued", "source", "text")

    def __init__(self, source: str, pieces: Iterable[Piece | Inline]) -> None:
        self.source = source
        builder = _Builder()
        glued: list[int] = []
        for piece in pieces:
            if isinstance(piece, Piece):
                _add_text(builder, source, piece)
                continue
            is_break = isinstance(piece, SoftBreak | LineBreak)
            builder.add_node(piece.span.start, piece.span.end, piece, "\n" if is_break else NODE)
            if isinstance(piece, Emphasis | Strong):
                glued.append(builder.length)
        builder.close()
        self._segments = builder.segments
        self._ats = [segment.at for segment in self._segments]
        self.text = "".join(builder.parts)
        self.glued = frozenset(glued)

    def _segment(self, index: int) -> _Segment:
        return self._segments[bisect_right(self._ats, index) - 1]

    def node(self, index: int) -> Inline | None:
        """Give the node, or the escaped character, that stands at an index."""
        return self._segment(index).node

    def start(self, index: int) -> int:
        """Give the source offset at which the character at `index` begins."""
        if index >= len(self.text):
            return self.end(len(self.text))
        segment = self._segment(index)
        return segment.start if segment.node is not None else segment.start + index - segment.at

    def end(self, index: int) -> int:
        """Give the source offset at which the character before `index` ends."""
        if not self._segments:
            return 0
        if index <= 0:
            return self._segments[0].start
        segment = self._segment(index - 1)
        return segment.end if segment.node is not None else segment.start + index - segment.at

    def span(self, first: int, last: int) -> Span:
        """Give the source span of the characters `[first, last)`."""
        start = self.start(first)
        return Span(start, max(self.end(last), start) if last > first else start)

    def index(self, offset: int) -> int | None:
        """Give the index just after the character that ends at a source offset; `None` if none does."""
        low, high = 0, len(self._segments)
        while low < high:
            middle = (low + high) // 2
            if self._segments[middle].end < offset:
                low = middle + 1
            else:
                high = middle
        if low == len(self._segments):
            return None
        segment = self._segments[low]
        if segment.node is not None:
            return segment.at + 1 if segment.end == offset else None
        return segment.at + offset - segment.start if segment.start < offset else None

    def inlines(self, first: int, last: int) -> list[Inline]:
        """Give the characters `[first, last)` as they are: text, joined where it can be, and nodes."""
        if first >= last:
            return []
        found: list[Inline] = []
        number = bisect_right(self._ats, first) - 1
        source = self.source
        begin = end = -1
        while number < len(self._segments) and self._ats[number] < last:
            segment = self._segments[number]
            number += 1
            if segment.node is None:
                start = segment.start + max(first - segment.at, 0)
                stop = min(segment.end, segment.start + last - segment.at)
            elif type(segment.node) is Text and segment.end - segment.start == 1 == len(segment.node.text):
                start, stop = segment.start, segment.end
            else:
                if begin >= 0:
                    found.append(Text(Span(begin, end), source[begin:end]))
                    begin = -1
                found.append(segment.node)
                continue
            if begin >= 0 and start == end:
                end = stop
                continue
            if begin >= 0:
                found.append(Text(Span(begin, end), source[begin:end]))
            begin, end = start, stop
        if begin >= 0:
            found.append(Text(Span(begin, end), source[begin:end]))
        return found


def join_text(source: str, pieces: Iterable[Piece | Inline]) -> tuple[Inline, ...]:
    """Turn pieces into inlines where nothing else is to be read from them."""
    found: list[Inline] = []
    begin = end = -1
    for piece in pieces:
        if isinstance(piece, Piece):
            start, stop, text = piece
            if stop - start == len(text) and source.startswith(text, start):
                if start != end or begin < 0:
                    if begin >= 0:
                        found.append(Text(Span(begin, end), source[begin:end]))
                    begin = start
                end = stop
                continue
            node: Inline = Text(Span(start, stop), text)
        else:
            node = piece
        if begin >= 0:
            found.append(Text(Span(begin, end), source[begin:end]))
            begin = -1
        found.append(node)
    if begin >= 0:
        found.append(Text(Span(begin, end), source[begin:end]))
    return tuple(found)
