"""The limiter: one allowance for all processes, whatever clocks and processes do."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from toolkit.sources.limiter import INTERVAL, INTERVAL_WITH_KEY, Limiter

WORKER = """
import sys, time
from pathlib import Path
from toolkit.sources.limiter import Limiter
limiter = Limiter(Path(sys.argv[1]), float(sys.argv[2]))
for _ in range(int(sys.argv[3])):
    limiter.wait()
    print(time.time(), flush=True)
"""


HOLDER = """
import time
from filelock import FileLock
FileLock({lock!r}).acquire()
print("held", flush=True)
time.sleep(60)
"""


class Clock:
    """A clock that moves when someone sleeps, or when it is set."""

    def __init__(self, now: float = 1_000_000.0) -> None:
        self.now = now
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.now += seconds


def limiter(path: Path | None, clock: Clock, interval: float = 0.5) -> Limiter:
    return Limiter(path, interval, clock=clock, sleep=clock.sleep)


def test_the_intervals_keep_ncbis_rules() -> None:
    assert INTERVAL > 1 / 3
    assert INTERVAL_WITH_KEY > 1 / 10


@pytest.mark.parametrize("is_shared", [True, False])
def test_turns_are_an_interval_apart(tmp_path: Path, is_shared: bool) -> None:
    clock = Clock()
    one = limiter(tmp_path / "turns" if is_shared else None, clock)
    for _ in range(3):
        one.wait()
    assert clock.slept == [0.5, 0.5]
    clock.now += 10
    one.wait()
    assert clock.slept == [0.5, 0.5]


def test_two_limiters_share_the_turns(tmp_path: Path) -> None:
    clock = Clock()
    first, second = limiter(tmp_path / "turns", clock), limiter(tmp_path / "turns", clock)
    first.wait()
    second.wait()
    first.wait()
    assert clock.slept == [0.5, 0.5]


def test_two_processes_together_keep_the_rate(tmp_path: Path) -> None:
    interval, count = 0.1, 8
    arguments = [sys.executable, "-c", WORKER, str(tmp_path / "turns"), str(interval), str(count)]
    running = [subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    times = sorted(float(line) for one in running for line in one.communicate(timeout=30)[0].split())
    assert len(times) == 2 * count
    # Nobody may come more often than the rate; a slow machine may wake them late.
    assert times[-1] - times[0] >= interval * (2 * count - 1) - 0.06


@pytest.mark.parametrize("jump", [-86_400.0, -5.0, 86_400.0, 3.0])
def test_clocks_that_jump_cost_no_more_than_a_turn(tmp_path: Path, jump: float) -> None:
    clock = Clock()
    one = limiter(tmp_path / "turns", clock)
    one.wait()
    clock.now += jump
    one.wait()
    assert sum(clock.slept) <= 6.0
    assert not clock.slept or jump > -90.0


@pytest.mark.parametrize("data", [b"", b"x", b"12345678", b"\xff" * 8, b"\x00" * 8, b"0" * 100])
def test_a_damaged_state_file_is_no_hindrance(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "turns").write_bytes(data)
    clock = Clock()
    one = limiter(tmp_path / "turns", clock)
    one.wait()
    one.wait()
    assert clock.slept == [0.5]


def test_a_process_that_died_with_the_lock_holds_nobody_up(tmp_path: Path) -> None:
    path = tmp_path / "turns"
    script = HOLDER.format(lock=f"{path}.lock")
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        holder.kill()
        holder.wait()
    began = time.monotonic()
    limiter(path, Clock()).wait()
    assert time.monotonic() - began < 2


def test_a_hold_keeps_everybody_waiting(tmp_path: Path) -> None:
    clock = Clock()
    first, second = limiter(tmp_path / "turns", clock), limiter(tmp_path / "turns", clock)
    first.hold(4)
    second.wait()
    assert clock.slept == [4.0]


def test_without_a_writable_folder_the_process_keeps_its_own_rate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("OSLER_STATE", str(blocked / "state"))
    one = Limiter.shared("eutils.example", has_key=False)
    began = time.monotonic()
    one.wait()
    one.wait()
    assert time.monotonic() - began >= INTERVAL - 0.02


def test_the_folder_may_go_away(tmp_path: Path) -> None:
    clock = Clock()
    folder = tmp_path / "state"
    folder.mkdir()
    one = limiter(folder / "turns", clock)
    one.wait()
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    one.wait()
    one.wait()
    assert clock.slept == [0.5] or os.name == "nt"


def test_key_and_no_key_have_their_own_turns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OSLER_STATE", str(tmp_path))
    Limiter.shared("a", has_key=True).wait()
    Limiter.shared("a", has_key=False).wait()
    Limiter.shared("b", has_key=False).wait()
    names = {path.name for path in tmp_path.iterdir() if not path.name.endswith(".lock")}
    assert len(names) == 3
    assert not any(name == "a" for name in names)
