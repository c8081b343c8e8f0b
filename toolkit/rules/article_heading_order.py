"""Headings skip a level, or a second title stands in the text.

## Why

People who use a screen reader move through a page by its headings; a level that is skipped looks
like a part that is missing (WCAG 2.2, success criterion 1.3.1; technique H42). The title of the front
matter is the first level, so the headings of the text begin with `##`. Exports make sections of
headings, and a skipped level has no section to stand in.

## Fails

```markdown articles/tired.md
---
title: Why am I so tired?
---

## Causes

#### Anaemia

A lack of iron is common.
```

## Passes

```markdown articles/tired.md
---
title: Why am I so tired?
---

## Causes

### Anaemia

A lack of iron is common.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article, Block, Div, Heading, plain_text
from toolkit.model.finding import Problem, Severity
from toolkit.model.rule import Context, Rule


def check(article: Article, _context: Context) -> Iterator[Problem]:
    """Compare each heading with the one before it; the title counts as the first."""
    level = 1
    has_second_title = False
    for heading in _headings(article.blocks):
        text = plain_text(heading.children).strip()
        if heading.level == 1 and not has_second_title and article.metadata.title is not None:
            has_second_title = True
            yield Problem(
                heading.span,
                f'the first-level heading "{text}" stands beside the title of the front matter',
                "begin the headings of the text with ##",
            )
        if heading.level > level + 1:
            yield Problem(
                heading.span,
                f'the heading "{text}" skips from level {level} to level {heading.level}',
                f"write {'#' * (level + 1)} instead of {'#' * heading.level}",
            )
        level = heading.level


def _headings(blocks: tuple[Block, ...]) -> Iterator[Heading]:
    """Yield the headings of the text, those in divs included; a disclaimer's title is not one."""
    stack = list(reversed(blocks))
    while stack:
        block = stack.pop()
        if isinstance(block, Heading):
            yield block
        elif isinstance(block, Div) and "disclaimer" not in block.attributes.classes:
            stack.extend(reversed(block.children))


RULE = Rule("article-heading-order", Severity.WARNING, check)
