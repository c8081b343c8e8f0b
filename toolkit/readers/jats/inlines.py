"""Inlines of JATS: a table from element name to function.

An element that is not in the table is named as not held; the words in it are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lxml.etree import _Element

from toolkit.model.article import (
    Attributes,
    CitationGroup,
    Code,
    Emphasis,
    FootnoteDefinition,
    FootnoteReference,
    Image,
    Inline,
    LineBreak,
    Link,
    Math,
    SoftBreak,
    SpanNode,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from toolkit.model.span import Span
from toolkit.readers.jats.citations import Cited, Part, grouped, narrative
from toolkit.readers.jats.document import LANG, MATHML, MAXIMUM_DEPTH, XLINK, JatsSource, plain, text_of

_LINE_END = re.compile(r"[ \t\r]*\n\s*")
_SPACES = re.compile(r"[ \t\r]+")
_TEX = re.compile(r"\b(?:la)?tex\b", re.IGNORECASE)
_MINIMAL = re.compile(r"\\begin\{document\}\s*(.*?)\s*\\end\{document\}", re.DOTALL)
_SUPERSCRIPT_LIST = re.compile(r"[\s,;–—-]*")
UNRESOLVED = "unresolved-citation"
NARRATIVE = "narrative-citation"


def inlines(source: JatsSource, element: _Element) -> tuple[Inline, ...]:
    """Read the mixed content of an element; hold the element itself."""
    source.hold(element)
    return finished(source, _mixed(source, element), source.span(element))


def finished(source: JatsSource, parts: Sequence[Part], span: Span) -> tuple[Inline, ...]:
    """Put citations together and make text nodes and line ends of strings, without those at the edges."""
    return _trimmed(_nodes(source, parts, span))


def _mixed(source: JatsSource, element: _Element) -> list[Part]:
    """Read an element's text and children, in order."""
    parts: list[Part] = [element.text or ""]
    for child in element:
        parts += part(source, child)
        parts.append(child.tail or "")
    return parts


def _nodes(source: JatsSource, parts: Sequence[Part], span: Span) -> list[Inline]:
    found: list[Inline] = []
    for one in grouped(parts, source.references):
        if isinstance(one, str):
            found += _text(one, span)
        else:
            found.append(one)
    return found


def part(source: JatsSource, element: _Element) -> Sequence[Part]:
    """Read one inline element."""
    read = INLINES.get(element.tag)
    if read is None or source.depth > MAXIMUM_DEPTH:
        return _unknown(source, element)
    source.depth += 1
    try:
        return read(source, element)
    finally:
        source.depth -= 1


def _unknown(source: JatsSource, element: _Element) -> Sequence[Part]:
    """Keep the words of what has no place; read what is inside as if it stood outside."""
    source.keep_text(element)
    if element.tag.startswith(MATHML) or source.depth > MAXIMUM_DEPTH:
        return [plain(element)]
    source.depth += 1
    parts = _mixed(source, element)
    source.depth -= 1
    return parts


def _text(text: str, span: Span) -> list[Inline]:
    lines = _LINE_END.split(text)
    found: list[Inline] = []
    for number, line in enumerate(lines):
        if number:
            found.append(SoftBreak(span))
        if line:
            found.append(Text(span, _SPACES.sub(" ", line)))
    return found


def _trimmed(nodes: list[Inline]) -> tuple[Inline, ...]:
    """Leave out line ends at both edges: they are the file's layout."""
    start, end = 0, len(nodes)
    while start < end and isinstance(nodes[start], SoftBreak):
        start += 1
    while end > start and isinstance(nodes[end - 1], SoftBreak):
        end -= 1
    return tuple(nodes[start:end])


# --- Elements ---------------------------------------------------------------------------------


def _wrapper(
    kind: Callable[[Span, tuple[Inline, ...]], Inline],
) -> Callable[[JatsSource, _Element], list[Part]]:
    return lambda source, element: [kind(source.span(element), _inner(source, element))]


def _inner(source: JatsSource, element: _Element) -> tuple[Inline, ...]:
    """Read an inline's children: its edges are no layout, so that line ends there stay."""
    source.hold(element)
    return tuple(_nodes(source, _mixed(source, element), source.span(element)))


def _superscript(source: JatsSource, element: _Element) -> list[Part]:
    """Read a superscript; one that holds nothing but numbers of references is a group of citations."""
    nodes = _inner(source, element)
    groups = [one for one in nodes if isinstance(one, CitationGroup)]
    rest = "".join(one.text if isinstance(one, Text) else "x" for one in nodes if one not in groups)
    if len(groups) == 1 and _SUPERSCRIPT_LIST.fullmatch(rest):
        return [groups[0]]
    return [Superscript(source.span(element), nodes)]


def _marked(name: str) -> Callable[[JatsSource, _Element], list[Part]]:
    """Read an element as a span whose class is `name`."""

    def read(source: JatsSource, element: _Element) -> list[Part]:
        attributes = Attributes(element.get("id"), (name,))
        return [SpanNode(source.span(element), _inner(source, element), attributes)]

    return read


def _named(source: JatsSource, element: _Element) -> list[Part]:
    kind = element.get("content-type") or element.get("style-type") or ""
    span = source.span(element)
    if kind == UNRESOLVED:
        key = source.words(element).removeprefix("@").removesuffix("?")
        return [Cited(span, key)]
    nodes = _inner(source, element)
    if kind == NARRATIVE:
        group = next((one for one in nodes if isinstance(one, CitationGroup)), None)
        if group is not None:
            return [narrative(group)]
    classes = tuple(kind.split()) if kind != "span" else ()
    language = element.get(LANG)
    pairs = (("lang", language),) if language else ()
    return [SpanNode(span, nodes, Attributes(element.get("id"), classes, pairs))]


def _code(source: JatsSource, element: _Element) -> list[Part]:
    source.hold(element)
    for below in element.iterdescendants():
        source.keep_text(below)
    return [Code(source.span(element), text_of(element))]


def _link(source: JatsSource, element: _Element) -> list[Part]:
    title = element.get(f"{XLINK}title")
    nodes = _inner(source, element)
    url = element.get(f"{XLINK}href") or text_of(element).strip()
    return [Link(source.span(element), url, nodes, title)]


def _email(source: JatsSource, element: _Element) -> list[Part]:
    address = text_of(element).strip()
    url = element.get(f"{XLINK}href") or f"mailto:{address}"
    return [Link(source.span(element), url, _inner(source, element))]


def _xref(source: JatsSource, element: _Element) -> list[Part]:
    kind, target = element.get("ref-type"), element.get("rid") or ""
    span = source.span(element)
    if kind == "bibr" or (kind is None and target in source.references.order):
        source.hold(element)
        for below in element.iterdescendants():
            source.keep_text(below)
        keys = target.split() or [plain(element)]
        return [Cited(span, key, element.get("specific-use")) for key in keys]
    if kind in ("fn", "table-fn") and target:
        source.hold_all(element)
        return [FootnoteReference(span, target)]
    return [Link(span, f"#{target}", _inner(source, element))]


def _note(source: JatsSource, element: _Element) -> list[Part]:
    """Read a note that stands in the line: its text goes to the notes, a reference stays."""
    from toolkit.readers.jats.blocks import blocks  # noqa: PLC0415 - notes hold blocks, blocks hold inlines

    label = element.get("id") or f"note-{source.count('note')}"
    span = source.span(element)
    source.hold(element)
    source.notes.append(FootnoteDefinition(span, label, blocks(source, element)))
    return [FootnoteReference(span, label)]


def tex_of(source: JatsSource, element: _Element) -> str | None:
    """Give the TeX of a formula, and hold the element that has it; `None` where there is none."""
    for one in element.iter():
        if one.tag == "tex-math":
            source.hold(one)
            text = text_of(one)
            found = _MINIMAL.search(text)
            return (found[1] if found else text).strip().strip("$").strip()
        if one.tag == f"{MATHML}math" and one.get("alttext"):
            source.hold_all(one)
            return one.get("alttext")
        if one.tag == f"{MATHML}annotation" and _TEX.search(one.get("encoding") or ""):
            math = next(one.iterancestors(f"{MATHML}math"), None)
            if math is not None:
                source.hold_all(math)
            return text_of(one).strip()
    return None


def formula(source: JatsSource, element: _Element) -> Sequence[Part]:
    """Read a formula: as TeX, else as its image, else as its words (its MathML is then not held)."""
    source.hold(element, *element.findall("alternatives"))
    span = source.span(element)
    tex = tex_of(source, element)
    if tex is not None:
        math = element.find(f".//{MATHML}math")
        display = math is not None and math.get("display") == "block"
        return [Math(span, tex, display or element.tag == "disp-formula")]
    image = next((one for one in element.iter("inline-graphic", "graphic")), None)
    if image is not None:
        return _image(source, image)
    return _unknown(source, element)


def _image(source: JatsSource, element: _Element) -> list[Part]:
    return [image(source, element)]


def image(source: JatsSource, element: _Element) -> Image:
    """Read an image with its alternative text."""
    source.hold(element)
    alternative = element.find("alt-text")
    text = source.words(alternative) if alternative is not None else ""
    return Image(source.span(element), element.get(f"{XLINK}href") or "", text)


def _break(source: JatsSource, element: _Element) -> list[Part]:
    source.hold(element)
    return [LineBreak(source.span(element))]


def _paragraph(source: JatsSource, element: _Element) -> list[Part]:
    """Read a paragraph where only inlines may stand, as in a cell."""
    return [" ", *_inner(source, element), " "]


INLINES: Mapping[str, Callable[[JatsSource, _Element], Sequence[Any]]] = {
    "italic": _wrapper(Emphasis),
    "bold": _wrapper(Strong),
    "strike": _wrapper(Strikethrough),
    "sup": _superscript,
    "sub": _wrapper(Subscript),
    "monospace": _code,
    "underline": _marked("underline"),
    "sc": _marked("smallcaps"),
    "overline": _marked("overline"),
    "roman": _marked("roman"),
    "sans-serif": _marked("sans-serif"),
    "fixed-case": _marked("fixed-case"),
    "named-content": _named,
    "styled-content": _named,
    "ext-link": _link,
    "uri": _link,
    "email": _email,
    "xref": _xref,
    "fn": _note,
    "inline-formula": formula,
    "inline-graphic": _image,
    "graphic": _image,
    "break": _break,
    "p": _paragraph,
}
"""How each inline element is read."""

__all__ = ["INLINES", "finished", "formula", "image", "inlines", "part", "tex_of"]
