"""From the parser's flat events to the tree of blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from toolkit.model.article import (
    Block,
    Code,
    Comment,
    FootnoteReference,
    Inline,
    LineBreak,
    Math,
    Paragraph,
    RawInline,
    SoftBreak,
    Text,
    ThematicBreak,
)
from toolkit.model.finding import Problem
from toolkit.model.span import Span
from toolkit.readers.identifiers import IdentifierRegister
from toolkit.readers.markdown.captions import attach_captions
from toolkit.readers.markdown.events import Event, Parsed
from toolkit.readers.markdown.fences import Fence
from toolkit.readers.markdown.inlines import MAX_DEPTH, InlineReader
from toolkit.readers.markdown.nodes import Frame, NodeMaker
from toolkit.readers.markdown.runs import Piece

_INLINES = frozenset({"Emphasis", "Strong", "Strikethrough", "Link", "Image"})
_NESTING = _INLINES | {"BlockQuote", "List", "DefinitionList", "Table", "FootnoteDefinition"}
_HOLDS_BLOCKS = frozenset(
    {"Document", "BlockQuote", "Item", "DefinitionListDefinition", "FootnoteDefinition", "Div"}
)
_SPACE = " \t\r\n"
_DEEPEST = MAX_DEPTH - 8
"""Where nesting ends; a table with its cells, or a paragraph with its text, still fits below."""


def read_blocks(
    path: str, source: str, parsed: Parsed, reserved: set[str]
) -> tuple[tuple[Block, ...], list[Problem]]:
    """Build an article's tree; give its blocks, and what is wrong with them.

    Notes written in place are the last blocks, as footnotes; their spans stay where they are.

    `reserved` are the identifiers written in the article, which derived ones keep clear of.
    """
    inlines = InlineReader(path, source)
    builder = _Builder(source, NodeMaker(source, inlines, IdentifierRegister(reserved)), parsed)
    blocks = builder.build(parsed.events)
    return (*blocks, *inlines.notes), [*inlines.problems, *builder.maker.lost_citations()]


class _Builder:
    """A stack of open nodes, and what each event does to it."""

    def __init__(self, source: str, maker: NodeMaker, parsed: Parsed) -> None:
        self.source = source
        self.maker = maker
        self.problems = maker.inlines.problems
        self.breaks = parsed.breaks
        self.strays = parsed.strays
        self.gaps = sorted(parsed.gaps, key=lambda fence: fence.span, reverse=True)
        self.top = Frame("Document", None, 0, 0, [])
        self.stack = [self.top]
        self.flat_divs = 0
        self.is_nesting_reported = False

    def build(self, events: list[Event]) -> tuple[Block, ...]:
        """Handle all events; give the article's blocks."""
        for fence in self.strays:
            self._div_problem(
                fence,
                "this line is not the fence of a div",
                "write ::: {.name} or ::: name to open a div, and ::: alone to close it",
            )
        iterator = iter(events)
        for event, start, end in iterator:
            if type(event) is str:
                self._bare(event, start, end)
                continue
            ((name, value),) = event.items()
            if name == "Text":
                if self.top.kind in _HOLDS_BLOCKS:
                    self._want_inlines(start)
                self.top.nodes.append(Piece(start, end, value))
            elif name == "Start":
                kind = value if type(value) is str else next(iter(value))
                if kind in _NESTING and len(self.stack) > _DEEPEST:
                    self._flatten(start, kind, _skip(iterator))
                else:
                    self._open(kind, value, start)
            elif name == "End":
                self._close(value if type(value) is str else next(iter(value)), end)
            else:
                self._leaf(name, value, start, end)
        self._fill_gaps(len(self.source) + 1)
        self._close_until("Document", len(self.source))
        return attach_captions(self.source, self.top.nodes)

    # --- The stack -------------------------------------------------------------------------------

    def _push(self, kind: str, data: Any, start: int) -> None:
        self.top = Frame(kind, data, start, len(self.stack), [])
        self.stack.append(self.top)

    def _pop(self, end: int) -> None:
        """Close the innermost node."""
        frame = self.stack.pop()
        self.top = self.stack[-1]
        if self.source[end - 1 : end] in _SPACE:
            end = self._trimmed(frame.start, end)
        made = self.maker.make(frame, end)
        if type(made) is list:
            self.top.nodes += made
        else:
            self.top.nodes.append(made)

    def _open(self, kind: str, data: Any, start: int) -> None:
        if kind not in _INLINES:
            self._want_blocks(start)
        elif self.top.kind in _HOLDS_BLOCKS:
            self._want_inlines(start)
        self.top = Frame(kind, data, start, len(self.stack), [])
        self.stack.append(self.top)

    def _want_inlines(self, start: int) -> None:
        """Open the paragraph that a tight list item does not announce."""
        if self.top.kind in _HOLDS_BLOCKS:
            self._fill_gaps(start)
            escaped = self.source[max(start - 1, 0) : start] == "\\"
            self._push("Plain", None, start - escaped)

    def _want_blocks(self, start: int) -> None:
        """Close the paragraph that nothing announced."""
        if self.top.kind == "Plain":
            self._pop(start)
        if self.gaps:
            self._fill_gaps(start)

    def _close(self, kind: str, end: int) -> None:
        if self.gaps:
            self._fill_gaps(end)
        if self.top.kind != kind:
            self._close_until(kind, end)
        self._pop(end)

    def _close_until(self, kind: str, end: int) -> None:
        """Close the paragraphs and divs that the end of their container closes."""
        while self.top.kind != kind:
            if self.top.kind == "Div":
                self._div_problem(
                    self.top.data,
                    "this div is not closed",
                    "add a line of ::: after its last line, indented as this one",
                )
            self._pop(end)

    def _trimmed(self, start: int, end: int) -> int:
        """Move an end back over Markdown's white space."""
        if end > start and self.source[end - 1] in _SPACE:
            return start + len(self.source[start:end].rstrip(_SPACE))
        return end

    def _flatten(self, start: int, kind: str, end: int) -> None:
        """Keep what is nested too deeply as text."""
        span = Span(start, self._trimmed(start, end))
        self._report_nesting(start)
        if kind in _INLINES:
            self._want_inlines(start)
            self.top.nodes.append(Piece(span.start, span.end, self.source[span.start : span.end]))
        else:
            self._want_blocks(start)
            text = Text(span, self.source[span.start : span.end])
            self.top.nodes.append(Paragraph(span, (text,)))

    def _report_nesting(self, start: int) -> None:
        if self.is_nesting_reported:
            return
        self.is_nesting_reported = True
        self.problems.append(
            Problem(
                Span(start, start + 1),
                f"nested more than {MAX_DEPTH} deep: what is inside is read as plain text",
                help="take the lists, quotations, divs or marks out of one another",
                rule="article-nesting",
            )
        )

    # --- Leaves ----------------------------------------------------------------------------------

    def _bare(self, event: str, start: int, end: int) -> None:
        if event == "Rule":
            self._want_blocks(start)
            fence = self.breaks.get(start)
            if fence is not None:
                self._fence(fence)
            else:
                self.top.nodes.append(ThematicBreak(Span(start, self._trimmed(start, end))))
            return
        self._want_inlines(start)
        node = SoftBreak if event == "SoftBreak" else LineBreak
        self.top.nodes.append(node(Span(start, end)))

    def _leaf(self, name: str, value: Any, start: int, end: int) -> None:
        if name == "Html":
            pass  # the span of its block says it all
        elif name == "TaskListMarker":
            item = next((frame for frame in reversed(self.stack) if frame.kind == "Item"), self.top)
            item.checked = value
        else:
            self._want_inlines(start)
            self.top.nodes.append(self._inline_leaf(name, value, Span(start, end)))

    def _inline_leaf(self, name: str, value: str, span: Span) -> Inline | Piece:
        match name:
            case "Code":
                return Code(span, value)
            case "InlineMath" if self.source[span.end : span.end + 1].isdigit():
                # Pandoc: the closing `$` of a formula is not followed by a digit ("$20 or US$30").
                return Piece(span.start, span.end, self.source[span.start : span.end])
            case "InlineMath" | "DisplayMath":
                return Math(span, value, name == "DisplayMath")
            case "FootnoteReference":
                return FootnoteReference(span, value)
            case _:
                written = self.source[span.start : span.end]
                is_comment = written.startswith("<!--") and written.endswith("-->")
                return Comment(span, written[4:-3]) if is_comment else RawInline(span, written)

    # --- Divs ------------------------------------------------------------------------------------

    def _fill_gaps(self, before: int) -> None:
        """Handle the fences that ended a block of HTML and stand before an offset."""
        while self.gaps and self.gaps[-1].span.start < before and self.top.kind in _HOLDS_BLOCKS:
            self._fence(self.gaps.pop())

    def _fence(self, fence: Fence) -> None:
        if fence.attributes is not None:
            if len(self.stack) > _DEEPEST:
                self.flat_divs += 1
                self._report_nesting(fence.span.start)
            else:
                self._push("Div", fence, fence.span.start)
        elif self.flat_divs:
            self.flat_divs -= 1
        elif self.top.kind == "Div":
            self._pop(fence.span.end)
        else:
            self._div_problem(
                fence,
                "this line closes a div, but none is open here",
                "remove it, or open a div before it, indented as this line: ::: {.name}",
            )

    def _div_problem(self, fence: Fence, message: str, help_text: str) -> None:
        self.problems.append(Problem(fence.span, message, help=help_text, rule="article-div"))


def _skip(events: Iterator[Event]) -> int:
    """Pass over the events of a node that was just opened; give its end."""
    depth = 1
    for event, _, end in events:
        if type(event) is dict:
            depth += ("Start" in event) - ("End" in event)
        if depth == 0:
            return end
    return 0
