"""Abstracts from the local store, for a reviewer to read where the lock holds only their fingerprints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from toolkit.claims.fingerprint import fingerprint
from toolkit.model.article import Article
from toolkit.model.bibliography import Bibliography
from toolkit.model.identifier import Identifier
from toolkit.model.record import Record, Records
from toolkit.sources.pubmed_xml import MalformedRecordError, parse
from toolkit.sources.store import Store, is_whole


def with_stored_abstracts(
    bibliography: Bibliography, articles: Iterable[Article], store: Store
) -> tuple[Bibliography, frozenset[str]]:
    """Give the bibliography with the abstracts of cited works read from the store, and those works' identities.

    An abstract is taken only if it is the one that the lock's fingerprint was made of: the store may be
    newer or older than the lock, and the lock is what is reviewed. Opens no socket.
    """
    found: dict[Identifier, Record] = {}
    for article in articles:
        for citation in article.citations:
            reference = bibliography.resolve(citation.key)
            record = reference.record if reference else None
            if record is not None and record.abstract is None and record.identifier not in found:
                completed = _completed(record, store)
                if completed is not None:
                    found[record.identifier] = completed
    records = bibliography.records

    def load(identifier: Identifier) -> Record | None:
        return found.get(identifier) or records.find(identifier)

    completed_records = Records(records.aliases, load)
    return Bibliography(bibliography.library, completed_records), frozenset(map(str, found))


def _completed(record: Record, store: Store) -> Record | None:
    """Give a record with its abstract, or `None` if the store doesn't have the one that was locked."""
    payload = store.get(record.identifier)
    if payload is None or not is_whole(payload):
        return None
    try:
        abstract = parse(payload).abstract
    except MalformedRecordError:
        return None
    if abstract is None or (record.fingerprint is not None and record.fingerprint != fingerprint(abstract)):
        return None
    return replace(record, abstract=abstract)
