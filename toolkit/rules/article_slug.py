"""The article's file name cannot serve as its address everywhere.

## Why

The file name without its suffix is the article's slug: the folder of its exports, its address in
the web, the name of its review record. Capital letters make two names of one on some systems and
one of two on others, blanks and signs are escaped in addresses, and some names are devices on
Windows.

## Fails

```markdown articles/Why tired.md
Many things can make a person tired.
```

## Passes

```markdown articles/why-tired.md
Many things can make a person tired.
```
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from toolkit.model.article import Article
from toolkit.model.finding import Problem, Severity
from toolkit.model.rule import Context, Rule
from toolkit.model.span import Span

_PORTABLE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST = 100
"""Characters: room enough for the folders around it on every file system."""
# Microsoft, "Naming Files, Paths, and Namespaces".
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{i}" for name in ("com", "lpt") for i in range(10))}
)


def check(article: Article, _context: Context) -> Iterator[Problem]:
    """Look at the file's name, and at the former names that the front matter declares."""
    yield from _of_slug(article.slug, "the file name", Span(0, 0))
    for former in article.metadata.former_slugs:
        yield from _of_slug(former, "the former slug", article.metadata.key_span("former_slugs"))


def _of_slug(slug: str, what: str, span: Span) -> Iterator[Problem]:
    if slug in _DEVICES:
        yield Problem(span, f'{what} "{slug}" is the name of a device on Windows', "choose another")
    elif len(slug) > LONGEST:
        yield Problem(span, f"{what} has {len(slug)} characters", f"choose one of {LONGEST} or fewer")
    elif not _PORTABLE.fullmatch(slug):
        plain = portable(slug)
        help_ = f'"{plain}" would do' if plain else "use small letters, digits and hyphens"
        yield Problem(span, f'{what} "{slug}" is not small letters, digits and hyphens alone', help_)


def portable(name: str) -> str:
    """Make a slug of a name: without diacritics, in lower case, hyphens between the words."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].rstrip("-")


RULE = Rule("article-slug", Severity.WARNING, check)
