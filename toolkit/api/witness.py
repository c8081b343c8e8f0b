"""A working tree that notes what it is asked and what it found, and can tell whether it would find the same again."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

from toolkit.cache.store import digest_of
from toolkit.errors import OslerError
from toolkit.project import WorkingTree

Answer = TypeVar("Answer")
_READING = (
    "exists",
    "read",
    "articles_below",
    "read_folder",
    "folders",
    "locate",
    "files_below",
    "plain_files_below",
)


@dataclass(slots=True)
class Notes:
    """Questions to a tree, each with a digest of what was found.

    `is_whole` is false once something was asked that cannot be asked again, or was answered in two ways.
    """

    found: dict[str, str] = field(default_factory=dict)
    is_whole: bool = True
    is_asking: bool = False

    def note(self, question: tuple[str | int, ...], digest: str) -> None:
        """Note what a question found."""
        if self.found.setdefault(json.dumps(question), digest) != digest:
            self.is_whole = False


@dataclass(frozen=True, slots=True)
class Differences:
    """What a tree answers otherwise than it did.

    `changed` are the questions, with digests of the new answers. `answers` holds what was answered just now, new or as
    before, with the digests, but for files that hold what they held.
    """

    changed: Mapping[str, str]
    answers: Mapping[str, tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class WitnessTree(WorkingTree):
    """A working tree that notes what is read through it; the answers are those of any other.

    `answers` are some that it gave just before to whoever asks now, with their digests: the disk is not asked again.
    """

    notes: Notes = field(default_factory=Notes, repr=False, compare=False)
    answers: Mapping[str, tuple[str, Any]] = field(default_factory=dict, repr=False, compare=False)

    def exists(self, path: str) -> bool:
        """Tell whether something stands at a path."""
        return self._noted(("exists", path), lambda: WorkingTree.exists(self, path))

    def read(self, path: str, cap: int) -> bytes:
        """Read a plain file."""
        return self._noted(("read", path, cap), lambda: WorkingTree.read(self, path, cap))

    def locate(self, path: str) -> Path:
        """Give the absolute path of a name."""
        return self._noted(("locate", path), lambda: WorkingTree.locate(self, path))

    def articles_below(self, path: Path) -> tuple[str, ...]:
        """List what a path on the command line names."""
        return self._noted(("articles_below", str(path)), lambda: WorkingTree.articles_below(self, path))

    def read_folder(self, path: str, cap: int) -> dict[str, bytes | str]:
        """Read the files of a folder."""
        return self._noted(("read_folder", path, cap), lambda: WorkingTree.read_folder(self, path, cap))

    def folders(self, path: str) -> dict[str, bool]:
        """Name what stands in a folder."""
        return self._noted(("folders", path), lambda: WorkingTree.folders(self, path))

    def files_below(self, folder: str) -> Iterator[str]:
        """Name the files below a folder."""
        found = self._noted(("files_below", folder), lambda: list(WorkingTree.files_below(self, folder)))
        return iter(found)

    def plain_files_below(self, folder: str) -> tuple[str, ...]:
        """Name the plain files below a folder."""
        return self._noted(("plain_files_below", folder), lambda: WorkingTree.plain_files_below(self, folder))

    def digest_of_read(self, path: str, cap: int) -> str | None:
        """Give the digest of what a file held when it was read."""
        return self.notes.found.get(json.dumps(("read", path, cap)))

    def stamp(self, path: str) -> tuple[int, int, int, int] | None:
        """Give what changes when a file does; nothing that could be asked again."""
        self.notes.is_whole = False
        return WorkingTree.stamp(self, path)

    def _noted(self, question: tuple[str | int, ...], ask: Callable[[], Answer]) -> Answer:
        notes = self.notes
        if notes.is_asking:  # one method asks another: the outermost says it all
            return ask()
        known = self.answers.get(json.dumps(question)) if self.answers else None
        if known is not None:
            notes.note(question, known[0])
            given: Answer = known[1]
            return given
        notes.is_asking = True
        try:
            answer = ask()
        except OslerError as error:
            notes.note(question, _digest([type(error).__name__, error.message, error.path]))
            raise
        except BaseException:
            notes.is_whole = False
            raise
        finally:
            notes.is_asking = False
        notes.note(question, _digest(answer))
        return answer


def start_of(project: Path | None, paths: Sequence[Path]) -> Path:
    """Give where to look for the project: the folder given, that of the first path, or the current one.

    A link's own folder, not that of what it names.
    """
    if project is not None or not paths:
        return project or Path.cwd()
    return paths[0] if paths[0].is_dir() and not paths[0].is_symlink() else paths[0].parent


def would_find_the_same(root: Path, found: Mapping[str, str]) -> bool:
    """Tell whether the tree at a root answers the questions in `found` with what has these digests."""
    return differing(root, found, frozenset(), 0) is not None


def differing(root: Path, found: Mapping[str, str], files: Container[str], most: int) -> Differences | None:
    """Ask the tree at a root the questions in `found` again; give what differs from what has these digests.

    Gives `None` if anything else differs than what at most `most` questions of what `files` hold, or one of them
    cannot be read.
    """
    tree = WorkingTree(root).for_one_pass()
    others: dict[str, str] = {}
    answers: dict[str, tuple[str, Any]] = {}
    for asked, digest in found.items():
        name, *arguments = json.loads(asked)
        if name not in _READING:
            return None
        file = arguments[0] if name == "read" else None
        if name == "articles_below":
            arguments = [Path(*arguments)]
        try:
            answer = getattr(tree, name)(*arguments)
            answer = list(answer) if name == "files_below" else answer
            same = _digest(answer)
        except OslerError as error:
            same, file = _digest([type(error).__name__, error.message, error.path]), None
        else:
            if same != digest or file not in files:
                answers[asked] = (same, answer)
        if same != digest:
            if file is None or file not in files or len(others) >= most:
                return None
            others[asked] = same
    return Differences(others, answers)


def _digest(answer: object) -> str:
    if isinstance(answer, bytes):
        return digest_of(answer)
    return blake2b(json.dumps(answer, default=_named).encode(), digest_size=32).hexdigest()


def _named(value: object) -> list[str]:
    """Name a value of a folder or a path: its type with it, so that bytes are never taken for text."""
    if isinstance(value, bytes):
        return ["bytes", digest_of(value)]
    return [type(value).__name__, str(value)]
