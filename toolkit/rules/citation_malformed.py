"""A citation that the syntax does not allow.

## Why
Pandoc, Quarto, MyST and Manubot share one citation syntax. What deviates from it is printed as
plain text, or read as something else: a bracket that is never closed takes the reference away from
its claim, and nobody notices until a reader does. The grammar is that of pandoc's manual, section
"Citation syntax".

## Fails
```markdown articles/example.md
Failure to diagnose the deficiency can have dire consequences [@green2017.
```

## Passes
```markdown articles/example.md
Failure to diagnose the deficiency can have dire consequences [@green2017].
```
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article
from toolkit.model.finding import Problem, Severity
from toolkit.model.rule import Context, Rule


def check(article: Article, _context: Context) -> Iterator[Problem]:
    """Pass on what the reader of citations could not read."""
    yield from (problem for problem in article.problems if problem.rule == RULE.name)


RULE = Rule("citation-malformed", Severity.ERROR, check, fixable=True)
