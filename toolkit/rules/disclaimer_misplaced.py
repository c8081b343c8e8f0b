"""A disclaimer stands where it can be overlooked, where the wrong readers see it, or twice.

## Why

A disclaimer speaks for the whole article. Inside a list, a quotation, a footnote or the key points
it reads as part of them, and exports can't set it apart. In a part for one audience, the readers of
the other page never see it. Twice, the two may come to differ.

## Fails

```markdown articles/tired.md
---
title: Why am I so tired?
audience: patient
---

> Many things can make a person tired.
>
> ::: {.disclaimer #patient}
> :::
```

## Passes

```markdown articles/tired.md
---
title: Why am I so tired?
audience: patient
---

> Many things can make a person tired.

::: {.disclaimer #patient}
:::
```

## Evidence

It may stand at the top level of the text or in a plain div, at any place that the author finds
right; `placement` in the policy only says where the fix and the exports put it. In a part such as
`::: {audience=patient}` it is in place if it is required for that audience, or if the article has
no other; and it may stand once in each such part.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.claims.disclaimers import DISCLAIMER_CLASS, Placement, audiences_of, identify, placements
from toolkit.model.article import (
    Article,
    Audience,
    BlockQuote,
    DefinitionList,
    Div,
    FootnoteDefinition,
    ListBlock,
    Node,
)
from toolkit.model.finding import Problem, Related, Severity
from toolkit.model.policy import Disclaimer, Occasion
from toolkit.model.rule import Context, Rule

_OF_ONE_AUDIENCE = {
    Occasion.PATIENT: Audience.PATIENT,
    Occasion.PROFESSIONAL: Audience.PROFESSIONAL,
    Occasion.RED_FLAGS: Audience.PATIENT,
}
_BLOCKS: dict[type, str] = {
    ListBlock: "a list",
    DefinitionList: "a definition list",
    BlockQuote: "a quotation",
    FootnoteDefinition: "a footnote",
}
_DIVS = {DISCLAIMER_CLASS: "another disclaimer", "key-points": "the key points"}


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Look at what stands around each disclaimer, and for second ones."""
    readers = audiences_of(article, context.policy)
    parts = _parts(article, context)
    first: dict[tuple[str, Audience | None], Placement] = {}
    for placement in placements(article):
        name = f'the disclaimer "{placement.identifier}"' if placement.identifier else "this disclaimer"
        opener = placement.div.opener
        around = next((what for node in reversed(placement.ancestors) if (what := _place(node))), None)
        if around is not None:
            yield Problem(
                opener,
                f"{name} stands inside {around}",
                "move it to the top level of the text, between two blocks",
            )
        disclaimer = identify(placement, context.policy)
        if disclaimer is None:
            continue
        part = placement.audience
        missed = _missed(disclaimer, parts[disclaimer.identifier], readers)
        if missed is not None:
            yield Problem(
                opener,
                f"{name} stands in the part for {part} readers, where {missed} readers do not see it",
                "move it out of that part, or place it in both",
            )
        earlier = first.setdefault((disclaimer.identifier, part), placement)
        if earlier is not placement:
            yield Problem(
                opener,
                f"{name} stands twice",
                "keep one of the two",
                severity=Severity.WARNING,
                related=(Related(article.path, earlier.div.opener, "the first stands here"),),
            )


def _place(node: Node) -> str | None:
    """Name a thing that a disclaimer must not stand in."""
    if isinstance(node, Div):
        return next((what for name, what in _DIVS.items() if name in node.attributes.classes), None)
    return _BLOCKS.get(type(node))


def _parts(article: Article, context: Context) -> dict[str, set[Audience | None]]:
    """Give the parts in which each approved disclaimer stands; `None` is what all readers read."""
    found: dict[str, set[Audience | None]] = {}
    for placement in placements(article):
        disclaimer = identify(placement, context.policy)
        if disclaimer is not None:
            found.setdefault(disclaimer.identifier, set()).add(placement.audience)
    return found


def _missed(
    disclaimer: Disclaimer, parts: set[Audience | None], readers: frozenset[Audience]
) -> Audience | None:
    """Give an audience that should read the disclaimer and can't, since it stands in others' parts only."""
    if None in parts:
        return None
    wanted = {_OF_ONE_AUDIENCE.get(occasion) for occasion in disclaimer.required_for}
    should_read = readers if None in wanted or not wanted else readers & wanted
    return next((one for one in Audience if one in should_read and one not in parts), None)


RULE = Rule("disclaimer-misplaced", Severity.ERROR, check)
