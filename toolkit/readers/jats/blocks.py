"""Blocks of JATS: a table from element name to function.

A paragraph of JATS may hold lists, tables and figures; ours may not, so it is cut around them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from lxml.etree import _Element

from toolkit.model.article import (
    Attributes,
    Block,
    BlockQuote,
    CodeBlock,
    DefinitionItem,
    DefinitionList,
    Div,
    FootnoteDefinition,
    Heading,
    Inline,
    ListBlock,
    ListItem,
    MathBlock,
    Paragraph,
    Text,
)
from toolkit.readers.jats.citations import Part
from toolkit.readers.jats.displays import figure, figures, numbered, table
from toolkit.readers.jats.document import LANG, MAXIMUM_DEPTH, JatsSource, children_named, plain, text_of
from toolkit.readers.jats.inlines import INLINES, finished, inlines, part, tex_of

_LABEL_NUMBER = re.compile(r"\(?(\d{1,9})[.)]?\)?")
_AUDIENCES = frozenset({"patient", "professional"})
_HIGHEST = 6
# What stands around blocks and means nothing by itself.
_TRANSPARENT = frozenset({"alternatives", "statement", "answer", "app-group", "answer-set", "floats-group"})


def blocks(source: JatsSource, parent: _Element, level: int = 1) -> tuple[Block, ...]:
    """Read the children of an element as blocks; text between them becomes paragraphs.

    `level` is that of the headings of sections right inside.
    """
    found: list[Block] = []
    loose: list[Part] = [parent.text or ""]
    for child in parent:
        if child.tag in INLINES and child.tag not in ("p", "graphic", "fn") and child.tag not in BLOCKS:
            loose += part(source, child)
        else:
            found += _paragraph_of(source, parent, loose)
            loose = []
            found += block(source, child, level)
        loose.append(child.tail or "")
    found += _paragraph_of(source, parent, loose)
    return tuple(found)


def block(source: JatsSource, element: _Element, level: int) -> list[Block]:
    """Read one block element; one that has no place is named, and its words are kept as paragraphs."""
    read = BLOCKS.get(element.tag)
    if source.depth > MAXIMUM_DEPTH:
        source.keep_text(element)
        words = plain(element)
        return [Paragraph(source.span(element), (Text(source.span(element), words),))] if words else []
    source.depth += 1
    try:
        if read is not None:
            return list(read(source, element, level))
        if element.tag in _TRANSPARENT:
            source.hold(element)
        else:
            source.keep_text(element)
        return list(blocks(source, element, level))
    finally:
        source.depth -= 1


def _paragraph_of(source: JatsSource, element: _Element, parts: list[Part]) -> list[Block]:
    if all(isinstance(one, str) and not one.strip() for one in parts):
        return []
    span = source.span(element)
    nodes = finished(source, parts, span)
    return [Paragraph(span, nodes)] if nodes else []


def _paragraph(source: JatsSource, element: _Element, level: int) -> Iterator[Block]:
    """Read a paragraph, cut around the blocks in it."""
    source.hold(element)
    if element.get("content-type") == "heading":
        strong = element.find("bold")
        if strong is not None:
            source.hold(element)
            identifier = element.get("id") or ""
            yield Heading(source.span(element), min(level, _HIGHEST), inlines(source, strong), identifier)
            return
    parts: list[Part] = [element.text or ""]
    for child in element:
        if child.tag in BLOCKS and child.tag != "p":
            yield from _paragraph_of(source, element, parts)
            parts = []
            yield from block(source, child, level)
        else:
            parts += part(source, child)
        parts.append(child.tail or "")
    yield from _paragraph_of(source, element, parts)


def _section(source: JatsSource, element: _Element, level: int) -> Iterator[Block]:
    """Read a section: a heading with what follows; a disclaimer, or a part for one audience, is a div."""
    source.hold(element)
    span = source.span(element)
    contents = tuple(_headed(source, element, level))
    audience = element.get("specific-use") if element.get("specific-use") in _AUDIENCES else None
    if element.get("sec-type") == "disclaimer":
        attributes = Attributes(element.get("specific-use"), ("disclaimer",))
        yield Div(span, contents, attributes, span)
    elif audience:
        yield Div(span, contents, Attributes(None, (), (("audience", audience),)), span)
    else:
        yield from contents


def _headed(source: JatsSource, element: _Element, level: int) -> Iterator[Block]:
    title, label = element.find("title"), element.find("label")
    words: tuple[Inline, ...] = ()
    if label is not None and source.words(label):
        words = (Text(source.span(label), f"{source.words(label)} "),)
    if title is not None:
        words = (*words, *inlines(source, title))
    if words or element.tag == "sec":
        yield Heading(source.span(element), min(level, _HIGHEST), words, element.get("id") or "")
    yield from _without(source, element, (title, label), level + 1)


def _without(
    source: JatsSource, element: _Element, left_out: tuple[_Element | None, ...], level: int
) -> Iterator[Block]:
    for child in element:
        if child not in left_out:
            yield from block(source, child, level)


def _list(source: JatsSource, element: _Element, _level: int) -> Iterator[Block]:
    source.hold(element)
    kind = element.get("list-type") or "bullet"
    if kind not in ("bullet", "order", "simple"):
        source.attribute(element, "list-type")
    start = 1 if kind not in ("bullet", "simple") else None
    items: list[ListItem] = []
    before: list[Block] = []
    for child in element:
        if child.tag != "list-item":
            before += block(source, child, _HIGHEST)
            continue
        source.hold(child)
        label = child.find("label")
        mark = source.words(label) if label is not None else None
        number = _LABEL_NUMBER.fullmatch(mark or "")
        if number and not items and kind == "simple":
            start = int(number[1])
        checked = {"☑": True, "☐": False}.get(mark or "")
        children = tuple(_without(source, child, (label,), _HIGHEST))
        if mark and number is None and checked is None and mark not in "•–-*":
            source.attribute(child, "label")
            words = Paragraph(source.span(child), (Text(source.span(child), mark),))
            children = (words, *children)
        items.append(ListItem(source.span(child), children, checked))
    yield from before
    if items:
        yield ListBlock(source.span(element), tuple(items), start)


def _definitions(source: JatsSource, element: _Element, level: int) -> Iterator[Block]:
    source.hold(element)
    items: list[DefinitionItem] = []
    for child in element:
        if child.tag != "def-item":
            yield from block(source, child, level)
            continue
        source.hold(child)
        term = child.find("term")
        made: list[tuple[Block, ...]] = []
        for one in children_named(child, "def"):
            source.hold(one)
            made.append(blocks(source, one, _HIGHEST))
        words = inlines(source, term) if term is not None else ()
        items.append(DefinitionItem(source.span(child), words, tuple(made)))
    if items:
        yield DefinitionList(source.span(element), tuple(items))


def _quote(source: JatsSource, element: _Element, _level: int) -> Iterator[Block]:
    source.hold(element)
    yield BlockQuote(source.span(element), blocks(source, element, _HIGHEST))


def _code(source: JatsSource, element: _Element, _level: int) -> Iterator[Block]:
    source.hold(element)
    for below in element.iterdescendants():
        source.keep_text(below)
    info = element.get("language") or element.get("code-type")
    yield CodeBlock(source.span(element), text_of(element) + "\n", info)


def _formula(source: JatsSource, element: _Element, level: int) -> Iterator[Block]:
    source.hold(element, *element.findall("alternatives"))
    numbered(source, element, "Equation")
    tex = tex_of(source, element)
    span = source.span(element)
    if tex is not None:
        yield MathBlock(span, tex, Attributes(element.get("id")))
        return
    graphic = next(element.iter("graphic"), None)
    if graphic is not None:
        yield from figure(source, graphic, level)
        return
    words: list[Part] = []
    for child in element:
        if child.tag not in ("label", "alternatives"):
            words += part(source, child)
    for one in element.findall("alternatives"):
        words += [piece for child in list(one)[:1] for piece in part(source, child)]
    yield from _paragraph_of(source, element, [element.text or "", *words])


def _box(source: JatsSource, element: _Element, _level: int) -> Iterator[Block]:
    """Read a box: a div whose classes are its content type and whose title is a heading."""
    source.hold(element)
    span = source.span(element)
    caption = element.find("caption")
    contents: list[Block] = []
    if caption is not None:
        source.hold(caption)
        for child in caption:
            if child.tag == "title":
                contents.append(Heading(source.span(child), 2, inlines(source, child), ""))
            else:
                contents += block(source, child, _HIGHEST)
    contents += _without(source, element, (caption,), 2)
    classes = tuple((element.get("content-type") or "box").split())
    pairs = [("audience", element.get("specific-use")), ("lang", element.get(LANG))]
    attributes = Attributes(element.get("id"), classes, tuple((key, one) for key, one in pairs if one))
    if classes == ("disclaimer",) and len(contents) == 1 and isinstance(contents[0], Div):
        yield contents[0]
    else:
        yield Div(span, tuple(contents), attributes, span)


def _notes(source: JatsSource, element: _Element, level: int) -> Iterator[Block]:
    """Read a group of notes, or one note: they are collected, and stand at the end of the article."""
    members = list(children_named(element, "fn")) if element.tag == "fn-group" else [element]
    source.hold(element)
    for child in element if element.tag == "fn-group" else ():
        if child not in members:
            yield from block(source, child, level)
    for one in members:
        source.hold(one)
        label = one.find("label")
        if label is not None:
            source.words(label)
        name = one.get("id") or f"note-{source.count('note')}"
        contents = tuple(_without(source, one, (label,), _HIGHEST))
        source.notes.append(FootnoteDefinition(source.span(one), name, contents))


def _question(source: JatsSource, element: _Element, level: int) -> Iterator[Block]:
    """Read a question with its answer; the question is the article's title if it says the same."""
    source.hold(element)
    title = source.root.find("front/article-meta/title-group/article-title")
    for child in element:
        words = plain(child)
        if child.tag == "question" and title is not None and words == plain(title):
            source.hold_all(child)
        elif child.tag == "answer":
            source.hold(child)
            yield from blocks(source, child, level)
        else:
            yield from block(source, child, level)


def _acknowledged(source: JatsSource, element: _Element, level: int) -> Iterator[Block]:
    """Read `ack`, `app`, `notes` or `glossary`: a section that says by its name what it is."""
    source.hold(element)
    contents = list(_headed(source, element, level))
    if contents and not isinstance(contents[0], Heading) and element.tag == "ack":
        span = source.span(element)
        contents.insert(0, Heading(span, level, (Text(span, "Acknowledgments"),), ""))
    yield from contents


def _figures(source: JatsSource, element: _Element, level: int) -> Iterator[Block]:
    yield from figures(source, element, level, block)


def _table(source: JatsSource, element: _Element, level: int) -> Iterator[Block]:
    made, after = table(source, element)
    yield from made
    for child in after:
        yield from block(source, child, level)


Read = Callable[[JatsSource, _Element, int], Iterator[Block]]
BLOCKS: Mapping[str, Read] = {
    "p": _paragraph,
    "sec": _section,
    "list": _list,
    "def-list": _definitions,
    "disp-quote": _quote,
    "code": _code,
    "preformat": _code,
    "disp-formula": _formula,
    "table-wrap": _table,
    "fig": _figures,
    "graphic": lambda source, element, level: iter(figure(source, element, level)),
    "boxed-text": _box,
    "fn-group": _notes,
    "fn": _notes,
    "question-wrap": _question,
    "ack": _acknowledged,
    "app": _acknowledged,
    "notes": _acknowledged,
    "glossary": _acknowledged,
}
"""How each block element is read."""


def renamed(found: tuple[Block, ...]) -> tuple[Block, ...]:
    """Give headings without an identifier one of their own, so that all are unique."""
    made: list[Block] = []
    for number, one in enumerate(found, start=1):
        made.append(
            replace(one, identifier=f"section-{number}")
            if isinstance(one, Heading) and not one.identifier
            else one
        )
    return tuple(made)
