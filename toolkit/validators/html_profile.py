"""Which elements Osler's pages may hold, and what may stand in what.

A subset of the HTML Standard's content models (sections 3.2.5 and 4), strict enough that no
parser has to move, close or drop anything.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.validators.html_tree import Fault, Node, Tree

# Fields stand here too; only a search page may hold any (`html.py`).
_PHRASING_NAMES = (
    "a abbr bdi br button cite code em img input label mark math s select span strong sub sup time u wbr"
)
_FLOW_NAMES = (
    "article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre "
    "section table ul"
)
_MATHML_NAMES = (
    "math merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace "
    "msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none menclose"
)
_PHRASING = frozenset(_PHRASING_NAMES.split())
_FLOW = frozenset(_FLOW_NAMES.split()) | _PHRASING
_MATHML = frozenset(_MATHML_NAMES.split())
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_METADATA = frozenset({"meta", "link", "title", "style", "script"})
# What may stand directly in an element; elements that are not named here hold phrasing only.
_CHILDREN: dict[str, frozenset[str]] = {
    "#document": frozenset({"html"}),
    "html": frozenset({"head", "body"}),
    "head": _METADATA,
    "title": frozenset(),
    "style": frozenset(),
    "script": frozenset(),
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "dl": frozenset({"dt", "dd"}),
    "table": frozenset({"caption", "thead", "tbody"}),
    "thead": frozenset({"tr"}),
    "tbody": frozenset({"tr"}),
    "tr": frozenset({"td", "th"}),
    "figure": _FLOW | {"figcaption"},
    "details": _FLOW | {"summary"},
    "fieldset": _FLOW | {"legend"},
    "select": frozenset({"option"}),
    "option": frozenset(),
    **dict.fromkeys(
        (
            "body",
            "article",
            "aside",
            "blockquote",
            "dd",
            "div",
            "figcaption",
            "footer",
            "form",
            "header",
            "li",
            "main",
            "nav",
            "section",
            "td",
            "th",
        ),
        _FLOW,
    ),
}
_WITHOUT_TEXT = frozenset({"#document", "html", "head", "ul", "ol", "dl", "table", "thead", "tbody", "tr"})
_INTERACTIVE = frozenset({"a", "button"})


def structure_faults(tree: Tree) -> Iterator[Fault]:
    """Yield elements that the profile lacks, and those that stand where they may not."""
    for node in tree.nodes:
        yield from _place(node)
    yield from _place(tree.root)
    for name in ("html", "head", "body", "title", "main", "h1"):
        count = len(tree.named(name))
        if count != 1:
            yield Fault(f"the page has {count} <{name}> elements and must have one", 0)


def _place(node: Node) -> list[Fault]:
    """Give what may not stand in an element, or the element itself where it may not stand."""
    if node.name in _MATHML and (node.name != "math" or _is_in_math(node)):
        if _is_in_math(node):
            return []
        return [Fault(f"<{node.name}> stands outside a formula", node.index)]
    allowed = _MATHML if node.name == "math" else _CHILDREN.get(node.name, _PHRASING)
    found = [
        Fault(f"<{child.name}> may not stand in <{node.name}>", child.index)
        for child in node.children
        if not isinstance(child, str) and child.name not in allowed
    ]
    if node.name in _WITHOUT_TEXT and any(isinstance(one, str) and one.strip() for one in node.children):
        found.append(Fault(f"text may not stand directly in <{node.name}>", node.index))
    if node.name in _INTERACTIVE and any(one.name in _INTERACTIVE for one in node.ancestors()):
        found.append(Fault(f"<{node.name}> may not stand in another link or button", node.index))
    return found


def _is_in_math(node: Node) -> bool:
    return any(one.name == "math" for one in node.ancestors())


def heading_faults(tree: Tree) -> Iterator[Fault]:
    """Yield headings that skip a level downwards or are empty (WCAG 2.2, technique G141)."""
    last = 0
    for node in tree.nodes:
        if node.name not in _HEADINGS:
            continue
        level = int(node.name[1])
        if level > last + 1:
            before = f"<h{last}>" if last else "no heading"
            yield Fault(f"<h{level}> follows {before}: a level is skipped", node.index)
        if not node.text().strip() and not any(one.attributes.get("alt") for one in node.walk()):
            yield Fault(f"<{node.name}> is empty", node.index)
        last = level


def table_faults(tree: Tree) -> Iterator[Fault]:
    """Yield header cells without scope, and rows of unequal length."""
    for table in tree.named("table"):
        inside = [*table.walk()]
        lengths = {len([*node.elements()]) for node in inside if node.name == "tr"}
        if len(lengths) > 1:
            yield Fault("the rows of the table are not equally long", table.index)
        for cell in inside:
            if cell.name == "th" and cell.attributes.get("scope") not in {"col", "row"}:
                yield Fault("a header cell does not say what it heads (scope)", cell.index)
