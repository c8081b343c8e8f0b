"""Times whole processes as the operating system accounts for them."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """Medians over the runs: wall and processor seconds, and the largest process in MiB."""

    wall: float
    cpu: float
    memory: float
    code: int
    runs: int


def measure(
    command: Sequence[str],
    *,
    runs: int = 3,
    cwd: Path | None = None,
    timeout: float = 900,
    before: Callable[[], object] = lambda: None,
) -> Figure:
    """Run a command after one warm-up (none if that takes over a minute) and give its figures.

    Its output is thrown away. `before` is called ahead of each run, and not measured. A run that
    exceeds `timeout` seconds is ended and counts as such, with the code -9.
    """

    def once() -> Figure:
        before()
        return _once(command, cwd, timeout)

    results = [once()]
    if results[0].wall < 60:
        results = [once() for _ in range(runs)]
    return Figure(
        statistics.median(one.wall for one in results),
        statistics.median(one.cpu for one in results),
        max(one.memory for one in results),
        results[-1].code,
        len(results),
    )


def _once(command: Sequence[str], cwd: Path | None, timeout: float) -> Figure:
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    deadline = start + timeout
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        if time.perf_counter() > deadline:
            process.kill()
            _, status, usage = os.wait4(process.pid, 0)
            break
        time.sleep(0.002)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Figure(
        time.perf_counter() - start,
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss / 1024,
        process.returncode,
        1,
    )
