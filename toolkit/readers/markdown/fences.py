"""Fenced divs, `::: {.x}` … `:::`, hidden from the Markdown parser without moving anything.

CommonMark has no fenced divs. Each fence line is replaced by a thematic break of equal length,
`___`, which ends a paragraph as a fence does and comes back from the parser at its place in the
tree. A line that does not come back as one stood in code, or in a block of HTML: see `parse`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from toolkit.model.article import Attributes
from toolkit.model.span import Span
from toolkit.readers.attributes import parse_attributes

_LINE = re.compile(
    r"(?:^|(?<=[\n\r]))(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))*[ \t]*(?P<fence>:{3,}[^\r\n]*)"
)
_WORD = re.compile(r"[^\s{}:][^\s{}]*")
_TAIL = re.compile(r"[ \t]*:*[ \t]*")


class Fence(NamedTuple):
    """A fence line: its place, and its attributes if it opens a div."""

    span: Span
    attributes: Attributes | None
    is_known: bool = True
    """Whether the line is a fence at all: `::: two words` is not."""


def find_fences(text: str) -> dict[int, Fence]:
    """Find every line that could be a fence, by the offset of its first colon."""
    if ":::" not in text:
        return {}
    return {
        found.start("fence"): _read(text, found.start("fence"), found.end()) for found in _LINE.finditer(text)
    }


def _read(text: str, start: int, end: int) -> Fence:
    """Read one line."""
    line = text[start:end].rstrip()
    span = Span(start, start + len(line))
    rest = line.lstrip(":").lstrip(" \t")
    if not rest:
        return Fence(span, None)
    at = start + len(line) - len(rest)
    parsed = parse_attributes(text, at)
    if parsed is not None and parsed[1] <= span.end:
        attributes, after = parsed
    else:
        word = _WORD.match(text, at, span.end)
        if word is None:
            return Fence(span, None, is_known=False)
        name = word[0].rstrip(":")
        after = at + len(name)
        attributes = Attributes(classes=(name,), span=Span(at, after))
    if _TAIL.fullmatch(text, after, span.end) is None:
        return Fence(span, None, is_known=False)
    return Fence(span, attributes)


def hide(text: list[str], fence: Fence, *, blank: bool = False) -> None:
    """Put a thematic break, or nothing but spaces, over a fence in a list of characters."""
    length = fence.span.end - fence.span.start
    text[fence.span.start : fence.span.end] = " " * length if blank else "___" + " " * (length - 3)
