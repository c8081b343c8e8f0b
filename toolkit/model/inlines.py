"""The smallest parts of an article: text and what stands in a line, each with its span.

Node types follow pandoc's and CommonMark's vocabulary.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from toolkit.model.span import Span


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
