"""The Nu HTML checker: the reference for "valid HTML", run on request and in the tests. Needs Java."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.errors import OslerError

_TIME_LIMIT = 120
"""Seconds for one run; the checker needs two to start and some milliseconds a page."""


@dataclass(frozen=True, slots=True)
class NuMessage:
    """One message: `kind` is `error`, `warning` or `info`; line and column count from 1."""

    path: str
    kind: str
    message: str
    line: int | None = None
    column: int | None = None


def run_nu(jar: Path, paths: Sequence[Path], *, java: str | None = None) -> list[NuMessage]:
    """Run the checker once over all pages; give its errors and warnings.

    `jar` is the checker's (npm `vnu-jar`), `java` the runtime (default: the one on the path).
    Raises `OslerError` if either is missing or the checker cannot do its work: that it said
    nothing is never taken for "no errors".
    """
    program = java or shutil.which("java")
    if program is None:
        raise OslerError(
            "the Nu HTML checker needs Java, and none was found",
            help="install a Java runtime, such as default-jre-headless on Debian",
        )
    if not jar.is_file():
        raise OslerError(
            f"there is no Nu HTML checker at {jar}",
            help="install the npm package vnu-jar, and give the path of its vnu.jar",
        )
    # The checker passes over what is not there, and over other suffixes, without a word.
    absent = [str(path) for path in paths if path.suffix != ".html" or not path.is_file()]
    if absent:
        raise OslerError(f"the Nu HTML checker checks .html files that exist, not {', '.join(absent)}")
    command = [program, "-Xss1m", "-jar", str(jar), "--format", "json", "--stdout", "--exit-zero-always"]
    try:
        done = subprocess.run(  # noqa: S603 - a program and files that the caller names, no shell
            [*command, *map(str, paths)], capture_output=True, timeout=_TIME_LIMIT, check=False
        )
        answer = json.loads(done.stdout)
        messages = [_message(one) for one in answer["messages"]]
    except (OSError, subprocess.TimeoutExpired, ValueError, KeyError, TypeError) as error:
        raise OslerError(
            f"the Nu HTML checker gave no answer: {error}", help="try it by hand: java -jar vnu.jar PAGE"
        ) from error
    broken = [one for one in messages if one.kind == "non-document-error"]
    if broken or done.returncode:
        reason = broken[0].message if broken else done.stderr.decode("utf-8", "replace")[-300:].strip()
        raise OslerError(f"the Nu HTML checker could not check: {reason}")
    return messages


def _message(raw: dict[str, object]) -> NuMessage:
    kind = "warning" if raw.get("subType") == "warning" else str(raw["type"])
    return NuMessage(
        path=str(raw.get("url", "")),
        kind=kind,
        message=str(raw.get("message", "")),
        line=_number(raw.get("lastLine")),
        column=_number(raw.get("firstColumn", raw.get("lastColumn"))),
    )


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
