"""Copyright and licence: the statement, the year, the holder, and the licence by its address."""

from __future__ import annotations

import re

from lxml.etree import _Element

from toolkit.exporters.jats.document import ALI, HREF, Content, Document
from toolkit.exporters.licences import licence_of

_YEAR = re.compile(r"\b(1[89]|20)\d\d\b")
_MARK = re.compile(r"^(?:©|\(c\)|copyright)[\s:]*(?:©|\(c\))?\s*", re.IGNORECASE)


def permissions(document: Document) -> list[_Element]:
    """Print `permissions`: only what front matter and policy say."""
    return (
        [document.element("permissions", None, *parts)]
        if (parts := [*_copyright(document), *_license(document)])
        else []
    )


def _copyright(document: Document) -> list[_Element]:
    publication = document.publication
    metadata = publication.article.metadata
    text = metadata.copyright or publication.policy.publisher.copyright_holder
    if not text:
        return []
    span = metadata.key_span("copyright") if metadata.copyright else None
    found = _YEAR.search(text)
    year = found[0] if found else f"{metadata.date.year:04d}" if metadata.date else None
    holder = _YEAR.sub("", _MARK.sub("", text), count=1).strip(" ,.;:–-")
    is_statement = _MARK.match(text) is not None
    statement = text if is_statement else " ".join(part for part in ("©", year, holder) if part)
    parts = [("copyright-statement", statement), ("copyright-year", year), ("copyright-holder", holder)]
    return [document.element(name, None, value, span=span) for name, value in parts if value]


def _license(document: Document) -> list[_Element]:
    publication = document.publication
    metadata = publication.article.metadata
    text = metadata.license or publication.policy.license
    if not text:
        return []
    span = metadata.key_span("license") if metadata.license else None
    licence = licence_of(text)
    if licence is None or licence.url is None:
        return [document.element("license", None, document.element("license-p", None, text), span=span)]
    is_open = "creativecommons.org" in licence.url
    link = document.element("ext-link", {"ext-link-type": "uri", HREF: licence.url}, licence.name)
    sentence: list[Content] = ["This work is licensed under ", link, "."]
    return [
        document.element(
            "license",
            {HREF: licence.url, "license-type": "open-access" if is_open else None},
            document.element(f"{{{ALI}}}license_ref", None, licence.url),
            document.element("license-p", None, *sentence),
            span=span,
        )
    ]
