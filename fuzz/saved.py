"""What holds of every file of records saved by hand, whatever its format."""

from __future__ import annotations

from fuzz.target import TODAY
from toolkit.api.locking import for_lock
from toolkit.errors import OslerError
from toolkit.model.policy import LockAbstracts, Policy
from toolkit.model.record import Records
from toolkit.readers.bibtex import read_library
from toolkit.readers.bibtex_writer import entry_of
from toolkit.readers.lock import read_lock, render_lock
from toolkit.sources.imports import read_records
from toolkit.sources.resolve import merged


def examine_saved(data: bytes) -> None:
    """Read records: each can be locked, and written as an entry; or the file is refused by its name."""
    try:
        found = read_records("saved", data, TODAY)
    except OslerError as error:
        assert error.path == "saved", error
        return
    for problem in found.problems:
        assert problem.path == "saved", problem
        assert problem.line is not None, problem
    locked = [for_lock(record, Policy(lock_abstracts=LockAbstracts.ALL)) for record in found.records]
    text = render_lock(merged(Records(), locked))
    assert read_lock("references.lock", text.encode()).problems == (), text
    for record in found.records:
        written = read_library("references.bib", entry_of(record, ()).encode())
        assert len(written.entries) == 1, written.source.text
        assert not written.problems, written.problems
