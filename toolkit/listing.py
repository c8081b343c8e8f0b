"""Listing what stands below a folder: in a known order, whatever the system's is, and following no link."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from operator import attrgetter
from pathlib import Path

_SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "venv"})
Entry = os.DirEntry[str]


def below(start: Path, before: str, failed: Callable[[OSError], None]) -> Iterator[tuple[str, Entry]]:
    """Yield what stands below a folder but is none, hidden names apart, folder by folder.

    Each comes with its path, `before` in front of it; what of its name is not UTF-8 is escaped by backslashes,
    so that it is told of: no path with a backslash is ever read. `failed` is told why a folder cannot be
    listed; it is passed over then, unless `failed` raises.
    """
    waiting = [(os.fspath(start), before)]
    while waiting:
        place, prefix = waiting.pop()
        folders, files = _listed(place, failed)
        waiting.extend((one.path, f"{prefix}{one.name}/") for one in reversed(folders))
        yield from ((prefix + shown(one.name), one) for one in files)


def _listed(folder: str, failed: Callable[[OSError], None]) -> tuple[list[Entry], list[Entry]]:
    """Give the folders and the other files of a folder, by name; a link to a folder is neither."""
    folders: list[Entry] = []
    files: list[Entry] = []
    try:
        with os.scandir(folder) as entries:
            for one in entries:
                if one.name[0] == ".":
                    continue
                if not _is_folder(one):
                    files.append(one)
                elif one.name not in _SKIPPED_FOLDERS and not one.is_symlink():
                    folders.append(one)
    except OSError as error:
        failed(error)
        return [], []
    by_name = attrgetter("name")
    return sorted(folders, key=by_name), sorted(files, key=by_name)


def _is_folder(entry: Entry) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads in circles
        return False


def is_text(name: str) -> bool:
    """Tell whether a file name can be shown and compared: undecodable bytes come as lone surrogates."""
    return name.isascii() or not any(0xD800 <= ord(character) <= 0xDFFF for character in name)


def shown(name: str) -> str:
    """Give a file name as text, what is not UTF-8 in it escaped by backslashes."""
    return name if is_text(name) else os.fsencode(name).decode("utf-8", "backslashreplace")
