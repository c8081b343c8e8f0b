"""Articles that mean harm: read, told of where needed, and never at more than proportional cost.

Cost is counted in calls of Python and C functions, not in seconds: twice the text must not take
much more than twice the calls. Loops inside one call show in how processor time grows.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from tests.growth import growth
from toolkit.model.article import Article, Node, children_of
from toolkit.readers.markdown import read_article
from toolkit.readers.markdown.inlines import MAX_DEPTH

SHAPES: dict[str, Callable[[int], str]] = {
    "quotations": lambda n: ">" * n + "x",
    "lists": lambda n: "- " * n + "x",
    "both": lambda n: "> - " * n + "x",
    "emphasis": lambda n: "*a _b " * n,
    "strong": lambda n: "**a" * n + "b**" * n,
    "brackets": lambda n: "[" * n,
    "nested brackets": lambda n: "[" * n + "x" + "]" * n,
    "nested spans": lambda n: "[" * n + "x" + "]{.a}" * n,
    "open attributes": lambda n: '[x]{a="' * n,
    "links": lambda n: "[a](" * n,
    "images": lambda n: "![" * n + "](" * n,
    "divs": lambda n: "::: a\n" * n,
    "closed divs": lambda n: "::: a\n" * n + "x\n" + ":::\n" * n,
    "closing fences": lambda n: ":::\n" * n,
    "strange fences": lambda n: "::: a b c\n" * n,
    "fences in code": lambda n: "```\n::: a\n```\n" * n,
    "fences in HTML": lambda n: "<div>\n::: a\n\n" * n,
    "groups": lambda n: "[@a] " * n,
    "open groups": lambda n: "[@a; " * n,
    "one long group": lambda n: "[" + "@a; " * n + "@b]",
    "group in group": lambda n: "[@a ;" * n + "]" * n,
    "narrative in bracket": lambda n: "@a [b " * n + "]" * n,
    "bracket around key": lambda n: "[a @b " * n + "]" * n,
    "failing group": lambda n: "[ x " * n + "@a ; foo ]",
    "keys in suffix": lambda n: "[" + "@a " * n + "]",
    "open braces": lambda n: "@{" * n,
    "nested braces": lambda n: "@{a" * n + "}" * n,
    "cut DOIs": lambda n: "@doi:10.1/a(" * n,
    "long key": lambda n: "@" + "a:" * n,
    "scripts": lambda n: "^a~b" * n + "~c^" * n,
    "notes": lambda n: "^[a " * n + "]" * n,
    "code": lambda n: "`a" * n,
    "formulas": lambda n: "$a" * n,
    "tags": lambda n: "<a " * n,
    "comments": lambda n: "<!-- a --> b\n\n" * n,
    "open comments": lambda n: "<!-- " * n,
    "wide table": lambda n: "|a" * n + "|\n" + "|-" * n + "|\n" + "|b" * n + "|\n",
    "long table": lambda n: "|a|b|\n|-|-|\n" + "|c|d|\n" * n,
    "captions": lambda n: "|a|b|\n|-|-|\n\n: c {.a\n\n" * n,
    "headings": lambda n: "# a\n\n" * n,
    "open heading attributes": lambda n: "# " + "{#a" * n + "}",
    "definitions": lambda n: "a\n" + ": b\n" * n,
    "footnotes": lambda n: "".join(f"[^{i}] " for i in range(n)) + "\n\n" + "".join(f"[^{i}]: x\n\n" for i in range(n)),
    "links defined": lambda n: "".join(f"[r{i}]: /x\n" for i in range(n)) + "[r1] " * n,
    "escapes": lambda n: "[\\@a " * n,
    "entities": lambda n: "&amp;" * n,
    "NUL": lambda n: "\0" * n,
    "bidirectional": lambda n: "\u202e" * n,
    "blank lines": lambda n: "> " * 90 + "\n" * n,
    "carriage returns": lambda n: "::: a\r" * n,
    "suppressions": lambda n: "a <!-- osler: ignore a-b: c -->\n" * n,
    "front matter": lambda n: "---\n" * n,
}  # fmt: skip


def _calls(text: str) -> tuple[int, Article]:
    """Read a text; give the number of calls that it took."""
    data = text.encode()
    count = 0

    def tally(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(tally)
    try:
        article = read_article("x.md", data)
    finally:
        sys.setprofile(before)
    return count, article


def _depth(article: Article) -> int:
    deepest = 0
    stack: list[tuple[Node, int]] = [(block, 1) for block in article.blocks]
    while stack:
        node, depth = stack.pop()
        deepest = max(deepest, depth)
        stack.extend((child, depth + 1) for child in children_of(node))
    return deepest


@pytest.mark.parametrize("shape", SHAPES)
def test_cost_is_proportional(shape: str) -> None:
    make = SHAPES[shape]
    once, _ = _calls(make(250))
    twice, article = _calls(make(500))
    assert twice < 2.5 * once + 500
    assert _depth(article) <= MAX_DEPTH


@pytest.mark.parametrize("shape", ["quotations", "lists", "both", "nested spans", "closed divs", "strong"])
def test_depth_is_capped(shape: str) -> None:
    """Nothing is too deep; what is left out is told of, and its text is kept."""
    article = read_article("x.md", SHAPES[shape](400).encode())
    assert _depth(article) <= MAX_DEPTH
    if shape in ("quotations", "lists", "both", "closed divs"):
        assert [one.rule for one in article.problems].count("article-nesting") == 1


LONG_LINES: dict[str, Callable[[int], str]] = {
    "words": lambda n: "word " * (n // 5),
    "one word": lambda n: "x" * n,
    "accents": lambda n: "é " * (n // 3),
    "spaces": lambda n: " " * n + "x",
    "line ends": lambda n: "\n" * n,
}


@pytest.mark.parametrize("shape", LONG_LINES)
def test_long_lines(shape: str) -> None:
    """What a count of calls can't see, loops inside one call, is seen in how processor time grows."""

    def reading(size: int) -> Callable[[], object]:
        data = LONG_LINES[shape](size).encode()
        return lambda: read_article("x.md", data)

    assert growth(reading, 250_000, below=10) < 10
