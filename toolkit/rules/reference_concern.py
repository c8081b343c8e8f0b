"""The editors of a journal have expressed concern about a cited paper.

## Why
An expression of concern tells readers that a paper may be unreliable while it is being looked into
(ICMJE Recommendations, section III.A; COPE, *Expressions of concern*). It often comes years before a
retraction. Advice for patients should not rest on such a paper alone.

## Fails
```markdown articles/example.md
Paraoxonase-2 regulates coagulation in shock [@pmid:32090497].
```
```toml references.lock
lock-version = 1

["pmid:32090497"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "Molecular mechanism whereby paraoxonase-2 regulates coagulation activation"
publication-types = ["Journal Article"]
notices = [["ExpressionOfConcernIn", "Int Wound J. 2021 Jun 7;:", "34096680"]]
```

## Passes
```markdown articles/example.md
Paraoxonase-2 regulates coagulation in shock [@pmid:32090497].
```
```toml references.lock
lock-version = 1

["pmid:32090497"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "Molecular mechanism whereby paraoxonase-2 regulates coagulation activation"
publication-types = ["Journal Article"]
```

## What is left alone
A sentence that speaks of the concern, and a paper that has been retracted since
(`reference-retracted`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.model.article import Article
from toolkit.model.finding import Problem, Severity
from toolkit.model.rule import Context, Rule
from toolkit.rules.citing import Sentences, cited_works, notice_words, report

_WORDS = re.compile(r"\bconcerns?\b|\bquestioned\b|retract", re.IGNORECASE)


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report each work under an expression of concern at its first citation that does not say so."""
    sentences: Sentences | None = None
    for work in cited_works(article, context):
        record = work.reference.record
        notices = record.notices_of("ExpressionOfConcernIn") if record else ()
        if record is None or not notices or record.is_retracted:
            continue
        sentences = sentences or Sentences.of(article, context)
        places = tuple(place for place in work.places if not sentences.say(place, _WORDS))
        if places:
            yield report(
                article,
                context,
                work,
                f"is under an expression of concern: {notice_words(notices[-1])}",
                help="read the notice; find other evidence, or tell readers of the concern in the sentence",
                places=places,
            )


RULE = Rule("reference-concern", Severity.WARNING, check)
