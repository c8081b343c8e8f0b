"""References: each as an `element-citation` whose parts are all marked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.etree import _Element

from toolkit.exporters.jats.document import HREF, LANG, Document
from toolkit.exporters.jats.links import link_target
from toolkit.model.identifier import Scheme
from toolkit.model.publication import NumberedReference
from toolkit.model.record import Notice, Record
from toolkit.model.work import Collective, Name, PartialDate, Work, WorkType

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
# Values of @publication-type as JATS4R's recommendation lists them; a chapter is part of a book.
_PUBLICATION_TYPES = {WorkType.CHAPTER: "book"}
# What PubMed's RefTypes say of the paper, in the reader's words; others say nothing against it.
_NOTICES = {
    "RetractionIn": "Retracted",
    "RetractedandRepublishedIn": "Retracted and republished",
    "PartialRetractionIn": "Partially retracted",
    "ExpressionOfConcernIn": "Expression of concern",
    "ErratumIn": "Corrected",
    "CorrectedandRepublishedIn": "Corrected and republished",
    "RepublishedIn": "Republished",
    "UpdateIn": "Updated",
}
_PAGES = re.compile(r"(?P<first>[A-Za-z]*\d+[A-Za-z]*)\s*[-–—]\s*(?P<last>[A-Za-z]*\d+[A-Za-z]*)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


def reference(document: Document, numbered: NumberedReference) -> _Element:
    """Print one entry of the list of references."""
    span = numbered.places[0] if numbered.places else None
    return document.element(
        "ref",
        {"id": numbered.identifier},
        document.element("label", None, str(numbered.number)),
        _citation(document, numbered),
        span=span,
    )


def _citation(document: Document, numbered: NumberedReference) -> _Element:
    work = numbered.reference.work
    parts = [
        *_people(document, work.authors, "author", complete=work.authors_complete),
        *_titles(document, work),
        *_people(document, work.editors, "editor", complete=True),
        *_texts(
            document,
            (("edition", work.edition), ("publisher-loc", work.place), ("publisher-name", work.publisher)),
        ),
        *_date(document, work.date),
        *_texts(document, (("volume", work.volume), ("issue", work.issue))),
        *_pages(document, work),
        *_texts(document, (("issn", work.issn),)),
        *_identifiers(document, work),
        *_other_dates(document, work),
        *_link(document, work),
        *_state(document, numbered.reference.record),
    ]
    kind = _PUBLICATION_TYPES.get(work.type, work.type.value)
    if not parts:
        parts = [
            document.element("comment", None, f"Reference {numbered.reference.identity}: no details known")
        ]
    return document.element("element-citation", {"publication-type": kind}, *parts)


def _people(document: Document, names: Sequence[Name], role: str, *, complete: bool) -> list[_Element]:
    people = [_person(document, name) for name in names]
    if not people:
        return []
    if not complete:
        people.append(document.element("etal"))
    return [document.element("person-group", {"person-group-type": role}, *people)]


def _person(document: Document, name: Name) -> _Element:
    if isinstance(name, Collective):
        return document.element("collab", None, name.name)
    given = name.given or name.initials
    parts = [document.element("surname", None, name.family)]
    if given:
        parts.append(document.element("given-names", {"initials": name.initials}, given))
    if name.suffix:
        parts.append(document.element("suffix", None, name.suffix))
    return document.element("name", None, *parts)


def _titles(document: Document, work: Work) -> list[_Element]:
    """Name the work, and what it stands in: journal, book, proceedings or site."""
    journal = work.journal or work.journal_full
    match work.type:
        case WorkType.BOOK | WorkType.THESIS | WorkType.REPORT:
            own, source = "source", None
        case WorkType.CHAPTER:
            own, source = "chapter-title", work.container or journal
        case WorkType.JOURNAL | WorkType.PREPRINT:
            own, source = "article-title", journal or work.container
        case _:
            source = work.container or journal
            own = "article-title" if source else "source"
    titles: list[_Element] = []
    if work.title:
        titles += _own_title(document, work, own, work.title)
    return [*titles, *_texts(document, (("source", source),))]


def _own_title(document: Document, work: Work, own: str, title: str) -> list[_Element]:
    language = work.language if work.language and _LANGUAGE.fullmatch(work.language) else None
    if work.vernacular_title and work.vernacular_title != title and own == "article-title":
        return [
            document.element(own, {LANG: language}, work.vernacular_title),
            document.element("trans-title", {LANG: "en"}, title),
        ]
    return [document.element(own, None, title)]


def _texts(document: Document, parts: Sequence[tuple[str, str | None]]) -> list[_Element]:
    return [document.element(name, None, text) for name, text in parts if text and text.strip()]


def _date(document: Document, day: PartialDate | None) -> list[_Element]:
    if day is None:
        return []
    if day.year is None:
        return _texts(document, (("string-date", day.text),))
    parts = [document.element("year", {"iso-8601-date": day.isoformat()}, f"{day.year:04d}")]
    if day.month is not None:
        parts.append(document.element("month", None, str(day.month)))
        if day.day is not None:
            parts.append(document.element("day", None, str(day.day)))
    elif day.text:
        # MEDLINE's `1998 Dec-1999 Jan`, or a season.
        rest = day.text.removeprefix(f"{day.year:04d}").strip()
        parts += _texts(document, (("season", rest),))
    return parts


def _pages(document: Document, work: Work) -> list[_Element]:
    """Print pages as first and last where they are one range, else as they stand."""
    printed = _texts(document, (("elocation-id", work.elocation),))
    if not work.pages:
        return printed
    found = _PAGES.fullmatch(work.pages.strip())
    if found:
        last = _full_page(found["first"], found["last"])
        return [*_texts(document, (("fpage", found["first"]), ("lpage", last))), *printed]
    name = "fpage" if re.fullmatch(r"[A-Za-z]*\d+[A-Za-z]*", work.pages.strip()) else "page-range"
    return [*_texts(document, ((name, work.pages),)), *printed]


def _full_page(first: str, last: str) -> str:
    """Write out a shortened last page: `2603-11` ends on 2611."""
    if first.isdigit() and last.isdigit() and len(last) < len(first):
        return first[: len(first) - len(last)] + last
    return last


def _identifiers(document: Document, work: Work) -> list[_Element]:
    found: list[_Element] = []
    for scheme in (Scheme.PMID, Scheme.PMCID, Scheme.DOI):
        identifier = work.identifier(scheme)
        if identifier is not None:
            found.append(document.element("pub-id", {"pub-id-type": scheme.value}, identifier.value))
    isbn = work.identifier(Scheme.ISBN)
    if isbn is not None:
        found.append(document.element("isbn", None, isbn.value))
    bookshelf = work.identifier(Scheme.BOOKSHELF)
    if bookshelf is not None:
        attributes = {"ext-link-type": "uri", HREF: bookshelf.url}
        found.append(document.element("ext-link", attributes, bookshelf.value))
    return found


def _other_dates(document: Document, work: Work) -> list[_Element]:
    dates = (("epub", "Epub", work.electronic), ("access-date", "Accessed", work.accessed))
    return [
        document.element(
            "date-in-citation",
            {"content-type": kind, "iso-8601-date": day.isoformat()},
            f"{word} {_in_words(day)}",
        )
        for kind, word, day in dates
        if day is not None and _in_words(day)
    ]


def _in_words(day: PartialDate) -> str:
    """Give a date as NLM prints it: `2017 May 11`."""
    if day.year is None:
        return day.text or ""
    parts = [f"{day.year:04d}"]
    if day.month is not None and 1 <= day.month <= 12:
        parts.append(_MONTHS[day.month - 1])
        if day.day is not None:
            parts.append(str(day.day))
    return " ".join(parts)


def _link(document: Document, work: Work) -> list[_Element]:
    href = link_target(work.url) if work.url else None
    if href is None or work.url is None:
        return []
    return [document.element("ext-link", {"ext-link-type": "uri", HREF: href}, work.url)]


def _state(document: Document, record: Record | None) -> list[_Element]:
    """Say that a paper was retracted, corrected or doubted, and where."""
    if record is None:
        return []
    comments = [
        document.element("comment", {"content-type": notice.kind}, _notice(notice))
        for notice in record.notices
        if notice.kind in _NOTICES
    ]
    if record.is_retracted and not record.notices_of("RetractionIn", "RetractedandRepublishedIn"):
        comments.insert(0, document.element("comment", {"content-type": "RetractionIn"}, "Retracted."))
    return comments


def _notice(notice: Notice) -> str:
    text = _NOTICES[notice.kind]
    if notice.source:
        text += f" in: {notice.source.rstrip('.')}"
    return f"{text} (PMID {notice.pmid})." if notice.pmid else f"{text}."
