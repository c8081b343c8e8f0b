"""A record is not signed by whom it names, or nobody can verify that it is.

## Why
The status of a page is worth what its signatures are. A record counts only if `ssh-keygen` finds on it a
good signature, made for reviews, by a key that `board.toml` lists for that person, valid on that day, in a
role that they hold.

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
```toml board.toml
[okafor]
name = "Ngozi Okafor"
roles = ["reviewer"]
keys = ["the key of okafor"]
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
`board.toml`: `keys`, each with `valid-from` and `valid-until`, and `roles`. `[review]`, `received-forms`:
whether an editor may sign for a reviewer who has no key.

## Evidence
`ssh-keygen -Y verify` with the namespace `osler-review@v1`, given this one person's keys. Where it is
missing, the answer is "cannot be verified", and nothing counts as approved. With `--base`, people and keys
are those of the base revision. A key that is unknown today is not reported where enough others have
approved since.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article
from toolkit.model.finding import Problem, Severity
from toolkit.model.review import ConcernKind
from toolkit.model.rule import Context, Rule
from toolkit.rules.reviews import concerns


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report records whose signature is not good, and those that cannot be verified."""
    yield from concerns(article, context, ConcernKind.SIGNATURE)


RULE = Rule("review-signature", Severity.ERROR, check)
