"""Blocks of HTML: comments among them, and the rest, which is never exported."""

from __future__ import annotations

import re

from toolkit.model.article import Comment, RawBlock
from toolkit.model.span import Span

_SPACE = " \t\r\n"
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)


def split_html(source: str, start: int, end: int) -> list[Comment | RawBlock]:
    """Divide a block of HTML into the comments at its start and end, and what is left."""
    before: list[Comment | RawBlock] = []
    at = _skip_space(source, start, end)
    while (found := _COMMENT.match(source, at, end)) is not None:
        before.append(Comment(Span(at, found.end()), found[1]))
        at = _skip_space(source, found.end(), end)
    if at < end:
        stop = at + len(source[at:end].rstrip(_SPACE))
        before.append(RawBlock(Span(at, stop), source[at:stop]))
    return before


def _skip_space(source: str, at: int, end: int) -> int:
    written = source[at:end]
    return at + len(written) - len(written.lstrip(_SPACE))
