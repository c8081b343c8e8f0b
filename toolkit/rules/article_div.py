"""A fenced div is not closed, or its class or audience is probably a typing error.

## Why

A div that is never closed swallows the rest of the article: what was meant as a box of key points
becomes the whole text. A class with a typing error does nothing at all, so a disclaimer is then
plain text, and a part for professionals is shown to patients.

## Fails

```markdown articles/tired.md
::: {.key-point}
- Many things can make a person tired.
:::
```

## Passes

```markdown articles/tired.md
::: {.key-points}
- Many things can make a person tired.
:::
```

## Evidence

Classes that Osler gives a meaning: `.key-points`, `.disclaimer`, `.claim`, `.no-claim`. Others are
kept and mean nothing to Osler; only those that are a letter or two away from one of these are
reported. `audience` is `patient` or `professional`.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article, Audience, Div, SpanNode
from toolkit.model.finding import Problem, Severity
from toolkit.model.rule import Context, Rule
from toolkit.model.suggestion import nearest

_CLASSES = ("key-points", "disclaimer", "claim", "no-claim")
_SHORTEST = 5


def check(article: Article, _context: Context) -> Iterator[Problem]:
    """Pass on what the reader found; then look at classes and audiences."""
    yield from (problem for problem in article.problems if problem.rule == RULE.name)
    for node in article.nodes(Div, SpanNode):
        yield from _of_node(node)


def _of_node(node: Div | SpanNode) -> Iterator[Problem]:
    span = node.opener if isinstance(node, Div) else node.attributes.span or node.span
    for name in node.attributes.classes:
        meant = None if name in _CLASSES else _meant(name)
        if meant is not None:
            yield Problem(
                span,
                f'the class ".{name}" has no meaning',
                f'did you mean ".{meant}"?',
                severity=Severity.WARNING,
            )
    audience = node.attributes.get("audience")
    if audience is not None and audience not in tuple(Audience):
        yield Problem(
            span,
            f'there is no audience "{audience}"',
            nearest(audience, list(Audience)) or "an audience is patient or professional",
        )


def _meant(name: str) -> str | None:
    """Give the class that a name is meant to be: the same letters, or one or two others."""
    letters = _letters(name)
    if len(letters) < _SHORTEST:
        return None
    return next((known for known in _CLASSES if _is_near(letters, _letters(known))), None)


def _letters(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "").removesuffix("s")


def _is_near(one: str, other: str) -> bool:
    """Tell whether two words are equal but for one letter added, left out, changed or swapped."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    rest, other_rest = one[start:], other[start:]
    return (
        rest[1:] == other_rest
        or rest == other_rest[1:]
        or rest[1:] == other_rest[1:]
        or (rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:])
    )


RULE = Rule("article-div", Severity.ERROR, check)
