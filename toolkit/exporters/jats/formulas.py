"""Formulas: MathML with an id on each (PMC style), or TeX where it can't be turned into MathML."""

from __future__ import annotations

from xml.etree.ElementTree import Element as MathElement

from lxml.etree import Element, _Element

from toolkit.exporters.jats.document import MATHML, Content, Document
from toolkit.exporters.mathml import to_mathml
from toolkit.model.finding import Severity
from toolkit.model.span import Span

# Parents whose children have places of their own: neighbours there must not be joined.
_POSITIONAL = frozenset(
    {"mfrac", "mroot", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts"}
)
# What JATS's MathML 3 takes; newer values and attributes of MathML Core are left out.
_ATTRIBUTES_NAMES = (
    "accent accentunder columnalign columnlines columnspacing depth display displaystyle fence form "
    "height largeop linethickness lspace mathcolor mathsize mathvariant maxsize minsize movablelimits "
    "notation rowlines rowspacing rspace scriptlevel separator stretchy symmetric voffset width"
)
_ATTRIBUTES = frozenset(_ATTRIBUTES_NAMES.split())


def inline_formula(document: Document, tex: str, span: Span, *, display: bool) -> list[Content]:
    """Print a formula inside a line."""
    if not tex.strip():
        return []
    return [
        document.element("inline-formula", None, _formula(document, tex, span, display=display), span=span)
    ]


def display_formula(
    document: Document, tex: str, span: Span, xml_id: str | None, label: str | None
) -> list[_Element]:
    """Print a formula that stands alone, with its number if it has one."""
    if not tex.strip():
        return []
    number = [document.element("label", None, label)] if label else []
    formula = _formula(document, tex, span, display=True)
    return [document.element("disp-formula", {"id": xml_id}, *number, formula, span=span)]


def _formula(document: Document, tex: str, span: Span, *, display: bool) -> _Element:
    math = to_mathml(tex, display=display)
    document.counts["formula"] += 1
    number = document.counts["formula"]
    if math is None or not "".join(math.itertext()).strip():
        document.problem(
            "export-jats-formula",
            span,
            "this formula cannot be turned into MathML",
            "simplify its TeX; exports keep the TeX itself, which screen readers cannot speak",
            Severity.WARNING,
        )
        # PMC's style checker wants a whole TeX document.
        body = f"\\documentclass{{minimal}}\n\\begin{{document}}\n${tex}$\n\\end{{document}}"
        return document.element("tex-math", {"id": f"tex-{number}"}, body, span=span)
    made = _convert(document, math, span)
    made.set("id", f"math-{number}")
    made.set("display", "block" if display else "inline")
    made.set("alttext", document.clean(" ".join(tex.split()), span))
    return made


def _convert(document: Document, node: MathElement, span: Span) -> _Element:
    made = Element(f"{{{MATHML}}}{node.tag}", nsmap={"mml": MATHML})
    for key, value in node.attrib.items():
        if key in _ATTRIBUTES:
            made.set(key, document.clean(value, span))
    if node.text:
        made.text = document.clean(node.text, span)
    for child in node:
        converted = _convert(document, child, span)
        previous = made[-1] if len(made) else None
        if previous is not None and node.tag not in _POSITIONAL and _joins(previous, converted):
            previous.text = (previous.text or "") + (converted.text or "")
        else:
            made.append(converted)
    return made


def _joins(one: _Element, other: _Element) -> bool:
    """Tell whether two neighbours are one number or text cut in two, which PMC style refuses."""
    joinable = {f"{{{MATHML}}}mn", f"{{{MATHML}}}mtext"}
    return one.tag == other.tag and one.tag in joinable and one.items() == other.items()
