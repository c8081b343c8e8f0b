"""Which Osler, and which Python, made a row: one that another made is not used."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import toolkit
from toolkit.model.rule import Rule


def edition() -> str:
    """Give a digest of all code that has a say: Osler's own, Python's, and that of installed packages.

    Of Osler's files name, size and time of change count, so that a changed line counts at once; of
    installed packages the versions.
    """
    found = [sys.version, toolkit.__version__, *_files(str(Path(toolkit.__file__).parent))]
    for folder in sys.path:
        try:
            found.extend(sorted(name for name in os.listdir(folder) if name.endswith(".dist-info")))  # noqa: PTH208 - a Path a file takes ten times as long
        except OSError:
            continue
    return sha256("\n".join(found).encode(errors="surrogateescape")).hexdigest()


def names_of(rules: Iterable[Rule]) -> list[list[str]]:
    """Give what decides how rules speak: names, weights, and the modules of those that other packages add."""
    return [
        [rule.name, rule.severity.value, rule.confidence.value, _module(rule.check.__module__)]
        for rule in rules
    ]


def _module(name: str) -> str:
    place = getattr(sys.modules.get(name), "__file__", None)
    if name.startswith("toolkit.") or place is None:
        return name
    facts = Path(place).stat()
    return f"{place} {facts.st_size} {facts.st_mtime_ns}"


def _files(folder: str) -> list[str]:
    found: list[str] = []
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            if entry.is_dir():
                if entry.name != "__pycache__":
                    found.extend(_files(entry.path))
            else:
                facts = entry.stat()
                found.append(f"{entry.path} {facts.st_size} {facts.st_mtime_ns}")
    return found
