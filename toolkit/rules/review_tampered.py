"""A record was edited, removed, renumbered, or put there by somebody else than Osler.

## Why
The record of an article is append-only: each names the one before it by digest, so that a decision that is
inconvenient cannot be taken out or changed unseen. Where the chain is broken nobody knows what is missing,
and no approval of the article stands.

## Fails
```markdown articles/example.md
---
title: Can vitamin B12 deficiency cause leukopenia?
---

It can.
```
```toml reviews/example/0001.toml
decision = "approve"
reviewer = "stone"
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

## Evidence
The names, numbers and digests of the files in `reviews/<article>/`, links among them refused. That the last
records were taken away can only be seen from outside: with `--base`, records that the base revision has and
this one has not, or has otherwise, are reported. Git must not touch the files (`reviews/** -text` in
`.gitattributes`, which `osler init` writes).
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article
from toolkit.model.finding import Problem, Severity
from toolkit.model.review import ConcernKind
from toolkit.model.rule import Context, Rule
from toolkit.rules.reviews import concerns


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report what is wrong with the files of the record."""
    yield from concerns(article, context, ConcernKind.TAMPERED)


RULE = Rule("review-tampered", Severity.ERROR, check)
