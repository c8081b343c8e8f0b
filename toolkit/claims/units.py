"""Units: the sentences and list items of an article, each with its exact place in the source.

The units of a block tile it: every character that is neither white space nor markup lies in exactly
one of them. Code blocks, display formulas and raw HTML have none. A definition list's term and a
table's header cells are headings of what they introduce.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from toolkit.claims.projection import Projection, project
from toolkit.claims.sentences import split
from toolkit.model.article import (
    Article,
    Block,
    BlockQuote,
    Citation,
    DefinitionList,
    Div,
    Figure,
    FootnoteDefinition,
    Heading,
    Inline,
    ListBlock,
    ListItem,
    Paragraph,
    Table,
    TableCell,
    plain_text,
)
from toolkit.model.span import Span
from toolkit.model.unit import Unit, UnitBlock

_LONGEST_KEPT = 2000
"""Characters of a paragraph whose sentences are kept."""
_HIDDEN = re.compile("\ufffc+")
_SPACE = re.compile(r"\s+")
_LOOSE_STOP = re.compile(r"\s+(?=[.,;:!?](?:\s|$))|(?<=[(\[])\s+|\s+(?=[)\]])")
# The stop of an abbreviation and, behind a citation that is gone, the sentence's own: `5 mg i.v. [@a].`
_TWO_STOPS = re.compile(r"(?<![\s.])\. \.(?=\s|$)")
# What the pattern above needs, once white space is folded: far cheaper to look for.
_LOOSE = (" .", " ,", " ;", " :", " !", " ?", "( ", "[ ", " )", " ]")
_EMPTY = re.compile(r"[(\[]\s*[,;]?\s*[)\]]")
_EMPTY_BRACKETS = re.compile(r"\s*[(\[]\s*[,;]?\s*[)\]]")
# A colon, perhaps followed by closing marks, leads in; so does a line with no stop before small items.
_COLON = re.compile(r"[:：][\s*_”\"')]*$")
_STOP = re.compile(r"[.!?…][\s*_”\"')\]]*$")
# A clause broken off here can't stand without what follows.
_OPEN_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|be|if|include[sd]?|including|when|to|by|with|for|of|from|as|can|may|might|should|must|"
    r"and|or|have|has|also|that|who|usually|often|such as|affects?|causes?|following|symptoms?|signs?)\s*[:：]?\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a block stands: what its units inherit."""

    block: UnitBlock = UnitBlock.PARAGRAPH
    classes: tuple[str, ...] = ()
    lead_in: int | None = None


@dataclass(slots=True)
class _Collector:
    """Gathers units in reading order; lives for one article."""

    source: str
    units: list[Unit] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    terms: tuple[str, ...] = ()
    paragraph: int = -1

    @property
    def section(self) -> tuple[str, ...]:
        """The headings and terms above the current place."""
        return (*(text for _, text in self.headings), *self.terms)


def units_of(article: Article) -> tuple[Unit, ...]:
    """Give the units of an article in reading order. Pure; linear in the text."""
    collector = _Collector(article.source.text)
    _blocks(collector, article.blocks, _Place())
    return tuple(collector.units)


def _blocks(collector: _Collector, blocks: tuple[Block, ...], place: _Place) -> None:
    """Collect the units of sibling blocks; a list may complete the sentence before it."""
    previous: int | None = None
    for block in blocks:
        before = len(collector.units)
        inner = place
        if isinstance(block, ListBlock):
            lead_in = previous if previous is not None else place.lead_in
            inner = replace(place, lead_in=_completed(collector, lead_in, block))
        elif isinstance(block, Table | Figure):
            inner = replace(place, lead_in=None)
        _block(collector, block, inner)
        # Only the block right before a list leads it in; the last unit of a list does not.
        grew = len(collector.units) > before
        if grew and isinstance(block, Paragraph | Heading):
            previous = len(collector.units) - 1
        elif grew:
            previous = None


def _block(collector: _Collector, block: Block, place: _Place) -> None:
    match block:
        case Paragraph():
            _inlines(collector, block.children, place)
        case Heading():
            _heading(collector, block, place)
        case ListBlock():
            inner = replace(place, block=_inside(place, UnitBlock.LIST_ITEM))
            for item in block.items:
                _blocks(collector, item.children, inner)
        case DefinitionList():
            _definitions(collector, block, place)
        case Div():
            _div(collector, block, place)
        case Table():
            _table(collector, block, place)
        case Figure():
            _inlines(collector, block.caption, replace(place, block=_inside(place, UnitBlock.CAPTION)))
        case BlockQuote() | FootnoteDefinition():
            is_note = isinstance(block, FootnoteDefinition)
            inner = replace(place, block=_inside(place, UnitBlock.FOOTNOTE)) if is_note else place
            _blocks(collector, block.children, inner)
        case _:
            pass


def _inside(place: _Place, block: UnitBlock) -> UnitBlock:
    """Give the kind of an inner block: whatever stands in a disclaimer is disclaimer."""
    return UnitBlock.DISCLAIMER if place.block is UnitBlock.DISCLAIMER else block


def _heading(collector: _Collector, heading: Heading, place: _Place) -> None:
    while collector.headings and collector.headings[-1][0] >= heading.level:
        collector.headings.pop()
    place = replace(place, block=UnitBlock.HEADING, classes=(*place.classes, *heading.attributes.classes))
    _inlines(collector, heading.children, place)
    collector.headings.append((heading.level, _clean(plain_text(heading.children))))


def _div(collector: _Collector, div: Div, place: _Place) -> None:
    classes = (*place.classes, *div.attributes.classes)
    block = UnitBlock.DISCLAIMER if "disclaimer" in div.attributes.classes else place.block
    # Headings inside a div head what is inside it.
    outer = list(collector.headings)
    _blocks(collector, div.children, replace(place, classes=classes, block=block))
    if div.attributes.classes:
        collector.headings[:] = outer


def _definitions(collector: _Collector, block: DefinitionList, place: _Place) -> None:
    for item in block.items:
        _inlines(collector, item.term, replace(place, block=_inside(place, UnitBlock.HEADING)))
        outer = collector.terms
        collector.terms = (*outer, _clean(plain_text(item.term)))
        for definition in item.definitions:
            _blocks(collector, definition, replace(place, block=_inside(place, UnitBlock.DEFINITION)))
        collector.terms = outer


def _table(collector: _Collector, table: Table, place: _Place) -> None:
    """Collect a table in the order of the source: header cells, rows, and its caption before or after.

    The first cell of a row is led in by the caption, the other cells by the first: so a citation in
    the caption covers the table, and one in any cell covers its row (`scope`).
    """
    is_first = bool(table.caption) and table.caption[0].span.start < table.header[0].span.start
    caption = replace(place, block=_inside(place, UnitBlock.CAPTION))
    start = len(collector.units)
    if is_first:
        _inlines(collector, table.caption, caption)
    lead_in = start if len(collector.units) > start else None
    start = len(collector.units)
    _cells(collector, table.header, replace(place, block=_inside(place, UnitBlock.HEADING)))
    for row in table.rows:
        _cells(collector, row, replace(place, block=_inside(place, UnitBlock.TABLE_CELL), lead_in=lead_in))
    end = len(collector.units)
    if not is_first:
        _inlines(collector, table.caption, caption)
    if len(collector.units) > end:
        for index in range(start, end):
            unit = collector.units[index]
            if unit.block is UnitBlock.TABLE_CELL and unit.lead_in is None:
                collector.units[index] = replace(unit, lead_in=end)


def _cells(collector: _Collector, cells: tuple[TableCell, ...], place: _Place) -> None:
    collector.paragraph += 1
    first: int | None = None
    for cell in cells:
        before = len(collector.units)
        _inlines(collector, cell.children, place, in_row=True)
        if first is None and len(collector.units) > before:
            first = before
            place = replace(place, lead_in=first if place.block is UnitBlock.TABLE_CELL else None)


def _completed(collector: _Collector, lead_in: int | None, block: ListBlock) -> int | None:
    """Give the lead-in if the items of a list complete it, `None` if they stand by themselves."""
    if lead_in is None:
        return None
    texts = [_clean(plain_text(_first_inlines(item))) for item in block.items]
    return lead_in if completes(collector.units[lead_in].text, texts) else None


def completes(lead_in: str, items: Sequence[str]) -> bool:
    """Tell whether list items complete the sentence before them, rather than stand by themselves.

    Items complete a clause that is broken off (`See a doctor if your skin is:`), and, after any
    other colon, if most of them are not sentences of their own; without a colon or stop before them,
    if all begin small. Takes plain texts.
    """
    items = [one for one in items if one]
    if not items:
        return False
    if not _COLON.search(lead_in[-20:]):
        return not _STOP.search(lead_in[-20:]) and all(one[:1].islower() for one in items)
    if _OPEN_CLAUSE.search(_COLON.sub("", lead_in[-200:])):
        return True
    sentences = sum(bool(_STOP.search(one[-20:])) and not one[:1].islower() for one in items)
    return 2 * sentences < len(items)


def _first_inlines(item: ListItem) -> tuple[Inline, ...]:
    first = item.children[0] if item.children else None
    return first.children if isinstance(first, Paragraph) else ()


def _inlines(
    collector: _Collector, inlines: tuple[Inline, ...], place: _Place, *, in_row: bool = False
) -> None:
    """Cut one run of inlines into units and append them."""
    if not inlines:
        return
    projection = project(inlines, collector.source)
    pieces = _pieces(collector.source, projection, whole=place.block is UnitBlock.HEADING)
    if not pieces:
        return
    if not in_row:
        collector.paragraph += 1
    section = collector.section
    offset = sum(unit.paragraph == collector.paragraph for unit in collector.units[-64:]) if in_row else 0
    for position, piece in enumerate(pieces, start=offset):
        collector.units.append(
            Unit(
                span=piece.span,
                text=piece.text,
                block=place.block,
                paragraph=collector.paragraph,
                position=position,
                section=section,
                citations=tuple(piece.citations),
                lead_in=place.lead_in,
                classes=(*place.classes, *piece.classes),
            )
        )


@dataclass(slots=True)
class _Piece:
    """One sentence of a projection."""

    span: Span
    text: str
    citations: list[Citation] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)


@lru_cache(maxsize=2048)
def known_ranges(shape: str, marks: frozenset[int]) -> tuple[tuple[int, int], ...]:
    """Cut a paragraph that may come again: a standing text, or an article after an edit elsewhere."""
    return tuple(split(shape, marks))


def _pieces(source: str, projection: Projection, *, whole: bool) -> list[_Piece]:
    """Cut a projection into sentences: place in the source, clean text, citations, classes."""
    marks = frozenset(offset for offset, _ in projection.marks)
    known = len(projection.shape) <= _LONGEST_KEPT
    ranges = [*known_ranges(projection.shape, marks)] if known else split(projection.shape, marks)
    if whole and ranges:
        ranges = [(ranges[0][0], ranges[-1][1])]
    if not ranges:
        citations = [citation for _, citation, _ in projection.citations]
        return [_Piece(projection.span, "", citations)] if citations else []
    cuts = _cuts(source, projection, ranges)
    pieces = [
        _Piece(span, _clean(projection.text[start:end]))
        for span, (start, end) in zip(cuts, ranges, strict=True)
    ]
    starts = [span.start for span in cuts]
    for _, citation, group in projection.citations:
        pieces[max(bisect_right(starts, group.start) - 1, 0)].citations.append(citation)
    for around, names in projection.classes:
        first = max(bisect_right(starts, around.start) - 1, 0)
        for piece in pieces[first : bisect_left(starts, around.end)]:
            piece.classes.extend(names if piece.span.overlaps(around) else ())
    return pieces


def _cuts(source: str, projection: Projection, ranges: list[tuple[int, int]]) -> list[Span]:
    """Give each sentence's place in the source, with the marks that open, close or follow it.

    Between two sentences lies white space: what stands before it belongs to the first, what stands
    behind it to the second. A citation in the gap belongs to the first.
    """
    if len(ranges) == 1:
        ends = (span.end for _, span in projection.marks)
        return [Span(projection.span.start, max((projection.span.end, *ends)))]
    reach = [projection.source_end(end) for _, end in ranges]
    stops = [end for _, end in ranges]
    for offset, span in projection.marks:
        index = min(bisect_left(stops, offset), len(ranges) - 1)
        if index and offset <= ranges[index][0]:
            index -= 1
        reach[index] = max(reach[index], span.end)
    cuts = []
    start = projection.span.start
    for index, end in enumerate(reach[:-1]):
        behind = projection.source_start(ranges[index + 1][0])
        gap = _blanked(source, Span(end, behind), projection.comments)
        spaces = [found.span() for found in _SPACE.finditer(gap)]
        cuts.append(Span(start, end + (spaces[0][0] if spaces else 0)))
        start = end + (spaces[-1][1] if spaces else 0)
    return [*cuts, Span(start, max(projection.span.end, reach[-1]))]


def _blanked(source: str, gap: Span, comments: list[Span]) -> str:
    """Give the source between two sentences with its comments as blanks."""
    text = source[gap.start : gap.end]
    for span in comments[bisect_left(comments, Span(gap.start, 0)) :]:
        if span.start >= gap.end:
            break
        start, end = span.start - gap.start, span.end - gap.start
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _clean(text: str) -> str:
    """Fold white space and close the holes that citations leave."""
    if text.isascii() and "  " not in text and " ." not in text and "\n" not in text and "(" not in text:
        return text.strip()
    if "\ufffc" in text:
        text = _HIDDEN.sub("", text)
    text = " ".join(text.split())
    if _EMPTY.search(text):
        text = _EMPTY_BRACKETS.sub("", text)
    if any(letters in text for letters in _LOOSE):
        text = _LOOSE_STOP.sub("", _TWO_STOPS.sub(".", text))
    return text
