"""The blocks of an article, and walking over the whole tree.

Exporters are tables from node type to function, so every type here and in `inlines` must have a row in
each of them (a test sees to it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from toolkit.model.inlines import (
    NO_ATTRIBUTES,
    Attributes,
    Code,
    Comment,
    Image,
    Inline,
    LineBreak,
    Math,
    SoftBreak,
    Text,
)
from toolkit.model.span import Span


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or the bare text of a tight list item (`tight`), as pandoc's Plain."""

    span: Span
    children: tuple[Inline, ...]
    tight: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `identifier` is its explicit `{#…}`, or derived from its text; unique in the article."""

    span: Span
    level: int
    children: tuple[Inline, ...]
    identifier: str
    attributes: Attributes = NO_ATTRIBUTES


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item; `checked` is set for task lists."""

    span: Span
    children: tuple[Block, ...]
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; `start` is the first number of an ordered one, `None` for bullets."""

    span: Span
    items: tuple[ListItem, ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class DefinitionItem:
    """A term and its definitions."""

    span: Span
    term: tuple[Inline, ...]
    definitions: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class DefinitionList:
    """A definition list."""

    span: Span
    items: tuple[DefinitionItem, ...]


@dataclass(frozen=True, slots=True)
class BlockQuote:
    """A block quotation."""

    span: Span
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """A fenced or indented code block; `info` is what follows the fence."""

    span: Span
    text: str
    info: str | None = None


@dataclass(frozen=True, slots=True)
class MathBlock:
    """A paragraph that is one display formula, `$$…$$` with an optional `{#eq-…}`; `text` is TeX."""

    span: Span
    text: str
    attributes: Attributes = NO_ATTRIBUTES


@dataclass(frozen=True, slots=True)
class TableCell:
    """A table cell."""

    span: Span
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A pipe table; `alignments` are `left`, `right`, `center` or `None`, a column each.

    `caption` and `attributes` come from a paragraph `: Caption {#tbl-x}` before or after it.
    """

    span: Span
    alignments: tuple[str | None, ...]
    header: tuple[TableCell, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    caption: tuple[Inline, ...] = ()
    attributes: Attributes = NO_ATTRIBUTES


@dataclass(frozen=True, slots=True)
class Figure:
    """A paragraph that is one image; its caption is the image's text (pandoc's `implicit_figures`)."""

    span: Span
    image: Image
    caption: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Div:
    """A fenced div, `::: {.class #identifier}`; `opener` is the span of its opening line."""

    span: Span
    children: tuple[Block, ...]
    attributes: Attributes
    opener: Span


@dataclass(frozen=True, slots=True)
class FootnoteDefinition:
    """`[^label]: …`."""

    span: Span
    label: str
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ThematicBreak:
    """`---`."""

    span: Span


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block of HTML. Never exported; `article-raw-html` reports it."""

    span: Span
    text: str


Block = (
    Paragraph
    | Heading
    | ListBlock
    | DefinitionList
    | BlockQuote
    | CodeBlock
    | MathBlock
    | Table
    | Figure
    | Div
    | FootnoteDefinition
    | ThematicBreak
    | RawBlock
    | Comment
)

Node = Block | Inline | ListItem | DefinitionItem | TableCell


def _items(node: ListBlock | DefinitionList) -> tuple[Node, ...]:
    return node.items


def _of_definition(node: DefinitionItem) -> tuple[Node, ...]:
    return (*node.term, *(block for definition in node.definitions for block in definition))


def _of_table(node: Table) -> tuple[Node, ...]:
    return (*node.caption, *node.header, *(cell for row in node.rows for cell in row))


def _of_figure(node: Figure) -> tuple[Node, ...]:
    return (node.image, *node.caption)


# By type, since articles have tens of thousands of nodes; all others keep their children in `children`.
_CHILDREN: dict[type, Callable[[Any], tuple[Node, ...]]] = {
    ListBlock: _items,
    DefinitionList: _items,
    DefinitionItem: _of_definition,
    Table: _of_table,
    Figure: _of_figure,
}


def children_of(node: Node) -> tuple[Node, ...]:
    """Give a node's direct children in reading order; leaves have none."""
    special = _CHILDREN.get(type(node))
    return special(node) if special is not None else getattr(node, "children", ())


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Yield every node below and including `nodes`, depth first, in reading order."""
    stack = list(reversed(nodes))
    while stack:
        node = stack.pop()
        yield node
        children = children_of(node)
        if children:
            stack.extend(reversed(children))


def plain_text(nodes: tuple[Node, ...]) -> str:
    """Give the readable text of inlines: no marks, citations or comments; breaks become spaces."""
    parts: list[str] = []
    for node in walk(nodes):
        match node:
            case Text() | Code() | Math():
                parts.append(node.text)
            case SoftBreak() | LineBreak():
                parts.append(" ")
            case Image():
                parts.append(node.alt)
            case _:
                pass
    return "".join(parts)
