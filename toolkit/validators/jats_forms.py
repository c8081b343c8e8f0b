"""Checks of the JATS profile for the form of what is there.

Each takes the root of a document and yields a message, the element that it is about and, for
front matter, the key that it comes from.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from lxml.etree import QName, _Element

from toolkit.validators.jats_presence import NO_ISSN

Complaints = Iterator[tuple[str, _Element | None, str | None]]

_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_HREF = "{http://www.w3.org/1999/xlink}href"
# PMC style checker, article-type-content-check.
_ARTICLE_TYPE_NAMES = (
    "abstract addendum admin announcement article-commentary book-review books-received brief-report calendar "
    "case-report collection correction data-paper discussion editorial expression-of-concern filler in-brief "
    "index introduction letter meeting-report methods-article news obituary oration other product-review "
    "protocol rapid-communication reply report research-article retraction review-article systematic-review "
    "tutorial"
)
ARTICLE_TYPES = frozenset(_ARTICLE_TYPE_NAMES.split())
# PMC style checker, related-article-check.
_RELATED_NAMES = (
    "addendum addended-article alt-language article-reference article-response commentary commentary-article "
    "companion concurrent-pub continued-by continues corrected-article correction-forward data-paper "
    "data-paper-referrer letter letter-reply object-of-concern peer-review peer-reviewed-article repub-note "
    "repub-note-target republication republished-article retracted-article retraction-forward update update-in "
    "update-of updated-article"
)
RELATED_ARTICLE_TYPES = frozenset(_RELATED_NAMES.split())
# PMC style checker, xref-check: what each kind of reference may point at.
_TARGETS = {
    "aff": frozenset({"aff"}),
    "bibr": frozenset({"ref"}),
    "boxed-text": frozenset({"boxed-text"}),
    "corresp": frozenset({"corresp", "fn"}),
    "disp-formula": frozenset({"disp-formula", "inline-formula", "fig"}),
    "fig": frozenset({"fig"}),
    "fn": frozenset({"fn"}),
    "sec": frozenset({"sec", "app", "boxed-text", "ref-list"}),
    "table": frozenset({"table-wrap"}),
}
# Elements that say something by being there (JATS 1.3), and cells, which may be blank.
_MAY_BE_EMPTY = frozenset({"break", "etal", "hr", "td", "th", "graphic", "inline-graphic", "xref"})
_DOI = re.compile(r"10\.[0-9]{2,9}(?:\.[0-9]+)*/\S+")
_LINK_TYPES = frozenset({"uri", "doi", "pmid", "pmcid", "ftp"})


def article_type(root: _Element) -> Complaints:
    """Require that `@article-type` is one that PMC knows."""
    value = root.get("article-type")
    if value not in ARTICLE_TYPES:
        yield f'"{value}" is no article type that PMC knows', None, "type"


def issn(root: _Element) -> Complaints:
    """Require that an ISSN has the form and the check digit of ISO 3297."""
    for element in root.iter("issn"):
        text = (element.text or "").strip()
        if text != NO_ISSN and not issn_is_valid(text):
            yield f'"{text}" is not a valid ISSN', element, None


def issn_is_valid(text: str) -> bool:
    """Check an ISSN by its check digit (ISO 3297, annex B)."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{3}[0-9X]", text):
        return False
    digits = text.replace("-", "")
    total = sum(weight * int(digit) for weight, digit in zip(range(8, 1, -1), digits[:7], strict=True))
    return "0123456789X"[-total % 11] == digits[7]


def orcid_is_valid(text: str) -> bool:
    """Check an ORCID's address and its check digit (ISO 7064, MOD 11-2)."""
    found = re.fullmatch(r"https://orcid\.org/([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3})([0-9X])", text)
    if found is None:
        return False
    total = 0
    for digit in found[1].replace("-", ""):
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == found[2]


def orcid(root: _Element) -> Complaints:
    """Require that an ORCID is an https address with a right check digit."""
    for element in root.iter("contrib-id"):
        text = (element.text or "").strip()
        if element.get("contrib-id-type") == "orcid" and not orcid_is_valid(text):
            yield f'"{text}" is not a valid ORCID', element, "authors"


def dates(root: _Element) -> Complaints:
    """Require that days and months are numbers of days and months that exist."""
    for element in root.iter("pub-date", "date", "element-citation"):
        year, month, day = (_number(element, name) for name in ("year", "month", "day"))
        if -1 in (year, month, day) or not 0 <= month <= 12 or (day and not month):
            yield "a date is not made of a year, a month from 1 to 12 and a day", element, None
        elif day and not 1 <= day <= monthrange(year if 1 <= year <= 9999 else 2000, month)[1]:
            yield f"there is no day {day} in month {month} of {year}", element, None


def _number(element: _Element, name: str) -> int:
    """Give a child's number, 0 where there is no such child, -1 where it is no number."""
    text = element.findtext(name)
    if text is None:
        return 0
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text.strip()) else -1


def doi(root: _Element) -> Complaints:
    """Require that a DOI is bare."""
    for element in root.iter("article-id", "pub-id"):
        text = element.text or ""
        if element.get("pub-id-type") == "doi" and not _DOI.fullmatch(text):
            yield f'"{text}" is not a bare DOI', element, "doi" if element.tag == "article-id" else None


def pmid(root: _Element) -> Complaints:
    """Require that a PMID is digits; a PMCID is PMC and digits."""
    forms = {"pmid": r"[1-9][0-9]{0,8}", "pmcid": r"PMC[1-9][0-9]*"}
    for element in root.iter("pub-id"):
        form = forms.get(element.get("pub-id-type") or "")
        if form is not None and not re.fullmatch(form, element.text or ""):
            yield (
                f'"{element.text or ""}" is not a {(element.get("pub-id-type") or "").upper()}',
                element,
                None,
            )


def publication_type(root: _Element) -> Complaints:
    """Require that each citation says what kind of work it cites."""
    for element in root.iter("element-citation", "mixed-citation"):
        if not element.get("publication-type"):
            yield "a reference does not say what kind of work it is", element, None


def alt_text(root: _Element) -> Complaints:
    """Require that each image has a text that can stand in for it."""
    for element in root.iter("graphic", "inline-graphic"):
        if not (element.findtext("alt-text") or "").strip():
            yield f'the image "{element.get(_HREF)}" has no alternative text', element, None


def math_ids(root: _Element) -> Complaints:
    """Require that each formula can be pointed at."""
    for element in root.iter(f"{_MATHML}math"):
        if not element.get("id"):
            yield "a formula has no id", element, None


def empty_elements(root: _Element) -> Complaints:
    """Require that no element is empty, unless it says something by being there."""
    for element in root.iter("*"):
        name = QName(element)
        is_empty = len(element) == 0 and not (element.text or "").strip()
        if is_empty and not name.namespace and name.localname not in _MAY_BE_EMPTY:
            yield f"<{name.localname}> is empty", element, None


def cross_references(root: _Element) -> Complaints:
    """Require that each reference points at something of the kind that it says."""
    by_id = {identifier: element for element in root.iter("*") if (identifier := element.get("id"))}
    for element in root.iter("xref"):
        target = by_id.get(element.get("rid") or "")
        kind = element.get("ref-type") or ""
        if target is None:
            yield f'a reference points at "{element.get("rid")}", which is not there', element, None
        elif kind in _TARGETS and QName(target).localname not in _TARGETS[kind]:
            yield f"a reference to a {kind} points at <{QName(target).localname}>", element, None


def links(root: _Element) -> Complaints:
    """Require that each external link has a kind and an address without white space."""
    for element in root.iter("ext-link"):
        address = element.get(_HREF) or ""
        if element.get("ext-link-type") not in _LINK_TYPES:
            yield "a link does not say what kind of address it has", element, None
        if not address or re.search(r"\s", address):
            yield f'"{address}" is not an address', element, None


def related_articles(root: _Element) -> Complaints:
    """Require that each related article is related in a way that PMC knows."""
    for element in root.iter("related-article"):
        if element.get("related-article-type") not in RELATED_ARTICLE_TYPES:
            yield "a related article is related in no way that PMC knows", element, None
