"""From the identifiers that a project names to records: one study is one record, whatever it is called.

A record is believed to be that of a DOI or PMCID only if it says so itself. What PubMed lacks is
kept under the name that it was given, as not in PubMed, with nothing invented beside it.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from toolkit.errors import EvidenceUnavailableError
from toolkit.model.article import Article
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.library import Library
from toolkit.model.record import Origin, Provenance, Record, Standing
from toolkit.model.work import Person, Work, WorkType
from toolkit.sources.pubmed import SOURCE, PubMed
from toolkit.sources.pubmed_xml import MalformedRecordError, parse
from toolkit.sources.store import Store, is_whole

# Schemes that PubMed can be asked about. It holds no ISBN index.
_ASKED = frozenset({Scheme.PMID, Scheme.PMCID, Scheme.DOI, Scheme.BOOKSHELF})
NEVER = "9999"
"""As `not_before`: no kept answer is young enough."""
# How alike two titles must be to be suggested as one work's (1 is the same).
_ALIKE = 0.9


@dataclass(frozen=True, slots=True)
class Named:
    """The identifiers under which one place of the project names one work. `place` is for messages."""

    identifiers: tuple[Identifier, ...]
    place: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A record that may be the work of a library entry that has no identifier."""

    key: str
    record: Record


def named_works(library: Library, articles: Iterable[Article]) -> tuple[Named, ...]:
    """List what the library's entries and the articles' citation keys name, once each."""
    found: dict[tuple[Identifier, ...], Named] = {}
    for entry in library.entries:
        identifiers = _asked(library.work(entry).identifiers)
        if identifiers:
            found.setdefault(identifiers, Named(identifiers, f"{library.path}: {entry.key}"))
    for article in articles:
        for citation in article.citations:
            if citation.key not in library.by_key:
                identifier = Identifier.from_key(citation.key)
                if identifier is not None and identifier.scheme in _ASKED:
                    found.setdefault((identifier,), Named((identifier,), article.path))
    return tuple(found.values())


class Resolver:
    """Finds the records of identifiers, in the store or at PubMed, and keeps every answer at once.

    `not_before` is the oldest time of a kept answer to be used, ISO in UTC. `on_progress` is told
    how many identifiers have been settled. After an `EvidenceUnavailableError`, `records` still
    gives what was learnt until then.
    """

    def __init__(
        self,
        pubmed: PubMed,
        store: Store,
        *,
        not_before: str = "",
        on_progress: Callable[[int], None] = lambda _count: None,
    ) -> None:
        self._pubmed = pubmed
        self._store = store
        self._not_before = not_before
        self._on_progress = on_progress
        self._found: dict[str, Record] = {}
        self._names: dict[Identifier, str] = {}
        self._absent: dict[Identifier, None] = {}

    def resolve(self, works: Sequence[Named]) -> None:
        """Find the records of all works. Raises `EvidenceUnavailableError` when PubMed does not answer."""
        pmids = (one.value for work in works for one in work.identifiers if one.scheme is Scheme.PMID)
        self._load(tuple(dict.fromkeys(pmids)))
        # An entry's further identifiers are asked about only if its PMID led nowhere: if they are
        # another work's, that is for `reference-mismatch` to say.
        pending = dict.fromkeys(
            identifier
            for work in works
            if not any(identifier in self._names for identifier in work.identifiers)
            for identifier in work.identifiers
            if identifier.scheme is not Scheme.PMID
        )
        self._resolve_others(tuple(pending))
        self._on_progress(sum(len(work.identifiers) for work in works))

    def find(self, identifier: Identifier) -> Record | None:
        """Give the record found for an identifier, or `None`."""
        pmid = self._names.get(identifier)
        return self._found.get(pmid) if pmid is not None else None

    def records(self) -> tuple[Record, ...]:
        """Give every record that was learnt, and one for each identifier that PubMed lacks."""
        today = self._pubmed.now()[:10]
        return (*self._found.values(), *(absent_record(one, today) for one in self._absent))

    def suggest(self, library: Library) -> Iterator[Suggestion]:
        """Look for entries without identifiers by title and first author; never more than a suggestion.

        Raises `EvidenceUnavailableError`.
        """
        for entry in library.entries:
            work = library.work(entry)
            if work.title and not work.identifiers:
                for record in self._search_title(work):
                    if record.standing is Standing.FOUND and _are_alike(work, record.work):
                        yield Suggestion(entry.key, record)

    # --- PMIDs -----------------------------------------------------------------------------

    def _load(self, pmids: Sequence[str]) -> None:
        """Have the records of PMIDs: out of the store, and the rest from PubMed, a batch at a time."""
        asked = [pmid for pmid in pmids if not self._is_known(pmid)]
        self._on_progress(len(self._names) + len(self._absent))
        for payloads, missing in self._pubmed.fetch(asked):
            self._store.put(payloads)
            for payload in payloads:
                self._learn(parse(payload))
            for pmid in missing:
                self._note_absent(Identifier(Scheme.PMID, pmid))
            self._on_progress(len(self._found) + len(self._absent))

    def _is_known(self, pmid: str) -> bool:
        identifier = Identifier(Scheme.PMID, pmid)
        if pmid in self._found or identifier in self._absent:
            return True
        if self._store.answer(str(identifier), self._not_before) == ():
            self._absent[identifier] = None
            return True
        payload = self._store.get(identifier, self._not_before)
        if payload is None or not is_whole(payload):
            return False
        try:
            record = parse(payload)
        except MalformedRecordError:  # kept by a version of Osler that read it otherwise
            return False
        if record.identifier != identifier:  # another paper's
            return False
        self._learn(record)
        return True

    def _learn(self, record: Record) -> None:
        pmid = record.identifier.value
        self._found[pmid] = record
        for identifier in record.work.identifiers:
            self._names.setdefault(identifier, pmid)
        self._names[record.identifier] = pmid

    def _note_absent(self, identifier: Identifier) -> None:
        self._absent[identifier] = None
        self._store.keep_answer(str(identifier), (), self._pubmed.now())

    # --- Other identifiers -----------------------------------------------------------------

    def _resolve_others(self, identifiers: Sequence[Identifier]) -> None:
        pending = self._unsettled(identifiers)
        kept = {one: self._store.answer(str(one), self._not_before) for one in pending}
        self._load(tuple(dict.fromkeys(pmid for answer in kept.values() for pmid in answer or ())))
        for identifier, answer in kept.items():
            if answer == ():
                self._absent[identifier] = None
        self._convert(self._unsettled(pending))
        rest = self._unsettled(pending)
        if rest:
            self._load(self._pubmed.candidates(rest))
            self._keep(rest)
        unconfirmed = self._unsettled(rest)
        for identifier in unconfirmed:
            # Alone: a search for many at once is not what PubMed documents for a sure "none".
            if len(rest) > 1:
                self._load(self._pubmed.candidates([identifier]))
                self._keep([identifier])
            if identifier not in self._names:
                self._note_absent(identifier)
            self._on_progress(len(self._names) + len(self._absent))

    def _convert(self, identifiers: Sequence[Identifier]) -> None:
        """Take the ID converter's short way where there is one; the searches do without it."""
        try:
            pmids = self._pubmed.convert(identifiers)
        except EvidenceUnavailableError:
            return
        self._load(tuple(dict.fromkeys(pmids.values())))
        for identifier, pmid in pmids.items():
            record = self._found.get(pmid)
            # PubMed Central knows its own articles' PMIDs; the PubMed record may lag behind it.
            if record is not None and record.work.identifier(identifier.scheme) is None:
                identifiers_now = (*record.work.identifiers, identifier)
                self._learn(replace(record, work=replace(record.work, identifiers=identifiers_now)))
        self._keep(identifiers)

    def _keep(self, identifiers: Iterable[Identifier]) -> None:
        for identifier in identifiers:
            pmid = self._names.get(identifier)
            if pmid is not None:
                self._store.keep_answer(str(identifier), (pmid,), self._pubmed.now())

    def _unsettled(self, identifiers: Iterable[Identifier]) -> tuple[Identifier, ...]:
        return tuple(one for one in identifiers if one not in self._names and one not in self._absent)

    # --- Suggestions -----------------------------------------------------------------------

    def _search_title(self, work: Work) -> tuple[Record, ...]:
        author = next((name.family for name in work.authors if isinstance(name, Person)), None)
        title = " ".join(re.findall(r"[^\W_]+", work.title or ""))
        term = f"({title})[Title]" + (f' AND "{author}"[Author]' if author else "")
        pmids = self._store.answer(term, self._not_before)
        if pmids is None:
            pmids = self._pubmed.search(term, limit=3)
            self._store.keep_answer(term, pmids, self._pubmed.now())
        # A resolver apart: a suggestion never reaches the lock.
        beside = Resolver(self._pubmed, self._store, not_before=self._not_before)
        beside.resolve([Named((Identifier(Scheme.PMID, pmid),), "suggestion") for pmid in pmids])
        return beside.records()


def absent_record(identifier: Identifier, today: str) -> Record:
    """Give the record of an identifier that PubMed was asked about and lacks: a name, and that it lacks it."""
    return Record(
        identifier=identifier,
        work=Work(type=WorkType.OTHER, identifiers=(identifier,)),
        standing=Standing.NOT_IN_PUBMED,
        provenance=Provenance(Origin.FETCHED, SOURCE, today),
    )


def merged(old: Iterable[Record], new: Iterable[Record]) -> tuple[Record, ...]:
    """Put new records in place of old ones of the same work; one study, one record, sorted.

    Where PubMed lacks a work that a file or a page described, the description stays and says so.
    A record that PubMed found takes over nothing from what was known before.
    """
    records = {record.identifier: record for record in old}
    owners = {name: record.identifier for record in records.values() for name in _names(record)}
    for record in new:
        same = dict.fromkeys(owners[name] for name in _names(record) if owners.get(name) in records)
        # Two PMIDs are two works, though publishers give both one DOI now and then.
        same = {name: None for name in same if name == record.identifier or name.scheme is not Scheme.PMID}
        known = next((records[name] for name in same), None)
        if record.standing is Standing.NOT_IN_PUBMED:
            if known is None and owners.get(record.identifier) in records:
                continue  # another record bears this identifier
            if known is not None:
                record = replace(known, standing=Standing.NOT_IN_PUBMED)  # noqa: PLW2901 - the same, completed
        for name in same:
            del records[name]
        records[record.identifier] = record
        owners.update(dict.fromkeys(_names(record), record.identifier))
    return tuple(_each_name_once(records[name] for name in sorted(records)))


def _names(record: Record) -> tuple[Identifier, ...]:
    return tuple(dict.fromkeys((record.identifier, *record.work.identifiers)))


def _each_name_once(records: Iterable[Record]) -> Iterator[Record]:
    """Leave an identifier that two records bear to the first: in the lock a name means one work."""
    taken: set[Identifier] = set()
    for record in records:
        free = tuple(one for one in record.work.identifiers if one == record.identifier or one not in taken)
        taken.update(_names(record))
        is_whole_list = free == record.work.identifiers
        yield record if is_whole_list else replace(record, work=replace(record.work, identifiers=free))


def _asked(identifiers: Iterable[Identifier]) -> tuple[Identifier, ...]:
    return tuple(one for one in identifiers if one.scheme in _ASKED)


def _are_alike(one: Work, other: Work) -> bool:
    return difflib.SequenceMatcher(None, _bare(one.title), _bare(other.title)).ratio() >= _ALIKE


def _bare(title: str | None) -> str:
    text = unicodedata.normalize("NFKC", title or "").casefold()
    return " ".join(re.findall(r"\w+", text))


__all__ = ["NEVER", "Named", "Resolver", "Suggestion", "absent_record", "merged", "named_works"]
