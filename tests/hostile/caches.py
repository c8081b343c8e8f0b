"""Caches that were damaged, exchanged or planted: each run comes to what it came to without them."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import zlib
from collections.abc import Callable
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from lxml import etree

from tests.conftest import DATA
from tests.hostile.case import CHECK, ENTRY, EXPORT, GOOD, OUTSIDE, Case, Content, nothing
from toolkit.cache.store import FOLDER, Store, secret
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.record import Payload
from toolkit.sources import store as store_module

STATUS = ("review", "status")
_HUGE = 1 << 40
_FORGED = bytes(32)
_WARM: dict[tuple[str, ...], tuple[int, str]] = {
    CHECK: (1, "article-metadata-missing"),
    EXPORT: (0, "exported"),
    STATUS: (0, "x.md: "),
}
"""Commands that keep something, and what they come to."""
Damage = Callable[[Path], None]


# --- The project's own -----------------------------------------------------------------------


def warm(name: str, damage: Damage, command: tuple[str, ...] = CHECK, **more: Any) -> Case:
    """A case whose cache was made by the very command, and then changed."""
    code, says = _WARM[command]
    return Case(
        f"cache of {' '.join(command[:2])}: {name}", code, (says,), {}, command, damage=damage, **more
    )


def planted(name: str, files: dict[str, Content]) -> Case:
    """A case with something in place of its cache that Osler did not put there."""
    return Case(f"cache: {name}", 1, ("article-metadata-missing",), files)


def each(change: Callable[[Path], object]) -> Damage:
    """Change each file of the cache."""

    def damage(root: Path) -> None:
        found = sorted(path for path in (root / FOLDER).rglob("*") if path.is_file())
        assert found
        for path in found:
            change(path)

    return damage


def bytes_of(change: Callable[[bytes], bytes]) -> Damage:
    """Change the bytes of each file of the cache."""
    return each(lambda path: path.write_bytes(change(path.read_bytes())))


def in_place(make: Callable[[Path], object]) -> Damage:
    """Put something else in place of each file of the cache."""

    def change(path: Path) -> None:
        path.unlink()
        make(path)

    return each(change)


def flipped(part: float) -> Damage:
    """Turn a bit of each file, so far into it."""

    def change(data: bytes) -> bytes:
        at = min(int(len(data) * part), len(data) - 1)
        return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]

    return bytes_of(change)


def exchanged(root: Path) -> None:
    """Give each file the bytes of the next."""
    found = sorted((root / FOLDER).rglob("*.*"))
    whole = [path.read_bytes() for path in found]
    for path, data in zip(found, whole[1:] + whole[:1], strict=True):
        path.write_bytes(data)


def crowded(root: Path) -> None:
    """Put 20,000 files beside those of the cache."""
    for number in range(20_000):
        (root / FOLDER / f"{number:032x}.row").touch()


def moved_out(root: Path) -> None:
    """Leave a link to the cache in its place."""
    (root / FOLDER).rename(root / "kept")
    (root / FOLDER).symlink_to("kept")


def key_is(make: Callable[[Path], object]) -> Damage:
    """Put something else in place of the user's key."""

    def damage(root: Path) -> None:
        key = root.parent / "state" / "cache.key"
        key.unlink()
        make(key)

    return damage


def with_mode(write: Callable[[Path], object], mode: int) -> Damage:
    """Write a file, and set its mode."""

    def written(path: Path) -> None:
        write(path)
        path.chmod(mode)

    return written


def sealed(change: Callable[[bytes, bool], bytes], key: bytes | None = None) -> Damage:
    """Change what rows hold, and seal them as the user's Osler would, or by another key.

    `change` is told whether a row is an answer, which is printed again as it stands.
    """

    def damage(root: Path) -> None:
        own = secret(root.parent / "state")
        assert own is not None
        kept, forged = Store(root / FOLDER, own), Store(root / FOLDER, key or own)
        answer = "told " + json.dumps([CHECK, str(root)])
        names = ("article articles/x.md", "library references.bib", "lock references.lock", "reviews", answer)
        rows = {name: row for name in names if (row := kept.get(name)) is not None}
        assert len(rows) > 1
        for name, row in rows.items():
            forged.put(name, change(row, name == answer))

    return damage


def silent(row: bytes, _is_answer: bool) -> bytes:
    """Have a row report something else than what is wrong."""
    return row.replace(b"article-metadata-missing", b"article-nothing-is-wrong")


def harmless(row: bytes, is_answer: bool) -> bytes:
    """The same of other bytes than those that stand there: digests are wrong, but for those of the code."""
    right = iter(range(1 + is_answer))
    return re.sub(
        rb"[0-9a-f]{64}",
        lambda found: found[0] if next(right, None) is not None else b"0" * 64,
        silent(row, is_answer),
    )


def other(value: object) -> Callable[[bytes, bool], bytes]:
    """Have rows hold a value that none has, for the right code and the right bytes."""

    def change(row: bytes, is_answer: bool) -> bytes:
        first, *lines = row.split(b"\n")
        parts = json.loads(first)
        right = 3 if is_answer else 2
        return b"\n".join((json.dumps(parts[:right] + [value] * (len(parts) - right)).encode(), *lines))

    return change


DAMAGES: dict[str, Damage] = {
    "emptied": bytes_of(lambda _data: b""),
    "cut in half": bytes_of(lambda data: data[: len(data) // 2]),
    "the last byte lost": bytes_of(lambda data: data[:-1]),
    "a bit turned in the form": flipped(0),
    "a bit turned in the middle": flipped(0.5),
    "a bit turned at the end": flipped(1),
    "more behind it": bytes_of(lambda data: data + b"\0" * 100_000),
    "noise": bytes_of(lambda data: bytes(byte * 7 & 255 for byte in range(len(data) + 100))),
    "a later form": bytes_of(lambda data: data.replace(b"osler-cache-1", b"osler-cache-9")),
    "a bomb of zlib": bytes_of(lambda data: data[:46] + zlib.compress(bytes(64 << 20), 9)),
    "folders in place": in_place(Path.mkdir),
    "pipes in place": in_place(os.mkfifo),
    "links outside in place": in_place(lambda path: path.symlink_to(f"../{OUTSIDE}")),
    "links to themselves": in_place(lambda path: path.symlink_to(path.name)),
    "devices in place": in_place(lambda path: path.symlink_to("/dev/zero")),
    "files of a terabyte": each(lambda path: os.truncate(path, _HUGE)),
    "unreadable": each(lambda path: path.chmod(0)),
    "exchanged": exchanged,
    "20,000 files": crowded,
    "a folder that can only be read": lambda root: (root / FOLDER).chmod(0o555),
    "a folder that is closed": lambda root: (root / FOLDER).chmod(0),
    "a link in place of the folder": moved_out,
    "the folder gone": lambda root: shutil.rmtree(root / FOLDER),
    "rows sealed by another key": sealed(silent, _FORGED),
    "rows of other bytes": sealed(harmless),
}
"""What may happen to a cache."""
_NONSENSE: dict[str, object] = {
    "nothing": None,
    "a number": 7,
    "a text": "x",
    "an empty list": [],
    "lists of wrong length": [[], [], []],
    "a mapping": {"a": {"b": []}},
    "huge numbers": [[1e308, 10**400], [-1], [[[10**400]]]],
}
"""What a row of another make may hold."""
_KEYS: dict[str, Callable[[Path], object]] = {
    "empty": Path.touch,
    "short": lambda path: path.write_bytes(b"short"),
    "another": with_mode(lambda path: path.write_bytes(_FORGED), 0o600),
    "everybody's": with_mode(lambda path: path.write_bytes(_FORGED), 0o644),
    "a pipe": os.mkfifo,
    "a folder": Path.mkdir,
    "a link": lambda path: path.symlink_to("../secret.txt"),
}
CACHES = (
    *(warm(name, damage) for name, damage in DAMAGES.items()),
    *(
        warm(name, DAMAGES[name], command)
        for command in (EXPORT, STATUS)
        for name in ("cut in half", "a bit turned in the middle", "pipes in place", "exchanged")
    ),
    *(warm(f"rows that hold {name}", sealed(other(value))) for name, value in _NONSENSE.items()),
    *(warm(f"a key that is {name}", key_is(make)) for name, make in _KEYS.items()),
    planted("a file in its place", {FOLDER: "not a folder"}),
    planted("a pipe in its place", {FOLDER: os.mkfifo}),
    planted("a link outside in its place", {FOLDER: lambda p: p.symlink_to("..")}),
    planted("a link to nothing", {FOLDER: lambda p: p.symlink_to("../nothing")}),
    planted("code that is pickled", {f"{FOLDER}/{'a' * 32}.row": b"cos\nsystem\n(S'touch owned'\ntR."}),
    planted("a state that is a file", {"../state": "not a folder"}),
    planted("a state that is a pipe", {"../state": os.mkfifo}),
    planted("a state that can only be read", {"../state": lambda path: path.mkdir(mode=0o555)}),
)

# --- The store of raw records, which all projects of a user share ----------------------------

_PMID, _OTHER = "33780037", "10704411"
_TITLE = "1 found"
_OFFLINE = ("fetch", "--offline")


@cache
def _records() -> dict[str, bytes]:
    found = etree.parse(str(DATA / "pubmed" / "sample.xml")).getroot().iter("PubmedArticle")
    return {
        one.findtext("MedlineCitation/PMID") or "": etree.tostring(one, encoding="utf-8", with_tail=False)
        for one in found
    }


def _payload(data: bytes | None = None, digest: str | None = None) -> Payload:
    data = _records()[_PMID] if data is None else data
    identifier = Identifier(Scheme.PMID, _PMID)
    digest = digest or sha256(data).hexdigest()
    return Payload(identifier, data, "application/xml", "pubmed", "2026-11-22T00:00:00Z", digest)


def kept(path: Path, payload: Payload | None = None) -> None:
    """Write a store that holds the one record that the library names."""
    with store_module.Store(path) as store:
        store.put([payload or _payload()])


def _changed(path: Path, change: Callable[[bytes], bytes]) -> None:
    kept(path)
    path.write_bytes(change(path.read_bytes()))


def _ran(path: Path, *statements: str) -> None:
    """Write a store, and change it by SQL, its digests with it where they are said to be right."""
    kept(path)
    connection = sqlite3.connect(path)
    connection.create_function("crc", -1, store_module._digest)
    connection.executescript(";".join(statements))
    connection.close()


_RIGHT = "UPDATE payloads SET digest = crc(data, name, media_type, source, obtained, sha256)"


def stored(name: str, code: int, says: str, write: Content) -> Case:
    """A case whose one fault is the store that a fetch without network takes its records from."""
    files: dict[str, Content] = {
        "references.bib": ENTRY.replace("28360040", _PMID),
        "references.lock": nothing,
        "articles/x.md": GOOD,
        "store": write,
    }
    return Case(f"store: {name}", code, (says,), files, _OFFLINE)


def unknown(name: str, write: Content) -> Case:
    """A case whose store has no sound record: PubMed was not asked, and nothing is said of the paper."""
    return stored(name, 3, "was not asked", write)


STORES = (
    stored("nothing is wrong", 0, _TITLE, kept),
    unknown("empty", b""),
    unknown("a text", "not a database, but longer than a hundred bytes" * 10),
    unknown("a header and noise", b"SQLite format 3\0" + b"\xff" * 5000),
    unknown("cut in half", partial(_changed, change=lambda data: data[: len(data) // 2])),
    unknown("cut after its header", partial(_changed, change=lambda data: data[:100])),
    unknown(
        "a page of zeros", partial(_changed, change=lambda data: data[:8192] + bytes(8192) + data[16384:])
    ),
    unknown("flipped bytes", partial(_changed, change=lambda data: data.replace(b"<Year>", b"<Xear>"))),
    unknown("a newer schema", lambda path: _ran(path, "PRAGMA user_version = 9")),
    unknown("another program's", lambda path: _ran(path, "PRAGMA application_id = 7")),
    unknown("other columns", lambda path: _ran(path, "ALTER TABLE payloads RENAME COLUMN data TO held")),
    unknown("no table", lambda path: _ran(path, "DROP TABLE payloads", "DROP TABLE answers")),
    unknown("a table of nothing", lambda path: _ran(path, "DELETE FROM payloads")),
    unknown(
        "a title that was changed",
        lambda path: _ran(
            path,
            "UPDATE payloads SET data = CAST(replace(data, '<ArticleTitle>', '<ArticleTitle>Not ') AS BLOB)",
        ),
    ),
    unknown(
        "a title that was changed, and one digest",
        lambda path: _ran(
            path,
            "UPDATE payloads SET data = CAST(replace(data, '<ArticleTitle>', '<ArticleTitle>Not ') AS BLOB)",
            _RIGHT,
        ),
    ),
    unknown("another paper's record", lambda path: kept(path, _payload(_records()[_OTHER]))),
    unknown("a record cut off", lambda path: kept(path, _payload(_records()[_PMID][:500]))),
    unknown(
        "a record with an entity",
        lambda path: kept(
            path, _payload(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + _records()[_PMID])
        ),
    ),
    unknown("an empty record", lambda path: kept(path, _payload(b""))),
    unknown("a record that is text", lambda path: _ran(path, "UPDATE payloads SET data = 'x'")),
    unknown("a time that is bytes", lambda path: _ran(path, "UPDATE payloads SET obtained = x'00'", _RIGHT)),
    unknown("a pipe", os.mkfifo),
    unknown("a folder", lambda path: (path / "store-1.sqlite3").mkdir(parents=True)),
    unknown("a link to nothing", lambda path: path.symlink_to("nothing/at/all")),
    unknown("a device", lambda path: path.symlink_to("/dev/full")),
    unknown("not to be read", with_mode(kept, 0)),
    stored("only to be read", 0, _TITLE, with_mode(kept, 0o444)),
)
