"""A theme's style sheet: what it may set. It changes how a page looks, and can hide or fetch nothing.

Properties are allowed by name. None of those left out is needed for looks alone, and each of them can
take a banner or a disclaimer from the reader: `position`, `opacity`, `visibility`, `transform`,
`clip-path`, `overflow`, heights, `content` and their like.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import tinycss2
from tinycss2.ast import AtRule, Declaration, DimensionToken, Node, NumberToken, PercentageToken

_AT_RULES = frozenset({"media", "supports", "page"})
_PREFIXES = (
    "border",
    "font-",
    "margin",
    "padding",
    "text-decoration",
    "list-style",
    "outline",
    "column-rule",
)
_NAMES = (
    "accent-color align-items align-content align-self background background-color break-after break-before "
    "break-inside caption-side color color-scheme column-gap display flex-direction flex-wrap "
    "gap hyphens inline-size justify-content justify-items letter-spacing line-height "
    "max-inline-size max-width orphans overflow-wrap quotes row-gap size tab-size text-align text-transform "
    "text-underline-offset text-wrap vertical-align white-space widows width word-spacing box-shadow"
)
_PROPERTIES = frozenset(_NAMES.split())
_FUNCTIONS = frozenset({"var", "rgb", "hsl", "oklch", "oklab"})
_DISPLAYS = frozenset(
    {"block", "inline", "inline-block", "flex", "grid", "inline-flex", "list-item", "table"}
)
_LEAST = {
    "rem": 0.7,
    "em": 0.7,
    "px": 11,
    "pt": 7,
    "%": 70,
    "ch": 1.2,
    "ex": 1.2,
    "lh": 0.5,
    "rlh": 0.5,
    "vw": 2,
}
"""The smallest sizes of letters, by unit."""
_NARROWEST = {"rem": 15, "em": 15, "px": 240, "ch": 30, "%": 50, "vw": 50, "pt": 180}
"""The narrowest widths, by unit: a box of no width hides what is in it."""
_WIDEST = {
    "px": 2000,
    "%": 100,
    "vw": 100,
    "pt": 1500,
    "rem": 120,
    "em": 120,
    "ch": 200,
    "mm": 500,
    "cm": 50,
    "in": 20,
}
_LARGEST = {"px": 100, "%": 100, "vw": 10, "pt": 80, "ch": 12, "mm": 40, "deg": 360}
"""The largest sizes, by unit (six of any other): more would push text out of sight."""
_WIDTHS = frozenset({"width", "max-width", "inline-size", "max-inline-size"})


@dataclass(frozen=True, slots=True)
class StyleFault:
    """What a theme's style sheet may not do, with its line."""

    message: str
    line: int


def style_faults(css: str) -> list[StyleFault]:
    """Read a style sheet (CSS Syntax Level 3) and give what it may not do, by line; total for any text."""
    found = list(_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)))
    if "</" in css or "<!--" in css:
        found.append(StyleFault('holds "</" or "<!--", which could end the style sheet', 1))
    return sorted(found, key=lambda one: one.line)


def _rules(nodes: Iterable[Node]) -> Iterator[StyleFault]:
    stack = list(nodes)
    while stack:
        node = stack.pop()
        if node.type == "error":
            yield StyleFault(f"is no valid CSS: {node.message}", node.source_line)
        elif node.type == "qualified-rule":
            yield from _selector(node.prelude)
            yield from _declarations(node.content)
        elif node.type == "at-rule":
            yield from _at_rule(node, stack)
        elif node.type not in ("comment", "whitespace"):
            yield StyleFault("holds something that is no rule", node.source_line)


def _at_rule(node: AtRule, stack: list[Node]) -> Iterator[StyleFault]:
    if node.lower_at_keyword not in _AT_RULES or node.content is None:
        yield StyleFault(f"@{node.at_keyword} is not allowed in a theme", node.source_line)
    elif node.lower_at_keyword == "page":
        yield from _declarations(node.content)
    else:
        stack.extend(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True))


def _selector(prelude: Sequence[Node]) -> Iterator[StyleFault]:
    """Refuse what puts words or boxes of its own into the page."""
    if any(node.type == "error" for node in prelude):
        yield StyleFault("is no valid CSS: a selector with a stray mark", prelude[0].source_line)
    names = [node.lower_value for node in prelude if node.type == "ident"]
    for name in {"before", "after", "marker", "backdrop"}.intersection(names):
        yield StyleFault(f"::{name} is not allowed in a theme", prelude[0].source_line)


def _declarations(content: Sequence[Node]) -> Iterator[StyleFault]:
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if node.type == "declaration":
            yield from _declaration(node)
        elif node.type == "error":
            yield StyleFault(f"is no valid CSS: {node.message}", node.source_line)
        else:
            yield StyleFault("rules inside rules are not allowed in a theme", node.source_line)


def _declaration(node: Declaration) -> Iterator[StyleFault]:
    name = node.lower_name
    if not (name.startswith("--") or name in _PROPERTIES or name.startswith(_PREFIXES)):
        yield StyleFault(f'"{node.name}" is not allowed in a theme', node.source_line)
        return
    for value in _flattened(node.value):
        fault = _value_fault(name, value)
        if fault is not None:
            yield StyleFault(f"{node.name}: {fault}", node.source_line)


def _flattened(nodes: Sequence[Node]) -> Iterator[Node]:
    """Yield values with those inside functions and blocks, outermost first."""
    stack = list(reversed(nodes))
    while stack:
        node = stack.pop()
        yield node
        if node.type == "function":
            stack.extend(reversed(node.arguments))
        elif node.type.endswith(" block"):
            stack.extend(reversed(node.content))


def _value_fault(name: str, value: Node) -> str | None:
    match value.type:
        case "url" | "error" | "{} block":
            return "addresses, broken values and blocks are not allowed in a theme"
        case "function" if value.lower_name not in _FUNCTIONS:
            return f"{value.lower_name}() is not allowed in a theme"
        case "ident" if name == "display" and value.lower_value not in _DISPLAYS:
            return f"{value.lower_value} is not allowed in a theme"
        case _ if (name == "color" or name.startswith("--")) and _is_translucent(value):
            return "transparent letters cannot be read"
        case "number" | "dimension" | "percentage" if not name.startswith("--"):
            return _size_fault(name, value)
        case _:
            return None


def _is_translucent(value: Node) -> bool:
    """Tell whether a colour has an alpha channel: `#rrggbbaa`, `rgb(… / …)`, `transparent`."""
    match value.type:
        case "ident":
            return bool(value.lower_value == "transparent")
        case "hash":
            return len(value.value) in (4, 8)
        case "function":
            marks = [one.value for one in value.arguments if one.type == "literal"]
            return "/" in marks or marks.count(",") > 2
        case _:
            return False


def _size_fault(name: str, value: NumberToken | DimensionToken | PercentageToken) -> str | None:
    """Refuse letters too small to read, boxes too narrow to hold them, and pulling text out of sight."""
    units = {"percentage": "%", "number": ""}
    unit = units[value.type] if value.type in units else str(value.lower_unit)
    if value.value < (-0.05 if name == "letter-spacing" else 0):
        return "negative sizes are not allowed in a theme"
    if name == "font-size" and value.value < _LEAST.get(unit, float("inf")):
        return "these letters are too small to read, or their unit is not known here"
    if name == "line-height" and value.value < {"": 1, "%": 100}.get(unit, _LEAST.get(unit, 1)):
        return "these lines are too close to read"
    if name in _WIDTHS and value.value < _NARROWEST.get(unit, 1e9):
        return "this is too narrow to hold text, or its unit is not known here"
    limits = _WIDEST if name in (*_WIDTHS, "size") else _LARGEST
    if unit and value.value > limits.get(unit, 6):
        return "this would push text out of sight"
    return None
