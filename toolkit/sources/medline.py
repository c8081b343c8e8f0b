"""PubMed's MEDLINE format (`.nbib`), read by Bio.Medline.

The tags are those of the National Library of Medicine, *MEDLINE/PubMed Data Element (Field) Descriptions*.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from Bio import Medline

from toolkit.errors import UnreadableInputError
from toolkit.model.identifier import Scheme
from toolkit.model.record import Notice
from toolkit.model.work import Collective, Name, PartialDate, Person, Work, WorkType
from toolkit.readers.names import initials
from toolkit.sources.imported import ImportedWork, identifiers, inverted_name
from toolkit.sources.pubmed_dates import read_words
from toolkit.sources.pubmed_names import read_orcid
from toolkit.sources.xml_text import folded

_PARSE: Callable[[list[str]], Iterator[dict[str, Any]]] = Medline.parse
_LINE = re.compile(r"[A-Z][A-Z0-9]{1,3} *-(?: |$)")
_LOCATION = re.compile(r"(.+?)\s*\[(\w+)\]")
# Tags of links between records, and the RefTypes of PubMed's XML that they stand for.
_NOTICES = {
    "CIN": "CommentIn",
    "CON": "CommentOn",
    "CRF": "CorrectedandRepublishedFrom",
    "CRI": "CorrectedandRepublishedIn",
    "ECF": "ExpressionOfConcernFor",
    "ECI": "ExpressionOfConcernIn",
    "EFR": "ErratumFor",
    "EIN": "ErratumIn",
    "ORI": "OriginalReportIn",
    "RIN": "RetractionIn",
    "ROF": "RetractionOf",
    "RPF": "RepublishedFrom",
    "RPI": "RepublishedIn",
    "RRF": "RetractedandRepublishedFrom",
    "RRI": "RetractedandRepublishedIn",
    "SPIN": "SummaryForPatientsIn",
    "UIN": "UpdateIn",
    "UOF": "UpdateOf",
}


def read_works(text: str) -> Iterator[ImportedWork | UnreadableInputError]:
    """Yield the records of a MEDLINE text, or an error in place of one that is none."""
    for line, lines in _records(text):
        if isinstance(lines, UnreadableInputError):
            yield lines
            continue
        record = next(_PARSE(lines), None)
        if record is None or not (record.get("PMID") or record.get("TI") or record.get("BTI")):
            yield UnreadableInputError("the record has neither a PMID nor a title", line=line)
        else:
            yield _work(_Fields(record), line)


def _records(text: str) -> Iterator[tuple[int, list[str] | UnreadableInputError]]:
    """Yield each record with its first line's number, continuation lines joined to their field.

    Joined here, since Bio.Medline makes a list entry of each line of a field that may stand twice.
    """
    fields: list[str] = []
    first = 1
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("PMID-") and any(one.startswith("PMID-") for one in fields):
            yield first, fields
            fields = []
        if line[:6].isspace() and fields and line.strip():
            fields[-1] += " " + line.strip()
        elif not line.strip():
            if fields:
                yield first, fields
            fields = []
        elif _LINE.match(line):
            first = number if not fields else first
            fields.append(f"{line[:4]}- {line[6:].strip()}")
        else:
            yield number, UnreadableInputError(f"not a line of a MEDLINE record: {line[:60]!r}", line=number)
    if fields:
        yield first, fields


class _Fields:
    """A Bio.Medline record, whose values are texts or lists of texts, as lists or first texts."""

    def __init__(self, record: Any) -> None:
        self._record = record

    def all(self, tag: str) -> list[str]:
        value = self._record.get(tag, [])
        return [one for one in map(folded, [value] if isinstance(value, str) else value) if one]

    def first(self, *tags: str) -> str | None:
        return next((value for tag in tags for value in self.all(tag)), None)


def _work(fields: _Fields, line: int) -> ImportedWork:
    types = tuple(fields.all("PT"))
    languages = fields.all("LA")
    date, electronic = _dates(fields)
    pages = fields.first("PG")
    located = dict(_located(fields, "LID", "AID"))
    book = _without_stop(fields.first("BTI"))
    title = _without_stop(fields.first("TI") or fields.first("CTI"))
    vernacular = _without_stop(fields.first("TT"))
    kind = WorkType.PREPRINT if "Preprint" in types else WorkType.JOURNAL
    if book is not None:
        kind = WorkType.CHAPTER if title and title != book else WorkType.BOOK
    work = Work(
        type=kind,
        title=title or book or vernacular,
        vernacular_title=vernacular if title else None,
        container=book if kind is WorkType.CHAPTER else None,
        authors=tuple(_authors(fields)),
        editors=tuple(filter(None, map(inverted_name, fields.all("FED")))),
        journal=fields.first("TA"),
        journal_full=fields.first("JT"),
        issn=next(
            (found[0] for one in fields.all("IS") if (found := re.match(r"\d{4}-\d{3}[\dX]", one))), None
        ),
        date=date,
        electronic=electronic,
        volume=fields.first("VI"),
        issue=fields.first("IP"),
        pages=pages,
        elocation=None if pages else located.get("pii"),
        identifiers=identifiers(
            (Scheme.PMID, fields.first("PMID")),
            (Scheme.PMCID, fields.first("PMC")),
            (Scheme.DOI, located.get("doi")),
            (Scheme.ISBN, (fields.first("ISBN") or "").partition(" ")[0]),
            (Scheme.BOOKSHELF, located.get("bookaccession")),
        ),
        publisher=fields.first("PB"),
        place=fields.first("PL") if book else None,
        edition=fields.first("EN"),
        language=languages[0] if languages else None,
        other_languages=tuple(languages[1:]),
    )
    return ImportedWork(
        work=work,
        line=line,
        abstract=fields.first("AB"),
        abstract_licence=fields.first("CI"),
        publication_types=types,
        notices=tuple(_notices(fields)),
        mesh=tuple(dict.fromkeys(one.replace("*", "").partition("/")[0] for one in fields.all("MH"))),
        status=fields.first("STAT"),
    )


def _authors(fields: _Fields) -> Iterator[Name]:
    """Yield the authors. MEDLINE gives full names (FAU), short ones (AU) and groups (CN) apart."""
    full = fields.all("FAU")
    short = fields.all("AU")
    orcids = _orcids(fields)
    for index, text in enumerate(full or short):
        name = inverted_name(text) if full else _short(text)
        abbreviated = short[index] if full and index < len(short) else None
        if isinstance(name, Person) and abbreviated:
            yield _completed(name, abbreviated, orcids.get(text))
        elif isinstance(name, Collective):
            yield Person(name.name)  # FAU holds persons only; some have one name
        elif name is not None:
            yield name
    for text in fields.all("CN"):
        yield Collective(text)


def _completed(name: Person, abbreviated: str, orcid: str | None) -> Person:
    """Take initials and suffix from the short form, `Newell JD Jr`, which PubMed made itself."""
    rest = abbreviated.removeprefix(name.family).split()
    suffix = " ".join(rest[1:]) or name.suffix
    given = name.given
    if given and suffix and given.endswith(f" {suffix}"):  # FAU - Newell, John D Jr
        given = given.removesuffix(suffix).rstrip()
    return Person(name.family, given, rest[0] if rest else name.initials, suffix, orcid)


def _short(text: str) -> Person:
    family, _, letters = text.rpartition(" ")
    return Person(family, letters, initials(letters)) if family else Person(text)


def _orcids(fields: _Fields) -> dict[str, str]:
    """Map full names to ORCID iDs: `AUID- ORCID: 0000-…` stands after the FAU that it belongs to.

    Bio.Medline keeps no order between tags, so they are used only if each author has one.
    """
    found = [read_orcid(one) for one in fields.all("AUID")]
    authors = fields.all("FAU")
    if len(found) != len(authors):
        return {}
    return {author: orcid for author, orcid in zip(authors, found, strict=True) if orcid}


def _dates(fields: _Fields) -> tuple[PartialDate | None, PartialDate | None]:
    date = read_words(fields.first("DP") or "")
    text = fields.first("DEP") or ""
    electronic = None
    if re.fullmatch(r"\d{8}", text):
        electronic = PartialDate.possible(int(text[:4]), int(text[4:6]), int(text[6:]))
    if date is None:
        return electronic, None
    return date, electronic if electronic != date else None


def _located(fields: _Fields, *tags: str) -> Iterator[tuple[str, str]]:
    """Yield kind and value of `10.1182/blood-2016-10-569186 [doi]`; LID may hold two on one line."""
    for tag in reversed(tags):
        for text in fields.all(tag):
            for value, kind in _LOCATION.findall(text):
                yield kind.lower(), value.strip()


def _notices(fields: _Fields) -> Iterator[Notice]:
    for tag, kind in _NOTICES.items():
        for text in fields.all(tag):
            pmid = re.search(r"\bPMID:\s*(\d{1,9})", text)
            source = text[: pmid.start()].strip() if pmid else text
            yield Notice(kind, source or None, pmid[1] if pmid else None)


def _without_stop(title: str | None) -> str | None:
    return title[:-1] if title and title.endswith(".") and not title.endswith("..") else title
