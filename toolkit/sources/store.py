"""The local store: raw payloads of all projects of a user, and answers to searches, in one SQLite file.

It saves requests and makes an interrupted fetch resumable; it is never the truth. Each row carries
a digest of everything in it, because SQLite itself does not notice a flipped bit: a row that does
not match is removed and asked for again, a file that is no database is set aside and begun anew.
Look-ups verify a CRC-32 (it finds every damage but one in four thousand million, and costs a
microsecond where SHA-256 costs twenty); `is_whole` verifies the SHA-256 before a payload is parsed.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from toolkit.model.identifier import Identifier
from toolkit.model.record import Payload
from toolkit.user_folders import cache_folder

# Part of the file's name, so that an older and a newer Osler never meet in one file.
SCHEMA_VERSION = 1
_APPLICATION = 0x4F534C52  # "OSLR"
_BUSY_SECONDS = 15.0
_SCHEMA = f"""
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {SCHEMA_VERSION};
CREATE TABLE IF NOT EXISTS payloads (
    name TEXT PRIMARY KEY, media_type TEXT NOT NULL, source TEXT NOT NULL, obtained TEXT NOT NULL,
    sha256 TEXT NOT NULL, digest INTEGER NOT NULL, data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS answers (
    question TEXT PRIMARY KEY, answer TEXT NOT NULL, obtained TEXT NOT NULL, digest INTEGER NOT NULL);
"""
_Result = TypeVar("_Result")


def default_path() -> Path | None:
    """Give the store's file: `OSLER_STORE` (a file, or a folder for it), else in the user's cache folder.

    `None` for a user who has no folder of their own.
    """
    named = os.environ.get("OSLER_STORE")
    name = f"store-{SCHEMA_VERSION}.sqlite3"
    if not named:
        with suppress(OSError):
            return cache_folder() / name
        return None
    path = Path(named)
    return path / name if path.is_dir() or named.endswith(("/", os.sep)) else path


class Store:
    """Payloads by identifier, and answers to searches by question. Safe for several processes.

    `path` is `None` for a store in memory, which lasts as long as the process. Opening never
    fails: where the file cannot be used, `trouble` says why and the store is one in memory.
    Times are ISO dates and times in UTC, compared as text.
    """

    def __init__(self, path: Path | None) -> None:
        self.trouble: str | None = None
        self._path = path
        self._connection = self._open()

    def __enter__(self) -> Self:
        """Use the store as a context manager, which closes it."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def get(self, identifier: Identifier, not_before: str = "") -> Payload | None:
        """Give the payload of an identifier if it was obtained at `not_before` or later, else `None`.

        A damaged row counts as absent, and is removed.
        """
        name = str(identifier)
        row = self._guarded(
            lambda: self._connection.execute(
                "SELECT media_type, source, obtained, sha256, digest, data FROM payloads WHERE name = ?",
                (name,),
            ).fetchone()
        )
        if row is None:
            return None
        media_type, source, obtained, sha256, digest, data = row
        texts = (media_type, source, obtained, sha256)
        if (
            not isinstance(data, bytes)
            or not all(isinstance(one, str) for one in texts)
            or _digest(data, name, *texts) != digest
        ):
            self._forget("payloads", "name", name)
            return None
        if obtained < not_before:
            return None
        return Payload(identifier, data, media_type, source, obtained, sha256)

    def put(self, payloads: Iterable[Payload]) -> None:
        """Keep payloads, all or none, replacing older ones. A store that cannot be written is no failure."""
        rows = [
            (
                str(one.identifier),
                one.media_type,
                one.source,
                one.obtained,
                one.sha256,
                _digest(one.data, str(one.identifier), one.media_type, one.source, one.obtained, one.sha256),
                one.data,
            )
            for one in payloads
        ]
        self._write("INSERT OR REPLACE INTO payloads VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def answer(self, question: str, not_before: str = "") -> tuple[str, ...] | None:
        """Give the kept answer to a question (a search), `None` if there is none as young as that."""
        row = self._guarded(
            lambda: self._connection.execute(
                "SELECT answer, obtained, digest FROM answers WHERE question = ?", (question,)
            ).fetchone()
        )
        if row is None:
            return None
        answer, obtained, digest = row
        if digest != _digest(b"", question, answer, obtained):
            self._forget("answers", "question", question)
            return None
        return tuple(json.loads(answer)) if obtained >= not_before else None

    def keep_answer(self, question: str, answer: Sequence[str], obtained: str) -> None:
        """Keep the answer to a question."""
        text = json.dumps(list(answer))
        row = (question, text, obtained, _digest(b"", question, text, obtained))
        self._write("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", [row])

    def forget_answer(self, question: str) -> None:
        """Forget the answer to a question."""
        self._forget("answers", "question", question)

    def _open(self) -> sqlite3.Connection:
        if self._path is None:
            return _connect(":memory:")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return _connect(str(self._path))
        except sqlite3.OperationalError as error:
            return self._without_file(str(error))
        except sqlite3.DatabaseError:
            return self._begin_anew()
        except OSError as error:
            return self._without_file(error.strerror or str(error))

    def _begin_anew(self) -> sqlite3.Connection:
        """Set a damaged file aside, with what belongs to it, and begin a new one."""
        assert self._path is not None  # noqa: S101 - only files are damaged
        stamp = f"{time.time_ns():x}"
        try:
            for suffix in ("", "-wal", "-shm"):
                part = Path(f"{self._path}{suffix}")
                if part.exists():
                    part.rename(f"{self._path}.damaged-{stamp}{suffix}")
            self.trouble = (
                f"the local store was damaged; it was set aside as {self._path.name}.damaged-{stamp}"
            )
            return _connect(str(self._path))
        except (OSError, sqlite3.Error) as error:
            return self._without_file(str(error))

    def _without_file(self, reason: str) -> sqlite3.Connection:
        self.trouble = f"the local store cannot be used ({reason}); nothing is kept for the next time"
        self._path = None
        return _connect(":memory:")

    def _guarded(self, action: Callable[[], _Result]) -> _Result | None:
        """Run a query; a damaged file is set aside and the answer is `None`, as in an empty store."""
        try:
            return action()
        except sqlite3.OperationalError as error:
            self.trouble = f"the local store cannot be read: {error}"
        except sqlite3.DatabaseError:
            self._connection.close()
            self._connection = self._begin_anew() if self._path is not None else _connect(":memory:")
        return None

    def _write(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        def action() -> None:
            with self._connection:
                self._connection.executemany(statement, rows)

        self._guarded(action)

    def _forget(self, table: str, column: str, value: str) -> None:
        self._write(f"DELETE FROM {table} WHERE {column} = ?", [(value,)])  # noqa: S608 - both are ours


def _connect(name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(name, timeout=_BUSY_SECONDS)
    try:
        connection.execute("PRAGMA page_size = 8192")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA mmap_size = 1073741824")  # look-ups without copying whole pages
        marks = tuple(
            connection.execute(f"PRAGMA {pragma}").fetchone()[0]
            for pragma in ("application_id", "user_version")
        )
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        _refuse_foreign(tables, marks)
        if not tables:
            connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_foreign(tables: int, marks: tuple[int, ...]) -> None:
    if tables and marks != (_APPLICATION, SCHEMA_VERSION):
        raise sqlite3.DatabaseError("another program's database, or another version's")


def is_whole(payload: Payload) -> bool:
    """Verify that a payload's bytes are those that were obtained."""
    return hashlib.sha256(payload.data).hexdigest() == payload.sha256


def _digest(data: bytes, *texts: object) -> int:
    """Give the digest of a row: its texts, fenced off from each other, and its data."""
    return zlib.crc32(data, zlib.crc32("\x00".join(map(str, texts)).encode("utf-8", "surrogatepass")))
