"""A quotation is not in the abstract that is cited for it.

## Why
Quotation marks promise somebody's own words. A quotation that its source does not contain, or that was
smoothed on the way, puts words into a mouth that never said them.

## Fails
```markdown articles/example.md
The review calls the features of B12 deficiency "always typical and uniform in presentation" [@pmid:99000007].
```
```toml references.lock
lock-version = 1

["pmid:99000007"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "B12 deficiency in practice"
abstract = "The features of B12 deficiency are variable and may be atypical. Timely diagnosis is important."
status = "MEDLINE"
```

## Passes
```markdown articles/example.md
The review calls the features of B12 deficiency "variable", and says that they "may be atypical" [@pmid:99000007].
```
```toml references.lock
lock-version = 1

["pmid:99000007"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "B12 deficiency in practice"
abstract = "The features of B12 deficiency are variable and may be atypical. Timely diagnosis is important."
status = "MEDLINE"
```

## What counts
Passages of several words in quotation marks, if the *text* of the abstract of every cited work is at hand (the
policy's `lock-abstracts`): a fingerprint has no order, so nothing is said of it. Case, spaces, hyphens and the
form of the marks make no difference. The full text may have what the abstract leaves out: hence a warning; a
citation that says where (`[@key, p. 3]`) makes it an info.

## Fix
There is none that a program may make. Compare the words with the source; if the full text has them, say
where, as in `[@key, p. 3]`; if they are nobody's, drop the quotation marks.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article
from toolkit.model.finding import Confidence, Problem, Severity
from toolkit.model.rule import Context, Rule
from toolkit.rules.comparing import compared, missing

_HELP = "compare the wording with the source; if the full text has it, say where, as in [@key, p. 3]"


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report the quotations that no cited abstract has, once for each set of citations."""
    for group in compared(context):
        if group.absent_quotes and not group.unrelated():
            yield missing(article, group, group.absent_quotes, help=_HELP, confidence=Confidence.MEDIUM)


RULE = Rule("claim-quote-absent", Severity.WARNING, check, Confidence.MEDIUM, reads_evidence=True)
