"""A cited paper was published again, corrected.

## Why
Where an error changes results, but not out of misconduct, journals retract and replace: the paper
appears again in a corrected version (ICMJE Recommendations, section III.A). The first version is then
not what its authors stand by. NLM links them as "Corrected and republished in" (*Errata, Retractions,
and Other Linked Citations in PubMed*, NLM fact sheet).

## Fails
```markdown articles/example.md
The treatment was effective [@doi:10.5555/first-version].
```
```toml references.lock
lock-version = 1

["doi:10.5555/first-version"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "Made up for this page: 10.5555 is the prefix of examples"
publication-types = ["Journal Article"]
notices = [["CorrectedandRepublishedIn", "J Examples. 2017 Jan;2(1):1"]]
```

## Passes
```markdown articles/example.md
The treatment was effective [@doi:10.5555/second-version].
```
```toml references.lock
lock-version = 1

["doi:10.5555/second-version"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "Made up for this page: 10.5555 is the prefix of examples"
publication-types = ["Journal Article", "Corrected and Republished Article"]
notices = [["CorrectedandRepublishedFrom", "J Examples. 2016 Jan;1(1):1"]]
```

## What else
A plain "Republished in", such as a guideline printed in a second journal, is an information: the text
is the same. A paper that was retracted before it came again is the business of `reference-retracted`.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article
from toolkit.model.finding import Problem, Severity
from toolkit.model.rule import Context, Rule
from toolkit.rules.citing import cited_works, notice_words, report


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report each work that was published again, at its first citation."""
    for work in cited_works(article, context):
        record = work.reference.record
        if record is None or record.is_retracted:
            continue
        corrected = record.notices_of("CorrectedandRepublishedIn")
        if corrected:
            yield report(
                article,
                context,
                work,
                f"was corrected and published again: {notice_words(corrected[-1])}",
                help="cite the corrected version, after a look at what changed",
            )
        elif again := record.notices_of("RepublishedIn"):
            yield report(
                article,
                context,
                work,
                f"was published again elsewhere: {notice_words(again[-1])}",
                help="the text is the same; cite the version that readers can reach",
                severity=Severity.INFO,
            )


RULE = Rule("reference-republished", Severity.WARNING, check)
