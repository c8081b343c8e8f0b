"""The review that an approval rests on is too old.

## Why
Medical knowledge changes. An approval is for a time: NHS pages show "Page last reviewed" and "Next review
due", and a cycle of three years is common. Past that day it does not stand, though not a word has changed.

## Fails
```markdown articles/example.md
---
title: Can vitamin B12 deficiency cause leukopenia?
---

It can.
```
```toml board.toml
[stone]
name = "Ada Stone"
roles = ["reviewer"]
keys = ["the key of stone"]
```
```toml reviews/example/0001.toml
# number, digests and signature are left out
decision = "approve"
reviewer = "stone"
role = "reviewer"
date = "2023-10-01"
competing-interests = "none"
```

## Passes
```markdown articles/example.md
---
title: Can vitamin B12 deficiency cause leukopenia?
---

It can.
```
```toml board.toml
[stone]
name = "Ada Stone"
roles = ["reviewer"]
keys = ["the key of stone"]
```
```toml reviews/example/0001.toml
# number, digests and signature are left out
decision = "approve"
reviewer = "stone"
role = "reviewer"
date = "2026-10-01"
competing-interests = "none"
```

## Settings
`[review]`, `interval-months`: how long an approval stands at most; 36 by default. A record may name an
earlier day, `next-review`. A partial review moves neither.

## Evidence
The date of the last full review in the record, and the date of this check (`--as-of`). For an urgent
correction that was published before its review: the deadline that the editor signed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from toolkit.model.article import Article
from toolkit.model.finding import Problem, Severity
from toolkit.model.review import ConcernKind
from toolkit.model.rule import Context, Rule
from toolkit.rules.reviews import concerns, place_of, weight


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report a review that is due, and one that an urgent correction still awaits after its deadline."""
    for problem in concerns(article, context, ConcernKind.OVERDUE):
        yield replace(problem, severity=weight(context))
    urgent = context.review.urgent
    if urgent is not None and urgent.deadline < context.today:
        yield Problem(
            place_of(article),
            f"the urgent correction of {urgent.day} was to be reviewed by {urgent.deadline}, and was not",
            f"ask for the review now: `osler review request {article.path}`",
            severity=Severity.ERROR,
        )


RULE = Rule("review-overdue", Severity.WARNING, check)
