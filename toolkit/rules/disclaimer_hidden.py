"""A disclaimer stands where no reader sees it.

## Why

A disclaimer protects a reader only if it is read. One that stands in a comment or in code, in a
part that is styled away, or in a div that holds nothing to read, gives the author the feeling of
having said it, and the reader nothing.

## Fails

```markdown articles/tired.md
---
title: Why am I so tired?
audience: patient
---

Many things can make a person tired.

<!--
::: {.disclaimer #patient}
:::
-->
```

## Passes

```markdown articles/tired.md
---
title: Why am I so tired?
audience: patient
---

Many things can make a person tired.

::: {.disclaimer #patient}
:::
```

## Evidence

Hidden are: comments and code that hold a `.disclaimer` div or the words of an approved text;
classes such as `.hidden` or `.visually-hidden`, styles such as `display: none`, and `hidden` or
`aria-hidden` on the div, on one around it or on words inside it; and a div that holds only
comments, code or an image. A div with nothing in it is a reference, and is not hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.claims.disclaimers import fold, hides, placements, wording
from toolkit.model.article import Article, Code, CodeBlock, Comment, RawBlock, SpanNode, walk
from toolkit.model.finding import Problem, Severity
from toolkit.model.rule import Context, Rule

_OPENER = re.compile(r"^[ \t]*:{3,}[ \t]*(?:\{[^}\n]*\.disclaimer\b|disclaimer[ \t]*$)", re.MULTILINE)
# So many words in a row of an approved text are a copy of it, not a coincidence.
_WORDS_COMPARED = 8
_SHORTEST = len("::: disclaimer")


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report hidden placements, then disclaimers in comments and code."""
    yield from _in_divs(article)
    openings = {
        one.identifier: " ".join(wording(one, context.policy).split()[:_WORDS_COMPARED])
        for one in context.policy.disclaimers
    }
    for node in article.nodes(Comment, Code, CodeBlock, RawBlock):
        if not isinstance(node, Comment | Code | CodeBlock | RawBlock):
            continue
        if len(node.text) < _SHORTEST:
            continue
        where = "a comment" if isinstance(node, Comment) else "code"
        where = "raw HTML, which is never exported" if isinstance(node, RawBlock) else where
        words = fold(node.text)
        copied = next((name for name, opening in openings.items() if opening and opening in words), None)
        if copied is not None or _OPENER.search(node.text):
            name = f'the disclaimer "{copied}"' if copied is not None else "a disclaimer"
            yield Problem(
                node.span,
                f"{name} stands in {where}, where no reader sees it",
                "take it out and place it in the text, or delete it",
            )


def _in_divs(article: Article) -> Iterator[Problem]:
    for placement in placements(article):
        name = f'the disclaimer "{placement.identifier}"' if placement.identifier else "a disclaimer"
        hiding = placement.hidden_by
        if hiding is not None:
            around = "it is" if hiding is placement.div else "a div around it is"
            yield Problem(
                placement.div.opener,
                f"{name} is hidden from readers: {around} hidden by its class, style or attribute",
                f"remove what hides it: {article.source.slice(hiding.opener).strip()}",
            )
        elif placement.div.children and not placement.text:
            yield Problem(
                placement.div.opener,
                f"{name} holds nothing that a reader can read",
                "leave the div wholly empty to insert the approved text, or spell the text out",
            )
        for node in walk(placement.div.children):
            if isinstance(node, SpanNode) and hides(node.attributes):
                yield Problem(node.span, f"words of {name} are hidden from readers", "remove what hides them")


RULE = Rule("disclaimer-hidden", Severity.ERROR, check)
