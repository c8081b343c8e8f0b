"""Run an `osler` command under an audit hook, and write down whatever of the outside it touches.

    python watched.py LOG PROJECT COMMAND...

Each line of LOG is one event (PEP 578): a socket, a program that is started, or code whose file lies in
the project. The hook can't be taken out again, and forked children keep it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from types import CodeType
from typing import Any

STARTING = frozenset(("subprocess.Popen", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "pty.spawn"))


def touched(event: str, arguments: tuple[Any, ...], project: str) -> Iterator[str]:
    """Give what an event of the interpreter touches of the outside."""
    if event.startswith("socket."):
        yield f"socket {event}"
    elif event in STARTING:
        yield f"program {arguments[0]}"
    elif event in ("exec", "import", "compile", "marshal.loads", "ctypes.dlopen"):
        for one in arguments:
            name = one.co_filename if isinstance(one, CodeType) else one
            if isinstance(name, bytes):
                name = os.fsdecode(name)
            if isinstance(name, str) and name.startswith(project):
                yield f"code {event} {name}"


def main() -> None:
    """Install the hook, then be the `osler` command."""
    log, project, *arguments = sys.argv[1:]
    file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def hook(event: str, values: tuple[Any, ...]) -> None:
        for line in touched(event, values, project):
            os.write(file, f"{line}\n".encode(errors="backslashreplace"))

    sys.path.pop(0)  # this folder: an installed command has none such
    sys.argv[:] = ["osler", *arguments]
    sys.addaudithook(hook)
    from toolkit.__main__ import main as osler

    osler()


if __name__ == "__main__":
    main()
