"""Inlines: a table from node type to function."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element as MathElement

from toolkit.exporters.html import wording
from toolkit.exporters.html.citations import citation_group
from toolkit.exporters.html.links import fragment, image_url, safe_url
from toolkit.exporters.html.markup import Content, Element, element, located
from toolkit.exporters.html.page import Page, language_tag, page_of
from toolkit.exporters.mathml import to_mathml
from toolkit.model.article import (
    CitationGroup,
    Code,
    Comment,
    CrossReference,
    Emphasis,
    FootnoteReference,
    Image,
    Inline,
    LineBreak,
    Link,
    Math,
    RawInline,
    SoftBreak,
    SpanNode,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Text,
)

Contents = list[Content]


def inlines(page: Page, nodes: Sequence[Inline]) -> Contents:
    """Print inlines in order."""
    contents: Contents = []
    for node in nodes:
        contents += located(INLINES[type(node)](page, node), node.span)
    return contents


def formula(tex: str, *, display: bool) -> Element:
    """Print a formula as MathML, or as code where its TeX can't be read."""
    math = to_mathml(tex, display=display)
    if math is None:
        return element("code", {"class": "tex"}, tex)
    return _math_element(math)


def _math_element(node: MathElement) -> Element:
    children = [_math_element(child) for child in node]
    return element(node.tag, node.attrib, *([node.text] if node.text else []), *children)


def _text(_page: Page, node: Text) -> Contents:
    return [node.text]


def _wrapper(name: str) -> Callable[[Page, Any], Contents]:
    def wrap(page: Page, node: Emphasis | Strong | Strikethrough | Superscript | Subscript) -> Contents:
        return [element(name, None, *inlines(page, node.children))]

    return wrap


def _code(_page: Page, node: Code) -> Contents:
    return [element("code", None, node.text)]


def _math(_page: Page, node: Math) -> Contents:
    return [formula(node.text, display=node.display)]


def _link(page: Page, node: Link) -> Contents:
    """Print a link; an unsafe or dangling one as its text. Links inside it follow it."""
    if page.deferred is not None:
        return inlines(page, node.children)
    page.deferred = []
    children = inlines(page, node.children)
    held: Contents = page.deferred
    page.deferred = None
    href = _href(page, node.url)
    if href is None:
        return [*children, *held]
    space: Contents = []
    if held and children and isinstance(children[-1], str):
        # The space before the citation belongs between the two, not into the link.
        text = children[-1].rstrip()
        space = [children[-1][len(text) :]]
        children[-1] = text
    attributes = {"href": href, "title": node.title or None, "id": _identifier(page, node)}
    return [element("a", attributes, *(children or [node.url])), *space, *held]


def _href(page: Page, url: str) -> str | None:
    if not url.startswith("#"):
        href = safe_url(url)
        return page.beside(href) if href is not None else None
    if url[1:] in page.publication.elsewhere:
        return _elsewhere(page, url[1:])
    known = page.publication.article.targets
    return fragment(page.anchor(url[1:])) if url[1:] in known else None


def _elsewhere(page: Page, target: str) -> str:
    """Give the address of a place that only the page for the other audience has."""
    return page.beside(page_of(page.publication.other_edition) + fragment(page.anchor(target)))


def _identifier(page: Page, node: Link | SpanNode | Image) -> str | None:
    return page.identify(node.attributes.identifier)


def image(page: Page, node: Image, alt: str | None = None) -> Element:
    """Print an image that lies beside the page; for any other, what it would have shown, in words."""
    text = alt if alt is not None else alternative_text(node)
    source = image_url(node.url)
    if source is None:
        return element("span", {"class": "absent-image"}, page.words("Image not included: "), text)
    width, height = page.publication.image_sizes.get(source, (None, None))
    return element(
        "img",
        {
            "src": page.beside(source),
            "alt": text,
            "title": node.title or None,
            # So that the text does not jump when the picture comes.
            "width": width,
            "height": height,
            "loading": "lazy",
        },
    )


def alternative_text(node: Image) -> str:
    """Give an image's alternative text: Quarto's `fig-alt` and pandoc's `alt` win over the bracket's."""
    return node.attributes.get("fig-alt") or node.attributes.get("alt") or node.alt


def _image(page: Page, node: Image) -> Contents:
    return [image(page, node)]


def _soft_break(_page: Page, _node: SoftBreak) -> Contents:
    return ["\n"]


def _line_break(_page: Page, _node: LineBreak) -> Contents:
    return [element("br")]


def _note_reference(page: Page, node: FootnoteReference) -> Contents:
    """Print the mark of a note: a letter, so that it is never taken for a citation."""
    number = page.notes.get(node.label)
    if number is None:
        return [element("mark", {"class": "unresolved"}, f"^{node.label}?")]
    link = element(
        "a",
        {
            "id": page.note_place(number),
            "href": f"#note-{number}",
            "role": "doc-noteref",
            "aria-label": f"Note {note_mark(number)}",
        },
        note_mark(number),
    )
    held = page.defer(element("sup", {"class": "note-mark"}, link))
    return [held] if held is not None else []


def note_mark(number: int) -> str:
    """Give a note's mark: `a` to `z`, then `aa`, `ab`…, as HTML's `type="a"` lists count."""
    mark = ""
    while number:
        number, letter = divmod(number - 1, 26)
        mark = chr(ord("a") + letter) + mark
    return mark


def _dropped(_page: Page, _node: RawInline | Comment) -> Contents:
    return []


_SPAN_ELEMENTS = {"mark": "mark", "underline": "u", "smallcaps": "span"}


def _span(page: Page, node: SpanNode) -> Contents:
    """Print a bracketed span: the few classes that show something, its language, its identifier."""
    known = next((one for one in node.attributes.classes if one in _SPAN_ELEMENTS), None)
    children = inlines(page, node.children)
    attributes = {
        "id": _identifier(page, node),
        "lang": language_tag(node.attributes.get("lang")),
        "dir": _direction(node.attributes.get("dir")),
        "class": "smallcaps" if known == "smallcaps" else None,
    }
    if known is None and not any(attributes.values()):
        return children
    return [element(_SPAN_ELEMENTS.get(known or "", "span"), attributes, *children)]


def _direction(value: str | None) -> str | None:
    return value if value in {"ltr", "rtl", "auto"} else None


def _cross_reference(page: Page, node: CrossReference) -> Contents:
    other = page.publication.other_edition
    if other is not None and node.target in page.publication.elsewhere:
        text = page.words(f"the page for {wording.AUDIENCES[other]}")
        href = _elsewhere(page, node.target)
        return [text if page.deferred is not None else element("a", {"href": href}, text)]
    label = page.labels.get(node.target)
    if label is None or node.target not in page.publication.article.targets:
        return [element("mark", {"class": "unresolved"}, f"@{node.target}?")]
    if page.deferred is not None:
        return [label]
    return [element("a", {"href": fragment(page.anchor(node.target)), "class": "cross-reference"}, label)]


INLINES: Mapping[type, Callable[[Page, Any], Contents]] = {
    Text: _text,
    Emphasis: _wrapper("em"),
    Strong: _wrapper("strong"),
    Strikethrough: _wrapper("s"),
    Superscript: _wrapper("sup"),
    Subscript: _wrapper("sub"),
    Code: _code,
    Math: _math,
    Link: _link,
    Image: _image,
    SoftBreak: _soft_break,
    LineBreak: _line_break,
    FootnoteReference: _note_reference,
    RawInline: _dropped,
    Comment: _dropped,
    SpanNode: _span,
    CrossReference: _cross_reference,
    CitationGroup: citation_group,
}
"""How each type of inline is printed."""
