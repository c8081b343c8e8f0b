"""PDF of a page, for paper and for archives: the only home of WeasyPrint, an optional extra (`osler[pdf]`).

The page's own print style is used. The file is tagged and says that it is PDF/UA-1 (ISO 14289-1), as far
as WeasyPrint goes; nothing here validates that. Formulas are printed as TeX: WeasyPrint draws no MathML.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urljoin

from toolkit.errors import OslerError
from toolkit.exporters.jats.people import split_degrees
from toolkit.exporters.mathml import to_mathml
from toolkit.model.article import Article, Math, MathBlock
from toolkit.model.publication import Publication

VARIANT = "pdf/ua-1"
VARIANT_NAME = "tagged PDF 1.7, PDF/UA-1"
"""What the file says that it is."""
# A name that can't exist (RFC 6761): relative addresses are resolved below it, and nothing is ever asked of it.
_BASE = "https://article.invalid/"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_MATHML = "http://www.w3.org/1998/Math/MathML"
_Shape = tuple[tuple[int, str, str], ...]
_INSTALL = "pip install 'osler[pdf]'"
_LIBRARIES = (
    "install Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0, dnf install pango, "
    "or brew install pango; or leave --pdf out"
)


def file_name(page: str) -> str:
    """Give the name of a page's PDF, which lies beside it: `article.pdf`, `patient/article.pdf`."""
    return f"{page.rpartition('index.html')[0]}article.pdf"


def require() -> None:
    """Raise `OslerError`, with what to install, where WeasyPrint or the libraries that it draws with are missing."""
    _weasyprint()


def render(publication: Publication, page: str, html: bytes, files: Mapping[str, bytes]) -> bytes:
    """Give a page, in HTML, as PDF. The same page gives the same bytes, with the same WeasyPrint, Pango and fonts.

    `page` is the name of the page's file, `files` are those that may be shown in it, by their name in the
    article's folder. Nothing else is read: no address is opened, and no other file. Raises `OslerError` as
    `require` does.
    """
    weasyprint = _weasyprint()
    source = weasyprint.HTML(
        string=html.decode(), base_url=_BASE + page, url_fetcher=_fetcher(weasyprint, files)
    )
    _prepare(source.etree_element, publication, page)
    made = source.render(pdf_variant=VARIANT)
    metadata = publication.article.metadata
    made.metadata.title = metadata.title or publication.article.slug
    made.metadata.authors = [split_degrees(one.name)[0] for one in publication.contributors if one.name]
    made.metadata.keywords = list(metadata.keywords)
    made.metadata.description = metadata.abstract or made.metadata.description
    made.metadata.created = metadata.date.isoformat() if metadata.date else None
    made.metadata.modified = publication.last_updated.isoformat() if publication.last_updated else None
    identifier = hashlib.sha256(html).digest()[:16]
    return bytes(made.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier))


def _weasyprint() -> Any:
    try:
        import weasyprint  # noqa: PLC0415 - optional, and 300 ms that only PDF needs
    except ImportError as error:
        raise OslerError(f"--pdf needs WeasyPrint, which is not here ({error})", help=_INSTALL) from error
    except OSError as error:
        message = f"--pdf needs the libraries that WeasyPrint draws with: {str(error).splitlines()[0]}"
        raise OslerError(message, help=_LIBRARIES) from error
    return weasyprint


def _fetcher(weasyprint: Any, files: Mapping[str, bytes]) -> Any:
    """Make what answers for addresses: with the article's own files, and for nothing else."""
    urls = weasyprint.urls

    def fetch(_self: object, url: str, _headers: object = None) -> Any:
        name = unquote(url.removeprefix(_BASE).partition("?")[0].partition("#")[0])
        if not url.startswith(_BASE) or name not in files:
            raise ValueError(f"not a file of the article: {url}")
        return urls.URLFetcherResponse(url, files[name])

    return type("ArticleFiles", (urls.URLFetcher,), {"fetch": fetch})()


def _prepare(root: Any, publication: Publication, page: str) -> None:
    """Make links lead where the page will stand, or nowhere; print formulas as TeX."""
    base = f"{publication.address}{page}" if publication.address else None
    for link in root.iter("a"):
        address = link.get("href") or ""
        if _SCHEME.match(address) or address.startswith("#"):
            continue
        if base is None:
            link.attrib.pop("href", None)
        else:
            link.set("href", urljoin(base, address))
    formulas = _formulas(publication.article)
    for math in list(root.iter(f"{{{_MATHML}}}math")):
        tex = formulas.get(_shape(math))
        if tex is not None:
            math.tag = "code"
            del math[:]
            math.attrib.clear()
            math.text = " ".join(tex.split())


def _formulas(article: Article) -> dict[_Shape, str]:
    """Give the TeX of each formula by the shape of its MathML, which tells any two apart."""
    found: dict[_Shape, str] = {}
    for node in article.walk():
        if isinstance(node, Math | MathBlock):
            made = to_mathml(node.text, display=not isinstance(node, Math) or node.display)
            if made is not None:
                found[_shape(made)] = node.text
    return found


def _shape(math: Any) -> _Shape:
    """Give names, depths and texts of a formula's elements, in order."""
    found: list[tuple[int, str, str]] = []
    stack = [(0, math)]
    while stack:
        depth, one = stack.pop()
        found.append((depth, one.tag.rpartition("}")[2], (one.text or "").strip()))
        stack.extend((depth + 1, child) for child in reversed(one))
    return tuple(found)
