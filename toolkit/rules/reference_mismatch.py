"""An entry of the library says something else than PubMed's record of the work.

## Why
Surveys found errors in over a third of the references of biomedical papers (Wager E, Middleton P.
*Cochrane Database Syst Rev* 2008;(4):MR000002): readers do not find the paper, or find another one.
ICMJE (Recommendations, section IV.A.3.g) asks authors to verify references against the original
source or PubMed. Where the PMID or DOI belongs to another paper, the evidence itself is not what it seems.

## Fails
```bibtex references.bib
@article{green2017, author = {Green, Ralph}, title = {Vitamin B12 deficiency from the perspective of a
  practicing hematologist}, journal = {Blood}, year = {2017}, volume = {192}, pages = {2603-2611},
  pmid = {28360040}}
```
```toml references.lock
lock-version = 1

["pmid:28360040"]
also = ["doi:10.1182/blood-2016-10-569186"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "Vitamin B12 deficiency from the perspective of a practicing hematologist"
authors = [["Green", "Ralph", "R"]]
journal = "Blood"
published = "2017-05-11"
volume = "129"
issue = "19"
pages = "2603-2611"
```

## Passes
```bibtex references.bib
@article{green2017, author = {Green, R.}, title = {Vitamin {B12} Deficiency from the Perspective of a
  Practicing Hematologist.}, journal = {Blood}, year = {2017}, volume = {129}, pages = {2603--11},
  pmid = {28360040}}
```
```toml references.lock
lock-version = 1

["pmid:28360040"]
also = ["doi:10.1182/blood-2016-10-569186"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "Vitamin B12 deficiency from the perspective of a practicing hematologist"
authors = [["Green", "Ralph", "R"]]
journal = "Blood"
published = "2017-05-11"
volume = "129"
issue = "19"
pages = "2603-2611"
```

## What means the same
Case, punctuation, diacritics and Greek letters of titles; a journal in full, abbreviated, or by its
acronym; `2603-11` and `2603--2611`, or the first page alone; initials and given names; particles and
Chinese names in either order; a group that only one side lists as author. A missing subtitle, the
year of online publication and a list of authors that ends early are information only. Volume, issue
and pages are not compared while PubMed has the paper ahead of print.

## Fix
Safe for year, volume, issue and pages, if the title agrees, no identifier contradicts, and PubMed's
record was fetched, so that there is no doubt which paper is meant. All other fixes are unsafe: look
whether it is the entry or its identifier that is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.model.finding import Edit, Fix, Problem, Severity
from toolkit.model.identifier import Identifier
from toolkit.model.library import Entry, Field, Library
from toolkit.model.record import Origin, Record
from toolkit.model.rule import Context, Rule
from toolkit.model.work import Work
from toolkit.rules.citing import speaker
from toolkit.rules.comparison import display_name
from toolkit.rules.differences import Difference, differences, is_another_paper

_FIELDS = {
    "title": ("title",),
    "authors": ("author",),
    "year": ("year", "date"),
    "journal": ("journal", "journaltitle", "shortjournal"),
    "volume": ("volume",),
    "issue": ("number", "issue"),
    "pages": ("pages", "eid"),
    "pmid": ("pmid", "eprint"),
    "pmcid": ("pmcid", "pmc", "eprint"),
    "doi": ("doi", "url"),
}
"""The fields of BibTeX and BibLaTeX that may hold a part of a citation."""
_NAMES = {"authors": "author", "pmid": "PMID", "pmcid": "PMCID", "doi": "DOI"}
_SAFE = ("year", "volume", "issue", "pages")
_VERBATIM = ("pmid", "pmcid", "pmc", "doi")
_BRACED = re.compile(r"(?<!\S)\{[^\s{}\\]+\}(?!\S)")
_LATEX = re.compile(r"[\\{}%#$&_~^]")
_COMMANDS = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def check(library: Library, context: Context) -> Iterator[Problem]:
    """Compare every entry that has a record with it."""
    for entry in library.entries:
        work = library.work(entry)
        known = _record(work, context)
        if known is None:
            continue
        identifier, record = known
        if is_another_paper(work, record.work):
            yield _another_paper(entry, identifier, record)
            continue
        found = tuple(differences(work, record))
        is_exact = record.provenance.origin is Origin.FETCHED and not {
            "title",
            "pmid",
            "pmcid",
            "doi",
        }.intersection(one.field for one in found)
        for difference in found:
            yield _problem(library, entry, record, difference, is_exact=is_exact)


def _record(work: Work, context: Context) -> tuple[Identifier, Record] | None:
    """Find the first record with a citation by an entry's identifiers."""
    for identifier in work.identifiers:
        record = context.records.find(identifier)
        if record is not None and record.work.title is not None:
            return identifier, record
    return None


def _another_paper(entry: Entry, identifier: Identifier, record: Record) -> Problem:
    work = record.work
    author = display_name(work.authors[0]) if work.authors else "no author"
    year = f" {work.date.year}" if work.date and work.date.year else ""
    title = " ".join((work.title or "").split())
    field = _field(entry, identifier.scheme.value)
    return Problem(
        field.value_span if field else entry.key_span,
        f'"{entry.key}" has the {identifier.scheme.upper()} of another paper: {speaker(record)} has '
        f'"{title[:100]}{"…" if len(title) > 100 else ""}" ({author}, {work.journal or "no journal"}{year}) '
        f"under {identifier}",
        help="find out which paper is meant, and correct the identifier or the entry",
        severity=Severity.ERROR,
    )


def _problem(
    library: Library, entry: Entry, record: Record, difference: Difference, *, is_exact: bool
) -> Problem:
    field = _field(entry, difference.field)
    return Problem(
        field.value_span if field else entry.key_span,
        _message(entry, record, difference),
        help=difference.note or "correct it, or look whether the entry's identifier is the right one",
        severity=difference.severity,
        fix=_fix(library, entry, difference, field, is_safe=is_exact and difference.field in _SAFE),
    )


def _message(entry: Entry, record: Record, difference: Difference) -> str:
    if difference.field == "authors" and difference.own.endswith(" authors"):
        return f'"{entry.key}" lists {difference.own}; {speaker(record)} has {difference.known}'
    name = _NAMES.get(difference.field, difference.field)
    verb = "are" if difference.field == "pages" else "is"
    return (
        f'the {name} of "{entry.key}" {verb} "{difference.own}"; {speaker(record)} has "{difference.known}"'
    )


def _field(entry: Entry, name: str) -> Field | None:
    """Find the field of an entry that holds a part of the citation."""
    found = (entry.field(one) for one in _FIELDS[name] if entry.get(one))
    return next((one for one in found if one), None)


def _fix(
    library: Library, entry: Entry, difference: Difference, field: Field | None, *, is_safe: bool
) -> Fix | None:
    """Write the record's value into the field, unless the field holds more than that, or is inherited."""
    if difference.value is None or field is None or field.name in ("date", "eprint", "url", "eid"):
        return None
    if field.name == "title" and entry.get("subtitle"):
        return None
    value = difference.value
    if field.name not in _VERBATIM:
        value = _LATEX.sub(lambda found: _COMMANDS.get(found[0], f"\\{found[0]}"), value)
    if field.name == "pages":
        value = re.sub(r"(?<=\w)-(?=\w)", "--", value)
    old = library.source.slice(field.value_span)
    if field.name in ("title", "journal", "journaltitle"):
        value = _with_own_braces(value, field.value)
    edit = Edit(library.path, field.value_span, _delimited(value, old))
    return Fix(f'correct the {field.name} to "{difference.value}"', (edit,), is_safe=is_safe)


def _delimited(value: str, old: str) -> str:
    """Write a value as the author wrote the old one: in quotation marks, bare if it is a number, or in braces."""
    if old.startswith('"') and old.endswith('"') and '"' not in value and "#" not in old:
        return f'"{value}"'
    if old.isascii() and old.isdigit() and value.isascii() and value.isdigit():
        return value
    return f"{{{value}}}"


def _with_own_braces(value: str, old: str) -> str:
    """Keep the braces that the author put around words (`{B12}`), where the new value has the same words."""
    protected = {word.strip("{}"): word for word in _BRACED.findall(old)}
    if not protected:
        return value
    return " ".join(protected.get(word, word) for word in value.split(" "))


RULE = Rule("reference-mismatch", Severity.WARNING, check, fixable=True)
