"""git that is missing, broken, shallow or hostile: a clear refusal, never a silent pass, and nothing is run."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.changes.conftest import ARTICLE, Project, made


def refused(project: Project, revision: str = "main", **variables: str) -> str:
    """Give what is said; the run must end with 2 and print no report, even with --exit-zero."""
    done = project.osler("--exit-zero", "--changed-since", revision, **variables)
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stdout == ""
    return done.stderr


def test_no_repository(bare_project: Project) -> None:
    assert "is not in the working tree of a git repository" in refused(bare_project)


def test_no_commit(bare_project: Project) -> None:
    bare_project.git("init", "-q", ".")
    assert "has no commit yet" in refused(bare_project)


def test_no_git(project: Project, tmp_path: Path) -> None:
    assert "git is not installed" in refused(project, PATH=str(tmp_path))


def test_a_git_that_cannot_run(project: Project, tmp_path: Path) -> None:
    broken = tmp_path / "bin" / "git"
    broken.parent.mkdir()
    broken.write_text("no program")
    broken.chmod(0o755)
    assert "git gave no answer" in refused(project, PATH=str(broken.parent))


@pytest.mark.parametrize("entry", ["", ".", "tools"])
def test_a_git_that_came_with_the_checkout_is_not_run(project: Project, entry: str) -> None:
    """As it would be found on Windows, or where PATH has an empty part."""
    own = project.write(f"{entry}/git" if entry else "git", f"#!/bin/sh\ntouch {project.folder}/owned\n")
    own.chmod(0o755)
    path = str(project.folder / entry) if entry == "tools" else entry + os.pathsep
    assert "is part of the project" in refused(project, PATH=path)
    assert not (project.folder / "owned").exists()


def test_an_unknown_revision(project: Project) -> None:
    said = refused(project, "mian")
    assert 'there is no revision "mian" in this clone' in said
    assert "`git fetch origin mian`" in said
    assert "`git fetch origin mian`" in refused(project, "origin/mian")


@pytest.mark.parametrize(
    "revision",
    [
        "",
        " ",
        "-h",
        "--help",
        "--upload-pack=touch x",
        "main\n",
        "\x00",
        "main..topic",
        "^main",
        "main:osler.toml",
        "HEAD^{tree}",
        "main topic",
        "$(touch x)",
    ],
)
def test_what_is_no_revision(project: Project, revision: str) -> None:
    said = refused(project, revision)
    assert "revision" in said
    assert "Traceback" not in said
    assert not (project.folder / "x").exists()


def test_a_branch_that_only_the_remote_has(project: Project, tmp_path: Path) -> None:
    clone = cloned(project, tmp_path, "--branch=topic")
    assert "did you mean origin/main?" in refused(clone)
    assert clone.since("--changed-since", "origin/main", select="claim") == []


def cloned(project: Project, tmp_path: Path, *options: str) -> Project:
    clone = made(tmp_path / "clone", tmp_path / "home")
    clone.git("clone", "-q", *options, f"file://{project.folder}", ".")
    return clone


def test_a_shallow_clone_says_how_to_deepen_it(project: Project, tmp_path: Path) -> None:
    project.write("articles/b12.md", ARTICLE.replace("20%", "25%"))
    project.commit()
    clone = cloned(project, tmp_path, "--depth=1", "--branch=topic")
    assert "fetch-depth: 0" in refused(clone)
    project.git("switch", "-q", "main")
    project.commit("main goes on")
    clone.git("fetch", "-q", "--depth=1", "origin", "main:refs/remotes/origin/main")
    said = refused(clone, "origin/main")
    assert "share no history as far as this shallow clone knows" in said
    assert "fetch-depth: 0" in said
    clone.git("fetch", "-q", "--unshallow", "origin")
    assert clone.since("--changed-since", "origin/main", select="claim") == [
        "articles/b12.md:13 claim-uncited"
    ]


def test_histories_that_never_met(project: Project) -> None:
    project.git("switch", "-q", "--orphan", "other")
    project.git("checkout", "-q", "main", "--", ".")
    project.commit("from nothing")
    assert '"main" and the current commit share no history' in refused(project)


def test_a_partial_clone_fetches_nothing(project: Project, tmp_path: Path) -> None:
    project.write("articles/b12.md", ARTICLE.replace("20%", "25%"))
    project.commit()
    project.git("config", "uploadpack.allowFilter", "true")
    clone = cloned(project, tmp_path, "--filter=blob:none", "--branch=topic")
    said = refused(clone, "origin/main")
    assert "git does not have the files of the revision" in said
    assert "--refetch" in said


def test_a_damaged_repository(project: Project) -> None:
    project.write("articles/b12.md", ARTICLE.replace("20%", "25%"))
    blob = project.git("rev-parse", "main:articles/b12.md")
    target = project.folder / ".git" / "objects" / blob[:2] / blob[2:]
    target.chmod(0o644)
    target.write_bytes(b"damaged")
    assert "git does not have the files of the revision" in refused(project)


def test_nothing_that_the_repository_names_is_run(project: Project, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    script = tmp_path / "script"
    script.write_text(f"#!/bin/sh\necho \"$0 $*\" >> '{trap}'\ncat\n")
    script.chmod(0o755)
    project.write(".gitattributes", "*.md diff=evil filter=evil\n*.bib diff=evil filter=evil\n")
    project.write("articles/b12.md", ARTICLE.replace("20%", "25%"))
    project.git("add", "-A")
    for name in (
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "core.askPass",
        "diff.external",
        "diff.evil.textconv",
        "diff.evil.command",
        "filter.evil.clean",
        "filter.evil.smudge",
        "filter.evil.process",
        "alias.rev-parse",
        "alias.cat-file",
        "credential.helper",
        "core.alternateRefsCommand",
    ):
        project.git("config", name, f"!{script}" if name.startswith("alias") else str(script))
    hooks = project.folder / ".git" / "hooks"
    for name in (
        "post-checkout",
        "pre-commit",
        "post-index-change",
        "reference-transaction",
        "fsmonitor-watchman",
    ):
        shutil.copy(script, hooks / name)
    trap.unlink(missing_ok=True)
    assert project.since("--changed-since", "main", select="claim") == ["articles/b12.md:13 claim-uncited"]
    assert not trap.exists(), trap.read_text()


def test_replaced_objects_are_not_believed(project: Project) -> None:
    changed = ARTICLE.replace("20%", "25%")
    old = project.git("rev-parse", "main:articles/b12.md")
    project.write("articles/b12.md", changed)
    project.git("add", "-A")
    project.git("replace", old, project.git("rev-parse", ":articles/b12.md"))
    assert project.since("--changed-since", "main", select="claim") == ["articles/b12.md:13 claim-uncited"]
