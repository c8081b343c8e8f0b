"""Pandoc as an oracle: the citations that it reads, in the shape in which Osler's are compared."""

from __future__ import annotations

import json
import re
import subprocess
from bisect import bisect_right
from functools import cache
from itertools import accumulate
from typing import Any

import pypandoc

from toolkit.model.article import Article, CitationGroup, ThematicBreak
from toolkit.readers.citations import is_cross_reference
from toolkit.readers.markdown import read_article

Cited = tuple[str, str, str | None, str | None]
"""Key, mode, prefix, suffix."""
Group = tuple[Cited, ...]

_MODES = {
    "NormalCitation": "normal",
    "SuppressAuthor": "suppress-author",
    "AuthorInText": "narrative",
}
# knitr and Quarto run the code and replace such chunks before pandoc sees the file; pandoc alone takes
# their backticks for inline code, and what stands between two chunks is lost to it.
_CHUNK = re.compile(r"^([ \t>]*`{3,})\{[^}\n]*\}?[^\n`]*$", re.MULTILINE)
BREAK = "\n\n* * *\n\n"


@cache
def _pandoc() -> str:
    return str(pypandoc.get_pandoc_path())


def read_with_pandoc(text: str) -> list[Any]:
    """Give pandoc's blocks of a text; smart punctuation is off, as in Osler."""
    command = [_pandoc(), "--from", "markdown-smart-example_lists", "--to", "json"]
    prepared = _CHUNK.sub(r"\1r", text)
    done = subprocess.run(command, input=prepared.encode(), capture_output=True, check=True)
    return list(json.loads(done.stdout)["blocks"])


def groups_of_pandoc(blocks: Any) -> list[Group]:
    """Give the groups of pandoc's tree in reading order; those of cross-references left out.

    A citation inside another's prefix or suffix is counted with that one, in reading order.
    """
    found: list[Group] = []
    _collect(blocks, found)
    return [group for group in found if not all(is_cross_reference(cited[0]) for cited in group)]


def _collect(node: Any, found: list[Group]) -> None:
    if isinstance(node, list):
        for one in node:
            _collect(one, found)
    elif isinstance(node, dict):
        if node.get("t") == "Cite":
            members: list[Cited] = []
            for citation in node["c"][0]:
                members.extend(_members(citation))
            found.append(tuple(members))
        else:
            _collect(list(node.values()), found)


def _members(citation: Any) -> list[Cited]:
    suffix = citation["citationSuffix"]
    own = (
        citation["citationId"],
        _MODES[citation["citationMode"]["t"]],
        _folded(citation["citationPrefix"]),
        _folded(suffix),
    )
    before, after = (
        [member for group in _inner(inlines) for one in group for member in _members(one)]
        for inlines in (citation["citationPrefix"], suffix)
    )
    return [*before, own, *after]


def _inner(node: Any) -> list[list[Any]]:
    if isinstance(node, list):
        return [group for one in node for group in _inner(one)]
    if isinstance(node, dict):
        return [node["c"][0]] if node.get("t") == "Cite" else _inner(node.get("c"))
    return []


def _folded(inlines: Any) -> str | None:
    return " ".join(_text(inlines).split()) or None


def _text(node: Any) -> str:
    if isinstance(node, list):
        return "".join(_text(one) for one in node)
    kind = node.get("t")
    if kind in ("Str", "Code", "Math"):
        return str(node["c"] if kind == "Str" else node["c"][1])
    if kind in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if kind in ("Cite", "RawInline", "Note"):
        return ""
    return _text(node["c"][1] if kind in ("Span", "Link", "Image", "Quoted") else node["c"])


def groups_of(article: Article) -> list[Group]:
    """Give an article's groups in the same shape."""
    return [_shape(group) for group in article.citation_groups]


def _shape(group: CitationGroup) -> Group:
    return tuple((one.key, str(one.mode), one.prefix, one.suffix) for one in group.citations)


def compare_each(texts: list[str]) -> list[tuple[str, list[Group], list[Group]]]:
    """Read many short texts, each a block or some, in one call of pandoc; give those that differ."""
    source = BREAK.join(texts)
    theirs: list[list[Any]] = [[]]
    for block in read_with_pandoc(source):
        if block["t"] == "HorizontalRule":
            theirs.append([])
        else:
            theirs[-1].append(block)
    article = read_article("article.md", source.encode())
    ours: list[list[Group]] = [[] for _ in texts]
    starts = list(accumulate((len(text) + len(BREAK) for text in texts), initial=0))
    for group in article.citation_groups:
        ours[bisect_right(starts, group.span.start) - 1].append(_shape(group))
    breaks = [node for node in article.blocks if isinstance(node, ThematicBreak)]
    assert len(theirs) == len(breaks) + 1 == len(texts), "a text has swallowed its neighbour"
    pairs = zip(texts, (groups_of_pandoc(blocks) for blocks in theirs), ours, strict=True)
    return [(text, expected, given) for text, expected, given in pairs if expected != given]
