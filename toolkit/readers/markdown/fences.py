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

_FENCE = re.compile(r":{3,}[^\r\n]*")
_BEFORE = re.compile(r"(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))*[ \t]*")
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
    fences: dict[int, Fence] = {}
    for found in _FENCE.finditer(text):
        start = found.start()
        line = text[text.rfind("\n", 0, start) + 1 : start]
        if _BEFORE.fullmatch(line[line.rfind("\r") + 1 :]):
            fences[start] = _read(text, start, found.end())
    return fences


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


def thematic_break(fence: Fence) -> str:
    """Give what stands for a fence: a thematic break of its length."""
    return "___" + " " * (fence.span.end - fence.span.start - 3)
