"""Passages: the visible running texts of an article, each character with its place in the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from toolkit.claims.kept import kept
from toolkit.claims.sentences import split
from toolkit.model.article import (
    Article,
    DefinitionItem,
    DefinitionList,
    Div,
    Figure,
    Heading,
    LineBreak,
    ListBlock,
    Math,
    Node,
    Paragraph,
    SoftBreak,
    Table,
    Text,
    children_of,
)
from toolkit.model.span import Span


@dataclass(frozen=True, slots=True)
class Passage:
    """One run of text: a paragraph, a heading, a cell, a caption, a term.

    `text` is what a reader sees, without citations, code and comments. `ancestors` are the nodes
    around it, outermost first; `node` is the block, cell or item that it is the text of.
    """

    node: Node
    span: Span
    text: str
    ancestors: tuple[Node, ...]
    _starts: tuple[int, ...]
    _spans: tuple[Span, ...]

    @property
    def is_heading(self) -> bool:
        """Whether it is the text of a heading."""
        return isinstance(self.node, Heading)

    @property
    def divs(self) -> Iterator[Div]:
        """The divs around it, outermost first."""
        return (node for node in self.ancestors if isinstance(node, Div))

    def source_span(self, start: int, end: int) -> Span:
        """Give the place in the source of the characters `[start, end)` of `text`."""
        return Span(self._offset(start), max(self._offset(max(end - 1, start)) + 1, self._offset(start)))

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Yield the bounds, in `text`, of its sentences."""
        yield from split(self.text)

    def _offset(self, index: int) -> int:
        if not self._starts:
            return self.span.start
        piece = max(bisect_right(self._starts, index) - 1, 0)
        span = self._spans[piece]
        return min(span.start + index - self._starts[piece], max(span.end - 1, span.start))


@dataclass(frozen=True, slots=True)
class Prose:
    """All passages of an article, and their letters in one text, so that a word is found in one go."""

    passages: tuple[Passage, ...]
    letters: str
    """The passages' texts in lower case, a line end after each."""
    _ends: tuple[int, ...]

    def holding(self, words: Iterable[str]) -> set[int]:
        """Give the numbers of the passages that hold any of `words`, which are in lower case."""
        found: set[int] = set()
        for word in words:
            at = self.letters.find(word)
            while at >= 0:
                number = bisect_right(self._ends, at)
                found.add(number)
                at = self.letters.find(word, self._ends[number])
        return found

    def matching(self, pattern: re.Pattern[str]) -> set[int]:
        """Give the numbers of the passages in which `pattern` matches the letters."""
        return {bisect_right(self._ends, match.start()) for match in pattern.finditer(self.letters)}


@kept
def prose(article: Article) -> Prose:
    """Give the passages of an article in reading order; linear in its length."""
    found = tuple(_passages(article))
    # Lower case may change a text's length (İ); the ends are those of the text that is searched.
    lowered = [passage.text.replace("\n", " ").lower() + "\n" for passage in found]
    return Prose(found, "".join(lowered), tuple(accumulate(map(len, lowered))))


def passages(article: Article) -> tuple[Passage, ...]:
    """Give the passages of an article in reading order."""
    return prose(article).passages


def _passages(article: Article) -> Iterator[Passage]:
    stack: list[tuple[Node, tuple[Node, ...]]] = [(block, ()) for block in reversed(article.blocks)]
    while stack:
        node, ancestors = stack.pop()
        match node:
            case Paragraph() | Heading():
                yield _passage(node, node.span, node.children, ancestors)
            case Table():
                yield from _of_table(node, ancestors)
            case Figure():
                yield _passage(node, node.span, node.caption, ancestors)
            case ListBlock() | DefinitionList():
                items: tuple[Node, ...] = node.items
                within = (*ancestors, node)
                stack.extend((item, within) for item in reversed(items))
            case DefinitionItem():
                yield _passage(node, node.span, node.term, ancestors)
                blocks = [block for definition in node.definitions for block in definition]
                stack.extend((block, (*ancestors, node)) for block in reversed(blocks))
            case _:
                children: tuple[Node, ...] = children_of(node)
                around = (*ancestors, node)
                stack.extend((child, around) for child in reversed(children))


def _of_table(table: Table, ancestors: tuple[Node, ...]) -> Iterator[Passage]:
    around = (*ancestors, table)
    if table.caption:
        yield _passage(table, table.span, table.caption, ancestors)
    for cell in (*table.header, *(cell for row in table.rows for cell in row)):
        yield _passage(cell, cell.span, cell.children, around)


def _passage(node: Node, span: Span, inlines: tuple[Node, ...], ancestors: tuple[Node, ...]) -> Passage:
    parts: list[str] = []
    starts: list[int] = []
    spans: list[Span] = []
    length = 0
    stack = list(reversed(inlines))
    while stack:
        inline = stack.pop()
        if isinstance(inline, Text | Math):
            text = inline.text
        elif isinstance(inline, SoftBreak | LineBreak):
            text = " "
        else:
            stack.extend(reversed(children_of(inline)))
            continue
        parts.append(text)
        starts.append(length)
        spans.append(inline.span)
        length += len(text)
    return Passage(node, span, "".join(parts), ancestors, tuple(starts), tuple(spans))
