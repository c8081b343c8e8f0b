"""The library: `references.bib` as it stands, with a place for every entry and field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from toolkit.model.article import Suppression
from toolkit.model.finding import Problem
from toolkit.model.identifier import Identifier
from toolkit.model.span import SourceText, Span
from toolkit.model.work import Work


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an entry. `value` is its text with macros expanded, LaTeX as it stands.

    `span` runs from the field's name to the end of its value; `value_span` covers the value with
    its delimiters.
    """

    name: str
    value: str
    span: Span
    value_span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the library; `type` and field names are in lower case, `key` as written.

    `fields` are in the order of the file; the reader may cut them out when first asked for.
    """

    key: str
    type: str
    span: Span
    key_span: Span
    fields: Sequence[Field]

    def field(self, name: str) -> Field | None:
        """Give a field by its lower-case name; the first one where it stands twice."""
        return next((one for one in self.fields if one.name == name), None)

    def get(self, name: str) -> str | None:
        """Give a field's raw value, `None` if it is absent or blank."""
        found = self.field(name)
        return found.value if found and found.value.strip() else None


@dataclass(frozen=True)
class Library:
    """All entries in the order of the file.

    `decode` turns an entry into a `Work` (LaTeX to Unicode, names split, identifiers found); it
    comes from the reader and is called once an entry at most. `problems` are the reader's. `identify`
    gives the entries by identifier where that is known without decoding all of them.
    """

    source: SourceText
    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    decode: Callable[[Entry], Work] | None = None
    identify: Callable[[], Mapping[Identifier, Entry]] | None = field(default=None, repr=False, compare=False)
    _works: dict[int, Work] = field(default_factory=dict, repr=False, compare=False)

    @property
    def path(self) -> str:
        """The file's path, relative to the project's root."""
        return self.source.path

    @cached_property
    def by_key(self) -> Mapping[str, Entry]:
        """Entries by key; where a key is defined twice the first definition stands."""
        found: dict[str, Entry] = {}
        for entry in self.entries:
            found.setdefault(entry.key, entry)
        return found

    @cached_property
    def by_identifier(self) -> Mapping[Identifier, Entry]:
        """Entries by PMID, PMCID, DOI and ISBN; the first entry stands."""
        if self.identify is not None:
            return self.identify()
        found: dict[Identifier, Entry] = {}
        for entry in self.entries:
            for identifier in self.work(entry).identifiers:
                found.setdefault(identifier, entry)
        return found

    @property
    def is_decoded(self) -> bool:
        """Whether the work of every entry is at hand, or the identifiers of all of them."""
        return self.identify is not None or len(self._works) >= len(self.entries)

    def work(self, entry: Entry) -> Work:
        """Give what an entry says of its work. Raises `LookupError` if the library has no decoder."""
        known = self._works.get(entry.span.start)
        if known is None:
            if self.decode is None:
                raise LookupError(entry.key)
            known = self._works[entry.span.start] = self.decode(entry)
        return known
