"""Two entries of the library have the same key.

## Why
A citation can lead to one entry only. Programs choose differently (BibTeX keeps the first and stops
with an error, others keep the last without a word), so that the same article is printed with
different references. Osler uses the first.

## Fails
```bibtex references.bib
@article{green2017, title = {Vitamin B12 deficiency from the perspective of a practicing hematologist},
  journal = {Blood}, year = {2017}}
@article{green2017, title = {Megaloblastic anemias}, journal = {Med Clin North Am}, year = {2017}}
```

## Passes
```bibtex references.bib
@article{green2017, title = {Vitamin B12 deficiency from the perspective of a practicing hematologist},
  journal = {Blood}, year = {2017}}
@article{green2017a, title = {Megaloblastic anemias}, journal = {Med Clin North Am}, year = {2017}}
```

## Fix
Safe, where both entries say the same: removes the second. Otherwise a person must say which was meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from toolkit.model.finding import Fix, Problem, Severity
from toolkit.model.library import Entry, Library
from toolkit.model.rule import Context, Rule
from toolkit.rules.entries import removal


def check(library: Library, _context: Context) -> Iterator[Problem]:
    """Pass on the keys that the reader of the library met a second time."""
    problems = [problem for problem in library.problems if problem.rule == RULE.name]
    by_place = {entry.key_span: entry for entry in library.entries} if problems else {}
    for problem in problems:
        entry = by_place.get(problem.span)
        if entry is not None and _is_copy(entry, library.by_key[entry.key]):
            yield replace(
                problem, fix=Fix("remove the second, which is the same", (removal(library, entry),))
            )
        else:
            yield problem


def _is_copy(entry: Entry, first: Entry) -> bool:
    """Tell whether an entry says word for word what the one that counts says."""
    return entry is not first and _content(entry) == _content(first)


def _content(entry: Entry) -> tuple[str, list[tuple[str, str]]]:
    return entry.type, sorted((one.name, " ".join(one.value.split())) for one in entry.fields)


RULE = Rule("reference-duplicate-key", Severity.ERROR, check, fixable=True)
