"""RIS, the exchange format of reference managers (Research Information Systems, *RIS format specifications*).

PMID, PMCID and article number have no tags in the specification; they stand where EndNote and Zotero
put and look for them: `AN` with `DB`, `C2` and `C7`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.exporters.references.csl import INCOMPLETE
from toolkit.model.identifier import Scheme
from toolkit.model.publication import NumberedReference, Publication
from toolkit.model.work import Collective, Name, PartialDate, Work, WorkType

_TYPES = {
    WorkType.JOURNAL: "JOUR",
    WorkType.BOOK: "BOOK",
    WorkType.CHAPTER: "CHAP",
    WorkType.CONFERENCE: "CPAPER",
    WorkType.THESIS: "THES",
    WorkType.REPORT: "RPRT",
    WorkType.PREPRINT: "UNPB",
    WorkType.WEBPAGE: "ELEC",
    WorkType.OTHER: "GEN",
}
_RANGE = re.compile(r"([^\s,;–-]+)\s*[–-]\s*([^\s,;–-]+)")
# One line a field: no control, separator or half of a surrogate pair may cut it.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def render(publication: Publication) -> bytes:
    """Give the references as RIS records in UTF-8, in the order of their numbers."""
    records = ("".join(_record(one)) for one in publication.references)
    return "\r\n".join(records).encode()


def _record(numbered: NumberedReference) -> Iterator[str]:
    reference = numbered.reference
    work = reference.work
    yield _line("TY", _TYPES[work.type])
    yield from (
        _line(tag, value)
        for tag, value in (
            ("ID", reference.entry.key if reference.entry else reference.identity),
            ("TI", work.title),
            *(("AU", _name(one)) for one in work.authors),
            *(("ED", _name(one)) for one in work.editors),
            *_places(work),
            *_dates(work),
            ("VL", work.volume),
            ("IS", work.issue),
            *_pages(work),
            ("C7", work.elocation),
            ("ET", work.edition),
            ("PB", work.publisher),
            ("CY", work.place),
            ("LA", work.language),
            *_identifiers(work),
            ("UR", work.url),
            ("N1", None if work.authors_complete else INCOMPLETE),
            ("N1", "Retracted" if reference.record is not None and reference.record.is_retracted else None),
        )
        if value
    )
    yield "ER  - \r\n"


def _line(tag: str, value: str) -> str:
    return f"{tag}  - {' '.join(_UNPRINTABLE.sub(' ', value).split())}\r\n"


def _name(name: Name) -> str:
    """Give a name family first; a comma in a group's name, which would cut it, gives way to a semicolon."""
    if isinstance(name, Collective):
        return name.name.replace(",", ";")
    given = name.given or " ".join(f"{letter}." for letter in name.initials or "" if letter.isalpha())
    parts = [one.replace(",", " ") for one in (name.family, given, name.suffix or "")]
    return ",".join(parts).rstrip(",").replace(",", ", ") + ("" if given or name.suffix else ",")


def _places(work: Work) -> Iterator[tuple[str, str | None]]:
    if work.type in (WorkType.JOURNAL, WorkType.PREPRINT):
        full = work.journal_full or work.journal or work.container
        yield "T2", full
        yield "J2", work.journal if work.journal != full else None
    else:
        yield "T2", work.container or work.journal_full or work.journal


def _dates(work: Work) -> Iterator[tuple[str, str | None]]:
    date = work.date
    if date is not None:
        yield "PY", f"{date.year:04d}" if date.year else None
        yield "DA", _date(date) if date.month or date.text else None
    yield "Y2", _date(work.accessed) if work.accessed is not None else None


def _date(date: PartialDate) -> str | None:
    """Give `2017/05/11/`; words that no number holds stand after the third slash, or alone."""
    if date.year is None:
        return date.text
    month = f"{date.month:02d}" if date.month else ""
    day = f"{date.day:02d}" if date.month and date.day else ""
    return f"{date.year:04d}/{month}/{day}/{(date.text or '').replace('/', '-')}"


def _pages(work: Work) -> Iterator[tuple[str, str | None]]:
    found = _RANGE.fullmatch(work.pages or "")
    yield "SP", found[1] if found else work.pages
    yield "EP", found[2] if found else None


def _identifiers(work: Work) -> Iterator[tuple[str, str | None]]:
    isbn = work.identifier(Scheme.ISBN)
    yield "SN", work.issn
    yield "SN", isbn.value if isbn else None
    yield "DO", work.doi
    if work.pmid:
        yield "AN", work.pmid
        yield "DB", "PubMed"
    yield "C2", work.pmcid
