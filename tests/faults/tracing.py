"""Running a command so that one of its system calls fails, or is its last: strace's fault injection.

https://man7.org/linux/man-pages/man1/strace.1.html, "Tampering". The calls are the kernel's, so that SQLite's
and the C library's are reached as well as Python's.
"""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.conftest import ROOT

WRITING = (
    *(
        "write",
        "pwrite64",
        "fsync",
        "fdatasync",
        "ftruncate",
        "fallocate",
        "rename",
        "renameat2",
        "link",
        "linkat",
    ),
    *("unlink", "unlinkat", "mkdir", "mkdirat", "rmdir", "chmod", "fchmod", "fchmodat"),
)
"""The calls that change a file or a folder, opening apart."""
READING = ("openat", "read", "newfstatat")
OPEN = "openat"
KILL = "SIGKILL"
_CALL = re.compile(r"^(?:(\d+) +)?(\w+)\(")
"""A line of strace's: the process's number, where it follows several, and the call."""
_CREATES = "O_CREAT"
_LONGEST = 60
Place = tuple[str, int]
"""A call's name, and the how manyth of its kind it is in its thread."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens at the `when`th call of a kind: `KILL`, or an error such as `ENOSPC`.

    With `paths` only calls about these files are counted.
    """

    call: str
    when: int
    effect: str
    paths: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Give it as in `ENOSPC at write 3`."""
        return f"{self.effect} at {self.call} {self.when}"


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended; `struck` is the call at which the fault happened, `None` if it never came to it."""

    code: int
    out: str
    err: str
    struck: str | None = None


def strace() -> str:
    """Find strace, which `tests/install_tools.py` installs."""
    found = shutil.which("strace")
    assert found, "strace is needed: apt-get install strace, or run `make tools`"
    return found


def run(arguments: Iterable[str], environment: Mapping[str, str]) -> Done:
    """Run Osler without any fault."""
    done = subprocess.run(
        _osler(arguments),
        env=dict(environment),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=_LONGEST,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def places(
    arguments: Iterable[str],
    environment: Mapping[str, str],
    paths: tuple[str, ...] = (),
    *,
    follows: bool = True,
) -> list[Place]:
    """List the calls at which a command writes, or those at which it reads `paths`: kind and number."""
    _, log = _traced(arguments, environment, [], paths, follows=follows)
    numbers: Counter[tuple[str, str]] = Counter()
    found: dict[Place, None] = {}
    for line in log:
        call = _CALL.match(line)
        if call is not None:
            numbers[call[1], call[2]] += 1
            if paths or call[2] != OPEN or _CREATES in line:
                found[call[2], numbers[call[1], call[2]]] = None
    return list(found)


def strike(
    arguments: Iterable[str], environment: Mapping[str, str], fault: Fault, *, follows: bool = True
) -> Done:
    """Run Osler, and let a fault happen; with `follows`, in the processes that it starts too."""
    effect = f"signal={KILL}" if fault.effect == KILL else f"error={fault.effect}"
    options = ["-e", f"inject={fault.call}:{effect}:when={fault.when}"]
    done, log = _traced(arguments, environment, options, fault.paths, follows=follows)
    if fault.effect == KILL:
        struck = log[-2] if done.returncode == -signal.SIGKILL and len(log) > 1 else None
    else:
        struck = next((line for line in log if line.endswith("(INJECTED)")), None)
        if struck and fault.call == OPEN and not fault.paths and _CREATES not in struck:
            struck = None  # one of the modules that Python opens: not ours to look at
    return Done(done.returncode, done.stdout, done.stderr, struck)


def _traced(
    arguments: Iterable[str],
    environment: Mapping[str, str],
    options: list[str],
    paths: tuple[str, ...],
    *,
    follows: bool,
) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    calls = READING if paths else (*WRITING, OPEN)
    with tempfile.NamedTemporaryFile("r", prefix="osler-strace-", errors="replace") as log:
        command = [
            strace(),
            *(("-f",) if follows else ()),
            "-qq",
            "-o",
            log.name,
            "-e",
            f"trace={','.join(calls)}",
        ]
        command += [part for path in paths for part in ("-P", path)]
        if follows and not paths and not any(KILL in option for option in options):
            command.append("--seccomp-bpf")  # much quicker, but delivers no signals
        done = subprocess.run(
            [*command, *options, *_osler(arguments)],
            env=dict(environment),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=_LONGEST,
            check=False,
        )
        return done, log.read().splitlines()


def _osler(arguments: Iterable[str]) -> list[str]:
    return [sys.executable, "-m", "toolkit", *arguments]
