"""`reference-mismatch` on real records: silent on PubMed's own data in any form, never on a changed field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import DATA
from tests.growth import growth
from toolkit.model.bibliography import Bibliography
from toolkit.model.finding import Problem, Severity
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.library import Library
from toolkit.model.policy import Policy
from toolkit.model.record import Payload, Record, Records
from toolkit.model.rule import Context
from toolkit.model.work import Collective, Name, PartialDate, Person, Work
from toolkit.readers.bibtex import read_library
from toolkit.rules.comparison import page_range
from toolkit.rules.reference_mismatch import check
from toolkit.sources.pubmed_xml import cut, parse

SAMPLE = DATA / "pubmed" / "sample.xml"
_LATEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def records_of(path: Path) -> list[Record]:
    """Read records; of several versions of one, the last."""
    found = {}
    for piece in cut(path.read_bytes()):
        identifier = Identifier(Scheme.PMID, piece.pmid)
        found[piece.pmid] = parse(
            Payload(identifier, piece.data, "application/xml", "pubmed", "2026-11-22T00:00:00Z", "")
        )
    return list(found.values())


def escaped(text: str) -> str:
    return re.sub(r"[\\{}%#$&_~^]", lambda found: _LATEX.get(found[0], f"\\{found[0]}"), text)


def pubmed_name(name: Name) -> str:
    if isinstance(name, Collective):
        return f"{{{escaped(name.name)}}}"
    parts = (f"{{{escaped(name.family)}}}", name.suffix, name.given)
    return ", ".join(part for part in parts if part)


def publisher_name(name: Name) -> str:
    """Given name first, initials with full stops, as Crossref and publishers export."""
    if isinstance(name, Collective) or name.suffix or not name.initials:
        return pubmed_name(name)
    return f"{'. '.join(name.initials)}. {{{escaped(name.family)}}}"


def entry(
    work: Work, name: Callable[[Name], str], *, title: str | None, journal: str | None, pages: str | None
) -> str:
    fields = {
        "title": escaped(title) if title else None,
        "author": " and ".join(map(name, work.authors)) + ("" if work.authors_complete else " and others"),
        "journal": escaped(journal) if journal else None,
        "year": str(work.date.year) if work.date and work.date.year else None,
        "volume": escaped(work.volume) if work.volume else None,
        "number": escaped(work.issue) if work.issue else None,
        "pages": escaped(pages) if pages else None,
        "pmid": work.pmid,
        "doi": work.doi,
        "pmcid": work.pmcid,
    }
    lines = "".join(f"  {key} = {{{value}}},\n" for key, value in fields.items() if value)
    return f"@article{{p{work.pmid},\n{lines}}}\n"


def as_pubmed(work: Work) -> str:
    return entry(
        work, pubmed_name, title=work.title, journal=work.journal, pages=work.pages or work.elocation
    )


def as_publisher(work: Work) -> str:
    """Title in title case, the journal in full, pages in full with two dashes."""
    pages = work.pages
    if pages:
        start, end = page_range(pages)
        pages = start if end is None else f"{start}--{end}"
    title = " ".join(word[:1].upper() + word[1:] for word in (work.title or "").split(" "))
    journal = re.sub(r" [:=(].*", "", work.journal_full or work.journal or "").title()
    return entry(work, publisher_name, title=title, journal=journal, pages=pages or work.elocation)


def mismatches(works: Iterable[str], records: Iterable[Record]) -> list[Problem]:
    library = read_library("references.bib", "\n".join(works).encode())
    return run(library, Records.of(*records))


def run(library: Library, records: Records) -> list[Problem]:
    context = Context(Bibliography(library, records), Policy(), date(2026, 11, 22))
    return list(check(library, context))


@pytest.mark.parametrize("form", [as_pubmed, as_publisher])
def test_own_data_of_all_real_records_agrees(form: Callable[[Work], str], real_records: Path) -> None:
    records = records_of(real_records)
    assert len(records) > 50
    assert mismatches((form(record.work) for record in records), records) == []


def shifted(text: str | None) -> str | None:
    """Give another number: the last digit plus one."""
    found = re.search(r"\d(?=\D*$)", text or "")
    if text is None or found is None:
        return None
    return text[: found.start()] + str((int(found[0]) + 1) % 10) + text[found.end() :]


def with_year(work: Work) -> Work | None:
    known = {one.year for one in (work.date, work.electronic) if one and one.year}
    return replace(work, date=PartialDate(max(known) + 2)) if known else None


def with_author(work: Work) -> Work | None:
    if not work.authors or not isinstance(work.authors[0], Person):
        return None
    return replace(work, authors=(Person("Quackenbush", "Quentin", "Q"), *work.authors[1:]))


CHANGES: dict[str, Callable[[Work], Work | None]] = {
    "volume": lambda work: replace(work, volume=shifted(work.volume)) if shifted(work.volume) else None,
    "issue": lambda work: replace(work, issue=shifted(work.issue)) if shifted(work.issue) else None,
    "pages": lambda work: replace(work, pages=f"9{work.pages}") if work.pages and work.pages[0] != "9" else None,
    "year": with_year,
    "title": lambda work: replace(work, title=f"Unlikely {work.title}") if work.title else None,
    "author": with_author,
    "journal": lambda work: replace(work, journal="Acta Imaginaria"),
    "DOI": lambda work: replace(
        work,
        identifiers=tuple(
            one if one.scheme is not Scheme.DOI else Identifier(Scheme.DOI, f"{one.value}9")
            for one in work.identifiers
        ),
    )
    if work.doi
    else None,
}  # fmt: skip


@pytest.mark.parametrize("field", CHANGES)
def test_a_changed_field_is_found_in_every_record_that_has_it(field: str) -> None:
    records = [record for record in records_of(SAMPLE) if record.work.title]
    if field in ("volume", "issue", "pages"):
        records = [record for record in records if record.status != "Publisher"]
    if field in ("volume", "issue", "pages", "journal"):
        records = [record for record in records if record.work.type.value == "journal"]
    changed = [(record, CHANGES[field](record.work)) for record in records]
    works = [work for _, work in changed if work is not None]
    assert len(works) > 10
    problems = mismatches(map(as_pubmed, works), records)
    silent = [
        work.pmid
        for work in works
        if not any(f'the {field} of "p{work.pmid}"' in problem.message for problem in problems)
    ]
    assert silent == []
    assert len(problems) == len(works)


def test_a_foreign_pmid_is_one_error() -> None:
    records = [record for record in records_of(SAMPLE) if record.work.title and record.work.authors]
    one, other = records[0], next(r for r in records[1:] if r.work.language == "eng")
    text = as_pubmed(replace(one.work, identifiers=(other.identifier,)))
    (problem,) = mismatches([text], records)
    assert problem.severity is Severity.ERROR
    assert "another paper" in problem.message


def test_many_entries_take_time_in_proportion() -> None:
    records = records_of(SAMPLE)
    work = next(record.work for record in records if record.work.pages and len(record.work.authors) > 3)

    def comparing(count: int) -> Callable[[], object]:
        names = [Identifier(Scheme.PMID, str(1 + index)) for index in range(count)]
        known = [replace(records[0], identifier=one, work=replace(work, identifiers=(one,))) for one in names]
        library = read_library("r.bib", "\n".join(as_publisher(one.work) for one in known).encode())
        for one in library.entries:
            library.work(one)
        collection = Records.of(*known)
        assert run(library, collection) == []
        return lambda: run(library, collection)

    assert growth(comparing, 400, below=10) < 10
