"""The chain of an article's records: numbered from 1 without a gap, each naming the one before by digest."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta

from toolkit.model.review_record import RecordFault, ReviewChain, ReviewRecord, SealedRecord
from toolkit.reviews.records import digest_of_bytes, read_record

SIGNATURE_SUFFIX = ".sig"
RECORDS_CAP = 9_999
"""As many as four digits can number."""

_NAME = re.compile(r"[0-9]{4}\.toml")
_TIME_ZONES = timedelta(days=1)
"""By as much may a record seem older than the one before it: dates are those of where people live."""
_RESTORE = "records are append-only: restore the files from git"


def record_name(number: int) -> str:
    """Give the name of a record's file."""
    return f"{number:04d}.toml"


def read_chain(folder: str, slugs: Collection[str], files: Mapping[str, bytes | str]) -> ReviewChain:
    """Read the files of `reviews/<slug>/`.

    `folder` is its path in the project, `slugs` the names that the article has or had, the present one
    first. `files` maps names to bytes, or to the reason for which there are none (a link, a pipe).
    Signatures are not verified here. Total.
    """
    faults: list[RecordFault] = []
    records: list[SealedRecord] = []
    for name, data in sorted(files.items()):
        path = f"{folder}/{name}"
        if isinstance(data, str):
            faults.append(RecordFault(path, data, _RESTORE))
        elif name.endswith(SIGNATURE_SUFFIX) and name.removesuffix(SIGNATURE_SUFFIX) in files:
            continue
        elif not _NAME.fullmatch(name):
            faults.append(_stranger(path))
        else:
            read = read_record(path, data)
            if isinstance(read, RecordFault):
                faults.append(read)
            else:
                records.append(SealedRecord(path, read, digest_of_bytes(data)))
    faults += _links(records, slugs) if not faults else ()
    return ReviewChain(next(iter(slugs), ""), tuple(records), tuple(faults))


def _stranger(path: str) -> RecordFault:
    if path.endswith(SIGNATURE_SUFFIX):
        return RecordFault(
            path,
            "a signature without its record: the record was removed, or writing it was interrupted",
            "restore the record from git, or remove the signature if nothing was recorded",
        )
    return RecordFault(path, "this is neither a record nor a signature", "move it out of the folder")


def _links(records: Sequence[SealedRecord], slugs: Collection[str]) -> Iterator[RecordFault]:
    """Say where the chain is broken. Records come sorted by the name of their file."""
    before: SealedRecord | None = None
    for place, sealed in enumerate(records, start=1):
        record, path = sealed.record, sealed.path
        if not path.endswith(f"/{record_name(record.number)}"):
            yield RecordFault(path, f"the file has another number than its record, {record.number}", _RESTORE)
        elif record.number != place:
            yield RecordFault(path, f"record {place} is missing before this one", _RESTORE)
        elif record.article not in slugs:
            yield RecordFault(
                path,
                f'this is a record of another article, "{record.article}"',
                "move it back; an article that was renamed lists its old name under `former_slugs`",
            )
        else:
            yield from _link(path, record, before)
        before = sealed


def _link(path: str, record: ReviewRecord, before: SealedRecord | None) -> Iterator[RecordFault]:
    if before is None:
        if record.previous is not None:
            yield RecordFault(path, "the record names one before it, but is the first", _RESTORE)
    elif record.previous != before.digest:
        yield RecordFault(
            path,
            f"record {before.record.number} is not the one that this record followed: it was edited or replaced",
            _RESTORE,
        )
    elif before.record.day - record.day > _TIME_ZONES:
        yield RecordFault(
            path,
            f"the record is dated {record.day}, before record {before.record.number} ({before.record.day})",
            "append a new record with the day on which it is made",
        )
