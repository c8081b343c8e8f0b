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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
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
    return _nearest(name, article.targets)


@lru_cache(maxsize=256)
def _nearest(name: str, known: frozenset[str]) -> str | None:
    return nearest(name, sorted(known)[:_MOST_COMPARED])


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The project's files by folder and by name in lower case, and all folders."""

    in_folder: Mapping[str, tuple[str, ...]]
    named: Mapping[str, tuple[str, ...]]
    folders: frozenset[str]


@lru_cache(maxsize=1)
def _shelf(files: frozenset[str]) -> _Shelf:
    in_folder: dict[str, tuple[str, ...]] = {}
    named: dict[str, tuple[str, ...]] = {}
    folders: set[str] = set()
    for file in sorted(files):
        folder, name = posixpath.split(file)
        in_folder[folder] = (*in_folder.get(folder, ()), file)
        named[name.lower()] = (*named.get(name.lower(), ()), file)
        while folder and folder not in folders:
            folders.add(folder)
            folder = posixpath.dirname(folder)
    return _Shelf(in_folder, named, frozenset(folders))


def _of_file(node: Link | Image, article: Article, context: Context) -> Iterator[Problem]:
    if _SCHEME.match(node.url) or node.url.startswith(("//", "\\")):
        return  # article-unsafe-url has its say about these
    what = "the figure's file" if isinstance(node, Image) else "the linked file"
    fault = _fault(node.url, posixpath.dirname(article.path), context.files)
    if fault is not None:
        message, help_, severity = fault
        if message or isinstance(node, Image) or not node.url:
            message = message or "{what} has no name"
            yield Problem(node.span, message.replace("{what}", what), help_, severity=severity)


@lru_cache(maxsize=256)
def _fault(url: str, folder: str, files: frozenset[str]) -> tuple[str, str, Severity | None] | None:
    """Say what is wrong with the path of a link in an article of `folder`; an empty message if it has none."""
    path = unquote(re.split(r"[?#]", url, maxsplit=1)[0])
    if not path:
        return "", "put the path between the parentheses", None
    if path.startswith("/"):
        return (
            f"{path} begins at the root of a site, which Osler cannot know",
            "write the path relative to the article, or the whole address",
            Severity.WARNING,
        )
    full = posixpath.normpath(posixpath.join(folder, path))
    if full == ".." or full.startswith("../"):
        return f"{{what}} lies outside the project: {path}", "move it into the project", None
    if full in files or full in _shelf(files).folders:
        return None
    return f"{{what}} does not exist: {full}", _near_file(full, folder, files), None


def _near_file(full: str, folder: str, files: frozenset[str]) -> str:
    """Name the file that was probably meant, as it should be written in an article of `folder`."""
    shelf = _shelf(files)
    beside, name = posixpath.split(full)
    same_name = shelf.named.get(name.lower(), ())
    if same_name:
        return f'did you mean "{posixpath.relpath(same_name[0], folder or ".")}"?'
    near = [
        posixpath.relpath(file, folder or ".") for file in shelf.in_folder.get(beside, ())[:_MOST_COMPARED]
    ]
    return nearest(posixpath.relpath(full, folder or "."), near) or "add the file, or correct the path"


RULE = Rule("article-broken-link", Severity.ERROR, check)
