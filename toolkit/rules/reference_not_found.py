"""PubMed was asked for an entry's identifier, and has no such record.

## Why
A PMID that PubMed does not have is a slip, or a reference that somebody (or a language model) made
up: invented references with plausible identifiers are a known fault of text generators (Walters WH,
Wilder EI. *Sci Rep* 2023;13:14045). Either way nobody can follow it.

## Fails
```bibtex references.bib
@article{green2017, author = {Green, Ralph}, title = {Vitamin B12 deficiency from the perspective of a
  practicing hematologist}, journal = {Blood}, year = {2017}, pmid = {999999999}}
```
```toml references.lock
lock-version = 1

["pmid:999999999"]
standing = "not-in-pubmed"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "other"
```

## Passes
```bibtex references.bib
@article{green2017, author = {Green, Ralph}, title = {Vitamin B12 deficiency from the perspective of a
  practicing hematologist}, journal = {Blood}, year = {2017}, pmid = {28360040}}
```

## What else
A DOI that PubMed does not have is an information only: books, reports and many journals are not in
PubMed. Their citation is printed from the library, uncompared. That PubMed was not reached is
another thing, and never leads to this finding: such a work is simply not in the lock.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.finding import Problem, Severity
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.library import Entry, Library
from toolkit.model.record import Record, Standing
from toolkit.model.rule import Context, Rule
from toolkit.model.span import Span
from toolkit.model.work import Work
from toolkit.rules.characters import visible

_FIELDS = {
    Scheme.PMID: ("pmid", "eprint", "url"),
    Scheme.PMCID: ("pmcid", "pmc", "eprint", "url"),
    Scheme.DOI: ("doi", "url"),
    Scheme.ISBN: ("isbn",),
    Scheme.BOOKSHELF: ("url",),
}


def check(library: Library, context: Context) -> Iterator[Problem]:
    """Report each identifier of an entry that PubMed was asked for in vain."""
    for entry in library.entries:
        work = library.work(entry)
        answers = [(one, context.records.find(one)) for one in work.identifiers]
        is_known = any(record and record.standing is Standing.FOUND for _, record in answers)
        for identifier, record in answers:
            if record is None or record.standing is not Standing.NOT_IN_PUBMED:
                continue
            if identifier.scheme in (Scheme.PMID, Scheme.PMCID):
                yield _wrong(entry, identifier, record, work)
            elif not is_known and not _has_wrong_number(answers):
                yield _outside(entry, identifier, record, context)


def _has_wrong_number(answers: list[tuple[Identifier, Record | None]]) -> bool:
    """Tell whether the work's PMID or PMCID was asked for in vain: one finding is enough."""
    return any(
        record and record.standing is Standing.NOT_IN_PUBMED and one.scheme in (Scheme.PMID, Scheme.PMCID)
        for one, record in answers
    )


def _wrong(entry: Entry, identifier: Identifier, record: Record, work: Work) -> Problem:
    title = f' by its title, "{work.title[:80]}"' if work.title else ""
    return Problem(
        _place(entry, identifier.scheme),
        f'PubMed has no record of "{visible(str(identifier))}" (asked {record.provenance.date})',
        help=f"look for the paper in PubMed{title}, and correct the number; never cite what cannot be found",
    )


def _outside(entry: Entry, identifier: Identifier, record: Record, context: Context) -> Problem:
    return Problem(
        _place(entry, identifier.scheme),
        f'"{entry.key}" is not in PubMed: {visible(str(identifier))} (asked {record.provenance.date})',
        help=f"its citation is printed from {context.library.path}: compare it with the work itself",
        severity=Severity.INFO,
    )


def _place(entry: Entry, scheme: Scheme) -> Span:
    found = (entry.field(name) for name in _FIELDS[scheme] if entry.get(name))
    return next((field.value_span for field in found if field), entry.key_span)


RULE = Rule("reference-not-found", Severity.ERROR, check)
