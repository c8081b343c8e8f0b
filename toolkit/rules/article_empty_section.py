"""A heading has nothing under it, or nothing in it.

## Why

A heading promises a text. Where none follows, something was forgotten, or moved away; a reader who
looks for "When to see a doctor" finds nothing there.

## Fails

```markdown articles/tired.md
---
title: Why am I so tired?
---

## When to see a doctor

## Causes

Many things can make a person tired.
```

## Passes

```markdown articles/tired.md
---
title: Why am I so tired?
---

## When to see a doctor

### Today

If you are also short of breath.

## Causes

Many things can make a person tired.
```

## Evidence

A heading with deeper headings under it is not empty. Comments are no text. A heading such as
"References" at the end is reported too: exports print the references under their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from toolkit.model.article import Article, Block, Comment, Div, Heading, plain_text
from toolkit.model.finding import Problem, Severity
from toolkit.model.rule import Context, Rule

_REFERENCES = frozenset(
    ("references", "bibliography", "literature", "sources", "works cited", "literature cited")
)


def check(article: Article, _context: Context) -> Iterator[Problem]:
    """Look at what follows each heading, in the text and in each div."""
    stack: list[tuple[Block, ...]] = [article.blocks]
    while stack:
        blocks = [block for block in stack.pop() if not isinstance(block, Comment)]
        for block, following in zip_longest(blocks, blocks[1:]):
            if isinstance(block, Heading):
                yield from _of_heading(block, following)
            elif isinstance(block, Div):
                stack.append(block.children)


def _of_heading(heading: Heading, following: Block | None) -> Iterator[Problem]:
    text = plain_text(heading.children).strip()
    if not text:
        yield Problem(heading.span, "this heading has no text", "write one, or remove the # signs")
        return
    is_empty = following.level <= heading.level if isinstance(following, Heading) else following is None
    if not is_empty:
        return
    if text.lower().strip(" :") in _REFERENCES:
        help_ = "remove it: exports print the references under a heading of their own"
    else:
        help_ = "write the section, or remove its heading"
    yield Problem(heading.span, f'nothing stands under the heading "{text}"', help_)


RULE = Rule("article-empty-section", Severity.WARNING, check)
