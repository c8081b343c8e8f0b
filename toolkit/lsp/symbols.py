"""Symbols: the headings of articles, and the entries of the library."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from toolkit.lsp.views import View
from toolkit.model.article import Article, Heading, plain_text
from toolkit.model.library import Entry
from toolkit.model.span import Span

MOST = 500
"""As many symbols are given for a query over whole projects."""
_LONGEST = 200


def document_symbols(view: View) -> list[types.DocumentSymbol]:
    """Give an article's headings, nested by level, or the library's entries."""
    if view.is_library:
        return [_entry_symbol(view, entry) for entry in view.library.entries]
    return _outline(view, view.article) if view.article is not None else []


def workspace_symbols(view: View, query: str) -> Iterator[types.WorkspaceSymbol]:
    """Give the headings and entries of a project whose text holds a query, whatever the case."""
    wanted = query.casefold()
    for article in view.articles:
        for heading in _headings(article):
            if wanted in plain_text(heading.children).casefold():
                location = view.location(article.source, heading.span)
                yield types.WorkspaceSymbol(
                    location, _name(heading), types.SymbolKind.String, container_name=article.path
                )
    source = view.library.source
    for entry in view.library.entries:
        title = entry.get("title") or ""
        if wanted in entry.key.casefold() or wanted in title.casefold():
            location = view.location(source, entry.key_span)
            yield types.WorkspaceSymbol(
                location, f"@{entry.key}", types.SymbolKind.Key, container_name=title[:_LONGEST] or None
            )


def _headings(article: Article) -> Iterator[Heading]:
    # `article.nodes` would be quicker, but keeps what it finds, and a check may be asking it just now.
    return (node for node in article.walk() if isinstance(node, Heading))


def _name(heading: Heading) -> str:
    """Give a heading's words on one line that fits a list: editors show a name as it comes."""
    words = " ".join(plain_text(heading.children).split())
    return "".join(one for one in words[:_LONGEST] if one.isprintable()) or "(empty)"


def _entry_symbol(view: View, entry: Entry) -> types.DocumentSymbol:
    source = view.library.source
    return types.DocumentSymbol(
        name=entry.key or "(no key)",
        detail=(entry.get("title") or "")[:_LONGEST],
        kind=types.SymbolKind.Key,
        range=view.range(source, entry.span),
        selection_range=view.range(source, entry.key_span),
    )


def _outline(view: View, article: Article) -> list[types.DocumentSymbol]:
    """Nest headings: each reaches to the next of its level or above."""
    headings = list(_headings(article))
    top: list[types.DocumentSymbol] = []
    above: list[tuple[int, types.DocumentSymbol]] = []
    ends = _ends(headings, len(article.source.text))
    for heading, end in zip(headings, ends, strict=True):
        symbol = types.DocumentSymbol(
            name=_name(heading),
            kind=types.SymbolKind.String,
            range=view.range(article.source, Span(heading.span.start, end)),
            selection_range=view.range(article.source, heading.span),
            children=[],
        )
        while above and above[-1][0] >= heading.level:
            above.pop()
        siblings = above[-1][1].children if above else top
        assert isinstance(siblings, list)  # noqa: S101 - made so above
        siblings.append(symbol)
        above.append((heading.level, symbol))
    return top


def _ends(headings: list[Heading], last: int) -> list[int]:
    """Give where each heading's section ends."""
    ends = [last] * len(headings)
    waiting: list[int] = []
    for number, heading in enumerate(headings):
        while waiting and headings[waiting[-1]].level >= heading.level:
            ends[waiting.pop()] = heading.span.start
        waiting.append(number)
    return [max(end, heading.span.end) for end, heading in zip(ends, headings, strict=True)]
