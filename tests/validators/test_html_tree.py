"""A page that is read at a glance gives the tree that the tokeniser gives; any other is left to the tokeniser."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exporters.sample_pages import sample
from tests.validators.test_html import FAULTS
from toolkit.exporters.html import render
from toolkit.validators.html_tree import Node, Tree, _plain_tree, _tokenised, read_tree

PAGE = render(sample("everything")).decode()
PIECES = (
    *("<!DOCTYPE html>", "<!doctype html>", "<p>", "</p>", '<p class="a b">', "<em>", "</em>", "</em", "<br>", "<br/>"),
    *('<a href="?a&amp;b&lt;c">', '<a href="?a&copy=1">', '<a href="&quot;" href="">', "<a href='x'>", "</a>", "</a >"),
    *("<title>", "</title>", "<style>", "</style>", "<script>", "</script>", "<button disabled>", "</button>"),
    *("<![CDATA[x]]>", "<x-y>"),
    *("a < b", "a &lt; b", "&amp;lt;", "&copy", "&#x41;", "é\u00a0", "\n", ">", '"', "<!-- x -->", "<?x?>"),
    *("<P>", '<p  id="x">', '<p\nid="x">', '<p id="<">', '<p id=">">', "<p id=x>", "<h1>", "</h1>", "</>", "<"),
)  # fmt: skip


def shape(tree: Tree) -> list[object]:
    """Give a tree as plain values: elements with parents and attributes, and text where one piece follows another."""
    found: list[object] = [tree.faults]
    for node in (tree.root, *tree.nodes):
        found.append((node.name, node.index, [*node.attributes.items()], node.parent and node.parent.index))
        texts: list[str | int] = []
        for child in node.children:
            if isinstance(child, Node):
                texts.append(child.index)
            elif texts and isinstance(texts[-1], str):
                texts[-1] += child
            else:
                texts.append(child)
        found.append(texts)
    return found


@pytest.mark.parametrize("name", ["everything", "both", "both-patient"])
def test_what_the_exporter_writes_is_read_at_a_glance(name: str) -> None:
    text = render(sample(name)).decode()
    found = _plain_tree(text)
    assert found is not None
    assert shape(found) == shape(_tokenised(text))


@pytest.mark.parametrize(("_rule", "old", "new"), FAULTS)
def test_faults_are_told_alike(_rule: str, old: str, new: str) -> None:
    text = PAGE.replace(old, new, 1)
    assert shape(read_tree(text)) == shape(_tokenised(text))


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.booleans())
def test_any_text_is_read_alike(pieces: list[str], starts: bool) -> None:
    text = ("<!DOCTYPE html>" if starts else "") + "".join(pieces)
    assert shape(read_tree(text)) == shape(_tokenised(text))
