"""What a citation says of a paper: names, dates, places. Shared by library entries and records."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from toolkit.model.identifier import Identifier, Scheme


@dataclass(frozen=True, slots=True)
class Person:
    """A personal author. `initials` are as PubMed gives them (`JA`), derived from `given` if absent."""

    family: str
    given: str | None = None
    initials: str | None = None
    suffix: str | None = None
    orcid: str | None = None


@dataclass(frozen=True, slots=True)
class Collective:
    """A corporate author: a study group, a society, an agency."""

    name: str


Name = Person | Collective


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as bibliographies have it: a year and perhaps a month and day, or only words.

    `text` holds what could not be put in numbers, such as MEDLINE's `1998 Dec-1999 Jan` or a season.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    text: str | None = None

    @classmethod
    def possible(cls, year: int, month: int | None = None, day: int | None = None) -> PartialDate | None:
        """Give a date as far as it can be one: `None` for an impossible year, no day in an impossible month."""
        if not 1 <= year <= 9999:
            return None
        if month is None or not 1 <= month <= 12:
            return cls(year)
        return cls(year, month, day if day is not None and 1 <= day <= 31 else None)

    def isoformat(self) -> str | None:
        """Give `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; `None` without a year."""
        if self.year is None:
            return None
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
            if self.day is not None:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)


class WorkType(StrEnum):
    """What kind of thing is cited; the values are those of JATS `@publication-type` where it has one."""

    JOURNAL = "journal"
    BOOK = "book"
    CHAPTER = "chapter"
    CONFERENCE = "confproc"
    THESIS = "thesis"
    REPORT = "report"
    PREPRINT = "preprint"
    WEBPAGE = "web"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Work:
    """The citation of one work. Text is plain Unicode without markup.

    `journal` is the MEDLINE abbreviation where known (NLM cites by `MedlineTA`), `journal_full`
    the full title. `pages` is a range as printed (`2603-2611`, `e1000`), `elocation` an article
    number. `date` is the date to cite, chosen by PubModel for PubMed records; `electronic` the
    date of online publication where it differs.
    """

    type: WorkType
    title: str | None = None
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    authors_complete: bool = True
    journal: str | None = None
    journal_full: str | None = None
    issn: str | None = None
    date: PartialDate | None = None
    electronic: PartialDate | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    elocation: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    container: str | None = None
    """The book of a chapter, the proceedings of a conference paper, the site of a page."""
    publisher: str | None = None
    place: str | None = None
    edition: str | None = None
    url: str | None = None
    accessed: PartialDate | None = None
    language: str | None = None
    """ISO 639-2 code as PubMed gives it (`eng`), or what the library says."""
    other_languages: tuple[str, ...] = ()
    """Codes of the further languages in which the full text is published, where there are several."""
    vernacular_title: str | None = None

    def identifier(self, scheme: Scheme) -> Identifier | None:
        """Give the work's identifier of one scheme."""
        return next((one for one in self.identifiers if one.scheme is scheme), None)

    @property
    def pmid(self) -> str | None:
        """The PubMed identifier, digits only."""
        found = self.identifier(Scheme.PMID)
        return found.value if found else None

    @property
    def pmcid(self) -> str | None:
        """The PubMed Central identifier, with its `PMC`."""
        found = self.identifier(Scheme.PMCID)
        return found.value if found else None

    @property
    def doi(self) -> str | None:
        """The DOI, bare and in lower case."""
        found = self.identifier(Scheme.DOI)
        return found.value if found else None
