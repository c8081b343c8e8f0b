"""Two entries of the library are one work, or claim to be.

## Why
Citing one study under two keys prints it twice in the reference list and counts its evidence twice
(Cochrane Handbook for Systematic Reviews of Interventions, 4.6.2). Two different papers under one
PMID or DOI are worse: one of the links leads readers to the wrong paper.

## Fails
```bibtex references.bib
@article{green2017, author = {Green, Ralph}, title = {Vitamin B12 deficiency from the perspective of a
  practicing hematologist}, journal = {Blood}, year = {2017}, doi = {10.1182/blood-2016-10-569186}}
@article{Green_2017, author = {Green, R.}, title = {Vitamin {B12} Deficiency from the Perspective of a
  Practicing Hematologist}, journal = {Blood}, year = {2017}, pmid = {28360040}}
```

## Passes
```bibtex references.bib
@article{green2017, author = {Green, Ralph}, title = {Vitamin B12 deficiency from the perspective of a
  practicing hematologist}, journal = {Blood}, year = {2017}, doi = {10.1182/blood-2016-10-569186}}
@article{green2017a, author = {Green, Ralph and Mitra, Anjali Datta}, title = {Megaloblastic Anemias:
  Nutritional and Other Causes}, journal = {Med Clin North Am}, year = {2017}}
```

## What it compares
PMID, PMCID and DOI, also those that the lock adds; then title, year and first author, unless the
two entries have different identifiers of one kind (a preprint and its paper), or different volumes
or pages (yearly reports, replies). Entries with one key are the business of
`reference-duplicate-key`.

## Fix
Unsafe, and only where all articles were read: the fields that only the second entry has move to the
first, the second goes, and every citation of it in any article names the first. Where both have a
field, the first one's stands. None where two papers share an identifier, or where an entry is named
by another one (`crossref`), inherits, or has faults of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.bibliography import Reference
from toolkit.model.finding import Confidence, Fix, Problem, Related, Severity
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.library import Entry, Library
from toolkit.model.rule import Context, Rule
from toolkit.model.work import Work
from toolkit.rules.comparison import (
    display_name,
    is_shortened,
    likeness,
    names_agree,
    normal_number,
    normal_title,
    pages_agree,
    titles_agree,
)
from toolkit.rules.entries import Merging

_NAMING = (Scheme.PMID, Scheme.PMCID, Scheme.DOI)
# Below this share of common words two titles under one identifier are two papers.
_SAME_PAPER = 0.3
# Shorter titles ("Reply", "Editorial", "Preface") say nothing of identity.
_TELLING_TITLE = 20


def check(library: Library, context: Context) -> Iterator[Problem]:
    """Report each entry whose work an earlier entry has already."""
    by_identifier: dict[Identifier, Entry] = {}
    by_title: dict[str, list[Entry]] = {}
    merger = _Merger(library, context)
    for entry in library.entries:
        work = library.work(entry)
        names = _names(context.bibliography.of_entry(entry), work)
        first = next((by_identifier[name] for name in names if name in by_identifier), None)
        title = normal_title(work.title) if work.title else ""
        alike = by_title.setdefault(title, []) if len(title) >= _TELLING_TITLE else []
        if first is not None and first.key != entry.key:
            shared = next(name for name in names if by_identifier.get(name) is first)
            yield _same_identifier(library, first, entry, shared, merger)
        elif first is None:
            # Five are enough to find a fellow; a title that stands in each of 10,000 entries finds none.
            twin = next((one for one in alike[:5] if _is_same(library.work(one), work)), None)
            if twin is not None and twin.key != entry.key:
                how = "has the same title, year and author as"
                fix = merger.fix(twin, entry)
                yield _problem(library, twin, entry, how, Confidence.MEDIUM, fix)
        alike.append(entry)
        for name in names:
            by_identifier.setdefault(name, entry)


class _Merger:
    """Proposes to merge two entries; what that takes is gathered when it is first asked for."""

    def __init__(self, library: Library, context: Context) -> None:
        self._library = library
        self._articles = context.articles
        self._known: Merging | None = None

    def fix(self, first: Entry, entry: Entry) -> Fix | None:
        """Merge the second entry into the first, unless some of the citations may be unknown."""
        if self._articles is None:
            return None
        if self._known is None:
            self._known = Merging.of(self._library, self._articles)
        return self._known.fix(first, entry)


def _names(reference: Reference, own: Work) -> tuple[Identifier, ...]:
    """Give the identifiers of an entry: its own, and those that the lock knows of the same work."""
    known = reference.record.work.identifiers if reference.record else ()
    return tuple(dict.fromkeys(one for one in (*own.identifiers, *known) if one.scheme in _NAMING))


def _same_identifier(
    library: Library, first: Entry, entry: Entry, shared: Identifier, merger: _Merger
) -> Problem:
    one, other = library.work(first), library.work(entry)
    if _are_different_papers(one, other):
        return Problem(
            entry.key_span,
            f'"{entry.key}" has the {shared.scheme.upper()} of "{first.key}", but another title',
            help=f"look {shared} up, and correct the entry that it does not belong to",
            severity=Severity.ERROR,
            related=(Related(library.path, first.key_span, "the other entry"),),
        )
    how = f"is the same work ({shared}) as"
    return _problem(library, first, entry, how, Confidence.HIGH, merger.fix(first, entry))


def _are_different_papers(one: Work, other: Work) -> bool:
    if one.title is None or other.title is None:
        return False
    if is_shortened(one.title, other.title) or is_shortened(other.title, one.title):
        return False
    return likeness(one.title, other.title) < _SAME_PAPER and not titles_agree(one.title, other.title)


def _is_same(one: Work, other: Work) -> bool:
    """Judge two works with one title: the same year and first author, and nothing that tells them apart."""
    one_year, other_year = one.date.year if one.date else None, other.date.year if other.date else None
    if one_year is None or one_year != other_year:
        return False
    for scheme in _NAMING:
        ours, theirs = one.identifier(scheme), other.identifier(scheme)
        if ours and theirs and ours != theirs:
            return False
    if one.volume and other.volume and normal_number(one.volume) != normal_number(other.volume):
        return False
    if one.pages and other.pages and not pages_agree(one.pages, other.pages):
        return False
    return bool(one.authors and other.authors) and names_agree(one.authors[0], other.authors[0])


def _problem(
    library: Library, first: Entry, entry: Entry, how: str, confidence: Confidence, fix: Fix | None
) -> Problem:
    authors = library.work(first).authors
    whose = f" by {display_name(authors[0])}" if authors else ""
    return Problem(
        entry.key_span,
        f'"{entry.key}" {how} "{first.key}"',
        help=f'keep one entry, and cite "{first.key}" everywhere',
        confidence=confidence,
        related=(Related(library.path, first.key_span, f"the first entry of the work{whose}"),),
        fix=fix,
    )


RULE = Rule(
    "reference-duplicate-work",
    Severity.WARNING,
    check,
    fixable=True,
    reads_articles=True,
    reads_only_keys=True,
)
