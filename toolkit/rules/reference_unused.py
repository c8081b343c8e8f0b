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
Unsafe: removes the entry. None for an entry with a suppression of its own (`% osler: …` before it),
which would then stand before the next one.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.finding import Fix, Problem, Severity
from toolkit.model.rule import Context, Project, Rule
from toolkit.rules.citing import used_entries
from toolkit.rules.entries import linked_keys, removal


def check(project: Project, context: Context) -> Iterator[Problem]:
    """Report each entry that neither an article nor another entry names; nothing where no article is."""
    if not project.articles:
        return
    library = project.library
    used = used_entries(project, context) | linked_keys(library)
    suppressed = {one.covers for one in library.suppressions}
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
            fix=None
            if entry.span in suppressed
            else Fix("remove the entry", (removal(library, entry),), is_safe=False),
        )


RULE = Rule("reference-unused", Severity.INFO, check, fixable=True, reads_only_keys=True)
