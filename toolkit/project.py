"""The working tree: finds the project's root, lists, reads and writes its files. Nobody else does.

Names come from an untrusted repository: every path is checked as text, then resolved, and must be
a plain file below the root (symbolic links that leave it are refused). Writing is atomic
(`toolkit.durable`).
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, ClassVar, Self

from toolkit import durable, listing
from toolkit.errors import UnreadableInputError, UnsafePathError
from toolkit.model import caps

if TYPE_CHECKING:
    from toolkit.model.policy import Policy
    from toolkit.model.review import Board

_CONFIGURATIONS = ("osler.toml", "pyproject.toml")
ARTICLE_CAP, LIBRARY_CAP = caps.ARTICLE_CAP, caps.LIBRARY_CAP
LOCK_CAP, CONFIGURATION_CAP = caps.LOCK_CAP, caps.CONFIGURATION_CAP
# More files than this below one root are not a project of articles (a home folder, say).
_MAXIMUM_FILES = 200_000


@dataclass(frozen=True, slots=True)
class WorkingTree:
    """A project on disk. `root` is absolute and resolved; all other paths are relative to it, with `/`."""

    DEFAULTS: ClassVar[str] = "the defaults"
    """The `path` of a policy that no file gave."""

    root: Path
    _cleared: set[Path] = field(default_factory=set, repr=False, compare=False)
    _folders: dict[str, bool] | None = field(default=None, repr=False, compare=False)
    """Whether folders stand where their names say, no link on the way; `None` where that is not kept."""

    def for_one_pass(self) -> Self:
        """Give the same tree for reading many files in one go.

        Whether a link stands in the way to a folder is looked at once, not again for each file in it.
        """
        return replace(self, _folders={})

    @classmethod
    def find(cls, start: Path) -> Self:
        """Find the project around `start`: the nearest folder with a configuration, upwards.

        Without one, the nearest with a `references.bib` or an `articles` folder, else `start`.
        The search ends at the top of a git repository. Raises `UnreadableInputError` if `start`
        is not a folder or file that exists.
        """
        try:
            folder = start.resolve(strict=True)
        except (OSError, RuntimeError) as error:
            raise UnreadableInputError(
                f"{start}: {_reason(error)}", help="name a folder that exists"
            ) from error
        folder = folder if folder.is_dir() else folder.parent
        fallback: Path | None = None
        for candidate in (folder, *folder.parents):
            if any(_configures(candidate / name) for name in _CONFIGURATIONS):
                return cls(candidate)
            if fallback is None and (
                (candidate / "references.bib").exists() or (candidate / "articles").is_dir()
            ):
                fallback = candidate
            if (candidate / ".git").exists():
                break
        return cls(fallback or folder)

    def policy(self) -> Policy:
        """Read the policy: `osler.toml` if there is one, else `pyproject.toml`, else the defaults.

        Raises `ConfigurationError` where it is wrong.
        """
        from toolkit.readers.config import has_section, read_policy  # noqa: PLC0415 - see `api.answers`

        if self.exists("osler.toml"):
            return read_policy("osler.toml", self.read("osler.toml", CONFIGURATION_CAP))
        if self.exists("pyproject.toml"):
            data = self.read("pyproject.toml", CONFIGURATION_CAP)
            if has_section(data):
                return read_policy("pyproject.toml", data, section=("tool", "osler"))
        return read_policy(self.DEFAULTS, b"")

    def board(self, policy: Policy) -> Board:
        """Read the board, empty if there is no such file. Raises `ConfigurationError`."""
        from toolkit.model.review import Board  # noqa: PLC0415 - see `api.answers`
        from toolkit.readers.board import read_board  # noqa: PLC0415 - see `api.answers`

        if not self.exists(policy.board):
            return Board()
        return read_board(policy.board, self.read(policy.board, CONFIGURATION_CAP))

    def locate(self, path: str) -> Path:
        """Give the absolute path of a name inside the project, following no link that leaves it.

        Raises `UnsafePathError` for a name that is not inside the project.
        """
        return Path(self._place(path))

    def _place(self, path: str) -> str:
        """Do as `locate` does."""
        if "\x00" in path or "\\" in path or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", path):
            advice = "name it from the root on, with /; rename a file whose name is not UTF-8 or has a \\"
            raise UnsafePathError(f'not a path inside the project: "{path}"', help=advice)
        straight = f"{self.root}/{path}"
        if self._is_straight(path, straight):
            return straight
        absolute = self.root / path
        try:
            resolved = absolute.resolve()
        except (OSError, RuntimeError, ValueError) as error:
            raise UnsafePathError(f"{path}: {_reason(error)}") from error
        if not resolved.is_relative_to(self.root):
            raise UnsafePathError(
                f"{path} lies outside the project",
                help="move the file into the project; links that lead out of it are not followed",
            )
        return str(absolute)

    def _is_straight(self, path: str, absolute: str) -> bool:
        """Tell whether it is known of the folder of a path that no link leads there, and the path is none itself."""
        folder, _, name = path.rpartition("/")
        if self._folders is None or name in ("", ".", ".."):
            return False
        known = self._folders.get(folder)
        if known is None:
            place = f"{self.root}/{folder}" if folder else str(self.root)
            known = self._folders[folder] = os.path.realpath(place) == place
        return known and not os.path.islink(absolute)  # noqa: PTH114 - a Path a file takes as long as reading it

    def relative(self, path: Path) -> str:
        """Give a path as typed on the command line relative to the root.

        Raises `UnsafePathError` if it lies outside.
        """
        absolute = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow a link's name away
        for candidate in (absolute, absolute.parent.resolve() / absolute.name):
            if candidate.is_relative_to(self.root):
                return candidate.relative_to(self.root).as_posix()
        raise UnsafePathError(
            f"{path} lies outside the project {self.root.name}/",
            help="run Osler inside the project of that file",
        )

    def exists(self, path: str) -> bool:
        """Tell whether something stands at a path inside the project.

        What cannot be looked at stands there: to take it for absent would be to write over it, or to judge
        as if nobody had put it there. So does a link that leads out of the project: reading it says so.
        """
        try:
            return self.locate(path).exists()
        except UnsafePathError:
            return self._is_inner_link(path)
        except OSError:
            return True

    def _is_inner_link(self, path: str) -> bool:
        """Tell whether a name of the project's own is, or lies behind, a link."""
        absolute = os.path.normpath(self.root / path) if "\x00" not in path and "\\" not in path else ""
        return absolute.startswith(f"{self.root}{os.sep}") and os.path.lexists(absolute)

    def digest_of_read(self, path: str, cap: int) -> str | None:  # noqa: ARG002 - for trees that take notes
        """Give the digest (`toolkit.cache.store.digest_of`) of what a file held when it was read, if it is known."""
        return None

    def stamp(self, path: str) -> tuple[int, int, int, int] | None:
        """Give what changes when a file does: device number, inode, size, and time of modification in nanoseconds.

        `None` if nothing stands there. Two writes within the clock's grain may leave it the same.
        """
        try:
            found = self.locate(path).stat()
        except (UnsafePathError, OSError):
            return None
        return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)

    def read(self, path: str, cap: int) -> bytes:
        """Read a plain file of at most `cap` bytes.

        Raises `UnreadableInputError` if it is missing, larger, not a plain file, or outside.
        """
        absolute = self._place(path)
        try:
            # O_NONBLOCK: opening a FIFO must not wait for a writer.
            descriptor = os.open(
                absolute, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
            )
        except (OSError, ValueError) as error:
            raise UnreadableInputError(f"cannot read the file: {_reason(error)}", path=path) from error
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise UnreadableInputError("not a plain file", path=path)
        try:
            with os.fdopen(descriptor, "rb") as file:
                data = file.read(cap + 1)
        except OSError as error:
            raise UnreadableInputError(f"cannot read the file: {_reason(error)}", path=path) from error
        if len(data) > cap:
            raise UnreadableInputError(
                f"the file is larger than {cap >> 20} MiB",
                help="split it; Osler reads no larger ones",
                path=path,
            )
        return data

    def article_paths(self, policy: Policy) -> tuple[str, ...]:
        """List the articles: `*.md` below the articles folder, sorted; hidden files are left out."""
        return tuple(sorted(path for path in self.files_below(policy.articles) if path.endswith(".md")))

    def articles_below(self, path: Path) -> tuple[str, ...]:
        """List what a path on the command line names: a file itself, or the articles below a folder.

        Raises `UnreadableInputError` for a path that does not exist or lies outside the project.
        """
        relative = self.relative(path)
        absolute = self.locate(relative)
        if absolute.is_dir():
            found = sorted(one for one in self.files_below(relative) if one.endswith(".md"))
            return tuple(found)
        if not absolute.exists():
            raise UnreadableInputError("no such file", help="check the name", path=relative)
        return (relative,)

    def files(self, policy: Policy) -> frozenset[str]:
        """List all files that articles may link to: those below the root, hidden ones and exports apart.

        Pipes and devices are none, nor are links to such, or links that leave the project.
        """
        output = policy.output.rstrip("/") + "/"
        return frozenset(path for path in self.plain_files_below(".") if not path.startswith(output))

    def plain_files_below(self, folder: str) -> tuple[str, ...]:
        """Name the files below a folder that are plain, or links to plain ones inside.

        Folders that cannot be listed are passed over: others than Osler may keep theirs in the project.
        """
        found = self._files_below(folder, _overlook)
        return tuple(path for path, entry in found if self._is_plain(path, entry))

    def _is_plain(self, path: str, entry: os.DirEntry[str]) -> bool:
        """Tell whether a listed name is a file, or a link to one inside the project."""
        try:
            return entry.is_file(follow_symlinks=False) or (
                entry.is_symlink() and self.locate(path).is_file()
            )
        except (OSError, UnsafePathError):
            return False

    def files_below(self, folder: str) -> Iterator[str]:
        """Name the files below a folder of the project, hidden ones apart, folder by folder.

        Raises `UnreadableInputError` where there are too many, and where a folder cannot be listed.
        """

        def refuse(error: OSError) -> None:
            if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
                path = Path(error.filename).relative_to(self.root).as_posix()
                raise UnreadableInputError(f"cannot list the folder: {_reason(error)}", path=path) from error

        return (path for path, _ in self._files_below(folder, refuse))

    def _files_below(
        self, folder: str, failed: Callable[[OSError], None]
    ) -> Iterator[tuple[str, os.DirEntry[str]]]:
        try:
            start = self.locate(folder)
        except UnsafePathError:
            return
        name = start.relative_to(self.root).as_posix()
        for number, found in enumerate(listing.below(start, "" if name == "." else f"{name}/", failed), 1):
            if number > _MAXIMUM_FILES:
                raise UnreadableInputError(
                    f"more than {_MAXIMUM_FILES} files below {self.root.name}/",
                    help="run Osler in the project's own folder",
                )
            yield found

    def read_folder(self, path: str, cap: int) -> dict[str, bytes | str]:
        """Read the plain files that stand directly in a folder, hidden ones apart, each of at most `cap` bytes.

        What is not a plain file, or cannot be read, is given as the reason in words: no link is followed. A
        folder that is not there is empty. Raises `UnsafePathError` for one that lies outside the project or
        behind a link.
        """
        absolute = self.locate(path)
        if not absolute.exists():
            return {}
        if absolute.resolve() != absolute:
            raise UnsafePathError("a link stands in its path", path=path)
        try:
            names = sorted(name for name in os.listdir(absolute) if name[0] != ".")  # noqa: PTH208 - names alone
        except OSError as error:
            raise UnreadableInputError(f"cannot read the folder: {_reason(error)}", path=path) from error
        return {name: _plain_bytes(absolute / name, cap) for name in names if listing.is_text(name)}

    def folders(self, path: str) -> dict[str, bool]:
        """Name what stands directly in a folder, hidden names apart, and say of each whether it is a folder.

        A link is none. What is not there is empty. Raises `UnreadableInputError` for what is no folder, cannot
        be listed, or lies outside.
        """
        try:
            with os.scandir(self.locate(path)) as entries:
                return {one.name: one.is_dir(follow_symlinks=False) for one in entries if one.name[0] != "."}
        except OSError as error:
            if isinstance(error, FileNotFoundError) and not os.path.lexists(self.root / path):
                return {}
            raise UnreadableInputError(f"cannot list the folder: {_reason(error)}", path=path) from error

    @contextmanager
    def alone_in(self, path: str) -> Iterator[None]:
        """Keep other processes that ask the same out of a folder while something is decided and written there.

        Makes the folder if need be. Raises `UnreadableInputError` if it cannot be had.
        """
        try:
            release = durable.lock(self.locate(path))
        except OSError as error:
            raise UnreadableInputError(f"cannot use the folder: {_reason(error)}", path=path) from error
        try:
            yield
        finally:
            release()

    def write(self, path: str, data: bytes) -> None:
        """Write a file whole or not at all, keeping the mode of one that it replaces.

        Raises `UnreadableInputError` if it cannot be written; what stood there still stands then.
        """
        target = self.locate(path).resolve()
        self._clear(target.parent)
        try:
            durable.write_whole(target, data)
        except OSError as error:
            raise UnreadableInputError(f"cannot write the file: {_reason(error)}", path=path) from error

    def write_folder(self, path: str, files: Mapping[str, bytes]) -> None:
        """Put a folder with just these files in place of what stands at `path`, whole or not at all.

        Names may have folders of their own. Raises `UnreadableInputError` if it cannot be done;
        what stood there still stands then.
        """
        target = self.locate(path).resolve()
        if target == self.root or self.root.is_relative_to(target):
            raise UnsafePathError("the project itself cannot be replaced", path=path)
        for name in files:
            _require_inner(name)
        self._clear(target.parent)
        try:
            durable.write_folder(target, files)
        except OSError as error:
            raise UnreadableInputError(f"cannot write the folder: {_reason(error)}", path=path) from error

    def write_new(self, files: Mapping[str, bytes]) -> None:
        """Write files where nothing stands yet, all or none, making folders as needed (the root too).

        Raises `UnreadableInputError` if one of them exists or cannot be written; what was written
        before it is then taken away again.
        """
        made: list[Path] = []
        name = ""
        try:
            for name, data in sorted(files.items()):
                _require_inner(name)
                target = self.locate(name)
                made.extend(durable.make_folders(target.parent))
                durable.write_new(target, data)
                made.append(target)
        except (OSError, UnsafePathError) as error:
            durable.take_away(made)
            if isinstance(error, UnsafePathError):
                raise
            reason = "it exists already" if isinstance(error, FileExistsError) else _reason(error)
            raise UnreadableInputError(f"cannot write the file: {reason}", path=name) from error

    def _clear(self, folder: Path) -> None:
        """Take away what killed runs left in a folder, once a run."""
        if folder not in self._cleared:
            self._cleared.add(folder)
            durable.clear(folder)


def read_named(path: Path, cap: int) -> bytes:
    """Read the first `cap` bytes of a plain file that somebody named, inside of a project or not.

    Raises `UnreadableInputError` for what cannot be read, and for pipes and devices, which may never end.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor, which no path replaces
            if stat.S_ISREG(os.fstat(descriptor).st_mode):
                return file.read(cap)
    except OSError as error:
        raise UnreadableInputError(f"cannot read the file: {_reason(error)}", path=str(path)) from error
    raise UnreadableInputError("not a plain file", path=str(path))


def _require_inner(name: str) -> None:
    inner = PurePosixPath(name)
    if inner.is_absolute() or ".." in inner.parts:
        raise UnsafePathError(f"not a name inside the folder: {name}")


def _plain_bytes(path: Path, cap: int) -> bytes | str:
    """Read a plain file without following a link, or say why not."""
    if path.is_symlink():  # for systems without O_NOFOLLOW
        return "this is a link, not a file"
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))
        with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor, which no path replaces
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return "this is not a plain file"
            data = file.read(cap + 1)
    except OSError as error:
        return "this is not a plain file" if path.is_dir() else f"this cannot be read: {_reason(error)}"
    return data if len(data) <= cap else f"this is larger than {cap >> 10} KiB"


def _configures(path: Path) -> bool:
    try:
        if path.name == "osler.toml" or not path.is_file():
            return path.is_file()
        from toolkit.readers.config import has_section  # noqa: PLC0415 - see `api.answers`

        return has_section(path.read_bytes()[:CONFIGURATION_CAP])
    except OSError:  # it may be the configuration: reading it will say what is wrong
        return True


def _overlook(_error: OSError) -> None:
    """Do nothing about a folder that cannot be listed."""


def _reason(error: Exception) -> str:
    text = getattr(error, "strerror", None) or str(error)
    return str(text)[:1].lower() + str(text)[1:]
