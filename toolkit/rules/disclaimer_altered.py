"""A disclaimer that is spelled out differs from the approved wording.

## Why

The wording of a disclaimer is decided by those who answer for it, often with legal advice, and has
a version. A copy that an author shortened or improved is no longer the approved text, though it
looks like it. White space, the shape of quotation marks and of dashes make no difference; every
word, number and other sign does, and so do words that are struck through.

## Fails

```markdown articles/tired.md
---
title: Why am I so tired?
audience: patient
---

Many things can make a person tired.

::: {.disclaimer #patient}
This page gives general information. It takes the place of advice from your own doctor.
:::
```

## Passes

```markdown articles/tired.md
---
title: Why am I so tired?
audience: patient
---

Many things can make a person tired.

::: {.disclaimer #patient}
This page gives general information. It does not take the place of advice from your own doctor,
nurse or pharmacist, who know you and your health. Talk to them before you start, stop or change a
treatment. Do not put off getting help because of something that you read here.
:::
```

## Settings

`accepts` lists former wordings that may still stand: they are reported as info.

## Fix

Empties the div, so that the approved text is inserted by reference. It changes what a reader is
told, so it needs `--unsafe-fixes`.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.claims.disclaimers import Placement, fill_in, fold, identify, placements, wording
from toolkit.model.article import Article, Strikethrough, walk
from toolkit.model.finding import Edit, Fix, Problem, Severity
from toolkit.model.policy import Disclaimer
from toolkit.model.rule import Context, Rule
from toolkit.model.span import Span

_WORDS_SHOWN = 6


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Compare each disclaimer that is spelled out with its approved text."""
    for placement in placements(article):
        disclaimer = identify(placement, context.policy)
        if disclaimer is None or not placement.text:
            continue
        yield from _compare(article, placement, disclaimer, context)


def _compare(
    article: Article, placement: Placement, disclaimer: Disclaimer, context: Context
) -> Iterator[Problem]:
    name, opener = f'"{disclaimer.identifier}"', placement.div.opener
    approved = wording(disclaimer, context.policy)
    former = {fold(fill_in(text, context.policy)) for text in disclaimer.accepts}
    fix = _fix(article, placement)
    if placement.text in former and placement.text != approved:
        yield Problem(
            opener,
            f"the disclaimer {name} has a former wording; the approved one is version {disclaimer.version}",
            "empty the div, so that the approved text is inserted",
            severity=Severity.INFO,
            fix=fix,
        )
    elif placement.text != approved:
        yield Problem(
            opener,
            f"the disclaimer {name} differs from the approved wording (version {disclaimer.version}): "
            + _difference(placement.text, approved),
            "empty the div, so that the approved text is inserted, or write it word for word",
            fix=fix,
        )
    if placement.heading is not None and placement.heading != fold(disclaimer.title):
        yield Problem(
            opener,
            f'the disclaimer {name} is headed "{placement.heading}"; approved is "{disclaimer.title}"',
            "leave the heading out: exports print the approved title",
        )
    for node in walk(placement.div.children):
        if isinstance(node, Strikethrough):
            yield Problem(
                node.span,
                f"words of the disclaimer {name} are struck through",
                "remove the ~~ around them",
            )


def _difference(written: str, approved: str) -> str:
    """Show the first words that differ."""
    ours, theirs = written.split(), approved.split()
    pairs = enumerate(zip(ours, theirs, strict=False))
    at = next((index for index, (one, other) in pairs if one != other), min(len(ours), len(theirs)))
    start = max(at - 2, 0)
    if at == len(ours):
        return f'it ends before "{_some(theirs, at)}"'
    if at == len(theirs):
        return f'it goes on with "{_some(ours, at)}"'
    return f'"{_some(ours, start)}" where "{_some(theirs, start)}" is approved'


def _some(words: list[str], start: int) -> str:
    rest = " …" if len(words) > start + _WORDS_SHOWN else ""
    return " ".join(words[start : start + _WORDS_SHOWN]) + rest


def _fix(article: Article, placement: Placement) -> Fix | None:
    if placement.identifier is None or not placement.div.children:
        return None
    start, end = placement.div.children[0].span.start, placement.div.children[-1].span.end
    edit = Edit(article.path, Span(start, end), "")
    return Fix("insert the approved text by reference", (edit,), is_safe=False)


RULE = Rule("disclaimer-altered", Severity.ERROR, check, fixable=True)
