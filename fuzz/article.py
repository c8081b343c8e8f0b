"""Articles: any bytes give a tree whose spans lie in the text, and in each other."""

from __future__ import annotations

from collections.abc import Iterable

from fuzz.target import fenced, files
from toolkit.model.article import Node, children_of
from toolkit.model.span import Span
from toolkit.readers.markdown import read_article
from toolkit.readers.markdown.inlines import MAX_DEPTH

TOKENS = (
    *(
        "---\n",
        "# ",
        "- ",
        "1. ",
        "> ",
        ":::",
        "::: {.x #y}",
        "```\n",
        "<!--",
        "-->",
        "[@a]",
        "@{a}",
        "[^1]",
        "^[",
    ),
    *(
        "![",
        "](",
        "{.x}",
        "$",
        "$$",
        "~",
        "^",
        "|",
        "|---|",
        ": ",
        "\\",
        "&amp;",
        "\x00",
        "\u202e",
        "\ufeff",
        "\r",
    ),
    *(
        "@doi:10.1/x(",
        "[-@a; see @b, p. 3]",
        "osler: ignore claim-uncited until=2027-01-01: r",
        "<div>",
        "</div>",
    ),
)


def seeds() -> Iterable[bytes]:
    """Give articles of all kinds."""
    yield from files("articles", "*.md")
    yield from files("tests/readers/articles", "*.md")
    yield from files("tests/exporters/pages", "*.md")
    yield from fenced("markdown")


def examine(data: bytes) -> None:
    """Read an article; look at every problem and every node."""
    article = read_article("articles/x.md", data)
    whole = Span(0, len(article.source.text))
    for problem in article.problems:
        assert problem.rule, problem
        assert problem.message, problem
        assert whole.contains(problem.span), problem
    for suppression in article.suppressions:
        assert whole.contains(suppression.span), suppression
        assert whole.contains(suppression.covers), suppression
    stack: list[tuple[Node, Span, int]] = [(block, whole, 1) for block in article.blocks]
    while stack:
        node, parent, depth = stack.pop()
        assert depth <= MAX_DEPTH, node
        assert node.span.start <= node.span.end, node
        assert parent.contains(node.span), (node, parent)
        stack.extend((child, node.span, depth + 1) for child in children_of(node))
