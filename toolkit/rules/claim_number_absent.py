"""A dose or figure is in none of the abstracts that are cited for it.

## Why
A slipped decimal or a wrong unit in a dose can kill, and a figure travels from page to page long after the
paper that it came from said something else. Where the abstract has the number, a reader can check it at once;
where it has not, somebody must look.

## Fails
```markdown articles/example.md
Daily tablets of 2 mg of cobalamin normalised the blood count in most patients [@pmid:99000006].
```
```toml references.lock
lock-version = 1

["pmid:99000006"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "Tablets of cobalamin"
abstract = "Patients took tablets of 1000 µg of cobalamin daily. The blood count became normal in most."
status = "MEDLINE"
```

## Passes
```markdown articles/example.md
Daily tablets of 1 mg of cobalamin normalised the blood count in most patients [@pmid:99000006].
```
```toml references.lock
lock-version = 1

["pmid:99000006"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "Tablets of cobalamin"
abstract = "Patients took tablets of 1000 µg of cobalamin daily. The blood count became normal in most."
status = "MEDLINE"
```

## What counts
Doses, durations, percentages, ratios, intervals and other numbers of statements that need a source, in one
normal form: 1000 mcg is 1 mg, one in four is 25 %. What follows from the abstract counts as there: 78 % where
it counts 157 of 201 and the sentence does so too, 32 % higher where it has a ratio of 1.32. Powers of ten are
not compared. A number counts as absent if *every* work that the statement cites could be compared and none
has it, neither in its abstract nor in its title. The lock's fingerprint holds all numbers of an abstract, so
this needs no text.

The full text may have what the abstract leaves out: hence a warning, not an error. A citation that says where
(`[@key, p. 3]`, `[@key, table 2]`) makes it an info: a person must look there. What one citation covers
(a list, a paragraph) is reported once, at its first number, with the others beside it.

## Fix
There is none that a program may make. Compare the number with the source. If the full text has it, say where,
as in `[@key, p. 3]`, or beside the sentence: `<!-- osler: ignore claim-number-absent: the full text, table 2 -->`.

## Evidence
`python -m benchmarks evaluate` measures how many corrupted numbers are found, and how many right ones are accused.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article
from toolkit.model.evidence import Basis
from toolkit.model.finding import Confidence, Problem, Severity
from toolkit.model.rule import Context, Rule
from toolkit.rules.comparing import compared, missing

_HELP = (
    "compare it with the source; if the full text has it, say where, as in [@key, p. 3], or in a suppression"
)


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report the numbers that no cited abstract has, once for each set of citations."""
    for group in compared(context):
        if group.unrelated() or group.absent_quotes or not group.absent_numbers:
            continue
        is_text = group.basis is Basis.ABSTRACT
        yield missing(
            article,
            group,
            group.absent_numbers,
            help=_HELP,
            confidence=Confidence.MEDIUM if is_text else Confidence.LOW,
        )


RULE = Rule("claim-number-absent", Severity.WARNING, check, Confidence.MEDIUM, reads_evidence=True)
