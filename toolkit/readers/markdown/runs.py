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


class Run:
    """The text of a run, and the way back from its indices to the source.

    `text` holds what is written as it is; `ESCAPED` for an escaped character or an entity, `NODE`
    for any other node, a line feed for a soft break.
    """

    __slots__ = ("_ats", "_segments", "glued", "source", "text")

    def __init__(self, source: str, pieces: Iterable[Piece | Inline]) -> None:
        self.source = source
        self._segments: list[_Segment] = []
        self._ats: list[int] = []
        glued: list[int] = []
        parts: list[str] = []
        length = 0
        reached = -1
        for piece in pieces:
            if isinstance(piece, Piece):
                segments, text = self._read_text(piece, length, reached)
                reached = piece.end
            else:
                span = piece.span
                segments = [_Segment(length, span.start, span.end, piece)]
                text = "\n" if isinstance(piece, SoftBreak | LineBreak) else NODE
                reached = span.end
                if isinstance(piece, Emphasis | Strong):
                    glued.append(length + 1)
            for segment in segments:
                self._segments.append(segment)
                self._ats.append(segment.at)
            parts.append(text)
            length += len(text)
        self.text = "".join(parts)
        self.glued = frozenset(glued)

    def _read_text(self, piece: Piece, at: int, reached: int) -> tuple[list[_Segment], str]:
        """Divide a text event into an escaped first character and what is written as it is."""
        start, end, text = piece
        source = self.source
        if end - start != len(text) or not source.startswith(text, start):
            return [_Segment(at, start, end, Text(Span(start, end), text))], ESCAPED
        if start > 0 and reached != start and source[start - 1] == "\\":
            escaped = _Segment(at, start, start + 1, Text(Span(start, start + 1), text[0]))
            if len(text) == 1:
                return [escaped], ESCAPED
            return [escaped, _Segment(at + 1, start + 1, end, None)], ESCAPED + text[1:]
        return [_Segment(at, start, end, None)], text

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
