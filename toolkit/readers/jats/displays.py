"""Displays of JATS: figures and tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml.etree import _Element

from toolkit.model.article import (
    Attributes,
    Block,
    Figure,
    Image,
    Inline,
    Paragraph,
    SoftBreak,
    Strong,
    Table,
    TableCell,
    Text,
)
from toolkit.readers.jats.document import JatsSource, children_named, plain
from toolkit.readers.jats.inlines import image, inlines

_WORDS = {"Figure": r"fig(?:ure|\.)?", "Table": r"table", "Equation": r"(?:eq(?:uation|\.)?)?"}
_MOST_COLUMNS = 1000
_ALIGNMENTS = frozenset({"left", "right", "center"})
_Blocks = Callable[[JatsSource, _Element, int], list[Block]]


def numbered(source: JatsSource, element: _Element, kind: str) -> tuple[Inline, ...]:
    """Read the label of a figure, table or formula.

    `Figure 2` on the second figure is what Osler prints by itself: it is held, and nothing is left
    to say. Any other label is given as words, and named as not held.
    """
    label = element.find("label")
    number = source.count(kind)
    if label is None:
        return ()
    words = plain(label)
    if re.fullmatch(rf"{_WORDS[kind]}\s*\(?{number}\)?[.:]?", words, re.IGNORECASE):
        source.hold_all(label)
        return ()
    source.keep_text(label)
    return (Text(source.span(label), words),) if words else ()


def _caption(source: JatsSource, element: _Element, label: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Read a caption: its title in bold, its paragraphs after one another."""
    parts: list[tuple[Inline, ...]] = [label] if label else []
    for caption in children_named(element, "caption"):
        source.hold(caption)
        for child in caption:
            if child.tag == "title":
                title = inlines(source, child)
                parts += [(Strong(source.span(child), title),)] if title else []
            elif child.tag == "p":
                parts.append(inlines(source, child))
            else:
                source.keep_text(child)
                parts.append((Text(source.span(child), plain(child)),))
    joined: list[Inline] = []
    for one in filter(None, parts):
        joined += [SoftBreak(source.span(element)), *one] if joined else one
    return tuple(joined)


def figure(source: JatsSource, element: _Element, _level: int) -> list[Block]:
    """Read an image that stands alone."""
    return [Figure(source.span(element), image(source, element), ())]


def figures(source: JatsSource, element: _Element, level: int, block: _Blocks) -> Iterator[Block]:
    """Read a figure; one of several images becomes as many figures, the first with the caption."""
    source.hold(element, *element.findall("alternatives"))
    caption = _caption(source, element, numbered(source, element, "Figure"))
    span = source.span(element)
    first: Figure | None = None
    for one in element.iter("graphic"):
        found = image(source, one)
        if first is None:
            own = element.find("alt-text")
            alternative = found.alt or (source.words(own) if own is not None else "")
            attributes = Attributes(element.get("id"))
            first = Figure(span, Image(found.span, found.url, alternative, None, attributes), caption)
            yield first
        else:
            yield Figure(source.span(one), found, ())
    is_absent = first is None
    if is_absent:
        # An image that was not included: what is said of it stays as its alternative text.
        words = [source.words(child) for child in element.iterchildren("p")]
        yield Figure(span, Image(span, "", " ".join(words), None, Attributes(element.get("id"))), caption)
    held = ("label", "caption", "graphic", "alternatives", "alt-text", "object-id", "p" if is_absent else "")
    for child in element:
        if child.tag not in held:
            yield from block(source, child, level)


def table(source: JatsSource, element: _Element) -> tuple[list[Block], list[_Element]]:
    """Read a table in its wrapper; give what is to be read as blocks after it as well."""
    source.hold(element, *element.findall("alternatives"))
    caption = _caption(source, element, numbered(source, element, "Table"))
    span = source.span(element)
    attributes = Attributes(element.get("id"))
    made: list[Block] = []
    grids = [*element.findall("table"), *element.findall("alternatives/table")]
    for number, grid in enumerate(grids):
        made.append(_grid(source, grid, () if number else caption, Attributes() if number else attributes))
    if not grids:
        made += [Figure(span, image(source, one), caption) for one in element.iter("graphic")]
    left = [child for child in element if child.tag not in _PARTS_OF_TABLES]
    if not made and caption:
        made.append(Paragraph(span, caption))
    return made, left


_PARTS_OF_TABLES = frozenset({"label", "caption", "table", "alternatives", "object-id", "graphic"})


def _grid(source: JatsSource, grid: _Element, caption: tuple[Inline, ...], attributes: Attributes) -> Table:
    source.hold(grid)
    header: tuple[TableCell, ...] = ()
    rows: list[tuple[TableCell, ...]] = []
    alignments: list[str | None] = []
    for row in grid.iter("tr"):
        parent = row.getparent()
        source.hold(row)
        if parent is not None and parent.tag in ("thead", "tbody", "tfoot"):
            source.hold(parent)
        cells = _row(source, row)
        if len(row) > len(alignments):
            alignments += [_alignment(cell) for cell in list(row)[len(alignments) :]]
        if parent is not None and parent.tag == "thead" and not header:
            header = cells
        else:
            if parent is not None and parent.tag == "thead":
                source.attribute(row, "second-head")
            rows.append(cells)
    for number, column in enumerate(_columns(source, grid)):
        if number < len(alignments) and alignments[number] is None:
            alignments[number] = column
    width = max(map(len, (header, *rows)), default=0)
    padded = tuple((alignments + [None] * width)[:width])
    return Table(source.span(grid), padded, header, tuple(rows), caption, attributes)


def _columns(source: JatsSource, grid: _Element) -> list[str | None]:
    """Read the alignments of `col`, which hold where the cells have none; widths are layout."""
    found: list[str | None] = []
    for parent in (grid, *grid.iterchildren("colgroup")):
        if parent is not grid:
            source.hold(parent)
        for column in parent.iterchildren("col"):
            source.hold(column)
            count = column.get("span", "1")
            width = int(count[:9]) if count.isdecimal() else 1
            if 0 < width < _MOST_COLUMNS and source.references.allow(width):
                found += [_alignment(column)] * width
    return found


def _alignment(cell: _Element) -> str | None:
    value = cell.get("align")
    return value if value in _ALIGNMENTS else None


def _row(source: JatsSource, row: _Element) -> tuple[TableCell, ...]:
    """Read a row; a cell over several columns is followed by empty ones, so that columns stay in place."""
    cells: list[TableCell] = []
    for cell in row:
        if cell.tag not in ("td", "th"):
            source.keep_text(cell)
        cells.append(TableCell(source.span(cell), inlines(source, cell) if cell.tag in ("td", "th") else ()))
        for name in ("rowspan", "colspan"):
            if cell.get(name, "1") != "1":
                source.attribute(cell, name)
        width = cell.get("colspan", "1")
        if width.isdecimal() and 1 < int(width[:9]) < _MOST_COLUMNS and source.references.allow(int(width)):
            cells += [TableCell(source.span(cell), ())] * (int(width) - 1)
    return tuple(cells)
