"""The file is not UTF-8 text, or its text was once decoded wrongly.

## Why

A reader of Markdown has to guess what bytes in another encoding mean, and guesses wrong: µg becomes
something else than a unit. What cannot be decoded stands as U+FFFD and would be published so. The
traces of an earlier wrong guess are reported too: U+FFFD itself, and UTF-8 that was read as
Windows-1252, such as `Âµg` for `µg`.

## Fails

```markdown articles/dose.md
The dose was 1000 Âµg.
```

## Passes

```markdown articles/dose.md
The dose was 1000 µg.
```

## Fix

Unsafe: writes what the garbled letters most probably were.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.model.article import Article
from toolkit.model.finding import Edit, Fix, Problem, Severity
from toolkit.model.late_pattern import late_pattern
from toolkit.model.rule import Context, Rule
from toolkit.model.span import Span

# Two to four characters of Windows-1252 that are the bytes of one character of UTF-8.
_GARBLED = late_pattern(
    "[\u00c2-\u00ef](?:(?<=[\u00c2-\u00df])[\u0080-\u00bf\u20ac\u201a-\u2122]"
    "|(?<=[\u00e0-\u00ef])[\u0080-\u00bf\u20ac\u0152-\u2122]{2})"
)
_MOST = 20


def check(article: Article, _context: Context) -> Iterator[Problem]:
    """Pass on what the reader found, or else look for traces of wrong decoding."""
    found = [problem for problem in article.problems if problem.rule == RULE.name]
    yield from found or _traces(article)


def _traces(article: Article) -> Iterator[Problem]:
    text = article.source.text
    lost = text.find("\ufffd")
    if lost >= 0:
        others = text.count("\ufffd") - 1
        more = f", here and at {others} other places" if others else ""
        yield Problem(
            Span(lost, lost + 1),
            f"a character was lost: U+FFFD stands in its place{more}",
            "find out what stood there, and write it",
        )
    if text.isascii():
        return
    count = 0
    for match in _GARBLED.finditer(text):
        meant = _meant(match[0])
        if meant is None:
            continue
        count += 1
        if count > _MOST:
            return
        span = Span(match.start(), match.end())
        edit = Edit(article.path, span, meant)
        yield Problem(
            span,
            f'"{match[0]}" was probably "{meant}" before it was decoded wrongly',
            "write what was meant, and save the file as UTF-8",
            severity=Severity.WARNING,
            fix=Fix(f'write "{meant}"', (edit,), is_safe=False),
        )


def _meant(garbled: str) -> str | None:
    """Give the one character whose UTF-8 bytes, read as Windows-1252, look like this."""
    try:
        meant = garbled.encode("cp1252").decode()
    except UnicodeError:
        return None
    return meant if len(meant) == 1 and meant.isprintable() else None


RULE = Rule("article-encoding", Severity.ERROR, check, fixable=True)
