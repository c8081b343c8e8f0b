"""An image has no alternative text, or one that says nothing.

## Why

Who cannot see the image reads its alternative text in its place (WCAG 2.2, success criterion 1.1.1;
JATS4R recommendation on accessibility). A file name, or "image", tells that person that there is
something, and not what.

## Fails

```markdown articles/smear.md
---
title: What does the blood film show?
---

![](smear.png)
```

## Passes

```markdown articles/smear.md
---
title: What does the blood film show?
---

![Blood film with a neutrophil whose nucleus has six lobes](smear.png)
```
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from toolkit.model.article import Article, Image
from toolkit.model.finding import Problem, Severity
from toolkit.model.late_pattern import late_pattern
from toolkit.model.rule import Context, Rule

_FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|webp|tiff?|bmp|pdf|eps|avif)", re.IGNORECASE)
_CAMERA_NAME = re.compile(r"(?:img|dsc|dscn|pict?|scan|screenshot|untitled)[\W_]*\d*", re.IGNORECASE)
_NOTHING = late_pattern(
    r"(?:an? |the )?(?:image|figure|fig|picture|photo(?:graph)?|graphic|graph|chart|diagram|illustration|icon|logo"
    r"|screenshot|alt(?:ernative)?[ -]?text|alt|caption|placeholder|todo)\W*(?:\d+[a-z]?)?\W*",
    re.IGNORECASE,
)
# Longer texts say something.
_LONGEST_PHRASE = 60


def check(article: Article, _context: Context) -> Iterator[Problem]:
    """Look at the alternative text of each image."""
    for image in article.nodes(Image):
        fault = _fault(image)
        if fault is not None:
            yield Problem(
                image.span,
                fault,
                "say in a sentence what the image shows, between the square brackets or as fig-alt",
            )


def _fault(image: Image) -> str | None:
    alt = " ".join(image.alt.split())
    stem = posixpath.splitext(posixpath.basename(unquote(image.url)))[0]
    if not alt:
        return "this image has no alternative text"
    if _FILE_NAME.fullmatch(alt) or _CAMERA_NAME.fullmatch(alt) or alt.lower() == stem.lower():
        return f'the alternative text "{alt}" is a file name'
    if (len(alt) < _LONGEST_PHRASE and _NOTHING.fullmatch(alt)) or not any(
        character.isalnum() for character in alt
    ):
        return f'the alternative text "{alt}" does not say what the image shows'
    return None


RULE = Rule("article-alternative-text", Severity.ERROR, check)
