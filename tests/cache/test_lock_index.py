"""A lock restored by its index is the lock that was read, whatever its bytes are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cache.conftest import report
from tests.readers.test_lock import BARE, GREEN
from toolkit.cache.lock_index import index_of, lock_of
from toolkit.cache.session import Cache, open_cache
from toolkit.errors import LockError
from toolkit.readers.lock import Lock, read_lock, render_lock

LOCK = render_lock([GREEN, BARE]).encode()
PIECES = (b"\n", b"\r\n", b"\xef\xbb\xbf", b"\xff", b"<<<<<<< ours\n", b'["pmid:1"]\n', b"x", b'"', LOCK)


def same(one: Lock, other: Lock) -> bool:
    """Compare all that rules and commands see of two locks, orders too."""
    return (
        (one.source, one.problems) == (other.source, other.problems)
        and list(one.records.aliases.items()) == list(other.records.aliases.items())
        and list(one.records) == list(other.records)
        and list(one.places.items()) == list(other.places.items())
    )


@st.composite
def locks(draw: st.DrawFn) -> bytes:
    """Give a lock with pieces put in, taken out or doubled at random places."""
    data = LOCK
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(data)))
        until = draw(st.integers(at, min(len(data), at + 200)))
        data = data[:at] + draw(st.sampled_from(PIECES)) + data[until:]
    return data


@given(locks())
def test_what_is_restored_is_what_was_read(data: bytes) -> None:
    try:
        lock = read_lock("references.lock", data)
    except LockError:
        return
    index = json.loads(json.dumps(index_of(lock)))
    assert same(lock_of("references.lock", data, index), lock)


def _refuse(_path: str, _data: bytes) -> Lock:
    raise AssertionError("read again")


def _cache(folder: Path) -> Cache:
    cache = open_cache(folder)
    assert cache is not None
    return cache


def test_a_lock_is_read_once_and_again_when_a_byte_changes(project: Path) -> None:
    read = _cache(project).read_lock("references.lock", LOCK, read_lock)
    assert same(_cache(project).read_lock("references.lock", LOCK, _refuse), read)
    damaged = LOCK.replace(b"Blood", b"Bloot", 1)
    with pytest.raises(AssertionError, match="read again"):
        _cache(project).read_lock("references.lock", damaged, _refuse)
    assert _cache(project).read_lock("references.lock", damaged, read_lock).problems


def test_an_index_of_another_form_is_none(project: Path) -> None:
    cache = _cache(project)
    read = cache.read_lock("references.lock", LOCK, read_lock)
    values: tuple[object, ...] = (
        [],
        {},
        None,
        [[["pmid"]], [], []],
        [[], [["pmid", "1", 0]], []],
        [[["odd", "1", 0, 1]], [], []],
    )
    for value in values:
        cache.put("lock references.lock", cache.digests["references.lock"], value)
        assert same(_cache(project).read_lock("references.lock", LOCK, read_lock), read)


def test_a_damaged_block_is_told_of_at_each_run(project: Path) -> None:
    (project / "references.lock").write_bytes(LOCK.replace(b"Blood", b"Bloot", 1))
    told = report(project, cached=False)
    assert "reference-lock" in told
    assert [report(project), report(project)] == [told, told]
