"""What of a record goes into `references.lock`, and writing it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from toolkit.api.workspace import Workspace
from toolkit.claims.fingerprint import VERSION, fingerprint
from toolkit.model.policy import LockAbstracts, Policy
from toolkit.model.record import Origin, Record
from toolkit.readers.lock import render_lock
from toolkit.sources.pubmed_xml import MalformedRecordError, parse
from toolkit.sources.resolve import merged
from toolkit.sources.store import Store, is_whole

# What `CopyrightInformation` says of an abstract that anyone may copy: a Creative Commons licence
# (all of them permit verbatim copies with attribution), the public domain, or a government's.
_OPEN = re.compile(
    r"creative\s*commons|creativecommons\.org|\bCC[ -](?:BY|0|zero)\b|\bCC0\b|public\s+domain"
    r"|open\s+government\s+licen[cs]e",
    re.IGNORECASE,
)


def require_readable(workspace: Workspace, *paths: str) -> None:
    """Raise the failure of a file that could not be read: what was not understood is never written over."""
    for failure in workspace.failures:
        if failure.path in paths:
            raise failure


def for_lock(record: Record, policy: Policy) -> Record:
    """Give a record as the lock may hold it: fingerprint always, the abstract as `lock-abstracts` says."""
    if record.abstract is None:
        return record
    may_hold = policy.lock_abstracts is LockAbstracts.ALL or (
        policy.lock_abstracts is LockAbstracts.OPEN and is_open(record.abstract_licence)
    )
    return replace(
        record,
        fingerprint=fingerprint(record.abstract),
        abstract=record.abstract if may_hold else None,
    )


def renewed(records: Iterable[Record], store: Store) -> Iterator[Record]:
    """Yield, with a fingerprint by today's rules, the records whose fingerprint is of another version.

    The abstract is that of the lock, or the stored answer of the day on which the record was fetched;
    records for which there is neither are left out, and must be asked for again.
    """
    for record in records:
        if record.fingerprint is not None and record.fingerprint.version != VERSION:
            abstract = record.abstract or _stored_abstract(record, store)
            if abstract is not None:
                yield replace(record, fingerprint=fingerprint(abstract))


def _stored_abstract(record: Record, store: Store) -> str | None:
    payload = store.get(record.identifier) if record.provenance.origin is Origin.FETCHED else None
    if payload is None or payload.obtained[:10] != record.provenance.date or not is_whole(payload):
        return None
    try:
        return parse(payload).abstract
    except MalformedRecordError:  # kept by a version of Osler that read it otherwise
        return None


def is_open(licence: str | None) -> bool:
    """Tell whether a copyright statement names a licence under which the text may be passed on."""
    return licence is not None and _OPEN.search(licence) is not None


def write_lock(workspace: Workspace, learnt: Iterable[Record]) -> bool:
    """Put what was learnt into the lock, beside what stands there; tell whether the file changed.

    The file is written whole or not at all. Raises `UnreadableInputError` if it cannot be written.
    """
    new = [for_lock(record, workspace.policy) for record in learnt]
    text = render_lock(merged(workspace.lock.records, new))
    if text == workspace.lock.source.text:
        return False
    workspace.tree.write(workspace.policy.lock, text.encode())
    return True
