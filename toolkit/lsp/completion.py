"""Completion of citation keys, by key, author, title, year, PMID or DOI."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lsprotocol import types

from toolkit.lsp.cards import card_of
from toolkit.lsp.views import View
from toolkit.model.article import Article, Code, CodeBlock, Comment, Math, MathBlock, RawBlock, RawInline
from toolkit.model.library import Entry, Library
from toolkit.model.span import Span
from toolkit.model.work import Collective, Person, Work
from toolkit.rules.comparison import normal

MOST = 60
"""As many are offered; the list is asked for again as one types on."""
# Pandoc's grammar of keys, loosely, since what is being typed is not a key yet. An `@` after a letter or a
# digit belongs to an e-mail address, after a backslash it is a character like others.
_TYPED = re.compile(r"(?<![\w\\@])@(\{?)([^\s\[\]{};,@]*)$")
_REST = re.compile(r"[^\s\[\]{};,@]*")
_PIECE = re.compile(r"[^\W\d_]+|\d+")
_LONGEST_TYPED = 200
_HELD = 40_000


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands of a citation key: `span` is the whole key's, `text` its part before the cursor."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class _Line:
    """What an entry is found by: `words` as they stand in names, title and identifiers, then without diacritics."""

    entry: Entry
    key: str
    words: str


class Index:
    """The libraries' entries as they are searched; entries that did not change are not decoded again."""

    def __init__(self) -> None:
        self._library: Library | None = None
        self._lines: tuple[_Line, ...] = ()
        self._known: OrderedDict[str, tuple[str, str]] = OrderedDict()

    def lines(self, library: Library) -> tuple[_Line, ...]:
        """Give the library's lines, made when first asked for."""
        if library is not self._library:
            self._lines = tuple(self._made(library))
            self._library = library
        return self._lines

    def _made(self, library: Library) -> Iterator[_Line]:
        for entry in library.by_key.values():
            text = library.source.slice(entry.span)
            known = self._known.get(text)
            if known is None:
                known = self._known[text] = (entry.key.casefold(), _words(library.work(entry)))
                if len(self._known) > _HELD:
                    self._known.popitem(last=False)
            yield _Line(entry, *known)


def _words(work: Work) -> str:
    names = [*map(_name, work.authors), *map(_name, work.editors)]
    year = str(work.date.year) if work.date and work.date.year else ""
    identifiers = [one.value for one in work.identifiers]
    parts = [*names, year, work.title or "", work.journal or "", *identifiers]
    words = " ".join(part for part in parts if part).casefold()
    return words if words.isascii() else f"{words} {normal(words)}"


def _name(name: Person | Collective) -> str:
    return name.family if isinstance(name, Person) else name.name


def typed_at(article: Article, offset: int) -> Typed | None:
    """Give the key that is being typed at a character; `None` outside citations, and in code and formulas."""
    text = article.source.text
    start = text.rfind("\n", max(offset - _LONGEST_TYPED, 0), offset) + 1 or max(offset - _LONGEST_TYPED, 0)
    found = _TYPED.search(text[start:offset])
    if found is None or _is_verbatim(article, offset):
        return None
    rest = _REST.match(text, offset, offset + _LONGEST_TYPED)
    begin = start + found.start(2)
    return Typed(Span(begin, rest.end() if rest else offset), found[2])


def _is_verbatim(article: Article, offset: int) -> bool:
    kinds = (Code, CodeBlock, Math, MathBlock, RawBlock, RawInline, Comment)
    return any(
        isinstance(node, kinds) and node.span.start < offset < node.span.end for node in article.walk()
    )


def complete(view: View, typed: Typed, index: Index, *, takes_markdown: bool) -> types.CompletionList:
    """Offer the entries that fit what is typed, the likeliest first."""
    assert view.article is not None  # noqa: S101 - `typed` was read in it
    cited = {citation.key for citation in view.article.citations}
    found = _ranked(index.lines(view.library), typed.text.casefold(), cited)
    area = view.range(view.article.source, typed.span)
    items = [
        _item(view, line.entry, area, number, typed.text, takes_markdown=takes_markdown)
        for number, line in enumerate(found[:MOST])
    ]
    return types.CompletionList(is_incomplete=True, items=items)


def _ranked(lines: Sequence[_Line], query: str, cited: set[str]) -> list[_Line]:
    """Give the lines that hold the query: keys that begin with it first, among equals those cited already.

    Last come those that hold its words and numbers one by one: `andres2024`, `b12-deficiency`.
    """
    scheme, colon, rest = query.partition(":")
    query = rest if colon and scheme in ("pmid", "pubmed", "doi", "pmcid", "pmc") else query
    pieces = _PIECE.findall(normal(query))
    found: list[tuple[int, bool, int, _Line]] = []
    for number, line in enumerate(lines):
        if line.key.startswith(query):
            rank = 0
        elif query in line.key:
            rank = 1
        elif query in line.words:
            rank = 2
        elif pieces and all(piece in line.key or piece in line.words for piece in pieces):
            rank = 3
        else:
            continue
        found.append((rank, line.entry.key not in cited, number, line))
    return [line for *_, line in sorted(found, key=lambda one: one[:3])]


def _item(
    view: View, entry: Entry, area: types.Range, number: int, typed: str, *, takes_markdown: bool
) -> types.CompletionItem:
    reference = view.bibliography.of_entry(entry)
    card = card_of(reference, entry.key, view.today)
    work = reference.work
    author = _name(work.authors[0]) if work.authors else None
    year = str(work.date.year) if work.date and work.date.year else None
    is_retracted = reference.record is not None and reference.record.is_retracted
    return types.CompletionItem(
        label=entry.key,
        kind=types.CompletionItemKind.Reference,
        tags=[types.CompletionItemTag.Deprecated] if is_retracted else None,
        detail=" · ".join(part for part in (author, year, work.title) if part)[:200],
        documentation=types.MarkupContent(types.MarkupKind.Markdown, card.markdown())
        if takes_markdown
        else card.plain(),
        sort_text=f"{number:04d}",
        # The client filters again by what is typed; an entry found by its title would fall through.
        filter_text=f"{typed} {entry.key}" if typed else entry.key,
        text_edit=types.TextEdit(area, entry.key),
    )
