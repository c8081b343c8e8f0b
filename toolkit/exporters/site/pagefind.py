"""Pagefind, which makes the index that the search page asks: an optional extra, `osler[search]`.

The program lies in a package of its own (`pagefind_bin`, or `pagefind_bin_extended`, which also splits Chinese
and Japanese into words). It is given a folder of documents made for it and nothing else: no configuration of a
repository, and no variable of the environment.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path

from toolkit.errors import OslerError

INSTALL = "pip install 'osler[search]'"
_PACKAGES = ("pagefind_bin_extended", "pagefind_bin")
_PROGRAMS = ("pagefind_extended", "pagefind", "pagefind_extended.exe", "pagefind.exe")
_TIME_LIMIT = 600
"""Seconds: it indexes some 500 pages in one."""
# What the search page asks for; the program also writes two user interfaces, which nobody needs here.
_NEEDED = ("pagefind.js", "pagefind-entry.json")
_NEEDED_SUFFIXES = frozenset({".pagefind", ".pf_meta", ".pf_filter", ".pf_fragment", ".pf_index"})


@dataclass(frozen=True, slots=True)
class Pagefind:
    """The program, and the version that its package has."""

    program: Path
    version: str


def find_pagefind() -> Pagefind | None:
    """Find the installed program, `None` where the extra was not installed."""
    for package in _PACKAGES:
        found = util.find_spec(package)
        for folder in (found.submodule_search_locations or ()) if found else ():
            for name in _PROGRAMS:
                program = Path(folder, name)
                if program.is_file():
                    return Pagefind(program, metadata.version(package))
    return None


def index_documents(pagefind: Pagefind, documents: Path, bundle: Path) -> None:
    """Index the documents below a folder into `bundle`, which need not be there yet.

    Raises `OslerError` if the program fails: a search that finds nothing must not be published.
    """
    command = [
        str(pagefind.program),
        "--site",
        ".",
        "--output-path",
        str(bundle),
        "--keep-index-url",
        "--silent",
    ]
    try:
        done = subprocess.run(  # noqa: S603 - the program of an installed package, over our own files, no shell
            command, cwd=documents, env={}, capture_output=True, timeout=_TIME_LIMIT, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise OslerError(f"Pagefind gave no index: {error}", help=f"{INSTALL} again") from error
    if done.returncode or not all((bundle / name).is_file() for name in _NEEDED):
        reason = (done.stderr or done.stdout).decode("utf-8", "replace").strip()[-300:]
        raise OslerError(f"Pagefind could not make the index: {reason or 'it did not say why'}")
    from toolkit.exporters.site.pagefind_order import settle  # noqa: PLC0415 - needs the extra, as the program does

    settle(bundle)


def bundle_files(bundle: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files of an index that the search page asks for, by name relative to the bundle."""
    for path in sorted(bundle.rglob("*")):
        if path.is_file() and (path.name in _NEEDED or path.suffix in _NEEDED_SUFFIXES):
            yield path.relative_to(bundle).as_posix(), path
