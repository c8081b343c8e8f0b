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

## Fix

Unsafe: deletes the character, or writes a space for one that divides words or lines. Compare the text
with what was meant: in text written from right to left a direction mark can be needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from toolkit.model.article import Article
from toolkit.model.finding import Edit, Fix, Problem, Severity
from toolkit.model.rule import Context, Rule

_DIVIDING = frozenset("\x0b\x0c\x85\u2028\u2029")


def check(article: Article, _context: Context) -> Iterator[Problem]:
    """Pass on what the reader found."""
    for problem in article.problems:
        if problem.rule == RULE.name:
            instead = " " if article.source.slice(problem.span) in _DIVIDING else ""
            edit = Edit(article.path, problem.span, instead)
            title = "write a space" if instead else "delete the character"
            yield replace(problem, fix=Fix(title, (edit,), is_safe=False))


RULE = Rule("article-control-character", Severity.ERROR, check, fixable=True)
