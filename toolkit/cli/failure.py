"""Failures in words: refusals with their remedy, and our own defects with a log."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

from toolkit import __version__
from toolkit.errors import OslerError
from toolkit.reporters.printable import one_line

_LIBRARIES = ("click", "rich", "lxml", "pybtex", "biopython", "pyromark", "pyyaml", "latex2mathml")


def refusal(error: OslerError) -> str:
    """Give an operation that failed as one or two lines: where, what, and what to do."""
    lines = [f"osler: {one_line(str(error))}"]
    if error.help:
        lines.append(f"  help: {one_line(error.help)}")
    text = "\n".join(lines)
    # GitHub's runner obeys `##[command]` anywhere in a line of either stream, be it the name of a file.
    return text.replace("##[", "## [") if os.environ.get("GITHUB_ACTIONS") == "true" else text


def defect(error: BaseException) -> str:
    """Write a log of an unforeseen exception and give one line that names it."""
    return told(["".join(traceback.format_exception(error))], f"{type(error).__name__}: {error}")


def told(tracebacks: list[str], what: str) -> str:
    """Write a log of tracebacks with the versions in use, and give one line that names it."""
    import tempfile  # noqa: PLC0415 - start-up time

    log = "\n".join([_versions(), *tracebacks])
    line = f"osler: a defect of Osler's own ({one_line(what)[:200]})"
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="osler-", suffix=".log", delete=False, encoding="utf-8", errors="backslashreplace"
        ) as file:
            file.write(log)
    except OSError:
        return f"{line}; please report it"
    return f"{line}; please report it with the log {Path(file.name)}"


def _versions() -> str:
    import platform  # noqa: PLC0415 - start-up time
    from importlib import metadata  # noqa: PLC0415 - start-up time

    lines = [f"osler {__version__}", f"Python {sys.version}", platform.platform()]
    for name in _LIBRARIES:
        try:
            lines.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            lines.append(f"{name} is not installed")
    return "\n".join(lines) + "\n"
