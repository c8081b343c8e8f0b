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
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.finding import Problem, Severity
from toolkit.model.library import Library
from toolkit.model.rule import Context, Rule


def check(library: Library, _context: Context) -> Iterator[Problem]:
    """Pass on the keys that the reader of the library met a second time."""
    yield from (problem for problem in library.problems if problem.rule == RULE.name)


RULE = Rule("reference-duplicate-key", Severity.ERROR, check)
