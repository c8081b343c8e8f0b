"""The person who approved is an author, or did not declare their interests.

## Why
Nobody reviews their own work. Reviewers are to disclose to the editors what could bias them (ICMJE
Recommendations, on disclosures of reviewers). So an author's approval of their own article never counts,
whatever name they signed it by, nor does one that says nothing of competing interests. Interests that are
declared are printed with the reviewer's name.

## Fails
```markdown articles/example.md
---
title: Can vitamin B12 deficiency cause leukopenia?
authors: [Ada Stone]
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

## Passes
```markdown articles/example.md
---
title: Can vitamin B12 deficiency cause leukopenia?
authors: [Joe Doe]
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
The authors of the front matter beside the board: by identifier, by ORCID iD, by name (without accents, case
and points), by e-mail address. Two people of one name need an ORCID iD each to be told apart. Who receives
a reviewer's form and signs for it must be no author either.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article
from toolkit.model.finding import Problem, Severity
from toolkit.model.review import ConcernKind
from toolkit.model.rule import Context, Rule
from toolkit.rules.reviews import concerns


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report approvals by people who may not approve."""
    yield from concerns(article, context, ConcernKind.CONFLICT)


RULE = Rule("review-conflict", Severity.ERROR, check)
