"""One identifier names two places of an article.

## Why

A link or cross-reference can lead to one place only; XML and HTML both refuse a document in which
an identifier stands twice.

## Fails

```markdown articles/tired.md
---
title: Why am I so tired?
---

## Anaemia {#sec-causes}

A lack of iron is common.

## Sleep {#sec-causes}

So is a lack of sleep.
```

## Passes

```markdown articles/tired.md
---
title: Why am I so tired?
---

## Anaemia {#sec-anaemia}

A lack of iron is common.

## Sleep {#sec-sleep}

So is a lack of sleep.
```

## Evidence

Identifiers that exports derive from headings are made different by themselves and never clash.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import (
    Article,
    Attributes,
    Div,
    Heading,
    Image,
    Link,
    MathBlock,
    Node,
    SpanNode,
    Table,
)
from toolkit.model.finding import Problem, Related, Severity
from toolkit.model.rule import Context, Rule


def check(article: Article, _context: Context) -> Iterator[Problem]:
    """Report every explicit identifier that stood before; two disclaimers are another rule's business."""
    first: dict[str, Node] = {}
    for node in article.nodes(Heading, Div, SpanNode, Table, Image, Link, MathBlock):
        identifier = _attributes(node).identifier
        if identifier is None:
            continue
        other = first.setdefault(identifier, node)
        if other is node or (_is_disclaimer(other) and _is_disclaimer(node)):
            continue
        yield Problem(
            _attributes(node).span or node.span,
            f'the identifier "{identifier}" stands twice',
            "give one of the two another name",
            related=(Related(article.path, _attributes(other).span or other.span, "it stands here first"),),
        )


def _is_disclaimer(node: Node) -> bool:
    return isinstance(node, Div) and "disclaimer" in node.attributes.classes


def _attributes(node: Node) -> Attributes:
    attributes = getattr(node, "attributes", None)
    return attributes if isinstance(attributes, Attributes) else Attributes()


RULE = Rule("article-duplicate-identifier", Severity.ERROR, check)
