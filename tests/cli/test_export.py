"""`osler export` from end to end: what it writes, what it refuses, and that it leaves nothing half done."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.cli.export_project import BAD, CONFIGURATION, FILES, GOOD, LIBRARY, tree
from tests.exporters.jats_dtds import complaints
from tests.pictures import PNG
from toolkit.api import export as export_module
from toolkit.api import spread
from toolkit.api.pages import ExportedPage, problems_of
from toolkit.cli import run
from toolkit.errors import ExitCode
from toolkit.model.finding import Problem
from toolkit.model.span import Span


def test_an_article_is_written_with_all_its_files(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export"]) == ExitCode.CLEAN
    files = tree(project / "build" / "good")
    assert set(files) == FILES
    assert files["figures/spoon.png"] == PNG
    assert (
        complaints(files["article.xml"])
        == [
            # A site has no ISSN, and none is made up; the DTDs ask only that the element be there.
        ]
    )
    said = capsys.readouterr().out
    assert "articles/good.md → build/good/" in said
    assert "round trip: 1 of 1 citation, 1 reference, 3 identifiers, 2 disclaimers" in said
    assert "1 of 1 article exported" in said


def test_the_report_says_what_was_checked_and_claims_no_more(project: Path) -> None:
    assert run(["export"]) == ExitCode.CLEAN
    report = json.loads((project / "build/good/report.json").read_text("utf-8"))
    assert report["checks"]["jats_dtd"] == {
        "against": "JATS 1.3 Archiving DTD with MathML 3 (NLM, as shipped by Biopython)",
        "result": "valid",
    }
    assert report["checks"]["nu_html_checker"] == {"result": "not run"}
    assert report["checks"]["round_trip"]["citations"] == 1
    assert report["not_checked"]
    assert set(report["files"]) == FILES - {"report.json", "report.txt"}
    text = (project / "build/good/report.txt").read_text("utf-8")
    assert "valid under the JATS 1.3 Archiving DTD" in text
    assert "Nu HTML checker: not run" in text
    assert "valid HTML" not in text
    assert "supported" not in text


def test_an_article_with_errors_is_refused_and_the_others_are_not(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "articles" / "bad.md").write_text(BAD, "utf-8")
    assert run(["export"]) == ExitCode.FINDINGS
    assert set(tree(project / "build")) == {f"good/{name}" for name in FILES}
    said = capsys.readouterr().out
    assert "error[citation-undefined]" in said
    assert "articles/bad.md refused: 1 error; nothing was written" in said
    assert "1 of 2 articles exported" in said


def test_a_refusal_leaves_no_file_at_all(project: Path) -> None:
    (project / "articles" / "good.md").write_text(BAD, "utf-8")
    assert run(["export"]) == ExitCode.FINDINGS
    assert not (project / "build").exists()


def test_a_refusal_leaves_the_last_export_as_it_was(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export"]) == ExitCode.CLEAN
    before = tree(project / "build")
    (project / "articles" / "good.md").write_text(BAD, "utf-8")
    assert run(["export"]) == ExitCode.FINDINGS
    assert tree(project / "build") == before
    assert "build/good/ still holds what was there before" in capsys.readouterr().out


def test_a_new_export_replaces_the_old_one_whole(project: Path) -> None:
    assert run(["export"]) == ExitCode.CLEAN
    article = project / "articles" / "good.md"
    article.write_text(GOOD.replace("![A spoon with white powder](figures/spoon.png)\n", ""), "utf-8")
    assert run(["export"]) == ExitCode.CLEAN
    assert set(tree(project / "build" / "good")) == FILES - {"figures/spoon.png"}
    assert [path.name for path in (project / "build").iterdir()] == ["good"]


def test_a_draft_is_written_in_spite_of_errors_and_says_so(project: Path) -> None:
    (project / "articles" / "good.md").write_text(BAD, "utf-8")
    assert run(["export", "--draft"]) == ExitCode.CLEAN
    files = tree(project / "build" / "good")
    assert complaints(files["article.xml"]) == []
    assert b"Draft" in files["article.xml"]
    assert b"Draft" in files["index.html"]
    assert b"1 citations name no known reference" in files["report.txt"]
    report = json.loads(files["report.json"])
    assert report["draft"] is True
    errors = report["errors_in_spite_of_which_the_draft_was_written"]
    assert [one["rule"] for one in errors] == ["citation-undefined"]


def test_the_journal_profile_asks_for_more(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "--profile", "journal", "-f", "concise"]) == ExitCode.FINDINGS
    said = capsys.readouterr().out
    for rule in ("issn", "doi", "abstract", "funding", "data-availability"):
        assert f"export-jats-{rule}]" in said
    assert not (project / "build").exists()


def test_a_validators_complaint_is_shown_at_the_markdown(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "osler.toml").write_text('ignore = ["article-alternative-text"]\n' + CONFIGURATION, "utf-8")
    article = project / "articles" / "good.md"
    article.write_text(GOOD.replace("![A spoon with white powder]", "![]"), "utf-8")
    assert run(["export", "-f", "concise"]) == ExitCode.FINDINGS
    said = capsys.readouterr().out
    assert "articles/good.md:15:1: error[export-jats-alt-text]" in said
    assert not (project / "build").exists()


def test_only_the_articles_asked_for_are_exported(project: Path) -> None:
    (project / "articles" / "second.md").write_text(GOOD, "utf-8")
    (project / "articles" / "bad.md").write_text(BAD, "utf-8")
    assert run(["export", "articles/second.md"]) == ExitCode.CLEAN
    assert [path.name for path in (project / "build").iterdir()] == ["second"]


def test_two_articles_of_one_name_are_both_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "articles" / "more" / "figures").mkdir(parents=True)
    (project / "articles" / "more" / "good.md").write_text(GOOD, "utf-8")
    (project / "articles" / "more" / "figures" / "spoon.png").write_bytes(PNG)
    assert run(["export"]) == ExitCode.FINDINGS
    assert "export-slug" in capsys.readouterr().out
    assert not (project / "build").exists()


def test_a_folder_that_is_no_export_is_not_replaced(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    precious = project / "build" / "good" / "precious.txt"
    precious.parent.mkdir(parents=True)
    precious.write_text("mine", "utf-8")
    assert run(["export"]) == ExitCode.FINDINGS
    assert precious.read_text("utf-8") == "mine"
    assert "is no export of Osler's" in capsys.readouterr().out


def test_output_may_lie_elsewhere(project: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere" / "site"
    assert run(["export", "--output", str(elsewhere)]) == ExitCode.CLEAN
    assert set(tree(elsewhere / "good")) == FILES
    assert not (project / "build").exists()


def test_a_figure_that_is_missing_or_outside_stops_the_article(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "articles" / "figures" / "spoon.png").unlink()
    assert run(["export"]) == ExitCode.FINDINGS
    assert "spoon.png" in capsys.readouterr().out
    assert not (project / "build").exists()


def test_a_figure_behind_a_link_out_of_the_project_is_not_copied(project: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"secret")
    figure = project / "articles" / "figures" / "spoon.png"
    figure.unlink()
    figure.symlink_to(secret)
    assert run(["export"]) == ExitCode.FINDINGS
    assert not (project / "build").exists()


def test_an_unreadable_article_does_not_stop_the_others(project: Path) -> None:
    assert run(["export", "articles/good.md", "articles/missing.md"]) == ExitCode.USAGE
    assert set(tree(project / "build" / "good")) == FILES


def test_a_checker_that_is_not_there_is_an_error_and_not_silence(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", "--nu"]) == ExitCode.USAGE
    assert "the Nu HTML checker is not here" in capsys.readouterr().err
    assert not (project / "build").exists()


def test_the_nu_checker_is_run_when_asked_for(project: Path) -> None:
    jar = Path(__file__).parents[2] / ".tools/node_modules/vnu-jar/build/dist/vnu.jar"
    assert jar.is_file(), "run `make tools`"
    assert run(["export", "--nu-jar", str(jar)]) == ExitCode.CLEAN
    assert "Nu HTML checker: no errors" in (project / "build/good/report.txt").read_text("utf-8")


def test_the_same_bytes_in_two_folders_with_two_seeds_and_zones(project: Path, tmp_path: Path) -> None:
    copies = []
    for number, zone in ((1, "UTC"), (2, "Pacific/Auckland")):
        copy = tmp_path / f"copy{number}" / ("x" * number)
        copy.parent.mkdir()
        subprocess.run(["cp", "-r", str(project), str(copy)], check=True)
        environment = {
            **os.environ,
            "PYTHONHASHSEED": str(number),
            "TZ": zone,
            "LC_ALL": "C" if number == 1 else "C.UTF-8",
        }
        done = subprocess.run(
            [sys.executable, "-m", "toolkit", "export", "--project", str(copy)],
            cwd=Path(__file__).parents[2],
            env=environment,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        copies.append(tree(copy / "build"))
    assert copies[0] == copies[1]


def test_no_socket_is_opened(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_arguments: object, **_keywords: object) -> socket.socket:
        pytest.fail("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    assert run(["export"]) == ExitCode.CLEAN


def test_many_articles_are_written_alike_in_turn_by_children_and_if_one_dies(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(12):
        text = BAD if number == 7 else GOOD.replace("A panel", f"In case {number} a panel")
        (project / "articles" / f"case-{number:02d}.md").write_text(text, "utf-8")
    parent, checked = os.getpid(), problems_of

    def complaining(pages: Sequence[ExportedPage], sheet: bytes, fallback: Span) -> Iterator[Problem]:
        if b"case 3" in pages[0].document.data:
            yield Problem(fallback, "the page is wrong", rule="export-html-syntax")
        yield from checked(pages, sheet, fallback)

    def dying(pages: Sequence[ExportedPage], sheet: bytes, fallback: Span) -> Iterator[Problem]:
        if os.getpid() != parent and b"case 5" in pages[0].document.data:
            os.kill(os.getpid(), signal.SIGKILL)
        return complaining(pages, sheet, fallback)

    said, written = [], []
    for name, children, check in (("a", 0, complaining), ("b", 2, complaining), ("c", 2, dying)):
        monkeypatch.setattr(spread, "children_for", lambda *_, count=children: count)
        monkeypatch.setattr(export_module, "problems_of", check)
        assert run(["export", "--output", name]) == ExitCode.FINDINGS
        said.append(capsys.readouterr().out.replace(f"{name}/", "build/"))
        written.append(tree(project / name))
        assert not list((project / name).glob(".*"))
    assert said[0] == said[1] == said[2]
    assert "11 of 13 articles exported" in said[0]
    assert "case-03.md refused: 1 error" in said[0]
    assert "case-07.md refused: 1 error" in said[0]
    assert written[0] == written[1] == written[2]


def test_only_problems_of_cited_entries_stand_in_the_way(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    uncited = "@article{other, title = {Gu\ufffdant}}\n" * 2
    (project / "references.bib").write_text(uncited + LIBRARY + uncited, "utf-8")
    assert run(["export"]) == ExitCode.CLEAN
    (project / "references.bib").write_text(uncited + LIBRARY.replace("Delphi", "Del\ufffdphi"), "utf-8")
    assert run(["export"]) == ExitCode.FINDINGS
    assert "reference-encoding" in capsys.readouterr().out
