"""The `head`: policy, title, and the tags that search engines and reference managers read."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from toolkit.exporters.credits import orcid_url
from toolkit.exporters.html import wording
from toolkit.exporters.html.jsonld import json_ld
from toolkit.exporters.html.links import safe_url
from toolkit.exporters.html.markup import Attribute, Element, element, json_text, style_text
from toolkit.exporters.html.page import Page, page_of
from toolkit.exporters.licences import licence_of
from toolkit.model.identifier import Scheme
from toolkit.model.work import Collective, Name, Work

_RUNNING = 60
"""Characters of a running title: what fits beside the site's name on A4 and on Letter."""


@cache
def style_sheet() -> str:
    """Give the style sheet that every page carries."""
    return files("toolkit").joinpath("templates", "article.css").read_text("utf-8")


def style_hash(css: str) -> str:
    """Give the hash source that lets one inline style sheet through (CSP Level 3, section 2.3.1)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()}"


def security_policy(css: str) -> str:
    """Give a page's content security policy: no script, no frame, no form, nothing from elsewhere.

    `img-src` allows files beside the page and images within it.
    """
    return (
        f"default-src 'none'; style-src '{style_hash(css)}'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'none'"
    )


def running_lines(page: Page) -> str:
    """Give what stands at the edges of each printed page: title, site, status and the page's number.

    CSS has no way to take them from the page that Chromium knows (`string-set`), so they are written out.
    """
    publication = page.publication
    site = publication.policy.journal.title or publication.policy.publisher.name or ""
    status = "Draft" if publication.is_draft else wording.STATUSES[publication.review.status]
    if publication.edition is not None:
        status = f"{wording.EDITIONS[publication.edition]} · {status}"
    lines = {
        "top-left": css_string(_shortened(page.title)),
        "top-right": css_string(_shortened(site)),
        "bottom-left": css_string(status),
        "bottom-right": 'counter(page) " / " counter(pages)',
    }
    if page.direction == "rtl":
        lines = {_mirrored(place): text for place, text in lines.items()}
    boxes = "".join(f"@{name}{{content:{text}}}" for name, text in lines.items())
    return f"@media print{{@page{{{boxes}}}}}\n"


def _mirrored(place: str) -> str:
    edge, _, side = place.partition("-")
    return f"{edge}-{'right' if side == 'left' else 'left'}"


def _shortened(text: str) -> str:
    """Give one line of a printed page's edge: whole words, as many as find room."""
    text = " ".join(text.split())
    if len(text) <= _RUNNING:
        return text
    return (
        text[: _RUNNING - 1].rpartition(" ")[0].rstrip(",;:") + "…"
        if " " in text[: _RUNNING - 1]
        else text[:_RUNNING]
    )


def css_string(text: str) -> str:
    """Write a text as a CSS string that ends neither itself nor the style sheet (CSS Syntax Level 3, 4.3.7)."""
    return '"' + re.sub(r"[^\w .,;:!?()%+–—…·’“”-]", lambda mark: f"\\{ord(mark[0]):x} ", text) + '"'


def head(page: Page) -> Element:
    """Print the head. The policy comes before anything that it governs."""
    css = (
        style_sheet() + running_lines(page) + (page.publication.theme.style if page.publication.theme else "")
    )
    tags = [element("meta", {"name": name, "content": content}) for name, content in _tags(page)]
    return element(
        "head",
        None,
        element("meta", {"charset": "utf-8"}),
        element("meta", {"http-equiv": "Content-Security-Policy", "content": security_policy(css)}),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("meta", {"name": "color-scheme", "content": "light dark"}),
        element("meta", {"name": "referrer", "content": "no-referrer"}),
        element("title", None, _title(page)),
        *tags,
        *_links(page),
        element("script", {"type": "application/ld+json"}, json_text(json_ld(page))),
        element("style", None, style_text(css)),
    )


def _title(page: Page) -> str:
    policy = page.publication.policy
    site = policy.journal.title or policy.publisher.name
    prefix = "[Draft] " if page.publication.is_draft else ""
    edition = page.publication.edition
    parts = [prefix + page.title, wording.EDITIONS[edition] if edition else None, site]
    return " – ".join(filter(None, parts))


def _links(page: Page) -> Iterator[Element]:
    licence = licence_of(page.publication.article.metadata.license or page.publication.policy.license)
    href = safe_url(licence.url) if licence and licence.url else None
    if href:
        yield element("link", {"rel": "license", "href": href})
    publication = page.publication
    address = publication.address
    if publication.newer:
        yield element("link", {"rel": "canonical", "href": safe_url(publication.newer)})
    elif address:
        own = page_of(publication.edition)
        yield element("link", {"rel": "canonical", "href": address + own.removesuffix("index.html")})
    for other in publication.editions:
        if other is not publication.edition:
            title = wording.EDITIONS[other]
            href = publication.root + page_of(other)
            yield element("link", {"rel": "alternate", "type": "text/html", "href": href, "title": title})
    xml = publication.root + "article.xml"
    yield element("link", {"rel": "alternate", "type": "application/xml", "href": xml, "title": "JATS XML"})


def _tags(page: Page) -> Iterator[tuple[str, Attribute]]:
    """Yield names and contents of `meta` elements; those without a value are left out."""
    metadata = page.publication.article.metadata
    yield from ((name, content) for name, content in _general(page) if content)
    yield from ((name, content) for name, content in _highwire(page) if content)
    yield from ((name, content) for name, content in _dublin_core(page) if content)
    if metadata.date:
        yield "dcterms.issued", metadata.date.isoformat()


def _general(page: Page) -> Iterator[tuple[str, str | None]]:
    yield "generator", "Osler"
    yield "description", page.publication.article.metadata.abstract
    if page.publication.is_draft or page.publication.newer:
        yield "robots", "noindex"


def _highwire(page: Page) -> Iterator[tuple[str, str | None]]:
    """Yield the tags of Highwire Press (Google Scholar, "Inclusion guidelines for webmasters")."""
    publication = page.publication
    metadata = publication.article.metadata
    journal = publication.policy.journal
    yield "citation_title", page.title
    for person in publication.contributors:
        yield "citation_author", person.name or person.identifier
        yield "citation_author_institution", person.affiliation
        yield "citation_author_orcid", orcid_url(person.orcid) if person.orcid else None
    yield "citation_publication_date", metadata.date.strftime("%Y/%m/%d") if metadata.date else None
    updated = publication.last_updated
    yield "citation_online_date", updated.strftime("%Y/%m/%d") if updated else None
    yield "citation_journal_title", journal.title
    yield "citation_journal_abbrev", journal.abbreviation
    yield "citation_issn", journal.issn_electronic or journal.issn_print
    yield "citation_publisher", publication.policy.publisher.name
    yield "citation_doi", metadata.doi
    yield "citation_language", page.language
    yield "citation_keywords", "; ".join((*metadata.keywords, *metadata.subjects))
    for numbered in publication.references:
        yield "citation_reference", _citation_reference(numbered.reference.work)


def _citation_reference(work: Work) -> str:
    """Give one reference as Highwire's `name=value; …`; semicolons in values become commas."""
    fields: list[tuple[str, str | None]] = [("citation_title", work.title)]
    fields += [("citation_author", _full_name(name)) for name in work.authors]
    date = work.date.isoformat() if work.date else None
    first, _, last = (work.pages or "").partition("-")
    fields += [
        ("citation_journal_title", work.journal_full or work.journal),
        ("citation_inbook_title", work.container),
        ("citation_publication_date", date.replace("-", "/") if date else None),
        ("citation_volume", work.volume),
        ("citation_issue", work.issue),
        ("citation_firstpage", first or work.elocation),
        ("citation_lastpage", last or None),
        ("citation_doi", work.doi),
        ("citation_pmid", work.pmid),
        ("citation_pmcid", work.pmcid),
        ("citation_isbn", isbn.value if (isbn := work.identifier(Scheme.ISBN)) else None),
    ]
    return "; ".join(f"{name}={value.replace(';', ',')}" for name, value in fields if value)


def _full_name(name: Name) -> str:
    if isinstance(name, Collective):
        return name.name
    return " ".join(filter(None, (name.given or name.initials, name.family, name.suffix)))


def _dublin_core(page: Page) -> Iterator[tuple[str, str | None]]:
    """Yield Dublin Core terms (DCMI, "Expressing Dublin Core metadata using HTML meta and link")."""
    publication = page.publication
    metadata = publication.article.metadata
    licence = licence_of(metadata.license or publication.policy.license)
    yield "dc.title", page.title
    for person in publication.contributors:
        yield "dc.creator", person.name or person.identifier
    if publication.review.is_approved:
        for reviewer in publication.review.reviewers:
            yield "dc.contributor", reviewer.name
    for subject in (*metadata.subjects, *metadata.keywords):
        yield "dc.subject", subject
    yield "dc.description", metadata.abstract
    yield "dc.publisher", publication.policy.publisher.name
    yield "dc.date", publication.last_updated.isoformat() if publication.last_updated else None
    yield "dc.type", "Text"
    yield "dc.format", "text/html"
    yield "dc.identifier", f"doi:{metadata.doi}" if metadata.doi else None
    yield "dc.language", page.language
    yield "dc.rights", metadata.copyright or (licence.url or licence.name if licence else None)
    for numbered in publication.references:
        work = numbered.reference.work
        identifier = work.identifiers[0] if work.identifiers else None
        yield "dcterms.references", str(identifier) if identifier else work.title
