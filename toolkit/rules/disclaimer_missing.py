"""A disclaimer that the policy requires is not placed in the article.

## Why

Health information that a reader may act on has to say for whom it is written and that it does not
replace professional advice (HONcode, principle of complementarity; AMA guidelines for medical and
health information sites, 2000); the use of artificial intelligence has to be disclosed (ICMJE
Recommendations, AI-assisted technology). `docs/disclaimers.md` names the source of each default.

A disclaimer is required by what the article declares (its audience, the help of AI tools) and by
what it says: a dose, a symptom that can be an emergency, advice on pregnancy or children. The
message names the words. Each must be placed by the author, so that the author sees it; a text that
stands hidden does not count. Red flags count only where patients read.

## Fails

```markdown articles/b12.md
---
title: How is vitamin B12 deficiency treated?
audience: professional
---

Give hydroxocobalamin 1000 mcg by intramuscular injection on alternate days.
```

## Passes

```markdown articles/b12.md
---
title: How is vitamin B12 deficiency treated?
audience: professional
---

Give hydroxocobalamin 1000 mcg by intramuscular injection on alternate days.

::: {.disclaimer #professional}
:::

::: {.disclaimer #dosing}
:::
```

## Settings

`[disclaimers.<identifier>]` has the approved texts; `required-for` says when each is required:
`always`, `patient`, `professional`, `ai-assistance`, `dosing`, `red-flags`, `pregnancy`, `children`
or `unreviewed`. The last follows from the editorial record, so exports print that disclaimer by
themselves, and it is never missing.

## Fix

Safe: places the disclaimer by reference, at the start or the end as its `placement` says.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.claims.disclaimers import Requirement, identify, placements, required_disclaimers
from toolkit.model.article import Article, CodeBlock, Comment, Div, RawBlock
from toolkit.model.finding import Edit, Fix, Problem, Severity
from toolkit.model.policy import Occasion
from toolkit.model.rule import Context, Rule
from toolkit.model.span import Span

_BECAUSE = {
    Occasion.ALWAYS: "the policy requires it in every article",
    Occasion.PATIENT: "the article is for patients",
    Occasion.PROFESSIONAL: "the article is for healthcare professionals",
    Occasion.AI_ASSISTANCE: "the article declares the help of an AI tool",
    Occasion.DOSING: "line {line} gives a dose",
    Occasion.RED_FLAGS: "line {line} names a sign of an emergency",
    Occasion.PREGNANCY: "line {line} is about pregnancy or breastfeeding",
    Occasion.CHILDREN: "line {line} is about children",
}
_READERS = {Occasion.PATIENT: "patients", Occasion.PROFESSIONAL: "healthcare professionals"}
_KEYS = {
    Occasion.PATIENT: "audience",
    Occasion.PROFESSIONAL: "audience",
    Occasion.AI_ASSISTANCE: "ai_assistance",
}


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Report each required disclaimer that no visible div of the article is."""
    placed = {
        found.identifier
        for one in placements(article)
        if one.hidden_by is None and (found := identify(one, context.policy)) is not None
    }
    for requirement in required_disclaimers(article, context.policy, context.review):
        if requirement.disclaimer.identifier not in placed:
            yield _problem(article, requirement)


def _problem(article: Article, requirement: Requirement) -> Problem:
    identifier = requirement.disclaimer.identifier
    evidence = requirement.evidence
    part = _part(article, requirement.occasion)
    if evidence is None and part is not None:
        span = part.opener
        because = f"a part of the article is for {_READERS[requirement.occasion]}"
    elif evidence is None:
        span = article.metadata.key_span(_KEYS.get(requirement.occasion, "title"))
        because = _BECAUSE[requirement.occasion]
    else:
        span = evidence.span
        line = article.source.position(span.start).line
        because = _BECAUSE[requirement.occasion].format(line=line) + f': "{evidence.text}"'
    return Problem(
        span,
        f'the disclaimer "{identifier}" is missing: {because}',
        f"place it where it belongs with a line ::: {{.disclaimer #{identifier}}} and a line :::",
        fix=_fix(article, identifier, at_start=requirement.disclaimer.placement == "start"),
    )


def _part(article: Article, occasion: Occasion) -> Div | None:
    """Give the part for an audience that the front matter does not name."""
    if occasion not in _READERS or any(one == occasion.value for one in article.metadata.audience):
        return None
    return next((div for div in article.nodes(Div) if div.attributes.get("audience") == occasion.value), None)


def _fix(article: Article, identifier: str, *, at_start: bool) -> Fix | None:
    """Insert the div at the start or end of the text, unless the end may lie inside something open."""
    text = article.source.text
    newline = "\r\n" if "\r\n" in text else "\n"
    div = f"::: {{.disclaimer #{identifier}}}{newline}:::{newline}"
    if at_start:
        offset = article.metadata.span.end
        offset += (
            len(text[offset : offset + 2]) - len(text[offset : offset + 2].lstrip("\r\n")) if offset else 0
        )
        offset = min(offset, article.metadata.span.end + len(newline))
        insertion = newline + div if offset else div + newline
    else:
        if any(problem.rule == "article-div" for problem in article.problems):
            return None
        if article.blocks and isinstance(article.blocks[-1], CodeBlock | RawBlock | Comment):
            return None
        offset = len(text.rstrip())
        insertion = newline * 2 + div.removesuffix(newline)
    edit = Edit(article.path, Span(offset, offset), insertion)
    return Fix(f'place the disclaimer "{identifier}"', (edit,))


RULE = Rule("disclaimer-missing", Severity.ERROR, check, fixable=True)
