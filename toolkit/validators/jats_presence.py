"""Checks of the JATS profile for what must be there.

Each takes the root of a document and yields a message, the element that it is about (if there is
one) and the front-matter key where the missing thing belongs (if there is one).
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element

Complaints = Iterator[tuple[str, _Element | None, str | None]]

_META = "front/article-meta"
_ALI = "{http://www.niso.org/schemas/ali/1.0/}"
NO_ISSN = "not assigned"
"""What the exporter writes where there is no ISSN."""


def _says(root: _Element, path: str) -> bool:
    """Tell whether an element stands at a path and says anything."""
    found = root.find(path)
    return found is not None and bool("".join(map(str, found.itertext())).strip())


def journal_title(root: _Element) -> Complaints:
    """Require that the journal, or the site, has a title."""
    if not _says(root, "front/journal-meta/journal-title-group/journal-title"):
        yield "the journal or site has no title", None, None


def issn(root: _Element) -> Complaints:
    """Require that the journal has an ISSN."""
    found = [one.text or "" for one in root.findall("front/journal-meta/issn")]
    if not any(text.strip() and text != NO_ISSN for text in found):
        yield "the journal has no ISSN", None, None


def article_categories(root: _Element) -> Complaints:
    """Require that one group of subjects says what kind of article this is."""
    groups = root.findall(f"{_META}/article-categories/subj-group[@subj-group-type='heading']")
    if len(groups) != 1 or len(groups[0].findall("subject")) != 1:
        yield "the article has no single heading that says what kind it is", None, "type"


def pub_date(root: _Element) -> Complaints:
    """Require that the article has a date of publication."""
    if not _says(root, f"{_META}/pub-date[@date-type='pub']/year"):
        yield "the article has no date of publication", None, "date"


def location(root: _Element) -> Complaints:
    """Require that the article has a place in its journal: a first page or an electronic location."""
    if not _says(root, f"{_META}/fpage") and not _says(root, f"{_META}/elocation-id"):
        yield "the article has neither a first page nor an electronic location", None, None


def doi(root: _Element) -> Complaints:
    """Require that the article has a DOI."""
    if not _says(root, f"{_META}/article-id[@pub-id-type='doi']"):
        yield "the article has no DOI", None, "doi"


def contributors(root: _Element) -> Complaints:
    """Require that the article has an author, and each contributor a name."""
    people = root.findall(f"{_META}/contrib-group/contrib")
    if not any(one.get("contrib-type") == "author" for one in people):
        yield "the article names no author", None, "authors"
    for one in people:
        if one.find("name") is None and one.find("collab") is None:
            yield "a contributor has no name", one, "authors"


def roles(root: _Element) -> Complaints:
    """Require that each author has a CRediT role."""
    for one in root.findall(f"{_META}/contrib-group/contrib[@contrib-type='author']"):
        if one.find("role[@vocab='credit']") is None:
            yield "an author has no CRediT role", one, "authors"


def permissions(root: _Element) -> Complaints:
    """Require statement, year and holder of the copyright."""
    parts = ("statement", "year", "holder")
    missing = [part for part in parts if not _says(root, f"{_META}/permissions/copyright-{part}")]
    if missing:
        yield f"the article has no copyright {', '.join(missing)}", None, "copyright"


def license_address(root: _Element) -> Complaints:
    """Require that the licence is named by its address."""
    if not _says(root, f"{_META}/permissions/license/{_ALI}license_ref"):
        found = root.find(f"{_META}/permissions/license")
        text = "the licence has no address" if found is not None else "the article has no licence"
        yield text, found, "license"


def coi(root: _Element) -> Complaints:
    """Require a statement on competing interests."""
    if not _says(root, f"{_META}/author-notes/fn[@fn-type='coi-statement']"):
        yield "there is no statement on competing interests", None, "competing_interests"


def abstract(root: _Element) -> Complaints:
    """Require an abstract."""
    if not _says(root, f"{_META}/abstract"):
        yield "the article has no abstract", None, "abstract"


def funding(root: _Element) -> Complaints:
    """Require a statement on funding."""
    if not _says(root, f"{_META}/funding-group/funding-statement"):
        yield "there is no statement on funding", None, "funding"


def data_availability(root: _Element) -> Complaints:
    """Require a statement on the availability of data."""
    if not _says(root, "back/sec[@sec-type='data-availability']"):
        yield "there is no statement on the availability of data", None, "data_availability"


def ai_assistance(root: _Element) -> Complaints:
    """Require a statement on generative tools."""
    if not _says(root, "back/sec[@sec-type='ai-assistance']"):
        yield "there is no statement on generative tools", None, "ai_assistance"
