"""What of a record goes into the lock, and that nothing of it is lost there."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.api.locking import for_lock, is_open
from toolkit.model.policy import LockAbstracts, Policy
from toolkit.model.record import Record
from toolkit.readers.lock import read_lock, render_lock
from toolkit.sources.imports import read_records


@pytest.fixture(scope="module")
def records(record_file: Path) -> tuple[Record, ...]:
    return read_records("records.xml", record_file.read_bytes(), "2026-11-22").records


def test_every_record_comes_out_of_the_lock_as_it_went_in(records: tuple[Record, ...]) -> None:
    policy = Policy(lock_abstracts=LockAbstracts.ALL)
    locked = {record.identifier: for_lock(record, policy) for record in records}
    lock = read_lock("references.lock", render_lock(locked.values()).encode())
    assert lock.problems == ()
    assert {record.identifier: record for record in lock.records} == locked


def test_a_fingerprint_stands_for_each_abstract(records: tuple[Record, ...]) -> None:
    for record in records[:100]:
        locked = for_lock(record, Policy())
        assert (locked.fingerprint is None) == (record.abstract is None)
        assert locked.abstract is None


@pytest.mark.parametrize(
    ("licence", "is_free"),
    [
        (None, False),
        ("© 2017 by The American Society of Hematology.", False),
        ("Copyright © 2021 Elsevier Ltd. All rights reserved.", False),
        ("© 2020 The Authors. Open access publishing does not say under which licence.", False),
        ("CC BY 4.0", True),
        ("© Author(s) 2021. Re-use permitted under CC BY-NC. No commercial re-use.", True),
        ("This article is licensed under a Creative Commons Attribution 4.0 International License", True),
        ("https://creativecommons.org/publicdomain/zero/1.0/", True),
        ("CC0", True),
        ("This work is written by US Government employees and is in the public domain in the US.", True),
        ("Contains information licensed under the Open Government Licence v3.0", True),
        ("ACCBYTE Ltd", False),
    ],
)
def test_which_statements_name_an_open_licence(licence: str | None, is_free: bool) -> None:
    assert is_open(licence) is is_free
