"""Real libraries: nothing raised, no entry lost, the same values as pybtex's own parser."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from pybtex.database.input.bibtex import LowLevelParser

from tests.conftest import DATA, shared_data_folder
from toolkit.model.library import Library
from toolkit.readers.bibtex import read_library
from toolkit.readers.bibtex.macros import MONTHS

_NOT_ENTRIES = {"comment", "string", "preamble"}


def files(folder: Path) -> list[Path]:
    found = sorted(folder.rglob("*.bib"))
    assert found, f"no libraries under {folder}"
    return found


def heads(text: str) -> list[tuple[str, str]]:
    """Count entries by other means: a scanner that knows only braces. Gives type and key of each.

    At brace level 0 every `@type{` is an entry; where an entry is not closed, the next `@type{`
    at a line start is one too.
    """
    found = []
    position = 0
    head = re.compile(r"@\s*([A-Za-z]+)\s*[{(]\s*([^,\s})]*)")
    line_head = re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*[{(]", re.MULTILINE)
    while match := head.search(text, position):
        following = line_head.search(text, match.end())
        limit = following.start() if following and match[1].lower() != "comment" else len(text)
        found.append((match[1].lower(), match[2]))
        depth, position = 1, text.index("{" if "{" in match[0] else "(", match.start()) + 1
        while depth and position < limit:
            depth += {"{": 1, "}": -1}.get(text[position], 0)
            position += 1
    return [one for one in found if one[0] not in _NOT_ENTRIES]


def check_all(paths: list[Path], root: Path) -> tuple[int, int, list[str]]:
    """Read all files; give entries found, entries there, and what was reported instead of read."""
    kept = there = 0
    unread = []
    for path in paths:
        data = path.read_bytes()
        library = read_library(path.name, data)
        for entry in library.entries:
            library.work(entry)
            assert library.source.slice(entry.key_span) == entry.key
            for one in entry.fields:
                assert entry.span.contains(one.span)
                assert one.span.contains(one.value_span)
                assert library.source.slice(one.span).lower().startswith(one.name)
        expected = heads(library.source.text)
        kept += len(library.entries)
        there += len(expected)
        missing = Counter(key for _, key in expected) - Counter(entry.key for entry in library.entries)
        places = [
            f"{path.relative_to(root)}: {one.message}"
            for one in library.problems
            if "not read" in one.message
        ]
        if sum(missing.values()) > len(places):
            pytest.fail(f"{path}: lost in silence: {dict(missing)}")
        unread += places
    return kept, there, unread


def test_no_entry_of_the_messy_files_is_lost(shared_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("bibliographies", "manuscripts"):
        paths = files(shared_data / name)
        kept, there, unread = check_all(paths, shared_data)
        with capsys.disabled():
            print(f"\n{name}: {kept} of {there} entries in {len(paths)} files read, {len(unread)} reported")
            print(*unread, sep="\n")
        assert kept + len(unread) == there


def test_the_samples_here_are_read() -> None:
    paths = files(DATA / "bibliographies")
    kept, there, unread = check_all(paths, DATA)
    assert kept == there
    assert unread == []


def values(library: Library) -> list[tuple[str, str, list[tuple[str, str]]]]:
    return [
        (one.type, one.key, [(field.name, field.value) for field in one.fields]) for one in library.entries
    ]


class _Months(dict[str, str]):
    """pybtex's macros, without regard to case, as its `Parser` has them."""

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.lower())

    def __setitem__(self, name: str, value: str) -> None:
        super().__setitem__(name.lower(), value)


def pybtex_values(text: str) -> tuple[list[tuple[str, str, list[tuple[str, str]]]], int]:
    """Give what pybtex reads of a text, and how many errors it met."""
    errors: list[Exception] = []
    found = []
    for command, (first, *rest) in LowLevelParser(text, handle_error=errors.append, macros=_Months(MONTHS)):
        if command.lower() not in _NOT_ENTRIES:
            fields = [(name.lower(), "".join(parts)) for name, parts in rest[0]]
            found.append((command.lower(), first, fields))
    return found, len(errors)


def test_values_are_those_of_pybtex(capsys: pytest.CaptureFixture[str]) -> None:
    """Where pybtex meets no error, both read the same entries, fields and values, character for character."""
    folder = shared_data_folder() or DATA
    same = compared = entries = 0
    for path in files(folder):
        library = read_library(path.name, path.read_bytes())
        expected, errors = pybtex_values(library.source.text)
        has_live_comment = any(
            "@comment" in one.message or "behind %" in one.message for one in library.problems
        )
        if (
            errors
            or has_live_comment
            or any(one.help and "missing" in one.message for one in library.problems)
        ):
            continue
        compared += 1
        entries += len(expected)
        assert values(library) == expected, path
        same += 1
    with capsys.disabled():
        print(
            f"\npybtex reads {compared} of the files without an error: the same {entries} entries in {same}"
        )
    assert compared > (5 if folder == DATA else 150)
