"""Pandoc's attributes: `{#identifier .class key=value}`.

Grammar: Pandoc User's Guide, "Extension: attributes". `{-}` stands for the class `unnumbered`.
"""

from __future__ import annotations

import re

from toolkit.model.article import Attributes
from toolkit.model.span import Span

_ITEM = re.compile(
    r"""
    \#(?P<identifier>[^\s{}\#.="'][^\s{}]*)
    | \.(?P<class>[^\W\d][\w:\-]*|-[\w:\-]+)
    | (?P<key>[\w:][\w:.\-]*)=(?:"(?P<double>(?:[^"\\\n]|\\.)*)"|'(?P<single>(?:[^'\\\n]|\\.)*)'|(?P<bare>[^\s{}"']*))
    | (?P<unnumbered>-)
    """,
    re.VERBOSE,
)
_SPACE = re.compile(r"[ \t\r\n]+")
_ESCAPE = re.compile(r"\\([^\w\s])")


def parse_attributes(text: str, start: int) -> tuple[Attributes, int] | None:
    """Read the attributes that open with the brace at `start`.

    Gives them with the offset after the closing brace, or `None` if what stands there is not a
    list of attributes. A second identifier replaces the first, as in pandoc.
    """
    if not text.startswith("{", start):
        return None
    identifier: str | None = None
    classes: list[str] = []
    pairs: list[tuple[str, str]] = []
    position = _after_space(text, start + 1)
    while not text.startswith("}", position):
        item = _ITEM.match(text, position)
        if item is None:
            return None
        if item["identifier"]:
            identifier = item["identifier"]
        elif item["class"]:
            classes.append(item["class"])
        elif item["unnumbered"]:
            classes.append("unnumbered")
        else:
            pairs.append((item["key"], _value(item)))
        position = _after_space(text, item.end())
        if position == item.end() and not text.startswith(("}", "."), position):
            return None
    end = position + 1
    return Attributes(identifier, tuple(classes), tuple(pairs), Span(start, end)), end


def _after_space(text: str, position: int) -> int:
    """Give the offset behind what white space stands at `position`."""
    found = _SPACE.match(text, position)
    return found.end() if found else position


def _value(item: re.Match[str]) -> str:
    """Give a pair's value without quotes and escapes."""
    quoted = item["double"] if item["double"] is not None else item["single"]
    return _ESCAPE.sub(r"\1", quoted) if quoted is not None else item["bare"] or ""


def merge_attributes(first: Attributes, second: Attributes) -> Attributes:
    """Join two lists of attributes; the first one's identifier and span win."""
    return Attributes(
        first.identifier or second.identifier,
        first.classes + second.classes,
        first.pairs + second.pairs,
        first.span or second.span,
    )
