"""An entry of the library that cannot be read, or not as it was meant.

## Why
One missing comma can swallow the entries that follow it; an undefined abbreviation leaves a field
empty without a word. Osler reads every entry that is there, and says at its line what is wrong with
the others. The grammar is BibTeX's own (O. Patashnik, *BibTeXing*, 1988).

## Fails
```bibtex references.bib
@article{green2017,
  title = {Vitamin B12 deficiency from the perspective of a practicing hematologist}
  journal = {Blood},
  year = {2017}
}
```

## Passes
```bibtex references.bib
@article{green2017,
  title = {Vitamin B12 deficiency from the perspective of a practicing hematologist},
  journal = {Blood},
  year = {2017}
}
```

## What else
A PMID, PMCID or DOI field that cannot be one, such as a PMID with letters in it: the entry would
silently count as one without an identifier.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.finding import Problem, Severity
from toolkit.model.identifier import Scheme
from toolkit.model.library import Library
from toolkit.model.rule import Context, Rule
from toolkit.rules.characters import visible

_FORMS = {
    "pmid": (Scheme.PMID, "a PMID has one to nine digits and nothing else"),
    "pmcid": (Scheme.PMCID, "a PMCID is PMC and digits, such as PMC11050313"),
    "doi": (Scheme.DOI, "a DOI begins with 10. and has a slash, such as 10.1182/blood-2016-10-569186"),
}


def check(library: Library, _context: Context) -> Iterator[Problem]:
    """Pass on what the reader of the library could not read; report identifiers that cannot be."""
    yield from (problem for problem in library.problems if problem.rule == RULE.name)
    for entry in library.entries:
        for field in entry.fields:
            form = _FORMS.get(field.name)
            if form is None or not field.value.strip():
                continue
            scheme, advice = form
            if library.work(entry).identifier(scheme) is None:
                yield Problem(
                    field.value_span,
                    f'the {field.name} of "{entry.key}" is not a valid {scheme.upper()}: '
                    f'"{visible(field.value.strip()[:60])}"',
                    help=advice,
                )


RULE = Rule("reference-malformed", Severity.ERROR, check, fixable=True)
