"""Renaming a key of the library everywhere, or refusing with a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.lsp.occurrences import Named, key_span
from toolkit.lsp.views import View
from toolkit.model.finding import Edit
from toolkit.model.identifier import Identifier
from toolkit.readers.bibtex import read_library
from toolkit.readers.markdown import read_article

_KEYS_IN = re.compile(r"[^\s,{}\"]+")
# Fields whose values are keys of other entries (BibTeX; biblatex manual, section 2.2.3).
_NAMING = frozenset({"crossref", "xref", "xdata", "related", "entryset"})
_LONGEST = 200


class RefusedError(Exception):
    """The key cannot be renamed, or not so; the message is for the person who asked."""


def renamable(view: View, named: Named) -> None:
    """Raise `RefusedError` if what stands there cannot be renamed."""
    if named.key not in view.library.by_key:
        if Identifier.from_key(named.key) is not None:
            raise RefusedError(f"@{named.key} is an identifier, not a key of the library")
        raise RefusedError(f"no entry of {view.library.path} has the key {named.key}")
    if sum(one.key == named.key for one in view.library.entries) > 1:
        raise RefusedError(f"several entries have the key {named.key}: mend that first")
    if view.workspace.failures:
        raise RefusedError(f"not all files could be read: {view.workspace.failures[0]}"[:300])
    if named.source.slice(named.span) != named.key:
        raise RefusedError(f"the key {named.key} is written in another way here")


def renaming(view: View, named: Named, key: str) -> tuple[Edit, ...]:
    """Give the edits that rename a key in the library and in all articles.

    Raises `RefusedError` for a key that cannot be cited or read back, or that is taken.
    """
    renamable(view, named)
    _require_sound(key)
    _require_free(view, named.key, key)
    return tuple(_edits(view, named.key, key))


def _require_sound(key: str) -> None:
    """Ask the readers themselves whether a key can be cited, bare, and stand in a library."""
    refused = RefusedError(f'"{key[:80]}" cannot be a key: use letters, digits and _ - . with a letter first')
    if not key or len(key) > _LONGEST or not key.isprintable() or not key[0].isalpha():
        raise refused
    if Identifier.key_scheme(key) is not None:
        raise RefusedError(f'"{key}" would be read as an identifier')
    for text in (f"[@{key}]\n", f"As @{key} says.\n"):
        cited = [one.key for one in read_article("key.md", text.encode()).citations]
        if cited != [key]:
            raise refused
    library = read_library("key.bib", f"@misc{{{key},\n  title = {{x}},\n}}\n".encode())
    if [one.key for one in library.entries] != [key] or library.problems:
        raise refused


def _require_free(view: View, old: str, new: str) -> None:
    # BibTeX takes keys that differ in case alone for one.
    folded = new.casefold()
    taken = next((one.key for one in view.library.entries if one.key.casefold() == folded), old)
    if taken != old:
        raise RefusedError(f'the library has an entry "{taken}" already')
    if new == old:
        return
    for article in view.articles:
        if any(citation.key == new for citation in article.citations):
            raise RefusedError(f"{article.path} cites @{new} already, which nothing defines yet")


def _edits(view: View, old: str, new: str) -> Iterator[Edit]:
    library = view.library
    yield Edit(library.path, library.by_key[old].key_span, new)
    for entry in library.entries:
        for field in entry.fields:
            if field.name in _NAMING and old in field.value:
                text = library.source.slice(field.value_span)
                renamed = _KEYS_IN.sub(lambda found: new if found[0] == old else found[0], text)
                if renamed != text:
                    yield Edit(library.path, field.value_span, renamed)
    for article in view.articles:
        for citation in article.citations:
            if citation.key == old:
                yield Edit(article.path, key_span(citation), new)
