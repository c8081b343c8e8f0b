"""TeX formulas as MathML, for both exports: the only home of latex2mathml."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from xml.etree.ElementTree import Element

# MathML Core (W3C) and the MathML 3 table attributes that latex2mathml writes. `href`, `style`,
# `class` and `id` are left out: TeX like \href{javascript:…} would carry them into the page.
_ELEMENT_NAMES = (
    "math merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace "
    "msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none menclose mfenced"
)
_ATTRIBUTE_NAMES = (
    "accent accentunder columnalign columnlines columnspacing depth display displaystyle fence form height "
    "largeop linethickness lspace mathcolor mathsize mathvariant maxsize minsize movablelimits notation "
    "rowlines rowspacing rspace scriptlevel separator stretchy symmetric voffset width"
)
_ELEMENTS = frozenset(_ELEMENT_NAMES.split())
_ATTRIBUTES = frozenset(_ATTRIBUTE_NAMES.split())
_MAX_LENGTH = 5_000
_MAX_DEPTH = 40
# latex2mathml writes symbols as character references inside its text (`&#x003B1;`).
_REFERENCE = re.compile(r"&#x[0-9A-Fa-f]{1,6};")
_UNSAFE_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def to_mathml(tex: str, *, display: bool) -> Element | None:
    """Turn TeX into a `math` element without namespace prefixes, or `None` if it can't be read.

    Only elements and attributes of MathML that show something are kept. The exporters print the
    TeX itself, as code, where this gives `None`. Callers must not change the element.
    """
    if len(tex) > _MAX_LENGTH or _depth(tex) > _MAX_DEPTH or not tex.strip():
        return None
    return _convert(_UNSAFE_CHARACTER.sub("\ufffd", tex), display)


@lru_cache(maxsize=256)
def _convert(tex: str, display: bool) -> Element | None:  # noqa: FBT001 - a cache key
    from latex2mathml.converter import convert_to_element  # noqa: PLC0415 - 40 ms that few articles need

    try:
        raw = convert_to_element(tex, display="block" if display else "inline")
    except Exception:  # noqa: BLE001 - its exceptions share no base, and it raises bare ones as well
        return None
    return _clean(raw)


def _clean(element: Element) -> Element | None:
    name = element.tag.rpartition("}")[2]
    if name not in _ELEMENTS:
        return None
    clean = Element(name, {key: value for key, value in element.attrib.items() if key in _ATTRIBUTES})
    text = element.text or ""
    clean.text = unescape(text) if _REFERENCE.fullmatch(text) else text
    for child in element:
        kept = _clean(child)
        if kept is not None:
            clean.append(kept)
    return clean


def _depth(tex: str) -> int:
    """Give how deep braces and environments nest, escaped braces included: an upper bound."""
    deepest = depth = 0
    for mark in re.findall(r"[{}]|\\(?:begin|left|right|end)(?![a-zA-Z])", tex):
        depth += 1 if mark in ("{", r"\begin", r"\left") else -1
        deepest = max(deepest, depth)
    return deepest
