"""What the readers of saved records give, and what they share."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.errors import UnreadableInputError
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.record import Notice, Record
from toolkit.model.work import Collective, Name, Person, Work
from toolkit.readers.names import initials


@dataclass(frozen=True, slots=True)
class ImportedWork:
    """One record of a saved file; `line` is where it begins, `source` where it was seen, if it says so."""

    work: Work
    line: int
    abstract: str | None = None
    abstract_licence: str | None = None
    publication_types: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    mesh: tuple[str, ...] = ()
    status: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """The records of a file, the name of its format, and what could not be read, each with its line."""

    format: str
    records: tuple[Record, ...]
    problems: tuple[UnreadableInputError, ...] = ()


def identifier_of(work: Work) -> Identifier | None:
    """Choose the identifier under which a work stands in the lock: PMID, PMCID, DOI, ISBN, Bookshelf."""
    order = tuple(Scheme)
    return min(work.identifiers, key=lambda one: order.index(one.scheme), default=None)


def identifiers(*pairs: tuple[Scheme, str | None]) -> tuple[Identifier, ...]:
    """Make identifiers of texts, the first of each scheme; what cannot be one is left out."""
    found: dict[Scheme, Identifier] = {}
    for scheme, text in pairs:
        identifier = Identifier.make(scheme, text) if text else None
        if identifier is not None:
            found.setdefault(scheme, identifier)
    return tuple(found[scheme] for scheme in Scheme if scheme in found)


def inverted_name(text: str) -> Name | None:
    """Read a name written family first: `Green, Ralph`, `Newell, John D, Jr`; without a comma a collective."""
    parts = [" ".join(part.split()) for part in text.split(",")]
    if not parts[0]:
        return None
    if len(parts) == 1:
        return Collective(parts[0])
    given = parts[1] or None
    return Person(parts[0], given, initials(given), parts[2] or None if len(parts) > 2 else None)
