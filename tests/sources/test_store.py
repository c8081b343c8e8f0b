"""The store: what was kept comes back, or nothing does; never something else."""

from __future__ import annotations

import hashlib
import os
import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.record import Payload
from toolkit.sources.store import SCHEMA_VERSION, Store, default_path, is_whole


def payload(number: int, size: int = 3000, obtained: str = "2026-11-22T10:00:00Z") -> Payload:
    data = (f"<PubmedArticle>{number} ".encode() * size)[:size]
    identifier = Identifier(Scheme.PMID, str(number))
    return Payload(identifier, data, "application/xml", "pubmed", obtained, hashlib.sha256(data).hexdigest())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "store.sqlite3"


def test_what_was_kept_comes_back(path: Path) -> None:
    kept = [payload(number) for number in range(1, 50)]
    with Store(path) as store:
        assert store.get(kept[0].identifier) is None
        store.put(kept)
        assert store.trouble is None
    with Store(path) as store:
        assert [store.get(one.identifier) for one in kept] == kept
        assert all(is_whole(one) for one in kept)


def test_age_is_compared(path: Path) -> None:
    with Store(path) as store:
        store.put([payload(1)])
        name = Identifier(Scheme.PMID, "1")
        assert store.get(name, "2026-11-22T10:00:00Z") is not None
        assert store.get(name, "2026-11-22T10:00:01Z") is None
        store.put([payload(1, obtained="2026-11-23T00:00:00Z")])
        assert store.get(name, "2026-11-22T10:00:01Z") is not None


def test_answers_are_kept_replaced_and_forgotten(path: Path) -> None:
    with Store(path) as store:
        assert store.answer("doi:10.1000/x") is None
        store.keep_answer("doi:10.1000/x", ("1", "2"), "2026-11-22T10:00:00Z")
        assert store.answer("doi:10.1000/x") == ("1", "2")
        assert store.answer("doi:10.1000/x", "2026-11-23") is None
        store.keep_answer("doi:10.1000/x", (), "2026-11-23T10:00:00Z")
        assert store.answer("doi:10.1000/x") == ()
        store.forget_answer("doi:10.1000/x")
        assert store.answer("doi:10.1000/x") is None


def test_flipped_bits_are_never_an_answer(path: Path) -> None:
    """SQLite's own check would miss nearly all of these."""
    chance = random.Random(7)
    kept = {one.identifier: one for one in (payload(number, 9000) for number in range(1, 30))}
    with Store(path) as store:
        store.put(kept.values())
        store._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = path.read_bytes()
    lost = 0
    for _ in range(60):
        damaged = bytearray(whole)
        start = chance.randrange(len(damaged) - 4)
        damaged[start : start + 4] = chance.randbytes(4)
        path.write_bytes(damaged)
        with Store(path) as store:
            for identifier, one in kept.items():
                found = store.get(identifier)
                lost += found is None
                assert found in (one, None)
        for leftover in path.parent.iterdir():
            leftover.unlink()
    assert lost > 0


def test_a_damaged_row_is_forgotten_and_the_others_stay(path: Path) -> None:
    with Store(path) as store:
        store.put([payload(1), payload(2)])
        store._connection.execute("UPDATE payloads SET data = X'00' WHERE name = 'pmid:1'")
        store._connection.commit()
        assert store.get(Identifier(Scheme.PMID, "1")) is None
        assert store.get(Identifier(Scheme.PMID, "2")) == payload(2)
        count = store._connection.execute("SELECT count(*) FROM payloads").fetchone()[0]
        assert count == 1


def test_a_row_under_another_name_is_no_answer(path: Path) -> None:
    with Store(path) as store:
        store.put([payload(1)])
        store._connection.execute("UPDATE payloads SET name = 'pmid:2'")
        store._connection.commit()
        assert store.get(Identifier(Scheme.PMID, "2")) is None


@pytest.mark.parametrize(
    "data", [b"no database at all", b"SQLite format 3\x00" + b"\x00" * 200, os.urandom(5000)]
)
def test_a_file_that_is_no_store_is_set_aside(path: Path, data: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(data)
    with Store(path) as store:
        assert store.trouble is not None
        assert "set aside" in store.trouble
        store.put([payload(1)])
    with Store(path) as store:
        assert store.get(Identifier(Scheme.PMID, "1")) == payload(1)
    (aside,) = path.parent.glob("*.damaged-*")
    assert aside.read_bytes() == data


def test_another_programs_database_is_set_aside(path: Path) -> None:
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (x)")
    connection.commit()
    connection.close()
    with Store(path) as store:
        assert store.trouble is not None
        assert store.get(Identifier(Scheme.PMID, "1")) is None


def test_a_file_cut_short_while_in_use(path: Path) -> None:
    with Store(path) as store:
        store.put([payload(number, 9000) for number in range(1, 50)])
        store._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)
    with Store(path) as store:
        for number in range(1, 50):
            assert store.get(Identifier(Scheme.PMID, str(number))) in (payload(number, 9000), None)


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with Store(blocked / "store.sqlite3") as store:
        assert store.trouble is not None
        assert "cannot be used" in store.trouble
        store.put([payload(1)])
        assert store.get(Identifier(Scheme.PMID, "1")) == payload(1)


WRITER = """
import sys
from pathlib import Path
from tests.sources.test_store import payload
from toolkit.sources.store import Store
first = int(sys.argv[2])
with Store(Path(sys.argv[1])) as store:
    for number in range(first, first + 60):
        store.put([payload(number)])
        store.keep_answer(str(number), (str(number),), "2026")
    print(store.trouble)
"""


def test_several_processes_write_at_once(path: Path) -> None:
    root = Path(__file__).parents[2]
    arguments = [[sys.executable, "-c", WRITER, str(path), str(first)] for first in (1, 101, 201)]
    running = [subprocess.Popen(one, stdout=subprocess.PIPE, text=True, cwd=root) for one in arguments]
    assert [one.communicate(timeout=60)[0].strip() for one in running] == ["None"] * 3
    with Store(path) as store:
        for first in (1, 101, 201):
            for number in range(first, first + 60):
                assert store.get(Identifier(Scheme.PMID, str(number))) == payload(number)
                assert store.answer(str(number)) == (str(number),)


def test_where_the_store_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OSLER_STORE", str(tmp_path / "my.db"))
    assert default_path() == tmp_path / "my.db"
    monkeypatch.setenv("OSLER_STORE", str(tmp_path))
    assert default_path() == tmp_path / f"store-{SCHEMA_VERSION}.sqlite3"
    monkeypatch.delenv("OSLER_STORE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_path() == tmp_path / "osler" / f"store-{SCHEMA_VERSION}.sqlite3"


def test_a_user_without_a_home_folder_has_a_store_in_memory(
    tmp_path: Path, homeless: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OSLER_STORE")
    assert default_path() is None
    with Store(default_path()) as store:
        store.keep_answer("question", ["answer"], "2026-11-22T00:00:00Z")
        assert store.trouble is None
    assert not list(tmp_path.iterdir())
