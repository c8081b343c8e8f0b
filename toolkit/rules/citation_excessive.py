"""One place cites more works than a reader can use.

## Why
"Fewer references to key original papers often serve as well as more exhaustive lists" (ICMJE
Recommendations, section IV.A.3.g). A string of seven or more marks after one statement does not say
which work shows what, and hides that some do not show it at all.

## Fails
```markdown articles/example.md
Fatigue is common [@a; @b; @c; @d; @e; @f; @g].
```

## Passes
```markdown articles/example.md
Fatigue is common [@a; @b; @c].
```

## Settings
`excessive-citations`: how many works one group may name; 6 by default.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article
from toolkit.model.finding import Confidence, Problem, Severity
from toolkit.model.rule import Context, Rule


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report groups that cite more works than the policy allows; one work cited twice counts once."""
    allowed = context.policy.excessive_citations
    for group in article.citation_groups:
        if len(group.citations) <= allowed:
            continue
        references = (context.bibliography.resolve(one.key) or one.key for one in group.citations)
        works = {one if isinstance(one, str) else one.identity for one in references}
        if len(works) > allowed:
            yield Problem(
                group.span,
                f"{len(works)} works are cited in one place; the policy allows {allowed}",
                help="keep those that carry the claim, a systematic review above all, or put each "
                "citation behind the part of the sentence that it supports",
            )


RULE = Rule("citation-excessive", Severity.WARNING, check, Confidence.MEDIUM)
