"""Line breaks and indentation, only where white space means nothing."""

from __future__ import annotations

from lxml.etree import _Element

# Elements that hold elements only (JATS 1.3): white space between their children is no text.
_ELEMENT_ONLY_NAMES = (
    "article front journal-meta journal-title-group publisher article-meta article-categories subj-group "
    "title-group contrib-group contrib name author-notes fn pub-date pub-history event date permissions "
    "license abstract trans-abstract kwd-group funding-group custom-meta-group custom-meta body sec boxed-text caption "
    "list list-item def-list def-item def disp-quote fig table-wrap table thead tbody tr back fn-group "
    "question-wrap question answer ref-list ref element-citation person-group aff"
)
_ELEMENT_ONLY = frozenset(_ELEMENT_ONLY_NAMES.split())


def indent(root: _Element) -> None:
    """Put each child of an element-only element on a line of its own, two spaces a level."""
    stack = [(root, 0)]
    while stack:
        element, depth = stack.pop()
        if element.tag not in _ELEMENT_ONLY or not len(element):
            continue
        inner = "\n" + "  " * (depth + 1)
        element.text = inner
        for child in element:
            child.tail = inner
            stack.append((child, depth + 1))
        element[-1].tail = "\n" + "  " * depth
