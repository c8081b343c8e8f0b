"""Blocks: a table from node type to function."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from toolkit.exporters.html.boxes import div
from toolkit.exporters.html.inlines import alternative_text, formula, image, inlines
from toolkit.exporters.html.markup import Content, Element, element, has_text, located
from toolkit.exporters.html.page import Page, Section
from toolkit.model.article import (
    Block,
    BlockQuote,
    CodeBlock,
    Comment,
    DefinitionItem,
    DefinitionList,
    Div,
    Figure,
    FootnoteDefinition,
    Heading,
    ListBlock,
    ListItem,
    MathBlock,
    Paragraph,
    RawBlock,
    Table,
    TableCell,
    ThematicBreak,
    plain_text,
)

Contents = list[Content]


def blocks(page: Page, nodes: Sequence[Block]) -> Contents:
    """Print blocks in order."""
    contents: Contents = []
    page.depth += 1
    for node in nodes:
        contents += located(BLOCKS[type(node)](page, node), node.span)
    page.depth -= 1
    return contents


def _paragraph(page: Page, node: Paragraph) -> Contents:
    contents = inlines(page, node.children)
    if not any(one.strip() if isinstance(one, str) else True for one in contents):
        return []
    return contents if node.tight else [element("p", None, *contents)]


def _heading(page: Page, node: Heading) -> Contents:
    anchor = page.identify(node.identifier)
    contents = inlines(page, node.children)
    if not has_text(contents):
        # No heading, but a place that links may lead to.
        return [element("div", {"id": anchor}, *contents)]
    level = page.level(node)
    if anchor is not None:
        page.sections.append(Section(anchor, level, plain_text(node.children)))
    return [element(f"h{level}", {"id": anchor}, *contents)]


def _list(page: Page, node: ListBlock) -> Contents:
    items = [child for item in node.items for child in located(BLOCKS[ListItem](page, item), item.span)]
    if node.start is None:
        return [element("ul", {"class": "tasks" if _has_tasks(node) else None}, *items)]
    return [element("ol", {"start": node.start if node.start != 1 else None}, *items)]


def _has_tasks(node: ListBlock) -> bool:
    return any(item.checked is not None for item in node.items)


def _list_item(page: Page, node: ListItem) -> Contents:
    contents = blocks(page, node.children)
    if node.checked is not None:
        mark, name = ("☑", "done") if node.checked else ("☐", "to do")
        contents = [element("span", {"role": "img", "aria-label": name}, mark), " ", *contents]
    return [element("li", None, *contents)]


def _definition_list(page: Page, node: DefinitionList) -> Contents:
    return [
        element("dl", None, *(part for item in node.items for part in BLOCKS[DefinitionItem](page, item)))
    ]


def _definition_item(page: Page, node: DefinitionItem) -> Contents:
    term = element("dt", None, *inlines(page, node.term))
    return [term, *(element("dd", None, *blocks(page, definition)) for definition in node.definitions)]


def _block_quote(page: Page, node: BlockQuote) -> Contents:
    return [element("blockquote", None, *blocks(page, node.children))]


def _code_block(_page: Page, node: CodeBlock) -> Contents:
    # Focusable, since a long line scrolls inside it and a keyboard must reach it too.
    return [element("pre", {"tabindex": 0}, element("code", None, node.text))]


def _math_block(page: Page, node: MathBlock) -> Contents:
    content: Contents = [formula(node.text, display=True)]
    if node.attributes.identifier:
        number = page.count("Equation").rpartition(" ")[2]
        content.append(element("span", {"class": "equation-number"}, f"({number})"))
    return [
        element(
            "div",
            {"class": "equation", "id": page.identify(node.attributes.identifier), "tabindex": 0},
            *content,
        )
    ]


def _table(page: Page, node: Table) -> Contents:
    """Print a table in a region that scrolls by itself, and by keyboard: the page never does."""
    numbered = bool(node.caption or node.attributes.identifier)
    label = page.count("Table") if numbered else "Table"
    caption: Element | None = None
    name: dict[str, str | int | bool | None] = {"aria-label": label}
    if numbered:
        title = element("span", {"class": "label"}, page.words(f"{label}."))
        own = f"osler-{label.lower().replace(' ', '-')}-caption"
        caption = element("caption", {"id": own}, title, " ", *inlines(page, node.caption))
        name = {"aria-labelledby": own}
    head = _table_head(page, node)
    body = element("tbody", None, *(_row(page, node, row) for row in node.rows))
    table = element("table", None, caption, head, body if node.rows else None)
    attributes = {"class": "table-scroll", "id": page.identify(node.attributes.identifier), "role": "region"}
    return [element("div", {**attributes, **name, "tabindex": 0}, table)]


def _table_head(page: Page, node: Table) -> Element | None:
    if not any(plain_text(cell.children).strip() for cell in node.header):
        return None
    cells: Contents = []
    for index, cell in enumerate(node.header):
        contents = BLOCKS[TableCell](page, cell)
        is_empty = not plain_text(cell.children).strip()
        attributes = {"scope": None if is_empty else "col", "class": _alignment(node, index)}
        cells.append(element("td" if is_empty else "th", attributes, *contents))
    return element("thead", None, element("tr", None, *cells))


def _row(page: Page, node: Table, row: Sequence[TableCell]) -> Element:
    """Print a row; its first cell heads it where the table's first column has no heading of its own."""
    names_rows = bool(node.header) and not plain_text(node.header[0].children).strip()
    cells: Contents = []
    for index, cell in enumerate(row):
        heads = index == 0 and names_rows and bool(plain_text(cell.children).strip())
        attributes = {"scope": "row" if heads else None, "class": _alignment(node, index)}
        cells.append(element("th" if heads else "td", attributes, *BLOCKS[TableCell](page, cell)))
    return element("tr", None, *cells)


def _table_cell(page: Page, node: TableCell) -> Contents:
    return inlines(page, node.children)


def _alignment(node: Table, index: int) -> str | None:
    alignment = node.alignments[index] if index < len(node.alignments) else None
    return f"align-{alignment}" if alignment in {"right", "center"} else None


def _figure(page: Page, node: Figure) -> Contents:
    label = element("span", {"class": "label"}, page.words(page.count("Figure") + "."))
    picture = image(page, node.image, alternative_text(node.image) or plain_text(node.caption))
    caption = element("figcaption", None, label, " ", *inlines(page, node.caption))
    return [element("figure", {"id": page.identify(node.image.attributes.identifier)}, picture, caption)]


def _div(page: Page, node: Div) -> Contents:
    return div(page, node, blocks)


def _printed_elsewhere(_page: Page, _node: FootnoteDefinition) -> Contents:
    return []


def _dropped(_page: Page, _node: RawBlock | Comment) -> Contents:
    return []


def _thematic_break(_page: Page, _node: ThematicBreak) -> Contents:
    return [element("hr")]


BLOCKS: Mapping[type, Callable[[Page, Any], Contents]] = {
    Paragraph: _paragraph,
    Heading: _heading,
    ListBlock: _list,
    ListItem: _list_item,
    DefinitionList: _definition_list,
    DefinitionItem: _definition_item,
    BlockQuote: _block_quote,
    CodeBlock: _code_block,
    MathBlock: _math_block,
    Table: _table,
    TableCell: _table_cell,
    Figure: _figure,
    Div: _div,
    FootnoteDefinition: _printed_elsewhere,
    ThematicBreak: _thematic_break,
    RawBlock: _dropped,
    Comment: _dropped,
}
"""How each type of block, and each part of one, is printed."""
