"""Where to put the comment that silences a finding, so that it silences it and breaks nothing."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.lsp.occurrences import entry_at
from toolkit.lsp.views import View
from toolkit.model.article import Article, Comment, LineBreak, SoftBreak, Text
from toolkit.model.finding import Edit, Finding
from toolkit.model.span import Span
from toolkit.readers.bibtex import read_library
from toolkit.readers.markdown import read_article

_UNSILENCED = frozenset({"osler-defect", "article-suppression"})
_LARGEST = 300_000
"""Characters of an article up to which places are tried: each takes reading it once more, seconds for a megabyte."""
_REASON = "the reason"
"""Stands in while a place is tried; what is inserted has none: that is for the author to write."""


def silencing(view: View, finding: Finding) -> Edit | None:
    """Give the edit that inserts a suppression with an empty reason; `None` if there is no place for one.

    Until the reason is written, the finding stands, and `article-suppression` asks for it.
    """
    if finding.rule in _UNSILENCED or finding.path != view.path:
        return None
    if view.is_library:
        return _above_entry(view, finding)
    article = view.article
    if article is None or len(article.source.text) > _LARGEST:
        return None  # `osler check --add-ignores` does it
    for offset, before, verb, after in _places(article, finding):
        tried = f"{before}<!-- osler: {verb} {finding.rule}: {_REASON} -->{after}"
        if _serves(article, finding, offset, tried):
            text = f"{before}<!-- osler: {verb} {finding.rule}:  -->{after}"
            return Edit(article.path, Span(offset, offset), text)
    return None


def _places(article: Article, finding: Finding) -> Iterator[tuple[int, str, str, str]]:
    """Yield offset, text before, verb and text after: in the line, above the block, for the whole file."""
    text, source = article.source.text, article.source
    newline = "\r\n" if "\r\n" in text else "\n"
    yield source.line_span(finding.start.line).end, " ", "ignore", ""
    at = finding.start.offset
    block = next((one for one in article.blocks if one.span.start <= at <= one.span.end), None)
    if block is not None:
        start = source.line_span(source.position(block.span.start).line).start
        is_apart = not text[:start].strip() or text[:start].endswith(("\n\n", "\r\n\r\n"))
        yield start, "" if is_apart else newline, "ignore", newline * 2
    first = article.blocks[0].span.start if article.blocks else len(text)
    yield source.line_span(source.position(first).line).start, "", "ignore-file", newline * 2


def _serves(article: Article, finding: Finding, offset: int, inserted: str) -> bool:
    """Try an insertion: whether it covers the finding, and leaves all else as it was."""
    text = article.source.text
    tried = read_article(article.path, (text[:offset] + inserted + text[offset:]).encode())
    at = finding.start.offset + (len(inserted) if offset <= finding.start.offset else 0)
    covers = any(
        offset <= one.span.start < offset + len(inserted) and one.covers.start <= at <= one.covers.end
        for one in tried.suppressions
    )
    return covers and _shape(tried) == _shape(article)


def _shape(article: Article) -> list[object]:
    # The comment splits texts and adds breaks; all other nodes must stand as they did.
    kinds = [
        type(one) for one in article.walk() if not isinstance(one, Comment | Text | SoftBreak | LineBreak)
    ]
    return [article.metadata.title, *(one.key for one in article.citations), *kinds]


def _above_entry(view: View, finding: Finding) -> Edit | None:
    source = view.library.source
    entry = entry_at(view, finding.start.offset)
    if entry is None:
        return None
    start = source.line_span(source.position(entry.span.start).line).start
    newline = "\r\n" if "\r\n" in source.text else "\n"
    tried = f"% osler: ignore {finding.rule}: {_REASON}{newline}{source.text[start : entry.span.end]}\n"
    if not read_library(source.path, tried.encode()).suppressions:
        return None
    return Edit(source.path, Span(start, start), f"% osler: ignore {finding.rule}: {newline}")
