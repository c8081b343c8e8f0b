"""The hooks of `.pre-commit-hooks.yaml`, installed and run by the real pre-commit in a real repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

PRE_COMMIT = Path(sys.executable).with_name("pre-commit")
PACKAGED = ("toolkit", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", ".pre-commit-hooks.yaml")
GIT = ("git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run([*GIT, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def osler_repository(tmp_path: Path) -> Path:
    """Osler's own repository as the hooks' users clone it: what the package needs, committed."""
    folder = tmp_path / "osler"
    folder.mkdir()
    for name in PACKAGED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "x")
    return folder


def needed_packages(folder: Path) -> Path:
    """Link the packages of this environment into a folder, Osler apart: pip then finds what Osler needs there."""
    folder.mkdir()
    for place in map(Path, {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}):
        for one in place.iterdir():
            if not one.name.lower().startswith(("osler", "_osler", "_editable", "__editable", "__pycache__")):
                (folder / one.name).symlink_to(one)
    return folder


def test_the_hook_refuses_a_retracted_paper(osler_repository: Path, tmp_path: Path) -> None:
    """pre-commit clones, builds and installs Osler; what it needs is taken from this environment.

    To fetch all of that once more took minutes, and the environment of the tests was made in that way.
    """
    project = tmp_path / "pages"
    shutil.copytree(ROOT / "tests" / "projects" / "retracted", project)
    commit = git(osler_repository, "rev-parse", "HEAD")
    (project / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {osler_repository}\n    rev: {commit}\n    hooks:\n"
        "      - id: osler-check\n        args: [--select, reference-retracted, --output-format, concise]\n",
        "utf-8",
    )
    git(project, "init", "-q")
    git(project, "add", ".")
    environment = {
        **os.environ,
        "PRE_COMMIT_HOME": str(tmp_path / "home"),
        "PIP_NO_INPUT": "1",
        "PIP_NO_COMPILE": "1",
        "PYTHONPATH": str(needed_packages(tmp_path / "needed")),
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "safe.directory",
        "GIT_CONFIG_VALUE_0": "*",
    }

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command: list[str | Path] = [PRE_COMMIT, *arguments, "--color", "never"]
        return subprocess.run(
            command, cwd=project, env=environment, capture_output=True, text=True, check=False
        )

    done = run("install-hooks")
    assert done.returncode == 0, done.stdout + done.stderr
    [installed] = (tmp_path / "home").glob("*/py_env-*/lib/python*/site-packages/toolkit/__init__.py")
    assert installed.read_bytes() == (ROOT / "toolkit" / "__init__.py").read_bytes()
    checking = ("run", "--all-files", "--verbose")
    done = run(*checking)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "osler check..." in done.stdout
    assert "- exit code: 1\n" in done.stdout
    assert '13:2: error[reference-retracted] "xiao2016" is retracted' in done.stdout
    article = project / "articles" / "mir-429-lung-cancer.md"
    article.write_text("---\ntitle: Nothing is cited\n---\n\nHello.\n", "utf-8")
    git(project, "add", ".")
    done = run(*checking)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout


def test_the_manifest_is_one(tmp_path: Path) -> None:
    command: list[str | Path] = [PRE_COMMIT, "validate-manifest", ROOT / ".pre-commit-hooks.yaml"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("name", "is_read"),
    [
        ("articles/a.md", True),
        ("pages/references.bib", True),
        ("references.lock", True),
        ("pages/osler.toml", True),
        ("board.toml", True),
        ("reviews/a/2026-11-22-approval.toml", True),
        ("pages/reviews/a/1.toml", True),
        ("reviews/notes.txt", False),
        ("src/settings.toml", False),
        ("poetry.lock", False),
    ],
)
def test_the_hooks_run_when_a_file_changes_that_is_read(name: str, is_read: bool) -> None:
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")):
        assert bool(re.search(hook["files"], name)) is is_read
