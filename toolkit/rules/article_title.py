"""The title is too long, or the title of a question-and-answer page is not a question.

## Why

The title is what search engines, lists and browser tabs show, and they cut it. On a
question-and-answer page the title is the question that the page answers, and a reader recognises
their own question in it.

## Fails

```markdown articles/b12.md
---
title: Vitamin B12 deficiency and leukopenia
type: question-answer
---

It can.
```

## Passes

```markdown articles/b12.md
---
title: Can vitamin B12 deficiency cause leukopenia (low white blood cell count)?
type: question-answer
---

It can.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article, ArticleType
from toolkit.model.finding import Problem, Severity
from toolkit.model.rule import Context, Rule

LONGEST = 150
"""Characters. Result lists show some 60; beyond this no title is read to its end."""
# Greek writes its question mark as U+037E or as a semicolon; Arabic, Chinese, Armenian have their own.
_QUESTION_MARKS = ("?", "？", "؟", "\u037e", "՞")


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Look at the title, if there is one."""
    title = article.metadata.title
    if title is None:
        return
    span = article.metadata.key_span("title")
    if len(title) > LONGEST:
        yield Problem(
            span,
            f"the title has {len(title)} characters; lists and search results cut it",
            f"say it in {LONGEST} or fewer",
        )
    kind = article.metadata.type or context.policy.default_type
    if kind is ArticleType.QUESTION_ANSWER and not any(mark in title for mark in _QUESTION_MARKS):
        yield Problem(
            span,
            "the title of a question-and-answer page is not a question",
            "put it as the question that the page answers, with a question mark",
        )


RULE = Rule("article-title", Severity.INFO, check)
