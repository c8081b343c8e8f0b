"""Copyright and licence: the statement, the year, the holder, and the licence by its address."""

from __future__ import annotations

import re

from lxml.etree import _Element

from toolkit.exporters.jats.document import ALI, HREF, Content, Document
from toolkit.exporters.jats.links import link_target

_YEAR = re.compile(r"\b(1[89]|20)\d\d\b")
_MARK = re.compile(r"^(?:©|\(c\)|copyright)[\s:]*(?:©|\(c\))?\s*", re.IGNORECASE)
_CREATIVE_COMMONS = re.compile(
    r"(?:creative\s+commons\s+|cc[\s-]+)?(?P<kind>by(?:-nc)?(?:-(?:sa|nd))?)[\s-]+(?P<version>[1-4]\.\d)",
    re.IGNORECASE,
)
_DEDICATION = re.compile(r"cc0(?:[\s-]+1\.0)?", re.IGNORECASE)


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
    address = license_address(text)
    if address is None:
        return [document.element("license", None, document.element("license-p", None, text), span=span)]
    is_open = "creativecommons.org" in address
    name = license_name(address) or text
    link = document.element("ext-link", {"ext-link-type": "uri", HREF: address}, name)
    sentence: list[Content] = ["This work is licensed under ", link, "."]
    return [
        document.element(
            "license",
            {HREF: address, "license-type": "open-access" if is_open else None},
            document.element(f"{{{ALI}}}license_ref", None, address),
            document.element("license-p", None, *sentence),
            span=span,
        )
    ]


def license_address(text: str) -> str | None:
    """Give the address of a licence named by SPDX identifier, in words or by address, if it is known."""
    text = text.strip()
    if re.match(r"https?://", text):
        return link_target(text)
    found = _CREATIVE_COMMONS.fullmatch(text)
    if found:
        return f"https://creativecommons.org/licenses/{found['kind'].lower()}/{found['version']}/"
    if _DEDICATION.fullmatch(text):
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    return None


def license_name(address: str) -> str | None:
    """Give the common name of a Creative Commons licence by its address."""
    found = re.search(r"creativecommons\.org/licenses/([a-z-]+)/(\d\.\d)", address)
    if found:
        return f"CC {found[1].upper()} {found[2]}"
    return "CC0 1.0" if "publicdomain/zero" in address else None
