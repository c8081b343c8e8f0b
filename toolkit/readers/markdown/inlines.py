"""Inlines that CommonMark does not know: citations, bracketed spans, attributes, super- and subscript."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from toolkit.model.article import (
    NO_ATTRIBUTES,
    Attributes,
    Citation,
    CitationGroup,
    CitationMode,
    Code,
    CrossReference,
    FootnoteDefinition,
    FootnoteReference,
    Image,
    Inline,
    Link,
    Paragraph,
    RawInline,
    SpanNode,
    Subscript,
    Superscript,
    Text,
    plain_text,
)
from toolkit.model.finding import Problem
from toolkit.model.span import Span
from toolkit.readers import locators
from toolkit.readers.attributes import merge_attributes, parse_attributes
from toolkit.readers.citations import (
    ESCAPED,
    NODE,
    CitationScan,
    Group,
    Item,
    bracket_pairs,
    is_cross_reference,
)
from toolkit.readers.markdown import miscitations
from toolkit.readers.markdown.runs import Piece, Run, join_text

MAX_DEPTH = 100
"""How deep a tree may be; deeper content is read as text (exports can't hold more, see the JATS notes)."""

_CITED_IN_CITATION = 1
"""How deep citations may stand in the prefixes and suffixes of citations."""

_MARKED = re.compile(r"[\[@^~]")
_ATTRIBUTED = frozenset({Image, Link, Code})
_ACTIVE = re.compile(rf"[\[@^~]|-@|{NODE}(?=\{{)|{ESCAPED}(?=ref\()")
_SCRIPT: dict[str, tuple[re.Pattern[str], type[Superscript | Subscript]]] = {
    "^": (re.compile(r"\^((?:[^\s^]|\n(?!\n))+?)\^"), Superscript),
    "~": (re.compile(r"~([^\s~]+)~"), Subscript),
}
_REF = re.compile(r"ref\(([\w:.\-]+)\)")
_FOOTNOTE = re.compile(r"\[\^([^\[\]\s]{1,100})\](?=\[)")
_DEFINED_NOTE = re.compile(r"^[\t >]*\[\^([^\[\]\s]{1,100})\]:", re.MULTILINE)
_RAW_FORMAT = re.compile(r"\{=[\w\-]+\}")


@dataclass(slots=True)
class InlineReader:
    """Reads the runs of one article; collects the problems that it meets."""

    path: str
    source: str
    problems: list[Problem] = field(default_factory=list)
    notes: list[FootnoteDefinition] = field(default_factory=list)
    """Notes written in place, `^[…]`, as the footnotes that they are."""
    _defined: frozenset[str] | None = None

    def defines_note(self, label: str) -> bool:
        """Tell whether a line of the source defines the footnote `[^label]`."""
        if self._defined is None:
            self._defined = frozenset(_DEFINED_NOTE.findall(self.source))
        return label in self._defined

    def read(self, pieces: Sequence[Piece | Inline], depth: int = 0) -> tuple[Inline, ...]:
        """Turn what the Markdown parser gave for one block, or one emphasis, into inlines."""
        if any(_MARKED.search(piece.text) for piece in pieces if type(piece) is Piece) or (
            len(pieces) > 1 and _has_attributes(pieces)
        ):
            return tuple(_RunReader(self, Run(self.source, pieces), depth).read())
        return join_text(self.source, pieces)


def _has_attributes(pieces: Sequence[Piece | Inline]) -> bool:
    """Tell whether a brace opens directly after a node that may have attributes."""
    return any(
        type(piece) is Piece and piece.text[:1] == "{" and type(before) in _ATTRIBUTED
        for before, piece in pairwise(pieces)
    )


class _RunReader:
    """Reads one run from left to right."""

    def __init__(self, reader: InlineReader, run: Run, depth: int) -> None:
        self.reader = reader
        self.run = run
        self.depth = depth
        pairs = bracket_pairs(run.text)
        self.attributes = self._attributes_after(pairs)
        protected = {start: end for start, (_, end) in self.attributes.items()}
        self.pairs = pairs
        self.scan = CitationScan.of(run.text, pairs, protected, run.glued)

    def _attributes_after(self, pairs: dict[int, int]) -> dict[int, tuple[Attributes, int]]:
        """Find the attributes that follow a closing bracket directly, by their opening bracket."""
        found: dict[int, tuple[Attributes, int]] = {}
        for start, end in pairs.items():
            if self.run.text.startswith("{", end + 1):
                attributes = self._attributes_at(end + 1)
                if attributes is not None:
                    found[start] = attributes
        return found

    def _attributes_at(self, index: int) -> tuple[Attributes, int] | None:
        """Read attributes at an index; give them with the index after them."""
        parsed = parse_attributes(self.run.source, self.run.start(index))
        if parsed is None:
            return None
        after = self.run.index(parsed[1])
        return (parsed[0], after) if after is not None and after > index else None

    def read(self) -> list[Inline]:
        """Read the whole run."""
        found = self.range(0, len(self.run.text), self.depth)
        miscitations.report(self.run, self.scan, self.reader.path, self.reader.problems)
        return found

    def range(self, first: int, last: int, depth: int) -> list[Inline]:
        """Read the characters `[first, last)`."""
        found: list[Inline] = []
        literal = at = first
        text = self.run.text
        while (mark := _ACTIVE.search(text, at, last)) is not None:
            at = mark.start()
            read = self._at(at, last, depth)
            if read is None:
                at += 2 if mark[0] == "-@" and self.scan.key_at(at + 1) is None else 1
                continue
            found += self.run.inlines(literal, at)
            nodes, at = read
            literal = at
            found += nodes
        return found + self.run.inlines(literal, last)

    def _at(self, at: int, last: int, depth: int) -> tuple[list[Inline], int] | None:
        """Read what an active character opens; give its inlines with the index after it."""
        match self.run.text[at]:
            case "[":
                return self._bracket(at, last, depth)
            case "@" | "-":
                group = self.scan.narrative_at(at)
                return self._cited(group, depth) if group is not None and group.end <= last else None
            case "^" if self.run.text.startswith("[", at + 1) and at + 1 in self.pairs:
                return self._note(at, last, depth)
            case "^" | "~":
                return self._script(at, last, depth)
            case character if character == NODE:
                return self._attributed(at)
            case _:
                return self._bookdown_reference(at)

    def _bracket(self, at: int, last: int, depth: int) -> tuple[list[Inline], int] | None:
        group = self.scan.groups.get(at)
        if group is not None and group.end <= last:
            return self._cited(group, depth, self.attributes.get(at))
        note = _FOOTNOTE.match(self.run.text, at, last)
        if note is not None and self.reader.defines_note(note[1]):
            # The parser takes `[^1][@key]` for a link with a label, finds none, and leaves the text.
            return [FootnoteReference(self.run.span(at, note.end()), note[1])], note.end()
        attributed = self.attributes.get(at)
        if attributed is None or attributed[1] > last or depth >= MAX_DEPTH - 2:
            return None
        attributes, end = attributed
        children = self.range(at + 1, self.pairs[at], depth + 1)
        span = self.run.span(at, end)
        only = children[0] if len(children) == 1 else None
        if isinstance(only, CitationGroup):
            merged = merge_attributes(attributes, only.attributes)
            return [replace(only, span=span, attributes=merged)], end
        return [SpanNode(span, tuple(children), attributes)], end

    def _note(self, at: int, last: int, depth: int) -> tuple[list[Inline], int] | None:
        """Read `^[…]`: a reference here, and a definition for the end of the article."""
        closing = self.pairs[at + 1]
        if closing >= last or depth >= MAX_DEPTH - 4:
            return None
        span = self.run.span(at, closing + 1)
        label = f"inline-{span.start}"
        while f"[^{label}]" in self.run.source:
            label += "x"
        inner = self.run.span(at + 2, closing)
        paragraph = Paragraph(inner, tuple(self.range(at + 2, closing, depth + 1)))
        self.reader.notes.append(FootnoteDefinition(span, label, (paragraph,)))
        return [FootnoteReference(span, label)], closing + 1

    def _script(self, at: int, last: int, depth: int) -> tuple[list[Inline], int] | None:
        """Read `^x^` or `~x~`, as pandoc does: no white space inside."""
        pattern, node = _SCRIPT[self.run.text[at]]
        found = pattern.match(self.run.text, at, last)
        if found is None or depth >= MAX_DEPTH - 2:
            return None
        children = tuple(self.range(found.start(1), found.end(1), depth + 1))
        script: Inline = node(self.run.span(at, found.end()), children)
        return [script], found.end()

    def _attributed(self, at: int) -> tuple[list[Inline], int] | None:
        """Give the node before a brace the attributes in it."""
        node = self.run.node(at)
        raw = _RAW_FORMAT.match(self.run.text, at + 1)
        if isinstance(node, Code) and raw is not None:
            span = self.run.span(at, raw.end())
            return [RawInline(span, self.run.source[span.start : span.end])], raw.end()
        if not isinstance(node, Image | Link | Code):
            return None
        parsed = self._attributes_at(at + 1)
        if parsed is None:
            return None
        attributes, end = parsed
        return [replace(node, span=self.run.span(at, end), attributes=attributes)], end

    def _bookdown_reference(self, at: int) -> tuple[list[Inline], int] | None:
        r"""Read bookdown's `\@ref(fig:x)`."""
        start = self.run.start(at)
        found = _REF.match(self.run.text, at + 1)
        if found is None or self.run.source[start] != "@":
            return None
        span = Span(start - 1, self.run.end(found.end()))
        return [CrossReference(span, found[1])], found.end()

    # --- Citations -------------------------------------------------------------------------------

    def _cited(
        self, group: Group, depth: int, attributed: tuple[Attributes, int] | None = None
    ) -> tuple[list[Inline], int] | None:
        """Give the node of a group, or its cross-references."""
        if depth > self.depth + _CITED_IN_CITATION:
            return None
        crossing = [is_cross_reference(item.key.key) for item in group.items]
        if all(crossing):
            return self._cross_references(group), group.end
        if any(crossing):
            return None
        end = group.end
        attributes = NO_ATTRIBUTES
        if attributed is not None:
            attributes, end = attributed
        items = (one for item in group.items for one in (*item.before, item, *item.after))
        citations = [self._citation(item, depth) for item in items if not is_cross_reference(item.key.key)]
        return [CitationGroup(self.run.span(group.start, end), tuple(citations), attributes)], end

    def _cross_references(self, group: Group) -> list[Inline]:
        """Give cross-references with the text around them, without the brackets."""
        found: list[Inline] = []
        for number, item in enumerate(group.items):
            if number:
                found += self.run.inlines(group.items[number - 1].suffix[1], item.prefix[0])
            key = item.key
            found += self.run.inlines(*item.prefix)
            found.append(CrossReference(self.run.span(key.start - key.suppress, key.end), key.key))
            found += self.run.inlines(*item.suffix)
        return found

    def _citation(self, item: Item, depth: int) -> Citation:
        """Give an item's citation."""
        key = item.key
        last = item.suffix[1]
        while last > key.end and self.run.text[last - 1].isspace():
            last -= 1
        start = min(item.prefix[0], key.start - key.suppress)
        suffix = self._plain(*item.suffix, depth)
        mode = CitationMode.NARRATIVE if item.is_narrative else CitationMode.NORMAL
        return Citation(
            self.run.span(start, last if last > item.suffix[0] else key.end),
            self.run.span(key.start, key.end),
            key.key,
            CitationMode.SUPPRESS_AUTHOR if key.suppress else mode,
            self._plain(*item.prefix, depth),
            suffix,
            locators.leading_locator(suffix) if suffix else None,
            key.braced,
        )

    def _plain(self, first: int, last: int, depth: int) -> str | None:
        """Give a prefix or suffix as plain text; `None` if there is none."""
        if first >= last:
            return None
        nodes = tuple(
            Text(node.span, self.run.source[slice(*node.span)].lstrip("\\"))
            if isinstance(node, CrossReference)
            else node
            for node in self.range(first, last, depth + 1)
        )
        return " ".join(plain_text(nodes).split()) or None
