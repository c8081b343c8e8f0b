"""A cited entry lacks what a reference must tell.

## Why
A reader must be able to find the work. *Citing Medicine* (2nd edition, National Library of
Medicine 2007) says for each kind of work which elements a citation needs; PubMed Central's tagging
guidelines ask for the same in `element-citation`.

| kind | needed |
| --- | --- |
| journal article | author, title, journal, year; volume, pages or article number, unless it has a DOI or PMID |
| book | author or editor, title, publisher, year |
| report, manual, software | title, publisher or address, year |
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

import re
from collections.abc import Callable, Iterator

from toolkit.model.finding import Problem, Severity
from toolkit.model.library import Entry
from toolkit.model.rule import Context, Project, Rule
from toolkit.model.work import Work, WorkType
from toolkit.rules.citing import used_entries

_NEEDED: dict[WorkType, tuple[str, ...]] = {
    WorkType.JOURNAL: ("author", "title", "journal", "year", "volume, pages or article number"),
    WorkType.BOOK: ("author or editor", "title", "publisher", "year"),
    WorkType.REPORT: ("title", "publisher or address", "year"),
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


# Each element: the fields of which a person would think first, and how to tell whether a work has it.
_ELEMENTS: dict[str, tuple[str, Callable[[Work], object]]] = {
    "author": ("author", lambda work: work.authors),
    "author or editor": ("author", lambda work: work.authors or work.editors),
    "title": ("title", lambda work: work.title),
    "journal": ("journal", lambda work: work.journal or work.journal_full),
    "year": ("year", _has_year),
    "volume, pages or article number": (
        "volume pages",
        lambda work: work.volume or work.pages or work.elocation or work.identifiers,
    ),
    "publisher": ("publisher", lambda work: work.publisher),
    "publisher or address": ("institution", lambda work: work.publisher or work.url or work.identifiers),
    "university": ("school", lambda work: work.publisher),
    "title of the book": ("booktitle", lambda work: work.container),
    "proceedings": ("booktitle", lambda work: work.container or work.journal or work.journal_full),
    "address": ("url", lambda work: work.url or work.identifiers),
    "date of access": ("urldate", lambda work: work.accessed or work.identifiers),
    "year or address": ("year", lambda work: work.url or work.identifiers or _has_year(work)),
    "server, DOI or address": (
        "doi",
        lambda work: work.url or work.identifiers or work.journal or work.publisher or work.container,
    ),
}
_OR_FETCH = ", or a PMID or DOI with which `osler fetch` gets PubMed's citation"
_ACCESS = re.compile(r"access|retrieved|visited|\d{4}-\d\d-\d\d", re.IGNORECASE)


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
        if "date of access" in missing and _says_when_accessed(entry):
            missing = tuple(element for element in missing if element != "date of access")
        if missing:
            fields = _listed([f"`{name}`" for element in missing for name in _ELEMENTS[element][0].split()])
            names = _listed(
                ["a date of access" if one == "date of access" else f"the {one}" for one in missing]
            )
            is_paper = reference.work.type in (WorkType.JOURNAL, WorkType.PREPRINT)
            yield Problem(
                entry.key_span,
                f'"{entry.key}" lacks {names}',
                help=f"add {fields}" + (_OR_FETCH if is_paper else ""),
                path=library.path,
                severity=None if entry.key in used else Severity.INFO,
            )


def _says_when_accessed(entry: Entry) -> bool:
    """Tell whether the entry says in words when the page was seen, as `[Online; accessed 2023-05-26]`."""
    notes = (entry.get(name) for name in ("accessed", "lastaccessed", "note", "howpublished"))
    return any(note and _ACCESS.search(note) for note in notes)


def missing_elements(work: Work) -> tuple[str, ...]:
    """Name the elements that a work's citation needs and does not have."""
    return tuple(element for element in _NEEDED[work.type] if not _ELEMENTS[element][1](work))


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


RULE = Rule("reference-incomplete", Severity.WARNING, check, reads_only_keys=True)
