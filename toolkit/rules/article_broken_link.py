"""A link, a cross-reference or a figure names something that is not there.

## Why

A reader who follows "see the dosing table" to nowhere has lost the evidence or the advice that was
promised. HONcode and the AMA guidelines for medical and health information sites (2000) ask that
links work.

## Fails

```markdown articles/tired.md
---
title: Why am I so tired?
---

See [the causes](#cause).

## Causes

Many things can make a person tired.
```

## Passes

```markdown articles/tired.md
---
title: Why am I so tired?
---

See [the causes](#causes).

## Causes

Many things can make a person tired.
```

## Evidence

Checked are `#fragment` links, cross-references (`@fig-…`, `@tbl-…`, `@sec-…`, `@eq-…`), and links and
figures that name a file of the project, relative to the article. Addresses in the web are not: no
check opens a socket.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from toolkit.model.article import Article, CrossReference, Image, Link
from toolkit.model.finding import Problem, Severity
from toolkit.model.rule import Context, Rule
from toolkit.model.suggestion import nearest

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# Names compared for "did you mean": more would make a wrong link slow in a large project.
_MOST_COMPARED = 500


def check(article: Article, context: Context) -> Iterator[Problem]:
    """Look up what each link, cross-reference and image names."""
    for node in article.nodes(CrossReference, Link, Image):
        match node:
            case CrossReference() if node.target not in article.targets:
                yield Problem(
                    node.span,
                    f'nothing here is named "{node.target}"',
                    _near(node.target, article) or f"name what is meant with {{#{node.target}}}",
                )
            case Link() if node.url.startswith("#"):
                fragment = unquote(node.url[1:])
                if fragment not in ("", "top") and fragment not in article.targets:
                    yield Problem(
                        node.span,
                        f'nothing here is named "{fragment}"',
                        _near(fragment, article) or f"name what is meant with {{#{fragment}}}",
                    )
            case Link() | Image():
                yield from _of_file(node, article, context)
            case _:
                pass


def _near(name: str, article: Article) -> str | None:
    known = sorted(article.targets)
    return nearest(name, known[:_MOST_COMPARED])


def _of_file(node: Link | Image, article: Article, context: Context) -> Iterator[Problem]:
    url = node.url
    if _SCHEME.match(url) or url.startswith(("//", "\\")):
        return  # article-unsafe-url has its say about these
    what = "the figure's file" if isinstance(node, Image) else "the linked file"
    path = unquote(re.split(r"[?#]", url, maxsplit=1)[0])
    if not path:
        if isinstance(node, Image) or not url:
            yield Problem(node.span, f"{what} has no name", "put the path between the parentheses")
        return
    if path.startswith("/"):
        yield Problem(
            node.span,
            f"{path} begins at the root of a site, which Osler cannot know",
            "write the path relative to the article, or the whole address",
            severity=Severity.WARNING,
        )
        return
    full = posixpath.normpath(posixpath.join(posixpath.dirname(article.path), path))
    if full == ".." or full.startswith("../"):
        yield Problem(node.span, f"{what} lies outside the project: {path}", "move it into the project")
    elif full not in context.files and not _is_folder(full, context):
        yield Problem(node.span, f"{what} does not exist: {full}", _near_file(full, article, context))


def _is_folder(path: str, context: Context) -> bool:
    return any(file.startswith(f"{path}/") for file in context.files)


def _near_file(full: str, article: Article, context: Context) -> str:
    """Name the file that was probably meant, as it should be written in the article."""
    folder, name = posixpath.split(full)
    same_name = [file for file in context.files if posixpath.basename(file).lower() == name.lower()]
    siblings = [file for file in context.files if posixpath.dirname(file) == folder]
    near = sorted(same_name) or sorted(siblings)[:_MOST_COMPARED]
    relative = {posixpath.relpath(file, posixpath.dirname(article.path) or "."): file for file in near}
    meant = next(iter(relative), None) if same_name else None
    if meant is not None:
        return f'did you mean "{meant}"?'
    here = posixpath.relpath(full, posixpath.dirname(article.path) or ".")
    return nearest(here, relative) or "add the file, or correct the path"


RULE = Rule("article-broken-link", Severity.ERROR, check)
