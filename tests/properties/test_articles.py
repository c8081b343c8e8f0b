"""What holds for every article, however broken: the reader is total, and its spans are true."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from toolkit.model.article import (
    Article,
    CitationGroup,
    Comment,
    FootnoteDefinition,
    Node,
    Text,
    children_of,
    walk,
)
from toolkit.model.span import Span
from toolkit.readers.markdown import read_article
from toolkit.readers.markdown.inlines import MAX_DEPTH

_ATOMS = st.sampled_from(
    (
        *(
            "# ",
            "## H {#h .c}",
            "- ",
            "  - ",
            "1. ",
            "> ",
            ": def",
            "| a | b |\n|---|---|\n| c | [@d] |\n",
            "    ",
        ),
        *(
            "::: {.x}",
            "::: note",
            ":::",
            "::::",
            "```\n",
            "~~~",
            "---\n",
            "***",
            "<div>",
            "</div>",
            "<!-- c -->",
        ),
        *("<!-- osler: ignore claim-uncited: r -->", "<b>", "[^1]", "[^1]: note", "^[in @a]", "![i](u){.c}"),
        *(
            "[@a]",
            "[see @a, p. 3; -@b]",
            "@c [p. 4]",
            "@{d}",
            "[x]{.y}",
            "[@e]{.z}",
            "[l](u)",
            "[r]",
            "[r]: u",
        ),
        *(
            "[@k]: t",
            "@fig-x",
            "\\@ref(t)",
            "$m$",
            "$$d$$ {#eq-1}",
            "`c`{.r}",
            "*",
            "**",
            "_",
            "~",
            "~~",
            "^",
        ),
        *(
            "[",
            "]",
            "{",
            "}",
            "(",
            ")",
            "@",
            ";",
            "\\",
            "&amp;",
            "&#0;",
            "$",
            "word",
            " ",
            "\n",
            "\n\n",
            "\r\n",
        ),
        *("\r", "\t", "é", "𝒳", "\u202e", "\0", "\ufffc", "\ue000", "\u2028", "title: x\n", "...\n"),
    )
)
_MARKUP = st.lists(_ATOMS, max_size=40).map("".join)
_TEXTS = st.one_of(_MARKUP, st.text(max_size=200))
_MANY = settings(max_examples=300, deadline=None)


def _read(text: str) -> Article:
    return read_article("articles/x.md", text.encode("utf-8", "surrogatepass"))


@given(st.one_of(st.binary(max_size=300), _TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass"))))
@_MANY
def test_reader_is_total(data: bytes) -> None:
    """Any bytes give an article, and every problem has a rule, a message and a place in the text."""
    article = read_article("x.md", data)
    whole = Span(0, len(article.source.text))
    for problem in article.problems:
        assert problem.rule is not None
        assert problem.message
        assert whole.contains(problem.span)
    for suppression in article.suppressions:
        assert whole.contains(suppression.span)
        assert whole.contains(suppression.covers)


@given(_TEXTS)
@example("- \\@ref(t)")
@example("| a | b |\n|---|---|\n| c | [@d] |\n::: {.x}# ")
@example("\u2028")
@example("## H {#h .c}\t")
@_MANY
def test_spans_nest(text: str) -> None:
    """A node's span lies in its parent's, and the tree is not too deep."""
    article = _read(text)
    stack: list[tuple[Node, Span, int]] = [
        (block, Span(0, len(article.source.text)), 1) for block in article.blocks
    ]
    while stack:
        node, parent, depth = stack.pop()
        assert depth <= MAX_DEPTH
        assert node.span.start <= node.span.end
        assert parent.contains(node.span), (node, parent)
        stack.extend((child, node.span, depth + 1) for child in children_of(node))


@given(_TEXTS)
@_MANY
def test_text_is_in_the_source(text: str) -> None:
    """A text is what stands at its span, unless that is an entity or a NUL."""
    article = _read(text)
    for node in walk(article.blocks):
        if isinstance(node, Text):
            written = article.source.slice(node.span)
            assert node.text == written or written.startswith("&") or "\0" in written


@given(_TEXTS)
@_MANY
def test_keys_stand_at_their_spans(text: str) -> None:
    """A key's span is `@key` or `@{key}`, inside the citation's, inside the group's."""
    article = _read(text)
    for group in article.citation_groups:
        assert group.citations
        for citation in group.citations:
            marked = f"@{{{citation.key}}}" if citation.braced else f"@{citation.key}"
            assert article.source.slice(citation.key_span) == marked
            assert citation.span.contains(citation.key_span)
            assert group.span.contains(citation.span)


@given(_TEXTS)
@_MANY
def test_blocks_do_not_overlap(text: str) -> None:
    """The article's blocks follow one another; notes written in place come last and stand elsewhere."""
    blocks = [
        block
        for block in _read(text).blocks
        if not (isinstance(block, FootnoteDefinition) and block.label.startswith("inline-"))
    ]
    for before, after in pairwise(blocks):
        assert before.span.end <= after.span.start


@given(_MARKUP)
@settings(max_examples=100, deadline=None)
def test_line_ends_do_not_matter(text: str) -> None:
    """The same article with other line ends has the same citations and comments."""
    if "\r" in text:
        return
    one, other = _read(text), _read(text.replace("\n", "\r\n"))

    def shape(article: Article) -> list[object]:
        keys = [[citation.key for citation in group.citations] for group in article.citation_groups]
        return [
            keys,
            [type(node) for node in walk(article.blocks) if isinstance(node, Comment | CitationGroup)],
        ]

    assert shape(one) == shape(other)
