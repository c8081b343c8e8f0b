"""A project in a real git repository."""

from __future__ import annotations

import io
import json
import os
import subprocess
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from toolkit.cli import run

FRONT = """---
title: Can vitamin B12 deficiency cause leukopenia?
type: question-answer
audience: professional
authors: [{name: Rosa Klein}]
date: 2026-11-01
competing_interests: none
ai_assistance: none
---
"""
LIBRARY = """@article{green2017,
  author = {Green, Ralph},
  title = {Vitamin B12 deficiency},
  journal = {Blood},
  year = {2017},
}

@article{obeid2024,
  author = {Obeid, Rima},
  title = {Diagnosis of B12 deficiency},
  journal = {J Clin Med},
  year = {2024},
}
"""
SELECT = "claim,citation,article,reference-unused,reference-duplicate-work,reference-incomplete"


@dataclass(frozen=True)
class Project:
    """A project in a folder of a repository."""

    folder: Path
    environment: dict[str, str]

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def write(self, path: str, text: str) -> Path:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
        return target

    def commit(self, message: str = "change") -> str:
        self.git("add", "-A", ".")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")

    def osler(
        self, *arguments: str, text: str | None = None, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run `osler check` without a cache."""
        return self.run("check", "--no-cache", *arguments, text=text, **variables)

    def run(
        self, *arguments: str, text: str | None = None, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run the command line as the console script does, in this process: starting one takes seconds."""
        output, errors = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
        given = io.TextIOWrapper(io.BytesIO((text or "").encode()), "utf-8")
        before, folder = dict(os.environ), Path.cwd()
        try:
            os.environ.clear()
            os.environ.update({**self.environment, **variables})
            os.chdir(self.folder)
            with redirect_stdout(output), redirect_stderr(errors), mock.patch("sys.stdin", given):
                code = run([*arguments])
        finally:
            os.chdir(folder)
            os.environ.clear()
            os.environ.update(before)
        for stream in (output, errors):
            stream.seek(0)
        return subprocess.CompletedProcess(arguments, code, output.read(), errors.read())

    def check(self, *arguments: str, text: str | None = None, code: int | None = None) -> dict[str, Any]:
        done = self.osler("-f", "json", *arguments, text=text)
        assert done.stdout, done.stderr
        if code is not None:
            assert done.returncode == code, done.stdout + done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def since(self, *arguments: str, select: str = SELECT, text: str | None = None) -> list[str]:
        """Give what is reported, as `path:line rule`, and see that nothing is lost without being counted."""
        report = self.check("--select", select, *arguments, text=text)
        before = (None, *arguments[:-1])
        plain = [
            one for one, last in zip(arguments, before, strict=True) if "--changed-since" not in (one, last)
        ]
        everything = self.check("--select", select, *plain, text=text)
        left = report["summary"]["left_out"]["unchanged"]
        assert len(report["findings"]) + left == len(everything["findings"])
        return [f"{one['path']}:{one['start']['line']} {one['rule']}" for one in report["findings"]]


def environment_of(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {
        "HOME": str(home),
        "NO_COLOR": "1",
        "SOURCE_DATE_EPOCH": "1795305600",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.org",
    }


def made(folder: Path, home: Path) -> Project:
    folder.mkdir(parents=True, exist_ok=True)
    home.mkdir(exist_ok=True)
    return Project(folder, environment_of(home))


@pytest.fixture
def bare_project(tmp_path: Path) -> Project:
    """A project without git."""
    project = made(tmp_path / "project", tmp_path / "home")
    project.write("osler.toml", "")
    project.write("references.bib", LIBRARY)
    project.write("articles/b12.md", ARTICLE)
    project.write("articles/other.md", OTHER)
    return project


ARTICLE = (
    FRONT
    + """
## Answer

Vitamin B12 deficiency causes leukopenia in 20% of patients.

Give hydroxocobalamin 1000 mcg on alternate days.

The deficiency may look like leukaemia [@green2017].
"""
)
OTHER = FRONT + "\nGive folic acid 5 mg daily for four months.\n\nThey agree [@obeid2024].\n"


@pytest.fixture
def project(bare_project: Project) -> Project:
    """A project whose first commit, on main, has findings in both articles; `topic` begins there."""
    bare_project.git("init", "-q", "-b", "main", ".")
    bare_project.commit("first")
    bare_project.git("switch", "-q", "-c", "topic")
    return bare_project


@pytest.fixture
def retracted(tmp_path: Path) -> Project:
    """A project that cites a retracted paper, committed on main."""
    project = made(tmp_path / "retracted", tmp_path / "home")
    source = Path(__file__).parent.parent / "projects" / "retracted"
    for path in (*source.glob("*.*"), *source.glob("articles/*.md")):
        if path.is_file():
            project.write(path.relative_to(source).as_posix(), path.read_text("utf-8"))
    project.git("init", "-q", "-b", "main", ".")
    project.commit()
    return project
