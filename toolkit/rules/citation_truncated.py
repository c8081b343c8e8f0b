"""An identifier that the citation syntax cuts in two.

## Why
A citation key ends at a parenthesis. Old DOIs of The Lancet and others have parentheses inside:
`[@doi:10.1016/S0140-6736(20)30925-9]` is read, silently, as the DOI `10.1016/S0140-6736` and the
words "(20)30925-9" (pandoc's manual, section "Citation syntax", has the braces for such keys). The
reference would then be another work, or none.

## Fails
```markdown articles/example.md
The risk is higher in hospital [@doi:10.1016/S0140-6736(20)30925-9].
```

## Passes
```markdown articles/example.md
The risk is higher in hospital [@{doi:10.1016/S0140-6736(20)30925-9}].
```

## Fix
Safe: puts braces around the whole identifier.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article
from toolkit.model.finding import Problem, Severity
from toolkit.model.rule import Context, Rule


def check(article: Article, _context: Context) -> Iterator[Problem]:
    """Pass on where the reader of citations saw an identifier go on after its end."""
    yield from (problem for problem in article.problems if problem.rule == RULE.name)


RULE = Rule("citation-truncated", Severity.ERROR, check, fixable=True)
