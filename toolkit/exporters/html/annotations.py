"""Notes in the margin of a page: what was found, at the sentence that it was found in.

The preview of an article is its exported page with these notes. The article is marked before it is
printed (`marked` puts spans around what a finding covers), the page afterwards (`annotated`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from toolkit.exporters.html.markup import Content, Element, element, elements_of
from toolkit.model.article import (
    Article,
    Attributes,
    Comment,
    Image,
    Inline,
    LineBreak,
    Node,
    RawInline,
    SoftBreak,
    SpanNode,
    Text,
)
from toolkit.model.finding import Finding, Severity
from toolkit.model.span import Span

_PREFIX = "osler-flag-"
# The page renames identifiers that look like its own (`Page.anchor`).
_FLAG = re.compile(r"text-osler-flag-(?P<notes>\d+(?:-\d+)*)-n\d+")
_WORDS = {Severity.ERROR: "Error", Severity.WARNING: "Warning", Severity.INFO: "Note"}
_GRAVITY = (Severity.ERROR, Severity.WARNING, Severity.INFO)
_UNMARKED = (Comment, Image, LineBreak, RawInline, SoftBreak, SpanNode)
# Where a note may stand: anything that holds words.
_HOSTS = frozenset(
    {"p", "li", "td", "th", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "caption"}
)


@dataclass(frozen=True, slots=True)
class Annotated:
    """A page with notes. `elsewhere` are the findings for which the page has no place."""

    page: Element
    elsewhere: tuple[Finding, ...]


def marked(article: Article, findings: Sequence[Finding]) -> Article:
    """Give an article with a span around each piece of text that findings cover.

    The span's identifier names the findings by their number in `findings`.
    """
    ranges = sorted(
        (Span(one.start.offset, max(one.end.offset, one.start.offset + 1)), number)
        for number, one in enumerate(findings)
        if one.path == article.path
    )
    if not ranges:
        return article
    marker = _Marker(article.source.text)
    return replace(article, blocks=tuple(marker.node(block, ranges) for block in article.blocks))


class _Marker:
    """Rebuilds blocks with their inlines cut at the ends of findings, and wrapped."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._count = 0

    def node(self, node: Any, near: Sequence[tuple[Span, int]]) -> Any:
        """Rebuild a node; one that none of the ranges `near` reaches stays the same."""
        near = [pair for pair in near if pair[0].overlaps(node.span)]
        if not near:
            return node
        fields = {name: getattr(node, name) for name in node.__dataclass_fields__}
        changed = {
            name: self._value(value, near)
            for name, value in fields.items()
            if isinstance(value, tuple) and not isinstance(value, Span)
        }
        return replace(node, **changed) if changed else node

    def _value(self, value: tuple[Any, ...], near: Sequence[tuple[Span, int]]) -> tuple[Any, ...]:
        """Rebuild what a field of a node holds: inlines, blocks, or rows of them."""
        if any(isinstance(one, Text) for one in value):
            return tuple(self._inlines(value, near))
        if value and all(isinstance(one, tuple) and not isinstance(one, Span) for one in value):
            return tuple(self._value(one, near) for one in value)
        return tuple(self.node(one, near) if isinstance(one, Node) else one for one in value)

    def _inlines(self, nodes: Iterable[Inline], near: Sequence[tuple[Span, int]]) -> Iterator[Inline]:
        for node in nodes:
            for piece in self._pieces(node, near):
                numbers = tuple(number for span, number in near if span.overlaps(piece.span))
                if not numbers or isinstance(piece, _UNMARKED):
                    yield piece
                    continue
                self._count += 1
                name = f"{_PREFIX}{'-'.join(map(str, numbers[:20]))}-n{self._count}"
                yield SpanNode(piece.span, (piece,), Attributes(identifier=name))

    def _pieces(self, node: Inline, near: Sequence[tuple[Span, int]]) -> Iterator[Inline]:
        """Cut plain text where findings begin and end; anything else stays whole."""
        start, end = node.span
        if not isinstance(node, Text) or self._text[start:end] != node.text:
            yield node
            return
        cuts = sorted({cut for span, _ in near for cut in span if start < cut < end})
        for first, last in zip([start, *cuts], [*cuts, end], strict=True):
            yield Text(Span(first, last), self._text[first:last])


def annotated(page: Element, findings: Sequence[Finding]) -> Annotated:
    """Put a note for each finding into a page that was printed from a `marked` article."""
    writer = _Writer(findings, _unmarked(page, findings))
    result, _ = writer.rebuilt(page)
    rest = tuple(one for number, one in enumerate(findings) if number not in writer.placed)
    return Annotated(result, rest)


def _numbers(node: Element) -> tuple[int, ...]:
    found = _FLAG.fullmatch(next((value or "" for key, value in node.attributes if key == "id"), ""))
    return tuple(map(int, found["notes"].split("-"))) if found else ()


def _unmarked(page: Element, findings: Sequence[Finding]) -> dict[int, list[int]]:
    """Give the findings that no mark shows by the innermost element that holds words and covers their start."""
    marks = {number for node in elements_of(page) for number in _numbers(node)}
    waiting = [number for number in range(len(findings)) if number not in marks]
    best: dict[int, tuple[int, int]] = {}
    for index, node in enumerate(elements_of(page)):
        if node.span is None or node.name not in _HOSTS:
            continue
        for number in waiting:
            if node.span.start <= findings[number].start.offset < node.span.end:
                size = node.span.end - node.span.start
                if number not in best or size <= best[number][0]:
                    best[number] = (size, index)
    notes: dict[int, list[int]] = {}
    for number, (_, index) in best.items():
        notes.setdefault(index, []).append(number)
    return notes


class _Writer:
    """Rebuilds a page in document order, with its notes."""

    def __init__(self, findings: Sequence[Finding], notes: Mapping[int, Sequence[int]]) -> None:
        self._findings = findings
        self._notes = notes
        self._index = -1
        self.placed: set[int] = set()

    def rebuilt(self, node: Element) -> tuple[Element, list[int]]:
        """Give an element with marks in place of their spans, and the findings that still wait for a place.

        A finding's note stands at the end of what holds the words: a paragraph, an item, a cell.
        """
        self._index += 1
        waiting = list(self._notes.get(self._index, ()))
        children: list[Content] = []
        for child in node.children:
            if isinstance(child, Element):
                rebuilt, more = self.rebuilt(child)
                children.append(rebuilt)
                waiting += more
            else:
                children.append(child)
        numbers = _numbers(node)
        if numbers:
            node = node._replace(attributes=self._mark(numbers))
            waiting += numbers
        elif node.name in _HOSTS:
            children += [self._note(one) for one in dict.fromkeys(waiting) if one not in self.placed]
            waiting = []
        return node._replace(children=tuple(children)), waiting

    def _mark(self, numbers: Sequence[int]) -> tuple[tuple[str, str], ...]:
        gravest = min((self._findings[one].severity for one in numbers), key=_GRAVITY.index)
        return (("class", f"osler-mark osler-{gravest}"), ("data-osler-notes", " ".join(map(str, numbers))))

    def _note(self, number: int) -> Element:
        self.placed.add(number)
        note = note_of(self._findings[number])
        return note._replace(attributes=(*note.attributes, ("data-osler-note", str(number))))


def note_of(finding: Finding, where: str | None = None) -> Element:
    """Give a note: severity, message, what to do, and the rule; phrasing content, so that it may stand anywhere."""
    fix = None
    if finding.fix is not None:
        flags = "--fix" if finding.fix.is_safe else "--fix --unsafe-fixes"
        fix = element("span", {"class": "osler-note-fix"}, f"{flags}: {finding.fix.title}")
    place = where or f"line {finding.start.line}"
    return element(
        "span",
        {"class": f"osler-note osler-{finding.severity}", "role": "note", "lang": "en", "dir": "ltr"},
        element("span", {"class": "osler-note-head"}, f"{_WORDS[finding.severity]}, {place}"),
        " ",
        element("span", {"class": "osler-note-message"}, finding.message),
        " ",
        element("span", {"class": "osler-note-help"}, finding.help) if finding.help else None,
        " ",
        fix,
        " ",
        element("span", {"class": "osler-note-rule"}, finding.rule),
    )
