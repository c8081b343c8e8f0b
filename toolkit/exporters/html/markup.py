"""HTML as values: elements and text, written with everything escaped.

Text is a `str` and is always escaped; markup is an `Element`; there is no third thing, so no text
can become markup by mistake. `Script` and style contents are the two exceptions that HTML itself
makes (raw text elements), each with its own guard.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from toolkit.model.span import Span

Attribute = str | int | bool | None
"""A value of an attribute: `None` and `False` leave it out, `True` writes it bare."""


class Element(NamedTuple):
    """An element with its attributes in the order in which they are written.

    `span` is the place in the article that it came from, so that a validator's complaint about it
    can be shown there. A tuple, since a page has thousands, and a data class takes three times as long to make.
    """

    name: str
    attributes: tuple[tuple[str, str | None], ...] = ()
    children: tuple[Content, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class RawText:
    """The content of `style` or of a JSON-LD `script`: written as it stands.

    Only `style_text` and `json_text` make one.
    """

    text: str


Content = Element | str | RawText

# Elements without content or end tag (HTML Standard, section 13.1.2).
_VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})
# After these, and between their children, a line end changes nothing that a reader sees.
_STRUCTURE_NAMES = (
    "html head body header main footer article section nav aside div ol ul dl li dt dd table caption "
    "thead tbody tr th td p h1 h2 h3 h4 h5 h6 blockquote figure figcaption pre hr meta link title style "
    "script"
)
_CONTAINER_NAMES = (
    "html head body header main footer article section nav aside ol ul dl table thead tbody tr "
    "blockquote figure"
)
_STRUCTURE = frozenset(_STRUCTURE_NAMES.split())
_CONTAINERS = frozenset(_CONTAINER_NAMES.split())
# What an HTML document cannot hold: C0 and C1 controls, surrogates and noncharacters
# (HTML Standard, section 13.2.3.5). They become U+FFFD, so that a gap stays visible.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
# All that most pages hold. Asking so is many times as fast: the pattern above tries each character of another plane.
_HARMLESS = re.compile("[\t\n\f\r -~\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd]*")
# In this order; sign by sign, since `str.translate` looks each character up and takes ten times as long.
_TEXT_ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\u00a0", "&nbsp;"), ("\r", "\n"))
_ATTRIBUTE_ESCAPES = (*_TEXT_ESCAPES[:4], ('"', "&quot;"), ("\r", " "), ("\n", " "))
# `<`, `>` and `&` could end the script element or open a comment in it; U+2028 and U+2029 end
# a line in JavaScript but not in JSON.
_JSON_ESCAPES = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


def element(
    name: str,
    attributes: Mapping[str, Attribute] | None = None,
    *children: Content | None,
    span: Span | None = None,
) -> Element:
    """Make an element; children that are `None` are left out, so that parts may be conditional."""
    kept: tuple[tuple[str, str | None], ...] = ()
    if attributes:
        written = [
            (key, None if value is True else str(value))
            for key, value in attributes.items()
            if value is not None and value is not False
        ]
        kept = tuple(written)
    return Element(name, kept, tuple([child for child in children if child is not None]), span)


def located(contents: Iterable[Content], span: Span) -> list[Content]:
    """Give the same contents, each element that has no place yet at `span`."""
    return [
        one._replace(span=span) if isinstance(one, Element) and one.span is None else one for one in contents
    ]


def elements_of(root: Element) -> Iterator[Element]:
    """Yield every element in document order: the order of their start tags."""
    stack: list[Content] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, Element):
            yield node
            stack.extend(reversed(node.children))


def has_text(contents: Iterable[Content]) -> bool:
    """Tell whether there is anything to read: words, or an image's description."""
    stack = list(contents)
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            if node.strip():
                return True
        elif isinstance(node, Element):
            if node.name == "img" and any(value for key, value in node.attributes if key == "alt"):
                return True
            stack.extend(node.children)
    return False


def style_text(css: str) -> RawText:
    """Make the content of a `style` element. Raises `ValueError` for text that could end it."""
    if "</" in css or "<!--" in css:
        raise ValueError("a style sheet must not contain </ or <!--")
    return RawText(css)


def json_text(value: object) -> RawText:
    """Make the content of a JSON-LD `script` element, with the five characters escaped that could end it."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return RawText(text.translate(_JSON_ESCAPES))


def serialise(root: Element) -> str:
    """Write a document or fragment; the same value always gives the same text."""
    text = "".join(_written((root,)))
    return text if _HARMLESS.fullmatch(text) else _FORBIDDEN.sub("\ufffd", text)


def _written(content: Sequence[Content]) -> Iterator[str]:
    """Yield the parts of the text; a stack, so that depth costs no recursion."""
    stack: list[Content | _Tag] = list(reversed(content))
    while stack:
        node = stack.pop()
        match node:
            case str():
                yield _escaped(node, _TEXT_ESCAPES)
            case RawText() | _Tag():
                yield node.text
            case Element():
                yield _start_tag(node)
                if node.name not in _VOID:
                    stack.append(_Tag(f"</{node.name}>" + _line_end(node.name)))
                    stack.extend(reversed(node.children))


class _Tag(NamedTuple):
    text: str


def _start_tag(node: Element) -> str:
    attributes = "".join(
        [
            f" {key}" if value is None else f' {key}="{_escaped(value, _ATTRIBUTE_ESCAPES)}"'
            for key, value in node.attributes
        ]
    )
    ends_line = node.name in _CONTAINERS or (node.name in _VOID and node.name in _STRUCTURE)
    return f"<{node.name}{attributes}>" + ("\n" if ends_line else "")


def _line_end(name: str) -> str:
    return "\n" if name in _STRUCTURE else ""


def _escaped(text: str, escapes: Sequence[tuple[str, str]]) -> str:
    for sign, escape in escapes:
        if sign in text:
            text = text.replace(sign, escape)
    return text
