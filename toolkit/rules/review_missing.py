"""No approval, or too few of them, where the policy publishes nothing without.

## Why
A reader takes a medical page for reviewed. Where the policy says that nothing is published before review
(`publication-needs-approval`), an article without the approvals that it asks for must not go out, but as a
draft, or as an urgent correction with its banner. Where the policy says nothing of the kind, this rule is
silent: the page then has the banner "pending human review" for as long as that is so.

## Fails
```markdown articles/example.md
---
title: Can vitamin B12 deficiency cause leukopenia?
---

It can.
```
```toml osler.toml
[review]
publication-needs-approval = true
```

## Passes
```markdown articles/example.md
---
title: Can vitamin B12 deficiency cause leukopenia?
---

It can.
```

## Settings
`[review]`: `required` says how many people of which role must approve, `publication-needs-approval` whether
nothing is published without.

## Evidence
The signed records in `reviews/`. Approvals that were given and do not stand are told by `review-stale`,
`review-overdue`, `review-conflict`, `review-signature` and `review-tampered`, each with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article
from toolkit.model.counting import counted
from toolkit.model.finding import Problem, Severity
from toolkit.model.rule import Context, Rule
from toolkit.rules.reviews import place_of, weight


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report an article that may not be published yet."""
    review = context.review
    if not context.policy.review.publication_needs_approval or review.is_approved or review.retracted:
        return
    wanting = [f"{counted(one.count, 'approval')} as {one.role}" for one in review.missing]
    if not wanting and not review.concerns:
        # An article without any record: what is asked of it stands in the policy alone.
        required = context.policy.review.required.items()
        wanting = [f"{counted(count, 'approval')} as {role}" for role, count in required] or ["1 approval"]
    if wanting:
        urgent = (
            f"; as an urgent correction it may go out until {review.urgent.deadline}" if review.urgent else ""
        )
        yield Problem(
            place_of(article),
            f"nothing is published without approval, and this article lacks {' and '.join(wanting)}{urgent}",
            f"ask for it: `osler review request {article.path}`",
            severity=weight(context),
        )


RULE = Rule("review-missing", Severity.ERROR, check)
