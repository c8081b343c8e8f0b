"""What is known of a reference's kind and standing, in honest words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from toolkit.exporters.html import wording
from toolkit.exporters.html.markup import Content, Element, element
from toolkit.exporters.html.page import Page, long_date
from toolkit.model.bibliography import Reference
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.record import Notice, Origin, Record, Standing
from toolkit.model.work import WorkType

EVIDENCE = "evidence/index.html"
"""The sheet of all statements with their sources, in the article's folder."""
# Publication types that say nothing of the kind of evidence (MeSH, publication characteristics V03).
_UNTELLING = frozenset(
    {
        "Journal Article",
        "English Abstract",
        "Comparative Study",
        "Historical Article",
        "Published Erratum",
        "Retracted Publication",
        "Corrected and Republished Article",
        "Introductory Journal Article",
        "Video-Audio Media",
        "Webcast",
    }
)
_WORK_TYPES = {
    WorkType.JOURNAL: "Journal article",
    WorkType.BOOK: "Book",
    WorkType.CHAPTER: "Book chapter",
    WorkType.CONFERENCE: "Conference paper",
    WorkType.THESIS: "Thesis",
    WorkType.REPORT: "Report",
    WorkType.PREPRINT: "Preprint, not peer-reviewed",
    WorkType.WEBPAGE: "Web page",
    WorkType.OTHER: "Other document",
}
# Citation statuses of records that indexers have not finished (PubMed help, "Citation status subsets").
_UNINDEXED = frozenset({"Publisher", "In-Data-Review", "In-Process"})
# PubMed's RefTypes, the mark that the page shows for them, and how grave it is.
_NOTICES = {
    "RetractionIn": ("Retracted", "alarm"),
    "RetractedandRepublishedIn": ("Retracted and republished", "alarm"),
    "PartialRetractionIn": ("Partially retracted", "alarm"),
    "ExpressionOfConcernIn": ("Expression of concern", "alarm"),
    "ErratumIn": ("Corrected", "notice"),
    "CorrectedandRepublishedIn": ("Corrected and republished", "notice"),
    "UpdateIn": ("A newer version exists", "notice"),
    "RepublishedIn": ("Republished", "notice"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A word about a reference, how grave it is (`alarm`, `notice`), and where to read more."""

    text: str
    weight: str
    detail: str | None = None
    url: str | None = None


def coverage_line(page: Page) -> Element | None:
    """Say how many statements name a source and were laid beside an abstract, and lead to the sheet of them all."""
    publication = page.publication
    sentence = wording.coverage_sentence(publication.coverage)
    if sentence is None:
        return None
    parts: list[Content] = [page.words(sentence)]
    if publication.editions:
        parts += [" ", page.words(wording.BOTH_COUNTED)]
    if publication.has_evidence:
        link = element("a", {"href": page.beside(EVIDENCE)}, page.words("Every statement with its sources"))
        parts += [" ", link, "."]
    return element("p", {"class": "coverage"}, *parts)


def evidence_type(reference: Reference) -> str:
    """Say what kind of publication it is, by PubMed's publication types where they tell something."""
    record = reference.record
    types = [
        one
        for one in (record.publication_types if record else ())
        if one not in _UNTELLING and not one.startswith("Research Support")
    ]
    kind = ", ".join(types) or _WORK_TYPES[reference.work.type]
    if record is not None and record.status in _UNINDEXED and not types:
        return f"{kind} (not indexed by PubMed yet)"
    return kind


def marks(reference: Reference) -> list[Mark]:
    """Give what a reader must know of the work's standing: retractions, concerns, corrections, versions."""
    record = reference.record
    if record is None:
        return []
    found = [
        Mark(*_NOTICES[notice.kind], _detail(notice), _url(notice))
        for notice in record.notices
        if notice.kind in _NOTICES
    ]
    if record.is_retracted and not any(one.text.startswith("Retracted") for one in found):
        found.insert(0, Mark("Retracted", "alarm"))
    return sorted(found, key=lambda one: one.weight != "alarm")


def provenance(reference: Reference) -> str:
    """Say where the details come from; only what Osler fetched from PubMed is called PubMed's."""
    record = reference.record
    if record is None:
        return "Details from the authors’ library, not checked against PubMed."
    obtained = _day(record)
    if record.standing is Standing.NOT_IN_PUBMED:
        return f"Not found in PubMed when asked{obtained}; details from the authors’ library."
    match record.provenance.origin:
        case Origin.FETCHED:
            return f"Details from PubMed, fetched{obtained}."
        case Origin.IMPORTED:
            return f"Details imported from a saved record{obtained}, not fetched from PubMed."
        case Origin.TRANSCRIBED:
            return f"Details transcribed by hand{obtained}, not fetched from PubMed."


def links(reference: Reference) -> list[tuple[str, Identifier]]:
    """Give the identifiers to link, with the name of the place that each leads to."""
    names = {
        Scheme.PMID: "PubMed",
        Scheme.DOI: "DOI",
        Scheme.PMCID: "Free full text",
        Scheme.BOOKSHELF: "NCBI Bookshelf",
    }
    found = {one.scheme: one for one in reversed(reference.identifiers)}
    return [(name, found[scheme]) for scheme, name in names.items() if scheme in found]


def _day(record: Record) -> str:
    try:
        return f" on {long_date(date.fromisoformat(record.provenance.date[:10]))}"
    except ValueError:
        return ""


def _detail(notice: Notice) -> str | None:
    return notice.source or notice.note


def _url(notice: Notice) -> str | None:
    identifier = Identifier.make(Scheme.PMID, notice.pmid) if notice.pmid else None
    return identifier.url if identifier else None
