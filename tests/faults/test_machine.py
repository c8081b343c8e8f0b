"""The machine around Osler: a full file system, several processes at once, flipped bytes, clocks that jump."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.faults.walks import PMIDS, WALKS, Place, damage_in
from tests.sources.eutils_server import EutilsServer
from toolkit.readers.lock import read_lock

COMMAND = [sys.executable, "-m", "toolkit"]


@pytest.fixture
def place(server: EutilsServer, tmp_path: Path) -> Place:
    """A project that cites three papers, of which one is locked."""
    place = Place(tmp_path / "place", server)
    place.project.root.mkdir(parents=True)
    WALKS["fetch"].prepare(place)
    return place


def locked(place: Place) -> dict[str, str]:
    """Give the titles in the lock, which must be whole."""
    lock = read_lock("references.lock", (place.project.root / "references.lock").read_bytes())
    assert lock.problems == ()
    return {record.identifier.value: record.work.title or "" for record in lock.records}


def start(place: Place, arguments: tuple[str, ...], *before: str) -> subprocess.Popen[str]:
    """Start Osler, by a command before it if one is given."""
    command = [*before, *COMMAND, *arguments, "--project", str(place.project.root)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=place.environment(), cwd=ROOT, stdout=pipe, stderr=pipe, text=True)


def test_a_file_system_that_is_full(place: Place) -> None:
    """A real one, of 160 KiB, mounted for this process alone: what does not fit is not half there."""
    # Nothing but a file system of its own can be full without harm, and some containers refuse to mount one. There the
    # next test sets a limit instead, and tests/faults/test_faults.py answers each write with ENOSPC.
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this user may not mount a file system (unshare -rm refused)")
    command = " ".join(COMMAND)
    place.project.write("articles/long.md", "# Long\n\n" + "Iron helps in anaemia [@one].\n\n" * 600)
    script = f"""
        set -e
        mount -t tmpfs -o size=160k tmpfs "$1"
        cp -r "$2"/. "$1"
        head -c 120000 /dev/zero > "$1/filler"
        cd {ROOT}
        {command} export --draft --project "$1" && exit 9
        echo "exit $?"
        ls -A "$1" "$1/build" 2>/dev/null || true
        rm "$1/filler" "$1/articles/long.md"
        {command} export --draft --project "$1"
    """
    mounted = place.folder / "mounted"
    mounted.mkdir()
    arguments = ["unshare", "-rm", "sh", "-c", script, "sh", str(mounted), str(place.project.root)]
    environment = place.environment()
    done = subprocess.run(arguments, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert "no space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert "exit 2\n" in done.stdout
    assert ".tmp" not in done.stdout
    assert done.returncode == 0, done.stderr
    assert "1 of 1 article exported" in done.stdout


def test_a_limit_on_the_size_of_files(place: Place) -> None:
    """The kernel refuses (EFBIG), as it does over a quota: the lock that stands is kept, and the reason said."""
    before = locked(place)
    size = (place.project.root / "references.lock").stat().st_size

    with start(place, ("fetch",), "prlimit", f"--fsize={size}") as process:
        _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "references.lock: cannot write the file: file too large" in err
    assert locked(place) == before
    assert place.run("fetch").code == 0
    assert set(locked(place)) == set(PMIDS)


def test_four_processes_fetch_and_lock_at_once(place: Place) -> None:
    """Each writes the lock whole: whoever is last, nothing is lost, and no process is in another's way."""
    running = [start(place, ("fetch",)) for _ in range(4)]
    for process in running:
        out, err = process.communicate(timeout=120)
        assert (process.returncode, err) == (0, ""), out
    assert set(locked(place)) == set(PMIDS)
    assert damage_in(place.store) is None
    names = {path.name for path in place.project.root.iterdir()}
    assert names == {"osler.toml", "references.bib", "references.lock", "articles"}


def test_a_store_with_flipped_bytes_costs_a_new_fetch_and_never_a_wrong_answer(place: Place) -> None:
    place.run("fetch")
    expected = locked(place)
    chance = random.Random(11)
    whole = place.store.read_bytes()
    (place.project.root / "references.lock").unlink()
    for _ in range(3):
        damaged = bytearray(whole)
        for start in (chance.randrange(len(damaged) - 64) for _ in range(12)):
            damaged[start : start + 64] = chance.randbytes(64)
        for leftover in place.folder.glob("store.sqlite3*"):
            leftover.unlink()
        place.store.write_bytes(damaged)
        done = place.run("fetch")
        assert done.code == 0, done.err
        assert locked(place) == expected
        (place.project.root / "references.lock").unlink()


@pytest.mark.parametrize("years", ["-20y", "+20y"])
def test_a_clock_that_jumps(place: Place, years: str) -> None:
    """What was kept and locked under another clock is asked for again, or used; nothing waits, nothing breaks."""
    faketime = shutil.which("faketime")
    assert faketime, "faketime is needed: apt-get install faketime, or run `make tools`"
    assert place.run("fetch").code == 0
    expected = locked(place)
    with start(place, ("fetch", "--refresh"), faketime, "-f", years) as process:
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert locked(place) == expected
    # Back under the right clock, the same work is current again, or is asked for: never an error.
    assert place.run("fetch").code == 0
    assert locked(place) == expected
