"""What the documentation shows is what happens."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import toolkit

ROOT = Path(__file__).parent.parent.parent
PUBLIC = {
    "Article",
    "ExitCode",
    "Exports",
    "Finding",
    "Ledger",
    "Library",
    "Lock",
    "OslerError",
    "Report",
    "Severity",
    "Workspace",
    "__version__",
    "check",
    "export",
    "ledger",
    "open_workspace",
    "read_article",
    "read_library",
    "read_lock",
}
"""Taking one away breaks other people's programs: that is for a new major version."""
CONSOLE = re.compile(r"^```console (?P<project>\S+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = sorted(path for path in (ROOT / "docs").glob("*.md") if CONSOLE.search(path.read_text("utf-8")))


def test_the_public_names_are_these() -> None:
    assert set(toolkit.__all__) == PUBLIC
    for name in PUBLIC:
        assert getattr(toolkit, name).__doc__, name
    page = (ROOT / "docs" / "api.md").read_text("utf-8")
    assert [name for name in PUBLIC - {"__version__"} if f"`{name}`" not in page] == []


def test_no_other_name_is_made_up() -> None:
    with pytest.raises(AttributeError, match="no attribute 'chek'"):
        _ = toolkit.chek


def test_the_examples_in_python_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("osler.toml", "references.bib", "references.lock"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "articles", tmp_path / "articles")
    monkeypatch.chdir(tmp_path)
    failed, tried = doctest.testfile(str(ROOT / "docs" / "api.md"), module_relative=False)
    assert tried
    assert not failed


def test_a_page_shows_a_refusal() -> None:
    assert ROOT / "docs" / "export.md" in PAGES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_output_shown_is_what_the_commands_print(page: Path, tmp_path: Path, *, update: bool) -> None:
    """A block ```` ```console FOLDER ```` holds commands after `$`, run in a copy of that folder."""
    text = page.read_text("utf-8")
    shown = CONSOLE.sub(lambda block: _run(block["project"], block["text"], tmp_path), text)
    if update:
        page.write_text(shown, "utf-8")
    else:
        assert shown == text, "out of date: run pytest tests/house --update"


def _run(project: str, block: str, scratch: Path) -> str:
    folder = scratch / Path(project).name
    shutil.copytree(ROOT / project, folder, dirs_exist_ok=True)
    environment = {**os.environ, "NO_COLOR": "1", "SOURCE_DATE_EPOCH": "1795305600"}
    for name in ("GITHUB_WORKSPACE", "GITHUB_STEP_SUMMARY", "CI_PROJECT_DIR"):
        environment.pop(name, None)
    lines = []
    for line in block.splitlines():
        if line.startswith("$ "):
            program, *arguments = shlex.split(line[2:])
            command = [str(Path(sys.executable).with_name(program)), *arguments]
            done = subprocess.run(
                command,
                cwd=folder,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            lines += [line, *done.stdout.splitlines()]
    return "\n".join([f"```console {project}", *lines, "```"])
