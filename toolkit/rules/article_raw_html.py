"""Raw HTML stands in the text.

## Why

An article becomes JATS XML as well as HTML, and raw HTML has no meaning in the former; it is also
the way by which scripts, trackers and hidden text come into a page. So it is never exported: what
it marks would be lost without a word.

## Fails

```markdown articles/b12.md
---
title: What is vitamin B12?
---

Vitamin B<sub>12</sub> is a vitamin.
```

## Passes

```markdown articles/b12.md
---
title: What is vitamin B12?
---

Vitamin B~12~ is a vitamin.
```

## Fix

Safe for `<sup>`, `<sub>`, `<b>`, `<strong>`, `<i>`, `<em>` and `<br>` around or after plain words: writes the
Markdown that means the same.

## Evidence

Comments are no raw HTML. In running text an opening tag is reported, not the one that closes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.model.article import Article, RawBlock, RawInline
from toolkit.model.finding import Edit, Fix, Problem, Severity
from toolkit.model.rule import Context, Rule
from toolkit.model.span import Span

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*)|<([!?])")
_INSTEAD = {
    "br": "end the line with a backslash",
    "sup": "write ^…^",
    "sub": "write ~…~",
    "b": "write **…**",
    "strong": "write **…**",
    "i": "write *…*",
    "em": "write *…*",
    "u": "write *…*",
    "s": "write ~~…~~",
    "del": "write ~~…~~",
    "code": "write `…`",
    "kbd": "write `…`",
    "a": "write [text](address), or {#name} behind a heading to name a place",
    "img": "write ![what the image shows](file)",
    "figure": "write ![what the image shows](file) as a paragraph of its own",
    "span": "write [text]{.class}",
    "div": "write ::: {.class} and ::: on lines of their own",
    "section": "write a heading",
    "p": "leave an empty line between paragraphs",
    "hr": "write ---",
    "table": "write a table with | between the cells",
    "ul": "begin the lines with -",
    "ol": "begin the lines with 1.",
    "li": "begin the line with -",
    "blockquote": "begin the lines with >",
    "pre": "put ``` above and below",
    "details": "write a section with a heading",
    "center": "leave it out: exports decide on the looks",
    "font": "leave it out: exports decide on the looks",
    "style": "leave it out: exports decide on the looks",
    "script": "remove it: exported pages run no script",
    "iframe": "remove it, and link to the page instead",
    "video": "remove it, and link to the video instead",
    "math": "write $…$",
} | {f"h{level}": f"write {'#' * level}" for level in range(1, 7)}
_MARKS = {"sup": "^", "sub": "~", "b": "**", "strong": "**", "i": "*", "em": "*"}
# Words without marks of their own, so that nothing but the tags changes.
_PLAIN_PAIR = re.compile(r"<(sup|sub|b|strong|i|em)>([^<>*^~_`\[\]\\$@\n]{1,200})</\1>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>[ \t]*(\r?\n)", re.IGNORECASE)


def check(article: Article, _context: Context) -> Iterator[Problem]:
    """Report each opening tag in text, and each block of HTML once."""
    opened: set[str] = set()
    for node in article.nodes(RawBlock, RawInline):
        tag = _TAG.search(node.text)
        name = (tag[2] or "").lower() if tag else ""
        if isinstance(node, RawInline) and tag and tag[1] and name in opened:
            continue
        opened.add(name)
        shown = f"<{name}>" if name else node.text.strip().partition("\n")[0][:40]
        yield Problem(
            node.span,
            f"raw HTML is never exported: {shown}",
            _INSTEAD.get(name, "say it in Markdown, or remove it"),
            fix=_fix(article, node) if isinstance(node, RawInline) else None,
        )


def _fix(article: Article, node: RawInline) -> Fix | None:
    text, start = article.source.text, node.span.start
    line_break = _BREAK.match(text, start)
    if line_break:
        edit = Edit(article.path, Span(start, line_break.start(1)), "\\")
        return Fix("write a backslash at the end of the line", (edit,))
    pair = _PLAIN_PAIR.match(text, start)
    if pair is None or pair[2] != pair[2].strip():
        return None
    mark = _MARKS[pair[1].lower()]
    inner = pair[2]
    if mark in "^~":
        inner = inner.replace(" ", "\\ ")
    edit = Edit(article.path, Span(pair.start(), pair.end()), f"{mark}{inner}{mark}")
    return Fix("write it in Markdown", (edit,))


RULE = Rule("article-raw-html", Severity.ERROR, check, fixable=True)
