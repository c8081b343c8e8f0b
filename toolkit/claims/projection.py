"""Inlines as plain text with a way back to the source: what sentence splitting works on.

Citations and footnote marks are taken out before the text is split, each remembered at the place
where it stood, so that a mark behind a full stop (`.[@key]`) stays with the sentence that it ends.
A narrative citation is part of its sentence (`@green2017 found that…`) and leaves a placeholder.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass, field

from toolkit.claims.sentences import STAND_IN
from toolkit.model.article import (
    Citation,
    CitationGroup,
    CitationMode,
    Code,
    Comment,
    CrossReference,
    FootnoteReference,
    Image,
    Inline,
    LineBreak,
    Math,
    Node,
    RawInline,
    SoftBreak,
    SpanNode,
    Text,
    children_of,
)
from toolkit.model.span import Span

_SOURCE_CHARACTER = re.compile(
    r"\\(?=[!-/:-@\[-`{-~])(.)|(&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{1,40});)|(.)", re.DOTALL
)
# How a reader sees a cross-reference, less its number (Quarto's prefixes).
_REFERRED = {"fig": "Figure", "tbl": "Table", "sec": "Section", "eq": "Equation", "lst": "Listing"}
# What works do, as the words that follow a citation.
_REPORTING = re.compile(
    r"\s(?:also\s|have\s|has\s)?(?:argu|assess|compar|conclud|confirm|defin|demonstrat|describ|develop|discuss|"
    r"estimat|evaluat|examin|f[io]und|identif|introduc|investigat|not(?:e[sd]?\b)|observ|present|propos|recommend|"
    r"report|review|show|stat(?:e[sd]?\b)|studie|suggest|us(?:e[sd]?\b))\w*\s"
)
_UNPRINTED = frozenset((Comment, RawInline, SoftBreak))
# Stands for a word that the splitter sees and a reader of the unit's text does not.
_HIDDEN = "\ufffc"


@dataclass(slots=True)
class Projection:
    """The plain text of one block.

    `text` is what a reader reads; `shape` has the same length and is what the splitter reads (code
    and formulas as a number or a word, narrative citations as a capitalised word). `anchors` are runs of
    `(offset in text, offset in source, length in source)` in ascending order.
    """

    text: str = ""
    shape: str = ""
    span: Span = field(default_factory=lambda: Span(0, 0))
    citations: list[tuple[int, Citation, Span]] = field(default_factory=list)
    """Offset in `text` where the group stood, the citation, and the span of its group."""
    marks: list[tuple[int, Span]] = field(default_factory=list)
    """Everything that leaves no text but belongs to a sentence: groups, footnote marks, images."""
    classes: list[tuple[Span, tuple[str, ...]]] = field(default_factory=list)
    comments: list[Span] = field(default_factory=list)
    """Comments and raw HTML, in order: they belong to no sentence."""
    _anchors: list[tuple[int, int, int, int]] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)

    def source_start(self, offset: int) -> int:
        """Give the source offset of the character at `offset` of the text."""
        return self._source(offset)[0]

    def source_end(self, offset: int) -> int:
        """Give the source offset just behind the character before `offset` of the text."""
        return self._source(offset - 1)[1]

    def _source(self, offset: int) -> tuple[int, int]:
        index = max(bisect_right(self._starts, offset) - 1, 0)
        start, length, source, source_length = self._anchors[index]
        if length == source_length:
            return source + offset - start, source + offset - start + 1
        return source, source + source_length


def project(inlines: tuple[Inline, ...], source: str) -> Projection:
    """Project inlines to plain text. `source` is the article's whole text, to align escapes by."""
    builder = _Builder(source)
    stack: list[Node] = list(reversed(inlines))
    while stack:
        node = stack.pop()
        if type(node) is Text:  # by far the commonest, and it has no children
            builder.add_text(node)
            continue
        builder.add(node)
        if isinstance(node, SpanNode) and node.attributes.classes:
            builder.result.classes.append((node.span, node.attributes.classes))
        stack.extend(reversed(children_of(node)))
    return builder.finish(inlines)


def _stand_in(text: str) -> str:
    """Give what the splitter sees in place of code or a formula: a number, or a capitalised word."""
    return "0" * len(text) if text[:1].isdigit() else ("Ω" + "ω" * (len(text) - 1))[: len(text)]


class _Builder:
    """Collects text and anchors; lives for one projection."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.result = Projection()
        self.texts: list[str] = []
        self.shapes: list[str] = []
        self.length = 0

    def finish(self, inlines: tuple[Inline, ...]) -> Projection:
        result = self.result
        result.text = "".join(self.texts)
        result.shape = "".join(self.shapes)
        result._starts = [anchor[0] for anchor in result._anchors]  # noqa: SLF001 - its maker
        printed = [node.span for node in inlines if type(node) not in _UNPRINTED]
        if printed:
            # Inlines stand in the order of the source.
            result.span = Span(printed[0].start, printed[-1].end)
        return result

    def add(self, node: Node) -> None:
        """Add one node, without its children."""
        match node:
            case Text():
                self.add_text(node)
            case Code() | Math():
                self._run(node.span, node.text, _stand_in(node.text))
            case SoftBreak() | LineBreak():
                self._run(node.span, " ", " ")
            case CrossReference():
                word = _REFERRED.get(node.target.partition("-")[0], node.target) or "X"
                self._run(node.span, word, "X" + "x" * (len(word) - 1))
            case RawInline() if node.text[:3].lower() == "<br":
                self._run(node.span, " ", " ")
            case CitationGroup():
                self._group(node)
            case FootnoteReference() | Image():
                self.result.marks.append((self.length, node.span))
            case RawInline() | Comment():
                self.result.comments.append(node.span)
            case _:
                pass

    def _group(self, group: CitationGroup) -> None:
        narrative = group.citations and group.citations[0].mode is CitationMode.NARRATIVE
        offset = self.length
        if narrative or self._opens_sentence(group.span):
            self._run(group.span, _HIDDEN * len(STAND_IN), STAND_IN)
        else:
            self.result.marks.append((offset, group.span))
        self.result.citations.extend((offset, citation, group.span) for citation in group.citations)

    def _opens_sentence(self, span: Span) -> bool:
        """Tell whether a bracketed group is a sentence's subject: `Done. [@a] reported that…`."""
        before = "".join(self.shapes[-3:]).rstrip()
        if before and before[-1] not in ".!?":
            return False
        if not before or self.source[span.start - 1 : span.start].isspace():
            return re.match(r"\s[a-z]", self.source[span.end : span.end + 2]) is not None
        # With no space before it the group belongs to what it follows, unless a verb tells otherwise.
        return _REPORTING.match(self.source, span.end) is not None

    def add_text(self, node: Text) -> None:
        """Add a text, aligned with its source where escapes or entities make them differ."""
        if node.span.end - node.span.start == len(node.text):
            self._run(node.span, node.text, node.text)
            return
        for start, end, text in _align(self.source, node):
            self._run(Span(start, end), text, text)

    def _run(self, span: Span, text: str, shape: str) -> None:
        if not text:
            return
        self.texts.append(text)
        self.shapes.append(shape)
        self.result._anchors.append((self.length, len(text), span.start, span.end - span.start))  # noqa: SLF001 - its maker
        self.length += len(text)


def _align(source: str, node: Text) -> list[tuple[int, int, str]]:
    """Split a text whose source is longer or shorter (escapes, entities) into aligned runs.

    Falls back on one run for the whole node if source and text can't be brought together.
    """
    runs: list[tuple[int, int, str]] = []
    taken = 0
    for found in _SOURCE_CHARACTER.finditer(source, node.span.start, node.span.end):
        plain = found[1] or (html.unescape(found[2]) if found[2] else found[3])
        if not node.text.startswith(plain, taken):
            return [(node.span.start, node.span.end, node.text)]
        taken += len(plain)
        runs.append((found.start(), found.end(), plain))
    return runs if taken == len(node.text) else [(node.span.start, node.span.end, node.text)]
