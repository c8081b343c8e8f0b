"""A page as a tree, read strictly: what a lenient reader would mend in silence is a fault here.

Osler's profile of HTML writes every end tag, so that all parsers build the same tree from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})
"""Elements without end tag (HTML Standard, 13.1.2), as far as the profile has them."""
# Elements in which no parser looks for tags (HTML Standard, 13.2.6.2), and those of them without references, too.
_WITHOUT_TAGS = frozenset({"script", "style", "textarea", "title"})
_WITHOUT_REFERENCES = frozenset({"script", "style"})
_PLAIN_START = re.compile("<!DOCTYPE html>([^<&]*)")
# A tag as the exporter writes it, and the text up to the next one.
_PLAIN_TAG = re.compile(r'<(/)?([a-z][a-z0-9]*)((?: [a-z][a-z-]*(?:="[^"<>]*")?)*)>([^<]*)')
_LOOSE_REFERENCE = re.compile("&(?!(?:amp|lt|gt|quot|nbsp);)")
_PLAIN_ATTRIBUTE = re.compile(r' ([a-z-]+)(?:="([^"]*)")?')


@dataclass(slots=True, eq=False)
class Node:
    """An element. `index` counts start tags in document order, from 0."""

    name: str
    index: int
    attributes: dict[str, str]
    parent: Node | None
    children: list[Node | str] = field(default_factory=list)

    def elements(self) -> Iterator[Node]:
        """Yield the direct child elements."""
        return iter([child for child in self.children if isinstance(child, Node)])

    def walk(self) -> Iterator[Node]:
        """Yield this element and all below it in document order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend([child for child in reversed(node.children) if isinstance(child, Node)])

    def text(self) -> str:
        """Give all text in and below the element, in reading order."""
        parts: list[str] = []
        stack: list[Node | str] = [self]
        while stack:
            node = stack.pop()
            if isinstance(node, str):
                parts.append(node)
            else:
                stack.extend(reversed(node.children))
        return "".join(parts)

    def ancestors(self) -> Iterator[Node]:
        """Yield the elements around this one, innermost first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


@dataclass(frozen=True, slots=True)
class Fault:
    """What could not be read cleanly, and after how many start tags (`index` of the nearest element)."""

    message: str
    index: int


@dataclass(frozen=True, slots=True)
class Tree:
    """A document: `nodes` are its elements in document order, `faults` those of the syntax.

    `root` is no element: it holds what stands at the top level.
    """

    root: Node
    nodes: tuple[Node, ...]
    faults: tuple[Fault, ...]

    def named(self, *names: str) -> list[Node]:
        """Give all elements of these names in document order."""
        return [node for node in self.nodes if node.name in names]


def read_tree(text: str) -> Tree:
    """Read a whole document. Total: whatever does not fit becomes a fault.

    A document without fault in the exporter's own style is read at a glance; any other by the standard
    library's tokeniser, which gives the same tree for the former (a test sees to it).
    """
    return _plain_tree(text) or _tokenised(text)


def _plain_tree(text: str) -> Tree | None:
    """Read a document of plain tags, each closed in its turn; `None` for any other."""
    start = _PLAIN_START.match(text)
    if start is None:
        return None
    root = parent = Node("#document", -1, {}, None, [start[1]] if start[1] else [])
    nodes: list[Node] = []
    at = start.end()
    while tag := _PLAIN_TAG.match(text, at):
        is_end, name, written, behind = tag.groups()
        at = tag.end()
        if is_end:
            if name != parent.name or written:
                return None
            parent = parent.parent or root
        else:
            attributes = _plain_attributes(written) if written else {}
            if attributes is None or parent.name in _WITHOUT_TAGS:
                return None
            node = Node(name, len(nodes), attributes, parent)
            nodes.append(node)
            parent.children.append(node)
            if name not in VOID:
                parent = node
            if name in _WITHOUT_REFERENCES:
                # A style sheet may hold `<`, but not what would end it.
                at = max(text.find("</", at), at)
                behind = text[tag.start(4) : at]
        if behind:
            has_references = "&" in behind and parent.name not in _WITHOUT_REFERENCES
            parent.children.append(unescape(behind) if has_references else behind)
    return Tree(root, tuple(nodes), ()) if parent is root and at == len(text) else None


def _plain_attributes(written: str) -> dict[str, str] | None:
    """Read attributes; `None` if one stands twice, or holds a reference that parsers understand differently."""
    if "&" in written and _LOOSE_REFERENCE.search(written):
        return None
    found = _PLAIN_ATTRIBUTE.findall(written)
    attributes = {name: unescape(value) if "&" in value else value for name, value in found}
    return attributes if len(attributes) == len(found) else None


def _tokenised(text: str) -> Tree:
    """Read any document by its tokens."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.finish()
    return Tree(reader.root, tuple(reader.nodes), tuple(reader.faults))


class _Reader(HTMLParser):
    """Builds the tree from the tokens of the standard library's tokeniser."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("#document", -1, {}, None)
        self.faults: list[Fault] = []
        self.doctypes = 0
        self._node = self.root
        self.nodes: list[Node] = []

    def finish(self) -> None:
        """Note what is still open at the end, and what is missing."""
        node = self._node
        while node.parent is not None:
            self._fault(f"<{node.name}> is never closed", node.index)
            node = node.parent
        if self.doctypes != 1:
            self._fault("the document must begin with one <!DOCTYPE html>", 0)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        node = Node(tag, len(self.nodes), {}, self._node)
        self.nodes.append(node)
        for name, value in attrs:
            if name in node.attributes:
                self._fault(f"<{tag}> has the attribute {name} twice", node.index)
            node.attributes.setdefault(name, value or "")
        self._node.children.append(node)
        if tag not in VOID:
            self._node = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element that is written as if it had no content, which HTML ignores."""
        self._fault(f"<{tag}/> is not HTML syntax", len(self.nodes))
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Close the element that is open; any other is a fault."""
        if self._node.name == tag:
            self._node = self._node.parent or self.root
            return
        self._fault(f"</{tag}> stands where <{self._node.name}> is open", len(self.nodes))
        for node in (self._node, *self._node.ancestors()):
            if node.name == tag:
                self._node = node.parent or self.root
                return

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self._node.children.append(data)

    def handle_comment(self, data: str) -> None:
        """Refuse comments: the exporter writes none, and browsers make comments of broken markup."""
        self._fault(f"a comment, or markup that became one: {data[:40]!r}", len(self.nodes))

    def handle_decl(self, decl: str) -> None:
        """Count the document type."""
        if decl.lower() == "doctype html" and not self.nodes:
            self.doctypes += 1
        else:
            self._fault(f"<!{decl[:40]}> is out of place", len(self.nodes))

    def unknown_decl(self, data: str) -> None:
        """Refuse marked sections."""
        self._fault(f"<![{data[:40]}]> is not HTML syntax", len(self.nodes))

    def handle_pi(self, data: str) -> None:
        """Refuse processing instructions."""
        self._fault(f"<?{data[:40]}> is not HTML syntax", len(self.nodes))

    def _fault(self, message: str, index: int) -> None:
        self.faults.append(Fault(message, index))
