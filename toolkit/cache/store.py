"""Rows on disk: a sealed file each, below `.osler_cache` in the project's root.

The folder lies in a checkout, and whoever wrote the checkout may have put one there. So no byte of a row
is read as anything before its seal holds: a keyed digest (BLAKE2b) whose key lies in the user's own
state folder, made at the first run. A row that came with a commit, was damaged or cut short, or belongs
to another name, is as good as none. Files are replaced whole, so parallel runs need no lock.
"""

from __future__ import annotations

import os
import stat
import zlib
from contextlib import suppress
from hashlib import blake2b
from hmac import compare_digest
from pathlib import Path
from time import time

from toolkit.user_folders import state_folder

FOLDER = ".osler_cache"
_FORM = b"osler-cache-1\n"
_SEAL = 32
_MAXIMUM_ROW = 64 << 20
MAXIMUM_FILES = 20_000
MAXIMUM_BYTES = 256 << 20
"""What the folder may hold; beyond it the oldest rows go."""
_FORGOTTEN = 3_600.0
"""Seconds after which a temporary file is one that a crash left."""
_IGNORED = "# Made by osler; safe to delete.\n*\n"
_TAG = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"  # https://bford.info/cachedir/
    "# This folder is a cache of osler's: backups may leave it out.\n"
)
_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_MAKE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class Store:
    """Rows by name. Whatever the disk does, reading gives a sealed row or `None`, and writing never raises."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._key = key
        self._is_usable = _is_folder_or_nothing(folder)
        self._is_ready = False
        self._written = 0

    def get(self, name: str) -> bytes | None:
        """Give what was last put under a name; `None` if nothing, or nothing that can be trusted."""
        if not self._is_usable:
            return None
        data = _plain_file(self._folder / self._file(name), _MAXIMUM_ROW)
        head = len(_FORM) + _SEAL
        if data is None or len(data) < head or not data.startswith(_FORM):
            return None
        body = memoryview(data)[head:]
        if not compare_digest(self._seal(name, body), data[len(_FORM) : head]):
            return None
        try:
            return zlib.decompress(body, bufsize=max(len(body), zlib.DEF_BUF_SIZE))
        except zlib.error:  # sealed, so of our own making: a defect of zlib's at most
            return None

    def put(self, name: str, row: bytes, *, is_packed: bool = True) -> None:
        """Keep a row; if that cannot be done, nothing is kept from here on.

        One that is not to be `is_packed` takes its full room, and a sixth of the time to read.
        """
        if not self._is_usable:
            return
        body = zlib.compress(row, 1 if is_packed else 0)
        if len(body) > _MAXIMUM_ROW:
            return
        try:
            self._make_ready()
            target = self._folder / self._file(name)
            temporary = target.with_suffix(f".{_unique()}.tmp")
            try:
                _write(temporary, _FORM + self._seal(name, body) + body)
                temporary.replace(target)
            except OSError:
                temporary.unlink(missing_ok=True)
                raise
            self._written += 1
        except OSError:
            self._is_usable = False

    def close(self) -> None:
        """Make room if the folder holds too much; only looked at by runs that wrote."""
        if self._written and self._is_usable:
            self._written = 0
            with suppress(OSError):
                _make_room(self._folder)

    def _make_ready(self) -> None:
        if self._is_ready:
            return
        self._folder.mkdir(exist_ok=True)
        for name, text in ((".gitignore", _IGNORED), ("CACHEDIR.TAG", _TAG)):
            place = self._folder / name
            with suppress(FileNotFoundError):
                if place.lstat().st_size == 0:  # made while the disk was full
                    place.unlink()
            with suppress(FileExistsError):
                _write(place, text.encode())
        self._is_ready = True

    def _file(self, name: str) -> str:
        return blake2b(name.encode(errors="surrogatepass"), digest_size=16).hexdigest() + ".row"

    def _seal(self, name: str, body: bytes | memoryview) -> bytes:
        seal = blake2b(name.encode(errors="surrogatepass") + b"\0", key=self._key, digest_size=_SEAL)
        seal.update(body)
        return seal.digest()


def digest_of(data: bytes) -> str:
    """Give a digest of a file's bytes (BLAKE2b, which takes half the time of SHA-256 where no chip helps)."""
    return blake2b(data, digest_size=32).hexdigest()


def key_for(root: Path) -> bytes | None:
    """Give the key of the rows of the project at a root; `None` where this user can have none."""
    try:
        folder = state_folder()
        # A key that lies in the checkout could have come with it, and seal what came with it too.
        if folder.resolve().is_relative_to(root.resolve()):
            return None
    except (OSError, RuntimeError):
        return None
    return secret(folder)


def secret(folder: Path) -> bytes | None:
    """Give the key of this user's seals, made at first; `None` if there can be none that is only theirs."""
    place = folder / "cache.key"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.path.lexists(place):
            temporary = folder / f"cache.{_unique()}.tmp"
            _write(temporary, os.urandom(_SEAL))
            try:
                with suppress(FileExistsError):
                    os.link(temporary, place)  # unlike a rename, never over one that another run made
            finally:
                temporary.unlink()
        facts = place.lstat()
    except OSError:
        return None
    if hasattr(os, "getuid") and (facts.st_uid != os.getuid() or facts.st_mode & 0o077):
        return None
    key = _plain_file(place, _SEAL)
    return key if key is not None and len(key) == _SEAL else None


def _unique() -> str:
    """Give a part of a temporary name that no other writer has (`secrets` would take 10 ms to import)."""
    return f"{os.getpid()}-{os.urandom(4).hex()}"


def _is_folder_or_nothing(folder: Path) -> bool:
    """Tell whether a folder of our own stands here, or can be made: no link, no other file."""
    try:
        return stat.S_ISDIR(folder.lstat().st_mode)
    except FileNotFoundError:
        return True
    except OSError:
        return False


def _plain_file(path: Path, cap: int) -> bytes | None:
    """Read a plain file of at most `cap` bytes; follows no link, waits for no pipe."""
    try:
        descriptor = os.open(path, _OPEN)
    except OSError:
        return None
    try:
        with os.fdopen(descriptor, "rb", buffering=0) as file:
            facts = os.fstat(descriptor)
            if not stat.S_ISREG(facts.st_mode) or facts.st_size > cap + len(_FORM) + _SEAL:
                return None
            return file.readall()
    except OSError:
        return None


def _write(path: Path, data: bytes) -> None:
    """Write a new file. It is not flushed to disk: what a crash cuts short has no seal that holds."""
    with os.fdopen(os.open(path, _MAKE, 0o600), "wb") as file:
        file.write(data)


def _make_room(folder: Path) -> None:
    """Take away what crashes left, and the rows written longest ago until a quarter is free."""
    found: list[tuple[float, int, str]] = []
    now = time()
    with os.scandir(folder) as entries:
        for entry in entries:
            facts = entry.stat(follow_symlinks=False)
            if entry.name.endswith(".row"):
                found.append((facts.st_mtime, facts.st_size, entry.path))
            elif entry.name.endswith(".tmp") and now - facts.st_mtime > _FORGOTTEN:
                Path(entry.path).unlink(missing_ok=True)
    size = sum(one[1] for one in found)
    if len(found) <= MAXIMUM_FILES and size <= MAXIMUM_BYTES:
        return
    found.sort(reverse=True)
    while found and (len(found) > MAXIMUM_FILES * 3 // 4 or size > MAXIMUM_BYTES * 3 // 4):
        _, freed, path = found.pop()
        size -= freed
        Path(path).unlink(missing_ok=True)
