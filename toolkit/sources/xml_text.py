"""Plain text out of PubMed's mixed content: titles and abstracts with `<i>`, `<sup>` and MathML in them.

Markup is dropped, its text never is (`findtext` would stop at the first child element). A
superscript keeps its meaning as Unicode where Unicode has it: `10<sup>9</sup>/L` must not become
`109/L`. Subscripts become plain characters, as authors type them: `B<sub>12</sub>` is `B12`.
"""

from __future__ import annotations

from lxml import etree

_SUPERSCRIPTS = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_HAS_SUPERSCRIPT = frozenset("0123456789+-−=()n")
# The child of these MathML elements that is set raised (MathML 3, 3.4: base, script…).
_RAISED_CHILD = {"msup": 1, "msubsup": 2}


def folded(text: str | None) -> str | None:
    """Fold white space to single spaces; `None` for nothing, so that absent is always `None`."""
    return " ".join(text.split()) or None if text else None


def plain(element: etree._Element | None) -> str | None:
    """Give all the text inside an element, white space folded; `None` if there is none."""
    if element is None:
        return None
    if not len(element):
        return folded(element.text)
    parts: list[str] = []
    _collect(element, parts)
    return folded("".join(parts))


def raised(text: str) -> str:
    """Write a superscript in Unicode if every character of it can be, else leave it as it is."""
    return text.translate(_SUPERSCRIPTS) if _HAS_SUPERSCRIPT.issuperset(text) else text


def _collect(element: etree._Element, parts: list[str]) -> None:
    parts.append(element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            name = child.tag.rpartition("}")[2]
            if name == "sup":
                _collect_raised(child, parts)
            elif name == "math":
                parts.append(_formula(child))
            else:
                _collect(child, parts)
        parts.append(_tail(child))


def _tail(element: etree._Element) -> str:
    """Give the text after an element; PubMed puts a space between a formula and the comma after it."""
    tail = element.tail or ""
    if isinstance(element.tag, str) and element.tag.endswith("}math") and tail.lstrip()[:1] in set(",.;:)"):
        return tail.lstrip()
    return tail


def _collect_raised(element: etree._Element, parts: list[str]) -> None:
    inner: list[str] = []
    _collect(element, inner)
    parts.append(raised("".join(inner).strip()))


def _formula(element: etree._Element) -> str:
    """Give a MathML element's text; white space between its elements means nothing (MathML 3, 2.1.7)."""
    if not len(element):
        return (element.text or "").strip()
    raised_child = _RAISED_CHILD.get(element.tag.rpartition("}")[2])
    pieces = []
    for index, child in enumerate(child for child in element if isinstance(child.tag, str)):
        text = _formula(child)
        pieces.append(raised(text) if index == raised_child else text)
    return "".join(pieces)
