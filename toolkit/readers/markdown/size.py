"""How much an article may hold at most, told from its bytes without reading it."""

from __future__ import annotations

from toolkit.readers.decoding import MAX_BYTES
from toolkit.readers.markdown.events import MAX_EVENTS, MAX_MARKS

_PLAIN = bytes(code for code in range(256) if code > 126 or chr(code).isalnum() or chr(code) in " \t")
"""Bytes that begin nothing but text, spaces of any kind among them."""
_EVENTS_OF_A_SIGN = 8
"""A sign (or a line's end) opens and closes at most a list, an item, a paragraph and a text."""
_EVENTS_OF_A_CELL = 3


def most_events(data: bytes) -> int:
    """Give a number of pieces of Markdown that an article of these bytes does not exceed.

    Every piece needs a sign of its own, but for the cells that a table's short rows lack: the parser adds those, up
    to the columns of its head.
    """
    signs = len(data.translate(None, _PLAIN)) + 1
    if b"|" not in data:
        return _EVENTS_OF_A_SIGN * signs
    lines = data.replace(b"\r", b"\n").split(b"\n")
    columns = max(line.count(b"|") for line in lines) + 1
    return _EVENTS_OF_A_SIGN * signs + _EVENTS_OF_A_CELL * columns * len(lines)


def is_surely_read(data: bytes) -> bool:
    """Tell that `read_article` will refuse no article of these bytes; `False` says nothing."""
    return len(data) <= MAX_BYTES and most_events(data) <= min(MAX_EVENTS, MAX_MARKS * _EVENTS_OF_A_SIGN)
