"""`check`, `export` and their like open no socket and run no code from the project: an audit hook looks on.

The project is a trap: modules of the names that Osler imports, hooks, and a git configuration that
names programs. Controls show that each of the traps works, and that the hook sees what it is to see.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

WATCHED = Path(__file__).with_name("watched.py")
GIT = shutil.which("git") or pytest.fail("the tests need git")
MODULES = (
    *("toolkit", "lxml", "click", "pybtex", "yaml", "json", "re", "Bio", "pyromark", "sitecustomize"),
    *("usercustomize", "conftest", "setup", "rich", "tomllib", "platformdirs", "latex2mathml", "osler"),
)
HOOKS = ("post-checkout", "pre-commit", "post-index-change", "reference-transaction", "fsmonitor-watchman")
ATTRIBUTES = "* diff=trap filter=trap merge=trap\n"
CODES = (0, 1)

COMMANDS = (
    ["check"],
    ["check", "--no-cache"],
    ["check", "--changed-since", "HEAD~1"],
    ["check", "--base", "HEAD~1"],
    ["check", "--fix", "--diff"],
    ["export"],
    ["export", "--draft", "--site", "--output", "site"],
    ["ledger", "--format", "html"],
    ["impact", "green2017"],
    ["audit", "--offline"],
    ["review", "status"],
    ["review", "verify", "--base", "HEAD~1"],
    ["explain", "claim-uncited"],
)
PROGRAMS = {"--changed-since": "git", "--base": "git", "--site": "pagefind"}
"""What an option may start; nothing else is started."""


@pytest.fixture(scope="module")
def trap(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of real articles with two commits, in which every trap is laid."""
    root = tmp_path_factory.mktemp("trap") / "project"
    (root / "articles").mkdir(parents=True)
    for name in ("variceal-rebleeding.md", "vitamin-b12-leukopenia.md"):
        shutil.copy(ROOT / "articles" / name, root / "articles")
    for name in ("osler.toml", "references.bib", "references.lock"):
        shutil.copy(ROOT / name, root / name)
    git(root, "init", "-q")
    git(root, "add", "articles", "osler.toml", "references.bib", "references.lock")
    commit = ("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q")
    git(root, *commit, "-m", "one")
    article = root / "articles/variceal-rebleeding.md"
    article.write_text(article.read_text("utf-8") + "\nOne more sentence says nothing.\n", "utf-8")
    git(root, *commit, "-a", "-m", "two")
    lay(root)
    return root


def lay(root: Path) -> None:
    """Lay the traps: whatever runs one of them leaves a mark beside the project."""
    for name in MODULES:
        (root / f"{name}.py").write_text(f"open({str(mark(root))!r}, 'a').write({name!r})\n", "utf-8")
    program = root / "program.sh"
    program.write_text(f"#!/bin/sh\necho program >> '{mark(root)}'\nexit 1\n", "utf-8")
    program.chmod(0o755)
    for name in HOOKS:
        shutil.copy(program, root / ".git/hooks" / name)
    for setting in (
        *("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass", "gpg.program"),
        *("diff.external", "diff.trap.textconv", "diff.trap.command", "filter.trap.clean"),
        *("filter.trap.smudge", "merge.trap.driver", "credential.helper", "pager.show", "gpg.ssh.program"),
    ):
        git(root, "config", setting, str(program))
    git(root, "config", "alias.show", "!" + str(program))
    (root / ".gitattributes").write_text(ATTRIBUTES, "utf-8")


def mark(root: Path) -> Path:
    """Give the file that a trap writes when it was run."""
    return root.parent / "mark"


def git(root: Path, *arguments: str) -> None:
    subprocess.run([GIT, *arguments], cwd=root, check=True, capture_output=True)


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GIT_"))}
    return {**kept, "SOURCE_DATE_EPOCH": "1795305600", **more}


def events(root: Path, command: list[str], **more: str) -> tuple[int, list[str]]:
    """Run a command under the hook; give its exit code and what it touched."""
    log = root.parent / "log"
    log.unlink(missing_ok=True)
    done = subprocess.run(
        [sys.executable, str(WATCHED), str(log), str(root), *command],
        cwd=root,
        env=environment(**more),
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done.returncode, log.read_text("utf-8").splitlines() if log.exists() else []


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_socket_and_no_code_of_the_project(trap: Path, command: list[str]) -> None:
    code, touched = events(trap, command)
    assert code in CODES
    programs = [Path(line.removeprefix("program ")) for line in touched if line.startswith("program ")]
    assert {one.name for one in programs} <= {PROGRAMS[word] for word in command if word in PROGRAMS}
    assert not any(one.is_relative_to(trap) or not one.is_absolute() for one in programs)
    assert [line for line in touched if not line.startswith("program ")] == []
    assert not mark(trap).exists(), mark(trap).read_text("utf-8")


def test_nor_do_its_children(trap: Path) -> None:
    """Forty articles are shared out to a child for each core, and children keep the hook."""
    many = trap / "articles/many"
    many.mkdir()
    try:
        for number in range(40):
            (many / f"copy-{number}.md").write_text("# A question\n\nWater is wet.\n", "utf-8")
        code, touched = events(trap, ["check", "--no-cache"])
    finally:
        shutil.rmtree(many)
    assert (code, touched) == (1, [])
    assert not mark(trap).exists(), mark(trap).read_text("utf-8")


def test_nor_does_the_command_as_a_user_starts_it(trap: Path) -> None:
    osler = Path(sys.executable).with_name("osler")
    done = subprocess.run([osler, "check"], cwd=trap, env=environment(), capture_output=True, check=False)
    assert done.returncode in CODES, done.stderr.decode()
    assert not mark(trap).exists(), mark(trap).read_text("utf-8")


def test_the_hook_sees_a_socket(trap: Path) -> None:
    code, touched = events(
        trap, ["audit"], OSLER_EUTILS_URL="http://127.0.0.1:9/", OSLER_EMAIL="a@example.org"
    )
    assert code == 3
    assert "socket socket.connect" in touched


def test_the_traps_work(trap: Path, tmp_path: Path) -> None:
    """What `python -m` and a plain git do here, Osler must not."""
    here = tmp_path / "project"
    shutil.copytree(trap, here, symlinks=True)
    lay(here)
    subprocess.run([sys.executable, "-c", "import lxml"], cwd=here, env=environment(), check=True)
    assert mark(here).read_text("utf-8") == "lxml"
    mark(here).unlink()
    subprocess.run([GIT, "status"], cwd=here, env=environment(), check=False, capture_output=True)
    assert "program" in mark(here).read_text("utf-8")


def test_the_hook_sees_code_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "toolkit.py").write_text("WHAT = 'no package'\n", "utf-8")
    log = tmp_path / "log"
    command = [sys.executable, str(WATCHED), str(log), str(tmp_path), "check"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment(PYTHONPATH=str(tmp_path)), capture_output=True, check=False
    )
    assert done.returncode == 1
    assert f"code exec {tmp_path}/toolkit.py" in log.read_text("utf-8").splitlines()
