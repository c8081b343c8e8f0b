"""The HTML that an article becomes: its page or its two, and the sheet of its evidence."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from toolkit.claims.editions import Edition, editions_of
from toolkit.exporters import html
from toolkit.exporters.html import HtmlDocument
from toolkit.exporters.html.evidence import EVIDENCE
from toolkit.exporters.html.page import page_of
from toolkit.exporters.ledger.sheet import Sheet, render_sheet
from toolkit.model.article import Article, Audience
from toolkit.model.finding import Problem
from toolkit.model.ledger import ArticleLedger
from toolkit.model.policy import Policy
from toolkit.model.publication import Publication
from toolkit.model.span import Span
from toolkit.validators import nu
from toolkit.validators.html import validate_html

__all__ = ["EVIDENCE", "ExportedPage", "evidence_sheet", "nu_problems", "pages_of", "problems_of"]


@dataclass(frozen=True, slots=True)
class ExportedPage:
    """A page with the publication that it prints. `name` is its file in the article's folder."""

    name: str
    publication: Publication
    document: HtmlDocument


def pages_of(
    whole: Publication, edit: Callable[[Edition, tuple[Audience, ...]], Publication]
) -> tuple[ExportedPage, ...]:
    """Print an article's page, or one for each audience if it has parts for both.

    `edit` compiles the publication of an edition, given with the audiences of all editions.
    """
    editions = editions_of(whole.article, whole.policy)
    audiences = tuple(one.audience for one in editions)
    publications = [edit(one, audiences) for one in editions] or [whole]
    return tuple(ExportedPage(page_of(one.edition), one, html.build(one)) for one in publications)


def evidence_sheet(ledger: ArticleLedger, policy: Policy, as_of: date) -> bytes:
    """Print every statement of an article beside its sources, in reading order, for the page's readers."""
    return render_sheet(Sheet((ledger,), policy, as_of, in_order=True, is_published=True))


def problems_of(pages: Sequence[ExportedPage], sheet: bytes, fallback: Span) -> Iterator[Problem]:
    """Yield what the HTML checks find in an article's pages and in its sheet."""
    for page in pages:
        yield from validate_html(page.document.data, page.document.places, fallback=fallback)
    yield from validate_html(sheet, fallback=fallback, is_article=False)


def nu_problems(
    jar: Path, articles: Sequence[tuple[Article, Mapping[str, bytes]]]
) -> dict[str, tuple[Problem, ...]]:
    """Run the Nu HTML checker over all pages of articles, given with their files; give its errors by path."""
    if not articles:
        return {}
    found: dict[str, list[Problem]] = {}
    with tempfile.TemporaryDirectory(prefix="osler-nu-") as folder:
        named = [(one, name) for one, files in articles for name in sorted(files) if name.endswith(".html")]
        contents = {one.path: files for one, files in articles}
        pages = {f"{number}.html": pair for number, pair in enumerate(named)}
        for page, (article, name) in pages.items():
            Path(folder, page).write_bytes(contents[article.path][name])
        for message in nu.run_nu(jar, [Path(folder, page) for page in pages]):
            article, name = pages[message.path.rpartition("/")[2]]
            if message.kind == "error":
                text = f"the Nu HTML checker: {message.message} (line {message.line} of {name})"
                place = article.metadata.key_span("title")
                remedy = "report it: this is a defect of the exporter"
                found.setdefault(article.path, []).append(Problem(place, text, remedy, rule="export-html-nu"))
    return {path: tuple(problems) for path, problems in found.items()}
