"""From citation keys to works: one study under several identifiers is one reference."""

from __future__ import annotations

from dataclasses import dataclass, field

from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.library import Entry, Library
from toolkit.model.record import Record, Records, Standing
from toolkit.model.work import Work

# The order in which identifiers name a work: PubMed's own first.
_PREFERENCE = tuple(Scheme)


@dataclass(frozen=True, slots=True)
class Reference:
    """A cited work: what the library and the lock know of it.

    `identity` is the same for every key and identifier of the work: the primary identifier of its
    record, else its own best identifier, else `key:` and the entry's key. At least one of `entry`
    and `record` is there.
    """

    identity: str
    entry: Entry | None
    record: Record | None
    work: Work
    """What to print: PubMed's citation where a record was found, the library's otherwise."""

    @property
    def identifiers(self) -> tuple[Identifier, ...]:
        """Every identifier known for the work, each scheme once, the record's first."""
        return self.work.identifiers


@dataclass(frozen=True, slots=True)
class Bibliography:
    """Resolves citation keys against the library and the lock."""

    library: Library
    records: Records
    _resolved: dict[str, Reference | None] = field(default_factory=dict, repr=False, compare=False)

    def resolve(self, key: str) -> Reference | None:
        """Give the reference that a citation key names, or `None` if nothing at hand defines it.

        A key of the library wins over the same text read as an identifier.
        """
        if key not in self._resolved:
            self._resolved[key] = self._resolve(key)
        return self._resolved[key]

    def of_entry(self, entry: Entry) -> Reference:
        """Give the reference of a library entry."""
        work = self.library.work(entry)
        record = next(filter(None, map(self.records.find, work.identifiers)), None)
        return _reference(entry, record, work)

    def _resolve(self, key: str) -> Reference | None:
        entry = self.library.by_key.get(key)
        if entry is not None:
            return self.of_entry(entry)
        identifier = Identifier.from_key(key)
        if identifier is None:
            return None
        record = self.records.find(identifier)
        names = record.work.identifiers if record else (identifier,)
        entry = next(filter(None, map(self.library.by_identifier.get, (identifier, *names))), None)
        if entry is not None:
            return _reference(entry, record or self.of_entry(entry).record, self.library.work(entry))
        if record is not None and record.standing is not Standing.NOT_IN_PUBMED:
            return _reference(None, record, record.work)
        return None


def _reference(entry: Entry | None, record: Record | None, own: Work) -> Reference:
    has_citation = record is not None and record.work.title is not None
    work = record.work if record is not None and has_citation else own
    if record is not None:
        identity = str(record.identifier)
    elif own.identifiers:
        identity = str(min(own.identifiers, key=lambda one: _PREFERENCE.index(one.scheme)))
    else:
        identity = f"key:{entry.key if entry else ''}"
    return Reference(identity, entry, record, work)
