"""Hover, definition, references and links: from a citation to its work, and back."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from toolkit.exporters.addresses import encoded
from toolkit.lsp.cards import card_of
from toolkit.lsp.occurrences import Named, citations_of, entries_of
from toolkit.lsp.views import View
from toolkit.model.article import Link
from toolkit.model.bibliography import Reference
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.span import SourceText, Span

_PREFERRED = (Scheme.PMID, Scheme.PMCID, Scheme.DOI, Scheme.BOOKSHELF)
_FIELDS = {"pmid": Scheme.PMID, "pmcid": Scheme.PMCID, "doi": Scheme.DOI}


def hover(view: View, named: Named, *, takes_markdown: bool) -> types.Hover | None:
    """Give the card of the work that a key names; `None` for a key that nothing defines."""
    if named.reference is None:
        return None
    cited_in = [one.article.path for one in citations_of(view, named)]
    card = card_of(named.reference, named.key, view.today, cited_in)
    contents = (
        types.MarkupContent(types.MarkupKind.Markdown, card.markdown())
        if takes_markdown
        else types.MarkupContent(types.MarkupKind.PlainText, card.plain())
    )
    return types.Hover(contents, view.range(named.source, named.span))


def definition(view: View, named: Named) -> list[types.Location]:
    """Give the entries that define a key; a work known from the lock alone has none."""
    return [view.location(view.library.source, one.key_span) for one in entries_of(view, named)]


def references(view: View, named: Named, *, with_definition: bool) -> list[types.Location]:
    """Give every citation of the work in all articles, under any of its names, and its entry if wanted."""
    found = definition(view, named) if with_definition else []
    return found + [view.location(one.article.source, one.span) for one in citations_of(view, named)]


def links(view: View) -> list[types.DocumentLink]:
    """Give the links of the document asked about: its citations' works, and what it links to itself."""
    if view.is_library:
        found = _library_links(view)
    elif view.article is not None:
        found = _article_links(view)
    else:
        return []
    return [
        types.DocumentLink(view.range(source, span), target=encoded(url), tooltip=tooltip)
        for source, span, url, tooltip in found
    ]


_Found = tuple[SourceText, Span, str, str]


def _article_links(view: View) -> Iterator[_Found]:
    article = view.article
    assert article is not None  # noqa: S101 - asked by the caller
    for citation in article.citations:
        reference = view.bibliography.resolve(citation.key)
        target = _address(reference, Identifier.from_key(citation.key))
        if target is not None:
            yield article.source, citation.key_span, *target
    for node in article.walk():
        if isinstance(node, Link) and node.url.startswith(("https://", "http://")):
            yield article.source, node.span, node.url, "Open the page"


def _library_links(view: View) -> Iterator[_Found]:
    source = view.library.source
    for entry in view.library.entries:
        for one in entry.fields:
            scheme = _FIELDS.get(one.name)
            identifier = Identifier.make(scheme, one.value) if scheme else None
            if identifier is not None:
                yield source, one.value_span, identifier.url, _tooltip(identifier.scheme)
            elif one.name == "url" and one.value.startswith(("https://", "http://")):
                yield source, one.value_span, one.value, "Open the page"


def _address(reference: Reference | None, own: Identifier | None) -> tuple[str, str] | None:
    """Give where to read about a work: at PubMed if it is there, else where its other names lead."""
    known = {one.scheme: one for one in reversed(reference.identifiers)} if reference else {}
    for scheme in _PREFERRED:
        if scheme in known:
            return known[scheme].url, _tooltip(scheme)
    if reference is not None and reference.work.url and reference.work.url.startswith("http"):
        return reference.work.url, "Open the page"
    return (own.url, _tooltip(own.scheme)) if own is not None else None


def _tooltip(scheme: Scheme) -> str:
    names = {Scheme.PMID: "PubMed", Scheme.PMCID: "PubMed Central", Scheme.DOI: "doi.org"}
    return f"Open at {names.get(scheme, 'NCBI Bookshelf')}"
