"""The HTML that an article becomes: its page or its two, and the sheet of its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from toolkit.claims.editions import Edition, editions_of
from toolkit.exporters import html
from toolkit.exporters.html import HtmlDocument
from toolkit.exporters.html.page import page_of
from toolkit.exporters.ledger.sheet import Sheet, render_sheet
from toolkit.model.article import Audience
from toolkit.model.finding import Problem
from toolkit.model.ledger import ArticleLedger
from toolkit.model.policy import Policy
from toolkit.model.publication import Publication
from toolkit.model.span import Span
from toolkit.validators.html import validate_html

EVIDENCE = "evidence/index.html"
"""The sheet, in the article's folder; each page's line on coverage leads to it."""


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
