"""An index of the library: where its entries stand, what the reader had to say, which identifiers they have.

With it, a large library needs neither be searched for its entries nor decoded to find a work by its PMID.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from toolkit.cache.codec import decoder, encode
from toolkit.model.article import Suppression
from toolkit.model.finding import Problem
from toolkit.model.identifier import Identifier
from toolkit.model.library import Entry, Field, Library
from toolkit.model.span import Span
from toolkit.readers.bibtex import restored_library
from toolkit.readers.bibtex.fields import PlainFields

_SUPPRESSIONS = decoder(tuple[Suppression, ...])
_PROBLEMS = decoder(tuple[Problem, ...])
_FIELDS = decoder(tuple[Field, ...])
_IDENTIFIERS = decoder(tuple[Identifier, ...])


def index_of(library: Library) -> list[Any]:
    """Give the index of a library as JSON; the works' identifiers only if all of them are decoded already."""
    entries = [
        [
            *(entry.key, entry.type, *entry.span, *entry.key_span),
            entry.fields.place if isinstance(entry.fields, PlainFields) else [encode(tuple(entry.fields))],
        ]
        for entry in library.entries
    ]
    return [entries, encode(library.problems), encode(library.suppressions), _identifiers(library)]


def has_identifiers(index: list[Any]) -> bool:
    """Tell whether an index holds the identifiers too."""
    return index[3] is not None


def library_of(path: str, data: bytes, index: list[Any]) -> Library:
    """Give the library whose bytes an index was made of, as `read_library` gives it."""
    entries, problems, suppressions, identifiers = index
    library = restored_library(
        path, data, _PROBLEMS(problems), _SUPPRESSIONS(suppressions), lambda text: _entries(text, entries)
    )
    if identifiers is None:
        return library
    return replace(library, identify=lambda: _by_identifier(library.entries, identifiers))


def _entries(text: str, rows: list[Any]) -> tuple[Entry, ...]:
    return tuple(
        [
            Entry(
                key,
                kind,
                Span(start, end),
                Span(key_start, key_end),
                PlainFields(text, place[0], end, place[1]) if len(place) == 2 else _FIELDS(place[0]),
            )
            for key, kind, start, end, key_start, key_end, place in rows
        ]
    )


def _identifiers(library: Library) -> list[Any] | None:
    if not library.is_decoded:
        return None
    places = {entry.span.start: number for number, entry in enumerate(library.entries)}
    found = [(one, places[entry.span.start]) for one, entry in library.by_identifier.items()]
    return [encode([one for one, _ in found]), [number for _, number in found]]


def _by_identifier(entries: tuple[Entry, ...], kept: list[Any]) -> Mapping[Identifier, Entry]:
    names, numbers = _IDENTIFIERS(kept[0]), kept[1]
    return {name: entries[number] for name, number in zip(names, numbers, strict=True)}
