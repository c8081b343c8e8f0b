"""What is printed: the same facts read back from an article, from JATS bytes and from HTML bytes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import unquote

from lxml import etree
from lxml.etree import _Element

from toolkit.model.article import (
    Article,
    CitationGroup,
    Code,
    CodeBlock,
    Comment,
    CrossReference,
    Emphasis,
    FootnoteReference,
    Image,
    Link,
    Math,
    MathBlock,
    Node,
    RawBlock,
    RawInline,
    SpanNode,
    Strikethrough,
    Strong,
    Subscript,
    Superscript,
    Text,
    children_of,
    walk,
)
from toolkit.model.span import Span
from toolkit.validators.dtd import parse_document

WORD = re.compile(r"\w+")
"""What the round trip counts as a word."""
IN_WORDS = (Emphasis, Strong, Strikethrough, Superscript, Subscript, SpanNode, Link)
"""Inline marks that may stand inside a word, as in B<sub>12</sub>."""
_HIDDEN = (RawBlock, Math, MathBlock, Image, FootnoteReference)
DROPPED = (RawInline, Comment)
"""Dropped without a trace: <sub>12</sub> is reported, and its letters stand together."""
# References inside a link follow it, since links hold no links: what comes next stands apart.
_DEFERRED = (CitationGroup, CrossReference, FootnoteReference)
_XML_INLINE = frozenset(
    {
        "bold",
        "email",
        "ext-link",
        "italic",
        "monospace",
        "named-content",
        "sc",
        "strike",
        "sub",
        "sup",
        "underline",
        "xref",
    }
)
_XML_HIDDEN = frozenset({"inline-formula", "disp-formula", "alt-text", "label"})
_HTML_INLINE = frozenset(
    {"a", "b", "code", "em", "i", "mark", "s", "small", "span", "strong", "sub", "sup", "u", "wbr"}
)
_HTML_HIDDEN = frozenset({"button", "math", "script", "style"})
# Words of the page's own that may touch a word of the text.
_HTML_OWN_CLASSES = frozenset({"absent-image", "unresolved"})
_HTML_LINK_ROLES = frozenset({"doc-biblioref", "doc-noteref", "doc-backlink"})


@dataclass(frozen=True, slots=True)
class SourceWords:
    """The words of an article's text, with the place of each."""

    text: str
    _starts: tuple[int, ...]
    _spans: tuple[Span, ...]

    def counts(self) -> Counter[str]:
        """Count the words."""
        return word_counts(self.text)

    def place(self, word: str) -> Span | None:
        """Give the place of a word's first appearance."""
        found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", self.text)
        if found is None or not self._starts:
            return None
        return self._spans[max(bisect_right(self._starts, found.start()) - 1, 0)]


@dataclass(frozen=True, slots=True)
class PrintedReference:
    """One entry of the list of references: its text, its identifiers and addresses."""

    text: str
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Printed:
    """What a document prints.

    `citations` are the ids that citations lead to, in order, `references` the entries by id,
    `body` the text of body and notes without citations and formulas, `whole` all text of the
    document, `credits` the text that names its contributors (of a page: all of it), `dates` every
    date that is marked as such.
    """

    citations: tuple[str, ...]
    references: dict[str, PrintedReference]
    body: str
    whole: str
    credits: str
    dates: frozenset[str]


def word_counts(text: str) -> Counter[str]:
    """Count the words of a text; letters, digits and `_` make words, as the same rule reads all three."""
    return Counter(WORD.findall(text))


def source_words(article: Article) -> SourceWords:
    """Read the words that an article's text holds: what both exports must show."""
    parts: list[str] = []
    starts: list[int] = []
    spans: list[Span] = []
    length = 0
    for text, span in _pieces(article.blocks):
        if span is not None:
            starts.append(length)
            spans.append(span)
        parts.append(text)
        length += len(text)
    return SourceWords("".join(parts), tuple(starts), tuple(spans))


def _pieces(blocks: Sequence[Node]) -> Iterator[tuple[str, Span | None]]:
    stack: list[Node | str] = list(reversed(blocks))
    while stack:
        node = stack.pop()
        match node:
            case str():
                yield node, None
            case Text() | Code():
                yield node.text, node.span
            case CodeBlock():
                yield f" {node.text} ", node.span
            case CitationGroup():
                yield " ", None
                for citation in node.citations:
                    words = (citation.prefix, citation.suffix or citation.locator)
                    yield f" {' '.join(filter(None, words))} ", citation.span
            case _ if isinstance(node, DROPPED):
                pass
            case _ if isinstance(node, _HIDDEN):
                yield " ", None
            case _ if isinstance(node, IN_WORDS):
                stack.extend(reversed((*children_of(node), *_after(node))))
            case _:
                stack.append(" ")
                stack.extend(reversed(children_of(node)))
                stack.append(" ")


def _after(node: Node) -> tuple[str, ...]:
    is_parted = isinstance(node, Link) and any(isinstance(one, _DEFERRED) for one in walk((node,)))
    return (" ",) if is_parted else ()


# --- JATS ------------------------------------------------------------------------------------


def read_jats(data: bytes) -> Printed:
    """Read back a JATS document. Raises `lxml.etree.XMLSyntaxError` where it is not well formed."""
    root = parse_document(data)
    body = [one for one in (root.find("body"), root.find("back/fn-group")) if one is not None]
    return Printed(
        citations=tuple(
            one.get("rid") or ""
            for part in body
            for one in part.iter("xref")
            if one.get("ref-type") == "bibr"
        ),
        references={one.get("id") or "": _jats_reference(one) for one in root.iter("ref")},
        body=" ".join(_jats_text(one) for one in body),
        whole=" ".join(_jats_text(root).split()),
        credits=" ".join(_jats_text(one) for one in root.findall("front/article-meta/contrib-group")),
        dates=frozenset(date for one in root.iter("*") if (date := one.get("iso-8601-date"))),
    )


def _jats_reference(element: _Element) -> PrintedReference:
    names = {f"{one.get('pub-id-type')}:{one.text}" for one in element.iter("pub-id")}
    return PrintedReference(_jats_text(element), frozenset(names))


def _jats_text(root: _Element) -> str:
    """Give an element's text, words apart where elements are blocks."""
    return _text(root, _jats_part)


def _jats_part(element: _Element) -> _Part:
    name = str(element.tag)
    is_mark = name == "xref" and element.get("ref-type") in ("bibr", "fn")
    if name in _XML_HIDDEN or is_mark:
        return _Part.APART
    return _Part.INLINE if name in _XML_INLINE else _Part.BLOCK


class _Part(Enum):
    """How an element stands in its text."""

    BLOCK = auto()
    INLINE = auto()
    APART = auto()
    """Its own text does not count, but parts the words around it."""


def _text(root: _Element, part_of: Callable[[_Element], _Part]) -> str:
    parts: list[str] = []
    stack: list[_Element | str] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            parts.append(item)
            continue
        part = part_of(item)
        if part is _Part.APART:
            parts.append(" ")
            continue
        edge = "" if part is _Part.INLINE else " "
        stack.append(edge)
        for child in reversed(item):
            stack.append(child.tail or "")
            stack.append(child)
        stack.append(edge + (item.text or ""))
    return "".join(parts)


# --- HTML ------------------------------------------------------------------------------------


def read_html(data: bytes) -> Printed:
    """Read back an exported page.

    The parser is libxml2's, not that of the HTML checks: two readers must agree on what it says.
    """
    root = etree.fromstring(data, etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True))
    lists = [one for one in root.iter("section") if one.get("role") == "doc-bibliography"]
    mains = list(root.iter("main")) or [root]
    whole = " ".join(_text(root, _html_part).split())
    return Printed(
        citations=tuple(
            unquote(one.get("href") or "").removeprefix("#")
            for one in root.iter("a")
            if one.get("role") == "doc-biblioref"
        ),
        references={
            one.get("id") or "": _html_reference(one)
            for part in lists
            for one in part.iter("li")
            if one.get("id")
        },
        body=" ".join(_text(one, _html_body_part) for one in mains),
        whole=whole,
        credits=whole,
        dates=frozenset(date for one in root.iter("time") if (date := one.get("datetime"))),
    )


def _html_reference(element: _Element) -> PrintedReference:
    names = {unquote(address) for one in element.iter("a") if (address := one.get("href"))}
    return PrintedReference(_text(element, _html_part), frozenset(names))


def _html_part(element: _Element) -> _Part:
    name = str(element.tag)
    is_own = not _HTML_OWN_CLASSES.isdisjoint((element.get("class") or "").split())
    if name in _HTML_HIDDEN or element.get("role") in _HTML_LINK_ROLES or is_own:
        return _Part.APART
    return _Part.INLINE if name in _HTML_INLINE else _Part.BLOCK


def _html_body_part(element: _Element) -> _Part:
    """Leave the list of references out: its words are not the text's."""
    return _Part.APART if element.get("role") == "doc-bibliography" else _html_part(element)
