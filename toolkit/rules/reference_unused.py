"""An entry of the library that no article cites.

## Why
Harmless for readers, and often meant: a shared library may be larger than what is published today.
But an entry left over from a claim that went is worth knowing of, all the more if PubMed lists the
paper as retracted, before somebody cites it again.

## Fails
```markdown articles/example.md
The deficiency may look like leukaemia [@green2017].
```
```bibtex references.bib
@article{green2017, author = {Green, Ralph}, title = {Vitamin B12 deficiency}, journal = {Blood},
  year = {2017}}
@article{obeid2024, author = {Obeid, Rima}, title = {Diagnosis}, journal = {J Clin Med}, year = {2024}}
```

## Passes
```markdown articles/example.md
The deficiency may look like leukaemia [@green2017].
```
```bibtex references.bib
@article{green2017, author = {Green, Ralph}, title = {Vitamin B12 deficiency}, journal = {Blood},
  year = {2017}}
```

## What counts as use
A citation by the entry's key or by any identifier of its work, in any article; and `crossref`,
`xref`, `xdata` or `related` of another entry.

## Fix
Unsafe: removes the entry.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.finding import Edit, Fix, Problem, Severity
from toolkit.model.library import Entry, Library
from toolkit.model.rule import Context, Project, Rule
from toolkit.model.span import Span
from toolkit.rules.citing import used_entries

_LINKS = ("crossref", "xref", "xdata", "related", "entryset")


def check(project: Project, context: Context) -> Iterator[Problem]:
    """Report each entry that neither an article nor another entry names; nothing where no article is."""
    if not project.articles:
        return
    library = project.library
    used = used_entries(project, context) | _linked(library)
    for entry in library.entries:
        if entry.key in used or entry.type in ("set", "xdata"):
            continue
        record = context.bibliography.of_entry(entry).record
        note = ", and PubMed lists it as retracted" if record and record.is_retracted else ""
        yield Problem(
            entry.key_span,
            f'no article cites "{entry.key}"{note}',
            help="remove the entry, or keep it for articles to come",
            path=library.path,
            fix=Fix("remove the entry", (_removal(library, entry),), is_safe=False),
        )


def _linked(library: Library) -> frozenset[str]:
    """Give the keys that other entries refer to."""
    values = (entry.get(name) for entry in library.entries for name in _LINKS)
    return frozenset(key.strip() for value in values if value for key in value.split(","))


def _removal(library: Library, entry: Entry) -> Edit:
    """Take out an entry with the line end and the blank line that follow it."""
    text, end = library.source.text, entry.span.end
    for _ in range(2):
        end += 2 if text.startswith("\r\n", end) else text.startswith("\n", end)
    return Edit(library.path, Span(entry.span.start, end), "")


RULE = Rule("reference-unused", Severity.INFO, check)
