"""A footnote is called and not written, written and not called, or written twice.

## Why

A mark without its note promises a reservation that the reader never gets; a note without its mark
says something of nothing.

## Fails

```markdown articles/tired.md
---
title: Why am I so tired?
---

Many things can make a person tired.[^1]
```

## Passes

```markdown articles/tired.md
---
title: Why am I so tired?
---

Many things can make a person tired.[^1]

[^1]: This page is about tiredness that lasts.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.model.article import Article, FootnoteDefinition, FootnoteReference, Text
from toolkit.model.finding import Problem, Related, Severity
from toolkit.model.rule import Context, Rule
from toolkit.model.span import Span
from toolkit.model.suggestion import nearest

# What CommonMark readers leave as text where no note of that name is written.
_CALL = re.compile(r"(?<!\\)\[\^([^\]\s^]{1,100})\]")


def check(article: Article, _context: Context) -> Iterator[Problem]:
    """Match the marks of an article with its notes."""
    notes: dict[str, FootnoteDefinition] = {}
    called: set[str] = set()
    marks: list[tuple[Span, str]] = []
    for node in article.nodes(FootnoteDefinition, FootnoteReference, Text):
        match node:
            case FootnoteDefinition():
                first = notes.setdefault(node.label, node)
                if first is not node:
                    yield _written_twice(article, node, first)
            case FootnoteReference():
                called.add(node.label)
                marks.append((node.span, node.label))
            case Text() if "[^" in node.text:
                marks.extend(_calls_in(article, node))
            case _:
                pass
    for span, label in marks:
        if label not in notes:
            help_ = nearest(label, notes) or f"write [^{label}]: and the note in a paragraph of its own"
            yield Problem(span, f'the footnote "{label}" is not written', help_)
    for label, note in notes.items():
        if label not in called:
            yield Problem(
                _first_line(article, note.span),
                f'nothing calls the footnote "{label}"',
                f"put [^{label}] where it belongs, or remove the note",
                severity=Severity.WARNING,
            )


def _calls_in(article: Article, node: Text) -> Iterator[tuple[Span, str]]:
    # The character before the span counts: a backslash there makes the bracket plain text.
    for found in _CALL.finditer(article.source.text, max(node.span.start - 1, 0), node.span.end):
        if found.start() >= node.span.start:
            yield Span(found.start(), found.end()), found[1]


def _written_twice(article: Article, note: FootnoteDefinition, first: FootnoteDefinition) -> Problem:
    return Problem(
        _first_line(article, note.span),
        f'the footnote "{note.label}" is written twice',
        "give one of the two another name",
        related=(Related(article.path, _first_line(article, first.span), "it is written here first"),),
    )


def _first_line(article: Article, span: Span) -> Span:
    line = article.source.line_span(article.source.position(span.start).line)
    return Span(span.start, max(min(span.end, line.end), span.start))


RULE = Rule("article-footnote", Severity.ERROR, check)
