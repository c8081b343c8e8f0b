"""Blocks are nested more deeply than is read.

## Why

No article needs a list in a list in a list, a hundred levels deep; a tree like that comes from a
broken file or from somebody who wants to see a program fall over, and XML parsers refuse it.

## Fails

```markdown articles/deep.md
>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>> deep
```

## Passes

```markdown articles/deep.md
> > deep enough
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


RULE = Rule("article-nesting", Severity.ERROR, check)
