"""The chain of the records: what is missing, in another place, edited or a stranger is a fault, at its file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.reviews.sealed import DAY
from tests.signing import NO_DIGEST, NO_DIGESTS
from toolkit.model.review_record import Decision, RecordFault, ReviewRecord
from toolkit.reviews.chain import read_chain, record_name
from toolkit.reviews.records import digest_of_bytes, render_record

RESTORE = "records are append-only: restore the files from git"
FIRST = ReviewRecord(
    "b12", 1, Decision.APPROVE, "stone", "reviewer", DAY, NO_DIGESTS, competing_interests="none"
)


def files(*changes: dict[str, Any]) -> dict[str, bytes | str]:
    """Files of a chain of three, each naming the one before; `changes` are what each has otherwise."""
    found: dict[str, bytes | str] = {}
    previous = None
    for number, change in enumerate((changes or ({}, {}, {})), start=1):
        data = render_record(replace(FIRST, **{"number": number, "previous": previous, **change}))
        found |= {f"{number:04d}.toml": data, f"{number:04d}.toml.sig": b"signature"}
        previous = digest_of_bytes(data)
    return found


def faults(found: dict[str, bytes | str], *slugs: str) -> list[RecordFault]:
    return list(read_chain("reviews/b12", slugs or ("b12",), found).faults)


def test_a_whole_chain() -> None:
    chain = read_chain("reviews/b12", ("b12", "older"), files())
    assert chain.slug == "b12"
    assert chain.faults == ()
    assert [one.path for one in chain.records] == [f"reviews/b12/000{number}.toml" for number in (1, 2, 3)]
    assert [one.record.previous for one in chain.records[1:]] == [one.digest for one in chain.records[:2]]
    assert read_chain("reviews/b12", (), {}).slug == ""
    assert record_name(12) == "0012.toml"


def test_a_chain_under_a_former_name() -> None:
    assert faults(files(), "new", "b12") == []
    (one, *_) = faults(files(), "new")
    assert one == RecordFault(
        "reviews/b12/0001.toml",
        'this is a record of another article, "b12"',
        "move it back; an article that was renamed lists its old name under `former_slugs`",
    )


def test_a_record_is_missing() -> None:
    found = files()
    del found["0002.toml"], found["0002.toml.sig"]
    assert faults(found) == [
        RecordFault("reviews/b12/0003.toml", "record 2 is missing before this one", RESTORE)
    ]
    del found["0001.toml"], found["0001.toml.sig"]
    assert faults(found)[0].message == "record 1 is missing before this one"


def test_the_number_of_the_file_is_another_one() -> None:
    assert faults(files({}, {"number": 3})) == [
        RecordFault("reviews/b12/0002.toml", "the file has another number than its record, 3", RESTORE)
    ]


def test_a_record_follows_another_one_than_it_names() -> None:
    message = "record 1 is not the one that this record followed: it was edited or replaced"
    expected = [RecordFault("reviews/b12/0002.toml", message, RESTORE)]
    assert faults(files({}, {"previous": NO_DIGEST})) == expected
    assert faults(files({}, {"previous": None})) == expected
    edited = files()
    edited["0001.toml"] = render_record(replace(FIRST, comment="other"))
    assert faults(edited) == expected


def test_the_first_record_names_one_before_it() -> None:
    assert faults(files({"previous": NO_DIGEST})) == [
        RecordFault("reviews/b12/0001.toml", "the record names one before it, but is the first", RESTORE)
    ]


def test_days_go_forward_but_for_one_day_of_time_zones() -> None:
    assert faults(files({}, {"day": date(2026, 9, 30)})) == []
    assert faults(files({}, {"day": date(2026, 9, 29)})) == [
        RecordFault(
            "reviews/b12/0002.toml",
            "the record is dated 2026-09-29, before record 1 (2026-10-01)",
            "append a new record with the day on which it is made",
        )
    ]


@pytest.mark.parametrize(
    "name", ["1.toml", "00001.toml", "0001.txt", "x0001.toml", "0001.toml~", "٠٠٠١.toml"]
)
def test_a_stranger_among_the_records(name: str) -> None:
    expected = RecordFault(
        f"reviews/b12/{name}", "this is neither a record nor a signature", "move it out of the folder"
    )
    assert expected in faults({**files(), name: b""})


def test_a_signature_without_its_record() -> None:
    assert faults({**files(), "0004.toml.sig": b""}) == [
        RecordFault(
            "reviews/b12/0004.toml.sig",
            "a signature without its record: the record was removed, or writing it was interrupted",
            "restore the record from git, or remove the signature if nothing was recorded",
        )
    ]


def test_what_cannot_be_read_is_told_and_the_others_are_read_all_the_same() -> None:
    found = {**files(), "0000.toml": "this is a link, not a file", "0002.toml": b"no record"}
    chain = read_chain("reviews/b12", ("b12",), found)
    first, second = chain.faults
    assert first == RecordFault("reviews/b12/0000.toml", "this is a link, not a file", RESTORE)
    assert second.path == "reviews/b12/0002.toml"
    assert [one.record.number for one in chain.records] == [1, 3]
