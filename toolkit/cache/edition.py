"""Which Osler, and which Python, made a row: one that another made is not used."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b, sha256
from pathlib import Path
from time import time_ns
from typing import TYPE_CHECKING

import toolkit
from toolkit.cache.store import Store

if TYPE_CHECKING:
    from toolkit.model.rule import Rule

_ROW = "edition"
_SETTLED = 2_000_000_000
"""Nanoseconds after which no change of a file can hide in the same tick of its clock (as in git's index)."""


def edition(store: Store) -> str:
    """Give a digest of all code that has a say: Osler's own, Python's, and that of installed packages.

    Of Osler's files the contents count: wheels, images and restored folders may give two files the same
    size and time. So as not to read them in each run, `store` keeps their digest by what the system
    says of them, the time of the last change of any kind among it, which nobody can set. Of installed packages
    the versions count.
    """
    found = [sys.version, toolkit.__version__, _contents(store)]
    for folder in sys.path:
        try:
            found.extend(sorted(name for name in os.listdir(folder) if name.endswith(".dist-info")))  # noqa: PTH208 - a Path a file takes ten times as long
        except OSError:
            continue
    return sha256("\n".join(found).encode(errors="surrogateescape")).hexdigest()


def names_of(rules: Iterable[Rule]) -> list[list[str]]:
    """Give what decides how rules speak: names, weights, and the packages of those that others add."""
    return [
        [rule.name, rule.severity.value, rule.confidence.value, _package(rule.check.__module__)]
        for rule in rules
    ]


@cache
def _package(name: str) -> str:
    """Name the state of the package that a rule's module lies in, with the modules that it may import."""
    if name.startswith("toolkit."):
        return name
    first = sys.modules.get(name.partition(".")[0])
    folders = [folder for folder in getattr(first, "__path__", ()) if Path(folder).is_dir()]
    place = getattr(sys.modules.get(name), "__file__", None)
    if place is None:
        return name
    facts = [f"{file.path} {_facts(file.stat())}" for folder in folders for file in _files(folder)]
    return sha256(
        "\n".join([_facts(Path(place).stat()), *facts]).encode(errors="surrogateescape")
    ).hexdigest()


# Once in a process: what is loaded stays what it is, even if another Osler is installed meanwhile.
_read: list[str] = []


def _contents(store: Store) -> str:
    """Give the digest of Osler's own files."""
    if not _read:
        folder = str(Path(toolkit.__file__).parent)
        files = [(file.path, file.stat()) for file in _files(folder)]
        facts = blake2b(
            "\n".join(f"{path} {_facts(one)}" for path, one in files).encode(errors="surrogateescape")
        )
        known = store.get(_ROW)
        if known is not None and known[:64] == facts.digest():
            _read.append(known[64:].hex())
        else:
            digest = _digest(folder, [path for path, _ in files])
            _read.append(digest.hex())
            if time_ns() - max(max(one.st_mtime_ns, one.st_ctime_ns) for _, one in files) > _SETTLED:
                store.put(_ROW, facts.digest() + digest)
    return _read[0]


def _digest(folder: str, paths: Iterable[str]) -> bytes:
    whole = blake2b(digest_size=32)
    for path in paths:
        name = os.path.relpath(path, folder)
        whole.update(f"{name}\0".encode(errors="surrogateescape") + blake2b(Path(path).read_bytes()).digest())
    return whole.digest()


def _facts(facts: os.stat_result) -> str:
    return f"{facts.st_size} {facts.st_mtime_ns} {facts.st_ctime_ns} {facts.st_dev} {facts.st_ino}"


def _files(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _files(entry.path)
            else:
                yield entry
