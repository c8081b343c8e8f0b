"""Where and how `osler check` says what it found: formats, `--statistics`, `--output-file`, a GitHub job."""

from __future__ import annotations

import json
import os
import re
import threading
from pathlib import Path

import pytest

from toolkit.cli import run
from toolkit.reporters import COUNTING_FORMATS, FORMATS

ARTICLE = "# T\n\nGive 1000 mcg of vitamin B12 daily.\n\nGive 500 mg of aspirin daily.\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.md").write_text(ARTICLE, "utf-8")
    (tmp_path / "articles" / "b.md").write_text("# T\n", "utf-8")
    (tmp_path / "osler.toml").write_text('select = ["claim-uncited"]\n', "utf-8")
    (tmp_path / "references.bib").write_text("", "utf-8")
    (tmp_path / "references.lock").write_text("", "utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


Captured = pytest.CaptureFixture[str]


@pytest.mark.parametrize("name", FORMATS)
def test_statistics_in_every_format(name: str, project: Path, capsys: Captured) -> None:
    assert run(["check", "-f", name, "--statistics"]) == 1
    out, err = capsys.readouterr()
    told = out if name in COUNTING_FORMATS else err
    assert re.search(r'^2  error    claim-uncited$|"count": 2\b', told, re.MULTILINE)
    if name in ("full", "concise", "grouped"):
        assert "articles/a.md" not in out
    else:
        assert out.count("claim-uncited") >= 2


def test_the_file_holds_what_standard_output_would(project: Path, capsys: Captured) -> None:
    for name in FORMATS:
        assert run(["check", "-f", name]) == 1
        shown = capsys.readouterr().out
        assert run(["check", "-f", name, "-o", "report.out", "--color", "always"]) == 1
        assert capsys.readouterr().out == ""
        assert (project / "report.out").read_text("utf-8") == shown


def test_a_dash_is_standard_output(project: Path, capsys: Captured) -> None:
    assert run(["check", "-f", "json", "--output-file", "-"]) == 1
    assert json.loads(capsys.readouterr().out)["summary"]["errors"] == 2
    assert not (project / "-").exists()


@pytest.mark.parametrize(
    "name",
    ["articles/a.md", "articles/b.md", "articles/new.md", "references.bib", "references.lock", "osler.toml",
     "articles/../articles/a.md", "link.md"],
)  # fmt: skip
def test_the_projects_own_files_are_never_overwritten(name: str, project: Path, capsys: Captured) -> None:
    (project / "link.md").symlink_to("articles/a.md")
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    assert run(["check", "articles/a.md", "-o", name]) == 2
    assert "name another file" in capsys.readouterr().err
    after = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    assert {path: after[path] for path in before} == before
    assert not (project / "articles" / "new.md").exists()


def test_a_missing_folder_is_named(project: Path, capsys: Captured) -> None:
    assert run(["check", "-o", "reports/a.json"]) == 2
    assert "there is no folder reports to write a.json to" in capsys.readouterr().err
    assert not (project / "reports").exists()


def test_a_pipe_is_written_to_and_not_replaced(project: Path) -> None:
    pipe = project / "pipe"
    os.mkfifo(pipe)
    received: list[str] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_text("utf-8")), daemon=True)
    reader.start()
    assert run(["check", "-f", "concise", "-o", str(pipe)]) == 1
    reader.join(timeout=30)
    assert received
    assert "claim-uncited" in received[0]
    assert pipe.is_fifo()


def test_the_job_summary_is_added_to_the_file_that_github_names(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    file = project / "summary"
    file.write_text("before\n", "utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(file))
    assert run(["check", "-f", "github"]) == 1
    text = file.read_text("utf-8")
    assert text.startswith("before\n## Osler\n")
    assert "| 2 | error | claim&#45;uncited | 0 |" in text
    assert run(["check", "-f", "json"]) == 1
    assert file.read_text("utf-8") == text
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(project / "none" / "summary"))
    capsys.readouterr()
    assert run(["check", "-f", "github"]) == 1
    assert "the job summary could not be written: no such file or directory" in capsys.readouterr().err


def test_an_unread_article_is_in_every_report(project: Path, capsys: Captured) -> None:
    (project / "articles" / "c.md").write_bytes(b"x" * (3 << 20))
    for name in FORMATS:
        assert run(["check", "-f", name]) == 2
        out = capsys.readouterr().out
        assert "c.md" in out or "1 file could not be read" in out


def test_sarif_says_the_code_that_the_process_ends_with(project: Path, capsys: Captured) -> None:
    for options, code in (([], 1), (["--exit-zero"], 0)):
        assert run(["check", "-f", "sarif", *options]) == code
        (one,) = json.loads(capsys.readouterr().out)["runs"]
        assert one["invocations"][0]["exitCode"] == code
