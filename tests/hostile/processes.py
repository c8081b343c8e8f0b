"""Processes in which cases are run: forks of one that has imported everything, limited and without privileges.

Starting Python and importing takes a second of processor time on a slow machine, and a fork takes a few
milliseconds; what runs in it is the command line itself, from its first line to the end of the process.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from toolkit import check, open_workspace

ROOT = Path(__file__).parents[2]
ADDRESS_SPACE = 3 << 29
"""1.5 GiB: a guard against running away."""
SECONDS = 120
"""A guard against hanging, in processor time on a slow machine; not the 5 s that are aimed at."""
WAITING = 600
"""The same on the clock, for what waits and takes no processor time."""
_CAPABILITIES_VERSION = 0x20080522
_LOADED = (
    *(
        "toolkit.cli.add",
        "toolkit.cli.check",
        "toolkit.cli.export",
        "toolkit.cli.fetch",
        "toolkit.cli.ledger",
    ),
    *("toolkit.api.add", "toolkit.api.export", "toolkit.api.fetch", "toolkit.api.ledger", "toolkit.api.site"),
    *(
        "toolkit.cli.review",
        "toolkit.cli.review_status",
        "toolkit.cli.review_verify",
        "toolkit.validators.jats_profile",
    ),
)


@dataclass(frozen=True)
class Answer:
    """What a command said, and what it took: processor seconds, and bytes of memory at most."""

    code: int
    said: str
    seconds: float
    memory: int


class Forks:
    """A process that has imported the command line, and runs commands in forks of itself, one at a time."""

    def __enter__(self) -> Self:
        """Start the process."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("OSLER_")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it: it ends when nothing more is asked."""
        self._process.communicate()

    def run(
        self,
        command: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        file_size: int | None = None,
    ) -> Answer:
        """Run a command in a folder; `file_size` is the largest file in bytes that it may write."""
        said = folder.parent / "said"
        job = {
            "command": command,
            "folder": str(folder),
            "environment": dict(environment),
            "file_size": file_size,
            "said": str(said),
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        code, seconds, memory = json.loads(self._process.stdout.readline())
        text = said.read_bytes().decode()
        said.unlink()
        return Answer(code, text, seconds, memory)


@contextmanager
def several(number: int) -> Iterator[list[Forks]]:
    """Keep so many such processes for the time of a context."""
    with ExitStack() as stack:
        yield [stack.enter_context(Forks()) for _ in range(number)]


def main() -> None:
    """Fork for each line of standard input, and print the exit code, processor seconds and memory of the fork.

    A fork leaves by running the command to the end of the interpreter, as the command itself would.
    """
    from toolkit.__main__ import main as osler

    _warm()
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            _become(json.loads(line))
            osler()
            return
        _, status, usage = os.wait4(pid, 0)
        seconds = usage.ru_utime + usage.ru_stime
        print(json.dumps((os.waitstatus_to_exitcode(status), seconds, usage.ru_maxrss * 1024)), flush=True)


def _warm() -> None:
    """Import what commands import late, and compile the patterns of all rules by a check of this project."""
    for name in _LOADED:
        import_module(name)
    workspace = open_workspace(ROOT)
    check(workspace, date(2026, 11, 22))
    gc.freeze()


def _become(job: Mapping[str, Any]) -> None:
    """Take on what a job gives: limits, folder, environment, arguments, and where output goes."""
    output = os.open(job["said"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    os.chdir(job["folder"])
    os.environ.clear()
    os.environ.update(job["environment"])
    sys.argv[:] = ["osler", *job["command"]]
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    if job["file_size"] is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (job["file_size"], job["file_size"]))
    signal.alarm(WAITING)
    _give_up_privileges()


def _give_up_privileges() -> None:
    """Give up every capability: modes of files then hold for root as for anybody (Linux, capset(2))."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES_VERSION, 0)
    sets = (ctypes.c_uint32 * 6)()
    if ctypes.CDLL(None, use_errno=True).capset(header, sets):
        raise OSError(ctypes.get_errno(), "capset")


if __name__ == "__main__":
    main()
