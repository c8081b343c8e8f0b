"""A suppression that is malformed, has expired, or silences nothing.

## Why

A suppression is a decision that somebody took about one finding. It names the rule and gives a
reason, may have a last day, and has to go when what it silenced is gone: otherwise it silences the
next fault at that place.

## Fails

```markdown articles/tired.md
<!-- osler: ignore article-empty-section -->

Many things can make a person tired.
```

## Passes

```markdown articles/tired.md
<!-- osler: ignore article-empty-section until=2027-06-30: the text follows with the new guideline -->
## Treatment
```

## Evidence

`<!-- osler: ignore RULE[, RULE] [until=YYYY-MM-DD]: reason -->` covers the line on which it stands
inside a paragraph, or the next block where it stands alone; `ignore-file` covers the whole file.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article
from toolkit.model.finding import Problem, Severity
from toolkit.model.rule import Context, Rule


def check(article: Article, _context: Context) -> Iterator[Problem]:
    """Pass on what the reader found."""
    yield from (problem for problem in article.problems if problem.rule == RULE.name)


RULE = Rule("article-suppression", Severity.WARNING, check)
