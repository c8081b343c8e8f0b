"""A cited entry lacks what a reference must tell.

## Why
A reader must be able to find the work. *Citing Medicine* (2nd edition, National Library of
Medicine 2007) says for each kind of work which elements a citation needs; PubMed Central's tagging
guidelines ask for the same in `element-citation`.

| kind | needed |
| --- | --- |
| journal article | author, title, journal, year; volume, pages or article number, unless it has a DOI or PMID |
| book, report | author or editor, title, publisher, year |
| chapter | author, title, title of the book, publisher, year |
| conference paper | author, title, proceedings or journal, year |
| thesis | author, title, university, year |
| preprint | author, title, year, and a server, DOI or address |
| web page | title, address, date of access |
| anything else | title, and a year or an address |

## Fails
```markdown articles/example.md
The deficiency may look like leukaemia [@green2017].
```
```bibtex references.bib
@article{green2017, author = {Green, Ralph}, title = {Vitamin B12 deficiency}, year = {2017}}
```

## Passes
```markdown articles/example.md
The deficiency may look like leukaemia [@green2017].
```
```bibtex references.bib
@article{green2017, author = {Green, Ralph}, title = {Vitamin B12 deficiency}, journal = {Blood},
  volume = {129}, pages = {2603-2611}, year = {2017}}
```

## What is left alone
A work whose citation the lock holds: exports print that one, and what it lacks PubMed lacks too.
Entries that no article cites are reported as information only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from toolkit.model.finding import Problem, Severity
from toolkit.model.rule import Context, Project, Rule
from toolkit.model.work import Work, WorkType
from toolkit.rules.citing import used_entries

_NEEDED: dict[WorkType, tuple[str, ...]] = {
    WorkType.JOURNAL: ("author", "title", "journal", "year", "volume, pages or article number"),
    WorkType.BOOK: ("author or editor", "title", "publisher", "year"),
    WorkType.REPORT: ("author or editor", "title", "publisher", "year"),
    WorkType.CHAPTER: ("author", "title", "title of the book", "publisher", "year"),
    WorkType.CONFERENCE: ("author", "title", "proceedings", "year"),
    WorkType.THESIS: ("author", "title", "university", "year"),
    WorkType.PREPRINT: ("author", "title", "year", "server, DOI or address"),
    WorkType.WEBPAGE: ("title", "address", "date of access"),
    WorkType.OTHER: ("title", "year or address"),
}


def _has_year(work: Work) -> bool:
    """Tell whether a work is dated; "in press" and seasons are words, the electronic date serves as well."""
    return any(date and (date.year or date.text) for date in (work.date, work.electronic))


_HAS: dict[str, Callable[[Work], object]] = {
    "author": lambda work: work.authors,
    # An organisation that publishes its own report is named once, as its publisher.
    "author or editor": lambda work: work.authors or work.editors or work.type is WorkType.REPORT,
    "title": lambda work: work.title,
    "journal": lambda work: work.journal or work.journal_full,
    "year": _has_year,
    "volume, pages or article number": lambda work: (
        work.volume or work.pages or work.elocation or work.identifiers
    ),
    "publisher": lambda work: work.publisher,
    "university": lambda work: work.publisher,
    "title of the book": lambda work: work.container,
    "proceedings": lambda work: work.container or work.journal or work.journal_full,
    "address": lambda work: work.url or work.identifiers,
    "date of access": lambda work: work.accessed or work.identifiers,
    "year or address": lambda work: work.url or work.identifiers or _has_year(work),
    "server, DOI or address": lambda work: (
        work.url or work.identifiers or work.journal or work.publisher or work.container
    ),
}
"""How to tell whether a work has an element: what the function gives is true or false."""


def check(project: Project, context: Context) -> Iterator[Problem]:
    """Report entries that lack needed elements and have no citation in the lock."""
    library = project.library
    used = used_entries(project, context)
    for entry in library.entries:
        if entry.type in ("set", "xdata"):
            continue
        reference = context.bibliography.of_entry(entry)
        if reference.record is not None and reference.record.work.title is not None:
            continue
        missing = missing_elements(reference.work)
        if missing:
            yield Problem(
                entry.key_span,
                f'"{entry.key}" lacks {_listed(missing)}',
                help="add what is missing; with a PMID or DOI, `osler fetch` gets PubMed's citation",
                path=library.path,
                severity=None if entry.key in used else Severity.INFO,
            )


def missing_elements(work: Work) -> tuple[str, ...]:
    """Name the elements that a work's citation needs and does not have."""
    return tuple(element for element in _NEEDED[work.type] if not _HAS[element](work))


def _listed(elements: tuple[str, ...]) -> str:
    words = [f"a {one}" if one == "date of access" else f"the {one}" for one in elements]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


RULE = Rule("reference-incomplete", Severity.WARNING, check)
