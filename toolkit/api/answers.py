"""Checks that nothing needs to be judged for: what was printed when the same was asked of the same files.

A check of a project in which nothing has changed is answered here, before any rule, reader or library is
imported: that takes longer than all the rest. So this module, and `toolkit.project`, import what they need to
ask a disk, and no more. What is printed again was printed for the same command line, folder, day and
environment, by the same code (`toolkit.cache.edition`), and after the project's files gave the same answers
to everything that the check had asked of them (`toolkit.api.witness`).
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from time import gmtime

from toolkit.api.told import MOST_EDITED, Told, kept
from toolkit.api.witness import Differences, differing, start_of
from toolkit.cache.edition import edition
from toolkit.cache.store import FOLDER, Store, key_for
from toolkit.errors import OslerError
from toolkit.plugins import places
from toolkit.project import WorkingTree

FORMATS = frozenset({"full", "concise", "grouped", "json", "json-lines", "junit", "rdjson"})
"""Formats that come of the findings alone: the others also ask git, or the service that runs the job."""
_VARIABLES = ("NO_COLOR", "TERM", "SOURCE_DATE_EPOCH")
_MOST_TEXT = 32 << 20
"""Bytes of a report beyond which it is not kept."""


@dataclass(frozen=True, slots=True)
class Edited:
    """What was told before of a project in which only the text of some articles has changed since.

    `differences` are those in what the tree at `root` answers.
    """

    root: Path
    told: Told
    differences: Differences

    @property
    def articles(self) -> tuple[str, ...]:
        """The articles that were edited."""
        return tuple(dict.fromkeys(json.loads(question)[1] for question in self.differences.changed))


@dataclass(frozen=True, slots=True)
class Question:
    """A command line as given, with all else but files that its answer depends on.

    `edited` holds what `answer` found that is the answer but for a few articles.
    """

    arguments: tuple[str, ...]
    folder: str
    circumstances: str
    edited: list[Edited] = field(default_factory=list, compare=False)

    @classmethod
    def of(cls, arguments: Sequence[str]) -> Question | None:
        """Take the question of this process; `None` where answers are not kept for it."""
        # Standard output is no file at all if it was closed.
        encoding = str(getattr(sys.stdout, "encoding", None)).lower()
        if sys.platform == "win32" or encoding != "utf-8":
            return None  # there click says otherwise what is printed
        try:
            folder = os.getcwd()  # noqa: PTH109 - as text, of which a digest is made
        except OSError:
            return None
        return cls(tuple(arguments), folder, _circumstances())

    def answer(self) -> tuple[bytes, int] | None:
        """Give what was printed, as UTF-8, and the exit code, if they are known to be the same now."""
        for root in self._roots():
            store = _store(root)
            try:
                known = kept(store, self._name) if store is not None else None
                if store is None or known is None:
                    continue
                (made_for, project, paths), told = known
                start = start_of(Path(str(project)) if project else None, _paths(paths))
                if made_for != self._key(store) or WorkingTree.find(start).root != root:
                    continue
                differences = differing(root, told.found, told.articles, MOST_EDITED)
                if differences is not None:
                    if not differences.changed:
                        return told.printed(), told.code
                    self.edited.append(Edited(root, told, differences))
            except (ValueError, TypeError, KeyError, AttributeError, OSError, OslerError):
                continue
        return None

    def keep(
        self, project: Path | None, paths: Sequence[Path], root: Path, told: Told, *, is_witnessed: bool
    ) -> None:
        """Keep what was told of the project at a root, the one found for a folder and paths.

        It is not kept unless all that was asked of its files `is_witnessed`.
        """
        store = _store(root) if is_witnessed and told.length <= _MOST_TEXT else None
        # A day may have ended since the question was asked.
        if store is None or _circumstances() != self.circumstances or root not in self._folders():
            return
        where = [str(project) if project else None, [str(one) for one in paths]]
        told.keep(store, self._name, [self._key(store), *where])
        if not told.text:  # else these rows only replace others
            store.close()

    @property
    def _name(self) -> str:
        return "told " + json.dumps([self.arguments, self.folder])

    def _key(self, store: Store) -> str:
        return f"{edition(store)} {self.circumstances}"

    def _roots(self) -> Iterator[Path]:
        """Give the folders that may be the project's, and hold a cache. A guess: the row says if it is right."""
        return (one for one in self._folders() if os.path.isdir(one / FOLDER))  # noqa: PTH112 - a Path's may raise

    def _folders(self) -> Iterator[Path]:
        values = (one.partition("=")[2] for one in self.arguments if one.startswith("--"))
        for name in dict.fromkeys((self.folder, *self.arguments, *values)):
            try:
                place = Path(self.folder, name).resolve(strict=True)
            except (OSError, ValueError, RuntimeError):  # no path, but an option or its value
                continue
            yield from (place, *place.parents)


def _paths(value: object) -> list[Path]:
    return [Path(one) for one in value] if isinstance(value, list) else []


def _circumstances() -> str:
    """Give a digest of the day, the terminal, the environment, and the packages that may bring rules."""
    variables = {
        name: value for name, value in os.environ.items() if name in _VARIABLES or name.startswith("OSLER_")
    }
    day = gmtime()[:3]
    facts = [day, sys.stdout.isatty(), sorted(variables.items()), sys.path, list(_entry_points())]
    return blake2b(json.dumps(facts).encode(), digest_size=32).hexdigest()


def _entry_points() -> Iterator[list[str | int]]:
    """Give what the system says of the files in which installed packages name rules and formats."""
    for place in places():
        with suppress(OSError):
            facts = os.stat(place)  # noqa: PTH116 - a Path a file takes ten times as long
            yield [place, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns]


def _store(root: Path) -> Store | None:
    key = key_for(root)
    return Store(root / FOLDER, key) if key is not None else None
