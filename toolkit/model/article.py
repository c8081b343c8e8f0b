"""The article as a tree: front matter, blocks and inlines, each with its span.

All of the tree's types are imported from here; they are defined in `metadata`, `blocks` and `inlines`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar, overload

from toolkit.model.blocks import (
    Block,
    BlockQuote,
    CodeBlock,
    DefinitionItem,
    DefinitionList,
    Div,
    Figure,
    FootnoteDefinition,
    Heading,
    ListBlock,
    ListItem,
    MathBlock,
    Node,
    Paragraph,
    RawBlock,
    Table,
    TableCell,
    ThematicBreak,
    children_of,
    plain_text,
    walk,
)
from toolkit.model.finding import Problem
from toolkit.model.inlines import (
    NO_ATTRIBUTES,
    Attributes,
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
from toolkit.model.metadata import (
    EMPTY_SPAN,
    AiUse,
    ArticleType,
    Audience,
    Change,
    ChangeKind,
    Contributor,
    Metadata,
)
from toolkit.model.span import SourceText, Span

__all__ = [
    "EMPTY_SPAN",
    "NO_ATTRIBUTES",
    "AiUse",
    "Article",
    "ArticleType",
    "Attributes",
    "Audience",
    "Block",
    "BlockQuote",
    "Change",
    "ChangeKind",
    "Citation",
    "CitationGroup",
    "CitationMode",
    "Code",
    "CodeBlock",
    "Comment",
    "Contributor",
    "CrossReference",
    "DefinitionItem",
    "DefinitionList",
    "Div",
    "Emphasis",
    "Figure",
    "FootnoteDefinition",
    "FootnoteReference",
    "Heading",
    "Image",
    "Inline",
    "LineBreak",
    "Link",
    "ListBlock",
    "ListItem",
    "Math",
    "MathBlock",
    "Metadata",
    "Node",
    "Paragraph",
    "RawBlock",
    "RawInline",
    "SoftBreak",
    "SpanNode",
    "Strikethrough",
    "Strong",
    "Subscript",
    "Superscript",
    "Suppression",
    "Table",
    "TableCell",
    "Text",
    "ThematicBreak",
    "children_of",
    "plain_text",
    "walk",
]

N = TypeVar("N", bound=Node)
N2 = TypeVar("N2", bound=Node)
N3 = TypeVar("N3", bound=Node)


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
