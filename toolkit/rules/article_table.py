r"""A table has no header, or a row with more cells than the header, of which the last are lost.

## Why

Without a header row, nobody who listens to the table knows what a number means (WCAG 2.2, success
criterion 1.3.1). And in a pipe table the header decides how many columns there are: what stands in
further cells of a row is dropped (GitHub Flavored Markdown, section 4.10), be it the dose. Often
the cause is a `|` in the text, which has to be written `\|`.

## Fails

```markdown articles/doses.md
---
title: How much vitamin B12 is in a tablet?
---

| Tablet | Content |
| ------ | ------- |
| small  | 50 mcg | 1000 mcg |
```

## Passes

```markdown articles/doses.md
---
title: How much vitamin B12 is in a tablet?
---

| Tablet | Content          |
| ------ | ---------------- |
| small  | 50 or 1000 mcg   |
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.model.article import Article, Table, plain_text
from toolkit.model.finding import Problem, Severity
from toolkit.model.rule import Context, Rule
from toolkit.model.span import Span

_DELIMITER_ROW = re.compile(r"[\s>]*+\|?\s*+:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*+\|?\s*+")
_PIPE = re.compile(r"(?<!\\)(?:\\\\)*\|")


def check(article: Article, _context: Context) -> Iterator[Problem]:
    """Look at the header and at the length of each row."""
    for table in article.nodes(Table):
        if not any(plain_text(cell.children).strip() for cell in table.header):
            yield Problem(
                _line(article, table.span),
                "this table has no header",
                "name the columns in its first row",
                severity=Severity.WARNING,
            )
        yield from _long_rows(article, table)


def _long_rows(article: Article, table: Table) -> Iterator[Problem]:
    source, columns = article.source, len(table.header)
    first = source.position(table.span.start).line
    last = source.position(max(table.span.end - 1, table.span.start)).line
    lines = iter(range(first, last + 1))
    for line in lines:
        if _DELIMITER_ROW.fullmatch(source.slice(source.line_span(line))):
            break
    for line in lines:
        span = source.line_span(line)
        text = source.slice(span)
        cells = _count(text)
        if cells > columns:
            start = span.start + len(text) - len(text.lstrip())
            yield Problem(
                Span(start, span.end),
                f"this row has {cells} cells, the header {columns}: what stands in the last is lost",
                r"add a column to the header, or write \| for a | in the text",
            )


def _count(row: str) -> int:
    """Count the cells of a row: pipes divide it, except escaped ones and those at its ends."""
    bare = row.strip().lstrip("> ").strip()
    if "|" not in bare:
        return 0
    inner = bare.removeprefix("|")
    pipes = len(_PIPE.findall(inner))
    ends = re.search(r"(?<!\\)(?:\\\\)*\|$", inner) is not None
    return pipes + (0 if ends else 1)


def _line(article: Article, span: Span) -> Span:
    line = article.source.line_span(article.source.position(span.start).line)
    return Span(span.start, max(line.end, span.start))


RULE = Rule("article-table", Severity.ERROR, check)
