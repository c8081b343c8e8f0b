"""Writing so that nobody ever meets half a file, whenever the process is killed or the disk gives up.

Everything is written under a temporary, hidden name beside its place, flushed to the disk, and then given
its name in one step of the file system. What a killed run leaves under such a name is taken away by a
later one. All functions raise `OSError`; `toolkit.project` puts that into words.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from time import time

_FORGOTTEN = 3_600.0
"""Seconds after which a temporary name is one that a killed run left: no write takes as long."""
_LEFT = re.compile(r"\..+\.[a-z0-9_]{8}\.(?:tmp|old)")
"""The temporary names: a dot, the name to be, what `tempfile` adds, and a suffix."""
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_AT_CURRENT, _EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE of Linux (`renameat2(2)`)."""


def write_whole(target: Path, data: bytes) -> None:
    """Write a file whole or not at all, keeping the mode of one that it replaces.

    Raises `OSError`, also for a file that nobody may write to: a rename would not ask.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    require_writable(target)
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
    with _temporary(target, data, mode) as temporary:
        temporary.replace(target)
    _sync(target.parent)


def require_writable(target: Path) -> None:
    """Raise `PermissionError` for a file that stands there and that nobody may write to."""
    if target.exists() and not target.stat().st_mode & _WRITABLE:
        raise PermissionError(errno.EACCES, "the file is read-only", str(target))


def write_new(target: Path, data: bytes) -> None:
    """Write a file whole where nothing stands. Raises `FileExistsError` or another `OSError`."""
    with _temporary(target, data, None) as temporary:
        try:
            os.link(temporary, target)  # unlike a rename, never over what another process put there
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            if os.path.lexists(target):
                raise FileExistsError(target) from None
            temporary.rename(target)
    _sync(target.parent)


def write_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Put a folder with just these files in place of what stands there, whole or not at all.

    Raises `OSError`; what stood there still stands then, and folders made on the way are gone.
    On Linux the two folders change places in one step. Elsewhere the old one goes a moment before the
    new one comes, and a process killed right then leaves it beside, under a hidden name ending in `.old`.
    """
    made = make_folders(target.parent)
    staging: Path | None = None
    try:
        staging = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent))
        for name, data in sorted(files.items()):
            _write_inner(staging / name, data)
        staging.chmod(0o777 & ~_umask())
        if not target.exists():
            staging.rename(target)
        elif not _exchange(staging, target):
            _take_turns(staging, target)
        _sync(target.parent)
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)
            shutil.rmtree(staging.with_suffix(".old"), ignore_errors=True)
        if not target.exists():
            take_away(made)


def make_folders(folder: Path) -> list[Path]:
    """Make a folder and those above it that are missing; give the new ones, outermost first."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    made: list[Path] = []
    try:
        for one in reversed(missing):
            one.mkdir(exist_ok=True)
            made.append(one)
    except OSError:
        take_away(made)
        raise
    return made


def lock(folder: Path) -> Callable[[], None]:
    """Wait until no other process holds a folder, made if need be; give what lets go of it. Raises `OSError`.

    By a lock that ends with the process, where the system has such locks on folders (not on Windows).
    """
    make_folders(folder)
    try:
        import fcntl  # noqa: PLC0415 - not on every system
    except ImportError:
        return lambda: None
    descriptor = os.open(folder, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    return lambda: os.close(descriptor)


def take_away(made: Iterable[Path]) -> None:
    """Remove files and empty folders that were just made, the last ones first."""
    for path in reversed(list(made)):
        with contextlib.suppress(OSError):
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink(missing_ok=True)


def clear(folder: Path) -> None:
    """Take away what killed runs left in a folder under temporary names, an hour ago or longer. Never raises."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if (
                not _LEFT.fullmatch(entry.name)
                or time() - entry.stat(follow_symlinks=False).st_ctime < _FORGOTTEN
            ):
                continue
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                Path(entry.path).unlink(missing_ok=True)


@contextlib.contextmanager
def _temporary(target: Path, data: bytes, mode: int | None) -> Iterator[Path]:
    """Write a temporary file beside a target, on the disk when this yields; it is gone in the end."""
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode if mode is not None else 0o666 & ~_umask())
        yield temporary
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def _write_inner(target: Path, data: bytes) -> None:
    """Write a file of a folder that nobody sees yet."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _exchange(one: Path, other: Path) -> bool:
    """Let two names change places in one step; `False` where the system or the file system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes  # noqa: PLC0415 - only an export over an older one needs it

    rename = getattr(ctypes.CDLL(None), "renameat2", None)  # in glibc since 2.28, in musl since 1.2.6
    if rename is None:
        return False
    done: int = rename(_AT_CURRENT, os.fsencode(one), _AT_CURRENT, os.fsencode(other), _EXCHANGE)
    return done == 0


def _take_turns(staging: Path, target: Path) -> None:
    old = staging.with_suffix(".old")
    target.rename(old)
    try:
        staging.rename(target)
    except OSError:
        old.rename(target)
        raise


def _sync(folder: Path) -> None:
    """Make a rename durable; not all systems can open a folder, and then there is nothing to do."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
