"""One node of the tree from what the Markdown parser says between its start and its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from toolkit.model.article import (
    NO_ATTRIBUTES,
    Block,
    BlockQuote,
    CitationGroup,
    CodeBlock,
    DefinitionItem,
    DefinitionList,
    Div,
    Emphasis,
    Figure,
    FootnoteDefinition,
    Heading,
    Image,
    Inline,
    Link,
    ListBlock,
    ListItem,
    Math,
    MathBlock,
    Paragraph,
    Strikethrough,
    Strong,
    Subscript,
    Table,
    TableCell,
    plain_text,
    walk,
)
from toolkit.model.finding import Problem
from toolkit.model.span import Span
from toolkit.readers.identifiers import IdentifierRegister, derive_identifier, heading_text
from toolkit.readers.markdown.captions import attach_captions, cut, trailing_attributes
from toolkit.readers.markdown.html import split_html
from toolkit.readers.markdown.inlines import InlineReader
from toolkit.readers.markdown.runs import Piece, join_text


@dataclass(slots=True)
class Frame:
    """A node that is being read: its kind, its data from the parser, and what it holds so far.

    `nodes` are pieces and inlines, blocks, items, rows or cells, as the kind has it.
    """

    kind: str
    data: Any
    start: int
    depth: int
    nodes: list[Any]
    checked: bool | None = None


@dataclass(slots=True)
class NodeMaker:
    """Makes the nodes of one article."""

    source: str
    inlines: InlineReader
    identifiers: IdentifierRegister
    captions: dict[int, tuple[Inline, ...]] = field(default_factory=dict)
    """The inlines of each image's text, by the image's offset, until a figure takes them as its caption."""

    def make(self, frame: Frame, end: int) -> Any:
        """Give what a frame becomes: a node, as a rule, or a list of nodes or pieces."""
        last = frame.nodes[-1] if frame.nodes else None
        if type(last) is Piece and last.end > end >= last.start and frame.kind != "CodeBlock":
            # The parser leaves a tab at the end of a heading.
            frame.nodes[-1] = Piece(last.start, end, self.source[last.start : end])
        return _MAKERS[frame.kind](self, frame, Span(frame.start, end))

    def lost_citations(self) -> list[Problem]:
        """Tell of citations in the text of an image that is no figure: that text is plain."""
        return [
            Problem(
                node.span,
                "a citation in the text of an image inside a line is not read",
                help="put it beside the image, or the image in a paragraph of its own",
                rule="citation-malformed",
            )
            for children in self.captions.values()
            for node in walk(children)
            if isinstance(node, CitationGroup)
        ]

    def blocks(self, frame: Frame) -> tuple[Block, ...]:
        """Give a frame's blocks, tables with their captions."""
        return attach_captions(self.source, frame.nodes)

    def children(self, frame: Frame) -> tuple[Inline, ...]:
        """Give a frame's inlines."""
        return self.inlines.read(frame.nodes, frame.depth)

    def paragraph(self, frame: Frame, span: Span) -> Block:
        """Make a paragraph, or the figure or formula that it is."""
        children = self.children(frame)
        match children:
            case (Image(alt=alt) as image,) if alt:
                return Figure(span, image, self.captions.pop(image.span.start, ()))
            case (Math(text=text, display=True),):
                return MathBlock(span, text)
            case (Math(text=text, display=True) as math, *_):
                found = trailing_attributes(self.source, math.span.end, span.end)
                if found is not None and not self.source[math.span.end : found[1]].strip():
                    return MathBlock(span, text, found[0])
        return Paragraph(span, children)

    def heading(self, frame: Frame, span: Span) -> Block:
        """Make a heading, with its attributes and an identifier."""
        children = self.children(frame)
        attributes = NO_ATTRIBUTES
        end = children[-1].span.end if children else 0
        if self.source[end - 1 : end] == "}":
            found = trailing_attributes(self.source, frame.start, end)
            if found is not None:
                attributes, begin = found
                children = cut(self.source, children, begin)
        identifier = attributes.identifier
        if identifier is None:
            identifier = self.identifiers.unique(derive_identifier(heading_text(children, self.source)))
        level = int(frame.data["Heading"]["level"][1])
        return Heading(span, level, children, identifier, attributes)

    def cell(self, frame: Frame, span: Span) -> TableCell:
        """Make a table's cell; its span is that of its text."""
        written = self.source[span.start : span.end]
        start = min(span.start + len(written) - len(written.lstrip(" \t")), span.end)
        return TableCell(Span(start, span.end), self.children(frame))

    def strikethrough(self, frame: Frame, span: Span) -> Any:
        """Tell `~~…~~` from `~…~`, which the parser takes for the same and pandoc for a subscript."""
        if self.source.startswith("~~", span.start):
            return Strikethrough(span, self.children(frame))
        if any(character.isspace() for character in self.source[span.start : span.end]):
            opening = Piece(span.start, span.start + 1, "~")
            return [opening, *frame.nodes, Piece(span.end - 1, span.end, "~")]
        return Subscript(span, self.children(frame))

    def link(self, frame: Frame, span: Span) -> Inline:
        """Make a link."""
        data = frame.data["Link"]
        url = data["dest_url"]
        if data["link_type"] in ("Autolink", "Email"):
            scheme = "mailto:" if data["link_type"] == "Email" else ""
            return Link(span, f"{scheme}{url}", join_text(self.source, frame.nodes))
        return Link(span, url, self.children(frame), data["title"] or None)

    def image(self, frame: Frame, span: Span) -> Inline:
        """Make an image, and keep its text as the caption of a figure."""
        data = frame.data["Image"]
        children = self.children(frame)
        self.captions[span.start] = children
        return Image(span, data["dest_url"], " ".join(plain_text(children).split()), data["title"] or None)


def _code(frame: Frame, span: Span) -> Block:
    kind = frame.data["CodeBlock"]
    info = kind.get("Fenced") or None if type(kind) is dict else None
    return CodeBlock(span, "".join(piece.text for piece in frame.nodes), info)


def _definition_list(frame: Frame, span: Span) -> Block:
    """Group the parser's terms and definitions."""
    items: list[tuple[Span, tuple[Inline, ...], list[tuple[Block, ...]]]] = []
    for kind, place, content in frame.nodes:
        if kind == "term":
            items.append((place, content, []))
        elif not items:
            items.append((place, (), [content]))
        else:
            start, term, definitions = items[-1]
            definitions.append(content)
            items[-1] = (Span(start.start, place.end), term, definitions)
    return DefinitionList(
        span, tuple(DefinitionItem(place, term, tuple(all_)) for place, term, all_ in items)
    )


def _table(frame: Frame, span: Span) -> Block:
    alignments = tuple(None if one == "None" else one.lower() for one in frame.data["Table"])
    header, *rows = frame.nodes or [()]
    # Cells that the parser adds to a short last row may stand in the white space after the table.
    last = Span(span.end, span.end)
    fitting = (tuple(c if span.contains(c.span) else replace(c, span=last) for c in row) for row in rows)
    return Table(span, alignments, header, tuple(fitting))


_MAKERS: dict[str, Callable[[NodeMaker, Frame, Span], Any]] = {
    "Paragraph": NodeMaker.paragraph,
    "Plain": lambda make, frame, span: Paragraph(span, make.children(frame), tight=True),
    "Heading": NodeMaker.heading,
    "HtmlBlock": lambda make, _, span: split_html(make.source, *span),
    "CodeBlock": lambda _, frame, span: _code(frame, span),
    "BlockQuote": lambda make, frame, span: BlockQuote(span, make.blocks(frame)),
    "Div": lambda make, frame, span: Div(span, make.blocks(frame), frame.data.attributes, frame.data.span),
    "FootnoteDefinition": lambda make, frame, span: FootnoteDefinition(
        span, frame.data["FootnoteDefinition"], make.blocks(frame)
    ),
    "List": lambda _, frame, span: ListBlock(span, tuple(frame.nodes), frame.data["List"]),
    "Item": lambda make, frame, span: ListItem(span, make.blocks(frame), frame.checked),
    "DefinitionList": lambda _, frame, span: _definition_list(frame, span),
    "DefinitionListTitle": lambda make, frame, span: ("term", span, make.children(frame)),
    "DefinitionListDefinition": lambda make, frame, span: ("definition", span, make.blocks(frame)),
    "Table": lambda _, frame, span: _table(frame, span),
    "TableHead": lambda _, frame, __: tuple(frame.nodes),
    "TableRow": lambda _, frame, __: tuple(frame.nodes),
    "TableCell": NodeMaker.cell,
    "Emphasis": lambda make, frame, span: Emphasis(span, make.children(frame)),
    "Strong": lambda make, frame, span: Strong(span, make.children(frame)),
    "Strikethrough": NodeMaker.strikethrough,
    "Link": NodeMaker.link,
    "Image": NodeMaker.image,
}
