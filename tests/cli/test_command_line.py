"""The command line itself: what it says when it's called in the wrong place, wrongly, or cut short."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from toolkit.cli import run
from toolkit.errors import ExitCode

CLAIMS = "".join(f"Aspirin {one} mg lowers mortality by {one}% in adults.\n\n" for one in range(1, 1000))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    assert run(["init", str(tmp_path / "pages")]) == ExitCode.CLEAN
    monkeypatch.chdir(tmp_path / "pages")
    return tmp_path / "pages"


def osler(*arguments: str, stdout: int = subprocess.PIPE, given: str | None = None) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    process = subprocess.Popen(
        [sys.executable, "-m", "toolkit", *arguments],
        stdin=subprocess.PIPE,
        stdout=stdout,
        stderr=subprocess.PIPE,
        env={**environment, "PYTHONPATH": str(Path(__file__).parents[2])},
        text=True,
    )
    assert process.stdin is not None
    process.stdin.write(given or "")
    process.stdin.close()
    process.stdin = None
    return process


@pytest.mark.parametrize("command", ["check", "export", "ledger"])
def test_a_folder_without_a_project_is_no_clean_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run([command]) == ExitCode.USAGE
    said = capsys.readouterr()
    assert said.out == ""
    assert "there is no project in" in said.err
    assert "osler init" in said.err


def test_a_misspelt_folder_of_articles_is_no_empty_one(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "osler.toml").write_text('articles = "artikles"\n', "utf-8")
    assert run(["check"]) == ExitCode.USAGE
    assert 'osler.toml: there is no folder "artikles"' in capsys.readouterr().err


def test_a_file_that_is_no_article_is_not_read_as_one(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", "osler.toml", "board.toml"]) == ExitCode.USAGE
    said = capsys.readouterr()
    assert said.out == "2 files could not be read.\nNo article was checked.\n"
    assert "osler: board.toml: not an article" in said.err


def test_the_library_and_the_lock_may_be_named_as_a_commit_hook_does(project: Path) -> None:
    assert run(["check", "references.bib", "references.lock"]) == ExitCode.CLEAN


def test_an_article_from_standard_input_need_not_be_on_the_disk_yet(project: Path) -> None:
    with osler("check", "--stdin-filename", "articles/new.md", "-f", "concise", given=CLAIMS) as process:
        out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (ExitCode.FINDINGS, "")
    assert out.startswith("articles/new.md:1:1: error[")


def test_a_command_that_there_is_not_may_have_been_another(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["chekc"]) == ExitCode.USAGE
    assert 'there is no command "chekc"; did you mean "check"?' in capsys.readouterr().err


def test_a_reader_who_leaves_ends_the_run_without_a_word(project: Path) -> None:
    (project / "articles" / "long.md").write_text(CLAIMS, "utf-8")
    with osler("check") as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("error[")
        process.stdout.close()
        assert process.wait(timeout=60) == 141
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_output_to_a_full_disk_is_no_defect_of_ours(project: Path) -> None:
    with Path("/dev/full").open("wb") as full, osler("check", stdout=full.fileno()) as process:
        _, err = process.communicate(timeout=60)
    assert process.returncode == ExitCode.USAGE
    assert err == "osler: the output could not be written: no space left on device\n"


def test_what_is_in_the_library_already_is_not_asked_about(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OSLER_EUTILS_URL", "http://127.0.0.1:9/")
    assert run(["add", "33417236"]) == ExitCode.CLEAN
    assert "@gonzalezfraile2021 already in references.bib" in capsys.readouterr().out


def test_a_server_that_is_not_there_was_not_reached(
    project: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("OSLER_EUTILS_URL", "http://127.0.0.1:9/")
    monkeypatch.setenv("OSLER_STORE", str(tmp_path / "store.sqlite3"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert run(["fetch"]) == ExitCode.EVIDENCE
    said = capsys.readouterr()
    assert "127.0.0.1:9 was not reached (2 attempts): Connection refused" in said.err
    assert "0 not in PubMed; the others were not answered" in said.out


def test_names_of_rules_are_completed(capsys: pytest.CaptureFixture[str]) -> None:
    environment = {
        "_OSLER_COMPLETE": "bash_complete",
        "COMP_WORDS": "osler check --select claim-u",
        "COMP_CWORD": "3",
    }
    done = subprocess.run(
        [sys.executable, "-m", "toolkit"],
        env={**os.environ, **environment, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    names = [line.partition(",")[2] for line in done.stdout.split()]
    assert names == ["claim-uncited", "claim-unrelated-source"], done.stderr
