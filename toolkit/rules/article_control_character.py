"""A character that is invisible, or that changes how its neighbours are shown.

## Why

XML cannot hold most control characters at all. Bidirectional controls can make a text read
otherwise than it is stored ("Trojan Source", CVE-2021-42574), so that a reviewer approves other
words than those that are published; invisible characters keep a citation key from being found.

## Fails

```markdown articles/dose.md
Take one tablet\u200b a day.
```

## Passes

```markdown articles/dose.md
Take one tablet a day.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article
from toolkit.model.finding import Problem, Severity
from toolkit.model.rule import Context, Rule


def check(article: Article, _context: Context) -> Iterator[Problem]:
    """Pass on what the reader found."""
    yield from (problem for problem in article.problems if problem.rule == RULE.name)


RULE = Rule("article-control-character", Severity.ERROR, check)
