"""Displays: tables and figures, with their numbers and captions."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.etree import _Element

from toolkit.exporters.addresses import local_image
from toolkit.exporters.jats.document import HREF, Document, has_content
from toolkit.exporters.jats.inlines import alternative_text, inlines
from toolkit.model.article import Figure, Table, TableCell

Elements = list[_Element]


def table(document: Document, node: Table) -> Elements:
    """Print a table in its wrapper, with head, alignment and caption."""
    header = [cell(document, one, "th", align) for one, align in _aligned(node.header, node.alignments)]
    caption = inlines(document, node.caption)
    rows = [
        document.element(
            "tr",
            None,
            *(cell(document, one, "td", align) for one, align in _aligned(row, node.alignments)),
        )
        for row in node.rows
        if row
    ]
    head = [document.element("thead", None, document.element("tr", None, *header))] if header and rows else []
    body = rows or ([document.element("tr", None, *header)] if header else [])
    if not body:
        return []
    grid = document.element("table", None, *head, document.element("tbody", None, *body), span=node.span)
    attributes = {"id": document.identify(node.attributes.identifier, "table", "table"), "position": "anchor"}
    parts: Elements = []
    if node.caption or node.attributes.identifier:
        parts.append(document.element("label", None, document.number("Table")))
    if has_content(caption):
        parts.append(document.element("caption", None, document.element("p", None, *caption)))
    return [document.element("table-wrap", attributes, *parts, grid, span=node.span)]


def _aligned(
    cells: Sequence[TableCell], alignments: Sequence[str | None]
) -> list[tuple[TableCell, str | None]]:
    padded = [*alignments, *([None] * max(len(cells) - len(alignments), 0))]
    return list(zip(cells, padded, strict=False))


def cell(document: Document, node: TableCell, name: str = "td", align: str | None = None) -> _Element:
    """Print a cell; those of the head say that they head a column."""
    attributes = {"align": align, "scope": "col" if name == "th" else None}
    return document.element(name, attributes, *inlines(document, node.children), span=node.span)


def figure(document: Document, node: Figure) -> Elements:
    """Print a figure with its caption and alternative text."""
    caption = inlines(document, node.caption)
    href = local_image(node.image.url)
    alternative = alternative_text(node.image)
    attributes = {
        "id": document.identify(node.image.attributes.identifier, "fig", "fig"),
        "position": "anchor",
    }
    parts: Elements = [document.element("label", None, document.number("Figure"))]
    if has_content(caption):
        parts.append(document.element("caption", None, document.element("p", None, *caption)))
    if href is None:
        parts.append(document.element("p", None, f"[Image not included: {alternative or node.image.url}]"))
    else:
        described = [document.element("alt-text", None, alternative)] if alternative.strip() else []
        parts.append(document.element("graphic", {HREF: href}, *described, span=node.image.span))
    return [document.element("fig", attributes, *parts, span=node.span)]
