"""Whole projects through the command line: a page with faults, an article that must be refused, the examples."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from toolkit.readers.lock import seal_lock

ROOT = Path(__file__).parent.parent.parent
PROJECTS = ROOT / "tests" / "projects"
OSLER = str(Path(sys.executable).with_name("osler"))


def osler(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NO_COLOR": "1", "SOURCE_DATE_EPOCH": "1795305600"}
    return subprocess.run(
        [OSLER, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    shutil.copytree(PROJECTS / request.param, folder)
    return folder


@pytest.mark.parametrize("project", ["faulty-page"], indirect=True)
def test_a_page_with_faults_gives_these_findings_line_by_line(project: Path, *, update: bool) -> None:
    done = osler(project, "check", "-f", "concise")
    expected = PROJECTS / "faulty-page" / "expected.txt"
    if update:
        expected.write_text(done.stdout, "utf-8")
    assert done.stdout == expected.read_text("utf-8")
    assert done.returncode == 1
    assert not done.stderr


@pytest.mark.parametrize("project", ["faulty-page"], indirect=True)
def test_what_the_mission_names_is_found_in_the_faulty_page(project: Path) -> None:
    found = osler(project, "check", "-f", "concise").stdout
    for place, rule in (
        (24, "citation-undefined"),  # the source that nobody can identify
        (26, "claim-uncited"),  # dosing
        (27, "claim-uncited"),
        (14, "disclaimer-contradictory"),  # "all articles are reviewed" on an unreviewed page
        (40, "disclaimer-altered"),
    ):
        assert any(
            line.startswith(f"articles/vitamin-b12-leukopenia.md:{place}:") and f"[{rule}]" in line
            for line in found.splitlines()
        ), (place, rule, found)


@pytest.mark.parametrize("project", ["faulty-page", "retracted"], indirect=True)
def test_a_refused_export_writes_nothing(project: Path) -> None:
    done = osler(project, "export")
    assert done.returncode == 1
    assert "refused" in done.stdout + done.stderr
    assert not (project / "build").exists()


@pytest.mark.parametrize("project", ["retracted"], indirect=True)
def test_a_retracted_paper_stops_an_article(project: Path) -> None:
    done = osler(project, "check", "-f", "concise")
    assert done.returncode == 1
    assert "error[reference-retracted]" in done.stdout
    article = project / "articles" / "mir-429-lung-cancer.md"
    text = article.read_text("utf-8")
    article.write_text(
        text.replace(
            "The micro-RNA miR-429 promotes the proliferation of non-small cell lung cancer cells\n[@xiao2016].",
            "A paper on miR-429 in non-small cell lung cancer was retracted [@xiao2016]{.as-retracted}.",
        ),
        "utf-8",
    )
    assert "reference-retracted" not in osler(project, "check", "-f", "concise").stdout


@pytest.mark.parametrize("project", ["faulty-page"], indirect=True)
def test_fixing_is_idempotent_and_shown_first_by_diff(project: Path) -> None:
    article = project / "articles" / "vitamin-b12-leukopenia.md"
    before = article.read_bytes()
    shown = osler(project, "check", "--diff")
    assert shown.returncode == 1
    assert "+::: {.disclaimer #dosing}" in shown.stdout
    assert article.read_bytes() == before
    osler(project, "check", "--fix")
    once = article.read_bytes()
    assert once != before
    osler(project, "check", "--fix")
    assert article.read_bytes() == once
    assert osler(project, "check", "--diff").stdout == ""


def test_the_examples_pass_and_are_exported_the_same_twice(tmp_path: Path) -> None:
    outputs = []
    for name, zone, seed in (("one", "UTC", "1"), ("two", "Pacific/Kiritimati", "2")):
        folder = tmp_path / name
        folder.mkdir()
        for part in ("osler.toml", "references.bib", "references.lock"):
            shutil.copy(ROOT / part, folder)
        shutil.copytree(ROOT / "articles", folder / "articles")
        environment = {
            **os.environ,
            "TZ": zone,
            "PYTHONHASHSEED": seed,
            "SOURCE_DATE_EPOCH": "1795305600",
            "LC_ALL": "C",
        }
        done = subprocess.run(
            [OSLER, "export"], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        files = sorted(path for path in (folder / "build").rglob("*") if path.is_file())
        outputs.append({path.relative_to(folder).as_posix(): path.read_bytes() for path in files})
    assert outputs[0] == outputs[1]
    assert sum(name.endswith("article.xml") for name in outputs[0]) == len(
        list((ROOT / "articles").glob("*.md"))
    )


def test_every_example_cites_only_real_records(shared_data: Path) -> None:
    """Each PMID of the library is in the collection of real records, or was transcribed and says so."""
    lock = (ROOT / "references.lock").read_text("utf-8")
    real = (shared_data / "pubmed" / "curated.xml").read_text("utf-8")
    blocks = [block for block in lock.split("\n\n") if block.startswith('["')]
    assert blocks
    for block in blocks:
        pmid = block.split('"', 2)[1].removeprefix("pmid:")
        assert f">{pmid}</PMID>" in real or 'origin = "transcribed"' in block, pmid


@pytest.mark.parametrize("project", ["faulty-page"], indirect=True)
@pytest.mark.parametrize(
    ("folder", "arguments", "start"),
    [
        ("articles", (), "vitamin-b12-leukopenia.md:9:1"),
        ("..", ("--project", "project"), "project/articles/vitamin-b12-leukopenia.md:9:1"),
        (".", (), "articles/vitamin-b12-leukopenia.md:9:1"),
    ],
)
def test_paths_are_named_from_where_one_stands(
    project: Path, folder: str, arguments: tuple[str, ...], start: str
) -> None:
    done = osler(project / folder, "check", "-f", "concise", *arguments)
    assert done.stdout.startswith(start)


@pytest.mark.parametrize("project", ["faulty-page"], indirect=True)
def test_github_is_told_paths_from_the_top_of_the_repository(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    (project.parent / ".git").mkdir()
    done = osler(project, "check", "-f", "github")
    assert "::error file=project/articles/vitamin-b12-leukopenia.md,line=9," in done.stdout


@pytest.mark.parametrize("project", ["retracted"], indirect=True)
@pytest.mark.parametrize("arguments", [(), ("articles/mir-429-lung-cancer.md",)])
def test_an_export_heeds_the_cited_entries_and_no_others(project: Path, arguments: tuple[str, ...]) -> None:
    block = (
        'lock-version = 1\n\n["pmid:{pmid}"]\nstanding = "not-in-pubmed"\norigin = "fetched"\n'
        'source = "pubmed"\nobtained = "2026-11-22"\ntype = "other"\n'
    )
    uncited = "@article{other, author = {A, B}, title = {T}, journal = {J}, year = 2020, pmid = 99999998}\n"
    library = project / "references.bib"
    library.write_text(library.read_text("utf-8") + uncited, "utf-8")
    lock = project / "references.lock"
    lock.write_text(seal_lock(block.format(pmid="99999998")), "utf-8")
    done = osler(project, "export", *arguments)
    assert (done.returncode, "reference-not-found" in done.stdout) == (0, False)
    lock.write_text(seal_lock(block.format(pmid="27602157")), "utf-8")
    done = osler(project, "export", *arguments)
    assert (done.returncode, "reference-not-found" in done.stdout) == (1, True)
