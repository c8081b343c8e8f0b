"""Attributes at the end of a text, and the paragraphs that are captions of tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from toolkit.model.article import Attributes, Block, Inline, Paragraph, SoftBreak, Table, Text
from toolkit.model.span import Span
from toolkit.readers.attributes import parse_attributes

_CAPTION = re.compile(r"(?:[Tt]able)?:(?=\s)\s*")
_LONGEST = 2048


def trailing_attributes(source: str, start: int, end: int) -> tuple[Attributes, int] | None:
    """Read attributes that end exactly at `end`; give them with the offset at which they begin."""
    start = max(start, end - _LONGEST)
    at = source.rfind("{", start, end)
    while at >= 0:
        parsed = parse_attributes(source, at)
        if parsed is not None and parsed[1] == end:
            return parsed[0], at
        at = source.rfind("{", start, at)
    return None


def cut(source: str, children: tuple[Inline, ...], begin: int) -> tuple[Inline, ...]:
    """Leave out what stands at or after an offset, and the white space before it."""
    kept: list[Inline] = []
    for child in children:
        if child.span.end <= begin:
            kept.append(child)
        elif child.span.start < begin and isinstance(child, Text):
            kept.append(Text(Span(child.span.start, begin), source[child.span.start : begin]))
    while kept:
        last = kept[-1]
        if isinstance(last, Text) and last.text == last.text.rstrip():
            break
        if not isinstance(last, Text | SoftBreak):
            break
        kept.pop()
        text = last.text.rstrip() if isinstance(last, Text) else ""
        if text:
            kept.append(Text(Span(last.span.start, last.span.start + len(text)), text))
    return tuple(kept)


def attach_captions(source: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Give each table the caption paragraph after it or, failing that, before it."""
    if not any(type(block) is Table for block in blocks):
        return tuple(blocks)
    found: list[Block] = []
    taken = -1
    for number, block in enumerate(blocks):
        if number == taken:
            continue
        if type(block) is not Table:
            found.append(block)
            continue
        after = _caption(source, blocks[number + 1]) if number + 1 < len(blocks) else None
        if after is not None:
            taken = number + 1
            span = Span(block.span.start, blocks[taken].span.end)
            found.append(replace(block, span=span, caption=after[0], attributes=after[1]))
            continue
        before = _caption(source, found[-1]) if found else None
        if before is not None:
            span = Span(found.pop().span.start, block.span.end)
            block = replace(block, span=span, caption=before[0], attributes=before[1])  # noqa: PLW2901 - the same table, completed
        found.append(block)
    return tuple(found)


def _caption(source: str, block: Block) -> tuple[tuple[Inline, ...], Attributes] | None:
    """Read a paragraph as a caption: its inlines without the colon, and the attributes at its end."""
    if type(block) is not Paragraph or not block.children:
        return None
    first = block.children[0]
    mark = _CAPTION.match(source, first.span.start, block.span.end)
    if not isinstance(first, Text) or mark is None or mark.end() > first.span.end:
        return None
    text = source[mark.end() : first.span.end]
    children = (Text(Span(mark.end(), first.span.end), text), *block.children[1:])
    if not text:
        children = children[1:]
    attributes = trailing_attributes(source, mark.end(), block.span.end)
    if attributes is None:
        return children, Attributes()
    return cut(source, children, attributes[1]), attributes[0]
