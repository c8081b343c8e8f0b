"""The jobs that ask PubMed, as their workflows write them, in a shell beside a server on loopback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import DATA, ROOT
from tests.sources.eutils_server import EutilsServer, Shelf, running
from tests.sources.project import ProjectFolder
from tests.sources.test_audit_command import PMID, retract

GITHUB = ROOT / "examples" / "ci" / "github"
GITLAB = ROOT / "examples" / "ci" / "gitlab" / ".gitlab-ci.yml"
TEMPLATE = ROOT / "templates" / "osler.yml"
BIN = Path(sys.executable).parent
GIT = ("git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
GITLAB_SCHEMA = ("--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci")
STUB = """[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"
[project]
name = "osler"
version = "9.9"
[project.scripts]
osler = "osler_stub:main"
[tool.hatch.build.targets.wheel]
only-include = ["osler_stub.py"]
"""


@pytest.fixture
def server() -> Iterator[EutilsServer]:
    with running(Shelf.of(DATA / "pubmed" / "sample.xml")) as one:
        yield one


@pytest.fixture
def project(server: EutilsServer, tmp_path: Path) -> ProjectFolder:
    """A committed project whose lock is what PubMed says."""
    folder = ProjectFolder(
        tmp_path / "project",
        server,
        {
            "OSLER_EMAIL": "editor@example.org",
            "OSLER_STORE": str(tmp_path / "store.sqlite3"),
            "OSLER_STATE": str(tmp_path / "state"),
            "CI": "true",
            "RUNNER_TEMP": str(tmp_path),
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        },
    )
    folder.write("osler.toml", "")
    folder.library(one=[f"pmid = {{{PMID}}}"])
    folder.write("articles/a.md", "---\ntitle: A\n---\n\nThe drug halves mortality [@one].\n")
    assert folder.run("fetch").code == 0
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "x"]):
        subprocess.run([*GIT, *arguments], cwd=folder.root, check=True)
    return folder


def shell(project: ProjectFolder, script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=project.root,
        env={**project.settings(), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def step(path: Path, name: str) -> str:
    document = yaml.safe_load(path.read_text("utf-8"))
    steps = (one for job in document["jobs"].values() for one in job["steps"])
    return str(next(one["run"] for one in steps if one.get("name") == name))


def test_a_quiet_night(project: ProjectFolder) -> None:
    path = GITHUB / "nightly.yml"
    audit = shell(project, step(path, "Audit"))
    assert audit.returncode == 0, audit.stderr
    impact = shell(project, step(path, "Sentences that rest on papers whose status changed"))
    assert impact.returncode == 0, impact.stderr
    summary = Path(project.environment["GITHUB_STEP_SUMMARY"]).read_text("utf-8")
    assert "    No status changed since HEAD.\n" in summary


def test_a_retraction_overnight_names_its_sentence(project: ProjectFolder, server: EutilsServer) -> None:
    retract(server)
    path = GITHUB / "nightly.yml"
    audit = shell(project, step(path, "Audit"))
    assert audit.returncode == 1
    impact = shell(project, step(path, "Sentences that rest on papers whose status changed"))
    assert impact.returncode == 1, impact.stderr
    summary = Path(project.environment["GITHUB_STEP_SUMMARY"]).read_text("utf-8")
    assert summary.count("retracted: J Test. 2026;1(1):1, pmid:40000001 (new)\n") == 2
    assert re.search(
        r"articles/a\.md:5:1: \w+, no other source\n +The drug halves mortality\.\n", impact.stdout
    )
    changed = subprocess.run(
        [*GIT, "diff", "--name-only"], cwd=project.root, check=True, capture_output=True, text=True
    )
    assert changed.stdout == "references.lock\n", "the lock to keep and review"


def test_a_night_without_pubmed_is_neither_red_for_the_papers_nor_green(
    project: ProjectFolder, server: EutilsServer
) -> None:
    path = GITHUB / "nightly.yml"
    server.fail("html", times=99)
    assert shell(project, step(path, "Audit")).returncode == 3
    done = shell(project, step(path, "Sentences that rest on papers whose status changed"))
    assert done.returncode == 3
    assert "No status changed" in done.stdout


def test_what_was_merged_is_compared(project: ProjectFolder, server: EutilsServer) -> None:
    script = step(GITHUB / "main.yml", "Compare the lock with PubMed")
    assert shell(project, script).returncode == 0
    retract(server)
    done = shell(project, script)
    assert done.returncode == 1
    assert "PubMed says: " in done.stdout
    assert "references.lock beside PubMed" in Path(project.environment["GITHUB_STEP_SUMMARY"]).read_text(
        "utf-8"
    )


# --- GitLab ------------------------------------------------------------------------------------


def template(**inputs: str) -> dict[str, Any]:
    """Give the template's jobs as GitLab makes them, with its inputs put in."""
    header, body = TEMPLATE.read_text("utf-8").split("\n---\n")
    declared = yaml.safe_load(header)["spec"]["inputs"]
    given = {name: inputs.get(name.replace("-", "_"), one.get("default")) for name, one in declared.items()}
    assert all(value is not None for value in given.values())
    text = re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", lambda found: f'"{given[found[1]]}"', body)
    assert "$[[" not in text
    jobs: dict[str, Any] = yaml.safe_load(text)
    return jobs


def script_of(job: dict[str, Any]) -> str:
    return "\n".join([*job.get("before_script", ()), *job["script"]])


@pytest.fixture
def stub(tmp_path: Path) -> Path:
    """A package that pip can install quickly, whose command is this environment's osler."""
    folder = tmp_path / "stub"
    folder.mkdir()
    (folder / "pyproject.toml").write_text(STUB, "utf-8")
    (folder / "osler_stub.py").write_text(
        f"import os, sys\ndef main():\n    os.execv({str(BIN / 'osler')!r}, ['osler', *sys.argv[1:]])\n",
        "utf-8",
    )
    return folder


def test_the_gitlab_files_are_accepted_by_the_schema_store(tmp_path: Path) -> None:
    made = tmp_path / "template.gitlab-ci.yml"
    made.write_text(yaml.safe_dump(template(requirement="osler")), "utf-8")
    command: list[str | Path] = [BIN / "check-jsonschema", *GITLAB_SCHEMA, GITLAB, made]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_gitlab_inputs_reach_the_script_as_variables_only() -> None:
    job = yaml.safe_load(TEMPLATE.read_text("utf-8").split("\n---\n")[1])["osler"]
    assert "$[[" not in script_of(job)
    page = (ROOT / "docs" / "continuous-integration.md").read_text("utf-8").partition("## GitLab")[2]
    declared = yaml.safe_load(TEMPLATE.read_text("utf-8").split("\n---\n")[0])["spec"]["inputs"]
    assert [name for name in declared if f"| `{name}` |" not in page] == []


def test_the_gitlab_job_reports_and_judges(project: ProjectFolder, server: EutilsServer, stub: Path) -> None:
    retract(server)
    assert project.run("fetch", "--refresh").code == 0
    job = template(requirement=str(stub))["osler"]
    done = shell(project, script_of(job), **job["variables"])
    assert done.returncode == 1, done.stderr
    assert "reference-retracted" in done.stdout
    report = yaml.safe_load(project.read(job["artifacts"]["reports"]["codequality"]))
    assert "reference-retracted" in {one["check_name"] for one in report}
    assert {one["location"]["path"] for one in report} >= {"articles/a.md"}


def test_the_gitlab_log_has_the_findings_beside_a_file_that_cannot_be_read(
    project: ProjectFolder, server: EutilsServer, tmp_path: Path
) -> None:
    retract(server)
    assert project.run("fetch", "--refresh").code == 0
    (project.root / "articles" / "big.md").write_bytes(b"x" * (3 << 20))
    job = template(requirement="osler")["osler"]
    done = shell(project, after_installation(job, tmp_path / "installed"), **job["variables"])
    assert done.returncode == 2, done.stderr
    assert "big.md" in done.stderr
    assert "reference-retracted" in done.stdout
    assert (project.root / "gl-code-quality-report.json").exists()


def test_the_gitlab_job_reports_what_it_found_where_a_review_does_not_hold(
    project: ProjectFolder, server: EutilsServer, tmp_path: Path
) -> None:
    retract(server)
    assert project.run("fetch", "--refresh").code == 0
    job = template(requirement="osler", base="HEAD")["osler"]
    script = after_installation(job, tmp_path / "installed")
    (project.root / "reviews" / "gone").mkdir(parents=True)
    done = shell(project, script, **job["variables"])
    assert done.returncode == 1, done.stderr
    assert 'there is no article "gone"' in done.stdout
    assert "reference-retracted" in done.stdout
    assert (project.root / "gl-code-quality-report.json").exists()
    # What cannot be answered at all is graver than findings.
    assert shell(project, script, **{**job["variables"], "OSLER_REVIEW_BASE": "nowhere"}).returncode == 2


def test_a_gitlab_command_that_is_killed_is_no_green_light(project: ProjectFolder, tmp_path: Path) -> None:
    job = template(requirement="osler", base="HEAD")["osler"]
    stub = tmp_path / "bin" / "osler"
    stub.parent.mkdir()
    stub.write_text('#!/bin/sh\n[ "$1" = check ] || kill -KILL $$\n', "utf-8")
    stub.chmod(0o755)
    script = after_installation(job, tmp_path / "installed").replace('/osler/bin/osler"', '/../bin/osler"')
    assert shell(project, script, **job["variables"]).returncode == 137


def after_installation(job: dict[str, Any], installed: Path) -> str:
    """Give a job's script after its installation, with this environment's osler in its place."""
    (installed / "osler").mkdir(parents=True)
    (installed / "osler" / "bin").symlink_to(BIN)
    lines = [f"environment={installed}", *(one for one in job["script"] if "OSLER_REQUIREMENT" not in one)]
    return "\n".join(one for one in lines if "mktemp" not in one and "venv" not in one)


def test_no_gitlab_input_is_run_as_code(project: ProjectFolder) -> None:
    job = template(requirement="osler")["osler"]
    script = after_installation(job, project.root.parent / "installed")
    assert script.count("check --output-format") == 2
    done = shell(project, script, **{**job["variables"], "OSLER_SINCE": "$(touch owned)`touch owned`"})
    assert done.returncode == 2
    assert "is not the name" in done.stderr or "there is no revision" in done.stderr
    assert not (project.root / "owned").exists()


def test_the_gitlab_jobs_that_ask_pubmed(project: ProjectFolder, server: EutilsServer) -> None:
    jobs = yaml.safe_load(GITLAB.read_text("utf-8"))
    installing = jobs[".with-network"]["before_script"][:-1]
    assert installing == template(requirement="osler")["osler"]["script"][: len(installing)], "run above"
    retract(server)
    lock = shell(project, script_of(jobs["lock"]))
    assert lock.returncode == 1, lock.stderr
    evidence = shell(project, script_of(jobs["evidence"]))
    assert evidence.returncode == 1, evidence.stderr
    assert evidence.stdout.count("retracted: J Test. 2026;1(1):1, pmid:40000001 (new)") == 2
