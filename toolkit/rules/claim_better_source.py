"""Another reference of the article fits a statement markedly better than the one it cites.

## Why
When sentences are moved and reference lists renumbered, a citation may come to stand behind the neighbour of
the sentence that it was made for. Both works belong to the article, so nothing looks wrong.

## Fails
```markdown articles/example.md
Hydroxocobalamin injections relieve neuropathy in vegans with vitamin B12 deficiency [@pmid:99000008].

Methylmalonic acid is measured to diagnose vitamin B12 deficiency [@pmid:99000009].
```
```toml references.lock
lock-version = 1

["pmid:99000008"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "Diagnosis of vitamin B12 deficiency"
abstract = "Serum concentrations and methylmalonic acid were measured to diagnose the deficiency."
status = "MEDLINE"

["pmid:99000009"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "Hydroxocobalamin injections for neuropathy in vegans with vitamin B12 deficiency"
abstract = "Injections of hydroxocobalamin relieved neuropathy in most vegans with the deficiency."
status = "MEDLINE"
```

## Passes
```markdown articles/example.md
Hydroxocobalamin injections relieve neuropathy in vegans with vitamin B12 deficiency [@pmid:99000009].

Methylmalonic acid is measured to diagnose vitamin B12 deficiency [@pmid:99000008].
```
```toml references.lock
lock-version = 1

["pmid:99000008"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "Diagnosis of vitamin B12 deficiency"
abstract = "Serum concentrations and methylmalonic acid were measured to diagnose the deficiency."
status = "MEDLINE"

["pmid:99000009"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "Hydroxocobalamin injections for neuropathy in vegans with vitamin B12 deficiency"
abstract = "Injections of hydroxocobalamin relieved neuropathy in most vegans with the deficiency."
status = "MEDLINE"
```

## What counts
The statement is laid beside the abstracts (or fingerprints) of the other works that the same article cites. Only
a marked difference is told, and as an info: likeness of wording is no support, and the better worded work need
not be the better evidence. Where a graver fault of the same citation is reported (an unrelated source, an
absent number or quotation), this rule is silent.

## Fix
There is none that a program may make: see which of the works says it, and whether two citations were swapped.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article
from toolkit.model.finding import Confidence, Problem, Related, Severity
from toolkit.model.rule import Context, Rule
from toolkit.rules.comparing import cited_as, compared
from toolkit.rules.sourcing import titled


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report each set of citations for whose statement another reference fits far better, once."""
    for group in compared(context):
        found = next((pair for pair in group.claims if pair[1].better), None)
        if found is None or group.unrelated() or group.absent_quotes or group.absent_numbers:
            continue
        claim, evidence = found
        best, place = evidence.better[0], group.citations[0].key_span
        keys = ", ".join(f'"{key}"' for key in dict.fromkeys(one.key for one in group.citations))
        is_own = claim.unit.span.contains(place)
        yield Problem(
            place,
            f'"{cited_as(best)}", {titled(best)}, seems to fit this statement better than {keys}',
            help="see which of the works says it, and whether two citations were swapped",
            related=() if is_own else (Related(article.path, claim.unit.span, "the statement"),),
        )


RULE = Rule("claim-better-source", Severity.INFO, check, Confidence.LOW, reads_evidence=True)
