"""What PubMed, or another source, said of a work: citation, publication types, notices, provenance."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from toolkit.model.identifier import Identifier
from toolkit.model.work import Work


class Origin(StrEnum):
    """How a record came to be known. Only `FETCHED` is PubMed's own word, obtained by Osler."""

    FETCHED = "fetched"
    IMPORTED = "imported"
    TRANSCRIBED = "transcribed"


class Standing(StrEnum):
    """What PubMed answered about the identifier."""

    FOUND = "found"
    NOT_IN_PUBMED = "not-in-pubmed"
    """PubMed was reached and has no such record."""
    NOT_ASKED = "not-asked"
    """PubMed was never asked: the data comes from a file or from a page."""


@dataclass(frozen=True, slots=True)
class Notice:
    """An editorial link of a record: PubMed's `CommentsCorrections`.

    `kind` is PubMed's RefType (`RetractionIn`, `ErratumIn`, `ExpressionOfConcernIn`,
    `UpdateIn`, `RepublishedIn`…; National Library of Medicine, *PubMed XML element
    descriptions*). `source` is the citation as PubMed prints it.
    """

    kind: str
    source: str | None = None
    pmid: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """An abstract without its text: an unordered bag of stems, and of numbers with units.

    `stems` are pairs of stem and count, sorted by stem; `quantities` are normalised forms such as
    `1000 ug` or `25 %`, sorted, each once. The text cannot be read back from them. `version` is
    that of the rules by which it was made (`claims.fingerprint.VERSION`): only fingerprints of one
    version can be compared.
    """

    stems: tuple[tuple[str, int], ...]
    quantities: tuple[str, ...]
    version: int = 1


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where and when a record was obtained.

    `source` names it (`pubmed`, a file name, a page's address); `date` is an ISO date in UTC.
    """

    origin: Origin
    source: str
    date: str


@dataclass(frozen=True, slots=True)
class Record:
    """One work as a source described it.

    `identifier` is the name under which it stands in the lock: its PMID where it has one.
    `status` is PubMed's citation status (`MEDLINE`, `Publisher`, `PubMed-not-MEDLINE`…).
    `abstract` is the text where the policy lets the lock hold it; `fingerprint` stands without it.
    `abstract_licence` is what `CopyrightInformation` or the transcriber said of the text.
    """

    identifier: Identifier
    work: Work
    standing: Standing
    provenance: Provenance
    publication_types: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    status: str | None = None
    version: int | None = None
    abstract: str | None = None
    abstract_licence: str | None = None
    fingerprint: Fingerprint | None = None
    mesh: tuple[str, ...] = ()

    def notices_of(self, *kinds: str) -> tuple[Notice, ...]:
        """Give the notices whose RefType is one of `kinds`, in PubMed's order."""
        return tuple(notice for notice in self.notices if notice.kind in kinds)

    @property
    def is_retracted(self) -> bool:
        """Whether the work is retracted: by publication type, or by a link to its retraction.

        Either alone suffices (NLM marks some records with only one of the two).
        """
        return "Retracted Publication" in self.publication_types or bool(
            self.notices_of("RetractionIn", "RetractedandRepublishedIn")
        )


@dataclass(frozen=True, slots=True)
class Records:
    """The records at hand, found by any identifier and parsed only when asked for.

    `aliases` maps every known identifier to the primary one; `load` gives the record of a primary
    identifier. Both come from the lock's reader. `Records.of` makes one from records in memory.
    """

    aliases: Mapping[Identifier, Identifier] = field(default_factory=dict)
    load: Callable[[Identifier], Record | None] = field(default=lambda _identifier: None)
    _known: dict[Identifier, Record | None] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, *records: Record) -> Records:
        """Make a collection from records that are already in memory."""
        by_name = {record.identifier: record for record in records}
        aliases = {
            name: record.identifier
            for record in records
            for name in (record.identifier, *record.work.identifiers)
        }
        return cls(aliases, by_name.get)

    def find(self, identifier: Identifier) -> Record | None:
        """Give the record of a work by any of its identifiers, or `None`."""
        primary = self.aliases.get(identifier)
        if primary is None:
            return None
        if primary not in self._known:
            self._known[primary] = self.load(primary)
        return self._known[primary]

    def __iter__(self) -> Iterator[Record]:
        """Yield every record, in the order of the lock."""
        for primary in dict.fromkeys(self.aliases.values()):
            record = self.find(primary)
            if record is not None:
                yield record

    def __len__(self) -> int:
        """Count the works."""
        return len(set(self.aliases.values()))


@dataclass(frozen=True, slots=True)
class Payload:
    """Raw bytes as a source gave them, kept so that a better parser can read them again.

    `sha256` is the hexadecimal digest of `data`; `obtained` an ISO date and time in UTC.
    """

    identifier: Identifier
    data: bytes
    media_type: str
    source: str
    obtained: str
    sha256: str
