"""Locks: whatever the bytes, only whole records come out, and they can be written again."""

from __future__ import annotations

from collections.abc import Iterable

from fuzz.target import fenced, files
from toolkit.errors import LockError
from toolkit.readers.lock import read_lock, render_lock, seal_lock

TOKENS = (
    *(
        "lock-version = 1\n",
        '["pmid:',
        '"]\n',
        "digest = ",
        "title = ",
        "authors = [",
        "[[",
        "]]",
        '"',
        "\\u",
        "\\uD800",
    ),
    *(
        "stems = ",
        "date = ",
        "notices = ",
        "= true",
        "= 1\n",
        "\x00",
        "\t",
        "\r\n",
        "origin = ",
        "standing = ",
        "type = ",
    ),
)


def seeds() -> Iterable[bytes]:
    """Give whole locks."""
    yield from files(".", "references.lock")
    yield from files("tests", "projects/*/references.lock")
    yield from files("tests", "exporters/*/references.lock")
    yield from fenced("toml")


def examine(data: bytes) -> None:
    """Read a lock as it is, and with its digests made right, as whoever forges one would."""
    sealed = seal_lock(data.decode("utf-8", "replace")).encode("utf-8", "replace")
    for text in (data, sealed):
        try:
            lock = read_lock("references.lock", text)
        except LockError as error:
            assert error.path == "references.lock", error
            continue
        written = render_lock(lock.records).encode()
        again = read_lock("references.lock", written)
        assert again.problems == (), again.problems
        assert set(map(str, again.records)) == set(map(str, lock.records)), written
