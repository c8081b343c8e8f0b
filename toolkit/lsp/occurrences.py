"""What stands at a place, and where else the same work is named."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.lsp.views import View
from toolkit.model.article import Article, Citation
from toolkit.model.bibliography import Reference
from toolkit.model.library import Entry
from toolkit.model.span import SourceText, Span


@dataclass(frozen=True, slots=True)
class Named:
    """A key at a place: a citation's (`citation` is set) or an entry's. `span` covers the key alone."""

    source: SourceText
    span: Span
    key: str
    citation: Citation | None
    reference: Reference | None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A citation of a work, with the article that it stands in."""

    article: Article
    citation: Citation

    @property
    def span(self) -> Span:
        """The citation's key, without its mark and braces."""
        return key_span(self.citation)


def key_span(citation: Citation) -> Span:
    """Give the span of a key without its `@` and braces."""
    start, end = citation.key_span
    return Span(start + 1 + citation.braced, end - citation.braced)


def named_at(view: View, offset: int) -> Named | None:
    """Give the key at a character of the document asked about; its end counts too."""
    if view.is_library:
        entry = entry_at(view, offset)
        if entry is None or not entry.key_span.start <= offset <= entry.key_span.end:
            return None
        reference = view.bibliography.of_entry(entry)
        return Named(view.library.source, entry.key_span, entry.key, None, reference)
    article = view.article
    if article is None:
        return None
    for citation in article.citations:
        if citation.key_span.start <= offset <= citation.key_span.end:
            found = view.bibliography.resolve(citation.key)
            return Named(article.source, key_span(citation), citation.key, citation, found)
    return None


def entry_at(view: View, offset: int) -> Entry | None:
    """Give the library's entry around a character."""
    entries = view.library.entries
    number = bisect_right(entries, offset, key=lambda one: one.span.start)
    entry = entries[number - 1] if number else None
    return entry if entry is not None and offset <= entry.span.end else None


def citations_of(view: View, named: Named) -> Iterator[Occurrence]:
    """Give every citation of a work in all articles, under whichever of its names; an unknown key's own."""
    identity = named.reference.identity if named.reference else None
    is_meant: dict[str, bool] = {}
    for article in view.articles:
        for citation in article.citations:
            key = citation.key
            if key not in is_meant:
                found = view.bibliography.resolve(key)
                is_meant[key] = found.identity == identity if found and identity else key == named.key
            if is_meant[key]:
                yield Occurrence(article, citation)


def entries_of(view: View, named: Named) -> Iterator[Entry]:
    """Give the entry of a work, and further entries under its key."""
    known = named.reference.entry if named.reference else None
    if known is not None:
        yield known
    yield from (one for one in view.library.entries if one.key == named.key and one is not known)
