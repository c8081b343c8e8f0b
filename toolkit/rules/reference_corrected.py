"""A cited paper was corrected, or the correction is cited in its place.

## Why
An erratum may change a dose, a figure or a conclusion: whoever cites the paper should have read it
(ICMJE Recommendations, section III.A, "Corrections and version control"). NLM links a paper to its
errata (*Errata, Retractions, and Other Linked Citations in PubMed*, NLM fact sheet). Most errata are
slight, hence only an information.

## Fails
```markdown articles/example.md
Mepolizumab helped in eosinophilic granulomatosis with polyangiitis [@pmid:30578883].
```
```toml references.lock
lock-version = 1

["pmid:30578883"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "Evaluation of clinical benefit from treatment with mepolizumab"
publication-types = ["Randomized Controlled Trial"]
notices = [["ErratumIn", "J Allergy Clin Immunol. 2021 Jun;147(6):2394", "34092354"]]
```

## Passes
```markdown articles/example.md
Mepolizumab helped in eosinophilic granulomatosis with polyangiitis [@pmid:30578883].
```
```toml references.lock
lock-version = 1

["pmid:30578883"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "Evaluation of clinical benefit from treatment with mepolizumab"
publication-types = ["Randomized Controlled Trial"]
notices = [["CommentIn", "J Allergy Clin Immunol. 2019 Aug;144(2):621", "31056188"]]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article
from toolkit.model.finding import Problem, Severity
from toolkit.model.record import Record
from toolkit.model.rule import Context, Rule
from toolkit.rules.citing import cited_works, notice_words, report


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report each corrected work, and each erratum cited as a work, at its first citation."""
    for work in cited_works(article, context):
        record = work.reference.record
        said = _about(record) if record and not record.is_retracted else None
        if said:
            message, advice, severity = said
            yield report(article, context, work, message, help=advice, severity=severity)


def _about(record: Record) -> tuple[str, str, Severity | None] | None:
    of = record.notices_of("ErratumFor")
    if of or "Published Erratum" in record.publication_types:
        paper = f" of {notice_words(of[0])}" if of else ""
        return (
            f"is the correction{paper}, not the paper",
            "cite the paper, if that was meant",
            Severity.WARNING,
        )
    errata = record.notices_of("ErratumIn")
    if not errata:
        return None
    return (
        f"was corrected: {'; '.join(map(notice_words, errata[:3]))}",
        "see whether the correction touches what you cite the paper for",
        None,
    )


RULE = Rule("reference-corrected", Severity.INFO, check)
