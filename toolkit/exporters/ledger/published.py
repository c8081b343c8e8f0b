"""The sheet as readers of an article see it: what is the reviewer's to fill in is taken out."""

from __future__ import annotations

from toolkit.exporters.html.markup import Content, Element

# Boxes to tick, room to write in, lines to sign on.
_TO_FILL_IN = frozenset({"signature", "room", "answers", "answer", "objection"})
_PASSAGES = frozenset({"passage", "passage-label"})


def for_readers(node: Element, *, with_passages: bool) -> Element:
    """Give the sheet without what is to be filled in, and without sentences of abstracts where asked.

    A policy that keeps all abstracts in the lock says nothing of publishing a publisher's words.
    """
    left_out = _TO_FILL_IN if with_passages else _TO_FILL_IN | _PASSAGES
    return _without(node, left_out)


def _without(node: Element, left_out: frozenset[str]) -> Element:
    children: list[Content] = []
    for child in node.children:
        if not isinstance(child, Element):
            children.append(child)
        elif left_out.isdisjoint(_classes(child)):
            children.append(_without(child, left_out))
    return Element(node.name, node.attributes, tuple(children), node.span)


def _classes(node: Element) -> list[str]:
    classes = [value or "" for key, value in node.attributes if key == "class"] if node.attributes else ()
    return classes[0].split() if classes else []
