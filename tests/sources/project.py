"""A project in a folder, and Osler's command line run on it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import toolkit.cli
from tests.sources.eutils_server import EutilsServer
from toolkit.model.identifier import Identifier
from toolkit.model.record import Record
from toolkit.readers.lock import read_lock


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


@dataclass
class ProjectFolder:
    """A project whose commands ask a loopback server. `environment` adds to that of the process."""

    root: Path
    server: EutilsServer
    environment: dict[str, str] = field(default_factory=dict)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())

    def read(self, name: str) -> str:
        return (self.root / name).read_bytes().decode()

    def library(self, **entries: Iterable[str]) -> None:
        """Write a library: key and identifiers, such as `green="pmid = {1}"`."""
        lines = [
            f"@article{{{key},\n  title = {{{key}}},\n  {', '.join(fields)}\n}}\n"
            for key, fields in entries.items()
        ]
        self.write("references.bib", "\n".join(lines))

    def settings(self) -> dict[str, str]:
        base = {
            **os.environ,
            "OSLER_EUTILS_URL": self.server.url,
            "OSLER_IDCONV_URL": self.server.converter_url,
        }
        return {**base, "NO_PROXY": "127.0.0.1", **self.environment}

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "toolkit", *arguments, "--project", str(self.root)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self.settings(),
            cwd=Path(__file__).parents[2],
        )

    def run(self, *arguments: str) -> Done:
        """Run a command in this process, which is quicker; `start` runs it in one of its own."""
        out, err = io.StringIO(), io.StringIO()
        with mock.patch.dict(os.environ, self.settings()), redirect_stdout(out), redirect_stderr(err):
            code = toolkit.cli.run([*arguments, "--project", str(self.root)])
        return Done(code, out.getvalue(), err.getvalue())

    def locked(self) -> dict[str, Record]:
        lock = read_lock("references.lock", (self.root / "references.lock").read_bytes())
        assert lock.problems == ()
        return {str(record.identifier): record for record in lock.records}

    def find(self, text: str) -> Record | None:
        lock = read_lock("references.lock", (self.root / "references.lock").read_bytes())
        identifier = Identifier.parse(text)
        assert identifier
        return lock.records.find(identifier)
