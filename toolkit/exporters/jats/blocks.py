"""Blocks: a table from node type to function, and the two ways in which JATS holds blocks.

`flow` gives what `body`, `sec` and `boxed-text` hold: paragraphs first, then sections. `narrow`
gives what lists, notes, definitions and quotations hold: paragraphs, with other blocks inside them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml.etree import _Element

from toolkit.exporters.jats.displays import cell, figure, table
from toolkit.exporters.jats.document import LANG, Content, Document, has_content, name_of
from toolkit.exporters.jats.formulas import display_formula
from toolkit.exporters.jats.inlines import INLINES, inlines
from toolkit.exporters.publication import DISCLAIMER_CLASS, disclaimer_of, disclaimer_paragraphs
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
    Inline,
    ListBlock,
    ListItem,
    MathBlock,
    Paragraph,
    RawBlock,
    Table,
    TableCell,
    ThematicBreak,
)
from toolkit.model.policy import Disclaimer
from toolkit.model.span import Span

Elements = list[_Element]

_AUDIENCE_TITLES = {"patient": "For patients", "professional": "For health professionals"}
# Boxes whose class says what they are; the title that they get if they have none.
_BOX_TITLES = {
    "key-points": "Key points",
    "warning": "Warning",
    "caution": "Caution",
    "important": "Important",
    "note": "Note",
    "tip": "Tip",
    "red-flags": "When to get help",
}
_SILENT_CLASSES = frozenset({"claim", "no-claim"})


@dataclass(slots=True)
class _Section:
    """A heading with what follows it."""

    heading: Heading
    blocks: list[Block] = field(default_factory=list)
    sections: list[_Section] = field(default_factory=list)


# --- Flow: paragraphs, then sections ----------------------------------------------------------


def flow(document: Document, blocks: Sequence[Block]) -> Elements:
    """Print blocks where paragraphs may stand first and sections after them."""
    lead, sections = _outline(blocks)
    return [*_lead(document, lead), *(_section(document, one) for one in sections)]


def _outline(blocks: Sequence[Block]) -> tuple[list[Block], list[_Section]]:
    """Nest blocks under their headings by level; what stands before the first heading comes first."""
    lead: list[Block] = []
    top: list[_Section] = []
    open_sections: list[_Section] = []
    for block in blocks:
        if isinstance(block, Heading):
            while open_sections and open_sections[-1].heading.level >= block.level:
                open_sections.pop()
            section = _Section(block)
            (open_sections[-1].sections if open_sections else top).append(section)
            open_sections.append(section)
        else:
            (open_sections[-1].blocks if open_sections else lead).append(block)
    return lead, top


def _lead(document: Document, blocks: Sequence[Block]) -> Elements:
    """Print blocks without headings. Divs at the end may be sections; before a paragraph they are boxes."""
    first_section = len(blocks)
    while first_section and _may_be_section(blocks[first_section - 1]):
        first_section -= 1
    printed: Elements = []
    for block in blocks[:first_section]:
        printed += BLOCKS[type(block)](document, block)
    for block in blocks[first_section:]:
        if isinstance(block, Div):
            printed += _section_of_div(document, block)
    return printed


def _may_be_section(block: Block) -> bool:
    if isinstance(block, Comment | RawBlock | FootnoteDefinition | ThematicBreak):
        return True
    return isinstance(block, Div) and (_is_disclaimer(block) or _audience(block) in _AUDIENCE_TITLES)


def _section(document: Document, section: _Section) -> _Element:
    heading = section.heading
    xml_id = document.identify(heading.identifier, "sec", "sec")
    title = document.element("title", None, *_title(document, heading.children), span=heading.span)
    made = document.element("sec", {"id": xml_id}, title, span=heading.span)
    document.extend(made, _lead(document, section.blocks))
    document.extend(made, (_section(document, one) for one in section.sections))
    return made


def _title(document: Document, children: Sequence[Inline]) -> list[Content]:
    contents = inlines(document, children)
    return contents if has_content(contents) else ["Untitled"]


def _audience(div: Div) -> str:
    return div.attributes.get("audience") or ""


def _is_disclaimer(div: Div) -> bool:
    return DISCLAIMER_CLASS in div.attributes.classes


def _section_of_div(document: Document, div: Div) -> Elements:
    if _is_disclaimer(div):
        return _disclaimer_section(document, div)
    audience = _audience(div)
    lead, sections = _outline(div.children)
    xml_id = document.identify(div.attributes.identifier, "sec", "sec") or document.fresh("sec")
    attributes = {"id": xml_id, "specific-use": audience}
    if not any(_shows(block) for block in lead) and len(sections) == 1:
        section = sections[0]
        document.alias(section.heading.identifier, xml_id, "sec")
        title = _title(document, section.heading.children)
        contents = [*_lead(document, section.blocks), *(_section(document, one) for one in section.sections)]
    else:
        title = [_AUDIENCE_TITLES[audience]]
        contents = flow(document, div.children)
        if not contents:
            return []
    made = document.element("sec", attributes, document.element("title", None, *title), span=div.opener)
    document.extend(made, contents)
    return [made]


def _shows(block: Block) -> bool:
    return not isinstance(block, Comment | RawBlock | FootnoteDefinition | ThematicBreak)


# --- Disclaimers ------------------------------------------------------------------------------


def disclaimer_section(document: Document, disclaimer: Disclaimer, span: Span | None = None) -> _Element:
    """Print an approved disclaimer as a section of its own."""
    paragraphs = disclaimer_paragraphs(disclaimer, document.publication.policy)
    return document.element(
        "sec",
        {"sec-type": "disclaimer", "id": document.fresh("disclaimer"), "specific-use": disclaimer.identifier},
        document.element("title", None, disclaimer.title),
        *(document.element("p", None, text) for text in paragraphs),
        span=span,
    )


def boxed(document: Document, kind: str, *contents: _Element) -> _Element:
    """Put sections where only paragraphs may stand."""
    return document.element("boxed-text", {"content-type": kind, "position": "anchor"}, *contents)


def _disclaimer_section(document: Document, div: Div) -> Elements:
    """Print a disclaimer's div: the approved text where it is empty, its own where it is spelled out."""
    approved = disclaimer_of(div, document.publication.policy)
    own = flow(document, div.children)
    if not own:
        if approved is None:
            return []
        made = disclaimer_section(document, approved, div.opener)
    else:
        title = approved.title if approved else "Disclaimer"
        attributes = {
            "sec-type": "disclaimer",
            "id": document.fresh("disclaimer"),
            "specific-use": approved.identifier if approved else None,
        }
        heading = own[0].find("title") if name_of(own[0]) == "sec" and len(own) == 1 else None
        contents = list(own[0]) if heading is not None else [document.element("title", None, title), *own]
        made = document.element("sec", attributes, *contents, span=div.opener)
    if div.attributes.identifier is not None:
        document.alias(div.attributes.identifier, made.get("id") or "", "sec")
    return [made]


# --- Narrow places: paragraphs that hold everything else --------------------------------------


def narrow(document: Document, blocks: Sequence[Block], allowed: frozenset[str] = frozenset()) -> Elements:
    """Print blocks where only `p`, and the elements in `allowed`, may stand; the rest goes inside `p`."""
    printed: Elements = []
    for block in blocks:
        if isinstance(block, Heading):
            printed += _heading_in_paragraph(document, block)
            continue
        for made in BLOCKS[type(block)](document, block):
            if name_of(made) == "p" or name_of(made) in allowed:
                printed.append(made)
            else:
                printed.append(document.element("p", None, made, span=document.places.get(made)))
    return printed


def _heading_in_paragraph(document: Document, heading: Heading) -> Elements:
    contents = inlines(document, heading.children)
    if not has_content(contents):
        return []
    xml_id = document.identify(heading.identifier, "head", "other")
    bold = document.element("bold", None, *contents)
    return [document.element("p", {"id": xml_id, "content-type": "heading"}, bold, span=heading.span)]


# --- The table --------------------------------------------------------------------------------


def _paragraph(document: Document, node: Paragraph) -> Elements:
    contents = inlines(document, node.children)
    return [document.element("p", None, *contents, span=node.span)] if has_content(contents) else []


def _list(document: Document, node: ListBlock) -> Elements:
    starts_elsewhere = node.start is not None and node.start != 1
    checked = any(item.checked is not None for item in node.items)
    kind = "simple" if starts_elsewhere or checked else "bullet" if node.start is None else "order"
    items: Elements = []
    for index, item in enumerate(node.items):
        label = f"{(node.start or 0) + index}." if starts_elsewhere else None
        items += _list_item(document, item, label)
    return [document.element("list", {"list-type": kind}, *items, span=node.span)] if items else []


def _list_item(document: Document, item: ListItem, label: str | None = None) -> Elements:
    contents = narrow(document, item.children, frozenset({"list"}))
    if not contents:
        return []
    if item.checked is not None:
        label = "☑" if item.checked else "☐"
    number = [document.element("label", None, label)] if label else []
    return [document.element("list-item", None, *number, *contents, span=item.span)]


def _definition_list(document: Document, node: DefinitionList) -> Elements:
    items = [made for item in node.items for made in _definition_item(document, item)]
    return [document.element("def-list", None, *items, span=node.span)] if items else []


def _definition_item(document: Document, item: DefinitionItem) -> Elements:
    term = inlines(document, item.term)
    terms = [document.element("term", None, *term)] if has_content(term) else []
    definitions = [narrow(document, one) for one in item.definitions]
    printed = [document.element("def", None, *one) for one in definitions if one]
    return [document.element("def-item", None, *terms, *printed, span=item.span)] if terms or printed else []


def _quote(document: Document, node: BlockQuote) -> Elements:
    contents = narrow(document, node.children, frozenset({"list", "disp-quote", "def-list"}))
    return [document.element("disp-quote", None, *contents, span=node.span)] if contents else []


def _code_block(document: Document, node: CodeBlock) -> Elements:
    if not node.text.strip():
        return []
    language = (node.info or "").strip().split(" ")[0].strip("{}.") or None
    return [document.element("code", {"language": language}, node.text.rstrip("\n"), span=node.span)]


def _math_block(document: Document, node: MathBlock) -> Elements:
    identifier = node.attributes.identifier
    label = document.number("Equation") if identifier else None
    xml_id = document.identify(identifier, "eq", "disp-formula")
    return display_formula(document, node.text, node.span, xml_id, label)


def _div(document: Document, node: Div) -> Elements:
    """Print a div as a box; one that only marks its content gives way to it."""
    attributes = node.attributes
    audience = _audience(node)
    if _is_disclaimer(node):
        return [boxed(document, "disclaimer", one) for one in _disclaimer_section(document, node)]
    classes = [one for one in attributes.classes if one not in _SILENT_CLASSES]
    headed = any(isinstance(child, Heading) for child in node.children)
    if not classes and not audience and attributes.identifier is None and not headed:
        return [made for child in node.children for made in BLOCKS[type(child)](document, child)]
    lead, sections = _outline(node.children)
    xml_id = document.identify(attributes.identifier, "box", "boxed-text")
    if not any(_shows(block) for block in lead) and len(sections) == 1:
        heading = sections[0].heading
        xml_id = xml_id or document.identify(heading.identifier, "box", "boxed-text")
        document.alias(heading.identifier, xml_id or "", "boxed-text")
        title: list[Content] = _title(document, heading.children)
        contents = [
            *_lead(document, sections[0].blocks),
            *(_section(document, one) for one in sections[0].sections),
        ]
    else:
        names = [one.removeprefix("callout-") for one in classes]
        known = next((_BOX_TITLES[one] for one in names if one in _BOX_TITLES), None)
        title = [attributes.get("title") or known or _AUDIENCE_TITLES.get(audience) or ""]
        contents = flow(document, node.children)
    if not contents and not sections:
        return []
    caption = (
        [document.element("caption", None, document.element("title", None, *title))]
        if has_content(title)
        else []
    )
    kind = " ".join(classes) or ("audience" if audience else "box")
    return [
        document.element(
            "boxed-text",
            {
                "content-type": kind,
                "position": "anchor",
                "id": xml_id,
                "specific-use": audience or None,
                LANG: attributes.get("lang"),
            },
            *caption,
            *contents,
            span=node.opener,
        )
    ]


def _nothing(_document: Document, _node: FootnoteDefinition | ThematicBreak | RawBlock | Comment) -> Elements:
    """Print nothing: notes are printed in the back matter, raw HTML and comments never."""
    return []


BLOCKS: Mapping[type, Callable[[Document, Any], Elements]] = {
    Paragraph: _paragraph,
    Heading: _heading_in_paragraph,
    ListBlock: _list,
    DefinitionList: _definition_list,
    BlockQuote: _quote,
    CodeBlock: _code_block,
    MathBlock: _math_block,
    Table: table,
    Figure: figure,
    Div: _div,
    FootnoteDefinition: _nothing,
    ThematicBreak: _nothing,
    RawBlock: _nothing,
    Comment: _nothing,
}
"""How each type of block is printed."""

NODES: Mapping[type, Callable[[Document, Any], Any]] = {
    **INLINES,
    **BLOCKS,
    ListItem: _list_item,
    DefinitionItem: _definition_item,
    TableCell: cell,
}
"""How each type of node of `model/article.py` is printed: a test asserts that none is missing."""
