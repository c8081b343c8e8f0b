"""The front matter is missing, is not the YAML that is read, or has a key or value that is not known.

## Why

The front matter says for whom an article is, who wrote it and with which interests. A key with a
typing error, or a value of the wrong kind, would otherwise be dropped in silence, and with it a
declaration that the reader has a right to. For safety only plain YAML is read: no tags, no aliases,
no duplicate keys, at most 64 KiB.

## Fails

```markdown articles/tired.md
---
title: Why am I so tired?
audiance: patient
---

Many things can make a person tired.
```

## Passes

```markdown articles/tired.md
---
title: Why am I so tired?
audience: patient
---

Many things can make a person tired.
```

## Settings

The keys are described in `docs/article-format.md`. Which of them must be there is the business of
`article-metadata-missing`.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article
from toolkit.model.finding import Problem, Severity
from toolkit.model.rule import Context, Rule


def check(article: Article, _context: Context) -> Iterator[Problem]:
    """Pass on what the reader found."""
    yield from (problem for problem in article.problems if problem.rule == RULE.name)


RULE = Rule("article-front-matter", Severity.ERROR, check, fixable=True)
