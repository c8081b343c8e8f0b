"""The article as a tree: front matter, blocks and inlines, each with its span.

Node types follow pandoc's and CommonMark's vocabulary. Exporters are tables from node type to
function, so every type here must have a row in each of them (a test sees to it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar, overload

from toolkit.model.finding import Problem
from toolkit.model.span import SourceText, Span


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands in `{#identifier .class key=value}`; `span` covers the braces too, if written."""

    identifier: str | None = None
    classes: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    span: Span | None = None

    def get(self, key: str) -> str | None:
        """Give the value of a key, or `None`."""
        return next((value for name, value in self.pairs if name == key), None)


NO_ATTRIBUTES = Attributes()
EMPTY_SPAN = Span(0, 0)


# --- Inlines ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Characters, with escapes and entities resolved: `text` may differ from the source at `span`."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """`*…*`."""

    span: Span
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    """`**…**`."""

    span: Span
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strikethrough:
    """`~~…~~`."""

    span: Span
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Superscript:
    """`^…^`."""

    span: Span
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Subscript:
    """`~…~`."""

    span: Span
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """A code span; `text` is its content."""

    span: Span
    text: str
    attributes: Attributes = NO_ATTRIBUTES


@dataclass(frozen=True, slots=True)
class Math:
    """`$…$` or, with `display`, `$$…$$`; `text` is TeX."""

    span: Span
    text: str
    display: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A link or autolink. `url` is as written (resolved from its reference, if any)."""

    span: Span
    url: str
    children: tuple[Inline, ...]
    title: str | None = None
    attributes: Attributes = NO_ATTRIBUTES


@dataclass(frozen=True, slots=True)
class Image:
    """An image; `alt` is its alternative text, plain."""

    span: Span
    url: str
    alt: str
    title: str | None = None
    attributes: Attributes = NO_ATTRIBUTES


@dataclass(frozen=True, slots=True)
class SoftBreak:
    """A line end inside a paragraph."""

    span: Span


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A hard line break."""

    span: Span


@dataclass(frozen=True, slots=True)
class FootnoteReference:
    """`[^label]`."""

    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class RawInline:
    """Inline HTML. Never exported; `article-raw-html` reports it."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Comment:
    """An HTML comment, inline or as a block; `text` is what stands between its marks. Never exported."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class SpanNode:
    """A bracketed span, `[…]{.claim}`."""

    span: Span
    children: tuple[Inline, ...]
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class CrossReference:
    r"""Quarto's `@fig-…`, `@tbl-…`, `@sec-…`, `@eq-…` or bookdown's `\@ref(…)`: not a citation.

    `target` is the identifier referred to, such as `fig-smear`.
    """

    span: Span
    target: str


class CitationMode(StrEnum):
    """Pandoc's three modes."""

    NORMAL = "normal"
    SUPPRESS_AUTHOR = "suppress-author"
    NARRATIVE = "narrative"


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited key in a group.

    `span` covers the whole item with prefix and suffix, `key_span` the `@key` or `@{key}` alone
    (a leading `-` apart). `prefix` and `suffix` are plain text, stripped; `locator` is the suffix's
    leading locator (`p. 3`, `chap. 4, figs. 2-3`) if it begins with one.
    """

    span: Span
    key_span: Span
    key: str
    mode: CitationMode = CitationMode.NORMAL
    prefix: str | None = None
    suffix: str | None = None
    locator: str | None = None
    braced: bool = False


@dataclass(frozen=True, slots=True)
class CitationGroup:
    """`[see @a, p. 3; -@b]`, or a narrative `@a` or `@a [p. 3]`.

    `attributes` come from a bracketed span around it or directly after it: `[@key]{.as-retracted}`.
    """

    span: Span
    citations: tuple[Citation, ...]
    attributes: Attributes = NO_ATTRIBUTES


Inline = (
    Text
    | Emphasis
    | Strong
    | Strikethrough
    | Superscript
    | Subscript
    | Code
    | Math
    | Link
    | Image
    | SoftBreak
    | LineBreak
    | FootnoteReference
    | RawInline
    | Comment
    | SpanNode
    | CrossReference
    | CitationGroup
)


# --- Blocks ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or the bare text of a tight list item (`tight`), as pandoc's Plain."""

    span: Span
    children: tuple[Inline, ...]
    tight: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `identifier` is its explicit `{#…}`, or derived from its text; unique in the article."""

    span: Span
    level: int
    children: tuple[Inline, ...]
    identifier: str
    attributes: Attributes = NO_ATTRIBUTES


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item; `checked` is set for task lists."""

    span: Span
    children: tuple[Block, ...]
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; `start` is the first number of an ordered one, `None` for bullets."""

    span: Span
    items: tuple[ListItem, ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class DefinitionItem:
    """A term and its definitions."""

    span: Span
    term: tuple[Inline, ...]
    definitions: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class DefinitionList:
    """A definition list."""

    span: Span
    items: tuple[DefinitionItem, ...]


@dataclass(frozen=True, slots=True)
class BlockQuote:
    """A block quotation."""

    span: Span
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """A fenced or indented code block; `info` is what follows the fence."""

    span: Span
    text: str
    info: str | None = None


@dataclass(frozen=True, slots=True)
class MathBlock:
    """A paragraph that is one display formula, `$$…$$` with an optional `{#eq-…}`; `text` is TeX."""

    span: Span
    text: str
    attributes: Attributes = NO_ATTRIBUTES


@dataclass(frozen=True, slots=True)
class TableCell:
    """A table cell."""

    span: Span
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A pipe table; `alignments` are `left`, `right`, `center` or `None`, a column each.

    `caption` and `attributes` come from a paragraph `: Caption {#tbl-x}` before or after it.
    """

    span: Span
    alignments: tuple[str | None, ...]
    header: tuple[TableCell, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    caption: tuple[Inline, ...] = ()
    attributes: Attributes = NO_ATTRIBUTES


@dataclass(frozen=True, slots=True)
class Figure:
    """A paragraph that is one image; its caption is the image's text (pandoc's `implicit_figures`)."""

    span: Span
    image: Image
    caption: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Div:
    """A fenced div, `::: {.class #identifier}`; `opener` is the span of its opening line."""

    span: Span
    children: tuple[Block, ...]
    attributes: Attributes
    opener: Span


@dataclass(frozen=True, slots=True)
class FootnoteDefinition:
    """`[^label]: …`."""

    span: Span
    label: str
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ThematicBreak:
    """`---`."""

    span: Span


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block of HTML. Never exported; `article-raw-html` reports it."""

    span: Span
    text: str


Block = (
    Paragraph
    | Heading
    | ListBlock
    | DefinitionList
    | BlockQuote
    | CodeBlock
    | MathBlock
    | Table
    | Figure
    | Div
    | FootnoteDefinition
    | ThematicBreak
    | RawBlock
    | Comment
)

Node = Block | Inline | ListItem | DefinitionItem | TableCell
N = TypeVar("N", bound=Node)
N2 = TypeVar("N2", bound=Node)
N3 = TypeVar("N3", bound=Node)


def _items(node: ListBlock | DefinitionList) -> tuple[Node, ...]:
    return node.items


def _of_definition(node: DefinitionItem) -> tuple[Node, ...]:
    return (*node.term, *(block for definition in node.definitions for block in definition))


def _of_table(node: Table) -> tuple[Node, ...]:
    return (*node.caption, *node.header, *(cell for row in node.rows for cell in row))


def _of_figure(node: Figure) -> tuple[Node, ...]:
    return (node.image, *node.caption)


# By type, since articles have tens of thousands of nodes; all others keep their children in `children`.
_CHILDREN: dict[type, Callable[[Any], tuple[Node, ...]]] = {
    ListBlock: _items,
    DefinitionList: _items,
    DefinitionItem: _of_definition,
    Table: _of_table,
    Figure: _of_figure,
}


def children_of(node: Node) -> tuple[Node, ...]:
    """Give a node's direct children in reading order; leaves have none."""
    special = _CHILDREN.get(type(node))
    return special(node) if special is not None else getattr(node, "children", ())


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Yield every node below and including `nodes`, depth first, in reading order."""
    stack = list(reversed(nodes))
    while stack:
        node = stack.pop()
        yield node
        children = children_of(node)
        if children:
            stack.extend(reversed(children))


def plain_text(nodes: tuple[Node, ...]) -> str:
    """Give the readable text of inlines: no marks, citations or comments; breaks become spaces."""
    parts: list[str] = []
    for node in walk(nodes):
        match node:
            case Text() | Code() | Math():
                parts.append(node.text)
            case SoftBreak() | LineBreak():
                parts.append(" ")
            case Image():
                parts.append(node.alt)
            case _:
                pass
    return "".join(parts)


# --- Front matter ----------------------------------------------------------------------------


class Audience(StrEnum):
    """For whom an article, or a part of it, is written."""

    PATIENT = "patient"
    PROFESSIONAL = "professional"


class ArticleType(StrEnum):
    """The kinds of article; `article-type` in JATS follows from them."""

    QUESTION_ANSWER = "question-answer"
    REVIEW = "review"
    PATIENT_LEAFLET = "patient-leaflet"
    GUIDELINE_SUMMARY = "guideline-summary"
    NEWS = "news"
    EDITORIAL = "editorial"


@dataclass(frozen=True, slots=True)
class Contributor:
    """An author as the front matter names one: in full, or by `identifier` of `board.toml`.

    With `is_collective`, `name` is that of a group or an organisation, and is never taken apart.

    `roles` are CRediT terms (ANSI/NISO Z39.104-2022) in lower case, such as `writing – original draft`.
    """

    span: Span
    name: str | None = None
    identifier: str | None = None
    orcid: str | None = None
    affiliation: str | None = None
    credentials: str | None = None
    email: str | None = None
    roles: tuple[str, ...] = ()
    is_corresponding: bool = False
    is_collective: bool = False


@dataclass(frozen=True, slots=True)
class AiUse:
    """One declared use of a generative tool (ICMJE Recommendations, II.A.4; WAME on chatbots)."""

    span: Span
    tool: str
    version: str | None = None
    provider: str | None = None
    dates: str | None = None
    purpose: str | None = None
    sections: tuple[str, ...] = ()
    verified_by: str | None = None


class ChangeKind(StrEnum):
    """Kinds of change to a published article."""

    CORRECTION = "correction"
    UPDATE = "update"
    RETRACTION = "retraction"


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of `history`."""

    span: Span
    date: date
    kind: ChangeKind
    summary: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """The front matter, typed. What is absent or wrong is `None` or empty, and a problem of the reader.

    `ai_assistance` is `None` where nothing was declared, `()` where `none` was, else the uses.
    `spans` gives the place of each top-level key that stands there; `span` that of the whole
    front matter, fences included (empty at offset 0 where there is none).
    """

    span: Span = EMPTY_SPAN
    spans: dict[str, Span] = field(default_factory=dict)
    title: str | None = None
    type: ArticleType | None = None
    audience: tuple[Audience, ...] = ()
    authors: tuple[Contributor, ...] = ()
    date: date | None = None
    keywords: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    license: str | None = None
    doi: str | None = None
    language: str | None = None
    copyright: str | None = None
    data_availability: str | None = None
    former_slugs: tuple[str, ...] = ()
    competing_interests: str | None = None
    funding: str | None = None
    ai_assistance: tuple[AiUse, ...] | None = None
    abstract: str | None = None
    version: str | None = None
    history: tuple[Change, ...] = ()

    def key_span(self, key: str) -> Span:
        """Give the place of a key, or where it should stand: the first line of the front matter."""
        return self.spans.get(key, Span(self.span.start, min(self.span.start + 3, self.span.end)))


@dataclass(frozen=True, slots=True)
class Suppression:
    """`<!-- osler: ignore claim-uncited until=2027-01-01: reason -->`.

    `span` is the comment's, `covers` the characters whose findings it silences: the line of a
    comment inside a paragraph, the next block for one that stands alone, the whole file for
    `ignore-file`.
    """

    span: Span
    covers: Span
    rules: tuple[str, ...]
    reason: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One article. `slug` is its file name without suffix.

    `problems` are the readers' (each names its rule); `targets` are the identifiers that a
    cross-reference or `#fragment` link may name.
    """

    source: SourceText
    slug: str
    metadata: Metadata
    blocks: tuple[Block, ...]
    citation_groups: tuple[CitationGroup, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    problems: tuple[Problem, ...] = ()
    targets: frozenset[str] = frozenset()
    _by_type: dict[type, list[tuple[int, Node]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def path(self) -> str:
        """The file's path, relative to the project's root."""
        return self.source.path

    @property
    def citations(self) -> Iterator[Citation]:
        """Every citation in reading order."""
        return (citation for group in self.citation_groups for citation in group.citations)

    def walk(self) -> Iterator[Node]:
        """Yield every node in reading order."""
        return walk(self.blocks)

    @overload
    def nodes(self, one: type[N], /) -> Iterator[N]: ...
    @overload
    def nodes(self, one: type[N], two: type[N2], /) -> Iterator[N | N2]: ...
    @overload
    def nodes(self, one: type[N], two: type[N2], three: type[N3], /) -> Iterator[N | N2 | N3]: ...
    @overload
    def nodes(self, *types: type[Node]) -> Iterator[Node]: ...
    def nodes(self, *types: type[Any]) -> Iterator[Any]:
        """Yield the nodes of the types named, in reading order.

        The tree is walked once for all calls: many rules look for a few kinds of nodes each.
        """
        if not self._by_type and self.blocks:
            for number, node in enumerate(walk(self.blocks)):
                self._by_type.setdefault(type(node), []).append((number, node))
        lists = [self._by_type[one] for one in types if one in self._by_type]
        found = lists[0] if len(lists) == 1 else sorted((pair for one in lists for pair in one), key=_number)
        return (node for _, node in found)


def _number(pair: tuple[int, Node]) -> int:
    return pair[0]
