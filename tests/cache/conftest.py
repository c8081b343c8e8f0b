"""A project that cites, and what is said of it."""

from __future__ import annotations

from contextlib import redirect_stdout
from datetime import date
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from toolkit.api.answers import Question
from toolkit.api.check import check
from toolkit.api.workspace import open_workspace
from toolkit.cli import run
from toolkit.reporters import Printout, reporter

DAY = date(2026, 11, 22)
ARTICLE = """---
title: Can vitamin B12 deficiency cause leukopenia?
type: question-answer
audience: professional
---

Deficiency may look like leukaemia [@green2017]. Give 1000 ug a day.[^1] See [the other](other.md).

[^1]: As others do [@obeid2024].
"""
OTHER = "# Other\n\nTreatment cures all patients [@obeid2024; @nobody].\n"
LIBRARY = """@article{green2017, author = {Green, Ralph}, title = {Vitamin B12 deficiency from the perspective of a
  practicing hematologist}, journal = {Blood}, year = {2017}, pmid = {28360040}}

@article{obeid2024, author = {Obeid, Rima}, title = {Diagnosis, treatment and management}, year = 2024}
"""


def make_project(folder: Path) -> Path:
    """Write a project of two articles."""
    (folder / "articles").mkdir(parents=True)
    (folder / "osler.toml").write_text("")
    (folder / "references.bib").write_text(LIBRARY)
    (folder / "articles" / "b12.md").write_text(ARTICLE)
    (folder / "articles" / "other.md").write_text(OTHER)
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two articles, a library, no lock."""
    return make_project(tmp_path / "project")


def report(
    folder: Path,
    *,
    cached: bool = True,
    today: date = DAY,
    ignore: tuple[str, ...] = (),
    paths: tuple[Path, ...] = (),
) -> str:
    """Check a project and give the whole JSON report, and what was silenced."""
    workspace = open_workspace(folder, paths, uses_cache=cached)
    found = check(workspace, today, ignore=ignore)
    assert not found.defects, found.defects[0]
    printed = reporter("json")(Printout(found.findings, found.sources))
    return f"{printed}\n{found.suppressed}\n{found.articles} {found.entries} {found.exit_code}"


def printed(arguments: list[str], question: Question | None = None) -> tuple[str, int]:
    """Run the command line in this process; give what it printed, and the exit code."""
    stream = TextIOWrapper(BytesIO(), encoding="utf-8", newline="")
    with redirect_stdout(stream):
        code = run(arguments, question)
        stream.flush()
        return stream.buffer.getvalue().decode(), code


def asked(arguments: list[str]) -> Question:
    """Ask what a new process with these arguments would ask, whose output goes to no terminal."""
    with redirect_stdout(TextIOWrapper(BytesIO(), encoding="utf-8")):
        question = Question.of(arguments)
    assert question is not None
    return question


def answered(question: Question) -> tuple[str, int] | None:
    """Give what is known to be the answer; as `printed`, in a new process."""
    with redirect_stdout(TextIOWrapper(BytesIO(), encoding="utf-8")):
        known = question.answer()
    return (known[0].decode(), known[1]) if known is not None else None
