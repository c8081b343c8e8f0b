"""Whatever the bytes: records, or an `OslerError` with a place; never another exception."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import DATA
from tests.properties.damage import Changes, damage, damaged
from tests.sources.test_imports import CSL, GOOD_ITEM, NBIB, RIS
from toolkit.api.locking import for_lock
from toolkit.errors import OslerError
from toolkit.model.policy import LockAbstracts, Policy
from toolkit.readers.lock import read_lock, render_lock
from toolkit.sources.imports import Imported, read_records
from toolkit.sources.pubmed_xml import cut

SAMPLE = (DATA / "pubmed" / "sample.xml").read_bytes()
RECORDS = sorted((piece.data for piece in cut(SAMPLE)), key=len)[:6]
SEEDS = [
    NBIB.encode(),
    RIS.encode(),
    json.dumps(CSL).encode(),
    json.dumps([GOOD_ITEM]).encode(),
    *(b"<PubmedArticleSet>" + record + b"</PubmedArticleSet>" for record in RECORDS),
    (DATA / "pubmed" / "book-20821847.xml").read_bytes(),
]
PIECES = [
    b"",
    b"\n",
    b"\x00",
    b"<",
    b">",
    b"&x;",
    b'"',
    b"{",
    b"[]",
    b"null",
    b"-1",
    b"PMID- ",
    b"ER  - \n",
    b"\xff",
    "é".encode(),
]


def read(data: bytes) -> Imported | OslerError:
    try:
        return read_records("saved", data, "2026-11-22")
    except OslerError as error:
        return error


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.sampled_from(SEEDS), changes=damage(PIECES))
def test_damaged_files_give_records_or_refusals(seed: bytes, changes: Changes) -> None:
    found = read(damaged(seed, changes))
    if isinstance(found, OslerError):
        assert found.path == "saved"
        return
    for problem in found.problems:
        assert problem.path == "saved"
        assert problem.line is not None
    if found.records:
        locked = [for_lock(record, Policy(lock_abstracts=LockAbstracts.ALL)) for record in found.records]
        assert read_lock("references.lock", render_lock(locked).encode()).problems == ()


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    found = read(data)
    assert not isinstance(found, OslerError) or found.path == "saved"
