"""The official JATS DTD: whether a document is valid and, if not, where in the Markdown it goes wrong.

The DTD is NLM's own, JATS 1.3 Archiving with MathML 3, as Biopython ships it. Nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

from lxml import etree
from lxml.etree import _Element

from toolkit.errors import OslerError
from toolkit.model.article import EMPTY_SPAN
from toolkit.model.finding import Problem, Severity
from toolkit.model.span import Span

NAME = "JATS 1.3 Archiving DTD with MathML 3 (NLM, as shipped by Biopython)"
RULE = "export-jats-dtd"
_FILE = "JATS-archivearticle1-3-mathml3.dtd"
# A document that is wrong in one way is often wrong in many places: the rest is counted.
_MOST_PROBLEMS = 20


def dtd_path() -> Path:
    """Find the DTD without importing Biopython. Raises `OslerError` if it is not installed."""
    found = find_spec("Bio")
    for folder in (found.submodule_search_locations or []) if found else []:
        path = Path(folder, "Entrez", "DTDs", _FILE)
        if path.is_file():
            return path
    raise OslerError(
        "the JATS DTD is not installed: exports cannot be validated",
        help="reinstall Osler with its dependencies: biopython 1.85 or newer brings the DTD",
    )


@lru_cache(maxsize=4)
def load_dtd(path: Path) -> etree.DTD:
    """Load a DTD from a file, once a process."""
    return etree.DTD(file=str(path))


def parse_document(data: bytes) -> _Element:
    """Parse an exported document, following no entity, no DTD and no address.

    Raises `etree.XMLSyntaxError` where it is not well formed.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def validate_dtd(
    data: bytes, places: Sequence[Span | None] = (), *, fallback: Span = EMPTY_SPAN, path: Path | None = None
) -> list[Problem]:
    """Check a document against a DTD: the Archiving one, unless `path` names another.

    `places` are the sources of the elements in document order, as the exporter gives them. A
    problem stands at the place of the element, or of the nearest one around it that has one, else
    at `fallback`.
    """
    try:
        root = parse_document(data)
    except etree.XMLSyntaxError as error:
        return [_problem(fallback, f"the exported XML is not well formed: {error.msg}")]
    dtd = load_dtd(path or dtd_path())
    if dtd.validate(root):
        return []
    errors = [(entry.message, entry.path) for entry in cast("Iterable[Any]", dtd.error_log)]
    source = SourceMap(root, places, fallback)
    problems = [
        _problem(source.of_path(where), _words(message)) for message, where in errors[:_MOST_PROBLEMS]
    ]
    if len(errors) > _MOST_PROBLEMS:
        problems.append(_problem(fallback, f"{len(errors) - _MOST_PROBLEMS} more errors under the DTD"))
    return problems or [_problem(fallback, "the exported XML is not valid under the DTD")]


class SourceMap:
    """Finds the source of an element of a parsed document."""

    def __init__(self, root: _Element, places: Sequence[Span | None], fallback: Span) -> None:
        self._tree = root.getroottree()
        self._fallback = fallback
        # Entries are kept by element: lxml's proxies stay alive as long as this map holds them.
        self._places = dict(zip(root.iter(), places, strict=False))

    def of(self, element: _Element | None) -> Span:
        """Give the source of an element, or of the nearest one around it that has one."""
        while element is not None:
            place = self._places.get(element)
            if place is not None:
                return place
            element = element.getparent()
        return self._fallback

    def of_path(self, path: str | None) -> Span:
        """Give the source of the element at a path such as `/article/body/sec[2]/p`."""
        if not path:
            return self._fallback
        namespaces = {
            "mml": "http://www.w3.org/1998/Math/MathML",
            "ali": "http://www.niso.org/schemas/ali/1.0/",
        }
        try:
            found = self._tree.xpath(path, namespaces=namespaces)
        except etree.XPathError:
            return self._fallback
        return (
            self.of(found[0])
            if isinstance(found, list) and found and isinstance(found[0], _Element)
            else self._fallback
        )


def _words(message: str) -> str:
    """Fold libxml2's message to one line, cutting the long list of what would be allowed."""
    text = " ".join(message.split())
    return text if len(text) <= 300 else f"{text[:300]}…"


def _problem(span: Span, message: str) -> Problem:
    return Problem(
        span,
        message,
        help="this is a defect of the exporter rather than of the article: simplify this place, and report it",
        rule=RULE,
        severity=Severity.ERROR,
    )
