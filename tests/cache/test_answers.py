"""A check of what has not changed is printed again without judging; whatever changed, it is judged."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cache.conftest import DAY, answered, asked, printed
from toolkit.api.answers import Question
from toolkit.api.check import check
from toolkit.api.witness import WitnessTree, would_find_the_same
from toolkit.api.workspace import open_workspace
from toolkit.errors import OslerError


def tell(project: Path, *more: str) -> list[str]:
    """Check a project once; give the arguments."""
    arguments = ["check", "-fconcise", f"--project={project}", "--as-of=2026-11-22", *more]
    printed(arguments, asked(arguments))
    return arguments


def test_a_second_run_prints_the_same_and_imports_no_rule(project: Path) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "toolkit", "check"]
    first, second = (
        subprocess.run(command, cwd=project, capture_output=True, text=True, check=False) for _ in range(2)
    )
    assert first.stdout == second.stdout
    assert first.returncode == second.returncode == 1
    assert "toolkit.rules" in first.stderr
    imported = {line.rpartition("|")[2].strip() for line in second.stderr.splitlines()}
    assert not {one.partition(".")[0] for one in imported} & {"click", "lxml", "yaml", "pybtex"}
    assert not {
        one for one in imported if one.startswith(("toolkit.rules", "toolkit.readers", "toolkit.engine"))
    }


def test_what_is_known_is_given(project: Path) -> None:
    arguments = tell(project)
    assert answered(asked(arguments)) == printed([*arguments, "--no-cache"])


def _remove(project: Path) -> None:
    (project / "articles" / "b12.md").unlink()


def _add(project: Path) -> None:
    (project / "articles" / "new.md").write_text("# New\n")


def _edit_keeping_time_and_size(project: Path) -> None:
    place = project / "articles" / "b12.md"
    facts = place.stat()
    place.write_text(place.read_text().replace("1000 ug", "1000 mg"))
    os.utime(place, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def _add_a_picture(project: Path) -> None:
    (project / "figure.png").write_bytes(b"")


def _configure(project: Path) -> None:
    (project / "osler.toml").write_text('ignore = ["claim"]\n')


def _fetch(project: Path) -> None:
    (project / "references.lock").write_text("")


def _seat(project: Path) -> None:
    (project / "board.toml").write_text("")


def _review(project: Path) -> None:
    (project / "reviews" / "b12").mkdir(parents=True)


def _lead_out(project: Path) -> None:
    (project / "articles").rename(project.parent / "elsewhere")
    (project / "articles").symlink_to(project.parent / "elsewhere")


@pytest.mark.parametrize(
    "change",
    [
        _remove,
        _add,
        _edit_keeping_time_and_size,
        _add_a_picture,
        _configure,
        _fetch,
        _seat,
        _review,
        _lead_out,
    ],
)
def test_any_change_is_noticed(project: Path, change: Callable[[Path], None]) -> None:
    arguments = tell(project)
    change(project)
    assert answered(asked(arguments)) is None


def test_a_configuration_further_in_is_noticed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project / "articles")
    arguments = ["check", "-fconcise", "other.md"]
    printed(arguments, asked(arguments))
    assert answered(asked(arguments)) is not None
    (project / "articles" / "osler.toml").write_text("")
    assert answered(asked(arguments)) is None


@pytest.mark.parametrize(
    ("name", "value"), [("SOURCE_DATE_EPOCH", "0"), ("OSLER_CHECK_IGNORE", "claim"), ("NO_COLOR", "1")]
)
def test_another_environment_is_another_question(
    project: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    arguments = tell(project)
    monkeypatch.setenv(name, value)
    assert answered(asked(arguments)) is None


@pytest.mark.parametrize(
    "more", [["--statistics"], ["-fgithub"], ["-fsarif"], ["--diff"], ["--exit-zero", "--output-file=x"]]
)
def test_what_asks_more_than_the_files_is_not_kept(
    project: Path, monkeypatch: pytest.MonkeyPatch, more: list[str]
) -> None:
    monkeypatch.chdir(project)
    assert answered(asked(tell(project, *more))) is None


def test_a_file_that_cannot_be_read_is_told_of_again(project: Path) -> None:
    (project / "articles" / "b12.md").write_bytes(b" " * ((2 << 20) + 1))
    assert answered(asked(tell(project))) is None


def test_answers_of_another_users_key_are_none(
    project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OSLER_STATE", str(tmp_path / "forger"))
    arguments = tell(project)
    known = asked(arguments)
    assert answered(known) is not None
    monkeypatch.setenv("OSLER_STATE", str(tmp_path / "victim"))
    assert answered(Question(known.arguments, known.folder, known.circumstances)) is None


def test_everything_that_a_check_opens_in_the_project_was_witnessed(project: Path) -> None:
    opened: list[str] = []
    is_listening = True

    def listen(event: str, arguments: tuple[object, ...]) -> None:
        if (
            is_listening
            and event in ("open", "os.listdir", "os.scandir")
            and isinstance(arguments[0], str | Path)
        ):
            opened.append(os.fspath(arguments[0]))

    (project / "reviews" / "b12").mkdir(parents=True)
    (project / "reviews" / "b12" / "0001.toml").write_text("")
    tree = WitnessTree.find(project)
    sys.addaudithook(listen)  # cannot be taken away again, only told to be quiet
    try:
        check(open_workspace(tree=tree), DAY)
    finally:
        is_listening = False
    seen = "\n".join(tree.notes.found)
    inside = {os.path.relpath(one, project) for one in opened if one.startswith(str(project))}
    assert {"articles/b12.md", "references.bib", "reviews/b12/0001.toml"} <= inside
    for name in inside:
        folder, _, last = name.rpartition("/")
        assert f'"{name}"' in seen or (f'["read_folder", "{folder}"' in seen) or last in (".", "articles")


def test_refusals_are_witnessed_too(project: Path) -> None:
    tree = WitnessTree.find(project)
    with pytest.raises(OslerError):
        tree.read("missing.md", 10)
    assert would_find_the_same(project, tree.notes.found)
    (project / "missing.md").write_text("here")
    assert not would_find_the_same(project, tree.notes.found)


def test_two_answers_to_one_question_are_not_kept(project: Path) -> None:
    tree = WitnessTree.find(project)
    tree.exists("new.md")
    (project / "new.md").write_text("")
    tree.exists("new.md")
    assert not tree.notes.is_whole
