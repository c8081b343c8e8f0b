"""A disclaimer names no approved text, or a text reads like a disclaimer and is not marked as one.

## Why

Only a text that the policy knows by its identifier can be compared, versioned and proved present
in the exports. A disclaimer of an author's own making, in a div without an identifier or under a
heading, escapes all of that.

## Fails

```markdown articles/b12.md
---
title: Can vitamin B12 deficiency cause leukopenia?
audience: professional
---

It can.

::: {.disclaimer #profesional}
:::
```

## Passes

```markdown articles/b12.md
---
title: Can vitamin B12 deficiency cause leukopenia?
audience: professional
---

It can.

::: {.disclaimer #professional}
:::
```

## Settings

The known identifiers are those of Osler's defaults and of `[disclaimers.<identifier>]`.

## Fix

Safe, where a div without an identifier has the exact wording of an approved text: adds the
identifier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.claims.disclaimers import DISCLAIMER_CLASS, Placement, fold, identify, placements
from toolkit.claims.passages import prose
from toolkit.model.article import Article
from toolkit.model.finding import Confidence, Edit, Fix, Problem, Severity
from toolkit.model.policy import Policy
from toolkit.model.rule import Context, Rule
from toolkit.model.suggestion import nearest

_COMMENT = re.compile(r"<!--(?:(?!-->).)*-->", re.DOTALL)
_HEADING = re.compile(r"(?:medical |legal |professional |health |general )*disclaimers?", re.IGNORECASE)


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report disclaimers that name nothing known, and disclaimers outside of divs."""
    placed = placements(article)
    for placement in placed:
        yield from _of_placement(article, placement, context.policy)
    text = prose(article)
    for number in sorted(text.holding(("disclaimer",))):
        passage = text.passages[number]
        is_marked = any(DISCLAIMER_CLASS in div.attributes.classes for div in passage.divs) or any(
            not _COMMENT.sub("", article.source.text[passage.span.end : placement.div.span.start]).strip()
            for placement in placed
            if placement.div.span.start >= passage.span.end
        )
        label = fold(passage.text).rstrip(".:!")
        if not is_marked and _HEADING.fullmatch(label):
            yield Problem(
                passage.span,
                f'what follows "{label}" is not marked as a disclaimer',
                "place an approved text with ::: {.disclaimer #identifier}: " + _known(context.policy),
                severity=Severity.WARNING,
                confidence=Confidence.MEDIUM,
            )


def _of_placement(article: Article, placement: Placement, policy: Policy) -> Iterator[Problem]:
    identifier, opener = placement.identifier, placement.div.opener
    same = identify(placement, policy)
    if identifier is not None and same is None:
        meant = nearest(identifier, [one.identifier for one in policy.disclaimers])
        yield Problem(opener, f'the policy has no disclaimer "{identifier}"', meant or _known(policy))
    elif identifier is None and same is None:
        yield Problem(
            opener,
            "this disclaimer does not say which approved text it is",
            "name it, as in ::: {.disclaimer #patient}: " + _known(policy),
        )
    elif identifier is None and same is not None:
        yield Problem(
            opener,
            f'this disclaimer is "{same.identifier}" word for word, but does not say so',
            f"write ::: {{.disclaimer #{same.identifier}}}",
            severity=Severity.WARNING,
            fix=_fix(article, placement, same.identifier),
        )


def _known(policy: Policy) -> str:
    names = ", ".join(one.identifier for one in policy.disclaimers)
    return f"the policy has {names}" if names else "the policy has none"


def _fix(article: Article, placement: Placement, identifier: str) -> Fix | None:
    attributes = placement.div.attributes
    if attributes.span is None:
        return None
    classes = " ".join(f".{name}" for name in attributes.classes)
    pairs = "".join(f' {key}="{value}"' for key, value in attributes.pairs)
    is_tight = article.source.text[attributes.span.start - 1] == ":"
    text = f"{' ' if is_tight else ''}{{{classes} #{identifier}{pairs}}}"
    return Fix("name the approved text", (Edit(article.path, attributes.span, text),))


RULE = Rule("disclaimer-unknown", Severity.ERROR, check, fixable=True)
