"""An approval does not stand any more: the text, a source, a figure or the policy has changed.

## Why
An approval is of one text, resting on what is known of its sources on that day. Change one word, or let a
cited paper be retracted, and nobody has approved what is published. A page that still says "reviewed" then
misleads.

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
date = "2026-10-01"
competing-interests = "none"
```
```markdown articles/example.md
---
title: Can vitamin B12 deficiency cause leukopenia?
---

It can, and often does.
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
`[review]`, `publication-needs-approval`: with it, this is an error, and stops the export.

## Evidence
The digests that the reviewer signed, beside those of today: the article's text (a byte-order mark and the
kind of line ends do not count), what each citation leads to with its editorial status (when that was
fetched does not count), the figures, and the settings that affect findings or content. The message names
the sources that changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from toolkit.model.article import Article
from toolkit.model.finding import Problem, Severity
from toolkit.model.review import ConcernKind
from toolkit.model.rule import Context, Rule
from toolkit.rules.reviews import concerns, weight


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report each thing that changed since an approval."""
    for problem in concerns(article, context, ConcernKind.STALE):
        yield replace(problem, severity=weight(context))


RULE = Rule("review-stale", Severity.WARNING, check)
