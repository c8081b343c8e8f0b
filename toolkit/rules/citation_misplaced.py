"""A citation stands where readers, or the publication formats, cannot use it.

## Why
Headings are repeated in tables of contents, search results and screen-reader outlines, where a
reference mark has nothing to stand for; an abstract is shown without its reference list (AMA Manual
of Style, 11th edition, section 2.5: no reference citations in abstracts). A disclaimer is
an approved text of the publisher, not a claim of the author. A citation in the text of a link would
be a link in a link, which HTML forbids (HTML Standard, 4.5.1), and readers could follow only one.
In the front matter a citation is not read as one at all, so that its raw key would be printed.

## Fails
```markdown articles/example.md
## Does the deficiency cause leukopenia? [@green2017]

It may.
```

## Passes
```markdown articles/example.md
## Does the deficiency cause leukopenia?

It may [@green2017].
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.model.article import (
    Article,
    CitationGroup,
    Div,
    Heading,
    Link,
    Node,
    Paragraph,
    TableCell,
    children_of,
)
from toolkit.model.finding import Problem, Severity
from toolkit.model.rule import Context, Rule
from toolkit.model.span import Span

_HELP = {
    "a heading": "cite it in the sentence below the heading that says so",
    "a disclaimer": "move what needs a source out of the disclaimer, and cite it there",
    "the text of a link": "put the citation after the link",
}
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_KEY = re.compile(r"(?:^|[\s;(-])@[\w{]")


def check(article: Article, _context: Context) -> Iterator[Problem]:
    """Report citations in headings, disclaimers, link texts, and the printed front matter."""
    yield from _in_front_matter(article)
    if not article.citation_groups:
        return
    for group, place in _misplaced(article):
        count = len(group.citations)
        keys = ", ".join(f'"{citation.key}"' for citation in group.citations[:3])
        yield Problem(
            group.span,
            f"the citation{'s' if count > 1 else ''} {keys}{' and others' if count > 3 else ''} stand"
            f"{'' if count > 1 else 's'} in {place}",
            help=_HELP[place],
        )


def _misplaced(article: Article) -> Iterator[tuple[CitationGroup, str]]:
    """Yield each citation group that stands somewhere wrong, with the outermost wrong place."""
    text = article.source.text
    stack: list[tuple[Node, str | None]] = [(block, None) for block in reversed(article.blocks)]
    while stack:
        node, place = stack.pop()
        if isinstance(node, CitationGroup):
            if place is not None:
                yield node, place
            continue
        place = place or _wrong_place(node)
        if place is None and isinstance(node, Paragraph | TableCell) and not _may_have_link(text, node.span):
            continue
        stack.extend((child, place) for child in reversed(children_of(node)))


def _may_have_link(text: str, span: Span) -> bool:
    return text.find("](", *span) >= 0 or text.find("][", *span) >= 0


def _wrong_place(node: Node) -> str | None:
    match node:
        case Heading():
            return "a heading"
        case Div() if "disclaimer" in node.attributes.classes:
            return "a disclaimer"
        case Link():
            return "the text of a link"
        case _:
            return None


def _in_front_matter(article: Article) -> Iterator[Problem]:
    texts = {"title": article.metadata.title, "abstract": article.metadata.abstract}
    for key, text in texts.items():
        if text is None or "@" not in text:
            continue
        found = next((one for one in _BRACKETS.finditer(text) if _KEY.search(one[1])), None)
        if found is None:
            continue
        span = article.metadata.key_span(key)
        start = article.source.text.find(found[0], span.start, article.metadata.span.end)
        yield Problem(
            Span(start, start + len(found[0])) if start >= 0 else span,
            f"the {key} has a citation, which is not read there: `{found[0]}` would be printed as it stands",
            help=f"cite it in the body, and leave it out of the {key}",
            severity=Severity.ERROR,
        )


RULE = Rule("citation-misplaced", Severity.WARNING, check)
