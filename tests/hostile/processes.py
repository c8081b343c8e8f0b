"""Processes in which cases are run: forks of one that has imported everything, limited and without privileges.

Starting Python and importing takes a second of processor time on a slow machine, and a fork takes a few
milliseconds; what runs in it is the command line itself, from its first line to the end of the process.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from toolkit import check, open_workspace
from toolkit.__main__ import main as osler
from toolkit.cache.edition import edition
from toolkit.cache.store import Store

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
    """What runs commands in forks of a process that has imported the command line, one at a time."""

    def __init__(self, asking: int, told: int) -> None:
        self._asking = os.fdopen(asking, "w", encoding="utf-8")
        self._told = os.fdopen(told, encoding="utf-8")

    def close(self) -> None:
        """Ask for nothing more, which ends it."""
        self._asking.close()
        self._told.close()

    def run(
        self,
        command: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        file_size: int | None = None,
        meanwhile: Callable[[Path], None] | None = None,
    ) -> Answer:
        """Run a command in a folder; `file_size` is the largest file in bytes that it may write.

        With `meanwhile`, which is given the file that the command's output goes to, it is one that
        serves: it is interrupted, as by Ctrl-C, when that has returned.
        """
        said = folder.parent / "said"
        job = {
            "command": command,
            "folder": str(folder),
            "environment": dict(environment),
            "file_size": file_size,
            "said": str(said),
        }
        print(json.dumps(job), file=self._asking, flush=True)
        pid = int(self._told.readline())
        if meanwhile is not None:
            try:
                meanwhile(said)
            finally:
                os.kill(pid, signal.SIGINT)
        code, seconds, memory = json.loads(self._told.readline())
        text = said.read_bytes().decode()
        said.unlink()
        return Answer(code, text, seconds, memory)


@contextmanager
def several(number: int) -> Iterator[list[Forks]]:
    """Keep so many for the time of a context, all of them forks of one process."""
    pipes = [(os.pipe(), os.pipe()) for _ in range(number)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OSLER_")}
    ends = [end for (jobs, _), (_, answers) in pipes for end in (jobs, answers)]
    command = [sys.executable, "-m", __name__, *map(str, ends)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, pass_fds=ends):
        for end in ends:
            os.close(end)
        found = [Forks(asking, told) for (_, asking), (told, _) in pipes]
        try:
            yield found
        finally:
            for one in found:
                one.close()


def main() -> None:
    """Import everything once, and answer on each pair of pipes, whose numbers are the arguments."""
    _warm()
    ends = [int(one) for one in sys.argv[1:]]
    pairs = list(zip(ends[::2], ends[1::2], strict=True))
    for number, pair in enumerate(pairs):
        if not os.fork():
            for other in {end for one in pairs[number:] for end in one} - set(pair):
                os.close(other)
            _serve(*pair)
            os._exit(0)
        for end in pair:
            os.close(end)
    for _ in pairs:
        os.wait()


def _serve(jobs: int, answers: int) -> None:
    """Fork for each line of jobs: tell the fork's number, then its exit code, processor seconds and memory."""
    with os.fdopen(jobs, encoding="utf-8") as asked, os.fdopen(answers, "w", encoding="utf-8") as told:
        for line in asked:
            pid = os.fork()
            if not pid:
                os.close(answers)
                _become(json.loads(line))
                _leave(_code())
            print(pid, file=told, flush=True)
            _, status, usage = os.wait4(pid, 0)
            seconds = usage.ru_utime + usage.ru_stime
            answer = (os.waitstatus_to_exitcode(status), seconds, usage.ru_maxrss * 1024)
            print(json.dumps(answer), file=told, flush=True)


def _warm() -> None:
    """Import what commands import late, compile the patterns of all rules by a check, and digest our code."""
    for name in _LOADED:
        import_module(name)
    workspace = open_workspace(ROOT)
    check(workspace, date(2026, 11, 22))
    with tempfile.TemporaryDirectory() as folder:
        edition(Store(Path(folder), b""))
    gc.freeze()


def _code() -> int:
    """Run the command line, and give its exit code; what it does not catch is told as Python tells it, with 1."""
    try:
        osler()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - a traceback is what a case must not show, so it must be shown
        traceback.print_exc()
        return 1
    return 0


def _leave(code: int) -> NoReturn:
    """End a fork as Python ends, but for tearing down what it shares: that would copy all of it first."""
    for thread in threading.enumerate():
        if not thread.daemon and thread is not threading.current_thread():
            thread.join()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    os._exit(code)


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
    signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell's background job ignores
    _give_up_privileges()


def _give_up_privileges() -> None:
    """Give up every capability: modes of files then hold for root as for anybody (Linux, capset(2))."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES_VERSION, 0)
    sets = (ctypes.c_uint32 * 6)()
    if ctypes.CDLL(None, use_errno=True).capset(header, sets):
        raise OSError(ctypes.get_errno(), "capset")


if __name__ == "__main__":
    main()
