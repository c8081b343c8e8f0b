"""Inlines: a table from node type to function."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from toolkit.exporters.addresses import local_image
from toolkit.exporters.credits import short_names
from toolkit.exporters.jats.document import HREF, LANG, XLINK, Content, Document, has_content, name_of
from toolkit.exporters.jats.formulas import inline_formula
from toolkit.exporters.jats.links import link_target
from toolkit.model.article import (
    Citation,
    CitationGroup,
    CitationMode,
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
from toolkit.model.span import Span

Contents = list[Content]
_NOT_IN_LINKS = frozenset({"inline-formula", "inline-graphic"})


def inlines(document: Document, nodes: Sequence[Inline]) -> Contents:
    """Print inlines in order."""
    contents: Contents = []
    for node in nodes:
        contents += INLINES[type(node)](document, node)
    return contents


def _text(document: Document, node: Text) -> Contents:
    return [document.clean(node.text, node.span)]


def _wrapper(name: str) -> Callable[[Document, Any], Contents]:
    def wrap(
        document: Document, node: Emphasis | Strong | Strikethrough | Superscript | Subscript
    ) -> Contents:
        contents = inlines(document, node.children)
        if not has_content(contents):
            return contents
        return [document.element(name, None, *contents, span=node.span)]

    return wrap


def _code(document: Document, node: Code) -> Contents:
    if not node.text.strip():
        return [node.text]
    return [document.element("monospace", None, node.text, span=node.span)]


def _math(document: Document, node: Math) -> Contents:
    return inline_formula(document, node.text, node.span, display=node.display)


def _link(document: Document, node: Link) -> Contents:
    """Print a link; an unsafe or dangling one as its text. References inside it follow it."""
    if document.deferred is not None:
        return inlines(document, node.children)
    document.deferred = []
    children = inlines(document, node.children)
    held, document.deferred = document.deferred, None
    if not has_content(children):
        children = [node.url] if not held else []
    if not children:
        return held
    if node.url.startswith("#"):
        reference = document.element("xref", None, *children, span=node.span)
        document.pending.append((reference, node.url[1:]))
        return (
            [reference, *held] if node.url[1:] in document.publication.article.targets else [*children, *held]
        )
    href = link_target(node.url)
    if href is None:
        return [*children, *held]
    if href.startswith("mailto:") and children == [href.removeprefix("mailto:")]:
        return [document.element("email", None, *children, span=node.span), *held]
    attributes = {"ext-link-type": "uri", HREF: href, f"{{{XLINK}}}title": node.title or None}
    return [*_linked(document, children, attributes, node.span), *held]


def _linked(
    document: Document, contents: Contents, attributes: dict[str, str | None], span: Span
) -> Iterator[Content]:
    """Put what a link shows in `ext-link`, around the formulas and images that Publishing has no place for there.

    A link that shows nothing else is followed by its address, so that it is not lost.
    """
    run: Contents = []
    is_shown = False
    for one in [*contents, None]:
        is_apart = one is not None and not isinstance(one, str) and name_of(one) in _NOT_IN_LINKS
        if one is not None and not is_apart:
            run.append(one)
            continue
        if has_content(run):
            is_shown = True
            yield document.element("ext-link", attributes, *run, span=span)
        else:
            yield from run
        run = []
        if one is not None:
            yield one
    if not is_shown:
        yield " "
        yield document.element("ext-link", attributes, attributes[HREF] or "", span=span)


def alternative_text(node: Image) -> str:
    """Give an image's alternative text: Quarto's `fig-alt` and pandoc's `alt` win over the bracket's."""
    return node.attributes.get("fig-alt") or node.attributes.get("alt") or node.alt


def _image(document: Document, node: Image) -> Contents:
    href = local_image(node.url)
    text = alternative_text(node)
    if href is None:
        return [f"[Image not included: {text}]"] if text.strip() else []
    alternative = [document.element("alt-text", None, text, span=node.span)] if text.strip() else []
    return [document.element("inline-graphic", {HREF: href}, *alternative, span=node.span)]


def _soft_break(_document: Document, _node: SoftBreak) -> Contents:
    return ["\n"]


def _line_break(_document: Document, _node: LineBreak) -> Contents:
    # JATS allows <break> in titles and cells only; in a paragraph a line end shows as a space.
    return ["\n"]


def _note_reference(document: Document, node: FootnoteReference) -> Contents:
    number = document.notes.get(node.label)
    if number is None:
        return [f"[note {node.label}]"]
    mark = document.element("sup", None, note_mark(number))
    attributes = {"ref-type": "fn", "rid": f"fn-{number}"}
    return document.defer(document.element("xref", attributes, mark, span=node.span))


def note_mark(number: int) -> str:
    """Give a note's mark: `a` to `z`, then `aa`, `ab`…: a letter is never taken for a citation."""
    mark = ""
    while number:
        number, letter = divmod(number - 1, 26)
        mark = chr(ord("a") + letter) + mark
    return mark


def _dropped(_document: Document, _node: RawInline | Comment) -> Contents:
    return []


_SPAN_ELEMENTS = {"underline": "underline", "smallcaps": "sc"}
_SILENT_CLASSES = frozenset({"claim", "no-claim", "mark"})


def _span(document: Document, node: SpanNode) -> Contents:
    """Print a bracketed span: as emphasis where its class says so, as `named-content` where it names something."""
    contents = inlines(document, node.children)
    if not has_content(contents):
        return contents
    known = next((one for one in node.attributes.classes if one in _SPAN_ELEMENTS), None)
    classes = " ".join(
        one for one in node.attributes.classes if one not in _SILENT_CLASSES and one not in _SPAN_ELEMENTS
    )
    attributes = {
        "content-type": classes or None,
        "id": document.identify(node.attributes.identifier, "span", "other"),
        LANG: node.attributes.get("lang"),
    }
    if known is not None:
        contents = [document.element(_SPAN_ELEMENTS[known], None, *contents, span=node.span)]
    if not any(attributes.values()):
        return contents
    attributes["content-type"] = attributes["content-type"] or "span"
    return [document.element("named-content", attributes, *contents, span=node.span)]


def _cross_reference(document: Document, node: CrossReference) -> Contents:
    label = document.labels.get(node.target)
    if label is None:
        return [f"@{node.target}?"]
    reference = document.element("xref", None, label, span=node.span)
    document.pending.append((reference, node.target))
    return document.defer(reference)


def citation_group(document: Document, group: CitationGroup) -> Contents:
    """Print a group: `[1, 2, 3]`, never collapsed; with words in it, `[see 1, p. 3; 2]`.

    Each citation is one `xref`. A narrative citation names the authors before its number.
    """
    spoken = any(one.prefix or one.suffix or one.locator for one in group.citations)
    use = "as-retracted" if "as-retracted" in group.attributes.classes else None
    contents: Contents = ["["]
    for index, citation in enumerate(group.citations):
        if index:
            contents.append("; " if spoken else ", ")
        if citation.prefix:
            contents.append(f"{citation.prefix} ")
        contents.append(_number(document, citation, use))
        suffix = citation.suffix or citation.locator
        if suffix:
            contents.append(suffix if suffix[0] in ",;:." else f", {suffix}")
    contents.append("]")
    first = group.citations[0] if group.citations else None
    if first is not None and first.mode is CitationMode.NARRATIVE:
        numbered = document.publication.by_key.get(first.key)
        if numbered is not None:
            name = document.clean(short_names(numbered.reference.work), first.key_span)
            if document.deferred is not None:
                return [f"{name} ", *document.defer(*contents)]
            # So that a reader can tell the names, which the export puts there, from the article's words.
            attributes = {"content-type": "narrative-citation"}
            return [document.element("named-content", attributes, f"{name} ", *contents, span=group.span)]
    return document.defer(
        *(document.clean(one, group.span) if isinstance(one, str) else one for one in contents)
    )


def _number(document: Document, citation: Citation, use: str | None) -> Content:
    numbered = document.publication.by_key.get(citation.key)
    if numbered is None:
        attributes = {"content-type": "unresolved-citation"}
        return document.element("named-content", attributes, f"@{citation.key}?", span=citation.key_span)
    attributes = {"ref-type": "bibr", "rid": numbered.identifier}
    if use:
        attributes["specific-use"] = use
    return document.element("xref", attributes, str(numbered.number), span=citation.key_span)


INLINES: Mapping[type, Callable[[Document, Any], Contents]] = {
    Text: _text,
    Emphasis: _wrapper("italic"),
    Strong: _wrapper("bold"),
    Strikethrough: _wrapper("strike"),
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
